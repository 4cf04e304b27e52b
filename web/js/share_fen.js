/* share_fen.js - money to the fen and fractions of a fen as text, and what a phase says in words: for the sheet and the proof. */
import { num } from './format.js';
import { partyName, REASONS } from './share_words.js';
import { nameOf, say, word } from './words.js';

/** @typedef {{from_year: number, to_year: number|null, weight: string}} Phase */

/** In 元, to the fen: nothing is rounded. @param {number} fen */
export function fenText(fen) {
  const all = Math.abs(fen), part = all % 100;
  return `${fen < 0 ? '−' : ''}${num((all - part) / 100)}.${String(part).padStart(2, '0')}`;
}
export const yuanUnit = () => say('元', 'yuan');

/** "p/q" or "p" as two whole numbers of any size. @param {string} exact @returns {[bigint, bigint]} */
export function ratio(exact) {
  const [p, q = '1'] = exact.trim().split('/');
  return [BigInt(p), BigInt(q)];
}

/** Whole and a fraction, exactly: 1,234 1/3 for "3703/3". @param {string} exact */
export function mixed(exact) {
  const [p, q] = ratio(exact), all = p < 0n ? -p : p, whole = all / q, rest = all % q;
  const text = whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${p < 0n ? '−' : ''}${rest === 0n ? text : `${whole === 0n ? '' : `${text} `}${rest}/${q}`}`;
}

/** A ratio as per cent where two decimals tell it all, else as it stands. @param {string} weight */
export function partText(weight) {
  const [p, q = '1'] = weight.split('/'), percent = 100 * Number(p) / Number(q);
  return Math.abs(percent * 100 - Math.round(percent * 100)) < 1e-9 ? `${num(percent, Number.isInteger(percent) ? 0 : 2)}%` : weight;
}

/** Years count from the start: 0 up to 10 is the first to the tenth. @param {Phase} phase */
export function phaseText({ from_year, to_year, weight }) {
  const years = to_year === null ? say(`第 ${from_year + 1} 年起`, `from year ${from_year + 1}`) : say(`第 ${from_year + 1}–${to_year} 年`, `years ${from_year + 1}–${to_year}`);
  return say(`${years}得 ${partText(weight)}`, `${partText(weight)}, ${years}`);
}

/** What decided a row - the id of a phase, then reasons - in words; a phase that nobody knows stays its id.
 * @param {string|null} clause @param {(Phase & {id: string})[]} phases */
export function decidedText(clause, phases) {
  if (!clause) return say('没有条款说到这一方', 'no clause speaks of it');
  const told = (/** @type {string} */ piece) => { const phase = phases.find(one => one.id === piece); return phase ? phaseText(phase) : word(REASONS, piece); };
  return clause.split(' ').filter(Boolean).map(told).join(say('，', '; '));
}

/** A party of an answer by its name. @param {{party: string, name_zh: string, name_en?: string|null}} one */
export function nameIn(one) {
  const name = partyName(one.party);
  return name !== one.party ? name : nameOf({ name_zh: one.name_zh, name_en: one.name_en ?? undefined }) || one.party;
}

/** A digest in groups of eight, to be read aloud. @param {string} digest */
export const inEights = digest => digest.match(/.{1,8}/g) ?? [];
