/* circle_figures.js - what lies within the minutes: a table and a picture of it, before and after, who comes in and who falls out. */
import { h, setVars } from './h.js';
import { figure } from './explain.js';
import { computedMarks, deltaChip, markWords, num } from './format.js';
import { glyph } from './glyph.js';
import { chosenLimit, onLimit } from './circle_form.js';
import { fitTo } from './map.js';
import { again } from './reach.js';
import { circleCsv, circleGeojson, circleSvg } from './reach_export.js';
import { nth, part } from './part.js';
import { FIGURES, ruleText } from './reach_figures.js';
import { empty, errorLine, tellFault } from './states.js';
import { get, reached, set } from './store.js';
import { stopLink, stopsRead } from './stops.js';
import { comma, say } from './words.js';
import { firmName, placeName } from './zone.js';

/** @typedef {import('./types.js').Ring} Ring */
/** @typedef {import('./types.js').Circle} Circle */
/** @typedef {import('./types.js').Gain} Gain */

const made = part('section.part.circle-figures', () => [nth(reached().circle), nth(reached().error), get().lang, chosenLimit(), names(), stopsRead()], view);
export const circleFigures = () => made;
onLimit(() => made.refresh());

/** Names may come later than their ids. */
function names() {
  const ring = ringOf();
  return [...(ring?.gained?.firms ?? []), ...(ring?.lost?.firms ?? [])].slice(0, 40).map(firmName);
}

/** The ring that is told of. @returns {Ring|undefined} */
export function ringOf() {
  const rings = reached().circle?.circles ?? [];
  return rings.find(ring => ring.minutes === chosenLimit()) ?? rings[rings.length - 1];
}

function view() {
  const { circle, error } = reached(), ring = ringOf();
  if (!circle) return error ? errorLine(error, again) : empty(say('在算…', 'Computing…'));
  const lost = error ? errorLine(error, again) : null;
  if (circle.outcome !== 'reached' || !ring) return [lost, refusal()];
  return [lost, h('h3', say('圈内有什么', 'Within the minutes'), h('span.part-head-end', markWords(computedMarks(circle.marks)))), ring.after ? beforeAfter(ring) : rings(circle.circles), bars(circle.circles), ring.after ? winners(ring) : null, places(ring), h('p.meta', ruleText()), acts()];
}

/** What the world answers: the reason first, then the nearest way out. */
function refusal() {
  const { circle } = reached(), reason = circle?.reason;
  const told = reason ? say(reason.zh, reason.en) : say('没有圈。', 'There is no circle.');
  const way = circle?.outcome === 'no_roads' ? say('在 road_nodes、road_edges 两张表里填路段，或用 changhe roads import 导入 OpenStreetMap 提取文件，再以 serve --roads 打开。', 'Fill the tables road_nodes and road_edges, or take in an OpenStreetMap extract by changhe roads import and serve it with --roads.')
    : circle?.outcome === 'no_entry' ? say('把起算点移近一条路，或从出入口起算。', 'Move the origin closer to a road, or reckon from the gates.') : say('换一种车型或方向，或撤回封路的改动。', 'Try another vehicle or direction, or take the closing back.');
  return h('div.refusal', glyph('circle', 'hollow', 'missing', 18), h('div', h('p', h('b', told)), h('p.meta', way)));
}

/* ---- figures */

/** A figure, or that nobody knows it. @param {number|null} value @param {number} digits @param {import('./explain-content.js').What} what @param {string} unit */
const shown = (value, digits, what, unit = '') => (value === null ? h('span.unknown', glyph('circle', 'dotted', 'unknown', 12), figure(say('未知', 'unknown'), what)) : figure(num(value, digits), what, { unit }));

/** A column a limit. @param {Ring[]} all */
function rings(all) {
  return h('table.reach-table', h('thead', h('tr', h('th', { scope: 'col' }, say('时限', 'limit')), all.map(ring => h('th.n', { scope: 'col' }, say(`${ring.minutes} 分钟`, `${ring.minutes} min`))))),
    h('tbody', FIGURES.map(([of, name, unit, digits, value]) => h('tr', h('th', { scope: 'row' }, name(), unit() ? h('span.unit', unit()) : null), all.map(ring => h('td.n', shown(value(ring.before), digits, { kind: 'reach', of, id: String(ring.minutes) })))))));
}

/** Before, after and the change, of one limit. @param {Ring} ring */
function beforeAfter(ring) {
  const id = String(ring.minutes), after = /** @type {Circle} */ (ring.after);
  const line = (/** @type {typeof FIGURES[number]} */ [of, name, unit, digits, value]) => {
    const was = value(ring.before), is = value(after), same = was === is;
    return h('tr', { 'data-figure': `circle-${of}` }, h('th', { scope: 'row' }, name(), unit() ? h('span.unit', unit()) : null), h('td.n.diff-was', shown(was, digits, { kind: 'reach', of, id, before: true })), h('td.n', shown(is, digits, { kind: 'reach', of, id })),
      h('td.n', same ? h('span.meta', say('不变', 'same')) : was === null || is === null ? '?' : deltaChip(is - was, 1, digits)));
  };
  return h('table.reach-table', h('thead', h('tr', h('th', { scope: 'col' }, say(`${ring.minutes} 分钟`, `${ring.minutes} min`)), [say('试算前', 'before'), say('试算后', 'after'), say('变化', 'change')].map(text => h('th.n', { scope: 'col' }, text)))), h('tbody', FIGURES.map(line)));
}

