/* share_fair.mjs - would anybody rather leave, on the page: what is not known can be tried, the verdict turns with what is tried, and its proof adds up. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { violations } from './axe.mjs';
import { computed, open, picture, until } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** An agreement whose parties tell nothing of what they would get alone: each gets 368 a year, five years. */
const AT = '#view=table&tab=share&agreement=research', A = '330100', B = '330522';
/** One of three parties, two of whose groups have rows. */
const GROUPS = '#view=table&tab=share&agreement=fund';

/* ---- what is asked of the page */

/** Wait until split and verdict are of what is tried. @param {any} page */
async function judged(page) {
  await until(page, async () => {
    const { shared, shareEdits } = await import(String('/js/share.js')), { fairness } = await import(String('/js/share_fair.js')), { answer, busy, refused } = shared(), told = fairness();
    return refused || (!busy && answer && told && told.agreement === answer.agreement && Boolean(told.what_if) === (shareEdits() !== '') && told.what_if === answer.what_if);
  });
  await page.locator('.share-fair .verdict, .share-fair .refused').first().waitFor();
}

/** The answer in force. @param {any} page @returns {Promise<any>} */
const answered = page => page.evaluate(async () => (await import(String('/js/share_fair.js'))).fairness());
/** @param {any} page */
const verdict = page => page.locator('.share-fair .verdict').innerText();
/** @param {string} text */
const number = text => Number(text.replaceAll(',', '').replace('−', '-'));
/** Which of the four shapes the verdict wears. @param {any} page */
const shape = async page => /glyph-(\w+)/.exec(await page.locator('.share-fair .verdict > .glyph').getAttribute('class'))?.[1];

/** Try what a party would get alone, a year. @param {any} page @param {string} party @param {string} wan */
async function tryAlone(page, party, wan) {
  await page.locator(`#alone-${party}`).fill(wan);
  await page.locator(`#alone-${party}`).press('Enter');
  await until(page, async (/** @type {string[]} */ [code, text]) => (await import(String('/js/store.js'))).get().edits.some((/** @type {any} */ one) => one.key.includes(code) && one.edit[0].row.alone_wan === text), [party, wan]);
  await judged(page);
}

/** @param {any} page */
async function openProof(page) {
  const fold = page.locator('[data-to=fair-proof]');
  if (await fold.getAttribute('aria-expanded') === 'false') await fold.click();
  await page.locator('.proof-body').waitFor();
}

/** @param {Stand} stand @param {string} url */
export async function fair(stand, url) {
  const page = await open(stand, `${url}${AT}`);
  await judged(page);
  await check('what a party would get alone is not known: dotted, named, with a field to try it', async () => unknown(stand, page));
  await check('once both are tried the verdict stands, and what was stands before it', async () => known(page));
  await check('the proof: a shape a way on one scale, the figures of the answer, each opens', async () => proves(stand, page));
  await check('the certificate adds up to the least core, exactly', async () => certifies(page));
  await check('fractions are shown on demand', async () => fractions(page));
  await check('a party that has more alone would leave: hollow, by name and by how much', async () => leaves(page));
  await check('alone they have more than together: no split holds all, and by how much', async () => nobody(page));
  await check('a field that is emptied, and undo, take back what was tried', async () => takenBack(page));
  await check('the fold is opened by a key and keeps the focus', async () => byKeys(page));
  await page.context().close();
  await check('groups stand with the tightest first, by name, and say where their value comes from', async () => groups(stand, url));
  await check('years that nobody told stand in place of the verdict: dotted, nothing to try', async () => untold(stand, url));
  await check('an agreement that tells of no years is asked about without years', async () => noYears(stand, url));
  await check('the server fails: the last verdict stays, told with its time', async () => fails(stand, url));
  await check('who may not read the amounts is told whom to ask', async () => refused(stand, url));
  await looks(stand, url);
}

/** @param {Stand} stand @param {any} page */
async function unknown(stand, page) {
  const { missing, state } = await answered(page);
  assert.equal(state, 'unknown');
  assert.equal(await shape(page), 'dotted');
  assert.equal(await page.locator('.share-fair .try-alone').count(), missing.length);
  assert.ok(missing.length > 1);
  assert.equal(await page.locator('.proof-fold[data-to=fair-proof]').count(), 0, 'there is nothing to prove');
  assert.doesNotMatch(await page.locator('.share-fair').innerText(), /\b0\.00\b/);
  await picture(stand, page, 'fair-unknown');
}

