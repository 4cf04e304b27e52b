/* part.js - a part of the panel that is drawn anew only when what it shows has changed. */
import { keepFocus } from './rows.js';
import { draw, h } from './h.js';

/** @typedef {import('./h.js').Child} Child */

/** @param {string} tag @param {() => any} key what it depends on @param {() => Child} view @returns {{root: HTMLElement, refresh: () => void}} */
export function part(tag, key, view) {
  const root = h(tag);
  let was = '';
  return { root, refresh: () => {
    const is = JSON.stringify(key());
    if (is === was) return;
    was = is;
    keepFocus(root, () => draw(root, view()));
    root.hidden = !root.hasChildNodes();
  } };
}

let count = 0;
/** A number for things that are compared by being the same one. @type {WeakMap<object, number>} */
const numbers = new WeakMap();
/** @param {object|null|undefined} thing */
export function nth(thing) {
  if (!thing) return 0;
  const known = numbers.get(thing) ?? ++count;
  numbers.set(thing, known);
  return known;
}
