/* sheet_mend.js - the bad rows of a sheet as a grid of texts that can be mended, and as the CSV that is tried again.
 *
 * Only columns that fill something are in it. A head gets the unit that was taken of it, so that a figure
 * means the same without the lines above the head. */
/** @typedef {import('./sheet_ask.js').Told} Told */
/** @typedef {import('./sheet_ask.js').Fault} Fault */

/** A to 0, Z to 25, AA to 26. @param {string} column */
export const indexOf = column => [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Columns that fill something, in their order. @param {Told} told */
export const filling = told => told.columns.filter(head => head.fills);

/** @param {import('./sheet_ask.js').Head} head */
const headText = head => {
  const text = head.head.replace(/\s+/g, ' ').trim();
  const isName = /^[a-z_0-9]+$/.test(text);
  return head.unit && !isName && !text.includes(head.unit) ? `${text}(${head.unit})` : text;
};

/** What a head was said to mean, by the head that it has in the CSV. @param {Told} told @param {Record<string, string>} map */
export const mendedMap = (told, map) => Object.fromEntries(filling(told).filter(head => map[head.head]).map(head => [headText(head), map[head.head]]));

/** Text of a cell, mended or as it came. @param {import('./sheet_ask.js').BadRow} row @param {string} column @param {Map<string, string>} edits */
export const cellOf = (row, column, edits) => edits.get(`${row.row}/${column}`) ?? row.cells.find(cell => cell.column === column)?.text ?? '';

const quoted = (/** @type {string} */ text) => `"${text.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`;

/** @param {Told} told @param {Map<string, string>} edits */
export function mendedCsv(told, edits) {
  const heads = filling(told), line = (/** @type {string[]} */ cells) => `${cells.map(quoted).join(',')}\r\n`;
  return line(heads.map(headText)) + (told.bad_rows ?? []).map(row => line(heads.map(head => cellOf(row, head.column, edits)))).join('');
}

/** The bad row that a row of the CSV came from. @param {Told} told @param {Told} again @param {number} row */
const rowBehind = (told, again, row) => told.bad_rows?.[row - again.head_row - 1]?.row ?? 0;

/** The column that a column of the CSV came from. @param {Told} told @param {string|null} column */
const columnBehind = (told, column) => (column ? filling(told)[indexOf(column)]?.column ?? null : null);

/** Faults of the mended rows, told of the rows and columns they came from. @param {Told} told @param {Told} again @returns {Fault[]} */
export const faultsBehind = (told, again) => again.faults.map(fault => ({ ...fault, row: rowBehind(told, again, fault.row), column: columnBehind(told, fault.column) }));

/** Doubts likewise. @param {Told} told @param {Told} again @returns {import('./sheet_ask.js').Doubt[]} */
export const doubtsBehind = (told, again) => again.doubts.map(doubt => ({ ...doubt, row: rowBehind(told, again, doubt.row), column: columnBehind(told, doubt.column) ?? doubt.column }));
