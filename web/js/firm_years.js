/* firm_years.js - what a firm holds and what it did year by year: titles, figures, yield per mu; read when a firm is opened. */
import { get as ask } from './api.js';
import { ageMark } from './age.js';
import { duties } from './duties.js';
import { day, markWords, num } from './format.js';
import { h } from './h.js';
import { kindOf, wordOf } from './schema.js';
import { onSession } from './session.js';
import { say } from './words.js';
import { marksIn, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {{titles: Row[], years: Row[], yields: Row[]}} Held */

/** @type {Map<string, Held|null>} */
let held = new Map();
let of = '';
/** @type {Set<() => void>} */
const listeners = new Set();
/** Rows of a firm came. @param {() => void} fn */
export const onFirmYears = fn => { listeners.add(fn); };

onSession(() => { held = new Map(); });

/** Rows of a table that belong to a firm; none where the table is empty. @param {string} table @param {string} id @returns {Promise<Row[]>} */
async function rowsOf(table, id) {
  if (!zone()?.rows[table]) return [];
  const answer = await ask(`/api/v1/tables/${table}`, { keys: id, limit: 1000 });
  return answer.rows.map((/** @type {{row: Row}} */ one) => one.row);
}

/** @param {string} id */
async function read(id) {
  const mine = held;
  mine.set(id, null);
  try {
    const [titles, years, yields] = await Promise.all(['firm_titles', 'firm_years', 'yields'].map(table => rowsOf(table, id)));
    if (mine !== held) return;
    mine.set(id, { titles, years, yields });
    if (titles.length + years.length + yields.length) for (const fn of listeners) fn();
  } catch { mine.delete(id); }
}

/** @param {string} id @returns {Held|null} */
function heldBy(id) {
  const now = zone()?.snapshot ?? '';
  if (now !== of) { held = new Map(); of = now; }
  if (!zone() || id.includes(',')) return null;
  if (!held.has(id)) read(id);
  return held.get(id) ?? null;
}

/** Titles and figures of a firm; nothing where none is kept. @param {string} id */
export function figuresAndTitles(id) {
  const own = heldBy(id);
  return own && [own.titles.length ? titles(own.titles) : null, own.years.length ? byYear('firm_years', say('历年数据', 'By year'), own.years) : null, own.yields.length ? byYear('yields', say('亩均评价', 'Yield per mu'), own.yields) : null];
}

/** @param {Row[]} rows */
const titles = rows => h('div.sub', h('h3', say('称号', 'Titles'), h('span.count-of', String(rows.length))), h('ul.plain', rows.map(row => h('li', wordOf('firm_titles', 'title', row.title), ' ',
  h('span.meta', [row.since ? say(`${day(row.since)} 认定`, `since ${day(row.since)}`) : '', row.until ? untilText(row.until) : ''].filter(Boolean).join(' · ')), markWords(marksIn(row))))));

/** @param {string} until the last day */
function untilText(until) {
  const today = duties()?.today ?? new Date().toISOString().slice(0, 10);
  return until < today ? say(`${day(until)} 已过期`, `expired ${day(until)}`) : say(`至 ${day(until)}`, `until ${day(until)}`);
}

/** Figures by year, a year a column, the latest three. @param {string} table @param {string} title @param {Row[]} rows */
function byYear(table, title, rows) {
  const years = [...rows].sort((a, b) => String(b.year).localeCompare(String(a.year))).slice(0, 3);
  const columns = (kindOf(table)?.columns ?? []).filter(column => !['firm', 'year', 'source', 'as_of', 'marks', 'note'].includes(column.name) && years.some(row => row[column.name] != null));
  const latest = years.map(row => row.as_of ?? '').sort().pop();
  return h('div.sub', h('h3', title, markWords([...new Set(years.flatMap(marksIn))]), ageMark([table], latest)), h('table.points.firm-years', h('thead', h('tr', h('th', { scope: 'col' }, say('指标', 'figure')), years.map(row => h('th.n', { scope: 'col' }, row.year)))),
    h('tbody', columns.map(column => h('tr', h('th', { scope: 'row' }, say(column.zh, column.en), column.unit && say('', column.unit) ? h('span.unit', ` ${column.unit}`) : null), years.map(row => h('td.n', textOf(table, column.name, row[column.name]))))))));
}

/** @param {string} table @param {string} column @param {any} value */
const textOf = (table, column, value) => (value === null || value === undefined ? say('未知', 'unknown') : typeof value === 'number' ? num(value, Math.min(4, (String(value).split('.')[1] ?? '').length)) : wordOf(table, column, String(value)));
