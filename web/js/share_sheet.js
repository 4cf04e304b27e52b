/* share_sheet.js - the settlement sheet of a year: who pays whom, the lines behind it, what the ledger says, and how the other side checks it. */
import { h, setVars } from './h.js';
import { figure } from './explain.js';
import { computedMarks, copy, markWords, num } from './format.js';
import { glyph } from './glyph.js';
import { nth, part } from './part.js';
import { asking } from './share_asked.js';
import { compareView } from './share_compare_view.js';
import { fenText, inEights, nameIn, yuanUnit } from './share_fen.js';
import { linesView, payment } from './share_lines.js';
import { shared } from './share.js';
import { sheetActs } from './share_sheet_files.js';
import { refusedText, termOf } from './share_words.js';
import { kindOf } from './schema.js';
import { tellSheet } from './explain-sheet.js';
import { empty, errorLine, toast } from './states.js';
import { get } from './store.js';
import { say } from './words.js';

/** @typedef {import('./types.js').SheetAnswer} SheetAnswer */

const ADDRESS = '/api/v1/settlement';
const WIDEST = 6; // px of the arrow of the largest due

const made = part('section.part.share-sheet', () => [nth(asked.state().answer), nth(asked.state().error), asked.state().refused, shared().refused, shared().id, years(), yearAsked(), get().lang, nth(shared().tables), nth(shared().answer), [...open], get().edits.length, Boolean(kindOf('agreement_parties'))], view);

/** The year chosen, of the agreement that it was chosen for. */
let chosen = { id: '', year: 0 };

/** Years that the split tells of. */
const years = () => shared().answer?.totals.years.map(one => one.year) ?? [];
/** The one chosen, else the last with actual amounts, else the first. */
function yearAsked() {
  const all = years(), rows = shared().answer?.rows ?? [];
  if (chosen.id === shared().id && all.includes(chosen.year)) return chosen.year;
  return rows.filter(row => row.kind === 'actual').at(-1)?.year ?? rows[0]?.year ?? all[0] ?? 0;
}
/** @param {number} year */
function choose(year) {
  chosen = { id: shared().id, year };
  asked.follow();
  made.refresh();
}

/** @returns {Record<string, any>|null} */
function question() {
  const { id, refused, answer } = shared(), year = yearAsked();
  return id && answer && year && !refused ? { agreement: id, year } : null;
}
const asked = /** @type {ReturnType<typeof asking<SheetAnswer>>} */ (asking(ADDRESS, question, () => made.root, () => made.refresh()));
tellSheet(() => asked.state().answer);

export const sheetPart = () => ({ root: made.root, refresh: () => { asked.follow(); made.refresh(); } });

/** The answer in force. @returns {SheetAnswer|null} */
export const settlement = () => asked.state().answer;

/* ---- what is seen */

/** Which folds are open. @type {Set<string>} */
const open = new Set();

function view() {
  const { answer, error, refused, at } = asked.state();
  if (!shared().id) return null;
  const head = h('h3', say('结算单', 'Settlement sheet'), answer?.what_if ? h('span.mark.mark-tried', say('试算', 'what-if')) : null, h('span.part-head-end', answer ? markWords(computedMarks(answer.marks)) : null));
  if (refused || shared().refused) return [head, h('p.refused', glyph('circle', 'dotted', 'unknown', 12), ' ', refusedText(shared().id))];
  const lost = error ? errorLine(error, asked.again, at) : null;
  if (!answer) return [head, yearChoice(), lost ?? empty(shared().error ? say('分成算出来以后才有结算单。', 'There is a sheet once the split is computed.') : say('在算…', 'Computing…'))];
  return [head, yearChoice(), lost, pays(answer), partyTable(answer), ledgerLine(answer), fold('lines', say('逐项：从税款到各方', 'Line by line: from tax to parties'), () => linesView(answer)), digestPart(answer), fold('compare', say('与对方的表比对', 'Compare with the sheet of the other side'), () => compareView(answer)), sheetActs(answer)];
}

