/* share.mjs - agreements on the page: one is chosen, its clauses are tried otherwise, every fen is told, and who may not read is told so. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { signIn, withAccount } from './account.mjs';
import { check } from './runner.mjs';
import { violations } from './axe.mjs';
import { computed, open, picture, until } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const ID = 'typical', PHASE = 'typical-1', WAS = '3,762.00', THIRD = '2,856.33'; // 10 years of 836.00: 5 × 55 % and 5 × 35 %; then 5 × 1/3 instead

/** A server with accounts over the zone, where the amounts of an agreement are nobody's invention and so not for everybody. @param {string} program @param {string} root */
export async function withAmounts(program, root) {
  const folder = mkdtempSync(`${tmpdir()}/changhe-`), amounts = `${folder}/agreement_amounts.csv`;
  cpSync(`${root}/zones/changhe`, folder, { recursive: true });
  writeFileSync(amounts, readFileSync(amounts, 'utf8').split('\n').map(line => (line.startsWith(`${ID}-`) ? line.replace('illustrative', 'MEM') : line)).join('\n'));
  const server = await withAccount(program, root, folder);
  return { address: server.address, stop: async () => { await server.stop(); rmSync(folder, { recursive: true }); } };
}

/** Wait until nothing about agreements is on its way. @param {any} page */
export async function divided(page) {
  await until(page, async () => {
    const { shared } = await import(String('/js/share.js')), { board } = await import(String('/js/store.js')), now = shared();
    return board().now && now.tables && !now.busy && (now.answer || now.refused || now.error || !now.id);
  });
  await page.locator('.share-choose h2').waitFor({ state: 'attached' });
}

/** What is in force. @param {any} page @returns {Promise<any>} */
const shared = page => page.evaluate(async () => (await import(String('/js/share.js'))).shared());
/** A figure as a number. @param {string} text */
const number = text => Number(text.replaceAll(',', '').replace('−', '-'));
/** @param {any} page @param {string} of @returns {Promise<string[]>} */
const totals = (page, of) => page.locator(`.share-totals-table tr[data-of=${of}] .figure`).allTextContents();
/** @param {any} page @param {string} id */
const value = (page, id) => page.locator(`[data-to="clause:share:${id}"]`);
/** @param {any} page @param {string} id another agreement, by the address */
async function go(page, id) {
  await page.evaluate((/** @type {string} */ hash) => { location.hash = hash; }, `#tab=share&agreement=${id}`);
  await until(page, async (/** @type {string} */ wanted) => (await import(String('/js/store.js'))).get().share.id === wanted, id);
  await divided(page);
}

/** @param {Stand} stand @param {string} url @param {string} closed of withAmounts */
export async function share(stand, url, closed) {
  const page = await open(stand, url, { expects: /\b400\b/ });
  await computed(page);
  await check('the key 3 opens the tab; without an agreement one sentence says what to do', async () => opensTab(page));
  await check('an agreement is found by a party and chosen, and the address keeps it', async () => chooses(page));
  await check('the clauses are sentences, with years both ways, taxes and marks', async () => reads(stand, page));
  await check('years add up to the totals, to the fen, in picture and table', async () => addsUp(stand, page));
  await check('each figure opens and its rows add up to it', async () => opens(page));
  await check('by keyboard alone a part is changed: before → after, and who pays beside who gains', async () => byKeyboard(stand, page));
  await check('rows as CSV take what is tried along, in the body, however much it is', async () => rowsOfTried(page));
  await check('such a change is not sent to the board, and roads and firms are not sent with it', async () => apart(page));
  await check('a link gives another visitor the same change and figures', async () => reloads(stand, page, url));
  await check('undo gives back the very figures', async () => undone(page));
  await check('the slider computes on the way, one question at a time, and makes one change', async () => slides(page));
  await check('a text that is no part is told beside the field, and nothing is sent', async () => refusesText(page));
  await check('where two parts make the whole, what one gains the other gives', async () => pairs(page));
  await check('the exact fraction of a fen is that of gross, rule and part; where more decided none is claimed', async () => fractions(page));
  await check('what the server refuses is told at the clause and at its chip, and the last figures stay', async () => refusesClause(page));
  await check('start, bounds, the party that takes the rest: each can be tried', async () => others(page));
  await check('a rate gives present values, marked assumed; years may be five to twenty', async () => asks(page));
  await check('forecast is dotted, refunds lie left of zero, assessment stands beside statistics', async () => foretold(stand, url));
  await check('the table is copied for a spreadsheet, files come as CSV, SVG and PNG', async () => takesAway(page));
  await check('a place that is selected brings its agreements to the top', async () => placeFirst(page));
  await check('on paper: clauses, amounts and their notes', async () => paper(page));
  await check('axe finds nothing in the tab, in a clause in hand and in the table', async () => clean(page));
  await page.context().close();
  await check('in English the tab has the same parts', async () => english(stand, url));
  await check('in the dark axe finds nothing', async () => dark(stand, url));
  await check('on a phone clauses are read, not changed; nothing is wider than it', async () => onPhone(stand, url));
  await check('who may not read is told so and whom to ask; signed in, figures come', async () => refused(stand, closed));
  await check('the server is gone: the last figures stay and the fault is told', async () => fails(stand, url));
}

