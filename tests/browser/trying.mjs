/* trying.mjs - a visitor tries a change: before and after, undo, and the link that gives it to others. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { computed, figures, mapRests, open, picture, usable } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** Before and after of every cell of the bar. @param {any} page @returns {Promise<string[]>} */
const bar = page => page.locator('#bar .diff-line, #bar .diff-kind').allTextContents();

/** @param {Stand} stand @param {string} url */
export async function trying(stand, url) {
  const page = await open(stand, url);
  await usable(page);
  const before = await figures(page);
  await check('the first target is brought: figures change, and what was stands beside what is', async () => bring(page, before));
  await picture(stand, page, 'what-if');
  await check('what is brought stands on the map as tried', async () => {
    await page.waitForFunction(() => /** @type {any} */ (window).changhe.seen('tried') === 1);
  });
  await check('a change that is switched off counts for nothing, switched on for the same again', async () => toggle(page, before));
  await check('a shared link gives another visitor the same figures', async () => share(stand, page));
  await check('undo takes every step back: all figures are as before', async () => {
    for (const undo = page.locator('#bar [data-keep=undo]'); await undo.count(); await computed(page)) await undo.click();
    assert.deepEqual(await figures(page), before);
    assert.equal(await page.locator('#bar .chip').count(), 0);
  });
  await check('redo gives it again; a firm here that is taken away lowers local content', async () => remove(page));
  await check('the address is damaged: the page says nothing false, it forgets the changes', async () => damaged(stand, url, before));
  await page.context().close();
}

/** @param {any} page */
const content = async page => Number(await page.locator('.field-figure button.figure').textContent());

/** @param {any} page @param {string[]} before */
async function bring(page, before) {
  const was = await content(page);
  await page.locator('#panel .target .try button.primary').first().click();
  await page.locator('#bar .chip').waitFor();
  await computed(page);
  assert.ok(await content(page) > was, `${await content(page)} is not more than ${was}`);
  assert.notDeepEqual(await figures(page), before);
  const [shownWas, shownIs] = [page.locator('#bar [data-figure=q] .diff-was'), page.locator('#bar [data-figure=q] b')];
  assert.equal(Number(await shownWas.textContent()), was);
  assert.equal(Number(await shownIs.textContent()), await content(page));
}

/** @param {any} page @param {string[]} before */
async function toggle(page, before) {
  const tried = await figures(page), chip = page.locator('#bar .chip-name');
  await chip.click();
  await computed(page);
  assert.deepEqual(await figures(page), before);
  await chip.click();
  await computed(page);
  assert.deepEqual(await figures(page), tried);
}

/** @param {Stand} stand @param {any} page */
async function share(stand, page) {
  await page.waitForFunction(() => location.hash.includes('e='));
  const other = await open(stand, page.url());
  await usable(other);
  assert.equal(await other.locator('#bar .chip').count(), 1);
  assert.deepEqual(await figures(other), await figures(page));
  for (const one of [page, other]) await one.locator('#bar [data-figure=circle]').waitFor(); // minutes come after the first picture
  assert.deepEqual(await bar(other), await bar(page));
  await other.context().close();
}

/** @param {any} page */
async function remove(page) {
  await page.locator('#bar [data-keep=redo]').click();
  await computed(page);
  const was = await content(page);
  const row = page.locator('#list section[aria-labelledby=list-risk] .row').first();
  await row.click();
  await page.locator('#panel .selected .row[data-to^="firm:"]').first().click();
  await page.locator('#panel .try button', { hasText: '移出试算' }).click();
  await computed(page);
  assert.equal(await page.locator('#bar .chip').count(), 2);
  assert.ok(await content(page) < was, `${await content(page)} is not less than ${was}`);
  await page.locator('#panel .class-chip', { hasText: '试算中移出' }).waitFor();
}

/** @param {Stand} stand @param {string} url @param {string[]} before */
async function damaged(stand, url, before) {
  const page = await open(stand, `${url}#e=not-a-list&sel=segment:NOBODY&view=nowhere&team=999`);
  await computed(page);
  await mapRests(page);
  assert.equal(await page.locator('#bar .chip').count(), 0);
  assert.deepEqual((await figures(page))[1], before[1]);
  await page.locator('#panel .empty', { hasText: '所选产业链里没有这个环节' }).waitFor();
  await page.context().close();
}
