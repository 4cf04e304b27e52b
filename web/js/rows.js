/* rows.js - the rows of lists: one glyph, a name, a code, a figure at the end, one line of reasons.
 *
 * A row is one button; in a list one row at a time is a tab stop and arrows move (roving tabindex). */
import { h } from './h.js';
import { classGlyph, firmGlyph } from './glyph.js';
import { isLocal, segment } from './look.js';
import { get, set } from './store.js';
import { nameOf } from './words.js';
import { firm, firmName, placeName } from './zone.js';

/** @typedef {import('./types.js').Selection} Selection */
/** @typedef {import('./h.js').Child} Child */

/** @param {Selection} to @param {Child} sign @param {Child} title @param {Child} end @param {Child} meta */
export function row(to, sign, title, end, meta) {
  const chosen = get().selection?.kind === to.kind && get().selection?.id === to.id;
  return h('button.row', { type: 'button', 'aria-current': chosen ? 'true' : null, 'data-to': `${to.kind}:${to.id}`, onclick: () => set({ selection: to }) },
    h('span.row-sign', sign), h('span.row-title', title), h('span.row-end', end), h('span.row-meta', meta));
}

/** A link of the chain. @param {string} id @param {Child} end @param {Child} meta */
export function segmentRow(id, end, meta) {
  const item = segment(id);
  return row({ kind: 'segment', id }, classGlyph(item?.class ?? 'unknown'), [nameOf(item) || id, h('span.code', id)], end, meta);
}

/** @param {string} id @param {Child} end @param {Child} [meta] its place unless told */
export function firmRow(id, end, meta) {
  const item = firm(id);
  return row({ kind: 'firm', id }, firmGlyph(isLocal(id)), [firmName(id), item?.stock_code ? h('span.code', item.stock_code) : null], end, meta ?? placeName(item?.place ?? ''));
}

/** @param {string} code @param {Child} end @param {Child} meta */
export const placeRow = (code, end, meta) => row({ kind: 'place', id: code }, null, [placeName(code), h('span.code', code)], end, meta);

/** One tab stop for all rows of a list; arrows, Home and End move. @param {HTMLElement} list @param {string} [select] */
export function rove(list, select = '.row') {
  const items = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(select)]);
  const stop = (/** @type {HTMLElement|undefined} */ on) => { for (const item of items()) item.tabIndex = item === on ? 0 : -1; };
  stop(items().find(item => item.getAttribute('aria-current')) ?? items()[0]);
  if (list.dataset.roves) return;
  list.dataset.roves = 'yes';
  list.addEventListener('focusin', event => { if (items().includes(/** @type {HTMLElement} */ (event.target))) stop(/** @type {HTMLElement} */ (event.target)); });
  list.addEventListener('keydown', event => {
    const all = items(), at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all[to].focus();
  });
}

/** Draw anew and leave the focus on the same row. @param {HTMLElement} root @param {() => void} drawing */
export function keepFocus(root, drawing) {
  const at = document.activeElement;
  const to = root.contains(at) ? at?.getAttribute('data-to') : null;
  const top = root.scrollTop;
  drawing();
  root.scrollTop = top;
  if (to) /** @type {HTMLElement|null} */ (root.querySelector(`[data-to="${CSS.escape(to)}"]`))?.focus();
}