/** @param {any} page */
async function opensTab(page) {
  await page.locator('#panel').focus();
  await page.keyboard.press('3');
  await page.locator('.share-choose .empty').waitFor();
  assert.match(await page.locator('.share-choose .empty').textContent(), /选一份协议/);
  assert.match(await page.evaluate(() => location.hash), /tab=share/);
  assert.ok(await page.locator('.share-row').count() > 10);
  assert.equal(await page.locator('.share-amounts:visible, .share-totals:visible').count(), 0);
}

/** @param {any} page */
async function chooses(page) {
  await page.locator('#share-search').fill('广德');
  const rows = page.locator('.share-row');
  assert.ok(await rows.count() >= 1 && await rows.count() < 5);
  assert.match(await rows.first().textContent(), /示意/);
  for (const key of ['ArrowDown', 'End', 'Home']) await page.keyboard.press(key);
  while (await page.evaluate(() => document.activeElement?.getAttribute('data-to')) !== `agreement:${ID}`) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await divided(page);
  assert.match(await page.evaluate(() => location.hash), /agreement=typical/);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-to')), 'choose');
}

/** @param {Stand} stand @param {any} page */
async function reads(stand, page) {
  const text = (await page.locator('.share-clauses').textContent()).replace(/\s+/g, ' ');
  for (const words of ['长兴县（转出方）', '地方留成', '首次纳税之年', '第 0 年起、第 5 年前（2024–2028 年）', '第 5 年起、第 10 年前（2029–2033 年）', '55%', '35%', '归 广德市', '中央 1/2', '省级 20%', '待核', '有效期自']) assert.ok(text.includes(words), `${words} is not in: ${text}`);
  await picture(stand, page, 'share');
}

/** @param {Stand} stand @param {any} page */
async function addsUp(stand, page) {
  const { answer } = await shared(page), parties = answer.totals.parties;
  for (const [i, one] of parties.entries()) assert.equal(answer.totals.years.reduce((/** @type {number} */ sum, /** @type {any} */ year) => sum + year.amounts_fen[i], 0), one.amount_fen);
  assert.equal(await page.locator('.share-bars li').count(), answer.totals.years.length);
  assert.equal(await page.locator('.share-bars .share-piece').count(), 22); // two parties for ten years, then one for two
  await page.locator('[data-to="shape:table"]').click();
  const rows = await page.locator('.share-table tbody tr').evaluateAll((/** @type {HTMLElement[]} */ all) => all.map(row => [...row.querySelectorAll('.figure')].map(one => one.textContent ?? '')));
  const feet = (await page.locator('.share-table tfoot .figure').allTextContents()).map(number);
  for (let i = 0; i < feet.length; i++) assert.ok(Math.abs(rows.reduce((/** @type {number} */ sum, /** @type {string[]} */ row) => sum + number(row[i]), 0) - feet[i]) < 0.005 * (rows.length + 1), `column ${i}`);
  for (const row of rows) assert.ok(Math.abs(number(row[0]) + number(row[1]) - number(row[2])) < 0.02);
  assert.equal((await totals(page, 'total'))[0], WAS);
  await picture(stand, page, 'share-table');
}

