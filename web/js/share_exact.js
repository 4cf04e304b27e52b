/* share_exact.js - what a clause alone gives of a line, as an exact fraction of a fen: gross × (1 − centre) × (1 − province) × part. Pure. */
import { ratioOf } from './share_ratio.js';

/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** @typedef {import('./types.js').SplitRow} SplitRow */
/** @typedef {import('./types.js').SplitRule} SplitRule */
/** rule: null where nothing is taken off; whole and left have the sign of the gross amount.
 * @typedef {{rule: SplitRule|null, weight: string, whole: bigint, left: bigint, of: bigint}} Exact */

/** @param {bigint} of */
const size = of => (of < 0n ? -of : of);

/** null where more than a phase decided: the base of an increment, what is repaid, a cap, a floor, the rest. @param {SplitRow} row @param {SplitAnswer} answer @returns {Exact|null} */
export function exactOf(row, answer) {
  const phase = answer.phases.find(one => one.id === row.clause), part = ratioOf(phase?.weight), rule = row.rule ? answer.rules?.find(one => one.id === row.rule) : null;
  if (!phase || !part || rule === undefined || answer.about.base.word === 'increment' || isRepaid(row, answer)) return null;
  const [c, p] = [rule?.central ?? '0', rule?.provincial ?? '0'].map(ratioOf);
  if (!c || !p) return null;
  const all = BigInt(row.gross_fen) * (c.d - c.n) * (p.d - p.n) * part.n, of = c.d * p.d * part.d;
  if (size(all - BigInt(row.amount_fen) * of) >= of) return null; // rounding moves nobody by a whole fen: something else decided
  return { rule, weight: phase.weight, whole: all / of, ...lowest(all % of, of) };
}

/** Does any party of the line get something back first? @param {SplitRow} row @param {SplitAnswer} answer */
const isRepaid = (row, answer) => answer.rows.some(one => one.repaid_fen !== 0 && one.year === row.year && one.stream === row.stream && one.class === row.class && one.rule === row.rule);

/** @param {bigint} left @param {bigint} of */
function lowest(left, of) {
  let [a, b] = [of, size(left)];
  while (b) [a, b] = [b, a % b];
  return { left: left / a, of: of / a };
}
