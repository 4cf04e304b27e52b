/* keyboard.mjs - the whole way without a mouse: skip, search, choose, open a reason, add, undo; and Tab through the page. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { computed, figures, mapDrawn, open, usable } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** The element with the focus: its id, or the id of the part it stands in. @param {any} page */
const focus = page => page.evaluate(() => {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  const ring = getComputedStyle(at), box = at.getBoundingClientRect();
  return { id: at.id, part: at.closest('body > [id]')?.id ?? '', text: (at.getAttribute('aria-label') ?? at.textContent ?? '').trim(), to: at.dataset.to ?? '', classes: at.className,
    canvas: at.tagName === 'CANVAS', inView: Boolean(at.closest('.in-view')), ring: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2, seen: box.width > 0 && box.height > 0 };
});

/** Press a key until the focus is where it should be. @param {any} page @param {string} key @param {(at: any) => boolean} there @param {number} [most] */
async function pressUntil(page, key, there, most = 60) {
  for (let i = 0; i < most; i++) {
    const at = await focus(page);
    if (there(at)) return at;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} times ${key} did not lead there; the focus is at ${JSON.stringify(await focus(page))}`);
}

/** @param {Stand} stand @param {string} url */
export async function keyboard(stand, url) {
  const page = await open(stand, url);
  await usable(page);
  await check('the first four tab stops are links over the parts of the page, and each leads there', async () => skips(page));
  await check('every tab stop is seen and wears a ring; none holds the focus', async () => stops(page));
  await check('after the map, Tab leads to what is in view, and Enter chooses it', async () => inView(page));
  await check('/ finds by pinyin initials, Enter chooses, ? on a figure opens its reason, Esc leads back', async () => choose(page));
  await check('arrows move in the list, one row is a tab stop', async () => arrows(page));
  await check('arrows move in the chain picture by box, Enter opens it', async () => boxes(page));
  await check('a firm is brought and taken back without a mouse', async () => tryOut(page));
  await check('letters do nothing while one types, and can be turned off', async () => letters(page));
  await page.context().close();
}

/** @param {any} page */
async function skips(page) {
  for (const [nth, id] of ['list', 'stage', 'panel', 'bar'].entries()) {
    if (nth) await page.locator('.skip').nth(nth - 1).focus();
    await page.keyboard.press('Tab');
    const at = await focus(page);
    assert.equal(at.classes, 'skip', `tab stop ${nth + 1} is ${JSON.stringify(at)}`);
    assert.ok(at.seen && at.ring, JSON.stringify(at));
    await page.keyboard.press('Enter');
    assert.equal((await focus(page)).id, id);
  }
}

/** @param {any} page */
async function stops(page) {
  await page.locator('.skip').last().focus();
  const parts = [];
  for (let i = 0, last = ''; i < 250; i++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.part === '') break; // round the page, in the browser's own
    const now = `${at.part} ${at.text} ${at.classes} ${i}`;
    assert.ok(at.seen, `not seen: ${JSON.stringify(at)}`);
    assert.ok(at.ring, `no ring: ${JSON.stringify(at)}`);
    assert.notEqual(now, last);
    last = now;
    if (parts[parts.length - 1] !== at.part) parts.push(at.part);
  }
  assert.deepEqual(parts, ['strip', 'list', 'stage', 'panel', 'bar']);
}

/** @param {any} page */
async function inView(page) {
  await page.locator('#stage').focus();
  await pressUntil(page, 'Tab', at => at.canvas);
  const centre = () => page.evaluate(() => /** @type {any} */ (window).changhe.map.getCenter().lng), was = await centre();
  await page.keyboard.press('ArrowRight');
  await mapDrawn(page);
  assert.notEqual(await centre(), was, 'an arrow does not pan the map');
  await page.keyboard.press('ArrowLeft');
  await mapDrawn(page);
  const at = await pressUntil(page, 'Tab', one => one.inView, 6);
  await page.keyboard.press('Enter');
  await page.locator('#panel .selected h2', { hasText: at.text.replace(/^\d+ /, '') }).waitFor();
}

/** @param {any} page */
async function choose(page) {
  await page.locator('#panel').focus();
  await page.keyboard.press('/');
  assert.equal((await focus(page)).part, 'strip');
  await page.keyboard.type('zcg');
  await page.locator('#search-list [role=option]', { hasText: '轴承钢' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#panel .selected h2', { hasText: '轴承钢' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#panel').focus();
  const opener = await pressUntil(page, 'Tab', at => /\bfigure\b/.test(at.classes));
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: '这个数怎么来的' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await focus(page)).text, opener.text);
}

/** @param {any} page */
async function arrows(page) {
  await page.locator('#list').focus();
  const first = await pressUntil(page, 'Tab', at => at.part === 'list' && at.to !== '');
  await page.keyboard.press('ArrowDown');
  const second = await focus(page);
  assert.ok(second.to !== '' && second.to !== first.to);
  await page.keyboard.press('ArrowUp');
  assert.equal((await focus(page)).to, first.to);
  assert.equal(await page.locator('#list .row[tabindex="0"]').count(), 1);
}

/** @param {any} page */
async function boxes(page) {
  await page.locator('#list').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.locator('.cell').first().waitFor();
  await page.locator('#stage').focus();
  await pressUntil(page, 'Tab', at => /\bcell\b/.test(at.classes));
  const before = (await focus(page)).text;
  await page.keyboard.press('ArrowDown');
  const at = await focus(page);
  assert.notEqual(at.text, before);
  await page.keyboard.press('Enter');
  const id = /[A-Z]+\d+/.exec(at.text)?.[0];
  await page.locator('#panel .selected h2 .code', { hasText: id }).waitFor();
  assert.match((await focus(page)).classes, /\bcell\b/, 'the focus is lost by choosing');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  assert.equal(await page.locator('#pane-map').isVisible(), true);
}

/** @param {any} page */
async function tryOut(page) {
  await page.keyboard.press('Escape');
  await page.locator('#panel').focus();
  const before = await figures(page);
  await pressUntil(page, 'Tab', at => at.text === '引入试算');
  await page.keyboard.press('Enter');
  await page.locator('#bar .chip').waitFor();
  await computed(page);
  assert.notDeepEqual(await figures(page), before);
  await page.keyboard.press('w');
  assert.equal((await focus(page)).id, 'bar');
  await page.keyboard.press('Control+z');
  await computed(page);
  assert.deepEqual(await figures(page), before);
  await page.keyboard.press('Control+Shift+z');
  await computed(page);
  await pressUntil(page, 'Tab', at => at.part === 'bar' && at.text.includes('撤销'));
  await page.keyboard.press('Enter');
  await computed(page);
  assert.deepEqual(await figures(page), before);
  assert.equal((await focus(page)).part, 'bar', 'the focus is lost by undoing');
}

/** @param {any} page */
async function letters(page) {
  await page.locator('.search-input').focus();
  await page.keyboard.type('gcE');
  assert.equal(await page.locator('#pane-map').isVisible(), true);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.keyboard.press('Escape');
  await page.locator('#list').focus();
  await page.keyboard.press('?');
  await page.locator('#keys-off').check();
  await page.keyboard.press('Escape');
  await page.locator('#list').focus();
  await page.keyboard.press('E');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
}
