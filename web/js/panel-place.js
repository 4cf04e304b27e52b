/* panel-place.js - a place: what it is, which firms stand there, which outside firms come from there. */
import { h } from './h.js';
import { firmRow } from './rows.js';
import { day, lost, markWords, num, small } from './format.js';
import { isLocal, lossOf, targetOf } from './look.js';
import { empty } from './states.js';
import { get, set } from './store.js';
import { LEVELS, nameOf, say, word } from './words.js';
import { firm, listOf, members, place, placeName, rows } from './zone.js';

/** @param {string} code */
export function placeView(code) {
  const row = place(code);
  if (!row) return h('section.part', h('h2', code), empty(say('没有这个地区。', 'There is no such place.')));
  const firms = rows('firms').map(item => firm(item.id) ?? item).filter(item => item.place === code || item.zone === code);
  const local = firms.filter(item => isLocal(item.id)).sort((a, b) => (lossOf(b.id) ?? 0) - (lossOf(a.id) ?? 0));
  const targets = firms.filter(item => targetOf(item.id)).sort((a, b) => (targetOf(b.id)?.score ?? 0) - (targetOf(a.id)?.score ?? 0));
  return h('section.part.selected', head(row), facts(row), group(say('本地企业', 'Local firms'), local.map(item => firmRow(item.id, lost(lossOf(item.id)), say('流失', 'extraction')))),
    group(say('这里的目标企业', 'Targets from here'), targets.map(item => firmRow(item.id, small(targetOf(item.id)?.score), say('得分', 'score')))),
    firms.length ? null : empty(say('没有登记在这里的企业。', 'No firm is recorded here.')), acts(code));
}

/** @param {import('./types.js').Row} row */
const head = row => h('header.sel-head', h('h2', nameOf(row), h('span.code', row.id)), members().includes(row.id) ? h('span.class-chip', say('成员', 'member')) : null,
  h('p.meta', say(row.name_en ?? '', row.name_zh), ' · ', word(LEVELS, row.level), row.parent ? ` · ${placeName(row.parent)}` : '', row.manager ? say(` · 由${placeName(row.manager)}管理`, ` · managed by ${placeName(row.manager)}`) : '', ' ', markWords(row.marks)));

/** @param {import('./types.js').Row} row */
const facts = row => h('dl.facts', row.area_km2 ? [h('dt', say('面积', 'Area')), h('dd', num(Number(row.area_km2), 1), h('span.unit', 'km²'))] : null, row.as_of ? [h('dt', say('数据日期', 'As of')), h('dd', day(row.as_of))] : null,
  [h('dt', say('来源', 'Sources')), h('dd', listOf(row.source).join(' ') || '?')], row.note ? [h('dt', say('备注', 'Note')), h('dd', row.note)] : null);

/** @param {string} title @param {any[]} items */
const group = (title, items) => (items.length ? h('div.sub', h('h3', title, h('span.count-of', String(items.length))), items) : null);

/** @param {string} code */
const acts = code => h('div.acts', get().place === code ? h('button', { type: 'button', onclick: () => set({ place: 'zone' }) }, say('看全区', 'See the whole zone'))
  : h('button', { type: 'button', onclick: () => set({ place: code }) }, say('只看这里', 'See this place alone')));
