/* legend.js - only what is on the map now, and all of it. */
import { h, s } from './h.js';
import { firmGlyph, glyph } from './glyph.js';
import { board, get, reached } from './store.js';
import { nameOf, say } from './words.js';
import { segment } from './look.js';
import { isLarge } from './zone.js';
import { shownTargets } from './map_data.js';
import { STOP_PATHS } from './map_reach.js';
import { anyFirms, isOn } from './map_layers.js';

/** What only the map can tell. @typedef {{points: boolean, counts: boolean, fills: boolean, borders: boolean, removed: boolean, chosenPlace: boolean,
 *   roads: boolean, changed: boolean, closed: boolean, lakes: boolean, stops: string[]}} Seen */

/** @param {string} kind @param {number} [r] */
const dot = (kind, r = 4) => s('svg', { class: 'glyph', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true }, s('circle', { cx: 8, cy: 8, r, class: `legend-${kind}` }));
/** @param {any} sign @param {string} words */
const entry = (sign, words) => h('li', sign, ' ', words);

/** @type {Seen} */
let seen = { points: true, counts: false, fills: false, borders: false, removed: false, chosenPlace: false, roads: false, changed: false, closed: false, lakes: false, stops: [] };
/** @param {Seen} now */
export const see = now => { seen = now; };

/** @type {() => [any, string][]} */
function firmEntries() {
  const at = get().selection;
  /** @type {[any, string][]} */
  const list = [];
  if (isOn('here') && seen.points) list.push([firmGlyph(true, 14), say('区内企业', 'firm here')]);
  if (isOn('elsewhere') && seen.points) list.push([dot('outside'), say('区外企业', 'firm outside')]);
  if (at?.kind === 'segment' && seen.fills) list.push([dot('fills', 5.5), say(`做 ${nameOf(segment(at.id))} 的企业`, `makes ${nameOf(segment(at.id))}`)]);
  if (seen.removed && anyFirms()) list.push([dot('removed'), say('试算中离开原处', 'leaves in the what-if')]);
  if (seen.counts) list.push(isLarge() ? [dot('cell'), say('企业密处，数字为格内家数', 'firms by cell, some with their number')] : [dot('count', 6), say('此处企业家数', 'firms around here')]);
  return list;
}

/** @type {() => [any, string][]} */
function otherEntries() {
  const at = get().selection;
  /** @type {[any, string][]} */
  const list = [];
  if (shownTargets().length) list.push([glyph('diamond', 'hollow', 'target', 14), at?.kind === 'segment' ? say('这个环节的目标（名次）', 'target for this link (rank)') : say('招商目标（名次）', 'target (rank)')]);
  if (get().edits.some(change => change.on && change.place)) list.push([dot('tried', 5.5), say('试算引入（落在地区标注点，示意）', 'tried (at the place’s label point, illustrative)')]);
  if (isOn('places')) list.push([h('span.legend-line.legend-county'), say('县界', 'county line')]);
  if (isOn('places') && seen.borders) list.push([h('span.legend-line'), say('省界', 'province line')]);
  if (isOn('places') && seen.chosenPlace) list.push([h('span.legend-area'), say('所选地区', 'the place chosen')]);
  return list;
}

/** @param {string} kind */
export const stopSign = kind => s('svg', { class: `glyph legend-stop legend-${kind}`, viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true }, s('path', { d: STOP_PATHS[kind] }));
/** @type {Record<string, () => string>} */
const STOPS = { station: () => say('车站', 'station'), school: () => say('学校', 'school'), hospital: () => say('医院', 'hospital'), other: () => say('其他设施', 'other facility') };

/** Minutes: circles, roads, stops. @type {() => [any, string][]} */
function reachEntries() {
  const rings = isOn('circle') ? reached().circle?.circles ?? [] : [], tried = rings.some(ring => ring.after);
  /** @type {[any, string][]} */
  const list = [];
  const limits = rings.map(ring => ring.minutes).join(say('、', ', '));
  if (rings.length) list.push([h('span.legend-iso'), say(`${limits} 分钟圈${tried ? ' 试算后' : ''}`, `${limits} min circle${tried ? ', after' : ''}`)]);
  if (tried) list.push([h('span.legend-line.legend-ghost'), say('试算前', 'before')]);
  if (rings.some(ring => ring.gained?.geometry.coordinates.length)) list.push([h('span.legend-gained'), say('新进圈', 'gained')]);
  if (rings.some(ring => ring.lost?.geometry.coordinates.length)) list.push([h('span.legend-lost'), say('出圈', 'lost')]);
  if (seen.roads) list.push([h('span.legend-line.legend-road'), say('道路', 'road')]);
  if (seen.changed) list.push([h('span.legend-line.legend-work'), say('试改的路', 'road changed')]);
  if (seen.closed) list.push([h('span.legend-line.legend-closed'), say('试算中封闭', 'closed in the what-if')]);
  if (seen.lakes) list.push([h('span.legend-lake'), say('水面', 'water')]);
  return [...list, ...seen.stops.map(kind => /** @type {[any, string]} */ ([stopSign(kind), STOPS[kind]()]))];
}

/** The entries as sign and words. */
export const entries = () => (board().now ? [...firmEntries(), ...otherEntries(), ...reachEntries()] : []);

const ENTRY_PX2 = 3000, MOST_PART = 0.12; // room of an entry; part of the map that the legend may hide unasked
/** Folded or not by who looks; null: by the room there is. @type {boolean|null} */
let folded = null;

/** A list under its name, folded where it would hide too much of the map. @param {number} room px² of the map @param {() => void} again after it was folded or opened */
export function legend(room, again) {
  const list = entries();
  if (!list.length) return null;
  const open = folded === null ? list.length * ENTRY_PX2 < room * MOST_PART : !folded;
  const flip = (/** @type {Event} */ event) => { event.preventDefault(); folded = open; again(); };
  return h('details.legend-fold', { open }, h('summary', { 'data-to': 'legend', onclick: flip }, say('图例', 'Legend')), h('ul', { 'aria-label': say('图例', 'Legend') }, list.map(([sign, words]) => entry(sign, words))));
}
