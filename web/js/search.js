/* search.js - find a firm, a link or a place by name, initials or code.
 *
 * `/` opens; arrows move; Enter selects, Shift+Enter adds to the what-if. */
import { get as ask, isOutdated } from './api.js';
import { draw, h } from './h.js';
import { classGlyph, firmGlyph, glyph } from './glyph.js';
import { isLocal, segment } from './look.js';
import { get, on, set } from './store.js';
import { nameOf, say } from './words.js';
import { placeName } from './zone.js';
import { addEdit, bringFirm, bringNew, removeFirm } from './whatif.js';
import { tellFault, toast } from './states.js';

/** @typedef {{table: string, id: string, name_zh: string, name_en: string, how: string, place?: string, from: number, length: number}} Found */

/** @type {Record<string, () => string>} */
const GROUPS = {
  firms: () => say('企业', 'Firms'), segments: () => say('环节', 'Links'), places: () => say('地区', 'Places'), chains: () => say('产业链', 'Chains'),
  districts: () => say('招商片区', 'Districts'), projects: () => say('项目', 'Projects'), stations: () => say('车站', 'Stations'), facilities: () => say('公共设施', 'Facilities'),
};

/** @type {HTMLInputElement} */
let input;
/** @type {HTMLElement} */
let list;
/** @type {Found[]} */
let found = [];
let at = -1;
let timer = 0;

/** @param {HTMLElement} root */
export function mount(root) {
  input = /** @type {HTMLInputElement} */ (h('input.search-input', { type: 'search', role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': 'search-list', 'aria-expanded': 'false',
    autocomplete: 'off', spellcheck: 'false', oninput: later, onkeydown: key, onfocus: later, onblur: () => setTimeout(close, 150) }));
  list = h('div.search-list', { id: 'search-list', role: 'listbox' });
  list.hidden = true;
  root.append(input, h('kbd', { 'aria-hidden': 'true' }, '/'), list);
  const label = () => {
    input.placeholder = say('名称 / 拼音首字母 / 代码', 'Name / pinyin initials / code');
    input.setAttribute('aria-label', say('搜索企业、环节、地区', 'Search firms, links, places'));
    list.setAttribute('aria-label', say('结果', 'Results'));
  };
  label();
  on(['lang'], label);
}

export const focusSearch = () => { input.focus(); input.select(); };

function later() {
  clearTimeout(timer);
  timer = window.setTimeout(look, 120);
}

async function look() {
  const q = input.value.trim();
  if (!q) return close();
  try {
    const answer = await ask('/api/v1/search', { q, most: 8 }, 'search');
    found = grouped(answer.found);
    at = found.length ? 0 : -1;
    show(q);
  } catch (error) {
    if (!isOutdated(error)) tellFault(error);
  }
}

/** In groups, eight at most each. @param {Found[]} all */
function grouped(all) {
  const known = Object.keys(GROUPS);
  const tables = [...known, ...new Set(all.map(item => item.table).filter(table => !known.includes(table)))];
  return tables.flatMap(table => all.filter(item => item.table === table).slice(0, 8));
}

/** @param {string} q */
function show(q) {
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  draw(list, found.length ? found.map(option) : h('p.empty', say(`没有找到“${q}”`, `Nothing found for "${q}"`)),
    found.length ? h('p.search-help', say('Enter 选中 · Shift+Enter 加入试算', 'Enter selects · Shift+Enter adds to the what-if')) : null);
  mark();
}

/** @param {Found} item @param {number} i */
function option(item, i) {
  const first = i === 0 || found[i - 1].table !== item.table;
  return [first ? h('div.search-group', { role: 'presentation' }, GROUPS[item.table]?.() ?? item.table) : null,
    h('div.search-option', { role: 'option', id: `found-${i}`, onpointerdown: (/** @type {PointerEvent} */ e) => { e.preventDefault(); choose(i, e.shiftKey); } },
      signOf(item), h('span.search-name', lettered(item)), h('span.meta', `${item.id}${item.place ? ` · ${placeName(item.place)}` : ''}`))];
}

/** @param {Found} item */
function signOf(item) {
  if (item.table === 'firms') return firmGlyph(isLocal(item.id));
  if (item.table === 'segments') return classGlyph(segment(item.id)?.class ?? 'unknown');
  return glyph('circle', 'hollow');
}

/** The letters that were found stand out. @param {Found} item */
function lettered(item) {
  if (say.language() === 'en') return nameOf(item);
  const letters = [...(item.name_zh ?? '')], end = item.from + item.length;
  return [letters.slice(0, item.from).join(''), h('b', letters.slice(item.from, end).join('')), letters.slice(end).join('')];
}

function mark() {
  for (const [i, element] of [...list.querySelectorAll('[role=option]')].entries()) {
    element.setAttribute('aria-selected', String(i === at));
    if (i === at) element.scrollIntoView({ block: 'nearest' });
  }
  if (at >= 0) input.setAttribute('aria-activedescendant', `found-${at}`);
  else input.removeAttribute('aria-activedescendant');
}

function close() {
  list.hidden = true;
  found = [];
  at = -1;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (event.isComposing) return;
  if (event.key === 'Escape') { event.stopPropagation(); close(); input.blur(); }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    if (found.length) at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
    mark();
  }
  if (event.key === 'Enter' && at >= 0) choose(at, event.shiftKey);
}

/** @param {number} i @param {boolean} try_ */
function choose(i, try_) {
  const item = found[i];
  if (!item) return;
  if (try_) tryOut(item);
  else select(item);
  input.value = '';
  close();
}

/** @param {Found} item */
function select(item) {
  const kinds = /** @type {Record<string, 'firm'|'segment'|'place'>} */ ({ firms: 'firm', segments: 'segment', places: 'place' });
  if (kinds[item.table]) set({ selection: { kind: kinds[item.table], id: item.id } });
  else if (item.table === 'stations' || item.table === 'facilities') set({ selection: { kind: item.table === 'stations' ? 'station' : 'facility', id: item.id }, tab: 'where' });
  else if (item.table === 'projects') set({ selection: item.place ? { kind: 'place', id: item.place } : get().selection, tab: 'where', reach: { ...get().reach, at: `projects:${item.id}` } }); // what lies around it
  else if (item.table === 'chains') set({ chain: item.id });
  else if (item.place) set({ selection: { kind: 'place', id: item.place } });
}

/** @param {Found} item */
function tryOut(item) {
  if (item.table === 'segments') addEdit(bringNew(item.id));
  else if (item.table === 'firms') addEdit(isLocal(item.id) ? removeFirm(item.id) : bringFirm(item.id));
  else return toast(say('只有企业和环节可以加入试算', 'Only firms and links can be tried'));
  if (get().view === 'map') toast(say('已加入试算', 'Added to the what-if'));
}
