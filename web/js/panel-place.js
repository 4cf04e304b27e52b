/* panel-place.js - a place: what it is, which firms stand there, which outside firms come from there. */
import { agedDay } from './age.js';
import { get as ask } from './api.js';
import { h } from './h.js';
import { firmRow } from './rows.js';
import { lost, markWords, num, small } from './format.js';
import { isLocal, lossOf, targetOf } from './look.js';
import { empty, tellFault } from './states.js';
import { board, get, set } from './store.js';
import { LEVELS, nameOf, say, word } from './words.js';
import { firm, isLarge, keepFirms, listOf, members, place, placeName, rows, zone } from './zone.js';

const FIRST = 200; // firms of a place that are looked at in a large zone

/** @param {string} code */
export function placeView(code) {
  const row = place(code);
  if (!row) return h('section.part', h('h2', code), empty(say('没有这个地区。', 'There is no such place.')));
  const { firms, all } = firmsAt(code);
  const local = firms.filter(item => isLocal(item.id)).sort((a, b) => (lossOf(b.id) ?? 0) - (lossOf(a.id) ?? 0));
  const targets = firms.filter(item => targetOf(item.id)).sort((a, b) => (targetOf(b.id)?.score ?? 0) - (targetOf(a.id)?.score ?? 0));
  return h('section.part.selected', head(row), facts(row), group(say('本地企业', 'Local firms'), local.map(item => firmRow(item.id, lost(lossOf(item.id)), say('流失', 'extraction')))),
    group(say('这里的目标企业', 'Targets from here'), targets.map(item => firmRow(item.id, small(targetOf(item.id)?.score), say('得分', 'score')))),
    all === 0 ? empty(say('没有登记在这里的企业。', 'No firm is recorded here.')) : null,
    all !== null && all > firms.length ? h('p.meta', say(`这里登记 ${num(all)} 家，只看了编号在前的 ${firms.length} 家和上榜的目标；全部见表。`, `${num(all)} firms are recorded here; looked at: the first ${firms.length} by id and the targets listed. All are in the table.`)) : null, acts(code));
}

/** Firms at a place as the edits leave them, and how many there are (null: not known yet). @param {string} code */
function firmsAt(code) {
  const here = rows('firms').map(item => firm(item.id) ?? item).filter(item => item.place === code || item.zone === code);
  if (!isLarge()) return { firms: here, all: here.length };
  const listed = (board().now?.who.targets ?? []).filter(target => target.place === code);
  const first = firstAt(code), ids = new Set([...(first?.ids ?? []), ...listed.map(target => target.firm)]);
  return { firms: [...ids].map(id => firm(id)).filter(item => item !== undefined), all: first?.total ?? null };
}

/** First firms of the places looked at, by code. @type {Map<string, {snapshot: string, total: number, ids: string[]}|null>} */
const firsts = new Map();

/** Asked for once a snapshot; the rows tell when they came. @param {string} code */
function firstAt(code) {
  const known = firsts.get(code);
  if (known === undefined || (known && known.snapshot !== zone()?.snapshot)) {
    firsts.set(code, null);
    ask('/api/v1/tables/firms', { place: code, limit: FIRST }).then(page => {
      firsts.set(code, { snapshot: page.snapshot, total: page.total, ids: page.rows.map((/** @type {any} */ one) => one.row.id) });
      keepFirms(page.rows);
    }, error => { firsts.delete(code); tellFault(error); });
  }
  return known ?? null;
}

/** @param {import('./types.js').Row} row */
const head = row => h('header.sel-head', h('h2', nameOf(row), h('span.code', row.id)), members().includes(row.id) ? h('span.class-chip', say('成员', 'member')) : null,
  h('p.meta', say(row.name_en ?? '', row.name_zh), ' · ', word(LEVELS, row.level), row.parent ? ` · ${placeName(row.parent)}` : '', row.manager ? say(` · 由${placeName(row.manager)}管理`, ` · managed by ${placeName(row.manager)}`) : '', ' ', markWords(row.marks)));

/** @param {import('./types.js').Row} row */
const facts = row => h('dl.facts', row.area_km2 ? [h('dt', say('面积', 'Area')), h('dd', num(Number(row.area_km2), 1), h('span.unit', 'km²'))] : null, row.as_of ? [h('dt', say('数据日期', 'As of')), h('dd', agedDay(row.as_of, ['places']))] : null,
  [h('dt', say('来源', 'Sources')), h('dd', listOf(row.source).join(' ') || '?')], row.note ? [h('dt', say('备注', 'Note')), h('dd', row.note)] : null);

/** @param {string} title @param {any[]} items */
const group = (title, items) => (items.length ? h('div.sub', h('h3', title, h('span.count-of', String(items.length))), items) : null);

/** @param {string} code */
const acts = code => h('div.acts', get().place === code ? h('button', { type: 'button', onclick: () => set({ place: 'zone' }) }, say('看全区', 'See the whole zone'))
  : h('button', { type: 'button', onclick: () => set({ place: code }) }, say('只看这里', 'See this place alone')));
