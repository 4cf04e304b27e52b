/* ranking.js - whom to invite: targets with their reasons, a team of k, and who is excluded and why. */
import { agedText } from './age.js';
import { h, setVars } from './h.js';
import { computedMarks, day, markWords, num, percent, signed } from './format.js';
import { figure } from './explain.js';
import { proofOf } from './explain-target.js';
import { board, get, set } from './store.js';
import { firstListed, rankOf } from './look.js';
import { empty } from './states.js';
import { landingSelect } from './landing.js';
import { addEdit, bringFirm } from './whatif.js';
import { comma, EVIDENCE, nameOf, REASONS, say, word } from './words.js';
import { firm, firmName, placeName } from './zone.js';

/** @typedef {import('./types.js').Target} Target */
/** @typedef {import('./types.js').Point} Point */

/** Colour of each kind of evidence. @type {Record<string, number>} */
const COLOUR = { tie: 1, expansion: 2, leader: 3, growth: 4, near: 5 };
const FIRST = 6, NAMED = 200;
/** Firms whose reasons are open. @type {Set<string>} */
const open = new Set();
let all = false;

/** The bar of a target: its parts add up to its points; the longest bar is the most points of the list. @param {Target} target @param {number} most */
function bar(target, most) {
  const sum = target.points.reduce((total, point) => total + point.points, 0);
  const parts = target.points.map(point => {
    const part = h(`span.ev.ev-${COLOUR[point.evidence] ?? 7}`);
    setVars(part, { '--part': `${100 * point.points / (most || 1)}%` });
    return part;
  });
  return h('span.ev-bar', { role: 'img', 'aria-label': `${say('证据分', 'points')} ${num(sum, 2)}` }, parts);
}

/** @param {Target} target */
const sumOf = target => target.points.reduce((total, point) => total + point.points, 0);

/** @param {Target} target @param {number} rank @param {number} most @param {() => void} again */
function targetRow(target, rank, most, again) {
  const isOpen = open.has(target.firm), chosen = get().selection?.id === target.firm;
  const toggle = () => { if (!open.delete(target.firm)) open.add(target.firm); again(); };
  return h('li.target', { 'aria-current': chosen ? 'true' : null },
    h('div.target-head', h('span.rank', String(rank)),
      h('button.target-name', { type: 'button', 'data-to': `firm:${target.firm}`, onclick: () => set({ selection: { kind: 'firm', id: target.firm } }) }, nameOf(target),
        h('span.code', firm(target.firm)?.stock_code ?? '')),
      h('span.target-km', away(target)),
      figure(num(target.score, 3), { kind: 'score', id: target.firm }, { strong: true })),
    h('div.target-meta', h('span.meta', `${placeName(target.place)} · ${target.segments.join(' ')}`),
      h('button.target-open', { type: 'button', 'aria-expanded': isOpen ? 'true' : 'false', 'aria-label': say(`${nameOf(target)}的理由`, `Reasons for ${nameOf(target)}`), onclick: toggle }, bar(target, most), h('span.caret', isOpen ? '▾' : '▸'))),
    isOpen ? reasons(target) : null);
}

/** Minutes where a road is known, with the straight line behind; else the straight line. @param {Target} target */
function away(target) {
  const km = target.km === null ? say('距离未知', 'distance unknown') : figure(num(target.km), { kind: 'km', id: target.firm }, { unit: 'km' });
  if (typeof target.minutes !== 'number') return km;
  return [figure(num(target.minutes), { kind: 'minutes', id: target.firm }, { unit: say('分钟', 'min') }), h('span.meta', ' · ', km)];
}

/** @param {Target} target */
export function reasons(target) {
  return h('div.reasons', target.points.length ? h('table.points', h('thead.hidden', h('tr', [say('证据', 'evidence'), say('依据', 'basis'), say('分', 'points')].map(text => h('th', { scope: 'col' }, text)))),
    h('tbody', target.points.map(point => pointRow(point, target))), h('tfoot', h('tr', h('th', { scope: 'row' }, say('证据分合计', 'Points in all')), h('td'), h('td.n', num(sumOf(target), 4)))))
    : empty(say('没有证据，可能性为 0。', 'No evidence: the chance is 0.')),
  h('p.product', say('得分 ', 'score '), figure(num(target.score, 3), { kind: 'score', id: target.firm }), say(' = 增益 ', ' = gain '), num(target.gain, 3), say(' × 可能性 ', ' × chance '),
    figure(percent(target.chance), { kind: 'chance', id: target.firm }), ' ', markWords(computedMarks(target.marks))),
  h('div.acts.try', h('button.primary', { type: 'button', onclick: () => addEdit(bringFirm(target.firm)) }, say('引入试算', 'Try it here')), say('到', 'at'), landingSelect()));
}

/** The table that evidence comes from, where it is not the firm's own row. @type {Record<string, string[]>} */
const EVIDENCE_TABLE = { tie: ['ties'], expansion: ['signals'], growth: ['signals'] };

/** What nearness rests on: minutes where a road is known, the straight line behind. @param {Target} target */
const nearText = target => (typeof target.minutes === 'number' ? [say(`${num(target.minutes)} 分钟`, `${num(target.minutes)} min`), target.km === null ? '' : `${num(target.km)} km`] : target.km === null ? [] : [`${num(target.km)} km`]);

