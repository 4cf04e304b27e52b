/* map_labels.js - names as HTML on the map, placed so that none covers another, and chips at the edge for
 * targets beyond it. Drawing fits them to what is there; moving only places them anew. */
import { draw, h } from './h.js';
import { glyph } from './glyph.js';
import { isLocal, rankOf } from './look.js';
import { board, get, set } from './store.js';
import { num } from './format.js';
import { nameOf, say } from './words.js';
import { isLarge, members, place, placeName, provinceSign, rows } from './zone.js';
import { look, namedFirms, shownTargets, tried, whereOf } from './map_data.js';
import { atEdge, layOut } from './map_layout.js';
import { isOn } from './map_layers.js';
import { circleChips, originPoints } from './map_reach.js';
import { panTo } from './map.js';

/** @typedef {import('./map_layout.js').Box} Box */
/** @typedef {import('./map_layout.js').Side} Side */
/** @typedef {'place'|'zone'|'tried'|'target'|'firm'|'reach'} Kind */
/** @typedef {{key: string, kind: Kind, name: string, sign?: string, lon: number, lat: number, gap: number, must?: boolean, sides?: Side[]}} Label */

const phone = matchMedia('(max-width: 767px)');
/** How many at most, on a phone fewer. */
const most = () => (phone.matches ? { chips: 2, targets: 5, firms: 6 } : { chips: 4, targets: 12, firms: 40 });
const MARGIN = 6, DOT = 6, CROWD = 24, NARROW = 640; // px

/** @type {{label: Label, element: HTMLElement, w: number, h: number, box: Box|null}[]} */
let shown = [];
/** @type {Map<string, HTMLElement>} */
const pool = new Map();
/** What stands over the map: no label goes under it. @type {Box[]} */
let covers = [];
/** @type {any} */
let watched = null;

/** The labels in force, those that matter more first. @returns {Label[]} */
function wanted() {
  return [...reachLabels(), ...triedLabels(), ...(isOn('places') ? placeLabels() : []), ...firmLabels(true), ...targetLabels(), ...firmLabels(false)];
}

/** The figure of each circle, below its southernmost point. @returns {Label[]} */
const reachLabels = () => circleChips().map(({ key, name, lon, lat }) => ({ key, kind: 'reach', name, lon, lat, gap: 8, must: true, sides: ['below', 'right', 'left', 'above'] }));

/** @returns {Label[]} */
const triedLabels = () => tried().features.map((/** @type {any} */ { geometry, properties }, /** @type {number} */ i) => ({
  key: `tried ${i}`, kind: 'tried', name: properties.name, lon: geometry.coordinates[0], lat: geometry.coordinates[1], gap: 11, must: true, sides: ['right', 'left', 'below', 'above'] }));

/** @returns {Label[]} */
function placeLabels() {
  return (board().now?.chain.places ?? members()).flatMap(code => {
    const row = place(code), sign = provinceSign(code);
    if (typeof row?.lon !== 'number' || typeof row?.lat !== 'number') return [];
    const zone = row.level === 'zone';
    return [{ key: `place ${code}`, kind: zone ? 'zone' : 'place', name: nameOf(row), sign: sign ? say(...sign) : '', lon: row.lon, lat: row.lat, gap: 12, must: true, sides: zone ? ['below', 'above', 'right', 'left'] : ['above', 'below', 'right', 'left'] }];
  });
}

/** @param {boolean} chosen the chosen firm, or those that fill the chosen link @returns {Label[]} */
function firmLabels(chosen) {
  const id = get().selection?.kind === 'firm' ? get().selection?.id : '';
  return namedFirms(look()).filter(row => (row.id === id) === chosen).slice(0, most().firms).flatMap(row => {
    const at = rankOf(row.id) ? null : whereOf(row.id);
    return at ? [{ key: `firm ${row.id}`, kind: 'firm', name: nameOf(row), lon: at[0], lat: at[1], gap: 9, must: chosen }] : [];
  });
}

/** The first few, and the chosen one. @returns {Label[]} */
function targetLabels() {
  const id = get().selection?.id;
  return shownTargets().filter((target, i) => i < most().targets || target.firm === id).flatMap(target => {
    const at = whereOf(target.firm);
    return at ? [{ key: `target ${target.firm}`, kind: 'target', name: `${rankOf(target.firm)} ${nameOf(target)}`, lon: at[0], lat: at[1], gap: 10, must: target.firm === id }] : [];
  });
}

/** Draw the names that are in force; above tells what stands over the map. @param {any} map @param {HTMLElement[]} above */
export function labels(map, above) {
  const list = wanted(), keys = new Set(list.map(label => label.key)), holder = map.getCanvasContainer();
  for (const [key, element] of pool) if (!keys.has(key)) { element.remove(); pool.delete(key); }
  const made = list.map(label => ({ label, element: elementOf(label, holder) }));
  shown = made.map(({ label, element }) => ({ label, element, w: element.offsetWidth + 2, h: element.offsetHeight, box: null }));
  covers = boxesOf(above, holder);
  if (watched !== map) { map.on('move', () => follow(map)); watched = map; }
  follow(map);
}

