/* wanted.js - rows of firms in a large zone: read when somebody names them, five hundred at a time.
 *
 * Nothing is asked for twice; a firm that is not there is remembered as such. */
import { get as ask } from './api.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {{version: string, row: Row}} Entry */

const BATCH = 500;

/** @type {Set<string>} */
let asked = new Set();
/** @type {string[]} */
let waiting = [];
let running = false, round = 0;
/** @type {(firms: Entry[], makes: Entry[]) => void} */
let take = () => {};
/** @type {(error: any) => void} */
let fail = () => {};

/** Forget what was asked; give the rows of each batch to fn. @param {typeof take} fn @param {typeof fail} failed */
export function begin(fn, failed) {
  asked = new Set();
  waiting = [];
  running = false;
  round += 1;
  take = fn;
  fail = failed;
}

/** Ask for a firm; those named in one go are asked for together. @param {string} id */
export function want(id) {
  if (!id || asked.has(id) || id.includes(',')) return;
  asked.add(id);
  waiting.push(id);
  if (running) return;
  running = true;
  setTimeout(fetchAll, 0, round);
}

/** All rows with these keys, however many pages. @param {string} table @param {string} keys @returns {Promise<Entry[]>} */
async function read(table, keys) {
  /** @type {Entry[]} */
  const found = [];
  for (let after = ''; ;) {
    const page = await ask(`/api/v1/tables/${table}`, { keys, limit: 10000, after });
    found.push(...page.rows);
    if (!page.next) return found;
    after = page.next;
  }
}

/** @param {number} mine a newer beginning ends it */
async function fetchAll(mine) {
  while (mine === round && waiting.length) {
    const batch = waiting.splice(0, BATCH), keys = batch.join(',');
    try {
      const [firms, makes] = await Promise.all([read('firms', keys), read('firm_segments', keys)]);
      if (mine === round) take(firms, makes);
    } catch (error) {
      if (mine !== round) return;
      for (const id of batch) asked.delete(id);
      waiting = [];
      fail(error);
    }
  }
  if (mine === round) running = false;
}
