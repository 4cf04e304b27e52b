/* looking.mjs - a visitor looks: the first answer, the map, a link, how a figure came about, language, theme. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { computed, figures, mapDrawn, open, picture, usable } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** What stands in a selection of the address. @param {any} page */
const address = page => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
/** @param {any} page */
const explanation = page => page.getByRole('dialog', { name: '这个数怎么来的' });

/** @param {Stand} stand @param {string} url */
export async function looking(stand, url) {
  const begun = Date.now(), page = await open(stand, url);
  await check('the page becomes usable: targets are ranked, the map is at rest', async () => {
    await usable(page);
    const ready = Date.now() - begun;
    const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    assert.ok(painted > 0, 'nothing was painted');
    console.log(`first contentful paint ${Math.round(painted)} ms, usable ${ready} ms after the browser was asked`);
    await picture(stand, page, 'overview');
  });
  await check('the map has no fault and shows firms, targets and every member', async () => mapIsWell(page));
  await check('a gap that is clicked opens in the panel, in the address and on the map', async () => gap(page));
  await picture(stand, page, 'gap');
  await check('a figure opens: its formula, the rows that made it, its sources; Esc gives the focus back', async () => reason(stand, page));
  await check('rows of an explanation add up to its figure', async () => sums(page));
  await check('nothing that is seen lies over the strip', async () => stripIsClear(page));
  await check('English keeps the place and the selection and says so on html', async () => english(stand, page));
  await check('the back key undoes the selection', async () => back(page));
  await check('the dark theme is chosen, kept, and drawn on the map', async () => dark(stand, page));
  await check('the chain picture shows every link in its place, a click opens one', async () => chain(stand, page));
  await check('the table shows a row a link, sorts by a head, keeps the selection', async () => table(stand, page));
  await page.context().close();
}

/** @param {any} page */
async function mapIsWell(page) {
  // a layer that comes late stirs it again: waited for and read in one go
  const seen = await page.evaluate(async () => {
    const { dataset } = document.documentElement;
    for (let n = 0; n < 150 && dataset.map !== 'idle' && dataset.map !== 'fault'; n++) await new Promise(done => { setTimeout(done, 100); });
    const { faults, seen } = /** @type {any} */ (window).changhe;
    return { map: dataset.map, faults, firms: seen('firms'), targets: seen('targets'), places: seen('places') };
  });
  assert.equal(seen.map, 'idle');
  assert.deepEqual(seen.faults, []);
  for (const layer of ['firms', 'targets', 'places']) assert.ok(seen[layer] > 0, `none of ${layer} is drawn`);
  const members = (await (await page.request.get('/api/v1/zone')).json()).members.length;
  assert.equal(await page.locator('.place-label').count(), members);
}

/** @param {any} page */
async function gap(page) {
  const row = page.locator('#list .row[data-to^="segment:"]', { hasText: /目标 \d/ }).first();
  const id = (await row.getAttribute('data-to')).split(':')[1];
  await row.click();
  await page.locator('#panel .selected h2 .code', { hasText: id }).waitFor();
  assert.equal(await row.getAttribute('aria-current'), 'true');
  assert.equal((await address(page)).sel, `segment:${id}`);
  await mapDrawn(page);
  const named = await page.locator('.legend li').allTextContents();
  assert.ok(named.some((/** @type {string} */ text) => text.includes('这个环节的目标')), named.join());
}

/** @param {Stand} stand @param {any} page */
async function reason(stand, page) {
  const opener = page.locator('#panel .numbers button.figure').first(), shown = (await opener.textContent()).trim();
  await opener.click();
  const box = explanation(page);
  await box.waitFor();
  assert.ok((await box.locator('h3 b').textContent()).includes(shown.replace('+', '')), 'another figure opened');
  assert.ok((await box.locator('.formula').textContent()).length > 3);
  assert.ok(await box.locator('tbody tr').count() > 0);
  assert.ok(await box.locator('.explain-sources li').count() > 0);
  await picture(stand, page, 'explanation');
  const [a, b] = [await box.boundingBox(), await opener.boundingBox()];
  assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, 'it covers its figure');
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  assert.equal(await opener.evaluate((/** @type {Element} */ button) => button === document.activeElement), true);
}

/** @param {any} page */
async function sums(page) {
  await page.locator('.field-figure button.figure').click();
  const box = explanation(page), number = (/** @type {string} */ text) => Number(text.replace('<', '').replace('−', '-').replaceAll(',', ''));
  const rows = (await box.locator('tbody tr td.n:last-child').allTextContents()).map(number), total = number(await box.locator('h3 b').textContent());
  assert.ok(rows.length > 3, 'too few rows to tell');
  assert.ok(Math.abs(rows.reduce((sum, row) => sum + row, 0) - total) <= 0.0005 * (rows.length + 1), `${rows.join(' + ')} is not ${total}`);
  await page.keyboard.press('Escape');
}