/** @param {any} page */
async function known(page) {
  await tryAlone(page, A, '300');
  await tryAlone(page, B, '250');
  const { stable, total_fen, parties, before } = await answered(page);
  assert.equal(stable, true);
  assert.equal(await shape(page), 'full');
  assert.equal(parties.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.gets_fen, 0), total_fen);
  assert.equal(before.stable, null);
  assert.match(await page.locator('.fair-change').innerText(), /未知 → 留得住/);
  assert.equal(await page.locator('#bar .chip').count(), 2);
}

/** @param {Stand} stand @param {any} page */
async function proves(stand, page) {
  await openProof(page);
  const { parties } = await answered(page), box = page.getByRole('dialog', { name: '这个数怎么来的' });
  assert.equal(await page.locator('.fair-table [data-party]').count(), parties.length);
  for (const party of parties) {
    const row = page.locator(`.fair-table [data-party="${party.party}"]`), shown = (await row.locator('.figure').allTextContents()).map(number);
    assert.deepEqual(shown.map(wan => Math.round(wan * 100)), [party.alone_fen, party.shapley.fen, party.nucleolus.fen, party.gets_fen].map(fen => Math.round(fen / 1e4)));
    const at = await row.locator('.fair-track > .fair-shape').evaluateAll((/** @type {Element[]} */ all) => all.map(one => { const { left, width } = one.getBoundingClientRect(); return left + width / 2; }));
    assert.ok((at[3] - at[0]) * (party.gets_fen - party.alone_fen) > 0, 'the shapes are not on one scale');
    assert.match(await row.locator('.fair-track').getAttribute('aria-label'), /按此所得 [\d,.]+ 万元/);
  }
  const figures = page.locator('.proof-body .figure');
  for (let i = 0; i < await figures.count(); i++) {
    const shown = (await figures.nth(i).textContent()).trim();
    await figures.nth(i).click();
    assert.equal((await box.locator('h3 b').textContent()).trim(), shown);
    assert.ok((await box.locator('.explain-why').textContent()).length > 8);
    await page.keyboard.press('Escape');
  }
  await page.locator('.share-fair').scrollIntoViewIfNeeded();
  await picture(stand, page, 'fair-proof');
}

/** @param {Stand} stand @param {string} url */
async function groups(stand, url) {
  const page = await open(stand, `${url}${GROUPS}`);
  await judged(page);
  await openProof(page);
  const { groups: told, parties } = await answered(page), excess = told.map((/** @type {any} */ one) => one.excess_fen);
  assert.ok(parties.length > 2);
  assert.deepEqual(excess, [...excess].sort((a, b) => b - a));
  for (const one of told) assert.equal(one.value_fen - one.gets_fen, one.excess_fen);
  const rows = page.locator('.fair-groups').first().locator('tbody tr'), from = await rows.locator('.fair-from').allTextContents();
  assert.equal(await rows.count(), told.length);
  /** @type {Record<string, RegExp>} */
  const WORDS = { alone: /不合作年收入/, row: /各组表 fund-/, sum: /分开之和：.+ ＋ .+/ };
  told.forEach((/** @type {any} */ one, /** @type {number} */ i) => assert.match(from[i], WORDS[one.from]));
  assert.match(await verdict(page), /湖州市、合作基金/);
  assert.equal(await shape(page), 'hollow');
  assert.match(await page.locator('.share-fair .proof + table + .meta').textContent(), /与最小核心相等/);
  await page.locator('.proof-body').scrollIntoViewIfNeeded();
  await picture(stand, page, 'fair-groups');
  await page.context().close();
}

/** @param {any} page */
async function certifies(page) {
  const { certificate, groups: told, total_fen, least_core, parties } = await answered(page), ratio = (/** @type {string} */ text) => { const [p, q = '1'] = text.split('/'); return Number(p) / Number(q); };
  const cover = parties.map((/** @type {any} */ party) => certificate.filter((/** @type {any} */ one) => one.parties.includes(party.party)).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + ratio(one.weight), 0));
  const sum = certificate.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + ratio(one.weight) * told.find((/** @type {any} */ group) => group.parties.join() === one.parties.join()).value_fen, 0);
  assert.ok(Math.abs(sum - cover[0] * total_fen - ratio(least_core.exact)) < 1, 'the certificate is not that of the least core');
  assert.match(await page.locator('.share-fair .proof + table + .meta').textContent(), /与最小核心相等/);
}

