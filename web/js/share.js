/* share.js - keep the split of the chosen agreement in step with what is asked: which one, which years, what is tried.
 *
 * A change of a clause is a change of the what-if of kind `share`. It is sent with questions about its own
 * agreement and with no other; roads and firms that are tried matter to no agreement. A preview (a slider that
 * moves) asks without touching the address; settle() makes it a change. */
import { getOnce, post } from './api.js';
import { latest } from './latest.js';
import { onSession } from './session.js';
import { get, on, set } from './store.js';
import { putEdit, removeEdit, editOf } from './whatif.js';
import { marksIn, onRows, readEntries, zone } from './zone.js';

/** @typedef {import('./types.js').Change} Change */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').RowEdit} RowEdit */
/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** What the tables say of agreements. @typedef {{agreements: Row[], agreement_parties: Row[], agreement_phases: Row[], tax_rules: Row[], projects: Row[]}} Tables */
/** An agreement as the list has it. @typedef {{id: string, name_zh: string, name_en?: string, form: string, project?: string, parties: Row[], marks: string[]}} Listed */
/** id: the agreement chosen, '' when none; years: as asked, else those of the answer; answer: the last good one of this agreement, with what is
 * tried, and before: without it (null when nothing is tried); refused: the visitor may not read it; faults: by the key of the change they speak of;
 * versions: of the rows of the tables as they were read, by nameOfRow().
 * @typedef {{id: string, years: [number, number]|null, rate: number|null, answer: SplitAnswer|null, before: SplitAnswer|null, refused: boolean,
 *   error: any, faults: Record<string, any[]>, busy: boolean, list: Listed[]|null, tables: Tables|null, versions: Map<string, string>}} Shared */

const ADDRESS = '/api/v1/split';
const TABLES = /** @type {const} */ (['agreements', 'agreement_parties', 'agreement_phases', 'tax_rules', 'projects']);

/** @type {Omit<Shared, 'id'|'years'|'rate'>} */
let state = { answer: null, before: null, refused: false, error: null, faults: {}, busy: false, list: null, tables: null, versions: new Map() };
/** @type {Set<() => void>} */
const listeners = new Set();
/** A change that is previewed. @type {Change|null} */
let preview = null;

/** What is chosen and what was answered. @returns {Shared} */
export function shared() {
  const { id, years, rate } = get().share;
  return { ...state, id, rate, years: years ?? state.answer?.years ?? null };
}
/** Call fn when any of it has changed. @param {() => void} fn */
export const onShared = fn => { listeners.add(fn); };

/** @param {Partial<typeof state>} patch */
function become(patch) {
  state = { ...state, ...patch };
  for (const fn of listeners) fn();
}

/* ---- what is asked */

/** @param {string} id */
export const choose = id => set({ share: { ...get().share, id, years: null } });
/** null: those that the amounts tell of. @param {[number, number]|null} years */
export const chooseYears = years => set({ share: { ...get().share, years } });
/** null: no present value. @param {number|null} rate */
export const chooseRate = rate => set({ share: { ...get().share, rate } });

/** The changes in force of the chosen agreement, with the one that is previewed in place of its own. @returns {Change[]} */
function changes() {
  const { id } = get().share, found = get().edits.filter(change => change.kind === 'share' && change.agreement === id && change.on && change.key !== preview?.key);
  return preview ? [...found, preview] : found;
}

/** The row edits of it, each with the key of its change. */
const rowsInForce = () => changes().flatMap(change => change.edit.map(edit => ({ key: change.key ?? '', edit })));

/** What is tried, as share questions send it (the body of a POST); '' when nothing is. A row edit a line. */
export function shareEdits() {
  const lines = rowsInForce().map(({ edit }) => JSON.stringify(edit));
  return lines.length ? `[\n${lines.join(',\n')}\n]` : '';
}

/** A row as what is tried leaves it. @param {string} table @param {Row} row @param {string[]} keys */
export function edited(table, row, keys = ['id']) {
  return rowsInForce().filter(({ edit }) => edit.table === table && edit.op === 'upsert' && keys.every(key => edit.row[key] === row[key])).reduce((made, { edit }) => ({ ...made, ...edit.row }), row);
}

/** Rows that what is tried adds to those of a table, whose key is an id. @param {string} table @param {Row[]} rows @returns {Row[]} */
export function added(table, rows) {
  /** @type {Map<string, Row>} */
  const found = new Map();
  for (const { edit: { table: of, op, row } } of rowsInForce()) {
    if (of !== table || rows.some(one => one.id === row.id)) continue;
    if (op === 'upsert') found.set(row.id, { ...found.get(row.id), ...row });
    else found.delete(row.id);
  }
  return [...found.values()];
}

/** Does what is tried take this row away? @param {string} table @param {string} id */
export const isGone = (table, id) => rowsInForce().filter(({ edit }) => edit.table === table && edit.row.id === id).at(-1)?.edit.op === 'delete';

/** The changes of the chosen agreement that are kept and in force; what is only previewed is not. @returns {Change[]} */
export const tried = () => get().edits.filter(change => change.kind === 'share' && change.agreement === get().share.id && change.on);

/** A row by its table and key, as the server names it. @param {string} table @param {Row} row */
export const nameOfRow = (table, row) => `${table}/${table === 'agreement_parties' ? `${row.agreement},${row.party}` : row.id}`;

/** Faults of a refused list by the key of the change they speak of, '' for those that speak of none. @param {any} error */
function faultsByKey(error) {
  /** @type {Record<string, any[]>} */
  const found = {};
  for (const fault of error?.errors ?? []) {
    const key = rowsInForce()[(fault.line ?? 0) - 2]?.key ?? '';
    found[key] = [...(found[key] ?? []), fault];
  }
  return found;
}

