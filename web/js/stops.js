/* stops.js - stations, schools and hospitals by name: read once, of a snapshot. */
import { h } from './h.js';
import { tellFault } from './states.js';
import { set } from './store.js';
import { nameOf } from './words.js';
import { readTable, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {'station'|'facility'} Kind */

const MANY = 20000;
let of = '';
let read = 0;
/** How often they were read: what names them is drawn anew then. */
export const stopsRead = () => read;
/** @type {Record<Kind, Map<string, Row>>} */
let known = { station: new Map(), facility: new Map() };
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} fn */
export const onStops = fn => { listeners.add(fn); };
/** @param {Row[]} rows @returns {Map<string, Row>} */
const index = rows => new Map(rows.map(row => [String(row.id), row]));

/** Asked for when first named. */
function want() {
  const snapshot = zone()?.snapshot ?? '', { stations = 0, facilities = 0 } = zone()?.rows ?? {};
  if (!snapshot || of === snapshot || stations + facilities > MANY) return;
  of = snapshot;
  Promise.all([stations ? readTable('stations') : [], facilities ? readTable('facilities') : []]).then(([a, b]) => {
    known = { station: index(a), facility: index(b) };
    read += 1;
    for (const fn of listeners) fn();
  }, error => { of = ''; tellFault(error); });
}

/** @param {Kind} kind @param {string} id @returns {Row|undefined} */
export function stop(kind, id) {
  want();
  return known[kind].get(id);
}

/** A name that opens it. @param {Kind} kind @param {string} id */
export const stopLink = (kind, id) => h('button.link', { type: 'button', onclick: () => set({ selection: { kind, id }, tab: 'where' }) }, nameOf(stop(kind, id)) || id);