/** @param {any} page */
async function fractions(page) {
  assert.equal(await page.locator('.fair-exact').count(), 0);
  await page.locator('[data-to=fair-exact]').click();
  const { parties } = await answered(page), shown = await page.locator('.fair-exact').first().locator('td').allTextContents();
  assert.equal(number(shown[3]), parties[0].gets_fen);
  assert.equal(await page.locator('[data-to=fair-exact]').getAttribute('aria-pressed'), 'true');
  await page.locator('[data-to=fair-exact]').click();
}

/** @param {any} page */
async function leaves(page) {
  await tryAlone(page, A, '400');
  const { stable, worst_group, worst_short_fen } = await answered(page);
  assert.deepEqual([stable, worst_group, worst_short_fen], [false, [A], 160000000]); // five years of 400 instead of 368
  assert.equal(await shape(page), 'hollow');
  assert.match(await verdict(page), /杭州市会退出（少得 160\.00 万元）/);
  assert.equal(await page.locator('.fair-groups tr[data-leaves] th').first().innerText().then((/** @type {string} */ text) => text.split('\n')[0]), '杭州市');
}

/** @param {any} page */
async function nobody(page) {
  await tryAlone(page, B, '500');
  const { core_empty, least_core } = await answered(page);
  assert.equal(core_empty, true);
  assert.equal(least_core.fen, 410000000); // (2,000 + 2,500 - 3,680) / 2
  assert.match(await verdict(page), /怎样分都.*410\.00 万元.*分开合计能得 4,500\.00 万元/s);
}

/** @param {any} page */
async function takenBack(page) {
  await page.locator(`#alone-${A}`).fill('');
  await page.locator(`#alone-${A}`).press('Enter');
  await until(page, async () => (await import(String('/js/store.js'))).get().edits.length === 1);
  await judged(page);
  assert.equal((await answered(page)).state, 'unknown');
  for (const undo = page.locator('#bar [data-keep=undo]:not(:disabled)'); await undo.count(); await judged(page)) await undo.click();
  assert.equal(await page.locator('#bar .chip').count(), 0);
  assert.equal(await shape(page), 'dotted');
  await page.locator(`#alone-${A}`).fill('many');
  await page.locator(`#alone-${A}`).press('Enter');
  assert.match(await page.locator('#toast').textContent(), /写一个数/);
}

/** @param {any} page */
async function byKeys(page) {
  await tryAlone(page, A, '300');
  await tryAlone(page, B, '250');
  const fold = page.locator('[data-to=fair-proof]'), was = await fold.getAttribute('aria-expanded');
  await fold.focus();
  await page.keyboard.press('Enter');
  assert.notEqual(await fold.getAttribute('aria-expanded'), was);
  assert.equal(await fold.evaluate((/** @type {Element} */ one) => one === document.activeElement), true);
}