/** @param {Point} point @param {Target} target */
function pointRow(point, target) {
  const basis = [...(point.evidence === 'near' ? nearText(target) : []), point.with ? `${say('与', 'with')} ${firmName(point.with)}` : '', point.as_of ? agedText(day(point.as_of), point.as_of, EVIDENCE_TABLE[point.evidence] ?? ['firms']) : '', point.source === 'computed' ? point.evidence === 'near' && typeof target.minutes === 'number' ? say('沿路网算出', 'computed on the roads') : say('由点位算出', 'computed from points') : point.source].filter(Boolean).join(' · ');
  return h('tr', h('th', { scope: 'row' }, h(`span.ev-key.ev-${COLOUR[point.evidence] ?? 7}`), word(EVIDENCE, point.evidence)), h('td.meta', basis, ' ', markWords(point.marks)), h('td.n', num(point.points, 4)));
}

/** How many are listed; of a long ranking that these are the first. @param {number} n */
function countWords(n) {
  const of = firstListed(), found = num(board().now?.who.found ?? n);
  return of ? say(`前 ${of} 名中 ${n} 家，共 ${found} 家`, `${n} of the first ${of}, ${found} in all`) : say(`${n} 家`, `${n}`);
}

/** Ranked targets; some of them or all. @param {Target[]} targets @param {string} title @param {() => void} again @param {boolean} [openFirst] */
export function targetList(targets, title, again, openFirst = true) {
  const every = board().now?.who.targets ?? [];
  const most = Math.max(0, ...every.map(sumOf));
  if (openFirst && targets[0] && !targets.some(target => open.has(target.firm))) open.add(targets[0].firm);
  const shown = all ? targets : targets.slice(0, FIRST);
  return h('section.part', h('h3', title, h('span.count-of', countWords(targets.length)), h('span.part-head-end', say('得分 = 增益 × 可能性 ', 'score = gain × chance '), markWords(['assumed']))),
    targets.length ? h('ol.targets', shown.map(target => targetRow(target, rankOf(target.firm), most, again)))
      : empty(say('没有登记的区外企业做这个环节。', 'No firm outside is recorded for this.')),
    targets.length > FIRST ? h('button.more', { type: 'button', 'aria-expanded': all ? 'true' : 'false', onclick: () => { all = !all; again(); } }, all ? say('收起', 'Show fewer') : say(`全部 ${targets.length} 家`, `All ${targets.length}`)) : null);
}

/** The team of k: who, what they cover, what is proven, what would truly change. */
export function teamPart() {
  const team = board().now?.who.team, { team: k } = get();
  const choose = h('select', { 'aria-label': say('组合家数', 'Firms in the team'), onchange: (/** @type {any} */ e) => set({ team: Number(e.target.value) }) },
    Array.from({ length: 10 }, (_, i) => h('option', { value: i + 1, selected: i + 1 === k }, String(i + 1))));
  return h('section.part.team', h('h3', choose, say(' 家组合', ' firms as a team'), h('span.part-head-end', markWords(['assumed']))), team ? teamView(team) : empty(say('没有目标可以组合。', 'There is no target to choose from.')));
}

/** @param {import('./types.js').Team} team */
function teamView(team) {
  const bring = () => team.firms.forEach(id => addEdit(bringFirm(id)));
  return [h('p.team-firms', team.firms.map((id, i) => [i ? ' + ' : '', h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }) }, firmName(id))])),
    h('dl.facts', h('dt', say('期望覆盖', 'Coverage')), h('dd', figure(num(team.coverage, 3), { kind: 'coverage' }, { unit: say('分', 'points') })),
      h('dt', say('全组落地', 'All land')), h('dd', figure(signed(team.what_if), { kind: 'team' }, { unit: say('分', 'points') }), h('span.meta', ` → ${placeName(team.lands_at)}`))),
    h('p.proof', proofOf(team)), h('div.acts.try', h('button', { type: 'button', onclick: bring }, say('全组引入试算', 'Try the whole team')))];
}

/** Excluded firms in one line, with the reasons; opened, by name. */
export function excludedPart() {
  const excluded = board().now?.who.excluded ?? [];
  if (!excluded.length) return null;
  /** @type {Map<string, string[]>} */
  const by = new Map();
  for (const { firm: id, reason } of excluded) by.set(reason, [...(by.get(reason) ?? []), id]);
  const line = [...by].map(([reason, ids]) => `${word(REASONS, reason)} ${ids.length}`).join(' · ');
  return h('section.part', h('details.excluded', h('summary', say(`不列入 ${excluded.length} 家：`, `${excluded.length} not listed: `), line),
    [...by].map(([reason, ids]) => h('div', h('h4', word(REASONS, reason)), h('p', ids.slice(0, NAMED).map((id, i) => [i ? comma() : '', h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }) }, firmName(id))]), ids.length > NAMED ? ' …' : '')))));
}

/** Why a firm is not listed; '' when it is. @param {string} id */
export const reasonOf = id => word(REASONS, board().now?.who.excluded.find(one => one.firm === id)?.reason);
