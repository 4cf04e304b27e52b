/* schema.js - what tables there are, their columns and the words of their lists, as the server tells them.
 *
 * Asked for once, when somebody first needs it; onSchema tells when it came. */
import { get as ask } from './api.js';
import { tellFault } from './states.js';
import { say } from './words.js';

/** @typedef {{word: string, zh: string, en: string}} Word */
/** @typedef {{name: string, type: string, unit?: string, need: string, to?: string, words?: Word[], class: string, zh: string, en: string, meaning?: string}} Column */
/** @typedef {{name: string, zh: string, en: string, meaning?: string, dated: boolean, columns: Column[]}} Kind */

/** @type {Kind[]} */
let kinds = [];
let asked = false;
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} fn */
export const onSchema = fn => { listeners.add(fn); };

/** All tables; none until they came. */
export function tableKinds() {
  if (!asked) read();
  return kinds;
}

async function read() {
  asked = true;
  try {
    kinds = (await ask('/api/v1/schema')).tables;
    for (const fn of listeners) fn();
  } catch (error) {
    asked = false;
    tellFault(error);
  }
}

/** @param {string} table */
export const kindOf = table => tableKinds().find(kind => kind.name === table);

/** Tables that officers keep in workbooks, by the names they have there. @type {Record<string, [string, string]>} */
export const FORMS = {
  leads: ['招商项目台账', 'Ledger of leads'], firms: ['企业库', 'Firms'], parcels: ['地块库', 'Parcels'], yields: ['亩均评价表', 'Yield per mu'],
};

/** @param {string} table */
export function tableTitle(table) {
  const form = FORMS[table], kind = kindOf(table);
  return form ? say(form[0], form[1]) : kind ? say(kind.zh, kind.en) : table;
}

/** The words of a column of a table, by word. @param {string} table @param {string} column @param {string} value */
export function wordOf(table, column, value) {
  const found = kindOf(table)?.columns.find(one => one.name === column)?.words?.find(one => one.word === value);
  return found ? say(found.zh, found.en) : value;
}

/** Columns that make the key of a row. @param {Kind} kind */
export const keysOf = kind => kind.columns.filter(column => column.need === 'key').map(column => column.name);