/** @param {any} page */
async function opens(page) {
  const box = page.getByRole('dialog', { name: '这个数怎么来的' }), buttons = page.locator('.share-table tbody tr:first-child .figure, .share-table tfoot .figure, .share-totals-table .figure');
  for (let i = 0; i < await buttons.count(); i++) {
    const shown = (await buttons.nth(i).textContent()).trim();
    await buttons.nth(i).click();
    assert.ok((await box.locator('h3 b').textContent()).includes(shown), `another figure opened for ${shown}`);
    assert.ok((await box.locator('.explain-why').textContent()).length > 8);
    const rows = (await box.locator('tbody tr td:last-child').allTextContents()).map(number), foot = box.locator('tfoot td').last();
    if (await foot.count()) assert.ok(Math.abs(rows.reduce((/** @type {number} */ sum, /** @type {number} */ row) => sum + row, 0) - number(await foot.textContent())) < 0.006 * (rows.length + 1), `${rows.join(' + ')} is not ${await foot.textContent()}`);
    await page.keyboard.press('Escape');
  }
  await page.locator('.share-table tbody tr:first-child .figure').first().click();
  await box.locator('tbody .link').first().click();
  assert.match(await box.textContent(), /T × \(1 − 1\/2\) × \(1 − 20%\)/);
  await page.keyboard.press('Escape');
  await page.locator('[data-to="shape:picture"]').click();
}

/** @param {Stand} stand @param {any} page */
async function byKeyboard(stand, page) {
  await value(page, `phases:${PHASE}:weight`).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'clause-input');
  await page.keyboard.type('1/3');
  await page.keyboard.press('Enter');
  await divided(page);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-to')), `clause:share:phases:${PHASE}:weight`);
  assert.deepEqual(await totals(page, 'total'), [THIRD, '7,175.67']);
  assert.match(await value(page, `phases:${PHASE}:weight`).textContent(), /55% → 1\/3/);
  assert.equal(await page.locator('#bar .chip-name').textContent(), '1 改 长兴县 比例 55% → 1/3');
  assert.match(await page.locator('.winner[data-side=lost]').textContent(), /长兴县 ▼ 905\.67/);
  assert.match(await page.locator('.winner[data-side=won]').textContent(), /广德市 ▲ 905\.67/);
  assert.match(await page.locator('#bar [data-figure="share-330522"]').textContent(), /3,762\.00 → 2,856\.33/);
  assert.ok(await page.locator('.share-bars .share-ghost').count() > 0, 'what was is not drawn');
  const { answer } = await shared(page), odd = answer.rows.filter((/** @type {any} */ row) => row.odd_fen !== 0);
  assert.ok(odd.length > 0);
  assert.match(await page.locator('.share-amounts').textContent(), /尾分：2024 广德市 \+2/);
  await page.locator('.share-amounts').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-tried');
}

/** @param {any} page */
async function rowsOfTried(page) {
  const [asked, rows] = await Promise.all([page.waitForRequest((/** @type {any} */ request) => request.url().includes('format=csv')), file(page, '逐行 CSV')]);
  assert.equal(asked.method(), 'POST');
  assert.ok(!asked.url().includes('what_if') && asked.postData().includes('"1/3"'), asked.url());
  const { answer } = await shared(page), [, ...lines] = rows.toString().trimEnd().split('\n'), head = rows.toString().split('\n')[0].split(','), amount = head.indexOf('amount_fen');
  assert.equal(lines.reduce((sum, line) => sum + Number(line.split(',')[amount]), 0), answer.totals.base_fen);
  assert.ok(lines.some(line => Number(line.split(',')[amount]) === answer.rows[0].amount_fen));
}

