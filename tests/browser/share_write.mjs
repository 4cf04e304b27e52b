/* share_write.mjs - what is tried on an agreement is written by who may, told to who may not, and nobody's change is written over unseen. */
import assert from 'node:assert/strict';
import { signIn, withAccount } from './account.mjs';
import { violations } from './axe.mjs';
import { check } from './runner.mjs';
import { divided } from './share.mjs';
import { computed, open, picture, until } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const ID = 'typical', PHASE = 'typical-1', AT = `#view=table&tab=share&agreement=${ID}`;
const WAS = '3,762.00', TWO_FIFTHS = '3,135.00'; // 10 years of 836.00: 5 × 55 % and 5 × 35 %; then 5 × 2/5 instead
const READER = 'zhao', ONE_SIDE = 'li';

/** A server with an editor of all, a reader, and an editor of one of the two places of the agreement. @param {string} program @param {string} root */
export const withWriters = (program, root) => withAccount(program, root, undefined, [[READER, 'reader', 'zone'], [ONE_SIDE, 'editor', '330522']]);

/** @param {any} page @returns {Promise<string[]>} */
const totals = page => page.locator('.share-totals-table tr[data-of=total] .figure').allTextContents();
const line = (/** @type {any} */ page) => page.locator('.write-line');
const to = (/** @type {any} */ page, /** @type {string} */ name) => page.locator(`[data-to="${name}"]`);
const focused = (/** @type {any} */ page) => page.evaluate(() => document.activeElement?.getAttribute('data-to'));

/** Keep a value of a clause. @param {any} page @param {string} id @param {string} text */
async function tryOn(page, id, text) {
  await to(page, `clause:share:${id}`).click();
  await page.locator('#clause-input').fill(text);
  await to(page, 'clause-keep').click();
  await divided(page);
}

/** @param {any} page @param {string} note */
async function write(page, note) {
  await to(page, 'write-open').click();
  await page.locator('#write-note').fill(note);
  await to(page, 'write-send').click();
}

/** Nothing is tried any more, and the answer is of the snapshot of now. @param {any} page */
async function settled(page) {
  await until(page, async () => {
    const { get, board } = await import(String('/js/store.js')), { shared } = await import(String('/js/share.js')), { zone } = await import(String('/js/zone.js')), { answer, busy } = shared();
    return !get().edits.length && !busy && !board().busy && answer?.snapshot === zone()?.snapshot;
  });
  await divided(page);
}

/** Undo one's own change. @param {any} page @param {any} [button] that of the clauses unless told */
async function takeBack(page, button = to(page, 'write-undo')) {
  const was = await page.evaluate(async () => (await import(String('/js/zone.js'))).zone().snapshot);
  await button.click();
  await until(page, async (/** @type {string} */ old) => (await import(String('/js/zone.js'))).zone().snapshot !== old, was);
  await settled(page);
}

/** The log, newest first. @param {any} page @returns {Promise<any[]>} */
const log = page => page.evaluate(async () => (await import(String('/js/api.js'))).get('/api/v1/changes').then((/** @type {any} */ answer) => answer.changes));

/** @param {Stand} stand @param {string} url a server that reads a folder @param {string} closed of withWriters */
export async function writing(stand, url, closed) {
  await check('where a folder is served, what is tried cannot be written and the server says why', async () => ofFolder(stand, url));
  await check('before signing in, a reader, an editor of one side: each is told who may write and whom to ask', async () => told(stand, closed));
  const page = await open(stand, `${closed}${AT}`, { expects: /\b(400|409)\b/ }), other = await open(stand, `${closed}${AT}`);
  await Promise.all([divided(page), divided(other)]);
  await signIn(page);
  await divided(page);
  await check('by keyboard alone: what will be written is told, a note is asked for, and it is written', async () => byKeyboard(stand, page));
  await check('another visitor has the new figures, and the log tells who, why and what', async () => seen(page, other));
  await check('undo of one\'s own change gives back the figures', async () => undone(page));
  await check('what is tried is taken back as one step', async () => drops(page));
  await check('who was slower sees what stands now beside what he tried, and writes on it or gives up', async () => conflict(stand, page, closed));
  await check('a phase is added and another removed; what the server refuses is told at the clause; both are written', async () => phases(stand, page));
  await check('an amount is added and written', async () => amount(stand, page));
  await check('a new row whose id somebody took meanwhile is not laid over his', async () => taken(page, closed));
  await page.context().close();
  await other.context().close();
  await check('the server has the last word: rows that are not the visitor\'s are named', async () => forbidden(stand, closed));
  await check('in English and in the dark: the same parts, and axe finds nothing', async () => english(stand, closed));
  await check('on a phone what is tried is counted, not written', async () => onPhone(stand, closed));
}

