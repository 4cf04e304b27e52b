/* zone.js - the rows behind the answers: places, firms, sources, and who makes what.
 *
 * Loaded once and again after a change; a what-if's own firms are read from the edits in force. Of a
 * large zone the rows of firms are not loaded: firm() asks for those that are named (wanted.js), and
 * onRows tells when they came. */
import { get as ask } from './api.js';
import { get, on } from './store.js';
import { tellFault } from './states.js';
import { nameOf } from './words.js';
import { begin, want } from './wanted.js';

/** @typedef {import('./types.js').Row} Row */

const TABLES = /** @type {const} */ (['firms', 'firm_segments', 'segments', 'same_as']);
/** Firms from which on a zone is large. */
const MANY = 2000;

/** @type {import('./types.js').Zone|null} */
let about = null;
/** @type {Record<string, Row[]>} */
let tables = Object.fromEntries(TABLES.map(name => [name, []]));
/** @type {Record<string, Map<string, Row>>} */
let byId = {};
/** What each firm makes. @type {Map<string, string[]>} */
let makes = new Map();
/** @type {Map<string, string>} */
let versions = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();

/** Call fn when the rows were read anew. @param {() => void} fn */
export const onRows = fn => { listeners.add(fn); };
/** Done when the zone was read for the first time. @type {Promise<void>} */
export const ready = new Promise(done => { const once = () => { listeners.delete(once); done(); }; listeners.add(once); });
/** What the server says of the zone; null until it answered. */
export const zone = () => about;
/** Are firms too many to be held here? They come as tiles, as pages and by name. */
export const isLarge = () => (about?.rows.firms ?? 0) > MANY;
/** All rows; of firms and what they make in a large zone those that were named so far. @param {typeof TABLES[number]} name */
export const rows = name => tables[name];

/** All rows of a table with their versions, page by page. @param {string} table @returns {Promise<import('./wanted.js').Entry[]>} */
export async function readEntries(table) {
  /** @type {import('./wanted.js').Entry[]} */
  const found = [];
  let after = '';
  for (;;) {
    const page = await ask(`/api/v1/tables/${table}`, { limit: 10000, after });
    found.push(...page.rows);
    if (!page.next) return found;
    after = page.next;
  }
}

/** All rows of a table. @param {string} table @returns {Promise<Row[]>} */
export async function readTable(table) {
  const found = await readEntries(table);
  for (const { row, version } of found) if (row.id) versions.set(`${table}/${row.id}`, version);
  return found.map(({ row }) => row);
}

/** The version a row had when it was read. @param {string} table @param {string} id */
export const versionOf = (table, id) => versions.get(`${table}/${id}`) ?? null;

/** @param {Row[]} list */
const index = list => new Map(list.map(row => [row.id, row]));

/** Read everything; throws a Problem. */
export async function load() {
  const answer = await ask('/api/v1/zone');
  const large = (answer.rows.firms ?? 0) > MANY;
  versions = new Map();
  const lists = await Promise.all(TABLES.map(name => (large && name.startsWith('firm') ? [] : readTable(name))));
  about = answer;
  tables = Object.fromEntries(TABLES.map((name, i) => [name, lists[i]]));
  byId = { firms: index(tables.firms), segments: index(tables.segments), places: index(answer.places), sources: index(answer.sources),
    assumptions: index(answer.assumptions), chains: index(answer.chains) };
  makes = new Map();
  tables.firm_segments.forEach(addMade);
  editedFirms = null;
  begin(takeFirms, tellFault);
  tell();
}

function tell() { for (const fn of listeners) fn(); }

/** @param {Row} row */
function addMade(row) {
  const list = makes.get(row.firm);
  if (list) list.push(row.segment);
  else makes.set(row.firm, [row.segment]);
}

/** Keep rows of firms that were read apart. @param {import('./wanted.js').Entry[]} found */
export function keepFirms(found) {
  for (const { version, row } of found) {
    if (byId.firms.has(row.id)) continue;
    versions.set(`firms/${row.id}`, version);
    tables.firms.push(row);
    byId.firms.set(row.id, row);
  }
  editedFirms = null;
  tell();
}