/** @param {any} page */
async function apart(page) {
  /** @type {string[]} */
  const asked = [];
  const listen = (/** @type {any} */ request) => { if (request.url().includes('/api/v1/')) asked.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ''}`); };
  page.on('request', listen);
  await page.locator('#bar [data-keep=chip-0]').click();
  await divided(page);
  assert.deepEqual(await totals(page, 'total'), [WAS, '6,270.00']);
  await page.locator('#bar [data-keep=chip-0]').click();
  await divided(page);
  const isOfAgreements = (/** @type {string} */ text) => /\/(split|fairness|settlement) /.test(text);
  assert.deepEqual(asked.filter(text => !isOfAgreements(text)), [], 'another question was asked');
  await page.evaluate(async () => { const { addEdit, removeFirm } = await import(String('/js/whatif.js')), { rows } = await import(String('/js/zone.js')); addEdit(removeFirm(rows('firms')[0].id)); });
  await computed(page);
  await divided(page);
  const posts = asked.filter(text => text.startsWith('POST'));
  assert.ok(posts.some(text => text.includes('/board') && text.includes('"firms"')) && posts.every(text => isOfAgreements(text) ? !text.includes('"firms"') : !text.includes('agreement_phases')), posts.join('\n'));
  page.off('request', listen);
  await page.locator('#bar [data-keep=undo]').click();
  await computed(page);
}

/** @param {Stand} stand @param {any} page @param {string} url */
async function reloads(stand, page, url) {
  await until(page, () => /e=/.test(location.hash));
  const hash = await page.evaluate(() => location.hash), other = await open(stand, `${url}${hash}`);
  await divided(other);
  assert.deepEqual(await totals(other, 'total'), [THIRD, '7,175.67']);
  assert.match(await value(other, `phases:${PHASE}:weight`).textContent(), /55% → 1\/3/);
  await other.context().close();
}

/** @param {any} page */
async function undone(page) {
  for (const undo = page.locator('#bar [data-keep=undo]:not(:disabled)'); await page.locator('#bar .chip').count(); await divided(page)) await undo.click();
  assert.deepEqual(await totals(page, 'total'), [WAS, '6,270.00']);
  assert.equal(await page.locator('.share-bars .share-ghost').count(), 0);
  assert.equal(await page.locator('.share-amounts .winners').count(), 0);
}

/** @param {any} page */
async function slides(page) {
  let asked = 0, running = 0, most = 0;
  const counts = (/** @type {any} */ request) => request.method() === 'POST' && /\/split/.test(request.url());
  const begun = (/** @type {any} */ request) => { if (counts(request)) { asked += 1; running += 1; most = Math.max(most, running); } }, ended = (/** @type {any} */ request) => { if (counts(request)) running -= 1; };
  page.on('request', begun);
  page.on('requestfinished', ended);
  await value(page, `phases:${PHASE}:weight`).click();
  const slider = page.locator('#clause-slider');
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.mouse.move(x + width * 0.55, y + height / 2);
  await page.mouse.down();
  for (let i = 0; i < 30; i++) { await page.mouse.move(x + width * (0.55 - i * 0.005), y + height / 2); await page.waitForTimeout(16); }
  await page.locator('.clause-live .delta').first().waitFor();
  assert.equal(await page.locator('#bar .chip').count(), 0, 'it became a change on the way');
  await page.mouse.up();
  await divided(page);
  assert.equal(await page.locator('#bar .chip').count(), 1);
  const { answer } = await shared(page), weight = answer.phases.find((/** @type {any} */ phase) => phase.id === PHASE).weight;
  assert.equal(`${await slider.inputValue()}%`, await page.locator('#clause-input').inputValue());
  assert.notEqual(weight, '11/20');
  assert.ok(asked >= 2 && asked <= 32, `${asked} questions`);
  assert.ok(most <= 1, `${most} questions at once`);
  page.off('request', begun);
  page.off('requestfinished', ended);
  await page.locator('[data-to="clause-back"]').click();
  await divided(page);
  assert.equal(await page.locator('#bar .chip').count(), 0);
  assert.deepEqual(await totals(page, 'total'), [WAS, '6,270.00']);
}

/** @param {any} page */
async function refusesText(page) {
  let sent = 0;
  const count = (/** @type {any} */ request) => { if (/\/split/.test(request.url())) sent += 1; };
  page.on('request', count);
  await value(page, `phases:${PHASE}:weight`).click();
  for (const text of ['3/2', 'abc', '1/0', '120%']) {
    await page.locator('#clause-input').fill(text);
    await page.keyboard.press('Enter');
    assert.match(await page.locator('#clause-bad').textContent(), /0 至 1 的精确比例/, text);
    assert.equal(await page.locator('#clause-input').getAttribute('aria-invalid'), 'true');
  }
  assert.equal(sent, 0);
  page.off('request', count);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.clause-editor').count(), 0);
  assert.deepEqual(await totals(page, 'total'), [WAS, '6,270.00']);
}

/** Keep a value. @param {any} page @param {string} id @param {string} text */
async function tryOn(page, id, text) {
  await value(page, id).click();
  const input = page.locator('#clause-input');
  if (await input.evaluate((/** @type {Element} */ one) => one.tagName === 'SELECT')) await input.selectOption(text);
  else await input.fill(text);
  await page.locator('[data-to="clause-keep"]').click();
  await divided(page);
}

/** @param {any} page */
async function undoAll(page) {
  while (await page.locator('#bar .chip').count()) { await page.locator('#bar [data-keep=undo]').click(); await divided(page); }
}

/** @param {any} page */
async function pairs(page) {
  await go(page, 'ningde');
  const [host, origin] = (await totals(page, 'total')).map(number);
  await tryOn(page, 'phases:ningde-1:weight', '60%');
  assert.match(await page.locator('#bar .chip-name').textContent(), /引荐县 比例 1\/2 → 60%，落地县 40%/);
  await tryOn(page, 'phases:ningde-2:weight', '2/3');
  assert.equal(await page.locator('#bar .chip').count(), 1, 'a second change of the same whole');
  const [more, less] = (await totals(page, 'total')).map(number);
  assert.ok(more > host && less < origin && Math.abs(more + less - host - origin) < 0.02);
  await undoAll(page);
}

/** Try an amount. @param {any} page @param {string} id of the row @param {string} wan */
async function tryAmount(page, id, wan) {
  await page.evaluate(async (/** @type {string[]} */ [row, amount]) => {
    const { settle, shared: now } = await import(String('/js/share.js')), key = `share:amounts:${row}:gross_wan`, [agreement, period, stream] = [now().id, row.split('-')[1], row.split('-')[2]];
    settle(key, { kind: 'share', agreement, key, on: true, name_zh: row, name_en: row, edit: [{ table: 'agreement_amounts', op: 'upsert', row: { id: row, agreement, period, stream, kind: 'planned', gross_wan: amount, source: 'illustrative', marks: 'illustrative' } }] });
  }, [id, wan]);
  await divided(page);
}

/** What an amount says of itself. @param {any} page @param {string} id year/party @returns {Promise<string>} */
async function told(page, id) {
  await page.evaluate(async (/** @type {string} */ of) => (await import(String('/js/explain.js'))).explain(document.querySelector('.share-choose'), { kind: 'share', of: 'amount', id: of }), id);
  const text = await page.getByRole('dialog', { name: '这个数怎么来的' }).textContent();
  await page.keyboard.press('Escape');
  return text;
}

/** @param {any} page */
async function fractions(page) {
  await go(page, 'ningde');
  await tryAmount(page, 'ningde-2024-vat', '0.000032'); // 32 fen: 32 · 1/2 · 4/5 · 1/2
  assert.match(await told(page, '2024/host'), /增值税：精确值 6 2\/5 分/);
  await tryAmount(page, 'ningde-2024-vat', '-0.000032');
  assert.match(await told(page, '2024/host'), /增值税：精确值 −6 2\/5 分/);
  await undoAll(page);
  assert.doesNotMatch(await told(page, '2024/host'), /精确值/);
  await go(page, 'increment');
  const text = await told(page, '2024/330500');
  assert.match(text, /增值税：程序所得 140,000,000 分/);
  assert.doesNotMatch(text, /精确值|480\.00 × 1\/2 = 140\.00/);
}

/** @param {any} page */
async function refusesClause(page) {
  await go(page, 'standards');
  const was = await totals(page, 'total');
  await tryOn(page, 'parties:standards/320500:cap_year_wan', '10'); // below its floor of 20
  assert.ok((await page.locator('.clause-fault:not(:empty)').first().textContent()).length > 8);
  assert.ok((await page.locator('#bar .chip-fault').textContent()).length > 8);
  assert.equal(await page.locator('.share-amounts .error-line').count(), 0, 'it is told twice');
  assert.deepEqual(await totals(page, 'total'), was);
  await undoAll(page);
  assert.equal(await page.locator('.clause-fault:not(:empty)').count(), 0);
  assert.deepEqual(await totals(page, 'total'), was);
}

/** @param {any} page */
async function others(page) {
  await go(page, 'prison-land');
  assert.match(await page.locator('.share-clauses').textContent(), /尚未发生/);
  assert.deepEqual(await totals(page, 'total'), ['552.00', '0']);
  await tryOn(page, 'agreements:prison-land:start_on', '2026');
  assert.deepEqual(await totals(page, 'total'), ['441.60', '110.40']); // a fifth
  await tryOn(page, 'parties:prison-land/owner:cap_wan', '100');
  assert.deepEqual(await totals(page, 'total'), ['452.00', '100.00']);
  assert.match(await page.locator('.share-totals-table tr[data-of=cap]').textContent(), /已满/);
  await tryOn(page, 'phases:prison-land-1:to_year', '1');
  assert.deepEqual(await totals(page, 'total'), ['515.20', '36.80']);
  await tryOn(page, 'agreements:prison-land:suspended_from', '2026');
  assert.deepEqual(await totals(page, 'total'), ['552.00', '0']);
  assert.equal(await page.locator('#bar .chip').count(), 4);
  await undoAll(page);
  await go(page, 'suzhou-suqian');
  await tryOn(page, 'agreements:suzhou-suqian:overflow', '320500');
  assert.match(await page.locator('#bar .chip-name').textContent(), /承接余额 宿迁市 → 苏州市/);
  assert.match(await page.locator('.winner[data-side=won]').textContent(), /苏州市/);
  await undoAll(page);
}

/** @param {any} page */
async function asks(page) {
  await go(page, ID);
  await page.locator('#share-rate').fill('4');
  await page.keyboard.press('Tab');
  await divided(page);
  await page.locator('.share-totals-table tr[data-of=present] .figure').first().waitFor();
  assert.match(await page.locator('.share-totals-table tr[data-of=present]').textContent(), /假定/);
  const { answer } = await shared(page), [first] = answer.totals.parties, by = answer.totals.years.reduce((/** @type {number} */ sum, /** @type {any} */ year) => sum + year.amounts_fen[0] / 1.04 ** (year.year - answer.years[0]), 0);
  assert.ok(Math.abs(by - first.present_fen) < 1 && number((await totals(page, 'present'))[0]) < number(WAS));
  await page.locator('#share-to').fill('2025');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#share-years-bad').textContent(), /5 至 20 年/);
  await page.locator('#share-to').fill('2028');
  await page.keyboard.press('Enter');
  await divided(page);
  assert.equal(await page.locator('.share-bars li').count(), 5);
  assert.match(await page.evaluate(() => location.hash), /years=2024-2028&rate=0\.04/);
  assert.equal((await totals(page, 'total'))[0], '2,299.00');
  await go(page, 'research');
  assert.equal(await page.locator('.share-totals-table tr[data-of=alone] .unknown').count(), 2, 'what nobody knows is not told as unknown');
  await go(page, ID);
}

/** Years that a plan foretells, a refund, and figures for assessment, as answers will have them. @param {Stand} stand @param {string} url */
async function foretold(stand, url) {
  const altered = async (/** @type {any} */ route) => {
    const response = await route.fetch(), answer = await response.json();
    for (const row of answer.rows) {
      if (row.year >= 2027) row.kind = 'forecast';
      if (row.year === 2024) row.kind = 'actual';
      if (row.year === 2025) row.amount_fen = -row.amount_fen;
    }
    for (const year of answer.totals.years) if (year.year === 2025) { year.amounts_fen = year.amounts_fen.map((/** @type {number} */ fen) => -fen); year.base_fen = -year.base_fen; }
    answer.assessment = [{ year: 2026, figure: { word: 'output', zh: '产值', en: 'output' }, place: '341882', kind: 'planned', value_fen: 10000000000, shares: answer.totals.parties.map((/** @type {any} */ one) => ({ party: one.party, fen: 5000000000 })), nobody_fen: 0 },
      { year: 2031, figure: { word: 'output', zh: '产值', en: 'output' }, place: '341882', kind: 'planned', value_fen: 10000000000, shares: [], nobody_fen: null }];
    await route.fulfill({ response, json: answer });
  };
  const page = await open(stand, `${url}#view=table&tab=share&agreement=${ID}`, { routes: { '**/api/v1/split*': altered } });
  await divided(page);
  const fills = (/** @type {number} */ year) => page.locator(`.share-bars li[data-year="${year}"] .share-piece`).evaluateAll((/** @type {Element[]} */ all) => all.map(one => one.getAttribute('fill') ?? ''));
  assert.ok((await fills(2024)).every((/** @type {string} */ fill) => /actual/.test(fill)) && (await fills(2026)).every((/** @type {string} */ fill) => /planned/.test(fill)) && (await fills(2028)).every((/** @type {string} */ fill) => /forecast/.test(fill)));
  const sides = await page.locator('.share-bars li').evaluateAll((/** @type {HTMLElement[]} */ all) => all.slice(0, 2).map(row => { const zero = row.querySelector('.share-zero')?.getBoundingClientRect().left ?? 0; return [...row.querySelectorAll('.share-piece')].map(one => { const { left, right } = one.getBoundingClientRect(); return (left + right) / 2 > zero; }); }));
  assert.deepEqual(sides, [[true, true], [false, false]]);
  assert.match(await page.locator('.share-legend').textContent(), /实心为实际、斜纹为计划、点纹为预测/);
  assert.match(await page.locator('.share-totals').textContent(), /2026 产值10,000\.00广德市5,000\.005,000\.00/);
  const outside = page.locator('.share-totals tr', { hasText: '2031 产值' });
  assert.match(await outside.textContent(), /^2031 产值10,000\.00广德市不在分算期$/);
  await outside.locator('.figure').click();
  assert.match(await page.getByRole('dialog', { name: '这个数怎么来的' }).textContent(), /这一年不在分算期/);
  await page.keyboard.press('Escape');
  assert.deepEqual(await violations(page), []);
  await page.locator('.share-amounts').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-forecast');
  await page.context().close();
}

