/* share_sheet_files.js - the settlement sheet taken away: CSV, PDF and postings from the server, a copy for a spreadsheet, and paper. */
import { draw, h } from './h.js';
import { getFile } from './api.js';
import { computedMarks, copy, downloadBlob, markWords } from './format.js';
import { fileName } from './file_name.js';
import { print } from './print.js';
import { fenText, inEights, nameIn } from './share_fen.js';
import { byLine, decided, lineOf, oddText, payment, titleOf } from './share_lines.js';
import { shareEdits } from './share.js';
import { KINDS } from './share_words.js';
import { faultsOf, toast } from './states.js';
import { nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').SheetAnswer} SheetAnswer */
/** @typedef {import('./print_notes.js').Notes} Notes */
/** @typedef {'csv'|'pdf'|'postings'} Format */

const ADDRESS = '/api/v1/settlement';
/** What a file is called behind its dot. @type {Record<Format, string>} */
const ENDS = { csv: 'csv', pdf: 'pdf', postings: 'postings.json' };

/** @param {SheetAnswer} answer */
export function sheetActs(answer) {
  const told = h('p.fault', { role: 'status' });
  const save = (/** @type {Format} */ format, /** @type {string} */ name) => h('button', { type: 'button', 'data-to': `sheet-${format}`, onclick: () => fetchFile(answer, format, told) }, name);
  return [h('div.acts', save('csv', 'CSV'), save('pdf', 'PDF'), answer.what_if ? null : save('postings', say('过账 JSON', 'Postings JSON')), h('button', { type: 'button', onclick: () => copyTable(answer) }, say('复制', 'Copy')), h('button.not-phone', { type: 'button', 'data-to': 'sheet-print', onclick: () => print({ name: `settlement-${answer.agreement}-${answer.year}`, make: notes => paper(answer, notes) }) }, say('打印 A4', 'Print A4'))),
    answer.what_if ? h('p.meta', say('试算的表只供比较，不能过账。', 'A sheet of a what-if is for comparing; it is not posted.')) : null, told];
}

/** @param {SheetAnswer} answer @param {Format} format @param {HTMLElement} told */
async function fetchFile({ agreement, year }, format, told) {
  draw(told);
  try {
    downloadBlob(`${fileName(`settlement-${agreement}-${year}`)}.${ENDS[format]}`, await getFile(ADDRESS, { agreement, year, format, lang: say.language() }, shareEdits()));
  } catch (error) {
    draw(told, format === 'pdf' ? say('服务器做不出 PDF', 'The server cannot make a PDF') : say('没有取到文件', 'The file did not come'), say('：', ': '), faultsOf(error).slice(0, 1).join(''));
  }
}

/* ---- as rows */

const HEADS = () => [say('项', 'line'), say('性质', 'kind'), say('规则', 'rule'), say('收入', 'gross'), say('中央', 'centre'), say('省级', 'province'), say('可分', 'to share'), say('方', 'party'), say('条款', 'clause'), say('应得', 'amount'), say('上限余', 'cap left'), say('尾差', 'odd fen')];
/** @param {SheetAnswer} answer @param {string} code */
function partyOf(answer, code) {
  const one = answer.parties.find(party => party.party === code);
  return one ? nameIn(one) : code;
}

/** @param {SheetAnswer} answer */
async function copyTable(answer) {
  const plain = (/** @type {number|null} */ fen) => (fen === null ? '' : fenText(fen).replaceAll(',', '').replace('−', '-'));
  const rows = answer.lines.map(row => [titleOf(row), word(KINDS, row.kind), row.rule ?? '', plain(row.gross_fen), plain(row.central_fen), plain(row.provincial_fen), plain(row.base_fen), partyOf(answer, row.party), decided(row), plain(row.amount_fen), plain(row.cap_left_fen), String(row.odd_fen)]);
  const done = await copy([HEADS(), ...rows].map(row => row.join('\t')).join('\n'));
  toast(done ? say('已复制，可贴进表格', 'Copied; paste it into a sheet') : say('浏览器不让复制', 'The browser refuses to copy'));
}

/* ---- on paper: A4, every figure numbered */

/** @param {SheetAnswer} answer @param {Notes} notes @returns {import('./print_sheet.js').Sheet} */
function paper(answer, notes) {
  const { about, year } = answer, part = (/** @type {any} */ ...children) => h('section.part', children);
  return { name: say(`${year} 年结算单`, `Settlement ${year}`), page: 'thing', view: h('div.print-thing.print-sheet', part(h('h2', nameOf({ name_zh: about.name_zh, name_en: about.name_en ?? undefined }), h('span.code', answer.agreement), answer.what_if ? h('span.mark.mark-tried', say('试算', 'what-if')) : null, markWords(computedMarks(answer.marks))),
    h('p.meta', [say(about.form.zh, about.form.en), about.rule_version ? say(`依据：${about.rule_version}`, `rules: ${about.rule_version}`) : '', say('金额单位：元', 'amounts in yuan')].filter(Boolean).join(' · ')), h('p.print-digest', say('核对码 SHA-256：', 'digest, SHA-256: '), inEights(answer.digest).join(' '))),
  part(h('h3', say('应付', 'What is due')), paperDues(answer, notes)), part(h('h3', say('逐项', 'Line by line')), paperLines(answer, notes)), part(h('div.signs', answer.parties.map(one => h('div', h('span', nameIn(one)), h('span.meta', say('签章　　　　年　月　日', 'signed, on'))))))) };
}

/** @param {SheetAnswer} answer @param {Notes} notes */
const paperDues = (answer, notes) => h('table.grid', h('thead', h('tr', [say('付款方', 'payer'), say('收款方', 'payee'), say('元', 'yuan')].map((text, i) => h('th', { scope: 'col', class: i > 1 ? 'n' : null }, text)))),
  h('tbody', answer.due.map(payment).map(due => h('tr', h('td', partyOf(answer, due.from)), h('td', partyOf(answer, due.to)), h('td.n', fenText(due.amount_fen), notes.mark({ kind: 'sheet', of: 'due', id: due.from === answer.collector ? due.to : due.from }))))));

/** Gross to share once a line, then a row a party. @param {SheetAnswer} answer @param {Notes} notes */
function paperLines(answer, notes) {
  const heads = HEADS().filter((_, i) => i !== 2), spans = (/** @type {SheetAnswer['lines']} */ rows) => rows.map((row, i) => h('tr', i ? null : [titleOf(row), word(KINDS, row.kind), ...[row.gross_fen, row.central_fen, row.provincial_fen, row.base_fen].map(fenText)].map((text, at) => h(at > 1 ? 'td.n' : 'td', { rowspan: rows.length }, text, at === 5 ? notes.mark({ kind: 'sheet', of: 'share', chain: lineOf(row) }) : null)),
    h('td', partyOf(answer, row.party)), h('td', decided(row)), h('td.n', fenText(row.amount_fen)), h('td.n', row.cap_left_fen === null ? '' : fenText(row.cap_left_fen)), h('td', oddText(row.odd_fen))));
  const { totals, parties } = answer;
  return h('table.grid', h('thead', h('tr', heads.map((text, i) => h('th', { scope: 'col', class: [2, 3, 4, 5, 8, 9].includes(i) ? 'n' : null }, text)))), byLine(answer.lines).map(rows => h('tbody', spans(rows))),
    h('tbody', parties.map((one, i) => h('tr', i ? null : [say('合计', 'sum'), '', ...[totals.gross_fen, totals.central_fen, totals.provincial_fen, totals.base_fen].map(fenText)].map((text, at) => h(at > 1 ? 'td.n' : 'td', { rowspan: parties.length }, text)), h('td', nameIn(one)), h('td'), h('td.n', h('b', fenText(one.amount_fen)), notes.mark({ kind: 'sheet', of: 'party', id: one.party })), h('td'), h('td')))));
}
