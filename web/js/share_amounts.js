/* share_amounts.js - what each party gets, year by year: as a picture and as a table, before and after; who gains beside who pays. */
import { h } from './h.js';
import { figure } from './explain.js';
import { deltaChip, markWords, num } from './format.js';
import { glyph } from './glyph.js';
import { nth, part } from './part.js';
import { again, chooseYears, shared } from './share.js';
import { bar, legend } from './share_chart.js';
import { mayTry } from './share_clauses.js';
import { addedAmounts, amountForm, amountText, dropAmount, keyOfAmount } from './share_rows.js';
import { reachOf, yearsOf } from './share_data.js';
import { copyTable, saveRows, savePng, saveSvg, saveTable } from './share_export.js';
import { KINDS, partyName, refusedText, wan, wanUnit } from './share_words.js';
import { kindOf } from './schema.js';
import { empty, errorLine, tellFault } from './states.js';
import { get } from './store.js';
import { comma, say, word } from './words.js';
import { zone } from './zone.js';

/** @typedef {import('./share_data.js').Year} Year */
/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */

const LEAST = 5, MOST = 20; // years that may be asked
/** @type {'picture'|'table'} */
let shape = 'picture';

const made = part('section.part.share-amounts', () => [get().share, get().lang, get().theme, nth(shared().answer), nth(shared().before), nth(shared().error), Object.keys(shared().faults).length, shared().refused, shape, isAdding, mayTry(), addedAmounts(), nth(shared().tables), Boolean(kindOf('agreements')), Boolean(zone())], view);
export const amountsPart = () => made;

/** Faults that speak of a clause are told there. */
const isToldAtClauses = () => Object.keys(shared().faults).some(key => key !== '');

function view() {
  const { id, answer, before, error, refused } = shared();
  if (!id || shared().list?.every(one => one.id !== id)) return null;
  const lost = error && !isToldAtClauses() ? errorLine(error, again) : null, head = h('h3', say('各方所得', 'What each party gets'), h('span.unit', wanUnit()), answer ? h('span.part-head-end', markWords(answer.marks)) : null);
  if (refused) return [head, refusal(id)];
  if (!answer) return [head, lost ?? empty(error ? say('改动没有算成。', 'The changes were not computed.') : say('在算…', 'Computing…'))];
  const years = yearsOf(answer);
  return [head, lost, before ? winners(answer, before) : null, range(answer), years.length ? [shape === 'picture' ? picture(answer, before, years) : table(answer, before, years), odd(years)] : empty(say('这些年没有税额，也没有计划。', 'No amount and no plan speaks of these years.')), acts(), addition(id)];
}

/* ---- amounts that are tried */

/** Of which agreement one is being typed; '' when none is. */
let isAdding = '';
/** @param {string} to */
function adding(to) {
  isAdding = to;
  made.refresh();
  /** @type {HTMLElement|null} */ (made.root.querySelector(`[data-to="${to ? 'amount-period' : 'amount-add'}"]`))?.focus();
}

/** Amounts that are tried, what the server says of each, and the way to one more. @param {string} id */
function addition(id) {
  const rows = addedAmounts();
  if (!mayTry()) return rows.length ? h('ul.added-amounts', rows.map(row => h('li', amountText(row), ' ', h('span.mark', say('试增', 'added'))))) : null;
  const item = (/** @type {import('./types.js').Row} */ row) => h('li', amountText(row), ' ', h('span.mark', say('试增', 'added')), h('button.link.clause-act', { type: 'button', 'data-to': `amount-drop:${row.id}`, 'aria-label': say(`撤销新增 ${amountText(row)}`, `Undo the addition of ${amountText(row)}`), onclick: () => { dropAmount(row.id); adding(''); } }, say('撤销', 'Undo')),
    (shared().faults[keyOfAmount(row.id)] ?? []).map(fault => h('p.clause-fault', { role: 'alert' }, say(fault.message_zh ?? fault.message ?? '', fault.message ?? ''))));
  return h('div.share-more.not-phone', rows.length ? h('ul.added-amounts', rows.map(item)) : null, isAdding === id ? amountForm(id, () => adding('')) : h('button.link', { type: 'button', 'data-to': 'amount-add', onclick: () => adding(id) }, say('新增税额', 'Add an amount')));
}