/** What a click gives as a file. @param {any} page @param {string} name @returns {Promise<Buffer>} */
async function file(page, name) {
  const [got] = await Promise.all([page.waitForEvent('download'), page.locator('.share-amounts .acts button', { hasText: new RegExp(`^${name}$`) }).click()]);
  return readFile(await got.path());
}

/** @param {any} page */
async function takesAway(page) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.share-amounts .acts button', { hasText: '复制表' }).click();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n').map((/** @type {string} */ line) => line.split('\t'));
  assert.deepEqual(lines[0].slice(0, 4), ['年份', '合计 (万元)', '长兴县', '广德市']);
  assert.deepEqual(lines[1].slice(0, 4), ['2024', '836', '459.8', '376.2']);
  assert.deepEqual(lines[lines.length - 1].slice(0, 4), ['合计', '10032', '3762', '6270']);
  const table = (await file(page, 'CSV')).toString(), rows = (await file(page, '逐行 CSV')).toString(), svg = (await file(page, 'SVG')).toString(), png = await file(page, 'PNG');
  assert.ok(table.includes('2024,836,459.8,376.2') && /标记,.*示意/.test(table) && table.includes('快照'));
  assert.ok(rows.includes('year,stream,class,kind,rule,gross_fen') && rows.includes('2024,vat,'));
  assert.ok(svg.includes('长兴县') && svg.includes('斜纹为计划') && !svg.includes('var(--'));
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  await page.locator('.menu summary').click();
  assert.ok((await page.locator('.menu-list button').allTextContents()).some((/** @type {string} */ text) => text.includes('分成 CSV')));
  await page.keyboard.press('Escape');
}

