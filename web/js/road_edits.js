/* road_edits.js - changes of roads as what-if edits: rows of the table road_works (docs/answers-reach.md).
 *
 * A change of a street has a key, so that changing it again replaces the change before. */
import { get, reached } from './store.js';
import { say, word } from './words.js';
import { BUILT, ROAD_CLASSES } from './reach_words.js';

/** @typedef {import('./types.js').Change} Change */
/** @typedef {import('./types.js').Street} Street */
/** @typedef {import('./types.js').Work} Work */

const TRIED = { active: 'yes', source: 'illustrative', marks: ['illustrative'] };

/** @param {string} key @param {string} name_zh @param {string} name_en @param {Record<string, any>} row @param {Partial<Change>} [more] @returns {Change} */
const change = (key, name_zh, name_en, row, more = {}) => ({ kind: 'road', key, name_zh, name_en, on: true, edit: [{ table: 'road_works', op: 'upsert', row }], ...more });

/** The key of a ready work. @param {string} id */
export const workKey = id => `work ${id}`;
/** A work that stands ready is counted. @param {Work} work @returns {Change} */
export const doWork = work => change(workKey(work.id), work.name_zh, work.name_en || work.name_zh, { id: work.id, active: 'yes' });

/** @param {Street} street */
export const streetName = street => street.road || word(ROAD_CLASSES, street.class);
/** What the street is said to be in an edit. @param {Street} street @returns {[string, string]} */
const called = street => [street.road || ROAD_CLASSES[street.class]?.[0] || street.class, street.road || ROAD_CLASSES[street.class]?.[1] || street.class];

/** Planning speed as the street has it against its limit, else as its class has it. @param {Street} street @param {number} limit */
function planOf(street, limit) {
  const of = street.limit_kmh && street.plan_kmh ? street.plan_kmh / street.limit_kmh : factorOf(street.class);
  return Math.round(limit * Math.min(1, of));
}

/** @param {string} name of a class of road */
const factorOf = name => reached().roads?.speeds.find(one => one.vehicle === get().reach.vehicle && one.class === name)?.factor || 0.85;
/** @param {string} name of a class of road @param {number} limit */
export const planFor = (name, limit) => Math.round(limit * factorOf(name));

/** @param {Street} street @param {number} limit @returns {Change} */
export function speedOf(street, limit) {
  const [zh, en] = called(street), was = street.limit_kmh ? `${street.limit_kmh} → ` : '';
  return change(`speed ${street.id}`, `${zh} 限速 ${was}${limit}`, `${en} limit ${was}${limit}`, { ...TRIED, id: `try-speed-${street.id}`, name_zh: `${zh} 限速 ${limit}（试算）`, name_en: `${en} limit ${limit} (tried)`, kind: 'speed', edges: street.id, limit_kmh: limit, plan_kmh: planOf(street, limit) }, { street: street.id });
}

/** @param {Street} street @returns {Change} */
export function closeStreet(street) {
  const [zh, en] = called(street);
  return change(`way ${street.id}`, `封闭 ${zh}`, `Close ${en}`, { ...TRIED, id: `try-way-${street.id}`, name_zh: `封闭 ${zh}（试算）`, name_en: `${en} closed (tried)`, kind: 'close', edges: street.id }, { street: street.id });
}

/** One-way, with or against the order of its line. @param {Street} street @param {boolean} reversed @returns {Change} */
export function oneWay(street, reversed) {
  const [zh, en] = called(street), to = heading(street.line, reversed);
  return change(`way ${street.id}`, `${zh} 只许向${to[0]}`, `${en} ${to[1]}bound only`, { ...TRIED, id: `try-way-${street.id}`, name_zh: `${zh} 只许向${to[0]}（试算）`, name_en: `${en} ${to[1]}bound only (tried)`, kind: 'oneway', edges: street.id, reversed: reversed ? 'yes' : null }, { street: street.id });
}