/** @param {Stand} stand @param {string} url */
async function ofFolder(stand, url) {
  const page = await open(stand, `${url}${AT}`);
  await divided(page);
  assert.equal(await page.locator('.share-write:visible').count(), 0);
  await tryOn(page, `phases:${PHASE}:weight`, '2/5');
  assert.match(await line(page).textContent(), /^已试 1 处不能写入：本服务读自文件夹，不能在此改动；.*撤销$/);
  assert.equal(await to(page, 'write-open').count(), 0);
  assert.deepEqual(await violations(page), []);
  await page.context().close();
}

/** @param {Stand} stand @param {string} closed */
async function told(stand, closed) {
  const page = await open(stand, `${closed}${AT}`);
  await divided(page);
  await tryOn(page, `phases:${PHASE}:weight`, '2/5');
  const why = /写入需双方所在地的编辑权 · 问 长兴县、广德市管理员/;
  assert.match(await line(page).textContent(), why);
  for (const name of [READER, ONE_SIDE]) {
    await to(page, 'write-sign').click();
    await page.keyboard.press('Escape');
    await signIn(page, name);
    await divided(page);
    assert.match(await line(page).textContent(), why, name);
    assert.equal(await to(page, 'write-open').count(), 0, name);
    if (name === READER) await line(page).scrollIntoViewIfNeeded().then(() => picture(stand, page, 'share-write-reader'));
    await page.locator('.tool', { hasText: '退出' }).click();
    await page.locator('.tool', { hasText: '登录' }).waitFor();
    await to(page, 'write-sign').waitFor();
  }
  await page.context().close();
}