/** @param {any} page */
async function placeFirst(page) {
  await page.evaluate(async () => (await import(String('/js/store.js'))).set({ selection: { kind: 'place', id: '330522' } }));
  await page.locator('[data-to=choose]').click();
  const texts = await page.locator('.share-list li').allTextContents(), own = texts.indexOf('其他');
  assert.equal(texts[0], '所选参与');
  assert.ok(own > 1 && texts.slice(1, own).every((/** @type {string} */ text) => text.includes('长兴县')) && texts.slice(own + 1).every((/** @type {string} */ text) => !text.includes('长兴县')));
  await page.keyboard.press('Escape');
  await page.evaluate(async () => (await import(String('/js/store.js'))).set({ selection: null }));
}

/** @param {any} page */
async function paper(page) {
  await tryOn(page, `phases:${PHASE}:weight`, '1/2');
  await page.evaluate(async () => { const { print } = await import(String('/js/print.js')); window.print = () => dispatchEvent(new Event('beforeprint')); print('thing'); });
  const sheet = page.locator('#print .sheet-thing'), text = await sheet.textContent();
  for (const words of ['示意·跨省项目流转', '改 长兴县 比例 55% → 1/2', '第 0 年起', '各方所得', '合计与得失', '注']) assert.ok(text.includes(words), `${words} is not on paper`);
  assert.ok(await sheet.locator('.note-of').count() > 10);
  assert.equal(await sheet.locator('button, input, form, .share-choose').count(), 0);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => { const inks = document.getElementById('share-inks'); return inks && getComputedStyle(inks).display !== 'none'; }), 'the inks of the bars are not on paper');
  await page.emulateMedia({ media: null });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await undoAll(page);
}

