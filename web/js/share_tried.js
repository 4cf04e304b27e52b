/* share_tried.js - what is tried on an agreement as the rows that would be written: each row once, only cells that differ from what stands.
 *
 * The tables as they were read last are what stands, so that what is told before it is sent is what will be done. */
import { kindOf } from './schema.js';
import { nameOfRow, shared, tried } from './share.js';
import { partyName, termOf } from './share_words.js';
import { say } from './words.js';
import { within } from './zone.js';

/** @typedef {import('./types.js').Row} Row */
/** A row that would be written. stands: as it was read, null where there is none; version: of that.
 * @typedef {{table: string, op: 'upsert'|'delete', row: Row, stands: Row|null, version: string|null}} Written */

/** Columns that tell which row it is; they are no news of a row that stands. @type {Record<string, string[]>} */
const KEYS = { agreement_parties: ['agreement', 'party'] };
const keysOf = (/** @type {string} */ table) => KEYS[table] ?? ['id'];

/** @param {string} table @param {Row} row @returns {Row|null} */
const standing = (table, row) => (/** @type {any} */ (shared().tables ?? {})[table] ?? []).find((/** @type {Row} */ one) => nameOfRow(table, one) === nameOfRow(table, row)) ?? null;

/** Two cells as the tables hold them: a list as words, nothing as nothing. @param {any} value */
const plain = value => (Array.isArray(value) ? value.join(' ') : value === null || value === undefined || value === false ? '' : String(value));

/** What would be written, in the order in which it was tried. @returns {Written[]} */
export function written() {
  /** @type {Map<string, Written>} */
  const found = new Map();
  for (const { table, op, row } of tried().flatMap(change => change.edit)) {
    const name = nameOfRow(table, row), before = found.get(name), stands = standing(table, row);
    const cells = op === 'delete' || before?.op === 'delete' ? row : { ...before?.row, ...row };
    found.set(name, { table, op, row: cells, stands, version: stands ? shared().versions.get(name) ?? null : null });
  }
  return [...found.values()].map(news).filter(one => one !== null);
}

/** Without the cells that are as they stand; null: nothing of it is new. @param {Written} one @returns {Written|null} */
function news(one) {
  const { table, op, row, stands } = one, keys = keysOf(table);
  if (op === 'delete') return stands ? { ...one, row: Object.fromEntries(keys.map(key => [key, row[key]])) } : null;
  if (!stands) return one;
  const cells = Object.entries(row).filter(([name, value]) => keys.includes(name) || plain(value) !== plain(stands[name]));
  return cells.length > keys.length ? { ...one, row: Object.fromEntries(cells) } : null;
}

/** Cells of it that are news. @param {Written} one */
export const cellsOf = ({ table, row }) => Object.keys(row).filter(name => !keysOf(table).includes(name));

/* ---- in words */

/** @param {string} table @param {string} name a column */
export function columnName(table, name) {
  const column = kindOf(table)?.columns.find(one => one.name === name);
  return column ? say(column.zh, column.en) : name;
}

/** @param {string} table @param {string} name a column @param {any} value */
export function cellText(table, name, value) {
  if (value === true) return say('是', 'yes');
  if (plain(value) === '') return say('空', 'empty');
  return name === 'party' ? partyName(String(value)) : Array.isArray(value) ? value.map(one => termOf(table, name, one)).join(' ') : termOf(table, name, value);
}

/** Whose row it is: a party's, an amount's, or the agreement's own. @param {Written} one */
export function whose({ table, row, stands }) {
  const all = { ...stands, ...row };
  if (table === 'agreement_amounts') return `${all.period} ${termOf(table, 'stream', all.stream)}`;
  return all.party ? partyName(all.party) : say('协议', 'agreement');
}

/** From when to when a phase speaks. @param {Row} row */
export const yearsText = ({ from_year, to_year }) => (plain(to_year) === '' ? say(`第 ${from_year} 年起`, `from year ${from_year}`) : say(`第 ${from_year} 年起、第 ${to_year} 年前`, `from year ${from_year} to before year ${to_year}`));

/** What will be written, a line a cell; a row that is new or goes is one line. @param {Written} one @returns {string[]} */
export function linesOf(one) {
  const { table, op, row, stands } = one, who = whose(one);
  const whole = (/** @type {Row} */ all) => (table === 'agreement_phases' ? `${who} ${yearsText(all)} ${all.weight}` : table === 'agreement_amounts' ? `${who} ${termOf(table, 'kind', all.kind)} ${all.gross_wan} ${say('万元', '× 10k yuan')}` : who);
  if (op === 'delete') return [say(`删 ${whole(stands ?? row)}`, `Remove ${whole(stands ?? row)}`)];
  if (!stands) return [say(`增 ${whole(row)}，依据 ${plain(row.source)}`, `Add ${whole(row)}, grounds ${plain(row.source)}`)];
  return cellsOf(one).map(name => say(`改 ${who} ${columnName(table, name)} ${cellText(table, name, stands[name])} → ${cellText(table, name, row[name])}`, `Change ${who}, ${columnName(table, name)}: ${cellText(table, name, stands[name])} → ${cellText(table, name, row[name])}`));
}

/* ---- who may write it */

/** An editor of all the places of the parties, as include/changhe/access.h has it: a party without a place binds nobody. The server decides.
 * @param {{grants: {role: string, place: string|null}[]}|null} visitor @param {Row[]} parties @param {(code: string) => any} place */
export function mayWrite(visitor, parties, place) {
  const codes = (visitor?.grants ?? []).filter(grant => grant.role === 'editor' || grant.role === 'steward').map(grant => grant.place ?? 'zone');
  const places = parties.map(row => row.place).filter(code => code && place(code)), own = within(codes);
  return codes.includes('zone') || (places.length > 0 && places.every(code => own.includes(code)));
}
