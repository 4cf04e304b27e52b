/* share_data.js - the rows of a split by year and party: what the picture, the table, files and explanations stand on. */

/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** @typedef {import('./types.js').SplitRow} SplitRow */
/** One colour of a bar. @typedef {{party: number, kind: string, fen: number}} Piece */
/** base_fen: of all; amount: by party in the order of the totals; left: of the cap after the year, null: no cap; odd: who got odd fen, and how many; kinds: what it rests on.
 * @typedef {{year: number, base_fen: number, amount: number[], left: (number|null)[], odd: {party: string, fen: number}[], kinds: string[], pieces: Piece[]}} Year */

/** What stands first in a bar: what is, before what is only planned. */
const ORDER = ['actual', 'planned', 'forecast'];

/** @param {SplitAnswer} answer @returns {Year[]} */
export function yearsOf(answer) {
  const codes = answer.totals.parties.map(one => one.party);
  return answer.totals.years.map(({ year, base_fen, amounts_fen }) => {
    const rows = answer.rows.filter(row => row.year === year), kinds = ORDER.filter(kind => rows.some(row => row.kind === kind));
    const pieces = codes.flatMap((code, party) => kinds.map(kind => ({ party, kind, fen: sum(rows.filter(row => row.party === code && row.kind === kind)) })).filter(piece => piece.fen !== 0));
    const left = codes.map(code => rows.filter(row => row.party === code).reduce((/** @type {number|null} */ found, row) => row.cap_left_fen ?? found, null));
    const odd = codes.map(party => ({ party, fen: rows.reduce((all, row) => all + (row.party === party ? row.odd_fen : 0), 0) })).filter(one => one.fen !== 0);
    return { year, base_fen, amount: amounts_fen, left, odd, kinds, pieces };
  });
}

/** @param {SplitRow[]} rows */
const sum = rows => rows.reduce((all, row) => all + row.amount_fen, 0);

/** The least below zero and the most above it that a bar of any of these years reaches. @param {Year[]} years @returns {[number, number]} */
export function reachOf(years) {
  const side = (/** @type {Year} */ year, /** @type {number} */ sign) => year.pieces.reduce((all, piece) => all + (piece.fen * sign > 0 ? piece.fen : 0), 0);
  return [Math.min(0, ...years.map(year => side(year, -1))), Math.max(1, ...years.map(year => side(year, 1)))];
}

/** Pieces side by side from zero: refunds to the left, in the order of the parties. @param {Year} year @returns {(Piece & {from: number, to: number})[]} */
export function stacked(year) {
  let up = 0, down = 0;
  return year.pieces.map(piece => {
    const from = piece.fen > 0 ? up : down + piece.fen, to = piece.fen > 0 ? up + piece.fen : down;
    if (piece.fen > 0) up = to;
    else down = from;
    return { ...piece, from, to };
  });
}

/** Lines of an answer: one stream of one class, year and rule, with a row a party. @param {SplitRow[]} rows @param {(row: SplitRow) => string} key @returns {SplitRow[][]} */
export function linesOf(rows, key) {
  /** @type {Map<string, SplitRow[]>} */
  const found = new Map();
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row]);
  return [...found.values()];
}
