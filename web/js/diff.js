/* diff.js - before → after: a figure, its change, and two bars on one scale from zero.
 *
 * The ghost above is before, the solid below after; what did not change says so and has no bar. */
import { h, setVars } from './h.js';
import { classGlyph } from './glyph.js';
import { explain } from './explain.js';
import { computedMarks, deltaChip, markWords, num } from './format.js';
import { allSegments, countClasses, marksOf, nodesOf, segment } from './look.js';
import { isOn } from './map_layers.js';
import { shared } from './share.js';
import { partyName } from './share_words.js';
import { board, reached } from './store.js';
import { CLASSES, nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').Answers} Answers */
/** better: 1 up is better, -1 down is better, 0 neither.
 * @typedef {{label: string, was: number|null, is: number|null, digits: number, better: number, what: import('./explain-content.js').What, key: string,
 *   }} Figure */

/** Every figure of the bar, in their order. */
export function figures() {
  const { now, before } = board();
  if (!now || !before) return shares();
  const marks = computedMarks(marksOf(allSegments(now)));
  const rest = [...healths(now, before), topGap(now, before), team(now, before)].filter(item => item !== null);
  const area = circle();
  return [cell(content(now, before), marks), classes(now, before), area ? cell(area, computedMarks(reached().circle?.marks)) : awaited(), ...rest.map(item => cell(item, marks)), ...shares()];
}

/** What each party of the agreement chosen gets in all, when a clause of it is tried. */
function shares() {
  const { answer, before } = shared();
  if (!answer || !before) return [];
  return answer.totals.parties.map(one => cell({ key: `share-${one.party}`, label: say(`${partyName(one.party)} 合计 万元`, `${partyName(one.party)} in all, 10k yuan`), was: inWan(before.totals.parties.find(other => other.party === one.party)?.amount_fen), is: inWan(one.amount_fen), digits: 2, better: 1, what: { kind: 'share', of: 'total', id: one.party } }, answer.marks));
}

/** @param {number|undefined} fen */
const inWan = fen => (fen === undefined ? null : fen / 1e6);

/** @param {Answers} now @param {Answers} before @returns {Figure} */
const content = (now, before) => ({ key: 'q', label: say('本地含量', 'Local content'), was: before.chain.local_content, is: now.chain.local_content, digits: 3, better: 1, what: { kind: 'local_content', diff: true } });

/** The circle comes after the first picture: its cell stands from the beginning, so that nothing jumps. */
const awaited = () => (isOn('circle') && (!reached().circle || reached().busy) && !reached().error ? h('div.diff', h('div.diff-label', h('span.diff-name', say('分钟圈 km²', 'Circle, km²'))), h('div.diff-line.meta', say('在算…', 'computing…'))) : null);

/** The circle of the widest limit. @returns {Figure|null} */
function circle() {
  const ring = reached().circle?.circles.at(-1);
  if (!ring?.after) return null;
  const was = ring.before.area_km2, is = ring.after.area_km2;
  return { key: 'circle', label: say(`${ring.minutes} 分钟圈 km²`, `${ring.minutes} min circle, km²`), was, is, digits: Math.abs(is - was) >= 1 || is === was ? 0 : 2, better: 1, what: { kind: 'reach', of: 'area', id: String(ring.minutes) } };
}

/** One cell for the classes. A link that becomes weak may come from a missing or from a strong one, and one that becomes missing
 * from those nobody needed: only strong and unknown have a better way. @param {Answers} now @param {Answers} before */
function classes(now, before) {
  const [is, was] = [now, before].map(answers => countClasses(nodesOf(allSegments(answers))));
  const kinds = ['strong', 'weak', 'missing', 'unknown'];
  return h('div.diff.diff-classes', { 'data-figure': 'classes' }, h('div.diff-kinds', kinds.map(kind => classCell(kind, was[kind], is[kind], kind === 'strong'))));
}

/** @param {string} kind @param {number} was @param {number} is @param {boolean} marked the first wears the mark of all */
function classCell(kind, was, is, marked) {
  /** @type {HTMLElement} */
  const open = h('button.figure', { type: 'button', 'aria-haspopup': 'dialog', 'data-keep': `diff-${kind}`, onclick: () => explain(open, { kind: 'class', of: kind, diff: was !== is }) },
    was === is ? null : [h('span.diff-was', String(was)), h('span.diff-arrow', ' → ')], h('b', String(is)));
  return h('div.diff-kind', h('div.diff-label', h('span.diff-name', classGlyph(kind, 12), ` ${word(CLASSES, kind)}`), marked ? markWords(['assumed']) : null),
    h('div.diff-line', open, was === is ? h('span.meta.same', say('不变', 'unchanged')) : null), was === is ? null : bars(was, is, kind === 'strong' ? 1 : kind === 'unknown' ? -1 : 0));
}

/** @param {Answers} now @param {Answers} before @returns {Figure[]} */
const healths = (now, before) => now.chain.chains.map(chain => ({
  key: `health-${chain.id}`, label: say(`${shortName(nameOf(chain))}健康`, `${shortName(nameOf(chain))} health`), was: before.chain.chains.find(one => one.id === chain.id)?.health.value ?? null, is: chain.health.value, digits: 1, better: 1,
  what: { kind: 'health', id: chain.id, diff: true },
}));

/** @param {string} name */
const shortName = name => name.split(/及| and /)[0];

/** The link needed most: another one may take its place. @param {Answers} now @param {Answers} before @returns {Figure|null} */
function topGap(now, before) {
  const is = segment(now.chain.gaps[0] ?? '', now), was = segment(before.chain.gaps[0] ?? '', before);
  if (!is || !was) return null;
  const moved = is.id !== was.id;
  return { key: 'gap', label: moved ? say(`最需要：${nameOf(is)}（原 ${nameOf(was)}）`, `Needed most: ${nameOf(is)} (was ${nameOf(was)})`) : say(`最需要：${nameOf(is)}`, `Needed most: ${nameOf(is)}`), was: was.gain, is: is.gain, digits: 3, better: 0, what: { kind: 'gain', id: is.id } };
}

/** @param {Answers} now @param {Answers} before @returns {Figure|null} */
function team(now, before) {
  if (!now.who.team || !before.who.team) return null;
  return { key: 'team', label: say(`再来 ${now.who.team.firms.length} 家组合`, `Then a team of ${now.who.team.firms.length}`), was: before.who.team.what_if, is: now.who.team.what_if, digits: 3, better: 0, what: { kind: 'team' } };
}

/** @param {Figure} item @param {string[]} marks */
function cell(item, marks) {
  const { was, is, digits, better } = item;
  const shown = num(was, digits) !== num(is, digits);
  const changed = was !== is;
  /** @type {HTMLElement} */
  const open = h('button.diff-open.figure', { type: 'button', 'aria-haspopup': 'dialog', 'data-keep': `diff-${item.key}`, onclick: () => explain(open, item.what) },
    changed ? [h('span.diff-was', num(was, digits)), h('span.diff-arrow', { 'aria-label': say('变为', 'becomes') }, ' → ')] : null, h('b', num(is, digits)));
  return h('div.diff', { 'data-figure': item.key }, h('div.diff-label', h('span.diff-name', { title: item.label }, item.label), markWords(marks.filter(mark => mark !== 'unverified'))),
    h('div.diff-line', open, changed && was !== null && is !== null && was !== is ? deltaChip(is - was, better, digits) : changed ? null : h('span.meta.same', say('不变', 'unchanged'))),
    changed && shown && was !== null && is !== null ? bars(was, is, better) : null);
}

/** @param {number} was @param {number} is @param {number} better */
function bars(was, is, better) {
  const top = Math.max(Math.abs(was), Math.abs(is)) || 1;
  const part = (/** @type {number} */ value) => `${100 * Math.abs(value) / top}%`;
  const both = h('div.diff-bars', { 'aria-hidden': 'true' }, h('span.bar-ghost'), h('span.bar-solid', h(`span.bar-more-part.${better === 0 ? 'plain' : (is - was) * better >= 0 ? 'gain' : 'loss'}`)));
  setVars(both, { '--was': part(was), '--is': part(is), '--low': part(Math.min(Math.abs(was), Math.abs(is))), '--high': part(Math.max(Math.abs(was), Math.abs(is))) });
  return both;
}
