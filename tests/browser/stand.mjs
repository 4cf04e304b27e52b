/* stand.mjs - a server, a browser, and pages on which nothing goes wrong unseen.
 *
 * Every page is watched: violations of the policy, errors on the console, uncaught errors and answers of 400 and
 * more are gathered in `faults`. What a check causes on purpose it names when it opens the page. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const STEP_MS = 15000, START_MS = 60000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--enable-unsafe-swiftshader', '--disable-dev-shm-usage'];

/** What went wrong on any page, on purpose or not. @type {string[]} */
export const faults = [];

/* ---- the server */

/** Start `changhe serve` with these words; its first line tells the address.
 * @param {string} program @param {string[]} words @returns {Promise<{address: string, stop: () => Promise<void>}>} */
export async function serve(program, words) {
  const child = spawn(program, ['serve', ...words, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL')); // however the test ends
  const ended = new Promise(done => child.once('close', done));
  const told = new Promise((done, refuse) => {
    createInterface(child.stdout).once('line', line => done(/http:\S+/.exec(line)?.[0]));
    child.once('error', refuse);
    ended.then(() => refuse(new Error('the server ended before it told its address')));
    setTimeout(() => refuse(new Error('the server told no address')), START_MS).unref();
  });
  try {
    return { address: await told, stop: () => { child.kill('SIGTERM'); return ended; } };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/* ---- the browser */

/** @param {string} modules a node_modules @param {string} chromium @param {string} pictures a folder for what was seen */
export async function browse(modules, chromium, pictures) {
  const need = createRequire(`${modules}/`);
  const { chromium: kind } = need('playwright-core');
  const browser = await kind.launch({ executablePath: chromium, args: FLAGS, timeout: START_MS });
  mkdirSync(pictures, { recursive: true });
  return { browser, pictures, axe: need.resolve('axe-core/axe.min.js') };
}

/** @typedef {{browser: any, pictures: string, axe: string}} Stand */

/** A page of its own, as a first-time visitor has it. `expects`: faults that are caused on purpose; `routes`: answers that
 * stand in for the server's, by pattern. @param {Stand} stand @param {string} url
 * @param {{width?: number, height?: number, dark?: boolean, touch?: boolean, expects?: RegExp, routes?: Record<string, (route: any) => any>}} [how] */
export async function open(stand, url, how = {}) {
  const context = await stand.browser.newContext({
    viewport: { width: how.width ?? 1440, height: how.height ?? 900 }, colorScheme: how.dark ? 'dark' : 'light', hasTouch: how.touch ?? false,
    baseURL: url, locale: 'zh-CN', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(STEP_MS);
  await watch(context, how.expects ?? /^$/);
  for (const [pattern, answer] of Object.entries(how.routes ?? {})) await context.route(pattern, answer);
  await context.addInitScript({ path: stand.axe });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  return page;
}

/** @param {any} context @param {RegExp} expected */
async function watch(context, expected) {
  const add = (/** @type {string} */ text) => { if (!expected.test(text)) faults.push(text); };
  await context.exposeBinding('tellViolation', (/** @type {any} */ _, /** @type {string} */ text) => add(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event =>
      /** @type {any} */ (window).tellViolation(`violation of ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  context.on('console', (/** @type {any} */ message) => { if (message.type() === 'error') add(`console: ${message.text()} ${message.location().url}`); });
  context.on('weberror', (/** @type {any} */ error) => add(`uncaught: ${error.error()?.stack}`));
  context.on('response', (/** @type {any} */ answer) => { if (answer.status() >= 400) add(`answer ${answer.status()}: ${answer.url()}`); });
}

/* ---- what checks ask of a page */

/** Wait until what is asked of the page is true. The browser's own waiting takes the promise of an asynchronous function for a yes.
 * @param {any} page @param {(arg: any) => any} body @param {any} [arg] */
export async function until(page, body, arg) {
  for (const end = Date.now() + STEP_MS; !await page.evaluate(body, arg); await page.waitForTimeout(30))
    if (Date.now() > end) throw new Error(`not true after ${STEP_MS / 1000} s: ${body}`);
}

/** Wait until the answers to the last question are drawn; the page's own store is asked, since a short wait is not shown.
 * @param {any} page */
export async function computed(page) {
  await until(page, async () => {
    const { board } = await import(String('/js/store.js'));
    return board().now && !board().busy;
  });
  await page.locator('#panel .part').first().waitFor({ state: 'attached' });
}

/** Wait until the map is at rest, well or not. @param {any} page */
export const mapRests = page => page.locator('html:is([data-map="idle"],[data-map="fault"])').waitFor({ state: 'attached' });

/** After an act that may or may not change the map. @param {any} page */
export const mapDrawn = page => page.evaluate(() => new Promise(done => {
  const { map } = /** @type {any} */ (window).changhe;
  map.once('idle', () => done(null));
  map.triggerRepaint();
}));

/** Ready for a visitor: targets ranked, map drawn. @param {any} page */
export async function usable(page) {
  await computed(page);
  await page.locator('#panel .target').first().waitFor({ state: 'attached' });
  await mapRests(page);
}

/** Every figure that the page shows, in order, without the words around it; which reasons are unfolded is the visitor's. @param {any} page @returns {Promise<string[]>} */
export async function figures(page) {
  const texts = await page.locator('#strip button.figure, #list .figure, #list .row-end, #panel button.figure:not(.reasons *)').allTextContents();
  return texts.map((/** @type {string} */ text) => text.replace(/[^\d.,+−<?%-]/g, ''));
}

/** @param {Stand} stand @param {any} page @param {string} name */
export const picture = (stand, page, name) => page.screenshot({ path: `${stand.pictures}/${name}.png` });
