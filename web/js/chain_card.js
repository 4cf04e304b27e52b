/* chain_card.js - a box opened: firms here, users here, targets; and what can be done. */
import { h } from './h.js';
import { classGlyph } from './glyph.js';
import { figure } from './explain.js';
import { computedMarks, gainText, markWords } from './format.js';
import { segment, targetsOf } from './look.js';
import { set } from './store.js';
import { addEdit, bringNew } from './whatif.js';
import { LABELS, nameOf, say, word } from './words.js';
import { firmName, placeName, segmentsOf } from './zone.js';

const FEW = 12;

/** @param {string} id @param {() => void} close */
export function card(id, close) {
  const item = segment(id);
  if (!item) return h('div');
  return h('div.chain-card', { role: 'dialog', 'aria-label': nameOf(item) },
    h('header', classGlyph(item.class), h('b', nameOf(item)), h('span.code', id), h('span.meta', word(LABELS, item.label)), ' ', say('增益 ', 'gain '), figure(gainText(item), { kind: 'gain', id }), markWords(computedMarks(item.marks)),
      h('button.ghost', { type: 'button', onclick: close, 'aria-label': say('关闭', 'close') }, 'Esc ×')),
    h('div.card-columns', column(say('本地企业', 'Firms here'), item.firms.slice(0, FEW).map(firm => name(firm)), say('区内无企业登记', 'none recorded here'), item.firms.length),
      column(say('本地用户', 'Users here'), item.users.filter(user => (segment(user)?.x ?? 0) > 0).map(user => segmentName(user)), say('无', 'none')),
      column(say('目标', 'Targets'), targetsOf(id).slice(0, 5).map(target => [name(target.firm), h('span.meta', ` ${placeName(target.place)}`)]), say('待找', 'none yet'))),
    h('div.acts', h('button.primary', { type: 'button', onclick: () => addEdit(bringNew(id)) }, say('引入 1 家试算', 'Try one more firm')),
      h('button', { type: 'button', onclick: () => { document.documentElement.dataset.wide = ''; dispatchEvent(new Event('resize')); set({ tab: 'who' }); document.getElementById('panel')?.focus(); } }, say('排名与理由', 'Ranking and reasons')),
      h('button', { type: 'button', onclick: () => set({ view: 'map' }) }, say('在地图上看', 'On the map'))));
}

/** @param {string} title @param {any[]} items @param {string} none @param {number} [all] how many there are, listed or not */
const column = (title, items, none, all = items.length) => h('div', h('h4', title, h('span.count-of', String(all))), items.length ? h('ul', items.map(item => h('li', item)), all > items.length ? h('li', '…') : null) : h('p.meta', none));

/** @param {string} id */
const name = id => h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }), title: segmentsOf(id).join(' ') }, firmName(id));
/** @param {string} id */
const segmentName = id => h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'segment', id } }) }, nameOf(segment(id)) || id);
