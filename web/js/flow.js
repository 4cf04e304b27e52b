/* flow.js - up to three inputs, the link, up to four users; each with the shape of its class. */
import { h } from './h.js';
import { classGlyph } from './glyph.js';
import { segment } from './look.js';
import { set } from './store.js';
import { CLASSES, nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').Segment} Segment */

/** Those with firms first, then by gain. @param {string[]} ids */
const ordered = ids => ids.map(id => segment(id)).filter(item => item !== undefined)
  .sort((a, b) => Number(b.x > 0) - Number(a.x > 0) || b.gain - a.gain || a.id.localeCompare(b.id));

/** @param {Segment} item */
const cell = item => h('li', h('button.flow-cell', { type: 'button', onclick: () => set({ selection: { kind: 'segment', id: item.id } }) },
  classGlyph(item.class, 14), h('span', nameOf(item)), h('span.hidden', word(CLASSES, item.class))));

/** @param {string} title @param {string[]} ids @param {number} most */
function side(title, ids, most) {
  const all = ordered(ids), rest = all.slice(most);
  const more = h('li', h('details.flow-more', h('summary', `+${rest.length}`), h('ul', rest.map(cell))));
  return h('div.flow-side', h('p.flow-head', title, h('span.count-of', String(all.length))), all.length ? h('ul', all.slice(0, most).map(cell), rest.length ? more : null) : h('p.meta', say('无', 'none')));
}

/** @param {Segment} item */
export function flow(item) {
  return h('div.flow', { role: 'group', 'aria-label': say('投入与用户', 'Inputs and users') }, side(say('投入', 'Inputs'), item.inputs, 3),
    h('div.flow-own', { 'data-class': item.class }, nameOf(item)), side(say('用户', 'Users'), item.users, 4));
}
