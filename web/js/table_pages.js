/* table_pages.js - a long table a page at a time, as the server has it, of all places or of one. */
import { get as ask, isOutdated } from './api.js';
import { h } from './h.js';
import { num } from './format.js';
import { onSession } from './session.js';
import { tellFault } from './states.js';
import { say } from './words.js';
import { keepFirms, members, onRows, placeName, zone } from './zone.js';

/** @typedef {import('./wanted.js').Entry} Entry */

const ROWS = 200;
/** Where we are: in which table, of which place, the key before each page so far, the last one that of the page seen. */
const at = { table: 'firms', place: '', starts: [''] };
/** The page that is there, and the address and snapshot it was asked for by. @type {{of: string, rows: any[], next: string|null, total: number}} */
let page = { of: '', rows: [], next: null, total: 0 };
let asking = '';
/** @type {Set<() => void>} */
const listeners = new Set();
/** A page came of a table whose rows the zone does not hold. @param {() => void} fn */
export const onPage = fn => { listeners.add(fn); };

const now = () => JSON.stringify([zone()?.snapshot, at.table, at.place, at.starts[at.starts.length - 1]]);

/** Rows of the page; the last one that came, while the next is on its way. @param {string} table */
export function pageRows(table) {
  if (table !== at.table) {
    Object.assign(at, { table, place: '', starts: [''] });
    page = { of: '', rows: [], next: null, total: 0 };
  }
  if (page.of !== now() && asking !== now()) read(now());
  return page.rows;
}

/** @param {string} of */
async function read(of) {
  asking = of;
  try {
    const answer = await ask(`/api/v1/tables/${at.table}`, { limit: ROWS, place: at.place, after: at.starts[at.starts.length - 1] }, 'table-page');
    page = { of, rows: answer.rows.map((/** @type {Entry} */ one) => one.row), next: answer.next, total: answer.total };
    if (at.table === 'firms') keepFirms(answer.rows);
    for (const fn of listeners) fn();
  } catch (error) {
    if (isOutdated(error)) return;
    asking = '';
    tellFault(error);
  }
}

/** Another page was asked for: draw what there is, and again when it came. @param {() => void} again @param {() => void} change */
function turn(again, change) {
  change();
  pageRows(at.table);
  again();
}

/** @param {() => void} again */
function places(again) {
  const first = members(), others = (zone()?.places ?? []).map(row => row.id).filter(id => !first.includes(id));
  return h('select', { 'aria-label': say('地区', 'Place'), onchange: (/** @type {any} */ event) => turn(again, () => { at.place = event.target.value; at.starts = ['']; }) },
    h('option', { value: '' }, say('所有地区', 'all places')), [...first, ...others].map(code => h('option', { value: code, selected: code === at.place }, `${placeName(code)} ${code}`)));
}

/** The tools of a paged table, and what it is. @param {() => void} again draws the table */
export function pager(again) {
  const n = at.starts.length - 1, waits = page.of !== now();
  const button = (/** @type {string} */ words, /** @type {boolean} */ can, /** @type {() => void} */ change) => h('button', { type: 'button', disabled: !can || waits, onclick: () => turn(again, change) }, words);
  return [places(again), button(say('上一页', 'Previous'), n > 0, () => { at.starts.pop(); }), button(say('下一页', 'Next'), page.next !== null, () => { at.starts.push(page.next ?? ''); }),
    h('span.meta', { role: 'status' }, waits ? say('正在取…', 'reading…') : page.rows.length ? rangeText(n * ROWS) : say('这里没有行', 'no row here'))];
}

/** Which rows are seen of how many. @param {number} before */
function rangeText(before) {
  const from = num(before + 1), to = num(before + page.rows.length), all = num(page.total);
  const why = at.table === 'firms' ? [say('；企业多，一次取一页，找一家请用搜索', '; firms are many and come a page at a time: to find one, search')] : [];
  return say(`第 ${from}–${to} 行，共 ${all} 行，按编号`, `Rows ${from}–${to} of ${all}, by id`) + why.join('');
}

/** The place that is seen alone; '' for all. @param {string} table */
export const pagedPlace = table => (table === at.table ? at.place : '');

onSession(() => { page.of = ''; });
let snapshot = '';
onRows(() => {
  if (snapshot && snapshot !== zone()?.snapshot) at.starts = [''];
  snapshot = zone()?.snapshot ?? '';
});