/** @param {Street} street @returns {Change} */
export function openBoth(street) {
  const [zh, en] = called(street);
  return change(`way ${street.id}`, `${zh} 双向开放`, `${en} open both ways`, { ...TRIED, id: `try-way-${street.id}`, name_zh: `${zh} 双向开放（试算）`, name_en: `${en} open both ways (tried)`, kind: 'open', edges: street.id }, { street: street.id });
}

/** @type {[string, string][]} */
const WINDS = [['东', 'east'], ['东北', 'north-east'], ['北', 'north'], ['西北', 'north-west'], ['西', 'west'], ['西南', 'south-west'], ['南', 'south'], ['东南', 'south-east']];
/** Where a line leads, as one of eight winds. @param {number[][]} line @param {boolean} reversed @returns {[string, string]} */
export function heading(line, reversed) {
  const [a, b] = reversed ? [line[line.length - 1], line[0]] : [line[0], line[line.length - 1]];
  const turn = Math.atan2(b[1] - a[1], (b[0] - a[0]) * Math.cos(a[1] * Math.PI / 180));
  return WINDS[(Math.round(turn / (Math.PI / 4)) + 8) % 8];
}

/** @param {string} stem */
function freeWork(stem) {
  const taken = new Set(get().edits.flatMap(one => one.edit.map(edit => edit.row.id)));
  for (let n = 1; ; n++) if (!taken.has(`${stem}-${n}`)) return n;
}

/** @param {number[][]} points */
const pathText = points => points.map(([lon, lat]) => `${lon.toFixed(5)},${lat.toFixed(5)}`).join(' ');

/** A new road along points. @param {number[][]} points @param {string} of its class @param {number} limit @returns {Change} */
export function buildRoad(points, of, limit) {
  const n = freeWork('try-road'), km = Math.round(lengthKm(points) * 10) / 10, [zh, en] = ROAD_CLASSES[of];
  return change(`try-road-${n}`, `新建${zh} ${km} km（试画 ${n}）`, `New ${en}, ${km} km (drawn ${n})`, { ...TRIED, id: `try-road-${n}`, name_zh: `试画道路 ${n}`, name_en: `Drawn road ${n}`, kind: 'add', path: pathText(points), class: of, limit_kmh: limit, plan_kmh: planFor(of, limit) });
}

/** @param {number} lon @param {number} lat @returns {Change} */
export function buildJoin(lon, lat) {
  const n = freeWork('try-join');
  return change(`try-join-${n}`, `新互通 ${n}`, `New interchange ${n}`, { ...TRIED, id: `try-join-${n}`, name_zh: `试画互通 ${n}`, name_en: `Drawn interchange ${n}`, kind: 'join', path: pathText([[lon, lat]]) });
}

/** Length on the sphere (haversine). @param {number[][]} points */
export function lengthKm(points) {
  const rad = Math.PI / 180;
  return points.slice(1).reduce((sum, [lon, lat], i) => {
    const [was, at] = points[i], a = Math.sin((lat - at) * rad / 2) ** 2 + Math.cos(lat * rad) * Math.cos(at * rad) * Math.sin((lon - was) * rad / 2) ** 2;
    return sum + 2 * 6371.0088 * Math.asin(Math.sqrt(a));
  }, 0);
}

/** The limit a class is built for. @param {string} name */
export const limitFor = name => BUILT.find(([of]) => of === name)?.[1] ?? 60;

/** What was typed as points: pairs of numbers; null when it is none. @param {string} text @returns {number[][]|null} */
export function pointsOf(text) {
  const numbers = (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  if (numbers.length < 2 || numbers.length % 2) return null;
  const points = Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
  return points.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85) ? points : null;
}

/** Why a typed point is not taken. */
export const pointHelp = () => say('按“经度,纬度”写，如 119.63,30.90', 'Write longitude,latitude as 119.63,30.90');
