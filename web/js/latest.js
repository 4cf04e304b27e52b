/* latest.js - one question at a time: while one is on its way only the newest other waits, so that a moving
 * finger never makes a queue, and what it passes on the way is still answered as fast as can be. */

/** Returns what asks. took gets the question, its answer or its error, and whether a newer question waits.
 * @template Q, A @param {(question: Q) => Promise<A>} ask @param {(question: Q, answer: A|null, error: any, newer: Q|null) => void} took @returns {(question: Q) => void} */
export function latest(ask, took) {
  let runs = false;
  /** @type {Q|null} */
  let waits = null;
  /** @param {Q} question */
  async function run(question) {
    runs = true;
    /** @type {A|null} */
    let answer = null;
    let error = null;
    try { answer = await ask(question); } catch (fault) { error = fault; }
    took(question, answer, error, waits); // who is told may ask again: that waits too
    runs = false;
    const next = waits;
    waits = null;
    if (next) run(next);
  }
  return question => { if (runs) waits = question; else run(question); };
}