/** @param {any} page */
async function clean(page) {
  assert.deepEqual(await violations(page), []);
  await value(page, `phases:${PHASE}:weight`).click();
  await page.locator('#clause-input').fill('9/2');
  await page.keyboard.press('Enter');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await page.locator('[data-to="shape:table"]').click();
  assert.deepEqual(await violations(page), []);
  await page.locator('[data-to="shape:picture"]').click();
  await page.locator('[data-to=choose]').click();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
}

/** @param {Stand} stand @param {string} url */
async function english(stand, url) {
  const en = await open(stand, `${url}#view=table&tab=share&agreement=${ID}`), parts = async () => [await en.locator('.share .part:visible').count(), await en.locator('.clause').count(), await en.locator('.share-totals-table tr').count()];
  await divided(en);
  const zh = await parts();
  await en.locator('#panel').focus();
  await en.keyboard.press('E');
  await en.locator('.share-clauses h3', { hasText: 'Clauses' }).waitFor();
  assert.deepEqual(await parts(), zh);
  const text = await en.locator('.share').innerText();
  assert.match(text, /from year 0 to before year 5 \(2024–2028\), gets 55%/);
  const chinese = (await en.locator('.share h3, .share th, .share button, .share label').allTextContents()).filter((/** @type {string} */ words) => /[\u4e00-\u9fff]/.test(words));
  assert.deepEqual(chinese, []);
  assert.deepEqual(await violations(en), []);
  await en.locator('.share-amounts').scrollIntoViewIfNeeded();
  await picture(stand, en, 'share-english');
  await en.context().close();
}

