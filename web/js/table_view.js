/* table_view.js - the rows behind the picture: sorted by a click, filtered by a word, copied to a
 * spreadsheet. Long tables are drawn in a window of rows. */
import { draw, h } from './h.js';
import { figure } from './explain.js';
import { copy, sheetCell } from './format.js';
import { board, get, on, set } from './store.js';
import { isLarge, onRows, zone } from './zone.js';
import { empty, toast } from './states.js';
import { cells, shownOf, sorted, tableOf, TABLES, titleOf } from './table_rows.js';
import { anyTables, hiddenWords, isLong, isRead, onAnyRows } from './table_any.js';
import { onPage, pager } from './table_pages.js';
import { onSchema, tableTitle } from './schema.js';
import { duties, onDuties } from './duties.js';
import { dutyStrip } from './duty_strip.js';
import { showPart } from './phone.js';
import { openChart } from './chart.js';
import { openSheets, takesDrops } from './sheets.js';
import { zoneTable } from './table_downloads.js';
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
  for (const when of [onRows, onSchema, onAnyRows, onPage, onDuties]) when(show);
  takesDrops(root, () => zoneTable(now.name));
  root.addEventListener('scroll', () => { if (shownRows().length > WINDOW) fill(); });
  root.addEventListener('keydown', move);
  show();
}

/** @type {import('./table_rows.js').Table} */
const NONE = { kind: 'firm', rows: [], columns: [], id: () => '' };
const table = () => tableOf(now.name) ?? NONE;
/** Are rows seen a page at a time, in the server's order? */
const isPaged = () => (TABLES[now.name] ? now.name === 'firms' && isLarge() : isLong(now.name));
/** Which table is seen. */
export const seenTable = () => now.name;

/** See a table. @param {string} name @param {string} [row] the row to begin at */
export function seeTable(name, row) {
  choose(name);
  set({ view: 'table' });
  showPart('stage');
  if (!row || !root) return;
  const at = /** @type {HTMLElement|null} */ (root.querySelector(`[data-id="${CSS.escape(row)}"]`));
  at?.scrollIntoView({ block: 'center' });
  at?.focus();
}

/** @param {string} name */
function choose(name) {
  Object.assign(now, { name, key: '', way: 1, word: '' });
  if (!root) return;
  root.scrollTop = 0;
  show();
}

/** The rows that are seen: those that hold the word, in the order chosen. */
export function shownRows() {
  const all = table(), list = now.key ? sorted(all, now.key, now.way) : all.rows;
  const word = isPaged() ? '' : now.word.trim().toLowerCase();
  return word ? list.filter(row => all.columns.some(column => shownOf(column, row).toLowerCase().includes(word))) : list;
}

/** What is seen: the table, and its rows that hold the word. */
export const shownTable = () => ({ name: titleOf(now.name), table: table(), rows: shownRows() });
/** What is seen, as cells for a file. */
export const shownCells = () => ({ name: titleOf(now.name), cells: cells(table(), shownRows()) });

function show() {
  if (!board().now) { draw(root, empty(say('正在计算…', 'computing…'))); return; }
  const top = root.scrollTop, typing = document.activeElement?.classList.contains('table-word');
  const all = table();
  body = h('tbody');
  draw(root, tools(), now.name === 'owed' ? dutyStrip() : null, h('table.grid', h('caption.hidden', titleOf(now.name)), h('thead', h('tr', withAct(all, all.columns.map(heading), act => h('th', { scope: 'col' }, act.label)))), body), unseen());
  fill();
  root.scrollTop = top;
  if (typing) { const input = /** @type {HTMLInputElement} */ (root.querySelector('.table-word')); input.focus(); input.setSelectionRange(now.word.length, now.word.length); }
}

