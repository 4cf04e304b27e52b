/* page.mjs - how heavy the page is and how soon it can be used, in a real browser.
 *
 *   node bench/page.mjs http://127.0.0.1:8080/ [CHROMIUM]
 *
 * Needs playwright-core where node finds it, and a running server. Weight: what the first screen fetches,
 * compressed, as the browser counts it, headers and the two large libraries apart. Time: from the start of
 * navigation until the targets are listed and the map is idle, ten loads with a warm cache, median; beside
 * it the same for the smallest file of the same server. Fails when a budget is not met. */
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';

const [base = 'http://127.0.0.1:8080/', executablePath = '/usr/bin/chromium'] = process.argv.slice(2);
const LOADS = 10, BUDGET_KB = 400, BUDGET_MS = 1500;
const LIBRARY = /\/vendor\/(maplibre|echarts)/;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader'];

const median = numbers => numbers.slice().sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const kb = bytes => (bytes / 1000).toFixed(1);

/** Ready when the targets stand in the panel and the map has drawn; told by the page's own clock. */
async function ready(page) {
  await page.locator('.panel .target').first().waitFor({ state: 'attached', timeout: 30000 });
  await page.locator('html:is([data-map="idle"],[data-map="fault"])').waitFor({ state: 'attached', timeout: 30000 });
}

/** Notes in the page itself when it became usable, without asking it from outside. */
function watch() {
  const look = () => {
    const root = document.documentElement;
    if (!window.listedAt && document.querySelector('.panel .target')) window.listedAt = performance.now();
    if (!window.usableAt && root?.dataset.map === 'idle' && document.querySelector('.panel .target')) window.usableAt = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-map'] });
}

/** Bytes on the line of each answer of a first load. */
async function weigh(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } }), page = await context.newPage();
  const line = await context.newCDPSession(page), named = new Map(), bytes = new Map();
  await line.send('Network.enable');
  line.on('Network.responseReceived', event => named.set(event.requestId, event.response.url));
  line.on('Network.dataReceived', event => bytes.set(event.requestId, (bytes.get(event.requestId) ?? 0) + event.encodedDataLength));
  await page.goto(base);
  await ready(page);
  const hinted = await page.evaluate(() => [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map(link => new URL(link.href || link.src).pathname));
  const files = [...named].map(([id, url]) => ({ path: new URL(url).pathname, bytes: bytes.get(id) ?? 0 }));
  await context.close();
  for (const file of files) if (file.path.startsWith('/js/') && !hinted.includes(file.path)) console.log(`  no modulepreload in index.html: ${file.path}`);
  return files;
}

async function timeUsable(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } }), times = [];
  const page = await context.newPage();
  await page.addInitScript(watch);
  for (let i = 0; i <= LOADS; i++) { // the first one warms the cache
    await page.goto('about:blank');
    await page.goto(base);
    await ready(page);
    if (await page.evaluate(() => document.documentElement.dataset.map) === 'fault') throw new Error('the map has a fault');
    times.push(await page.evaluate(() => ({ usable: window.usableAt, listed: window.listedAt })));
  }
  await context.close();
  return times.slice(1);
}

async function timeEmpty(browser) {
  const context = await browser.newContext(), page = await context.newPage(), times = [];
  for (let i = 0; i <= LOADS; i++) {
    await page.goto('about:blank');
    await page.goto(new URL('icon.svg', base).href);
    times.push(await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd || performance.now()));
  }
  await context.close();
  return times.slice(1);
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
console.log(`load of the machine ${loadavg()[0].toFixed(1)} on ${cpus().length} processors; browser ${browser.version()}, ${LOADS} loads, ${base}`);
const files = await weigh(browser), own = files.filter(file => !LIBRARY.test(file.path)), sum = list => list.reduce((all, file) => all + file.bytes, 0);
const answers = own.filter(file => file.path.startsWith('/api/'));
for (const file of own.slice().sort((a, b) => b.bytes - a.bytes).slice(0, 10)) console.log(`  ${kb(file.bytes).padStart(7)} kB  ${file.path}`);
console.log(`first screen: ${kb(sum(own))} kB in ${own.length} files (answers ${kb(sum(answers))} kB in ${answers.length}); budget ${BUDGET_KB} kB`);
console.log(`libraries besides: ${kb(sum(files) - sum(own))} kB`);
const loads = await timeUsable(browser), times = loads.map(load => load.usable), listed = loads.map(load => load.listed), empty = await timeEmpty(browser);
await browser.close();
console.log(`targets listed: median ${Math.round(median(listed))} ms, ${Math.round(Math.min(...listed))} to ${Math.round(Math.max(...listed))}`);
console.log(`usable, the map drawn too: median ${Math.round(median(times))} ms, ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))}; budget ${BUDGET_MS} ms`);
console.log(`an image of 1 kB as a page, same server: median ${Math.round(median(empty))} ms; ${(median(times) / median(empty)).toFixed(1)} times`);
if (sum(own) > 1000 * BUDGET_KB || median(times) > BUDGET_MS) { console.log('budget not met'); process.exitCode = 1; }
