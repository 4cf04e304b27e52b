/* table_pages.js - the firms of a large zone in the table: a page at a time, as the server has them, of all
 * places or of one. */
import { get as ask, isOutdated } from './api.js';
import { h } from './h.js';
import { num } from './format.js';
import { tellFault } from './states.js';
import { say } from './words.js';
import { keepFirms, members, onRows, placeName, zone } from './zone.js';

/** @typedef {import('./wanted.js').Entry} Entry */

const ROWS = 200;
/** Where we are: the key before each page so far, the last one that of the page seen. */
const at = { place: '', starts: [''] };
/** The page that is there, and the address and snapshot it was asked for by. @type {{of: string, rows: any[], next: string|null, total: number}} */
let page = { of: '', rows: [], next: null, total: 0 };
let asking = '';

const now = () => JSON.stringify([zone()?.snapshot, at.place, at.starts[at.starts.length - 1]]);

/** Rows of the page; the last one that came, while the next is on its way. */
export function pageRows() {
  if (page.of !== now() && asking !== now()) read(now());
  return page.rows;
}

/** @param {string} of */
async function read(of) {
  asking = of;
  try {
    const answer = await ask('/api/v1/tables/firms', { limit: ROWS, place: at.place, after: at.starts[at.starts.length - 1] }, 'table-page');
    page = { of, rows: answer.rows.map((/** @type {Entry} */ one) => one.row), next: answer.next, total: answer.total };
    keepFirms(answer.rows);
  } catch (error) {
    if (isOutdated(error)) return;
    asking = '';
    tellFault(error);
  }
}

/** Another page was asked for: draw what there is, and again when it came. @param {() => void} again @param {() => void} change */
function turn(again, change) {
  change();
  pageRows();
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
    h('span.meta', { role: 'status' }, waits ? say('正在取…', 'reading…') : page.rows.length ? say(`第 ${num(n * ROWS + 1)}–${num(n * ROWS + page.rows.length)} 行，共 ${num(page.total)} 行，按编号；企业多，一次取一页，找一家请用搜索`,
      `Rows ${num(n * ROWS + 1)}–${num(n * ROWS + page.rows.length)} of ${num(page.total)}, by id; firms are many and come a page at a time: to find one, search`) : say('这里没有企业', 'no firm here'))];
}

let snapshot = '';
onRows(() => {
  if (snapshot && snapshot !== zone()?.snapshot) at.starts = [''];
  snapshot = zone()?.snapshot ?? '';
});