/** @typedef {{id: string, years: [number, number]|null, rate: number|null, edits: string, moving: boolean}} Question */
/** Years as a question has them; an answer of no years at all (from 0) asks for none. @param {[number, number]|null} years */
export const yearsAsked = years => (years && years[0] > 0 ? years.join('-') : undefined);

/** Without what is tried, by question, of a snapshot. @type {Map<string, Promise<SplitAnswer>>} */
const stood = new Map();

/** @param {Question} question @param {[number, number]|null} years */
const paramsOf = ({ id, rate }, years) => ({ agreement: id, years: yearsAsked(years), rate });

/** How it stands; asked once while a slider moves. @param {Question} question @returns {Promise<SplitAnswer>} */
function askBefore(question) {
  const key = JSON.stringify([question.id, question.years, question.rate, zone()?.snapshot]), known = stood.get(key);
  if (known) return known;
  const asked = getOnce(ADDRESS, paramsOf(question, question.years));
  if (stood.size > 32) stood.clear();
  stood.set(key, asked);
  asked.catch(() => stood.delete(key));
  return asked;
}

/** Both of the same years, so that a ghost stands over its own bar. @param {Question} question */
async function ask(question) {
  if (!question.edits) return { answer: await askBefore(question), before: null };
  const before = await askBefore(question).catch(error => { if (error?.status === 403) throw error; return null; }); // without the edits it may not be divisible
  const years = question.years ?? (before && before.years[0] > 0 ? before.years : null);
  return { answer: /** @type {SplitAnswer} */ (await post(ADDRESS, question.edits, paramsOf(question, years))), before };
}

const fetchSplit = latest(ask, took);

/** An answer is shown when it is of the newest question, or on the way of a slider. @param {Question} question @param {any} found @param {any} error @param {Question|null} newer */
function took(question, found, error, newer) {
  if (question.id !== get().share.id || (newer && !(question.moving && newer.moving && newer.id === question.id))) return;
  if (!newer) showBusy(false);
  if (error) become({ busy: newer !== null, error: error.status === 403 ? null : error, refused: error.status === 403, faults: faultsByKey(error), ...(error.status === 403 ? { answer: null, before: null } : {}) });
  else become({ ...found, busy: newer !== null, error: null, refused: false, faults: {} });
}

let asked = '', askedId = '';
/** Is it seen, so that it is worth asking? Changes are seen in the bar. */
const isSeen = () => get().tab === 'share' || shareEdits() !== '';

/** Ask for what is in force, unless it is what was asked last. */
export function follow() {
  const { id, years, rate } = get().share;
  if (!isSeen() || !zone()) return;
  readRows();
  if (id !== askedId) {
    askedId = id;
    asked = '';
    preview = null;
    become({ answer: null, before: null, refused: false, error: null, faults: {} });
  }
  if (!id) return;
  const question = { id, years, rate, edits: shareEdits(), moving: preview !== null }, text = JSON.stringify([id, years, rate, question.edits, zone()?.snapshot]);
  if (text === asked) return;
  asked = text;
  showBusy(true);
  become({ busy: true });
  fetchSplit(question);
}

/** Ask anew what failed. */
export function again() {
  asked = '';
  stood.clear();
  follow();
}

/* ---- what is tried */

/** Show what a change would give. @param {Change} change */
export function show(change) {
  preview = { ...change, on: true };
  follow();
}

/** It moves no more. null takes the change of this key back. @param {string} key @param {Change|null} change */
export function settle(key, change) {
  preview = null;
  const at = editOf(key);
  if (change) putEdit(change);
  else if (at >= 0) removeEdit(at);
  follow();
}

/** Back to what stood before it moved. */
export function cancel() {
  preview = null;
  follow();
}

/* ---- rows */

let read = '';
/** The reading under way, or the last one. @type {Promise<void>} */
let reading = Promise.resolve();
/** Done when the rows of the snapshot in force are read. */
export const rowsRead = () => reading;

/** What the tables say, once a snapshot. */
function readRows() {
  const now = zone(), of = now?.snapshot ?? '';
  if (!now || of === read) return;
  read = of;
  reading = readAll(now, of);
}

/** @param {import('./types.js').Zone} now @param {string} of its snapshot */
async function readAll(now, of) {
  try {
    const found = await Promise.all(TABLES.map(name => (now.rows[name] ? readEntries(name) : [])));
    if (of !== read) return;
    const tables = /** @type {Tables} */ (Object.fromEntries(TABLES.map((name, i) => [name, found[i].map(({ row }) => row)])));
    const versions = new Map(TABLES.flatMap((name, i) => found[i].map(({ row, version }) => /** @type {[string, string]} */ ([nameOfRow(name, row), version]))));
    become({ tables, versions, list: tables.agreements.map(row => (/** @type {any} */ ({ ...row, marks: marksIn(row), parties: tables.agreement_parties.filter(party => party.agreement === row.id) }))) });
  } catch (error) {
    read = '';
    become({ error });
  }
}

let timer = 0;
/** Figures turn grey after 150 ms. @param {boolean} busy */
function showBusy(busy) {
  clearTimeout(timer);
  if (busy) timer = window.setTimeout(() => { document.documentElement.dataset.share = 'busy'; }, 150);
  else delete document.documentElement.dataset.share;
}

/** A visitor who signs in or out may see other rows. */
function anew() {
  read = '';
  again();
}

let begun = false;
/** Follow the state from now on. */
export function start() {
  if (begun) return;
  begun = true;
  on(['share', 'edits', 'tab'], follow);
  onRows(follow);
  onSession(anew);
  follow();
}
