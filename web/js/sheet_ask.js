/* sheet_ask.js - a sheet and what is asked of it: tried, taken, undone; rows that were mended go as a CSV of their own.
 *
 * What the visitor chose and mended stays here until another file takes its place: a fault, a closed dialog or a lost line
 * loses nothing. */
import { exchangeFile, post, postFile } from './api.js';
import { refresh } from './board.js';
import { mendedCsv, mendedMap } from './sheet_mend.js';
import { load } from './zone.js';

/** @typedef {{column: string, head: string, table: string|null, fills: string|null, means: string|null, unit: string|null, assumed_unit: string|null, near: string|null}} Head */
/** @typedef {{sheet: string, row: number, column: string|null, name: string, found: string, expected: string, expected_zh: string}} Fault */
/** @typedef {{row: number, column: string, found: string, table: string, like: {key: string, name: string, score: number}[]}} Doubt */
/** @typedef {{row: number, cells: {column: string, text: string}[]}} BadRow */
/** What a sheet would do: POST /api/v1/imports (docs/api.md).
 * @typedef {{table: string, sheet: string, head_row: number, rows: number, added: number, changed: number, same: number, bad: number, columns: Head[],
 *   faults: Fault[], fault_count: number, doubts: Doubt[], filled: {row: number, table: string, name: string, value: string, source: string}[],
 *   emptied: {row: number, column: string|null, table: string, name: string, was: string|null}[], emptied_count: number, absent: string[],
 *   sheets?: {name: string, hidden: boolean}[], encoding?: string|null, delimiter?: string|null, bad_rows?: BadRow[], heads_in_order?: string[]}} Told */
/** @typedef {{change: number|string|null, rows: number, added: number, changed: number, same: number, bad: number}} Taken */
/** @typedef {{table: string, sheet: string, source: string, as_of: string, duty: string, encoding: string, delimiter: string}} Choice */

/** @type {Choice} */
const FIRST = { table: 'leads', sheet: '', source: '', as_of: '', duty: '', encoding: '', delimiter: '' };

/** All that is known of the sheet at hand. `edits`: cells that were mended, by `row/column`; `again`: what the mended rows
 * would do; `taken`: which of the two went in. */
export const sheet = {
  /** @type {File|null} */ file: null,
  /** @type {Choice} */ choice: { ...FIRST },
  /** @type {Record<string, string>} */ map: {},
  /** @type {Told|null} */ told: null,
  /** @type {Map<string, string>} */ edits: new Map(),
  /** @type {Told|null} */ again: null,
  /** @type {Taken[]} */ done: [],
  taken: { told: false, again: false },
  /** @type {''|'trying'|'taking'} */ busy: '',
  /** @type {any} */ fault: null,
};

/** @type {AbortController|null} */
let running = null;

/** Is all in that there was? Then the next one may begin. */
export const isFinished = () => sheet.done.length > 0 && good() === 0 && bad() === 0;
/** No file at hand. */
export const forget = () => use(null);

/** Another file; which table it is of stays. */
export const useFile = (/** @type {File} */ file) => use(file);

/** @param {File|null} file */
function use(file) {
  Object.assign(sheet, { file, map: {}, told: null, edits: new Map(), again: null, done: [], taken: { told: false, again: false }, fault: null });
  Object.assign(sheet.choice, { sheet: '', encoding: '', delimiter: '' });
}

/** Stop what is on its way. */
export function cancel() {
  running?.abort();
}

/** What is asked, as parameters. @param {Record<string, any>} [more] */
const params = more => ({ ...sheet.choice, name: sheet.file?.name, map: Object.keys(sheet.map).length ? JSON.stringify(sheet.map) : '', ...more });
/** The mended rows stand in a CSV of our own. */
const mendedParams = (/** @type {Record<string, any>} */ more) => {
  const map = sheet.told ? mendedMap(sheet.told, sheet.map) : {};
  return params({ sheet: '', encoding: 'utf8', delimiter: 'comma', name: 'mended.csv', map: Object.keys(map).length ? JSON.stringify(map) : '', ...more });
};
const mended = () => new Blob([sheet.told ? mendedCsv(sheet.told, sheet.edits) : '']);

/** One thing at a time; its fault is kept. @param {'trying'|'taking'} busy @param {(signal: AbortSignal) => Promise<void>} act @param {() => void} show */
async function run(busy, act, show) {
  cancel();
  const mine = running = new AbortController();
  Object.assign(sheet, { busy, fault: null });
  show();
  try {
    await act(mine.signal);
  } catch (error) {
    if (mine === running && !mine.signal.aborted) sheet.fault = error;
  }
  if (mine !== running) return;
  sheet.busy = '';
  running = null;
  show();
}

/** Try the sheet, and the mended rows with it. @param {() => void} show */
export const tryAll = show => run('trying', async signal => {
  if (!sheet.file) return;
  sheet.told = await postFile('/api/v1/imports', sheet.file, params(), signal);
  sheet.again = null;
  sheet.taken = { told: false, again: false };
  if (sheet.edits.size) await tryAgain(signal);
}, show);

/** @param {AbortSignal} signal */
async function tryAgain(signal) {
  sheet.again = await postFile('/api/v1/imports', mended(), mendedParams({}), signal);
  sheet.taken.again = false;
}

/** Try the mended rows alone. @param {() => void} show */
export const tryMended = show => run('trying', tryAgain, show);

/** Rows that would go in, of both. */
export function good() {
  const of = (/** @type {Told|null} */ told) => (told ? told.rows - told.bad : 0);
  return (sheet.taken.told ? 0 : of(sheet.told)) + (sheet.taken.again ? 0 : of(sheet.again));
}

/** Rows that would stay out. */
export function bad() {
  const first = sheet.told?.bad ?? 0;
  return sheet.again ? first - sheet.again.rows + sheet.again.bad : first;
}

/** Take what is good; each that went in is not sent again. @param {() => void} show */
export const take = show => run('taking', async signal => {
  const { told, again, taken, file } = sheet, note = file?.name ?? '';
  if (file && told && !taken.told && told.rows > told.bad) {
    keep(await postFile('/api/v1/imports/take', file, params({ good_only: told.bad ? 'yes' : '', note }), signal));
    taken.told = true;
  }
  if (again && !taken.again && again.rows > again.bad) {
    keep(await postFile('/api/v1/imports/take', mended(), mendedParams({ good_only: again.bad ? 'yes' : '', note }), signal));
    taken.again = true;
  }
  await Promise.all([load(), refresh()]);
}, show);

/** @param {Taken} taken */
function keep(taken) {
  sheet.done.push(taken);
}

/** Take back what went in, the last first. @param {() => void} show */
export const undo = show => run('taking', async () => {
  for (let last = sheet.done.length - 1; last >= 0; last--) {
    const { change } = sheet.done[last];
    if (change !== null) await post(`/api/v1/changes/${change}/undo`, {});
    sheet.done.pop();
  }
  sheet.taken = { told: false, again: false };
  await Promise.all([load(), refresh()]);
  if (sheet.file) sheet.told = await postFile('/api/v1/imports', sheet.file, params());
}, show);

/** The bad rows as a workbook with the reasons. @returns {Promise<Blob>} */
export const badWorkbook = () => exchangeFile('/api/v1/imports/bad', sheet.file ?? new Blob(), params());