/** Answers of years of which neither an amount nor a plan speaks, as the server has them. @param {Stand} stand @param {string} url */
async function untold(stand, url) {
  const UNTOLD = [2035, 2036], alter = (/** @type {(json: any) => void} */ by) => async (/** @type {any} */ route) => {
    const response = await route.fetch(), json = await response.json();
    by(json);
    await route.fulfill({ response, json });
  };
  const page = await open(stand, `${url}${GROUPS}`, { routes: {
    '**/api/v1/fairness*': alter(json => Object.assign(json, { state: 'unknown', missing: [], untold: UNTOLD, stable: null, apart: null, worst_short_fen: null, worst_group: [], core_empty: null, least_core: null, groups: [], certificate: [] })),
    '**/api/v1/split*': alter(json => { json.totals.untold = UNTOLD; for (const one of json.totals.parties) one.alone_fen = one.gain_fen = null; }),
  } });
  await judged(page);
  assert.equal((await verdict(page)).trim(), '这些年份还没有税额：2035、2036');
  assert.equal(await shape(page), 'dotted');
  assert.equal(await page.locator('.share-fair .try-alone, .share-fair .lacking').count(), 0);
  const gains = page.locator('.share-totals-table tr[data-of=gain]'), parties = (await answered(page)).parties.length;
  assert.equal(await gains.locator('.unknown', { hasText: '未知' }).count(), parties);
  assert.match(await page.locator('.share-untold').textContent(), /^这些年份还没有税额：2035、2036；合计不含这些年$/);
  for (const of of ['gain', 'alone']) {
    await page.locator(`.share-totals-table tr[data-of=${of}] .figure`).first().click();
    assert.match(await page.getByRole('dialog', { name: '这个数怎么来的' }).locator('.explain-why').textContent(), /2035、2036/);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function noYears(stand, url) {
  /** @type {string[]} */
  const asked = [];
  const page = await open(stand, `${url}${AT}`, { routes: {
    '**/api/v1/fairness*': route => { asked.push(route.request().url()); return route.continue(); },
    '**/api/v1/split*': async route => { const response = await route.fetch(), json = await response.json(); json.years = [0, 0]; json.rows = []; json.totals.years = []; await route.fulfill({ response, json }); },
  } });
  await judged(page);
  assert.ok(asked.length > 0 && asked.every(one => !one.includes('years=')), asked.join('\n'));
  assert.equal(await page.locator('#share-from').inputValue(), '');
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function fails(stand, url) {
  let broken = false;
  const page = await open(stand, `${url}${AT}`, { expects: /\b503\b/, routes: { '**/api/v1/fairness*': route => (broken ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }) : route.continue()) } });
  await judged(page);
  const was = await verdict(page);
  broken = true;
  await page.locator(`#alone-${A}`).fill('50');
  await page.locator(`#alone-${A}`).press('Enter');
  await page.locator('.share-fair .error-line').waitFor();
  assert.match(await page.locator('.share-fair .error-line').innerText(), /仍是 \d\d:\d\d 的结果/);
  assert.equal(await verdict(page), was);
  broken = false;
  await page.locator('.share-fair .error-line button').click();
  await page.locator('.share-fair .error-line').waitFor({ state: 'detached' });
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function refused(stand, url) {
  const page = await open(stand, `${url}${AT}`, { expects: /\b403\b/, routes: { '**/api/v1/fairness*': route => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"title":"Forbidden","status":403}' }) } });
  await page.locator('.share-fair .refused').waitFor();
  assert.match(await page.locator('.share-fair .refused').innerText(), /无权查看 · 问 .*杭州市/);
  assert.equal(await page.locator('.share-fair .figure').count(), 0);
  await page.context().close();
}

/* ---- in every dress */

/** @type {[string, string, object][]} */
const DRESSES = [['dark', '', { dark: true }], ['English', '&lang=en', {}], ['narrow', '', { width: 1100, height: 768 }], ['phone', '', { width: 390, height: 844, touch: true }]];

/** @param {Stand} stand @param {string} url */
async function looks(stand, url) {
  const first = await open(stand, `${url}${AT}`);
  await judged(first);
  await tryAlone(first, A, '400');
  await tryAlone(first, B, '250');
  await until(first, () => location.hash.includes('e='));
  await first.waitForTimeout(200); // the address packs its edits a moment later
  const hash = new URL(first.url()).hash;
  await first.context().close();
  for (const [name, more, how] of DRESSES) await check(`the verdict and its proof, ${name}: axe finds nothing, nothing is too wide`, async () => {
    const page = await open(stand, `${url}${hash}${more}`, how), phone = name === 'phone';
    await computed(page);
    if (phone) await page.locator('.phone-tabs button').nth(2).tap();
    await judged(page);
    await openProof(page);
    await page.locator('[data-to=fair-exact]').click();
    assert.deepEqual(await violations(page), []);
    await page.locator('.share-fair').scrollIntoViewIfNeeded();
    await picture(stand, page, `fair-${name}`);
    assert.deepEqual(await page.evaluate(() => ['html', 'body', '#panel'].filter(part => { const at = document.querySelector(part); return at && at.scrollWidth > at.clientWidth + 1; })), []);
    if (name === 'English') assert.doesNotMatch(await page.locator('.share-fair').innerText(), /[\u4e00-\u9fff]/);
    if (phone) assert.equal(await page.locator('.try-alone:visible').count(), 0);
    await page.context().close();
  });
}
