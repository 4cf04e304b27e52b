/* share_asked.js - an answer about the chosen agreement, kept in step with what is asked and tried.
 *
 * One question at a time, the newest wins; what failed leaves the last good answer of the same agreement. */
import { getOnce, post } from './api.js';
import { latest } from './latest.js';
import { shareEdits } from './share.js';
import { zone } from './zone.js';

/** The last good answer, and what became of the newest question. @template A @typedef {{answer: A|null, error: any, refused: boolean, at: number}} Asked */
/** @typedef {{of: string, params: Record<string, any>, edits: string}} Question */

/** @template A @param {string} address @param {() => Record<string, any>|null} params what is asked, of which `agreement`; null: nothing now
 * @param {() => HTMLElement} root is told to wait after 150 ms @param {() => void} tell */
export function asking(address, params, root, tell) {
  const none = /** @type {Asked<A>} */ ({ answer: null, error: null, refused: false, at: 0 });
  let state = none, asked = '', of = '', timer = 0;

  /** @param {Partial<Asked<A>>} patch */
  function become(patch) {
    state = { ...state, ...patch };
    tell();
  }

  /** @param {boolean} busy */
  function wait(busy) {
    clearTimeout(timer);
    if (busy) timer = window.setTimeout(() => root().toggleAttribute('data-waits', true), 150);
    else root().removeAttribute('data-waits');
  }

  const fetchIt = latest(/** @returns {Promise<A>} */ (/** @type {Question} */ question) => (question.edits ? post(address, question.edits, question.params) : getOnce(address, question.params)), (question, answer, error, newer) => {
    if (question.of !== of) return;
    if (!newer) wait(false);
    if (!error) become({ answer, error: null, refused: false, at: Date.now() });
    else if (error.status === 403) become({ ...none, refused: true });
    else if (!newer) become({ error });
  });

  /** Ask, unless it is what was asked last. */
  function follow() {
    const now = params(), text = now ? JSON.stringify([now, shareEdits(), zone()?.snapshot]) : '';
    if (text === asked) return;
    asked = text;
    if (now?.agreement !== of) {
      of = now?.agreement ?? '';
      become(none);
    }
    if (!now) return;
    wait(true);
    fetchIt({ of, params: now, edits: shareEdits() });
  }

  /** Ask anew what failed. */
  function again() {
    asked = '';
    follow();
  }
  return { state: () => state, follow, again };
}
