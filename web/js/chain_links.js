/* chain_links.js - the links of one box, drawn while it is hovered or has the focus.
 *
 * They run in the gutters alone: down from the box, along under its row, up or down beside the column of
 * the other, and in from the left; never across a name. */
import { h, s } from './h.js';
import { segment } from './look.js';

const GAP = 4; // half of the gutter between boxes

/** @param {HTMLElement} root */
export function watchLinks(root) {
  const at = (/** @type {Event} */ event) => /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest?.('.cell'));
  for (const type of ['pointerover', 'focusin']) root.addEventListener(type, event => { const box = at(event); if (box) drawLinks(root, box); });
  for (const type of ['pointerout', 'focusout']) root.addEventListener(type, event => { if (at(event)) drawLinks(root, chosenBox(root)); });
}

/** @param {HTMLElement} root @returns {HTMLElement|null} */
const chosenBox = root => root.querySelector('.cell[aria-current]');

/** @param {HTMLElement} root @param {HTMLElement|null} box */
export function drawLinks(root, box) {
  root.querySelector('.chain-links')?.remove();
  for (const one of root.querySelectorAll('.cell[data-near]')) one.removeAttribute('data-near');
  const item = box ? segment(box.dataset.segment ?? '') : null;
  const body = /** @type {HTMLElement|null} */ (root.querySelector('.chain-body'));
  if (!box || !item || !body) return;
  const find = (/** @type {string} */ id) => /** @type {HTMLElement|null} */ (body.querySelector(`[data-segment="${CSS.escape(id)}"]`));
  const pairs = [...item.inputs.map(id => [find(id), box]), ...item.users.map(id => [box, find(id)])].filter(pair => pair[0] && pair[1]);
  const lines = pairs.map(([from, to]) => line(body, /** @type {HTMLElement} */ (from), /** @type {HTMLElement} */ (to)));
  for (const pair of pairs) for (const one of pair) if (one !== box) one?.setAttribute('data-near', 'yes');
  body.append(s('svg.chain-links', { width: body.scrollWidth, height: body.scrollHeight, 'aria-hidden': true },
    s('defs', s('marker', { id: 'link-end', viewBox: '0 0 6 6', refX: 5, refY: 3, markerWidth: 6, markerHeight: 6, orient: 'auto' }, s('path', { d: 'M0 0l6 3l-6 3z', class: 'link-end' }))), lines));
}

/** @param {HTMLElement} body @param {HTMLElement} from @param {HTMLElement} to */
function line(body, from, to) {
  const zero = body.getBoundingClientRect(), a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
  const x1 = a.left - zero.left + a.width / 2, y1 = a.bottom - zero.top, row = y1 + GAP;
  const column = b.left - zero.left - GAP, y2 = b.top - zero.top + b.height / 2;
  const here = [from, to].some(box => (segment(box.dataset.segment ?? '')?.x ?? 0) > 0);
  return s('path', { class: here ? 'link' : 'link link-idle', d: `M${x1} ${y1}V${row}H${column}V${y2}H${column + GAP}`, 'marker-end': 'url(#link-end)' });
}

/** The words for who cannot see the lines. @param {string} id */
export function linkWords(id) {
  const item = segment(id);
  return item ? h('span.hidden', `${item.inputs.join(' ')} → ${id} → ${item.users.join(' ')}`) : null;
}
