/* table_view.js - the rows behind the picture: sorted by a click, filtered by a word, copied to a
 * spreadsheet. Long tables are drawn in a window of rows. */
import { draw, h } from './h.js';
import { figure } from './explain.js';
import { copy, sheetCell } from './format.js';
import { board, get, on, set } from './store.js';
import { isLarge, onRows } from './zone.js';
import { empty, toast } from './states.js';
import { cells, shownOf, sorted, TABLES } from './table_rows.js';
import { pager } from './table_pages.js';
import { openChart } from './chart.js';
import { say } from './words.js';

const ROW = 28, WINDOW = 500, AROUND = 60;
/** What stands in the table now. */
const now = { name: 'segments', key: '', way: 1, word: '' };

/** @type {HTMLElement} */
let root;
/** @type {HTMLElement} */
let body;

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  on(['board', 'lang'], show);
  on(['selection'], () => show());
  onRows(show);
  root.addEventListener('scroll', () => { if (shownRows().length > WINDOW) fill(); });
  root.addEventListener('keydown', move);
  show();
}

const table = () => TABLES[now.name][1]();
/** Are rows seen a page at a time, in the server's order? */
const isPaged = () => now.name === 'firms' && isLarge();

/** The rows that are seen: those that hold the word, in the order chosen. */
export function shownRows() {
  const all = table(), list = now.key ? sorted(all, now.key, now.way) : all.rows;
  const word = isPaged() ? '' : now.word.trim().toLowerCase();
  return word ? list.filter(row => all.columns.some(column => shownOf(column, row).toLowerCase().includes(word))) : list;
}

/** What is seen: the table, and its rows that hold the word. */
export const shownTable = () => ({ name: TABLES[now.name][0](), table: table(), rows: shownRows() });
/** What is seen, as cells for a file. */
export const shownCells = () => ({ name: TABLES[now.name][0](), cells: cells(table(), shownRows()) });

function show() {
  if (!board().now) { draw(root, empty(say('正在计算…', 'computing…'))); return; }
  const top = root.scrollTop, typing = document.activeElement?.classList.contains('table-word');
  const all = table();
  body = h('tbody');
  draw(root, tools(), h('table.grid', h('caption.hidden', TABLES[now.name][0]()), h('thead', h('tr', all.columns.map(heading))), body));
  fill();
  root.scrollTop = top;
  if (typing) { const input = /** @type {HTMLInputElement} */ (root.querySelector('.table-word')); input.focus(); input.setSelectionRange(now.word.length, now.word.length); }
}

function tools() {
  const count = shownRows().length, all = table().rows.length;
  return h('div.table-tools',
    h('div.switch', { role: 'group', 'aria-label': say('表', 'Table') }, Object.entries(TABLES).map(([name, [label]]) => h('button', { type: 'button', 'aria-pressed': name === now.name ? 'true' : 'false', onclick: () => { Object.assign(now, { name, key: '', way: 1 }); root.scrollTop = 0; show(); } }, label()))),
    isPaged() ? pager(show) : filter(count, all),
    h('button', { type: 'button', onclick: copyTable }, say('复制到表格', 'Copy for a spreadsheet')),
    now.name === 'targets' ? h('button', { type: 'button', onclick: openChart }, say('看图', 'As a picture')) : null);
}

/** @param {number} count of rows seen @param {number} all */
const filter = (count, all) => [
  h('input.table-word', { type: 'search', value: now.word, placeholder: say('筛选', 'filter'), 'aria-label': say('筛选', 'filter'), oninput: (/** @type {any} */ event) => { now.word = event.target.value; show(); } }),
  h('span.meta', { role: 'status' }, count === all ? say(`${all} 行`, `${all} rows`) : say(`${count} / ${all} 行`, `${count} of ${all} rows`))];

async function copyTable() {
  const text = shownCells().cells.map(row => row.map(cell => sheetCell(cell).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
  toast(await copy(text) ? say('已复制，可粘贴到 Excel', 'Copied; paste it into a spreadsheet') : say('没有复制成', 'Not copied'));
}

/** @param {import('./table_rows.js').Column} column */
function heading(column) {
  if (isPaged()) return h('th', { scope: 'col', class: column.number ? 'n' : null }, column.label);
  const way = now.key === column.key ? now.way : 0;
  return h('th', { scope: 'col', class: column.number ? 'n' : null, 'aria-sort': way ? (way > 0 ? 'ascending' : 'descending') : null },
    h('button.ghost', { type: 'button', onclick: () => { now.way = way ? -way : column.number ? -1 : 1; now.key = column.key; show(); } }, column.label, way ? h('span', { 'aria-hidden': true }, way > 0 ? ' ▲' : ' ▼') : null));
}

/** The rows in the window, with room above and below for the others. */
function fill() {
  const all = table(), list = shownRows();
  const first = list.length > WINDOW ? Math.max(0, Math.floor(root.scrollTop / ROW) - AROUND) : 0;
  const last = list.length > WINDOW ? Math.min(list.length, first + Math.ceil(root.clientHeight / ROW) + 2 * AROUND) : list.length;
  draw(body, space(first, all.columns.length), list.slice(first, last).map((row, i) => line(all, row, i === 0)), space(list.length - last, all.columns.length));
  if (!list.length) draw(body, h('tr', h('td', { colspan: all.columns.length }, empty(say('没有符合的行。', 'No row holds that word.')))));
}

/** @param {number} rows @param {number} columns */
function space(rows, columns) {
  if (!rows) return null;
  const cell = h('td', { colspan: columns });
  cell.style.setProperty('height', `${rows * ROW}px`);
  return h('tr', { 'aria-hidden': true }, cell);
}

/** @param {import('./table_rows.js').Table} all @param {any} row @param {boolean} first */
function line(all, row, first) {
  const id = all.id(row), chosen = get().selection?.id === id;
  return h('tr.table-row', { tabindex: first ? 0 : -1, 'aria-current': chosen ? 'true' : null, 'data-id': id,
    onclick: (/** @type {any} */ event) => { if (!event.target.closest('button')) set({ selection: { kind: all.kind, id } }); } },
  all.columns.map((column, i) => cell(column, row, i === 0 || (i === 1 && column.key === 'name'))));
}

/** @param {import('./table_rows.js').Column} column @param {any} row @param {boolean} head */
function cell(column, row, head) {
  const text = shownOf(column, row), what = column.what?.(row);
  return h(head ? 'th' : 'td', { class: column.number ? 'n' : null, scope: head ? 'row' : null, title: text.length > 24 ? text : null }, what && text !== '' ? figure(text, what) : text);
}

/** Arrows from row to row, Enter selects. @param {KeyboardEvent} event */
function move(event) {
  const at = /** @type {HTMLElement} */ (event.target);
  if (!at.matches('.table-row')) return;
  if (event.key === 'Enter') at.click();
  const next = /** @type {HTMLElement|null} */ (event.key === 'ArrowDown' ? at.nextElementSibling : event.key === 'ArrowUp' ? at.previousElementSibling : null);
  if (!next?.matches('.table-row')) return;
  event.preventDefault();
  at.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