/** The thing is named, its figures are not: the room they have stays. @param {string} id */
const refusal = id => h('div.share-refused', h('p', glyph('circle', 'hollow', 'missing', 16), ' ', h('b', refusedText(id))), h('p.meta', say('税额与各方所得只给各方所在地有查阅权的账户；条款仍可看。', 'Amounts are for accounts that may read one of the places of the parties; the clauses stay open.')));

/* ---- who gains, who pays */

/** @param {SplitAnswer} answer @param {SplitAnswer} before */
function winners(answer, before) {
  const changes = answer.totals.parties.map(one => ({ party: one.party, fen: one.amount_fen - (before.totals.parties.find(other => other.party === one.party)?.amount_fen ?? 0) })).filter(one => one.fen !== 0);
  if (!changes.length) return h('p.meta.same', say('试算后各方合计不变。', 'Nothing changes in all.'));
  const side = (/** @type {string} */ kind, /** @type {string} */ title, /** @type {(one: {fen: number}) => boolean} */ is) => h('div.winner', { 'data-side': kind }, h('p.meta', title), changes.filter(is).map(one => h('p', h('b', partyName(one.party)), ' ', deltaChip(one.fen / 1e6, 1, 2))), changes.some(is) ? null : h('p.meta', say('没有', 'nobody')));
  return h('div.winners', side('won', say('多得', 'Gets more'), one => one.fen > 0), side('lost', say('少得', 'Gets less'), one => one.fen < 0));
}

/* ---- which years, which shape */

/** @param {SplitAnswer} answer */
function range(answer) {
  const [from, to] = answer.years, bad = h('p.clause-bad', { id: 'share-years-bad', role: 'alert' });
  const input = (/** @type {string} */ id, /** @type {number} */ value, /** @type {string} */ name) => /** @type {HTMLInputElement} */ (h('input', { id, 'data-to': id, inputmode: 'numeric', value: value ? String(value) : '', maxlength: 4, 'aria-label': name, 'aria-describedby': 'share-years-bad', onchange: take }));
  const first = input('share-from', from, say('起始年份', 'first year')), last = input('share-to', to, say('截止年份', 'last year'));
  function take() {
    const [a, b] = [first.value, last.value].map(Number), good = Number.isInteger(a) && Number.isInteger(b) && a >= 1900 && b <= 2200 && b - a + 1 >= LEAST && b - a + 1 <= MOST;
    bad.textContent = good ? '' : say(`应为 ${LEAST} 至 ${MOST} 年`, `${LEAST} to ${MOST} years`);
    for (const one of [first, last]) one.toggleAttribute('aria-invalid', !good);
    if (good) chooseYears([a, b]);
  }
  const way = (/** @type {'picture'|'table'} */ id, /** @type {string} */ name) => h('button', { type: 'button', 'aria-pressed': shape === id ? 'true' : 'false', 'data-to': `shape:${id}`, onclick: () => { shape = id; made.refresh(); } }, name);
  return h('div.share-range', h('form.share-years', { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); take(); } }, first, h('span', '–'), last, h('span.unit', say('年', '')), get().share.years ? h('button.link', { type: 'button', 'data-to': 'share-own-years', onclick: () => chooseYears(null) }, say('按税额', 'as amounts')) : null), h('div.switch', { role: 'group', 'aria-label': say('看法', 'Shape') }, way('picture', say('图', 'Picture')), way('table', say('表', 'Table'))), bad);
}

/* ---- the picture */

/** @param {SplitAnswer} answer @param {SplitAnswer|null} before @param {Year[]} years */
function picture(answer, before, years) {
  const old = before ? yearsOf(before) : [], reach = reachOf([...years, ...old]);
  return h('div.share-picture', { role: 'group', 'aria-label': sentence(answer, years) }, legend(answer, years, before !== null),
    h('ol.share-bars', years.map(year => h('li', { 'data-year': year.year }, h('span.share-year', String(year.year)), h('span.share-cell', bar(year, before ? old.find(one => one.year === year.year) : undefined, reach)), h('span.share-sum', figure(wan(year.base_fen), { kind: 'share', of: 'base', id: String(year.year) }))))),
    h('p.share-total', say('合计', 'All'), ' ', figure(wan(answer.totals.base_fen), { kind: 'share', of: 'all', id: '' }, { unit: wanUnit() }), answer.totals.parties.map(one => [h('span.share-of', `${partyName(one.party)} `, figure(wan(one.amount_fen), { kind: 'share', of: 'total', id: one.party }))])));
}