/** @param {string} id @param {string} title @param {() => any} body */
function fold(id, title, body) {
  const isOpen = open.has(id), toggle = () => { if (isOpen) open.delete(id); else open.add(id); made.refresh(); };
  return [h('button.fold.proof-fold', { type: 'button', 'aria-expanded': isOpen ? 'true' : 'false', 'data-to': `sheet-${id}`, onclick: toggle }, h('span', title), h('span.caret', { 'aria-hidden': 'true' }, isOpen ? '▾' : '▸')), isOpen ? body() : null];
}

/** The year, and the ones beside it. */
function yearChoice() {
  const all = years(), now = yearAsked(), at = all.indexOf(now);
  const step = (/** @type {number} */ to, /** @type {string} */ sign, /** @type {string} */ words) => h('button', { type: 'button', disabled: all[to] === undefined, 'data-to': `sheet-year${sign}`, 'aria-label': words, onclick: () => choose(all[to]) }, sign);
  return h('div.year-choice', h('label', { for: 'sheet-year' }, say('年度', 'Year')), step(at - 1, '‹', say('前一年', 'the year before')), h('select', { id: 'sheet-year', 'data-to': 'sheet-year', onchange: (/** @type {any} */ event) => choose(Number(event.target.value)) }, all.map(year => h('option', { value: String(year), selected: year === now }, String(year)))), step(at + 1, '›', say('后一年', 'the year after')));
}

/** @param {SheetAnswer} answer @param {string} code */
function namedIn(answer, code) {
  const one = answer.parties.find(party => party.party === code);
  return one ? nameIn(one) : code;
}

/** The picture: who collects, and an arrow a payment. @param {SheetAnswer} answer */
function pays(answer) {
  const dues = answer.due.map(payment), most = Math.max(...dues.map(due => due.amount_fen), 1), name = (/** @type {string} */ code) => namedIn(answer, code);
  if (!dues.length) return h('p.pays-none', say(`${answer.year} 年谁也不用付给谁。`, `In ${answer.year} nobody owes anybody.`));
  const words = dues.map(due => say(`${name(due.from)}付给${name(due.to)} ${fenText(due.amount_fen)} 元`, `${name(due.from)} pays ${name(due.to)} ${fenText(due.amount_fen)} yuan`)).join(say('；', '; '));
  const arrows = dues.map(due => {
    const line = h(`span.pays-line${due.from === answer.collector ? '' : '.is-back'}`);
    setVars(line, { '--thick': `${Math.max(1, Math.round(WIDEST * due.amount_fen / most))}px` });
    return h('li', h('span.pays-amount', figure(fenText(due.amount_fen), { kind: 'sheet', of: 'due', id: due.from === answer.collector ? due.to : due.from }, { unit: yuanUnit() })), line, h('span.pays-to', name(due.from === answer.collector ? due.to : due.from)));
  });
  return h('figure.pays', h('figcaption.hidden', words), h('div.pays-from', h('b', name(answer.collector)), h('span.meta', say('收款后分付', 'collects'))), h('ul.pays-list', arrows));
}

/** What each gets, and of it what is paid. @param {SheetAnswer} answer */
function partyTable(answer) {
  const paid = (/** @type {string} */ code) => answer.due.map(payment).reduce((sum, due) => sum + (due.to === code ? due.amount_fen : 0) - (due.from === code ? due.amount_fen : 0), 0);
  return h('table.reach-table.sheet-parties', h('thead', h('tr', [say('方', 'party'), say('应得', 'is due'), say('收（＋）付（−）', 'gets (+) pays (−)')].map((text, i) => h(i ? 'th.n' : 'th', { scope: 'col' }, text, i ? h('span.unit', yuanUnit()) : null)))),
    h('tbody', answer.parties.map(one => h('tr', { 'data-party': one.party }, h('th', { scope: 'row' }, nameIn(one), h('span.meta', ` ${termOf('agreement_parties', 'role', one.role)}`)), h('td.n', figure(fenText(one.amount_fen), { kind: 'sheet', of: 'party', id: one.party })), h('td.n', signedFen(paid(one.party)))))),
    h('tfoot', h('tr', h('th', { scope: 'row' }, say('合计', 'sum')), h('td.n', figure(fenText(answer.totals.base_fen), { kind: 'sheet', of: 'base' })), h('td.n', signedFen(0)))));
}
/** @param {number} fen */
const signedFen = fen => (fen > 0 ? `+${fenText(fen)}` : fenText(fen));