/** @param {Stand} stand @param {any} page */
async function byKeyboard(stand, page) {
  const press = async (/** @type {string[]} */ ...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await to(page, `clause:share:phases:${PHASE}:weight`).focus();
  await press('Enter');
  await page.keyboard.type('2/5');
  await press('Enter');
  await divided(page);
  for (let i = 0; i < 60 && await focused(page) !== 'write-open'; i++) await press('Tab');
  await press('Enter');
  assert.equal(await focused(page), 'write-note');
  assert.deepEqual(await page.locator('.write-rows li').allTextContents(), ['改 长兴县 比例 55% → 2/5']);
  assert.deepEqual(await violations(page), []);
  await press('Enter');
  assert.match(await page.locator('#write-bad').textContent(), /写一句为什么改/);
  assert.equal(await page.locator('#write-note').getAttribute('aria-invalid'), 'true');
  await page.keyboard.type('按六月会议纪要改为五分之二');
  await page.locator('.write-form').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write');
  await press('Enter');
  await settled(page);
  assert.deepEqual(await totals(page), [TWO_FIFTHS, '6,897.00']);
  assert.match(await line(page).textContent(), /^已写入，改动 \d+撤销此改动$/);
  assert.equal(await focused(page), 'write-undo');
  assert.equal(await page.locator('.share-bars .share-ghost').count(), 0);
  assert.equal((await to(page, `clause:share:phases:${PHASE}:weight`).textContent()), '2/5');
}

/** @param {any} page @param {any} other */
async function seen(page, other) {
  await other.reload();
  await divided(other);
  assert.deepEqual(await totals(other), [TWO_FIFTHS, '6,897.00']);
  const [last] = await log(page);
  assert.deepEqual([last.who, last.note, last.rows, last.mine], ['wang', '按六月会议纪要改为五分之二', 1, true]);
}

/** From the clauses, and from the message. @param {any} page */
async function undone(page) {
  await takeBack(page);
  assert.equal((await totals(page))[0], WAS);
  assert.equal(await page.locator('.share-write:visible').count(), 0);
  const [last] = await log(page);
  assert.ok(last.undoes > 0);
  await tryOn(page, `phases:${PHASE}:weight`, '1/2');
  await write(page, '再改一次');
  await takeBack(page, page.locator('#toast button', { hasText: '撤销此改动' }));
  assert.equal((await totals(page))[0], WAS);
  await page.locator('.share-write').waitFor({ state: 'hidden' });
}

/** @param {any} page */
async function drops(page) {
  await tryOn(page, `phases:${PHASE}:weight`, '1/2');
  await tryOn(page, `phases:${PHASE}:to_year`, '4');
  assert.match(await line(page).textContent(), /已试 2 处/);
  await to(page, 'write-drop').click();
  await divided(page);
  assert.equal((await totals(page))[0], WAS);
  await page.locator('#bar [data-keep=undo]').click();
  await divided(page);
  assert.match(await line(page).textContent(), /已试 2 处/);
  await to(page, 'write-drop').click();
  await divided(page);
}

/** @param {Stand} stand @param {any} slow @param {string} closed */
async function conflict(stand, slow, closed) {
  const quick = await open(stand, `${closed}${AT}`);
  await divided(quick);
  await signIn(quick);
  await tryOn(slow, `phases:${PHASE}:weight`, '2/5');
  for (const [text, act] of [['1/2', 'write-give-up'], ['3/5', 'write-again']]) {
    await to(slow, 'write-open').click();
    await slow.locator('#write-note').fill('慢的人写的');
    await tryOn(quick, `phases:${PHASE}:weight`, text);
    await write(quick, '快的人写的');
    await settled(quick);
    await to(slow, 'write-send').click();
    await slow.locator('.write-conflict').waitFor();
    assert.match(await slow.locator('.write-conflict .fault').textContent(), /有人先改了 1 行，没有写入/);
    assert.equal(await slow.locator('.write-conflict tbody th').textContent(), '长兴县 比例');
    assert.deepEqual(await slow.locator('.write-conflict tbody td').allTextContents(), [text, '2/5']);
    if (act === 'write-give-up') await looksWell(stand, slow);
    await to(slow, act).click();
    if (act === 'write-give-up') assert.match(await to(slow, `clause:share:phases:${PHASE}:weight`).textContent(), /1\/2 → 2\/5/);
  }
  await settled(slow);
  assert.equal((await totals(slow))[0], TWO_FIFTHS);
  assert.deepEqual((await log(slow)).slice(0, 3).map(one => one.note), ['慢的人写的', '快的人写的', '快的人写的']);
  await quick.context().close();
}

/** @param {Stand} stand @param {any} page */
async function looksWell(stand, page) {
  assert.deepEqual(await violations(page), []);
  await page.locator('.write-conflict').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write-conflict');
}

/** Fill the form of a phase. @param {any} page @param {string} from @param {string} before @param {string} weight */
async function addPhase(page, from, before, weight) {
  await to(page, 'phase-add').click();
  assert.equal(await focused(page), 'phase-party');
  await page.locator('#phase-party').selectOption('330522');
  await page.locator('#phase-from_year').fill(from);
  await page.locator('#phase-to_year').fill(before);
  await page.locator('#phase-weight').fill(weight);
  await to(page, 'phase-keep').click();
}

/** @param {Stand} stand @param {any} page */
async function phases(stand, page) {
  await addPhase(page, '10', '9', '3/2');
  assert.match(await page.locator('#phase-bad').textContent(), /截止年次.*比例/);
  await page.locator('#phase-to_year').fill('12');
  await page.locator('#phase-weight').fill('20%');
  await page.locator('#phase-from_year').fill('8'); // years that another phase of the party has
  await to(page, 'phase-keep').click();
  await divided(page);
  assert.ok((await page.locator('.clause-fault:not(:empty)').first().textContent()).length > 8);
  assert.equal((await totals(page))[0], TWO_FIFTHS, 'the last figures are gone');
  assert.deepEqual(await violations(page), []);
  await to(page, 'phase-change:typical-3').click();
  await page.locator('#phase-from_year').fill('10');
  await to(page, 'phase-keep').click();
  await divided(page);
  assert.equal(await page.locator('.clause-fault:not(:empty)').count(), 0);
  assert.equal((await totals(page))[0], '3,469.40'); // and 2 × 20 % of 836.00
  await to(page, 'phase-remove:typical-2').click();
  await divided(page);
  assert.equal((await totals(page))[0], '2,006.40'); // less 5 × 35 %
  assert.match(await page.locator('#bar').textContent(), /增 长兴县 第 10–11 年 20%.*删 长兴县 第 5–9 年 35%/s);
  await to(page, 'write-open').click();
  assert.deepEqual(await page.locator('.write-rows li').allTextContents(), ['增 长兴县 第 10 年起、第 12 年前 20%，依据 MEM illustrative', '删 长兴县 第 5 年起、第 10 年前 35%']);
  await page.locator('.write-form').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write-phases');
  await page.locator('#write-note').fill('延长到第十二年');
  await to(page, 'write-send').click();
  await settled(page);
  assert.equal((await totals(page))[0], '2,006.40');
  assert.deepEqual(await page.evaluate(async () => (await import(String('/js/share.js'))).shared().answer.phases.map((/** @type {any} */ one) => one.id)), ['typical-1', 'typical-3']);
  await takeBack(page);
  assert.equal((await totals(page))[0], TWO_FIFTHS);
}

/** @param {Stand} stand @param {any} page */
async function amount(stand, page) {
  const before = await page.evaluate(async () => (await import(String('/js/share.js'))).shared().answer.totals.gross_fen);
  await to(page, 'amount-add').click();
  await page.locator('#amount-period').fill('2026');
  await page.locator('#amount-stream').selectOption('vat');
  await page.locator('#amount-kind').selectOption('planned');
  await page.locator('#amount-gross_wan').fill('很多');
  await to(page, 'amount-keep').click();
  assert.match(await page.locator('#amount-bad').textContent(), /应为金额/);
  await page.locator('#amount-gross_wan').fill('1,000');
  await page.locator('.row-form').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write-amount');
  await to(page, 'amount-keep').click();
  await page.locator('.added-amounts li').waitFor();
  await divided(page);
  const gross = () => page.evaluate(async () => (await import(String('/js/share.js'))).shared().answer.totals.gross_fen);
  assert.equal(await gross() - before, 1000e6);
  assert.match(await page.locator('.added-amounts li').textContent(), /2026 增值税 计划 1000 万元/);
  await write(page, '追加二零二六年计划');
  await settled(page);
  assert.equal(await gross() - before, 1000e6);
  assert.equal(await page.locator('.added-amounts li').count(), 0);
  await takeBack(page);
  assert.equal(await gross(), before);
}

/** @param {any} page @param {string} closed */
async function taken(page, closed) {
  await addPhase(page, '10', '11', '10%');
  await divided(page);
  const status = await page.evaluate(async () => { // as somebody else would: past this page's own store
    const { token } = (await (await fetch('/api/v1/session')).json()).visitor;
    const row = { id: 'typical-3', agreement: 'typical', party: '330522', from_year: 12, to_year: 13, weight: '5%', source: ['illustrative'] };
    return (await fetch('/api/v1/changes', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Changhe-Token': token }, body: JSON.stringify({ note: '抢先', edits: [{ table: 'agreement_phases', op: 'upsert', row, version: null }] }) })).status;
  });
  assert.equal(status, 201, closed);
  await write(page, '新增一年');
  await page.locator('.write-conflict').waitFor();
  await to(page, 'write-again').click();
  await settled(page);
  const rows = await page.evaluate(async () => (await import(String('/js/share.js'))).shared().tables.agreement_phases.filter((/** @type {any} */ one) => one.agreement === 'typical').map((/** @type {any} */ one) => `${one.id} ${one.from_year} ${one.weight}`));
  assert.deepEqual(rows, ['typical-1 0 2/5', 'typical-2 5 35%', 'typical-3 12 5%', 'typical-4 10 10%']);
}

/** A page that thinks its visitor may: the grants it is told are not those the server knows. @param {Stand} stand @param {string} closed */
async function forbidden(stand, closed) {
  const page = await open(stand, `${closed}${AT}`, { expects: /\b403\b/, routes: { '**/api/v1/session': async (/** @type {any} */ route) => {
    const response = await route.fetch();
    if (route.request().method() !== 'GET') return route.fulfill({ response });
    const answer = await response.json();
    if (answer.visitor) answer.visitor.grants = [{ role: 'editor', place: 'zone' }];
    return route.fulfill({ response, json: answer });
  } } });
  await divided(page);
  await signIn(page, ONE_SIDE);
  await tryOn(page, `phases:${PHASE}:weight`, '1/4');
  await write(page, '越权');
  await page.locator('#write-bad p').first().waitFor();
  assert.match(await page.locator('#write-bad').textContent(), /^无权改：长兴县 typical-1；没有写入。$/);
  assert.match(await line(page).textContent(), /已试 1 处/);
  await page.context().close();
}

/** @param {Stand} stand @param {string} closed */
async function english(stand, closed) {
  const page = await open(stand, `${closed}${AT}`, { dark: true });
  await divided(page);
  await signIn(page);
  await tryOn(page, `phases:${PHASE}:weight`, '1/3');
  await to(page, 'phase-add').click();
  await to(page, 'write-open').click();
  const parts = () => page.locator('.share-write *, .row-form *').count(), zh = await parts();
  await page.locator('#panel').focus();
  await page.keyboard.press('E');
  await page.locator('.share-clauses h3', { hasText: 'Clauses' }).waitFor();
  assert.equal(await parts(), zh);
  assert.match(await page.locator('.write-rows').textContent(), /Change .*part: 2\/5 → 1\/3/);
  const texts = (await page.locator('.share-write, .row-form label, .row-form button').allTextContents()).filter((/** @type {string} */ text) => /[\u4e00-\u9fff]/.test(text.replaceAll(/长兴县|广德市/g, '')));
  assert.deepEqual(texts, []);
  assert.deepEqual(await violations(page), []);
  await page.locator('.write-form').scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write-english');
  await page.context().close();
}

/** @param {Stand} stand @param {string} closed */
async function onPhone(stand, closed) {
  const first = await open(stand, `${closed}${AT}`);
  await divided(first);
  await tryOn(first, `phases:${PHASE}:weight`, '1/3');
  await until(first, () => /e=/.test(location.hash));
  const hash = await first.evaluate(() => location.hash), page = await open(stand, `${closed}${hash}`, { width: 390, height: 844, touch: true });
  await computed(page);
  await page.locator('.phone-tabs button').nth(2).tap();
  await divided(page);
  assert.match(await line(page).textContent(), /^已试 1 处手机上只看不写$/);
  assert.equal(await page.locator('.share-write button, [data-to="phase-add"]:visible, [data-to="amount-add"]:visible').count(), 0);
  assert.deepEqual(await violations(page), []);
  await line(page).scrollIntoViewIfNeeded();
  await picture(stand, page, 'share-write-phone');
  await Promise.all([first, page].map(one => one.context().close()));
}
