/* share_totals.js - in all: what each party gets, its cap, what it would have without the agreement, present values; and who counts what in assessment. */
import { h } from './h.js';
import { figure } from './explain.js';
import { deltaChip, markWords, num } from './format.js';
import { glyph } from './glyph.js';
import { nth, part } from './part.js';
import { chooseRate, shared } from './share.js';
import { plainSigns } from './share_ratio.js';
import { partiesOf, partyName, refusedText, untoldText, wan, wanUnit } from './share_words.js';
import { kindOf } from './schema.js';
import { get } from './store.js';
import { say } from './words.js';
import { placeName, zone } from './zone.js';

/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** @typedef {import('./types.js').SplitParty} SplitParty */
/** @typedef {import('./types.js').Assessed} Assessed */

const made = part('section.part.share-totals', () => [get().share, get().lang, nth(shared().answer), nth(shared().before), shared().refused, nth(shared().tables), Boolean(kindOf('agreements')), Boolean(zone())], view);
export const totalsPart = () => made;

function view() {
  const { id, answer, before, refused } = shared();
  if (!id || (!answer && !refused)) return null;
  return [h('h3', say('合计与得失', 'In all'), h('span.unit', wanUnit()), answer ? h('span.part-head-end', markWords(answer.marks)) : null), refused ? noRight(id) : null, answer ? [totals(answer, before), untold(answer), rateForm(answer), assessment(answer)] : null];
}

/** The rows stand where they would; their figures are not told. @param {string} id */
const noRight = id => h('div.share-scroll', h('table.reach-table.share-totals-table', h('thead', h('tr', h('td'), partiesOf(id).map(row => h('th.n', { scope: 'col' }, partyName(row.party))))), h('tbody', LINES.slice(0, 5).map(line => h('tr', h('th', { scope: 'row' }, line.name(null)), partiesOf(id).map(() => h('td.n.meta', say('无权查看', 'not yours'))))))), h('p.meta', refusedText(id)));

/** A measure a row. @type {{of: string, name: (answer: SplitAnswer|null) => string, value: (one: SplitParty) => number|null|undefined, none?: (one: SplitParty) => string|null, show?: (answer: SplitAnswer) => boolean}[]} */
const LINES = [
  { of: 'total', name: () => say('按协议', 'By the agreement'), value: one => one.amount_fen },
  { of: 'cap', name: () => say('上限余', 'Cap left'), value: one => one.cap_left_fen, none: one => (one.cap_left_fen === null ? say('不设', 'none') : null), show: answer => answer.totals.parties.some(one => one.cap_left_fen !== null) },
  { of: 'place', name: () => say('无协议·税在地', 'No agreement: tax where paid'), value: one => one.by_place_fen },
  { of: 'alone', name: () => say('无协议·不合作', 'No agreement: alone'), value: one => one.alone_fen },
  { of: 'gain', name: () => say('比不合作多', 'More than alone'), value: one => one.gain_fen },
  { of: 'present', name: answer => say(`现值（${num((answer?.rate ?? 0) * 100, 2)}%）`, `Present value (${num((answer?.rate ?? 0) * 100, 2)}%)`), value: one => one.present_fen, show: answer => answer.rate !== null },
];

/** @param {SplitAnswer} answer @param {SplitAnswer|null} before */
function totals(answer, before) {
  const parties = answer.totals.parties, lines = LINES.filter(line => !line.show || line.show(answer));
  return h('div.share-scroll', { tabindex: '0', role: 'group', 'aria-label': say('各方合计', 'Totals of the parties') }, h('table.reach-table.share-totals-table', h('thead', h('tr', h('td'), parties.map(one => h('th.n', { scope: 'col' }, partyName(one.party))))),
    h('tbody', lines.map(line => h('tr', { 'data-of': line.of }, h('th', { scope: 'row' }, line.name(answer), line.of === 'present' ? markWords(['assumed']) : null), parties.map(one => h('td.n', cell(line, one, before))))))));
}

/** Years that are in none of the sums. @param {SplitAnswer} answer */
const untold = ({ totals: { untold: years } }) => (years?.length ? h('p.meta.share-untold', untoldText(years), say('；合计不含这些年', '; the sums are without them')) : null);