/** @param {Stand} stand @param {string} url */
async function dark(stand, url) {
  const page = await open(stand, `${url}#view=table&tab=share&agreement=fund`, { dark: true });
  await divided(page);
  assert.deepEqual(await violations(page), []);
  await page.locator('.share-amounts').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-dark');
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function onPhone(stand, url) {
  const page = await open(stand, `${url}#tab=share&agreement=jjj`, { width: 390, height: 844, touch: true });
  await computed(page);
  await page.locator('.phone-tabs button').nth(2).tap();
  await divided(page);
  assert.equal(await page.locator('button.clause-value').count(), 0);
  assert.ok(await page.locator('span.clause-value').count() > 3);
  const wide = await page.locator('.share *').evaluateAll((/** @type {HTMLElement[]} */ all) => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.share-scroll')).map(one => one.className));
  assert.deepEqual(wide, []);
  assert.deepEqual((await page.locator('.share input:visible, .share button:not(.figure, .link):visible').evaluateAll((/** @type {HTMLElement[]} */ all) => all.filter(one => one.offsetHeight < 44).map(one => `${one.textContent} ${one.offsetHeight}`))), []);
  assert.deepEqual(await violations(page), []);
  await page.locator('.share-amounts').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-phone');
  await page.context().close();
}

/** @param {Stand} stand @param {string} closed */
async function refused(stand, closed) {
  const page = await open(stand, `${closed}#view=table&tab=share&agreement=${ID}`, { expects: /\b403\b/ });
  await divided(page);
  await page.locator('.share-refused').waitFor();
  assert.match(await page.locator('.share-refused').textContent(), /无权查看 · 问 长兴县、广德市管理员/);
  assert.match(await page.locator('.share-clauses').textContent(), /第 0 年起、第 5 年前.*归还、此前所得：无权查看/s);
  assert.equal(await page.locator('button.clause-value').count(), 0);
  assert.equal(await page.locator('.share-totals-table tbody tr').count(), 5);
  assert.equal(await page.locator('.share-amounts .figure, .share-totals .figure').count(), 0);
  assert.deepEqual(await violations(page), []);
  await picture(stand, page, 'share-refused');
  await signIn(page);
  await page.locator('.share-bars li').first().waitFor();
  assert.equal((await totals(page, 'total'))[0], WAS);
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function fails(stand, url) {
  let gone = false;
  const page = await open(stand, `${url}#view=table&tab=share&agreement=${ID}`, { expects: /Failed to load|ERR_|\b5\d\d\b/, routes: { '**/api/v1/split*': route => (gone ? route.abort() : route.continue()) } });
  await divided(page);
  gone = true;
  await page.locator('#share-to').fill('2030');
  await page.keyboard.press('Enter');
  await page.locator('.share-amounts .error-line').waitFor();
  assert.equal((await totals(page, 'total'))[0], WAS);
  gone = false;
  await page.locator('.share-amounts .error-line .link').click();
  await divided(page);
  await page.locator('.share-bars li').nth(6).waitFor();
  assert.equal(await page.locator('.share-bars li').count(), 7);
  await page.context().close();
}