/** Each point of the strip belongs to the strip. @param {any} page */
export async function stripIsClear(page) {
  const foreign = await page.evaluate(() => {
    const strip = /** @type {HTMLElement} */ (document.getElementById('strip')), { width, height } = strip.getBoundingClientRect(), found = new Set();
    for (let x = 4; x < width; x += 12) for (let y = 4; y < height; y += 8) {
      const at = document.elementFromPoint(x, y);
      if (at && !strip.contains(at)) found.add(`${at.tagName} ${at.className}`);
    }
    return [...found];
  });
  assert.deepEqual(foreign, []);
}

/** What is asked for besides comes a little later: until no figure changes for a while. @param {any} page */
async function atRest(page) {
  for (let before = '', now = '-'; now !== before; now = JSON.stringify(await figures(page))) {
    before = now;
    await page.waitForTimeout(400);
  }
}

/** @param {Stand} stand @param {any} page */
async function english(stand, page) {
  await Promise.all([page.waitForResponse((/** @type {any} */ answer) => answer.url().includes('/api/v1/districts')), page.locator('.scope select').first().selectOption({ index: 1 })]);
  await computed(page);
  await atRest(page);
  const before = await address(page), shown = await figures(page);
  await page.getByRole('button', { name: 'EN: English' }).click();
  await page.getByRole('heading', { name: 'Changhe' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.deepEqual(await address(page), { ...before, lang: 'en' });
  assert.deepEqual(await figures(page), shown);
  await picture(stand, page, 'english');
  await page.locator('.tool[lang=zh]').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.deepEqual(await address(page), before);
  await page.locator('.scope select').first().selectOption('zone');
  await computed(page);
}

/** @param {any} page */
async function back(page) {
  const before = (await address(page)).sel;
  await page.locator('#list .row[data-to^="segment:"]:not([aria-current])').first().click();
  assert.notEqual((await address(page)).sel, before);
  await page.goBack();
  await page.locator(`#list .row[data-to="${before}"][aria-current]`).waitFor();
}

/** @param {Stand} stand @param {any} page */
async function dark(stand, page) {
  const ground = () => page.evaluate(() => JSON.stringify(/** @type {any} */ (window).changhe.map.getPaintProperty('land', 'background-color')));
  const light = await ground();
  await page.getByRole('button', { name: '深色' }).click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await mapDrawn(page);
  assert.notEqual(await ground(), light);
  await mapIsWell(page);
  await picture(stand, page, 'dark');
  await page.reload();
  await usable(page);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.getByRole('button', { name: '浅色' }).click();
}

/** @param {Stand} stand @param {any} page */
async function chain(stand, page) {
  await page.locator('[data-view=chain]').click();
  await page.locator('.cell').first().waitFor();
  const chains = (await (await page.request.get('/api/v1/board?team=1')).json()).chain.chains;
  const sizes = chains.map((/** @type {any} */ one) => one.segments.length), shown = await page.locator('.cell').count();
  assert.ok(sizes.includes(shown), `${shown} boxes, but chains of ${sizes.join()}`);
  const places = () => page.locator('.cell').evaluateAll((/** @type {HTMLElement[]} */ all) => all.map(one => `${one.dataset.segment} ${one.offsetLeft},${one.offsetTop}`));
  const before = await places(), third = page.locator('.cell').nth(2), id = await third.getAttribute('data-segment');
  await third.click();
  await page.locator('#panel .selected h2 .code', { hasText: id }).waitFor();
  assert.deepEqual(await places(), before);
  await picture(stand, page, 'chain');
}

/** @param {Stand} stand @param {any} page */
async function table(stand, page) {
  const chosen = (await address(page)).sel.split(':')[1];
  await page.locator('[data-view=table]').click();
  await page.locator(`.table-row[data-id="${chosen}"][aria-current]`).waitFor();
  const said = Number(/\d+/.exec(await page.locator('.table-tools [role=status]').textContent()));
  assert.equal(await page.locator('.table-row').count(), said);
  const head = page.locator('th.n button').first(), column = await head.evaluate((/** @type {any} */ button) => button.closest('th').cellIndex);
  await head.click();
  const cells = await page.locator(`.table-row > :nth-child(${column + 1})`).allTextContents();
  const values = cells.map((/** @type {string} */ text) => Number(text.replace('+', '').replace('−', '-'))).filter(Number.isFinite);
  assert.ok(values.length > 3 && values[0] > values[values.length - 1], cells.join());
  assert.deepEqual(values, [...values].sort((a, b) => b - a));
  await picture(stand, page, 'table');
}
