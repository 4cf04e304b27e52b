/* share_sheet.mjs - the settlement sheet on the page: figures add up and open, the digest is that of the file, and the sheet of the other side is compared. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { check } from './runner.mjs';
import { violations } from './axe.mjs';
import { computed, open, picture, until } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const AT = '#view=table&tab=share&agreement=increment', FIRST = 2024;

/* ---- what is asked of the page */

/** Wait until the sheet of a year stands, of what is tried. @param {any} page @param {number} [year] */
async function settled(page, year = FIRST) {
  await until(page, async (/** @type {number} */ wanted) => {
    const { shared, shareEdits } = await import(String('/js/share.js')), { settlement } = await import(String('/js/share_sheet.js')), { busy, refused } = shared(), sheet = settlement();
    return refused || (!busy && sheet && sheet.year === wanted && Boolean(sheet.what_if) === (shareEdits() !== ''));
  }, year);
  await page.locator('.share-sheet .digest, .share-sheet .refused').first().waitFor();
}

/** The answer in force. @param {any} page @returns {Promise<any>} */
const answered = page => page.evaluate(async () => (await import(String('/js/share_sheet.js'))).settlement());
/** @param {string} text fen of a text in yuan */
const fen = text => Math.round(100 * Number(text.replaceAll(',', '').replace('−', '-').replace('+', '')));
/** @param {any} page @param {string} id */
async function unfold(page, id) {
  const fold = page.locator(`[data-to=sheet-${id}]`);
  if (await fold.getAttribute('aria-expanded') === 'false') await fold.click();
}
/** What a button hands to the visitor. @param {any} page @param {string} to @returns {Promise<Buffer>} */
async function fileOf(page, to) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-to=${to}]`).click()]);
  return readFileSync(await file.path());
}

/** @param {Stand} stand @param {string} url */
export async function sheet(stand, url) {
  const page = await open(stand, `${url}${AT}`);
  await settled(page);
  await check('what parties get adds up to what there is to share; who collects pays the rest out', async () => addsUp(stand, page));
  await check('each line goes from tax to parties, with its clause in words, and adds up', async () => lines(page));
  await check('each figure of the sheet opens, and its rows add up', async () => opens(page));
  await check('the digest is that of the file, in groups of eight', async () => digests(page));
  await check('the very file compares alike; other line ends do not matter', async () => same(page));
  await check('a fen, a row that is missing, a row too many: each is told', async () => differs(stand, page));
  await check('text behind a closing quote, or a quote that is not closed, is a damaged line, told with its number', async () => damaged(page));
  await check('what is no sheet, or states another digest than its own, is told', async () => strange(page));
  await check('another year by a key, the focus stays', async () => years(page));
  await check('files: the postings are of the year', async () => files(page));
  await check('it is copied for a spreadsheet, a row a party of each line', async () => copies(page));
  await check('on paper: A4, every due and party with its note', async () => paper(page));
  await check('what is tried is marked, has another digest, and is not posted', async () => tried(page));
  await page.context().close();
  await check('a ledger at hand is told: agrees, differs by how much, not posted, closed', async () => ledgers(stand, url));
  await check('a refund is paid by who gives it back, on paper as on the screen', async () => refund(stand, url));
  await check('who collects is told with the reason: the host, or who takes the rest', async () => collects(stand, url));
  await check('a PDF that the server cannot make is told in one line', async () => noPdf(stand, url));
  await check('the server fails: the last sheet stays', async () => fails(stand, url));
  await check('who may not read the amounts is told whom to ask, and has no sheet', async () => refused(stand, url));
  await looks(stand, url);
}

/** @param {Stand} stand @param {any} page */
async function addsUp(stand, page) {
  const { parties, totals, due, collector } = await answered(page), sum = (/** @type {any[]} */ all) => all.reduce((of, one) => of + one.amount_fen, 0);
  assert.equal(sum(parties), totals.base_fen);
  assert.equal(sum(due), totals.base_fen - parties.find((/** @type {any} */ one) => one.party === collector).amount_fen);
  const shown = await page.locator('.sheet-parties tbody tr .figure').allTextContents();
  assert.deepEqual(shown.map(fen), parties.map((/** @type {any} */ one) => one.amount_fen));
  assert.equal(fen(await page.locator('.sheet-parties tfoot .figure').textContent()), totals.base_fen);
  assert.equal(fen(await page.locator('.pays-list .figure').first().textContent()), due[0].amount_fen);
  assert.match(await page.locator('.pays figcaption').textContent(), /宣城市付给湖州市 2,680,000\.00 元/);
  if (!(await answered(page)).ledger) assert.match(await page.locator('.share-sheet .ledger').innerText(), /没有台账可对/);
  await page.locator('.share-sheet').scrollIntoViewIfNeeded();
  await picture(stand, page, 'sheet');
}

/** @param {any} page */
async function lines(page) {
  await unfold(page, 'lines');
  const blocks = page.locator('.sheet-line'), count = await blocks.count();
  for (let i = 0; i < count - 1; i++) {
    const [gross, centre, province, base] = (await blocks.nth(i).locator('.derived dd').allTextContents()).map(fen), amounts = (await blocks.nth(i).locator('tbody .figure').allTextContents()).map(fen);
    assert.equal(gross - centre - province, base);
    assert.equal(amounts.reduce((sum, one) => sum + one, 0), base);
  }
  const text = await page.locator('.sheet-lines').innerText();
  for (const word of ['增值税', '企业所得税', '第 1–10 年得 50%', '基数留存，承接余额']) assert.ok(text.includes(word), `${word} is not in the lines`);
}

/** @param {any} page */
async function opens(page) {
  const figures = page.locator('.share-sheet .figure'), box = page.getByRole('dialog', { name: '这个数怎么来的' });
  for (let i = 0; i < await figures.count(); i++) {
    const shown = (await figures.nth(i).textContent()).trim();
    await figures.nth(i).click();
    assert.equal((await box.locator('h3 b').textContent()).trim(), shown);
    const rows = (await box.locator('tbody td.n:last-child').allTextContents()).map(fen), total = fen(await box.locator('tfoot td').last().textContent());
    assert.equal(rows.reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, 0), total, `${rows.join(' + ')} is not ${total}`);
    await page.keyboard.press('Escape');
  }
}

/** @param {Buffer} csv the bytes before its rows of ledger and digest */
function digestOf(csv) {
  const text = csv.toString('utf8'), behind = Math.min(...['\nledger,', '\ndigest,'].map(row => text.indexOf(row)).filter(at => at >= 0));
  return createHash('sha256').update(text.slice(0, behind + 1)).digest('hex');
}

/** @param {any} page */
async function digests(page) {
  const { digest } = await answered(page), csv = await fileOf(page, 'sheet-csv'), shown = await page.locator('.digest span').allTextContents();
  assert.ok(shown.every((/** @type {string} */ piece) => piece.length === 8) && shown.length === 8);
  assert.equal(shown.join(''), digest);
  assert.equal(digestOf(csv), digest);
  assert.match(await page.locator('.digest-part code').textContent(), /changhe settle --agreement increment --year 2024/);
  await page.evaluate(() => { Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (/** @type {string} */ text) => { /** @type {any} */ (window).copied = text; } } }); });
  await page.locator('[data-to=sheet-digest]').click();
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).copied), digest);
}

/** @param {any} page @param {string} text */
async function compare(page, text) {
  await unfold(page, 'compare');
  await page.locator('#compare-text').fill(text);
  await page.locator('.compare-told').evaluate((/** @type {Element} */ told) => told.replaceChildren());
  await page.locator('[data-to=compare-run]').click();
  await page.locator('.compare-told > *').first().waitFor();
  return page.locator('.compare-told').innerText();
}

/** @param {any} page */
async function same(page) {
  const csv = (await fileOf(page, 'sheet-csv')).toString('utf8');
  assert.match(await compare(page, csv), /逐分一致/);
  assert.match(await compare(page, `\ufeff${csv.replaceAll('\n', '\r\n').trimEnd()}`), /逐分一致/);
  await unfold(page, 'compare');
  await page.locator('#compare-file').setInputFiles({ name: 'theirs.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.locator('.compare-told', { hasText: '逐分一致' }).waitFor();
}

/** @param {Stand} stand @param {any} page */
async function differs(stand, page) {
  const all = (await fileOf(page, 'sheet-csv')).toString('utf8').trimEnd().split('\n'), at = all.findIndex(row => row.startsWith('line,') && row.includes(',330500,')), amount = all[0].split(',').indexOf('amount_fen');
  const cells = all[at].split(','), was = Number(cells[amount]);
  cells[amount] = String(was + 1);
  const fenOff = [...all.slice(0, at), cells.join(','), ...all.slice(at + 1)];
  const told = await compare(page, fenOff.join('\n'));
  assert.match(told, /1 行对不上/);
  assert.match(told, new RegExp(`对方第 ${at + 1} 行`));
  assert.match(told, /差 0\.01/);
  const missing = await compare(page, all.filter(row => !row.startsWith('due,')).join('\n'));
  assert.match(missing, /对方没有.*应付.*宣城市 → 湖州市/s);
  const more = all.find(row => row.startsWith('due,'))?.replace(',330500,', ',310000,') ?? '', extra = await compare(page, [...all.slice(0, -1), more, ...all.slice(-1)].join('\n'));
  assert.match(extra, /对方多出.*应付/s);
  await page.locator('.compare-told').scrollIntoViewIfNeeded();
  await picture(stand, page, 'sheet-differs');
}

/** @param {any} page */
async function damaged(page) {
  const all = (await fileOf(page, 'sheet-csv')).toString('utf8').trimEnd().split('\n'), at = all.findIndex(row => row.startsWith('line,'));
  const bad = (/** @type {(row: string) => string} */ spoil) => [...all.slice(0, at), spoil(all[at]), ...all.slice(at + 1)].join('\n');
  const told = await compare(page, bad(row => row.replace(/^line,(\w+)/, 'line,"$1"x')));
  assert.match(told, /1 行对不上/, 'the line was split, or its row is told twice');
  assert.match(told, new RegExp(`坏行：引号之外还有文字.* 对方第 ${at + 1} 行`));
  assert.match(await compare(page, bad(row => row.replace(/^line,(\w+)/, 'line,"$1'))), new RegExp(`坏行：.*对方第 ${at + 1} 行`));
  assert.match(await compare(page, bad(row => row.replace(/^line,(\w+)/, 'line,"$1"'))), /次序或写法不同/, 'quotes alone are no damage');
}

/** @param {any} page */
async function strange(page) {
  assert.match(await compare(page, 'a,b\n1,2\n'), /不是结算单/);
  const csv = (await fileOf(page, 'sheet-csv')).toString('utf8'), { digest } = await answered(page);
  assert.match(await compare(page, csv.replace(digest, digest.replace(/./, (/** @type {string} */ one) => (one === '0' ? '1' : '0')))), /核对码与它的内容不符/);
}

/** @param {any} page */
async function years(page) {
  const next = page.locator('[data-to="sheet-year›"]');
  await next.focus();
  await page.keyboard.press('Enter');
  await settled(page, FIRST + 1);
  assert.equal(await page.locator('#sheet-year').inputValue(), String(FIRST + 1));
  assert.equal(await next.evaluate((/** @type {Element} */ one) => one === document.activeElement), true);
  await page.locator('#sheet-year').selectOption(String(FIRST));
  await settled(page);
  assert.equal(await page.locator('[data-to="sheet-year‹"]').isDisabled(), true);
}

/** @param {any} page */
async function files(page) {
  const postings = JSON.parse((await fileOf(page, 'sheet-postings')).toString('utf8'));
  assert.ok(JSON.stringify(postings).includes(`increment:${FIRST}:due`));
}

/** @param {any} page */
async function copies(page) {
  await page.locator('.share-sheet > .acts button', { hasText: '复制' }).click();
  const rows = (await page.evaluate(() => /** @type {any} */ (window).copied)).split('\n').map((/** @type {string} */ row) => row.split('\t')), { lines: told } = await answered(page);
  assert.equal(rows.length, told.length + 1);
  assert.deepEqual(rows.slice(1).map((/** @type {string[]} */ row) => Math.round(100 * Number(row[9]))), told.map((/** @type {any} */ row) => row.amount_fen));
}

/** @param {any} page */
async function paper(page) {
  await page.evaluate(() => { window.print = () => dispatchEvent(new Event('beforeprint')); });
  await page.locator('[data-to=sheet-print]').click();
  const made = page.locator('#print .sheet-thing'), text = await made.textContent();
  for (const word of ['2024 年结算单', '核对码 SHA-256', '应付', '逐项', '2,680,000.00', '签章', '注', '依据', '[1]']) assert.ok(text.includes(word), `${word} is not on paper`);
  assert.equal(await page.locator('#print .sheet').count(), 1);
  assert.equal(await made.locator('button, input, textarea').count(), 0);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
}

/** @param {any} page */
async function tried(page) {
  const { digest } = await answered(page);
  await page.locator('[data-to=fair-proof]').click();
  await page.locator('#alone-330500').fill('100');
  await page.locator('#alone-330500').press('Enter');
  await settled(page);
  assert.match(await page.locator('.share-sheet > h3').innerText(), /试算/);
  assert.equal(await page.locator('[data-to=sheet-postings]').count(), 0);
  assert.notEqual((await answered(page)).digest, digest, 'a what-if has the digest of what is agreed');
  const undo = page.locator('#bar [data-keep=undo]:not(:disabled)');
  await undo.click();
  await settled(page);
  assert.equal((await answered(page)).digest, digest);
}

/** The server's own sheet beside ledgers of our making. @param {Stand} stand @param {string} url */
async function ledgers(stand, url) {
  const pair = (/** @type {any} */ due, /** @type {number} */ off) => ({ from: due.from, to: due.to, opening_fen: 0, due_fen: due.amount_fen, posted_fen: due.amount_fen - off, differs_fen: off, paid_fen: 0, closing_fen: due.amount_fen - off });
  /** @type {[string, boolean, number, RegExp, string][]} */
  const CASES = [['matches', true, 0, /台账相符.*已结账/s, 'full'], ['differs', false, 1, /与台账不符.*差 0\.01 元/s, 'hollow'], ['not_posted', false, 0, /未入账/, 'half']];
  let now = CASES[0];
  const page = await open(stand, `${url}${AT}`, { routes: { '**/api/v1/settlement*': async route => {
    const response = await route.fetch(), json = await response.json(), [state, closed, off] = now;
    json.ledger = { head: '0'.repeat(64), postings: 3, closed, state, pairs: json.due.map((/** @type {any} */ due) => pair(due, off)) };
    await route.fulfill({ response, json });
  } } });
  for (const [i, one] of CASES.entries()) {
    now = one;
    await settled(page, FIRST + Math.max(0, i - 1));
    if (i) await page.locator('[data-to="sheet-year›"]').click();
    await settled(page, FIRST + i);
    const [, , , words, fill] = one;
    assert.match(await page.locator('.share-sheet .ledger').innerText(), words);
    assert.match(await page.locator('.share-sheet .ledger .glyph').first().getAttribute('class'), new RegExp(`glyph-${fill}`));
    await unfold(page, 'ledger');
    assert.equal(await page.locator('.pair-table tr').count(), 4);
  }
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function refund(stand, url) {
  const page = await open(stand, `${url}${AT}`, { routes: { '**/api/v1/settlement*': async route => {
    const response = await route.fetch(), json = await response.json();
    json.due = [{ from: '341800', to: '330500', amount_fen: -150 }];
    await route.fulfill({ response, json });
  } } });
  await settled(page);
  assert.match(await page.locator('.pays figcaption').textContent(), /湖州市付给宣城市 1\.50 元/);
  await page.evaluate(() => { window.print = () => dispatchEvent(new Event('beforeprint')); });
  await page.locator('[data-to=sheet-print]').click();
  const cells = await page.locator('#print .sheet-thing table.grid').first().locator('tbody td').allTextContents();
  assert.deepEqual(cells.slice(0, 2), ['湖州市', '宣城市']);
  assert.match(cells[2], /^1\.50\[\d+\]/);
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function collects(stand, url) {
  /** An agreement, and why its collector collects; of the second nobody is the host. @type {[string, RegExp][]} */
  const CASES = [['increment', /宣城市是落地方，税款由它收/], ['research', /没有落地方，税款由承接余额的.+收/]];
  for (const [id, words] of CASES) {
    const page = await open(stand, `${url}#view=table&tab=share&agreement=${id}`, { routes: { '**/api/v1/settlement*': async route => {
      const response = await route.fetch(), json = await response.json();
      if (id === 'research') for (const one of json.parties) one.role = 'other';
      await route.fulfill({ response, json });
    } } });
    await settled(page);
    await page.locator('.pays-list .figure').first().click();
    assert.match(await page.getByRole('dialog', { name: '这个数怎么来的' }).locator('.explain-why').textContent(), words);
    await page.context().close();
  }
}

