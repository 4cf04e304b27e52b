/* legend.js - only what is on the map now, and all of it. */
import { h, s } from './h.js';
import { firmGlyph, glyph } from './glyph.js';
import { board, get } from './store.js';
import { nameOf, say } from './words.js';
import { segment } from './look.js';
import { isLarge } from './zone.js';
import { shownTargets } from './map_data.js';
import { anyFirms, isOn } from './map_layers.js';

/** What only the map can tell. @typedef {{points: boolean, counts: boolean, fills: boolean, borders: boolean, removed: boolean, chosenPlace: boolean}} Seen */

/** @param {string} kind @param {number} [r] */
const dot = (kind, r = 4) => s('svg', { class: 'glyph', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true }, s('circle', { cx: 8, cy: 8, r, class: `legend-${kind}` }));
/** @param {any} sign @param {string} words */
const entry = (sign, words) => h('li', sign, ' ', words);

/** @type {Seen} */
let seen = { points: true, counts: false, fills: false, borders: false, removed: false, chosenPlace: false };
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
  if (isOn('tried') && get().edits.some(change => change.on && change.place)) list.push([dot('tried', 5.5), say('试算引入（落在地区标注点，示意）', 'tried (at the place’s label point, illustrative)')]);
  if (isOn('places')) list.push([h('span.legend-line.legend-county'), say('县界', 'county line')]);
  if (isOn('places') && seen.borders) list.push([h('span.legend-line'), say('省界', 'province line')]);
  if (isOn('places') && seen.chosenPlace) list.push([h('span.legend-area'), say('所选地区', 'the place chosen')]);
  return list;
}

/** The entries as sign and words. */
export const entries = () => (board().now ? [...firmEntries(), ...otherEntries()] : []);

export const legend = () => h('ul', { 'aria-label': say('图例', 'Legend') }, entries().map(([sign, words]) => entry(sign, words)));
