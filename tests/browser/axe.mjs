/* axe.mjs - what axe-core, a checker of the accessibility rules of WCAG, says of each state of the page: nothing. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { computed, mapRests, open } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** What axe finds, a line a rule with the first places. @param {any} page @returns {Promise<string[]>} */
export const violations = page => page.evaluate(async () => {
  const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] });
  return violations.map((/** @type {any} */ one) => `${one.id}: ${one.help}; ${one.nodes.slice(0, 3).map((/** @type {any} */ node) => node.html.slice(0, 160)).join(' | ')}`);
});

/** @typedef {[string, string, (page: any) => Promise<unknown>]} State what it is, its address, what is done there */
const phone = { width: 390, height: 844, touch: true };
const box = (/** @type {any} */ page) => page.locator('.cell').first().click();
const list = (/** @type {any} */ page) => page.locator('.phone-tabs button').first().tap();

/** States by how the page is opened; what a state leaves behind goes to the next, so the what-if is the last.
 * @type {[object, State[]][]} */
const PAGES = [
  [{}, [
    ['the overview', '#', async () => {}],
    ['a link', '#sel=segment:N15', async page => page.locator('#panel .selected').waitFor()],
    ['a firm', '#', async page => page.locator('#panel .target-name').first().click()],
    ['the chain picture', '#view=chain', box],
    ['the table', '#view=table', async page => page.locator('.table-row').first().waitFor()],
    ['an explanation', '#', async page => page.locator('.field-figure button.figure').click()],
    ['the search', '#', async page => { await page.locator('.search-input').fill('电'); await page.locator('[role=option]').first().waitFor(); }],
    ['the keys', '#', async page => page.locator('#bar button.ghost').click()],
    ['English', '#lang=en', async page => page.locator('html[lang=en]').waitFor()],
    ['a what-if', '#', async page => { await page.locator('#panel .try button').first().click(); await page.locator('.chip').waitFor(); }],
  ]],
  [{ dark: true }, [['the dark theme', '#', async () => {}], ['the dark chain picture', '#view=chain', box]]],
  [phone, [['a phone: the list', '#', list], ['a phone: an object', '#', async page => page.locator('#list .row[data-to]').first().tap()]]],
  [{ width: 900, height: 700 }, [['a narrow window', '#', async () => {}]]],
];

/** @param {Stand} stand @param {string} url @param {string} closed a server with accounts */
export async function axe(stand, url, closed) {
  for (const [how, states] of PAGES) {
    const page = await open(stand, url, how);
    await mapRests(page);
    for (const [name, at, act] of states) await check(`axe finds nothing in ${name}`, async () => clean(page, at, act));
    await page.context().close();
  }
  const page = await open(stand, closed);
  await check('axe finds nothing in the dialog to sign in', async () => clean(page, '#', async () => page.locator('.tool', { hasText: '登录' }).click()));
  await page.context().close();
}

/** @param {any} page @param {string} at @param {(page: any) => Promise<unknown>} act */
async function clean(page, at, act) {
  await page.keyboard.press('Escape');
  await page.evaluate((/** @type {string} */ hash) => { location.hash = hash; }, at);
  await computed(page);
  await act(page);
  await computed(page);
  assert.deepEqual(await violations(page), []);
}