/** The picture in words. @param {SplitAnswer} answer @param {Year[]} years */
function sentence(answer, years) {
  const each = answer.totals.parties.map(one => `${partyName(one.party)} ${wan(one.amount_fen)}`).join(comma());
  return say(`${years[0].year} 至 ${years[years.length - 1].year} 年，${each} 万元`, `${years[0].year} to ${years[years.length - 1].year}: ${each}, in 10,000 yuan`);
}

/* ---- the same as a table */

/** @param {SplitAnswer} answer @param {SplitAnswer|null} before @param {Year[]} years */
function table(answer, before, years) {
  const parties = answer.totals.parties, old = before ? yearsOf(before) : [], capped = parties.map((_, i) => i).filter(i => years.some(year => year.left[i] !== null));
  const same = years.every(year => year.kinds.join() === years[0].kinds.join()), kindOfYear = (/** @type {Year} */ year) => h('span.share-kind', year.kinds.map(kind => word(KINDS, kind)).join(comma()));
  const was = (/** @type {Year} */ year, /** @type {number} */ i) => { const other = old.find(one => one.year === year.year); return other && other.amount[i] !== year.amount[i] ? h('span.share-was', wan(other.amount[i])) : null; };
  const cell = (/** @type {number} */ fen, /** @type {string} */ of, /** @type {string} */ id) => figure(wan(fen), { kind: 'share', of, id });
  return h('div.share-scroll', { tabindex: '0', role: 'group', 'aria-label': say('各年各方所得', 'Amounts by year and party') }, h('table.reach-table.share-table', h('thead', h('tr', h('th', { scope: 'col' }, say('年份', 'year'), same ? kindOfYear(years[0]) : null), parties.map(one => h('th.n', { scope: 'col' }, partyName(one.party))), h('th.n', { scope: 'col' }, say('合计', 'all')), capped.map(i => h('th.n', { scope: 'col' }, say(`${partyName(parties[i].party)}上限余`, `${partyName(parties[i].party)}, cap left`))))),
    h('tbody', years.map(year => h('tr', { 'data-year': year.year }, h('th', { scope: 'row' }, String(year.year), same ? null : kindOfYear(year)), parties.map((one, i) => h('td.n', was(year, i), cell(year.amount[i], 'amount', `${year.year}/${one.party}`))), h('td.n', cell(year.base_fen, 'base', String(year.year))),
      capped.map(i => h('td.n', year.left[i] === null ? say('不设', 'none') : year.left[i] === 0 ? h('span.meta', say('0 已满', '0, reached')) : wan(year.left[i])))))),
    h('tfoot', h('tr', h('th', { scope: 'row' }, say('合计', 'all')), parties.map(one => h('td.n', cell(one.amount_fen, 'total', one.party))), h('td.n', cell(answer.totals.base_fen, 'all', '')), capped.map(i => h('td.n', wan(parties[i].cap_left_fen)))))));
}

/** Who got odd fen, a sentence. @param {Year[]} years */
function odd(years) {
  const found = years.filter(year => year.odd.length);
  if (!found.length) return h('p.meta', say('各年都整除，没有尾分。', 'All years divide without an odd fen.'));
  return h('p.meta', say('尾分：', 'Odd fen: '), found.map(year => `${year.year} ${year.odd.map(one => `${partyName(one.party)} ${one.fen > 0 ? '+' : '−'}${num(Math.abs(one.fen))}`).join(comma())}`).join(say('；', '; ')), say(' 分。', '.'));
}

/** @returns {[string, () => any][]} */
const ways = () => [[say('复制表', 'Copy table'), copyTable], ['CSV', saveTable], [say('逐行 CSV', 'Rows as CSV'), saveRows], ['SVG', saveSvg], ['PNG', savePng]];
const acts = () => h('div.acts', ways().map(([name, act]) => h('button', { type: 'button', onclick: () => run(act) }, name)));

/** @param {() => any} act */
async function run(act) {
  try { await act(); } catch (error) { tellFault(error); }
}
