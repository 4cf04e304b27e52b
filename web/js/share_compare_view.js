/* share_compare_view.js - the other side's sheet, pasted or chosen as a file, beside ours: same to the fen, or where not. */
import { draw, h } from './h.js';
import { getFile } from './api.js';
import { glyph } from './glyph.js';
import { differences, readSheet } from './share_compare.js';
import { fenText } from './share_fen.js';
import { shareEdits } from './share.js';
import { KINDS, partyName, streamName, termOf } from './share_words.js';
import { tellFault } from './states.js';
import { say, word } from './words.js';

/** @typedef {import('./types.js').SheetAnswer} SheetAnswer */
/** @typedef {import('./share_compare.js').Difference} Difference */
/** @typedef {import('./share_compare.js').Sheet} Sheet */
/** @typedef {{of: string, ours: Sheet, theirs: Sheet, found: Difference[]}} Result of: the digest of ours */

const MOST = 40; // differences that are listed
/** What was pasted stays while the sheet is drawn anew. */
let pasted = '';
/** @type {Result|null} */
let result = null;

/** @param {SheetAnswer} answer */
export function compareView(answer) {
  const told = h('div.compare-told', { role: 'status' }, result?.of === answer.digest ? resultView(result) : null);
  const text = /** @type {HTMLTextAreaElement} */ (h('textarea', { id: 'compare-text', 'data-to': 'compare-text', rows: '3', spellcheck: 'false', value: pasted, placeholder: 'row,agreement,year,…', oninput: () => { pasted = text.value; } }));
  const run = async () => {
    if (!pasted.trim()) { draw(told, h('p.meta', say('先贴上或选一个 CSV。', 'Paste a CSV or choose one first.'))); return; }
    try {
      result = await compare(answer, pasted);
      draw(told, resultView(result));
    } catch (error) { tellFault(error); }
  };
  const file = /** @type {HTMLInputElement} */ (h('input.hidden', { type: 'file', id: 'compare-file', 'data-to': 'compare-file', accept: '.csv,text/csv', onchange: async () => { const one = file.files?.[0]; if (one) { pasted = await one.text(); text.value = pasted; run(); } } }));
  return h('div.compare', h('p.meta', say('只在这个浏览器里比，不上传。', 'Compared in this browser; nothing is sent.')), h('label', { for: 'compare-text' }, say('对方的 CSV', 'The CSV of the other side')), text, h('div.acts', h('label.file-choice', { for: 'compare-file' }, say('选文件', 'Choose a file'), file), h('button.primary', { type: 'button', 'data-to': 'compare-run', onclick: run }, say('比对', 'Compare'))), told);
}

/** @param {SheetAnswer} answer @param {string} text @returns {Promise<Result>} */
async function compare({ agreement, year, digest }, text) {
  const blob = await getFile('/api/v1/settlement', { agreement, year, format: 'csv' }, shareEdits()), ours = readSheet(await blob.text()), theirs = readSheet(text);
  return { of: digest, ours, theirs, found: theirs.isSheet ? differences(ours, theirs) : [] };
}

/* ---- what came of it */

/** @param {Result} result */
function resultView({ ours, theirs, found }) {
  if (!theirs.isSheet) return verdict('dotted', 'unknown', say('这不是结算单的 CSV：第一行应以 row,agreement,year 开头。', 'This is no settlement sheet: its first line should begin with row,agreement,year.'));
  const strange = theirs.isWhole && theirs.told !== theirs.digest ? h('p.fault', say('对方表里写的核对码与它的内容不符：表被改过或不完整。', 'The digest that it states is not that of its content: it was changed, or is not whole.')) : null;
  if (theirs.digest === ours.digest) return [verdict('full', '', say('核对码相同，两边逐分一致。', 'The digests are the same: both sides agree to the fen.')), strange];
  if (!found.length) return [verdict('half', 'weak', say('各行都相同，次序或写法不同，核对码因此不同。', 'Every row is the same; their order or writing differs, and so does the digest.')), strange];
  return [verdict('hollow', 'missing', say(`核对码不同，${found.length} 行对不上。`, `The digests differ; ${found.length} rows do not agree.`)), strange, h('ul.compare-list', found.slice(0, MOST).map(one => item(one))), found.length > MOST ? h('p.meta', say(`另有 ${found.length - MOST} 行`, `${found.length - MOST} more`)) : null];
}

