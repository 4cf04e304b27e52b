/* sheets.mjs - an officer drops a sheet: it is tried, its bad row mended, taken in and taken back; who owes what is told. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { signIn, withAccount } from './account.mjs';
import { violations } from './axe.mjs';
import { check } from './runner.mjs';
import { computed, open, picture } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

/** A server over the zone with two offices that owe something, and a firm with a title and a year. @param {string} program @param {string} root */
export async function withDuties(program, root) {
  const folder = mkdtempSync(`${tmpdir()}/changhe-`);
  cpSync(`${root}/zones/changhe`, folder, { recursive: true });
  for (const table of ['offices', 'duties']) writeFileSync(`${folder}/${table}.csv`, readFileSync(`${folder}/${table}.csv`, 'utf8').split('\n', 1)[0] + '\n'); // ours alone
  appendFileSync(`${folder}/offices.csv`, 'trade,招商办,Trade office,,,illustrative,,\nindustry,经信局,Industry office,,,illustrative,,\n');
  appendFileSync(`${folder}/duties.csv`, 'd1,trade,leads,,,week,2,,,illustrative,,\nd2,industry,firms,,,month,10,2020-08-31,2020-09-08,illustrative,,\n');
  appendFileSync(`${folder}/firm_titles.csv`, `${FIRM},high-tech,2017-12-08,2020-12-07,illustrative,,,\n`);
  appendFileSync(`${folder}/firm_years.csv`, `${FIRM},2025,,901,illustrative,2026-03-01,,\n`);
  const server = await withAccount(program, root, folder);
  return { address: server.address, stop: async () => { await server.stop(); rmSync(folder, { recursive: true }); } };
}

const FIRM = 'advance-gear';
const SHEET = '项目编码,项目名称,投资金额(亿元),报送区,签约时间,来源\r\nS1,甲项目,1.5,长兴县,2026-03-05,illustrative\r\nS2,乙项目,三个亿左右,长兴县,2026-04-01,illustrative\r\n';

/** @param {Stand} stand @param {string} url a server with accounts and duties */
export async function sheets(stand, url) {
  const page = await open(stand, `${url}#view=table`, { expects: /ERR_FAILED/ });
  await computed(page);
  await check('who owes something stands in the list, worst first, and opens the table of duties', async () => duties(page));
  await check('data that is older than is owed is told beside its date, and in its explanation by whom', async () => stale(page));
  await picture(stand, page, 'duties');
  await check('axe finds nothing in the table of duties', async () => assert.deepEqual(await violations(page), []));
  await check('the workbook to remind by can be had, of all and of one office', async () => reminders(page));
  await check('any table of the zone is seen with its words; its row opens the firm with titles and years', async () => anyTable(page));
  await check('who has not signed in is told so, and the sheet stays', async () => nobody(page));
  await check('a sheet that is dropped is tried: good and bad rows are counted, nothing is written', async () => tried(page));
  await picture(stand, page, 'sheet');
  await check('axe finds nothing in the sheet that is tried', async () => assert.deepEqual(await violations(page), []));
  await check('a trial that takes long is stopped, and begun again', async () => stopped(page));
  await check('a bad row is mended in place and is good then', async () => mended(page));
  await check('where the line fails nothing is lost', async () => lost(page));
  await check('what is taken stands in the table, and undo takes it back', async () => taken(page));
  await check('the table as a workbook and the template to fill in can be had', async () => downloads(page));
  await check('the dialog speaks English', async () => english(page));
  await page.context().close();
}

/** @param {any} page */
async function duties(page) {
  const rows = page.locator('#list section[aria-labelledby=list-duties] .row');
  await rows.first().waitFor();
  assert.deepEqual(await rows.locator('.row-title').allTextContents(), ['企业库', '招商项目台账']);
  assert.match(await rows.first().locator('.row-end').textContent(), /^晚 \d+ 天$/);
  await rows.last().click();
  await page.locator('.duty-shapes[aria-label^="2 项责任：逾期 1，从未报送 1"]').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-id')), 'd1');
}

/** @param {any} page */
async function reminders(page) {
  await downloaded(page, /催报.*\.xlsx$/, () => page.locator('.duty-acts button').click());
  await downloaded(page, /催报-?_?.*trade.*\.xlsx$/, () => page.locator('.duty-acts select').selectOption('trade'));
}

/** @param {any} page @param {RegExp} name @param {() => Promise<unknown>} act */
async function downloaded(page, name, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  assert.match(file.suggestedFilename(), name);
}

/** @param {any} page */
async function anyTable(page) {
  await page.locator('.table-other').selectOption('firm_titles');
  const row = page.locator(`.table-row[data-id^="${FIRM},"]`);
  await row.filter({ hasText: '高新技术企业' }).waitFor();
  await row.click();
  await page.locator('#panel .sub', { hasText: '2020-12-07 已过期' }).waitFor();
  assert.deepEqual(await page.locator('.firm-years tbody tr').allTextContents(), ['参保人数901']);
  await page.keyboard.press('Escape');
}

