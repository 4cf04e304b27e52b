/* share_lines.js - the lines of a settlement sheet: what was collected, what the centre and the province take, what each party gets, and by which clause. */
import { h } from './h.js';
import { figure } from './explain.js';
import { decidedText, fenText, nameIn, yuanUnit } from './share_fen.js';
import { shared } from './share.js';
import { KINDS, streamName } from './share_words.js';
import { empty } from './states.js';
import { say, word } from './words.js';

/** @typedef {import('./types.js').SheetAnswer} SheetAnswer */
/** @typedef {import('./types.js').SheetRow} SheetRow */
/** @typedef {import('./types.js').Due} Due */

/** What makes rows one line. @param {SheetRow} row */
export const lineOf = row => [row.stream, row.class, row.rule, row.kind].map(cell => cell ?? '').join('|');

/** Rows by line, in their order. @param {SheetRow[]} rows @returns {SheetRow[][]} */
export function byLine(rows) {
  /** @type {Map<string, SheetRow[]>} */
  const lines = new Map();
  for (const row of rows) lines.set(lineOf(row), [...(lines.get(lineOf(row)) ?? []), row]);
  return [...lines.values()];
}

/** Stream and class of a line. @param {SheetRow} row */
export const titleOf = row => [row.stream ? streamName(row.stream) : say('约定金额', 'stated amount'), row.class].filter(Boolean).join(' · ');
/** @param {SheetRow} row */
export const decided = row => decidedText(row.clause, shared().answer?.phases ?? []);
/** Who got the odd fen. @param {number} odd */
export const oddText = odd => (odd ? say(`尾差${odd > 0 ? '多' : '少'}一分`, `odd fen ${odd > 0 ? '+1' : '−1'}`) : '');

/** Nobody pays a negative amount. @param {Due} due @returns {Due} */
export const payment = ({ from, to, amount_fen }) => (amount_fen < 0 ? { from: to, to: from, amount_fen: -amount_fen } : { from, to, amount_fen });

/** @param {SheetAnswer} answer */
export function linesView(answer) {
  const lines = byLine(answer.lines);
  if (!lines.length) return empty(say('这一年没有金额。在 agreement_amounts 表里填，或换一年。', 'No amount speaks of this year. Fill the table agreement_amounts, or choose another year.'));
  return h('div.sheet-lines', lines.map(rows => line(answer, rows)), totals(answer));
}

/** @param {SheetAnswer} answer @param {SheetRow[]} rows */
function line(answer, rows) {
  const [first] = rows;
  return h('div.sheet-line', h('h4', titleOf(first), h('span.mark', word(KINDS, first.kind)), first.rule ? h('span.code', first.rule) : null), first.rule ? derived(first, lineOf(first)) : null,
    h('table.reach-table', h('thead.hidden', h('tr', h('th', { scope: 'col' }, say('方和条款', 'party and clause')), h('th', { scope: 'col' }, yuanUnit()))), h('tbody', rows.map(row => h('tr', h('th', { scope: 'row' }, nameOfRow(answer, row), h('span.meta.line-why', decided(row), row.repaid_fen ? say(`，其中归还 ${fenText(row.repaid_fen)} 元`, `; ${fenText(row.repaid_fen)} yuan of it repaid`) : '')),
      h('td.n', figure(fenText(row.amount_fen), { kind: 'sheet', of: 'line', id: row.party, chain: lineOf(row) }), h('span.meta.line-why', [row.cap_left_fen === null ? '' : say(`上限余 ${fenText(row.cap_left_fen)}`, `cap left ${fenText(row.cap_left_fen)}`), oddText(row.odd_fen)].filter(Boolean).join(' · ')))))))); 
}

/** @param {SheetAnswer} answer @param {SheetRow} row */
function nameOfRow(answer, row) {
  const one = answer.parties.find(party => party.party === row.party);
  return one ? nameIn(one) : row.party;
}

/** Gross less centre less province: what there is to share. @param {{gross_fen: number, central_fen: number, provincial_fen: number, base_fen: number}} of @param {string} [chain] */
const derived = (of, chain) => h('dl.derived', [[say('收入', 'gross'), fenText(of.gross_fen)], [say('− 中央', '− centre'), fenText(of.central_fen)], [say('− 省级', '− province'), fenText(of.provincial_fen)]].map(([name, text]) => h('div', h('dt', name), h('dd', text))),
  h('div', h('dt', say('= 可分', '= to share')), h('dd', chain ? figure(fenText(of.base_fen), { kind: 'sheet', of: 'share', chain }) : fenText(of.base_fen))));

/** @param {SheetAnswer} answer */
const totals = ({ totals: all }) => h('div.sheet-line', h('h4', say('全年合计', 'The year in all'), h('span.unit', yuanUnit())), derived(all));
