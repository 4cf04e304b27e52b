/* phone.mjs - the page on a phone, 390 by 844, by touch: three tabs, no sideways scrolling, targets for a thumb. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { stripIsClear } from './looking.mjs';
import { computed, mapDrawn, mapRests, open, picture } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const WIDTH = 390, HEIGHT = 844, THUMB = 44, APART = 24;

/** @param {Stand} stand @param {string} url */
export async function phone(stand, url) {
  const page = await open(stand, url, { width: WIDTH, height: HEIGHT, touch: true });
  await computed(page);
  await check('on a phone the three tabs show list, map and object, one at a time', async () => tabs(stand, page));
  await check('a row that is touched opens the object', async () => {
    await tab(page, '清单');
    const row = page.locator('#list .row[data-to^="segment:"]').first(), id = (await row.getAttribute('data-to')).split(':')[1];
    await row.tap();
    await page.locator('#panel .selected h2 .code', { hasText: id }).waitFor({ state: 'visible' });
    await picture(stand, page, 'phone-object');
  });
  await check('an explanation is a sheet from below, within the screen', async () => sheet(stand, page));
  for (const name of ['清单', '地图', '对象']) await check(`nothing is wider than the phone: ${name}`, async () => narrow(page, name));
  for (const name of ['清单', '地图', '对象']) await check(`what is touched is large or far enough from its neighbours: ${name}`, async () => thumbs(page, name));
  await check('inputs are of 16 px, so that nothing zooms', async () => inputs(page));
  await check('on a phone nothing that is seen lies over the strip', async () => stripIsClear(page));
  await page.context().close();
}

/** @param {any} page @param {string} name */
const tab = (page, name) => page.locator('.phone-tabs button', { hasText: name }).tap();

/** @param {Stand} stand @param {any} page */
async function tabs(stand, page) {
  const parts = ['list', 'stage', 'panel'];
  for (const [i, name] of ['清单', '地图', '对象'].entries()) {
    await tab(page, name);
    for (const [j, id] of parts.entries()) assert.equal(await page.locator(`#${id}`).isVisible(), i === j, `${id} under ${name}`);
    if (parts[i] === 'stage') await mapIsSeen(page);
    await picture(stand, page, `phone-${parts[i]}`);
  }
}

/** @param {any} page */
async function mapIsSeen(page) {
  await mapRests(page);
  await mapDrawn(page);
  const { faults, firms, width } = await page.evaluate(() => {
    const { map, faults, seen } = /** @type {any} */ (window).changhe;
    return { faults, firms: seen('firms'), width: map.getCanvas().clientWidth };
  });
  assert.deepEqual(faults, []);
  assert.ok(firms > 0, 'no firm is drawn');
  assert.equal(width, WIDTH);
}

/** @param {Stand} stand @param {any} page */
async function sheet(stand, page) {
  await page.locator('#panel button.figure').first().tap();
  const box = await page.getByRole('dialog', { name: '这个数怎么来的' }).boundingBox();
  assert.deepEqual([box.x, box.width, box.y + box.height], [0, WIDTH, HEIGHT]);
  await picture(stand, page, 'phone-explanation');
  await page.locator('.explain-close').tap();
}

/** @param {any} page @param {string} name */
async function narrow(page, name) {
  await tab(page, name);
  const wide = await page.evaluate((/** @type {number} */ width) => {
    const scrolls = [...document.querySelectorAll('html, body, #strip, #list, #stage, #panel, #bar')].filter(part => part.scrollWidth > part.clientWidth + 1).map(part => `${part.tagName} ${part.id} scrolls`);
    const rolls = (/** @type {Element|null} */ at) => { // a row of its own that is pushed sideways, within a part that is not
      for (; at && at.parentElement !== document.body; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.getBoundingClientRect().right <= width) return true;
      return false;
    };
    const parts = [...document.querySelectorAll('button, select, input, h2, h3, p')].filter(part => part.checkVisibility() && part.getBoundingClientRect().width > 1 && part.getBoundingClientRect().right > width + 1 && !part.closest('.skips') && !rolls(part));
    return [...scrolls, ...parts.map(part => `${part.tagName} ${part.className} ${part.textContent?.slice(0, 20)}`)];
  }, WIDTH);
  assert.deepEqual(wide, []);
}

/** WCAG 2.2, 2.5.8: 24 px, or so far apart that a circle of 24 px around each touches no other; ours are of 44 where they stand alone.
 * Links within a sentence are let off. @param {any} page @param {string} name */
async function thumbs(page, name) {
  await tab(page, name);
  const close = await page.evaluate((/** @type {number} */ apart) => {
    const all = [...document.querySelectorAll('button, select, input, summary')].filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.closest('.skips, .in-view, p'));
    const boxes = all.map(part => ({ part, box: part.getBoundingClientRect() })).filter(one => one.box.width > 1);
    const near = (/** @type {Element} */ a, /** @type {Element} */ b) => a !== b && !a.contains(b) && !b.contains(a) && a.closest('body > *') === b.closest('body > *'); // parts scroll below one another
    const small = boxes.filter(({ box }) => box.width < apart || box.height < apart);
    const gap = (/** @type {DOMRect} */ a, /** @type {DOMRect} */ b) => {
      const x = a.left + a.width / 2, y = a.top + a.height / 2;
      return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom));
    };
    return small.filter(one => boxes.some(other => near(one.part, other.part) && gap(one.box, other.box) < apart / 2))
      .map(({ part, box }) => `${part.tagName}.${part.className} ${Math.round(box.width)}x${Math.round(box.height)} ${part.textContent?.slice(0, 16)}`);
  }, APART);
  assert.deepEqual(close, []);
  const low = await page.locator('.phone-tabs button, .tool, .search-input, #list .row').evaluateAll((/** @type {HTMLElement[]} */ parts, /** @type {number} */ thumb) =>
    parts.filter(part => part.checkVisibility() && part.offsetHeight < thumb).map(part => `${part.className} ${part.offsetHeight}`), THUMB);
  assert.deepEqual(low, []);
}

/** @param {any} page */
async function inputs(page) {
  const sizes = await page.locator('input, select, textarea').evaluateAll((/** @type {HTMLElement[]} */ all) => all.filter(one => one.checkVisibility()).map(one => `${getComputedStyle(one).fontSize} ${one.className}`));
  assert.ok(sizes.length >= 3, 'too few inputs to tell');
  assert.deepEqual(sizes.filter((/** @type {string} */ size) => parseFloat(size) < 16), []);
}
