/* format.js - figures as text: true minus, thousands, <0.01, and ? for what nobody knows.
 *
 * A known zero is 0; what is smaller than the last digit shown is told as such, never as 0. */
import { h } from './h.js';
import { MARKS, say, word } from './words.js';

const MINUS = '−';
/** Making one costs more than a hundred figures written with it. @type {Map<number, Intl.NumberFormat>} */
const writers = new Map();

/** @param {number} digits */
function writer(digits) {
  const made = writers.get(digits) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  writers.set(digits, made);
  return made;
}

/** @param {number|null|undefined} value @param {number} [digits] */
export function num(value, digits = 0) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '?';
  const text = writer(digits).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A small measure: 0, <0.001 or its digits. @param {number|null|undefined} value @param {number} [digits] */
export function small(value, digits = 3) {
  if (value === 0) return '0';
  const least = 10 ** -digits;
  if (typeof value === 'number' && Math.abs(value) < least) return `${value < 0 ? MINUS : ''}<${least.toFixed(digits)}`;
  return num(value, digits);
}

/** With its sign; ± of a zero is none. @param {number|null|undefined} value @param {number} [digits] */
export function signed(value, digits = 3) {
  const text = small(value, digits);
  return typeof value === 'number' && value > 0 && !text.startsWith('<') ? `+${text}` : text;
}

/** What is lost: with a minus, unless it is nothing. @param {number|null|undefined} value @param {number} [digits] */
export const lost = (value, digits = 3) => (typeof value === 'number' && value > 0 ? MINUS + small(value, digits) : small(value, digits));

/** What one more firm in a segment adds; unknown links are not ranked by a number. @param {{class: string, gain: number}} segment @param {number} [digits] */
export const gainText = (segment, digits = 3) => (segment.class === 'unknown' ? '?' : signed(segment.gain, digits));

/** @param {number|null|undefined} share 0 to 1 */
export const percent = share => (typeof share === 'number' ? `${num(share * 100, 1)}%` : '?');

/** 10-31 within the year, 2026-10-31 otherwise. @param {string|null|undefined} date */
export function day(date) {
  if (!date) return say('无日期', 'no date');
  return date.length === 10 && date.slice(0, 4) === String(new Date().getFullYear()) ? date.slice(5) : date;
}

/** Marks as words that can be selected, copied and read aloud. @param {string[]|null|undefined} marks @returns {HTMLElement[]} */
export const markWords = marks => (marks ?? []).map(mark => h(`span.mark.mark-${mark}`, word(MARKS, mark)));

/** Marks of a figure that is computed: always assumed, and what its rows carry. @param {string[]|null|undefined} marks */
export const computedMarks = marks => ['illustrative', 'assumed', 'unverified'].filter(mark => mark === 'assumed' || marks?.includes(mark));

/** @param {string[]} marks as plain text */
export const marksText = marks => marks.map(mark => word(MARKS, mark)).join(' ');

/** Up or down, drawn by sign and arrow; the box is solid when better, dashed when worse.
 * @param {number} delta @param {number} better 1 up is better, -1 down is better, 0 neither @param {number} digits */
export function deltaChip(delta, better, digits) {
  const kind = better === 0 ? 'plain' : delta * better > 0 ? 'better' : 'worse';
  const said = { plain: '', better: say('变好', 'better'), worse: say('变差', 'worse') }[kind];
  return h(`span.delta.delta-${kind}`, `${delta > 0 ? '▲' : '▼'} ${small(Math.abs(delta), digits)}`, said && h('span.hidden', said));
}

/** A figure as the page prints it, as a spreadsheet reads it; any other text as it is. @param {string} text */
const unprinted = text => (/^[+−]?\d[\d,]*(\.\d+)?$/.test(text) ? text.replaceAll(',', '').replace('+', '').replace('−', '-') : text);

/** A cell of a spreadsheet: what would be read as a formula is told to be text. @param {any} value */
export function sheetCell(value) {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? unprinted(value) : String(value);
  return /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
}

/** CSV as RFC 4180. @param {(string|number|null|undefined)[][]} table */
export function csv(table) {
  const quoted = (/** @type {string} */ text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return table.map(row => row.map(cell => quoted(sheetCell(cell))).join(',') + '\r\n').join('');
}

/** Hand a file to the visitor. @param {string} name @param {Blob} blob */
export function downloadBlob(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = /** @type {HTMLAnchorElement} */ (h('a', { href: url, download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** A text as a file; a byte order mark lets a spreadsheet read Chinese, and would break anything else. @param {string} name @param {string} text @param {string} [type] */
export function download(name, text, type = 'text/csv;charset=utf-8') {
  downloadBlob(name, new Blob(type.startsWith('text/csv') ? ['\ufeff', text] : [text], { type }));
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

/** Where the page is not served over a secure line. @param {string} text */
function copyByHand(text) {
  const box = /** @type {HTMLTextAreaElement} */ (h('textarea.hidden', { value: text }));
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}
