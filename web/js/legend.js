/* legend.js - only what is on the map now. */
import { h, s } from './h.js';
import { firmGlyph, glyph } from './glyph.js';
import { board, get } from './store.js';
import { nameOf, say } from './words.js';
import { segment } from './look.js';
import { shownTargets } from './map_data.js';

/** @param {string} kind */
const dot = kind => s('svg', { class: 'glyph', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true }, s('circle', { cx: 8, cy: 8, r: kind === 'fills' ? 5.5 : 4, class: `legend-${kind}` }));
/** @param {any} sign @param {string} words */
const entry = (sign, words) => h('li', sign, ' ', words);

/** The entries as sign and words. */
export function entries() {
  const at = get().selection, now = board().now;
  /** @type {[any, string][]} */
  const list = [[firmGlyph(true, 14), say('区内企业', 'firm here')], [dot('outside'), say('区外企业', 'firm outside')]];
  if (at?.kind === 'segment') list.push([dot('fills'), say(`做 ${nameOf(segment(at.id))} 的企业`, `makes ${nameOf(segment(at.id))}`)]);
  if (shownTargets().length) list.push([glyph('diamond', 'hollow', 'target', 14), at?.kind === 'segment' ? say('这个环节的目标', 'target for this link') : say('招商目标（名次）', 'target (rank)')]);
  if (get().edits.some(change => change.on && change.place)) list.push([dot('tried'), say('试算引入（落在地区标注点，示意）', 'tried (at the place’s label point, illustrative)')]);
  if (now) list.push([h('span.legend-line'), say('省界', 'province line')]);
  return list;
}

export const legend = () => h('ul', { 'aria-label': say('图例', 'Legend') }, entries().map(([sign, words]) => entry(sign, words)));