/** @param {import('./glyph.js').Fill} fill @param {string} kind @param {string} text */
const verdict = (fill, kind, text) => h('p.compare-verdict', glyph('circle', fill, kind, 16), ' ', h('b', text));

/** @type {Record<string, [string, string]>} */
const DIFFERENT = { differs: ['不同', 'differs'], missing: ['对方没有', 'theirs has none'], extra: ['对方多出', 'theirs has more'], damaged: ['坏行：引号之外还有文字，或引号没有合上', 'damaged: text behind a closing quote, or a quote that is not closed'] };

/** @param {Difference} one */
const item = ({ kind, row, line, cells }) => h('li', { 'data-kind': kind }, h('b', word(DIFFERENT, kind)), ' ', rowName(row), line ? h('span.meta', say(` 对方第 ${line} 行`, ` line ${line} of theirs`)) : null,
  cells.map(cell => h('p.meta', columnName(cell.column), say('：我方 ', ': ours '), h('b', shown(cell.column, cell.ours)), say('，对方 ', ', theirs '), h('b', shown(cell.column, cell.theirs)), gap(cell))), (kind === 'missing' || kind === 'extra') && row.amount_fen ? h('p.meta', columnName('amount_fen'), ' ', shown('amount_fen', row.amount_fen)) : null);

/** How far apart two amounts are. @param {{column: string, ours: string, theirs: string}} cell */
function gap({ column, ours, theirs }) {
  const apart = Number(theirs) - Number(ours);
  return column.endsWith('_fen') && ours && theirs && Number.isSafeInteger(apart) ? say(`，差 ${fenText(apart)}`, `, ${fenText(apart)} apart`) : '';
}

/** @type {Record<string, [string, string]>} */
const ROWS = { asked: ['表头', 'what it is of'], term: ['约定', 'term'], party: ['方', 'party'], bound: ['限额', 'bound'], clause: ['条款', 'clause'], rule: ['分税规则', 'tax rule'], line: ['明细', 'line'], total: ['合计', 'total'], due: ['应付', 'due'] };
/** @param {Record<string, string>} row */
const rowName = row => [word(ROWS, row.row), row.row === 'clause' ? row.clause : '', row.row === 'term' || row.row === 'bound' || row.row === 'rule' ? row.id : '', row.rule && row.row === 'rule' ? row.rule : '', row.stream && row.row !== 'clause' ? streamName(row.stream) : '', row.class, row.party ? partyName(row.party) : '', row.to ? `→ ${partyName(row.to)}` : ''].filter(Boolean).join(' ');

/** @type {Record<string, [string, string]>} */
const COLUMNS = { gross_fen: ['收入', 'gross'], central_fen: ['中央', 'centre'], provincial_fen: ['省级', 'province'], base_fen: ['可分', 'to share'], amount_fen: ['金额', 'amount'], repaid_fen: ['归还', 'repaid'], cap_left_fen: ['上限余', 'cap left'], odd_fen: ['尾差（分）', 'odd fen'],
  agreement: ['协议', 'agreement'], year: ['年度', 'year'], id: ['代码', 'id'], party: ['方', 'party'], to: ['收款方', 'to'], stream: ['税种', 'stream'], class: ['类别', 'class'], kind: ['性质', 'kind'], rule: ['规则', 'rule'], clause: ['条款', 'clause'], text: ['内容', 'content'] };
/** @param {string} column */
const columnName = column => word(COLUMNS, column);

/** Amounts in 元; the rest as it stands, where it has words in words. @param {string} column @param {string} text */
function shown(column, text) {
  if (text === '') return say('空', 'empty');
  if (column === 'odd_fen') return text;
  if (column.endsWith('_fen') && /^-?\d{1,15}$/.test(text)) return `${fenText(Number(text))} ${say('元', 'yuan')}`;
  return column === 'kind' ? { agreed: say('已约定', 'agreed'), what_if: say('试算', 'what-if') }[text] ?? (text in KINDS ? word(KINDS, text) : termOf('agreement_parties', 'role', text)) : column === 'stream' ? streamName(text) : text;
}