/* ---- the ledger */

/** @type {Record<string, [import('./glyph.js').Fill, string, () => string]>} */
const STATES = {
  matches: ['full', '', () => say('台账相符', 'the ledger agrees')], differs: ['hollow', 'missing', () => say('与台账不符', 'the ledger differs')], not_posted: ['half', 'weak', () => say('未入账', 'not posted yet')],
};

/** @param {SheetAnswer} answer */
function ledgerLine(answer) {
  const { ledger } = answer;
  if (!ledger) return h('p.ledger', glyph('circle', 'dotted', 'unknown', 14), ' ', say('没有台账可对', 'No ledger at hand'), h('span.meta', say('（服务启动时用 --ledger 指定）', ' (serve with --ledger)')));
  const [fill, kind, words] = STATES[ledger.state], off = ledger.pairs.filter(pair => (pair.differs_fen ?? 0) !== 0);
  return h('div.ledger', { 'data-state': ledger.state }, h('p', glyph('circle', fill, kind, 14), ' ', h('b', words()), ledger.closed ? [' · ', h('b', say('已结账', 'closed'))] : null, h('span.meta', say(` 台账 ${num(ledger.postings)} 笔`, ` ${num(ledger.postings)} postings`))),
    off.length ? h('p.ledger-off', off.map(pair => say(`${namedIn(answer, pair.from)}→${namedIn(answer, pair.to)} 应付 ${fenText(pair.due_fen)}，已记应付 ${fenText(pair.due_fen - pair.differs_fen)}，差 ${fenText(pair.differs_fen)} 元`, `${namedIn(answer, pair.from)} → ${namedIn(answer, pair.to)}: due ${fenText(pair.due_fen)}, posted ${fenText(pair.due_fen - pair.differs_fen)}, ${fenText(pair.differs_fen)} yuan apart`)).join(say('；', '; '))) : null,
    ledger.pairs.length ? fold('ledger', say('台账往来', 'The account of each pair'), () => pairTable(answer)) : null);
}

/** @param {SheetAnswer} answer */
function pairTable(answer) {
  const pairs = answer.ledger?.pairs ?? [], heads = [say('期初', 'opening'), say('应付', 'due'), say('已付', 'paid'), say('期末', 'closing')];
  return h('div', pairs.map(pair => h('table.reach-table.pair-table', h('caption', `${namedIn(answer, pair.from)} → ${namedIn(answer, pair.to)}`, h('span.unit', yuanUnit())), h('tbody', [pair.opening_fen, pair.due_fen, pair.paid_fen, pair.closing_fen].map((fen, i) => h('tr', h('th', { scope: 'row' }, heads[i]), h('td.n', fenText(fen))))))),
    h('p.meta.head-of', say('台账头：', 'head of the ledger: '), answer.ledger?.head ?? ''));
}

/* ---- the digest */

/** @param {SheetAnswer} answer */
function digestPart(answer) {
  const take = async () => toast(await copy(answer.digest) ? say('已复制核对码', 'Digest copied') : say('浏览器不让复制', 'The browser refuses to copy'));
  const command = `changhe settle --agreement ${answer.agreement} --year ${answer.year}`;
  return h('div.sub.digest-part', h('h4', say('核对码', 'Digest'), h('button.link', { type: 'button', 'data-to': 'sheet-digest', onclick: take }, say('复制', 'copy'))), h('p.digest', inEights(answer.digest).map((piece, i) => [i ? ' ' : '', h('span', piece)])),
    h('p.meta', say('对方用自己的一份数据运行 ', 'The other side runs '), h('code', command), say('，或对下载的 CSV 里 ledger、digest 行以前的字节求 SHA-256；得到同一串，两边就逐分一致。', ' on its own copy, or takes SHA-256 of the bytes of the CSV before its ledger and digest rows; the same 64 characters mean the same to the fen.')));
}
