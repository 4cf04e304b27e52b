/* table_any.js - any table of the zone as rows and columns that its schema names. Short ones are read
 * whole and again after a change, long ones a page at a time (table_pages.js). */
import { get as ask, isOutdated } from './api.js';
import { agedText } from './age.js';
import { marksText, num } from './format.js';
import { pageRows } from './table_pages.js';
import { offices } from './duties.js';
import { keysOf, kindOf, tableKinds, tableTitle } from './schema.js';
import { onSession } from './session.js';
import { tellFault } from './states.js';
import { comma, nameOf, say } from './words.js';
import { firmName, isLarge, listOf, marksIn, place, placeName, readTable, segmentRow, zone } from './zone.js';

/** @typedef {import('./schema.js').Column} Kind */
/** @typedef {import('./table_rows.js').Table} Table */

const MANY = 2000;
/** Rows of tables that were read whole, with the snapshot they are of. @type {Map<string, {of: string, rows: any[], hidden: string[]}>} */
const kept = new Map();
/** @type {Set<string>} */
const asking = new Set();
/** @type {Set<() => void>} */
const listeners = new Set();
/** Rows of a table came. @param {() => void} fn */
export const onAnyRows = fn => { listeners.add(fn); };
/* Who asks may see more, or less. */
onSession(() => { kept.clear(); for (const fn of listeners) fn(); });

const now = () => zone()?.snapshot ?? '';
/** Tables that can be looked at here, as the schema orders them. */
export const anyTables = () => tableKinds().map(kind => kind.name);
/** Is a table too long to be read whole? @param {string} table */
export const isLong = table => (zone()?.rows[table] ?? 0) > MANY;

/** @param {string} table */
function wholeRows(table) {
  const have = kept.get(table);
  if (have?.of !== now() && !asking.has(table)) read(table);
  return have?.rows ?? [];
}

/** @param {string} table */
async function read(table) {
  const of = now();
  asking.add(table);
  try {
    const [rows, first] = await Promise.all([readTable(table), ask(`/api/v1/tables/${table}`, { limit: 1 })]);
    kept.set(table, { of, rows, hidden: first.hidden ?? [] });
  } catch (error) {
    kept.set(table, { of, rows: [], hidden: [] });
    if (!isOutdated(error)) tellFault(error);
  }
  asking.delete(table);
  for (const fn of listeners) fn();
}

/** Are the rows that are there those of the present? @param {string} table */
export const isRead = table => isLong(table) || kept.get(table)?.of === now();

const NUMBERS = ['count', 'number', 'money', 'land', 'longitude', 'latitude'];
const isNumber = (/** @type {Kind} */ column) => NUMBERS.includes(column.type);

/** What a key names; the key itself where its table is not here. @param {string} table @param {string} id */
function named(table, id) {
  if (table === 'places') return place(id) ? placeName(id) : id;
  if (table === 'firms') return isLarge() ? id : firmName(id);
  if (table === 'offices') return offices().find(office => office.id === id)?.name ?? id;
  if (table === 'segments') return segmentRow(id) ? `${id} ${nameOf(segmentRow(id))}` : id;
  return id;
}

/** @param {Kind} column @param {string} word */
function wordIn(column, word) {
  const found = column.words?.find(one => one.word === word);
  return found ? say(found.zh, found.en) : word;
}

/** @param {Kind} column @param {any} value @returns {string[]} */
const several = (column, value) => (column.type === 'words' || column.type === 'references' ? listOf(value) : [String(value)]);

/** @param {Kind} column @param {any} value */
function textOf(column, value) {
  if (value === null || value === undefined || value === '') return '';
  if (column.words) return several(column, value).map(word => wordIn(column, word)).join(comma());
  if (column.to) return several(column, value).map(id => named(column.to ?? '', id)).join(comma());
  if (typeof value === 'number') return numberText(column, value);
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** A cell as it is seen: marks by the source too, a date with its age when it is stale. @param {string} table @param {Kind} column @param {any} row */
function shownIn(table, column, row) {
  if (column.name === 'marks') return marksText(marksIn(row));
  if (table === 'duties' && column.name === 'table') return tableTitle(row.table ?? '');
  const text = textOf(column, row[column.name]);
  return column.name === 'as_of' && text ? agedText(text, text, [table]) : text;
}

/** To sort by, and for a file. @param {string} table @param {Kind} column @param {any} row */
function valueOf(table, column, row) {
  if (isNumber(column)) return row[column.name] ?? null;
  return column.type === 'date' ? row[column.name] ?? '' : shownIn(table, column, row);
}

/** As many digits as the value has, at most four. @param {Kind} column @param {number} value */
function numberText(column, value) {
  const digits = (String(value).split('.')[1] ?? '').length;
  return num(value, Math.min(column.type === 'longitude' || column.type === 'latitude' ? 6 : 4, digits));
}

/** The Chinese of a column names its unit already. @param {Kind} column */
const label = column => say(column.zh, column.en + (column.unit && column.unit !== '1' ? ` (${column.unit})` : ''));

/** Columns that this visitor may not see, in words. @param {string} table */
export function hiddenWords(table) {
  const hidden = kept.get(table)?.hidden ?? [];
  return (kindOf(table)?.columns ?? []).filter(column => hidden.includes(column.name)).map(column => say(column.zh, column.en)).join(comma());
}

/** What a row is of, for the panel. @param {string} table @param {any} row @returns {import('./types.js').Selection|null} */
function selectionOf(table, row) {
  if (table === 'places') return { kind: 'place', id: row.id };
  if (table === 'segments') return { kind: 'segment', id: row.id };
  if (table === 'firms') return { kind: 'firm', id: row.id };
  if (row.firm) return { kind: 'firm', id: row.firm };
  if (row.segment) return { kind: 'segment', id: row.segment };
  return row.place ? { kind: 'place', id: row.place } : null;
}

/** A table by its schema; null while that is on its way. @param {string} table @returns {Table|null} */
export function anyTable(table) {
  const kind = kindOf(table);
  if (!kind) return null;
  const keys = keysOf(kind), rows = isLong(table) ? pageRows(table) : wholeRows(table);
  const seen = kind.columns.filter(column => column.type !== 'shape').filter(column => rows.length === 0 || column.need === 'key' || rows.some(row => shownIn(table, column, row) !== ''));
  return { kind: 'firm', rows, id: row => keys.map(key => row[key]).join(','), select: row => selectionOf(table, row),
    columns: seen.map(column => ({ key: column.name, label: label(column), number: isNumber(column), date: column.type === 'date', value: row => valueOf(table, column, row), shown: row => shownIn(table, column, row) })) };
}
