/* where_chosen.js - what is chosen, as a place to reckon from: a street with what may be tried on it, a station, school or hospital, else the name alone. */
import { h } from './h.js';
import { streetView } from './street_card.js';
import { stopSign } from './legend.js';
import { markWords, num } from './format.js';
import { nth, part } from './part.js';
import { settle } from './reach.js';
import { STOP_KINDS, UNITS } from './reach_words.js';
import { empty } from './states.js';
import { get, reached, set } from './store.js';
import { stop, stopsRead } from './stops.js';
import { nameOf, say, word } from './words.js';
import { firm, firmName, listOf, marksIn, place, placeName, source } from './zone.js';

/** @typedef {import('./types.js').Selection} Selection */

/** The table of what is chosen, as the address wants it; '' when nothing can begin there. @param {Selection|null} at */
export function originOf(at) {
  if (at?.kind === 'firm' && typeof firm(at.id)?.lon === 'number') return `firms:${at.id}`;
  if (at?.kind === 'place' && typeof place(at.id)?.lon === 'number') return `places:${at.id}`;
  if (at?.kind === 'station') return `stations:${at.id}`;
  return at?.kind === 'facility' ? `facilities:${at.id}` : '';
}

/** @param {Selection|null} at */
export function chosenName(at) {
  if (at?.kind === 'firm') return firmName(at.id);
  if (at?.kind === 'place') return placeName(at.id);
  return at?.kind === 'station' || at?.kind === 'facility' ? nameOf(stop(at.kind, at.id)) || at.id : at?.id ?? '';
}

export const chosenPart = () => part('div', () => [get().selection, get().lang, get().edits, get().reach.at, nth(reached().street), chosenName(get().selection), stopsRead()], view);

function view() {
  const at = get().selection;
  if (at?.kind === 'street') return streetView(at.id);
  if (at?.kind === 'station' || at?.kind === 'facility') return stopView({ kind: at.kind, id: at.id });
  if (!at || at.kind === 'segment') return null;
  return h('section.part.selected', h('header.sel-head', h('h2', chosenName(at))), h('div.acts', reckon(at), h('button', { type: 'button', onclick: () => set({ tab: 'who' }) }, say('看它的资料', 'Its facts'))));
}

/** @param {Selection} at */
function reckon(at) {
  const from = originOf(at);
  if (!from) return empty(say('它没有点位，不能从它起算。', 'It has no point to reckon from.'));
  return h('button.primary', { type: 'button', disabled: get().reach.at === from, onclick: () => settle({ at: from }) }, get().reach.at === from ? say('正从这里起算', 'Reckoned from here') : say('从这里起算', 'Reckon from here'));
}

/** @param {{kind: 'station'|'facility', id: string}} at */
function stopView(at) {
  const row = stop(at.kind, at.id), kind = at.kind === 'station' ? 'station' : row?.kind === 'school' || row?.kind === 'hospital' ? row.kind : 'other';
  if (!row) return h('section.part.selected', h('header.sel-head', h('h2', at.id)), empty(say('没有这一处的资料。', 'Nothing is recorded of it.')), h('div.acts', reckon(at)));
  /** @type {[string, any][]} */
  const facts = [[say('线路', 'Lines'), row.lines], [say('开通', 'Opened'), row.opened], [say('容量', 'Capacity'), at.kind === 'facility' ? (typeof row.capacity === 'number' ? [num(row.capacity), h('span.unit', word(UNITS, row.kind === 'school' ? 'seats' : 'beds'))] : say('未知', 'unknown')) : null],
    [say('跨区共享', 'Shared'), at.kind === 'facility' ? (row.shared ? say('是', 'yes') : say('只服务本县', 'its own county alone')) : null], [say('集团', 'Group'), row.group], [say('备注', 'Note'), row.note],
    [say('来源', 'Sources'), listOf(row.source).map(id => `${id} ${source(id)?.title ?? ''}`).join(say('；', '; '))]];
  return h('section.part.selected', h('header.sel-head', stopSign(kind), h('h2', nameOf(row), h('span.code', row.id)), h('p.meta', [row.kind ? word(STOP_KINDS, row.kind) : '', placeName(row.place)].filter(Boolean).join(' · '), ' ', markWords(marksIn(row)))),
    h('dl.facts', facts.filter(([, value]) => value).map(([name, value]) => [h('dt', name), h('dd', value)])), h('div.acts', reckon(at)));
}