/** @param {typeof LINES[number]} line @param {SplitParty} one @param {SplitAnswer|null} before */
function cell(line, one, before) {
  const none = line.none?.(one), fen = line.value(one), other = before?.totals.parties.find(party => party.party === one.party), was = other ? line.value(other) : undefined;
  if (none) return h('span.meta', none);
  const shown = fen === null || fen === undefined ? h('span.unknown', glyph('circle', 'dotted', 'unknown', 12), figure(say('未知', 'unknown'), { kind: 'share', of: line.of, id: one.party })) : figure(wan(Math.round(fen)), { kind: 'share', of: line.of, id: one.party });
  const closed = line.of === 'cap' && one.closed ? h('span.meta', say(' 已满', ' reached')) : null;
  if (typeof fen !== 'number' || typeof was !== 'number' || Math.round(fen) === Math.round(was)) return [shown, closed];
  return [h('span.share-was', wan(Math.round(was))), shown, closed, h('span.share-delta', deltaChip((fen - was) / 1e6, line.of === 'cap' ? 0 : 1, 2))];
}

/* ---- the rate is the visitor's, so what rests on it is assumed */

/** @param {SplitAnswer} answer */
function rateForm(answer) {
  const bad = h('p.clause-bad', { id: 'share-rate-bad', role: 'alert' });
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'share-rate', 'data-to': 'share-rate', inputmode: 'decimal', value: answer.rate === null ? '' : String(Number((answer.rate * 100).toFixed(6))), placeholder: '4', 'aria-describedby': 'share-rate-bad', onchange: take }));
  function take() {
    const typed = plainSigns(input.value).replace(/%$/, ''), good = typed === '' || (/^\d{1,3}(\.\d{1,4})?$/.test(typed) && Number(typed) <= 100);
    bad.textContent = good ? '' : say('应为 0 至 100 的百分数', 'a percentage from 0 to 100');
    input.toggleAttribute('aria-invalid', !good);
    if (good) chooseRate(typed === '' ? null : Number((Number(typed) / 100).toFixed(8)));
  }
  return h('form.share-rate', { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); take(); } }, h('label', { for: 'share-rate' }, say('折现率', 'Rate a year'), markWords(['assumed'])), input, h('span.unit', '%'), h('span.meta', answer.rate === null ? say('填了才算现值', 'present values come with it') : say(`现值以 ${answer.years[0]} 年为起点`, `present values as of ${answer.years[0]}`)), bad);
}

/* ---- counted once, by place; split for assessment alone */

/** @param {SplitAnswer} answer */
function assessment(answer) {
  const parties = answer.totals.parties, rows = answer.assessment ?? [], parts = parties.filter(one => one.assessment);
  if (!rows.length && !parts.length) return null;
  const head = h('h3', say('考核分算', 'Assessment')), rule = h('p.meta', say('统计按在地原则只计一次；下列分算只用于考核。', 'Statistics count once, by place; the parts below are for assessment alone.'));
  if (!rows.length) return h('div.sub', head, rule, h('p', parts.map((one, i) => [i ? say('，', ', ') : '', `${partyName(one.party)} ${one.assessment}`]), say('。还没有产值、投资等指标。', '. There are no figures of output or investment yet.')));
  return h('div.sub', head, rule, h('div.share-scroll', { tabindex: '0', role: 'group', 'aria-label': say('考核分算', 'Assessment') }, h('table.reach-table', h('thead', h('tr', h('th', { scope: 'col' }, say('年份 指标', 'year, figure')), h('th.n', { scope: 'col' }, say('统计（在地）', 'statistics')), parties.map(one => h('th.n', { scope: 'col' }, partyName(one.party))))),
    h('tbody', rows.map((row, i) => assessed(row, i, parties))))));
}

/** @param {Assessed} row @param {number} at @param {SplitParty[]} parties */
const assessed = (row, at, parties) => h('tr', h('th', { scope: 'row' }, `${row.year} ${say(row.figure.zh, row.figure.en)}`), h('td.n', figure(wan(row.value_fen), { kind: 'share', of: 'assessed', id: String(at) }), h('span.share-kind', placeName(row.place))),
  row.nobody_fen === null ? h('td.n.meta', { colspan: parties.length }, say('不在分算期', 'not a year of assessment')) : parties.map(one => { const share = row.shares.find(other => other.party === one.party); return h('td.n', share ? wan(share.fen) : say('不计', 'none')); }));
