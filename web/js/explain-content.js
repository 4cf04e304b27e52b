/* explain-content.js - which explanation belongs to a figure, and the shape all of them have. */
import { board } from './store.js';
import * as ofChain from './explain-chain.js';
import * as ofTarget from './explain-target.js';
import * as ofChange from './explain-change.js';

/** @typedef {{kind: string, id?: string, of?: string, chain?: string, before?: boolean, diff?: boolean}} What */
/** What an explanation tells: rows add up to the figure, `not` did not count and why; exact: nothing is assumed beyond its marks; about: what it is a figure of, for who takes it away.
 * @typedef {{id: string, title: string, figure: string, unit?: string, marks: string[], sentence: string, formula?: string, proof?: string,
 *   columns: string[], rows: {cells: string[], opens?: What, marks?: string[]}[], total?: string[], not?: [string, string][],
 *   assumptions: string[], assumed?: string[], sources: string[], dated: string|null, snapshot: string, before?: boolean, exact?: boolean, about?: string}} Content */
/** @typedef {(what: What, answers: import('./types.js').Answers) => Content|null} Teller */

/** @type {Record<string, Teller>} */
const TELLERS = {
  local_content: ofChain.localContent, gain: ofChain.gain, strength: ofChain.strength, content: ofChain.content, count: ofChain.count,
  class: ofChain.classCount, health: ofChain.health, dated: ofChain.dates,
  loss: ofTarget.loss, score: ofTarget.score, chance: ofTarget.chance, km: ofTarget.km, minutes: ofTarget.minutes, coverage: ofTarget.coverage, team: ofTarget.team,
};
/** Explanations of figures that are not on the first screen come with their modules. @param {Record<string, Teller>} more */
export const addTellers = more => { Object.assign(TELLERS, more); };
/** @type {Record<string, Teller>} */
const CHANGES = { local_content: ofChange.localContent, class: ofChange.classCount, health: ofChange.health };

/** @param {What} what @returns {Content|null} */
export function contentOf(what) {
  const { now, before } = board();
  const answers = what.before ? before : now;
  const tell = what.diff && before ? CHANGES[what.kind] ?? TELLERS[what.kind] : TELLERS[what.kind];
  const content = answers && tell ? tell(what, answers) : null;
  return content && { ...content, before: what.before };
}