function tools() {
  const count = shownRows().length, all = table().rows.length;
  return h('div.table-tools',
    h('div.switch', { role: 'group', 'aria-label': say('表', 'Table') }, first().map(name => h('button', { type: 'button', 'aria-pressed': name === now.name ? 'true' : 'false', onclick: () => choose(name) }, titleOf(name)))),
    chooser(), isPaged() ? pager(show) : filter(count, all),
    h('button.import-open', { type: 'button', onclick: () => openSheets({ table: zoneTable(now.name) }) }, say('导入…', 'Import…')),
    h('button', { type: 'button', onclick: copyTable, title: say('复制到表格软件', 'For a spreadsheet') }, say('复制', 'Copy')),
    now.name === 'targets' ? h('button', { type: 'button', onclick: openChart }, say('看图', 'As a picture')) : null);
}

/** Columns that the visitor may not see are named. */
function unseen() {
  const words = TABLES[now.name] ? '' : hiddenWords(now.name);
  return words ? h('p.table-unseen.meta', say(`无权查看：${words}`, `You may not see: ${words}`)) : null;
}

/** The tables of the page; that of duties where somebody owes something. */
const first = () => Object.keys(TABLES).filter(name => name !== 'owed' || now.name === 'owed' || duties()?.duties.length);

/** Every other table of the zone, with how many rows it has. */
function chooser() {
  const names = anyTables().filter(name => !TABLES[name] && name !== 'outlines'), rows = zone()?.rows ?? {};
  return h('select.table-other', { 'aria-label': say('其他表', 'Other tables'), onchange: (/** @type {any} */ event) => { if (event.target.value) choose(event.target.value); } },
    h('option', { value: '', selected: Boolean(TABLES[now.name]) }, say('其他表…', 'Other tables…')),
    names.map(name => h('option', { value: name, selected: name === now.name }, `${tableTitle(name)} ${rows[name] ?? 0}`)));
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
  const wide = Math.max(1, all.columns.length + (all.act ? 1 : 0));
  draw(body, space(first, wide), list.slice(first, last).map((row, i) => line(all, row, i === 0)), space(list.length - last, wide));
  if (!list.length) draw(body, h('tr', h('td', { colspan: wide }, nothing(all))));
}

/** Why no row is seen. @param {import('./table_rows.js').Table} all */
function nothing(all) {
  if (all.rows.length) return empty(say('没有符合的行。', 'No row holds that word.'));
  if (!TABLES[now.name] && !isRead(now.name)) return empty(say('正在取…', 'reading…'));
  return empty(say(`还没有${titleOf(now.name)}。`, `No ${titleOf(now.name).toLowerCase()} yet.`), h('button.link', { type: 'button', onclick: () => openSheets({ table: zoneTable(now.name) }) }, say('导入表格', 'Import a sheet')));
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
  const id = all.id(row), to = all.select ? all.select(row) : { kind: all.kind, id };
  const chosen = to !== null && get().selection?.kind === to.kind && get().selection?.id === to.id;
  return h('tr.table-row', { tabindex: first ? 0 : -1, 'aria-current': chosen ? 'true' : null, 'data-id': id,
    onclick: (/** @type {any} */ event) => { if (to && !event.target.closest('button')) set({ selection: to }); } },
  withAct(all, all.columns.map((column, i) => cell(column, row, i === 0 || (i === 1 && column.key === 'name'))), act => h('td', act.button(row))));
}

/** The cells of a line, and after the first the button of the row, where there is one.
 * @param {import('./table_rows.js').Table} all @param {HTMLElement[]} made @param {(act: NonNullable<import('./table_rows.js').Table['act']>) => HTMLElement} fn */
const withAct = (all, made, fn) => (all.act ? [made[0], fn(all.act), ...made.slice(1)] : made);

/** @param {import('./table_rows.js').Column} column @param {any} row @param {boolean} head */
function cell(column, row, head) {
  const text = shownOf(column, row), what = column.what?.(row);
  return h(head ? 'th' : 'td', { class: column.number ? 'n' : null, scope: head ? 'row' : null, title: text.length > 24 ? text : null }, column.sign?.(row), what && text !== '' ? figure(text, what) : text);
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
