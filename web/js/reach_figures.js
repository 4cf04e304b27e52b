/* reach_figures.js - the figures of a circle, in their order, and how it is reckoned: for screen, files and paper. */
import { h } from './h.js';
import { computedMarks, markWords, num } from './format.js';
import { SPEEDS, VEHICLES } from './reach_words.js';
import { reached } from './store.js';
import { nameOf, say, word } from './words.js';
import { placeName } from './zone.js';

/** @typedef {import('./types.js').Circle} Circle */

/** What, its name, its unit, its digits, its value; null: nobody knows. @type {[string, () => string, () => string, number, (circle: Circle) => number|null][]} */
export const FIGURES = [
  ['area', () => say('面积', 'Area'), () => 'km²', 1, circle => circle.area_km2], ['people', () => say('人口', 'People'), () => say('人', ''), 0, circle => circle.people],
  ['firms', () => say('企业', 'Firms'), () => say('家', ''), 0, circle => circle.firms], ['stations', () => say('车站', 'Stations'), () => say('座', ''), 0, circle => circle.stations.length],
  ['facilities', () => say('学校医院等', 'Schools, hospitals …'), () => say('处', ''), 0, circle => circle.facilities.length],
];

/** How it is reckoned, in a line. */
export function ruleText() {
  const circle = reached().circle;
  if (!circle) return '';
  const { off_road_kmh, off_road_m, hole_km2 } = circle.rule, name = nameOf(circle.at);
  return say(`从${name}起，${circle.direction === 'to' ? '到这里来' : '从这里出发'}；离开道路按 ${num(off_road_kmh, 1)} km/h 走，至多 ${num(off_road_m)} m；小于 ${num(hole_km2, 2)} km² 的孔洞填平。`,
    `From ${name}, ${circle.direction === 'to' ? 'to here' : 'from here'}; off the road ${num(off_road_kmh, 1)} km/h and at most ${num(off_road_m)} m; holes below ${num(hole_km2, 2)} km² are filled.`);
}


/** Vehicle and speed. */
export const mannerText = () => { const of = reached().circle; return of ? `${word(VEHICLES, of.vehicle)} · ${word(SPEEDS, of.speed)}` : ''; };

/** For paper: figures of each limit, before and after, with the numbers of their notes. @param {import('./print_notes.js').Notes} notes */
export function circleSheet(notes) {
  const of = reached().circle, all = of?.circles ?? [];
  if (!of || !all.length) return of?.reason ? h('p', say(of.reason.zh, of.reason.en)) : null;
  const heads = all.flatMap(ring => { const limit = say(`${ring.minutes} 分钟`, `${ring.minutes} min`); return ring.after ? [`${limit} ${say('试算前', 'before')}`, `${limit} ${say('试算后', 'after')}`] : [limit]; });
  const cells = (/** @type {(circle: Circle) => any} */ value, /** @type {(id: string, before: boolean) => any} */ what) => all.flatMap(ring => { const id = String(ring.minutes); return ring.after ? [[value(ring.before), notes.mark(what(id, true))], [value(ring.after), notes.mark(what(id, false))]] : [[value(ring.before), notes.mark(what(id, false))]]; });
  const places = [...new Set(all.flatMap(ring => [ring.before, ring.after ?? ring.before].flatMap(one => one.km2_of.map(part => part.place))))];
  const row = (/** @type {any} */ name, /** @type {any[][]} */ values) => h('tr', h('th', { scope: 'row' }, name), values.map(value => h('td.n', value)));
  return h('div.print-circle', h('table.grid', h('caption', say(`${nameOf(of.at)}分钟圈`, `Circle of ${nameOf(of.at)}`), ' · ', mannerText(), markWords(computedMarks(of.marks))), h('thead', h('tr', h('th', { scope: 'col' }, say('指标', 'figure')), heads.map(text => h('th.n', { scope: 'col' }, text)))),
    h('tbody', FIGURES.map(([id, name, unit, digits, value]) => row([name(), unit() ? ` ${unit()}` : ''], cells(circle => { const found = value(circle); return found === null ? say('未知', 'unknown') : num(found, digits); }, (limit, before) => ({ kind: 'reach', of: id, id: limit, before })))),
      places.map(code => row(`${placeName(code)} km²`, cells(circle => num(circle.km2_of.find(part => part.place === code)?.km2 ?? 0, 1), () => ({ kind: 'none' })))))), h('p.meta', ruleText()));
}