/** @param {Label} label @param {HTMLElement} holder */
function elementOf(label, holder) {
  const element = pool.get(label.key) ?? h('div.map-label');
  element.className = `map-label is-${label.kind}${label.kind === 'place' || label.kind === 'zone' ? ' place-label' : ''}`;
  draw(element, h('b', label.name), label.sign ? [' ', h('span', label.sign)] : null);
  if (!element.isConnected) holder.append(element);
  pool.set(label.key, element);
  return element;
}

/** Boxes of elements, against a holder. @param {HTMLElement[]} list @param {HTMLElement} holder @returns {Box[]} */
function boxesOf(list, holder) {
  const from = holder.getBoundingClientRect();
  return list.map(element => element.getBoundingClientRect()).filter(at => at.width && at.height)
    .map(at => ({ x: at.left - from.left - MARGIN, y: at.top - from.top - MARGIN, w: at.width + 2 * MARGIN, h: at.height + 2 * MARGIN }));
}

/** @param {any} map */
const frameOf = map => ({ x: 0, y: 0, w: map.getContainer().clientWidth, h: map.getContainer().clientHeight });

/** Firms as they are drawn, where they are few. */
const placesOfFirms = () => (isLarge() || !isOn('here') ? [] : rows('firms').filter(row => isLocal(row.id)).slice(0, 300).map(row => whereOf(row.id)));

/** Signs that no name may hide. @param {any} map @returns {Box[]} */
function signs(map) {
  const points = [...originPoints(), ...placesOfFirms(), ...shownTargets().map(target => whereOf(target.firm)), ...tried().features.map((/** @type {any} */ one) => one.geometry.coordinates)];
  return points.flatMap(at => { if (!at) return []; const { x, y } = map.project(at); return [{ x: x - DOT, y: y - DOT, w: 2 * DOT, h: 2 * DOT }]; });
}

/** Where the firms of each place stand: no chip hides them. @param {any} map @returns {Box[]} */
const centres = map => (board().now?.chain.places ?? []).flatMap(code => {
  const row = place(code);
  if (typeof row?.lon !== 'number' || typeof row?.lat !== 'number') return [];
  const { x, y } = map.project([row.lon, row.lat]);
  return [{ x: x - CROWD, y: y - CROWD, w: 2 * CROWD, h: 2 * CROWD }];
});

/** @param {any} map */
function follow(map) {
  const items = shown.map(({ label, w, h: tall }) => ({ ...map.project([label.lon, label.lat]), w, h: tall, gap: label.gap, must: label.must, sides: label.sides }));
  const boxes = layOut(items, [...covers, ...signs(map)], frameOf(map));
  shown.forEach((one, i) => {
    const box = one.box = boxes[i];
    one.element.classList.toggle('is-out', !box);
    if (box) one.element.style.setProperty('transform', `translate(${Math.round(box.x)}px, ${Math.round(box.y)}px)`);
  });
}

/** Names as they stand on the map now. */
export const standing = () => shown.flatMap(({ label, box }) => (box ? [{ kind: label.kind, text: [label.name, label.sign].filter(Boolean).join(' '), box }] : []));

/** Targets out of sight, as chips at the edge nearest to them. @param {any} map @param {HTMLElement} box @param {HTMLElement[]} above */
export function chips(map, box, above) {
  const frame = frameOf(map);
  if (!frame.w || get().view !== 'map') return;
  const beyond = shownTargets().slice(0, 12).flatMap(target => {
    const where = whereOf(target.firm), at = where ? map.project(where) : null;
    return at && (at.x < 0 || at.y < 0 || at.x > frame.w || at.y > frame.h) ? [{ target, at }] : [];
  }).slice(0, most().chips);
  const made = beyond.map(({ target, at }) => ({ at, element: chip(target, at, frame) }));
  draw(box, made.map(({ element }) => element));
  const inner = { x: 8, y: 8, w: frame.w - 16, h: frame.h - 16 }, taken = [...boxesOf(above, box), ...signs(map), ...centres(map)];
  for (const { at, element } of made) {
    const stands = atEdge({ x: at.x, y: at.y, w: element.offsetWidth, h: element.offsetHeight }, taken, inner);
    if (!stands) { element.remove(); continue; }
    taken.push(stands);
    element.style.setProperty('left', `${Math.round(stands.x)}px`);
    element.style.setProperty('top', `${Math.round(stands.y)}px`);
  }
}

/** @param {import('./types.js').Target} target @param {{x: number, y: number}} at @param {Box} frame */
function chip(target, at, frame) {
  const arrow = at.x < 0 ? '←' : at.x > frame.w ? '→' : at.y < 0 ? '↑' : '↓';
  const far = ` ${placeName(target.place)}${typeof target.minutes === 'number' ? say(` ${num(target.minutes)} 分钟`, ` ${num(target.minutes)} min`) : target.km === null ? '' : ` ${num(target.km)} km`}`;
  return h('button.edge-chip', { type: 'button', onclick: () => { set({ selection: { kind: 'firm', id: target.firm } }); const to = whereOf(target.firm); if (to) panTo(...to); } },
    glyph('diamond', 'hollow', 'target', 13), ` ${nameOf(target)} ${arrow}`, frame.w < NARROW ? null : h('span.meta', far));
}