/** The picture: a bar a limit, before above after. @param {Ring[]} all */
function bars(all) {
  const most = Math.max(...all.flatMap(ring => [ring.before.area_km2, ring.after?.area_km2 ?? 0]), 1e-9);
  const words = all.map(ring => say(`${ring.minutes} 分钟 ${num((ring.after ?? ring.before).area_km2)} 平方公里`, `${ring.minutes} minutes ${num((ring.after ?? ring.before).area_km2)} square kilometres`)).join(say('，', ', '));
  return h('div.reach-bars', { role: 'img', 'aria-label': words }, all.map(ring => h('div.reach-bar', h('span.meta', say(`${ring.minutes} 分`, `${ring.minutes} min`)), bar(ring.before.area_km2, ring.after?.area_km2 ?? null, most), h('span.meta', `${num((ring.after ?? ring.before).area_km2)} km²`))));
}

/** Ghost and solid on one scale; without a what-if the solid alone. @param {number} was @param {number|null} is @param {number} most */
export function bar(was, is, most) {
  const now = is ?? was, part = (/** @type {number} */ value) => `${100 * value / most}%`;
  const both = h('span.diff-bars', { 'aria-hidden': 'true' }, is === null ? null : h('span.bar-ghost'), h('span.bar-solid', h(`span.bar-more-part.${now >= was ? 'gain' : 'loss'}`)));
  setVars(both, { '--was': part(was), '--is': part(now), '--low': part(Math.min(was, now)), '--high': part(Math.max(was, now)) });
  return both;
}

/** Area by place, the largest first. @param {Ring} ring */
function places(ring) {
  const now = ring.after ?? ring.before, all = [...new Set([...now.km2_of, ...ring.before.km2_of].map(one => one.place))];
  const of = (/** @type {Circle} */ circle, /** @type {string} */ place) => circle.km2_of.find(one => one.place === place)?.km2 ?? 0;
  const most = Math.max(...all.map(place => Math.max(of(now, place), of(ring.before, place))), 1e-9);
  return h('div.sub', h('h3', say('分地区 km²', 'By place, km²'), h('span.part-head-end', say(`${ring.minutes} 分钟`, `${ring.minutes} min`))), all.length ? h('table.reach-table.reach-places', h('tbody', all.sort((a, b) => of(now, b) - of(now, a)).map(place => h('tr',
    h('th', { scope: 'row' }, h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'place', id: place } }) }, placeName(place))), h('td.wide', bar(of(ring.before, place), ring.after ? of(now, place) : null, most)), h('td.n', figure(num(of(now, place), 1), { kind: 'reach', of: 'place', id: String(ring.minutes), chain: place })))))) : empty(say('圈不在已登记的地区里。', 'It lies in no place recorded.')));
}

/* ---- who comes in, who falls out: side by side, always both */

/** @param {Ring} ring */
const winners = ring => h('div.winners', side(say('新进圈', 'Gained'), ring.gained, 'gained'), side(say('出圈', 'Lost'), ring.lost, 'lost'));

/** @param {string} title @param {Gain|null} gain @param {'gained'|'lost'} kind */
function side(title, gain, kind) {
  const none = !gain || (gain.area_km2 === 0 && !gain.firm_count && !gain.stations.length && !gain.facilities.length);
  return h('div.winner', { 'data-side': kind }, h('h4', h(`span.legend-${kind}`), ' ', title), none ? h('p.meta', say('没有', 'none')) : [h('p', h('b', `${num(gain.area_km2, 1)} km²`)), h('p.meta', say('人口 ', 'people '), gain.people === null ? say('未知', 'unknown') : num(gain.people)),
    named(say('企业', 'firms'), gain.firm_count, gain.firms.map(id => h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }) }, firmName(id)))),
    named(say('车站', 'stations'), gain.stations.length, gain.stations.map(id => stopLink('station', id))), named(say('学校医院等', 'schools, hospitals'), gain.facilities.length, gain.facilities.map(id => stopLink('facility', id)))]);
}

/** @param {string} title @param {number} count @param {HTMLElement[]} links */
const named = (title, count, links) => (count ? h('p.winner-names', h('span.meta', `${title} ${num(count)} `), links.slice(0, 30).map((link, i) => [i ? comma() : '', link]), count > Math.min(30, links.length) ? ' …' : '') : null);

/** The widest ring, before and after, over the whole map. */
function look() {
  const ring = reached().circle?.circles.at(-1);
  set({ view: 'map' });
  fitTo(/** @type {number[][]} */ ([ring?.before, ring?.after].flatMap(one => one?.geometry.coordinates.flat(2) ?? [])));
}

const acts = () => h('div.acts', h('button', { type: 'button', onclick: look }, say('缩放到圈', 'Zoom to it')), [['CSV', circleCsv], ['GeoJSON', circleGeojson], ['SVG', circleSvg]].map(([name, act]) => h('button', { type: 'button', onclick: async () => { try { await /** @type {() => any} */ (act)(); } catch (error) { tellFault(error); } } }, /** @type {string} */ (name))));
