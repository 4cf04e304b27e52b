/* glyph.js - the four shapes that carry the page: full, half, hollow, dotted.
 *
 * Squares speak of segments, circles of status, diamonds are firms outside, dots are local firms.
 * Shape alone tells the class; colour (from the class of the element) repeats it. */
import { s } from './h.js';

/** @typedef {'full'|'half'|'hollow'|'dotted'} Fill */
/** @typedef {'square'|'circle'|'diamond'} Shape */

/** Fill of each class of a segment; absent wears no glyph. @type {Record<string, Fill|null>} */
export const FILL_OF = { strong: 'full', weak: 'half', missing: 'hollow', absent: null, unknown: 'dotted' };

const PATHS = {
  square: 'M4.5 2.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z',
  circle: 'M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4z',
  diamond: 'M8 1.8l6.2 6.2l-6.2 6.2l-6.2-6.2z',
};
/** Lower half of each shape. */
const HALVES = {
  square: 'M2.5 8h11v3.5a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2z',
  circle: 'M2.3 8h11.4a5.7 5.7 0 0 1-11.4 0z',
  diamond: 'M1.8 8h12.4l-6.2 6.2z',
};

/** The parts of a shape. @param {Shape} shape @param {Fill} fill */
function partsOf(shape, fill) {
  const outline = s('path', { d: PATHS[shape], class: 'glyph-line' });
  if (fill === 'half') return [outline, s('path', { d: HALVES[shape], class: 'glyph-ground' })];
  if (fill === 'dotted') return [outline, s('circle', { cx: 8, cy: 8, r: 1.1, class: 'glyph-ground' })];
  return [outline];
}

/** A shape as an inline picture, hidden from screen readers: words always stand beside it.
 * @param {Shape} shape @param {Fill} fill @param {string} [kind] class of colour: strong, weak, …, firm, target
 * @param {number} [size] px */
export function glyph(shape, fill, kind = '', size = 16) {
  return s('svg', {
    class: `glyph glyph-${fill} ${kind ? `is-${kind}` : ''}`, viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': true,
    focusable: 'false',
  }, partsOf(shape, fill));
}

/** The square of a segment's class. @param {string} kind @param {number} [size] */
export function classGlyph(kind, size = 16) {
  const fill = FILL_OF[kind];
  return fill ? glyph('square', fill, kind, size) : s('svg', { class: 'glyph', width: size, height: size, 'aria-hidden': true });
}

/** A firm: a dot here, a hollow diamond outside. @param {boolean} local @param {number} [size] */
export function firmGlyph(local, size = 16) {
  return local ? s('svg', { class: 'glyph', viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': true },
    s('circle', { cx: 8, cy: 8, r: 3.8, class: 'glyph-dot' })) : glyph('diamond', 'hollow', 'target', size);
}