/** @param {import('./wanted.js').Entry[]} found @param {import('./wanted.js').Entry[]} made */
function takeFirms(found, made) {
  for (const { row } of found) makes.delete(row.id);
  for (const { row } of made) addMade(row);
  keepFirms(found);
}

/* ---- look-ups; each may miss ---- */

/** Edits in force, as row edits. @returns {import('./types.js').RowEdit[]} */
export const edited = () => get().edits.filter(change => change.on).flatMap(change => change.edit);

/** @type {Map<string, Row>|null} */
let editedFirms = null;
on(['edits'], () => { editedFirms = null; });

/** Firms as the edits in force leave them. */
function firmEdits() {
  if (editedFirms) return editedFirms;
  editedFirms = new Map();
  for (const { table, op, row } of edited()) {
    if (table !== 'firms' || op !== 'upsert') continue;
    editedFirms.set(row.id, { ...firmRow(row.id), ...editedFirms.get(row.id), ...row });
  }
  return editedFirms;
}

/** A firm as it stands, edits included. @param {string} id @returns {Row|undefined} */
export const firm = id => firmEdits().get(id) ?? firmRow(id);
/** Does an edit in force take this firm away? @param {string} id */
export const isRemoved = id => edited().some(({ table, op, row }) => table === 'firms' && op === 'delete' && row.id === id);
/** A firm as it is in the tables; in a large zone it may come later. @param {string} id @returns {Row|undefined} */
export function firmRow(id) {
  const row = byId.firms?.get(id);
  if (!row && isLarge()) want(id);
  return row;
}
/** @param {string} id @returns {Row|undefined} */
export const segmentRow = id => byId.segments?.get(id);
/** @param {string} code @returns {Row|undefined} */
export const place = code => byId.places?.get(code);
/** @param {string} id @returns {Row|undefined} */
export const source = id => byId.sources?.get(id);
/** @param {string} id @returns {Row|undefined} */
export const assumption = id => byId.assumptions?.get(id);

/** @param {string} code */
export const placeName = code => nameOf(place(code)) || code;
/** @param {string} id */
export const firmName = id => nameOf(firm(id)) || id;

/** The segments a firm fills, edits included. @param {string} id @returns {string[]} */
export function segmentsOf(id) {
  if (isLarge() && !makes.has(id)) want(id);
  const found = [...(makes.get(id) ?? [])];
  for (const { table, op, row } of edited())
    if (table === 'firm_segments' && op === 'upsert' && row.firm === id && !found.includes(row.segment)) found.push(row.segment);
  return found;
}

/** Segments that are the same product as this one, itself first. @param {string} id @returns {string[]} */
export function twinsOf(id) {
  const found = [id];
  for (let i = 0; i < found.length; i++)
    for (const row of tables.same_as.filter(pair => pair.relation === 'same product'))
      for (const [a, b] of [[row.a, row.b], [row.b, row.a]]) if (a === found[i] && !found.includes(b)) found.push(b);
  return found;
}

/** These places and all that lie in them. @param {string[]} codes @returns {string[]} */
export function within(codes) {
  const found = new Set(codes);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const row of about?.places ?? []) if (found.has(row.parent)) found.add(row.id);
  }
  return [...found];
}

/** The seven members and the zone's own place, in the order of the zone. @returns {string[]} */
export const members = () => about?.members ?? [];

/** A list as the server gives it: an array, or words with blanks between. @param {any} value @returns {string[]} */
export const listOf = value => (Array.isArray(value) ? value : String(value ?? '').split(' ').filter(Boolean));

/** Marks of a row as it stands in its table: what comes from nowhere is illustrative. @param {Row} row @returns {string[]} */
export const marksIn = row => [...new Set([...(listOf(row.source).includes('illustrative') ? ['illustrative'] : []), ...listOf(row.marks)])];

const PROVINCES = /** @type {Record<string, [string, string]>} */ ({ 31: ['沪', 'SH'], 32: ['苏', 'JS'], 33: ['浙', 'ZJ'], 34: ['皖', 'AH'] });
/** One sign for the province that runs a place. @param {string} code @returns {[string, string]|null} */
export function provinceSign(code) {
  const row = place(code);
  return PROVINCES[(row?.manager ?? row?.parent ?? code).slice(0, 2)] ?? null;
}