/** @param {Stand} stand @param {string} url */
async function noPdf(stand, url) {
  const page = await open(stand, `${url}${AT}`, { expects: /\b501\b/, routes: { '**/api/v1/settlement*format=pdf*': route => route.fulfill({ status: 501, contentType: 'application/problem+json', body: '{"title":"Not Implemented","status":501,"detail":"没有字体"}' }) } });
  await settled(page);
  await page.locator('[data-to=sheet-pdf]').click();
  const told = page.locator('.share-sheet > p.fault');
  await told.filter({ hasText: 'PDF' }).waitFor();
  assert.match(await told.innerText(), /^服务器做不出 PDF：.+$/);
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function fails(stand, url) {
  let broken = false;
  const page = await open(stand, `${url}${AT}`, { expects: /\b503\b/, routes: { '**/api/v1/settlement*': route => (broken ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }) : route.continue()) } });
  await settled(page);
  const was = await page.locator('.digest').textContent();
  broken = true;
  await page.locator('[data-to="sheet-year›"]').click();
  await page.locator('.share-sheet .error-line').waitFor();
  assert.equal(await page.locator('.digest').textContent(), was);
  broken = false;
  await page.locator('.share-sheet .error-line button').click();
  await settled(page, FIRST + 1);
  await page.locator('.share-sheet .error-line').waitFor({ state: 'detached' });
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function refused(stand, url) {
  const page = await open(stand, `${url}${AT}`, { expects: /\b403\b/, routes: { '**/api/v1/settlement*': route => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"title":"Forbidden","status":403}' }) } });
  await page.locator('.share-sheet .refused').waitFor();
  assert.match(await page.locator('.share-sheet .refused').innerText(), /无权查看 · 问 .*宣城市/);
  assert.equal(await page.locator('.share-sheet .figure, .share-sheet .digest').count(), 0);
  await page.context().close();
}

/* ---- in every dress */

/** @type {[string, string, object][]} */
const DRESSES = [['dark', '', { dark: true }], ['English', '&lang=en', {}], ['narrow', '', { width: 1100, height: 768 }], ['phone', '', { width: 390, height: 844, touch: true }]];

/** @param {Stand} stand @param {string} url */
async function looks(stand, url) {
  for (const [name, more, how] of DRESSES) await check(`the settlement sheet, ${name}: axe finds nothing, nothing is too wide`, async () => {
    const page = await open(stand, `${url}${AT}${more}`, how);
    await computed(page);
    if (name === 'phone') await page.locator('.phone-tabs button').nth(2).tap();
    await settled(page);
    for (const id of ['lines', 'compare']) await unfold(page, id);
    await compare(page, 'row,agreement,year,amount_fen\nasked,increment,2024,\n');
    assert.deepEqual(await violations(page), []);
    await page.locator('.share-sheet').scrollIntoViewIfNeeded();
    await picture(stand, page, `sheet-${name}`);
    assert.deepEqual(await page.evaluate(() => ['html', 'body', '#panel'].filter(part => { const at = document.querySelector(part); return at && at.scrollWidth > at.clientWidth + 1; })), []);
    if (name === 'English') assert.doesNotMatch((await page.locator('.share-sheet').innerText()).replace(/content: .*/, ''), /[\u4e00-\u9fff]/);
    await page.context().close();
  });
}