/** @param {any} page */
async function stale(page) {
  await page.locator('.brand .stale', { hasText: '天前' }).waitFor();
  await page.locator('.field-figure button.figure').click();
  await page.locator('.explain-stale', { hasText: '经信局' }).waitFor();
  await page.keyboard.press('Escape');
}

/** @param {any} page @param {string} text */
async function drop(page, text) {
  const data = await page.evaluateHandle((/** @type {string} */ csv) => {
    const made = new DataTransfer();
    made.items.add(new File([csv], '台账.csv', { type: 'text/csv' }));
    return made;
  }, text);
  await page.dispatchEvent('#pane-table', 'drop', { dataTransfer: data });
}

/** @param {any} page */
async function nobody(page) {
  await page.locator('.table-other').selectOption('leads');
  await drop(page, SHEET);
  await page.locator('dialog.sheets', { hasText: '台账.csv 还在' }).waitFor();
  await page.locator('#sheet-close').click();
}

/** Counts of the sheet: new, changed, the same, bad. @param {any} page */
const counts = async page => (await page.locator('.sheet-counts b').allTextContents()).map(Number);

/** @param {any} page @param {number[]} wanted */
const counted = (page, wanted) => page.waitForFunction((/** @type {string} */ text) => [...document.querySelectorAll('.sheet-counts b')].map(one => one.textContent).join() === text, wanted.join());

/** Keys of the leads that the server has. @param {any} page @returns {Promise<string[]>} */
const leads = page => page.evaluate(async () => (await (await fetch('/api/v1/tables/leads')).json()).rows.map((/** @type {any} */ one) => one.row.id));

/** @param {any} page */
async function tried(page) {
  await signIn(page);
  await drop(page, SHEET);
  await counted(page, [1, 0, 0, 1]);
  assert.deepEqual(await leads(page), []);
  assert.equal(await page.locator('#sheet-take').textContent(), '导入合格行 1');
  await downloaded(page, /^不合格行_招商项目台账_台账\.xlsx$/, () => page.locator('#sheet-bad').click());
}

/** @param {any} page */
async function stopped(page) {
  await page.route('**/api/v1/imports?*', () => {}, { times: 1 }); // never answered
  await page.locator('#sheet-as_of').fill('2026-04-30');
  await page.locator('#sheet-cancel').click();
  await page.locator('.sheet-busy').waitFor({ state: 'detached' });
  await page.locator('#sheet-as_of').fill('');
  await counted(page, [1, 0, 0, 1]);
}

/** @param {any} page */
async function mended(page) {
  const cell = page.locator('.sheet-grid input[aria-invalid]');
  assert.equal(await cell.inputValue(), '三个亿左右');
  await cell.fill('3');
  await page.locator('#sheet-again').click();
  await counted(page, [2, 0, 0, 0]);
  assert.equal(await page.locator('#sheet-take').textContent(), '全部导入 2');
}

/** @param {any} page */
async function lost(page) {
  await page.route('**/api/v1/imports/take*', (/** @type {any} */ route) => route.abort(), { times: 1 });
  await page.locator('#sheet-take').click();
  await page.locator('.sheet-fault', { hasText: '都还在' }).waitFor();
  assert.deepEqual(await counts(page), [2, 0, 0, 0]);
  assert.equal(await page.locator('#sheet-cell-3-C').inputValue(), '3');
}

/** @param {any} page */
async function taken(page) {
  await page.locator('#sheet-take').click();
  await page.locator('.sheet-done', { hasText: '新增 2' }).waitFor();
  assert.deepEqual(await leads(page), ['S1', 'S2']);
  await page.locator('#sheet-close').click();
  await page.locator('.table-row[data-id=S2]', { hasText: '30,000' }).waitFor();
  await page.locator('.import-open').click();
  await page.locator('#sheet-undo').click();
  await page.locator('.sheet-done').waitFor({ state: 'detached' });
  assert.deepEqual(await leads(page), []);
  await page.locator('#sheet-close').click();
  await page.locator('.table-row[data-id=S2]').waitFor({ state: 'detached' });
}

/** @param {any} page */
async function downloads(page) {
  for (const name of ['此表 XLSX', '模板 XLSX']) {
    await page.locator('.menu summary').click();
    await downloaded(page, /招商项目台账.*\.xlsx$/, () => page.locator('.menu-list button', { hasText: name }).click());
  }
}

/** @param {any} page */
async function english(page) {
  await page.locator('.tool', { hasText: 'EN' }).click();
  await page.locator('.import-open').click();
  await page.locator('#sheets-title', { hasText: 'Import a sheet' }).waitFor();
  await page.locator('#sheet-take', { hasText: /^Import/ }).waitFor();
  assert.deepEqual(await page.locator('dialog.sheets .field-name').allTextContents(), ['Into', 'Source of new rows', 'As of', 'Fulfils the duty', 'Letters', 'Delimiter']);
  await page.locator('#sheet-close').click();
}
