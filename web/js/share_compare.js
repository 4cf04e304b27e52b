/* share_compare.js - two settlement sheets as CSV beside one another: the digests, and each row that differs, is missing or is too many.
 *
 * Rows are matched by what they are of, not by their place; rows of the ledger are each side's own and not compared.
 * What the digest is of: the bytes from the head line up to the first row of ledger or digest (include/changhe/settlement.h). */
import { sha256 } from './sha256.js';

/** @typedef {{cells: string[], line: number, from: number, to: number, isDamaged: boolean}} Line where it stands in the text; damaged: text behind a closing quote, or no closing quote */
/** @typedef {{digest: string, told: string, isWhole: boolean, rows: Row[], columns: string[], isSheet: boolean}} Sheet told: the digest it states */
/** @typedef {{key: string, cells: Record<string, string>, line: number, isDamaged: boolean}} Row */
/** @typedef {{kind: 'differs'|'missing'|'extra'|'damaged', row: Record<string, string>, line: number|null, cells: {column: string, ours: string, theirs: string}[]}} Difference */

const BEHIND = ['ledger', 'digest'];
/** What tells a row from the others of its kind; the id of a term or bound is its name, of a clause its years. @type {Record<string, string[]>} */
const KEYS = { term: ['id'], bound: ['id', 'party'], party: ['party'], clause: ['clause'], rule: ['id', 'rule'], line: ['stream', 'class', 'rule', 'party'], total: ['party'], due: ['party', 'to'] };

/** Records of RFC 4180, with where each begins and ends. @param {string} text @returns {Line[]} */
export function records(text) {
  /** @type {Line[]} */
  const found = [];
  for (let at = 0, line = 1; at < text.length;) {
    const from = at, first = line;
    /** @type {string[]} */
    const cells = [];
    let isDamaged = false;
    for (let ends = false; !ends;) {
      const [cell, next, isWhole] = field(text, at);
      isDamaged ||= !isWhole;
      cells.push(cell);
      line += cell.split('\n').length - 1;
      ends = text[next] !== ',';
      at = next + 1;
      if (ends && text[next] === '\r' && text[next + 1] === '\n') at++;
    }
    found.push({ cells, line: first, from, to: Math.min(at, text.length), isDamaged });
    line++;
  }
  return found;
}

/** Where a field without quotes ends. @param {string} text @param {number} at */
function endOf(text, at) {
  let end = at;
  while (end < text.length && !',\r\n'.includes(text[end])) end++;
  return end;
}

/** A field, where it ends, and is it well formed? What stands behind a closing quote is kept. @param {string} text @param {number} at @returns {[string, number, boolean]} */
function field(text, at) {
  if (text[at] !== '"') {
    const end = endOf(text, at);
    return [text.slice(at, end), end, true];
  }
  let cell = '', from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return [cell + text.slice(from), text.length, false];
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const end = endOf(text, quote + 1);
      return [cell + text.slice(quote + 1, end), end, end === quote + 1];
    }
    cell += '"';
    from = quote + 2;
  }
}

/** A byte order mark, line ends of another system and a lacking last one are no difference. @param {string} text */
const plain = text => { const all = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'); return all.endsWith('\n') || !all ? all : `${all}\n`; };

/** @param {string} text @returns {Sheet} */
export function readSheet(text) {
  const all = plain(text), [head, ...lines] = records(all), columns = head?.cells ?? [], of = (/** @type {Line} */ line) => Object.fromEntries(columns.map((column, i) => [column, line.cells[i] ?? '']));
  const behind = lines.findIndex(line => BEHIND.includes(line.cells[0])), covered = behind < 0 ? lines : lines.slice(0, behind);
  const told = lines.find(line => line.cells[0] === 'digest'), seen = new Map();
  const rows = covered.map(line => { const cells = of(line), key = keyOf(cells), n = seen.get(key) ?? 0; seen.set(key, n + 1); return { key: n ? `${key}|${n}` : key, cells, line: line.line, isDamaged: line.isDamaged }; });
  return { digest: sha256(new TextEncoder().encode(behind < 0 ? all : all.slice(0, lines[behind].from))), told: told ? of(told).text ?? '' : '', isWhole: Boolean(told), rows, columns, isSheet: columns[0] === 'row' && columns.includes('amount_fen') && rows.some(row => row.cells.row === 'asked') };
}

/** @param {Record<string, string>} cells */
const keyOf = cells => [cells.row, ...(KEYS[cells.row] ?? []).map(column => cells[column] ?? '')].join('|');

/** Rows of ours that theirs has not, or otherwise, or damaged; then those that only theirs has. @param {Sheet} ours @param {Sheet} theirs @returns {Difference[]} */
export function differences(ours, theirs) {
  const others = new Map(theirs.rows.map(row => [row.key, row])), own = new Set(ours.rows.map(row => row.key)), columns = [...new Set([...ours.columns, ...theirs.columns])];
  /** @type {Difference[]} */
  const found = [];
  for (const row of ours.rows) {
    const other = others.get(row.key);
    if (!other) { found.push({ kind: 'missing', row: row.cells, line: null, cells: [] }); continue; }
    if (other.isDamaged) { found.push({ kind: 'damaged', row: row.cells, line: other.line, cells: [] }); continue; }
    const cells = columns.filter(column => (row.cells[column] ?? '') !== (other.cells[column] ?? '')).map(column => ({ column, ours: row.cells[column] ?? '', theirs: other.cells[column] ?? '' }));
    if (cells.length) found.push({ kind: 'differs', row: row.cells, line: other.line, cells });
  }
  for (const row of theirs.rows) if (!own.has(row.key)) found.push({ kind: row.isDamaged ? 'damaged' : 'extra', row: row.cells, line: row.line, cells: [] });
  return found;
}
