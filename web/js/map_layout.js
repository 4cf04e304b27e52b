/* map_layout.js - where boxes stand so that none covers another: labels beside their points, chips along
 * the edges. Nothing here knows of the map or the page. */

/** @typedef {{x: number, y: number, w: number, h: number}} Box its corner at the top left, and its size */
/** @typedef {{x: number, y: number, w: number, h: number, gap: number, must?: boolean, sides?: Side[]}} Item a point, the size of its label,
 * how far from the point it stands; one that must be shown covers another rather than vanish */
/** @typedef {'above'|'below'|'right'|'left'} Side */

/** @param {Box} a @param {Box} b */
export const overlap = (a, b) => Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

/** @type {Side[]} */
const SIDES = ['right', 'left', 'above', 'below'];

/** @param {Item} item @param {Side} side @param {number} far times its gap @returns {Box} */
function boxAt({ x, y, w, h, gap }, side, far) {
  const away = gap * far;
  if (side === 'right') return { x: x + away, y: y - h / 2, w, h };
  if (side === 'left') return { x: x - away - w, y: y - h / 2, w, h };
  return { x: x - w / 2, y: side === 'above' ? y - away - h : y + away, w, h };
}

/** How much of a box lies on others or out of the frame. @param {Box} box @param {Box[]} taken @param {Box} frame */
const covered = (box, taken, frame) => taken.reduce((sum, other) => sum + overlap(box, other), box.w * box.h - overlap(box, frame));

/** The first place that is free; else, of one that must be shown, the one that covers least. @param {Item} item @param {Box[]} taken @param {Box} frame */
function find(item, taken, frame) {
  let best = null, least = Infinity;
  for (const far of [1, 2]) for (const side of item.sides ?? SIDES) {
    const box = boxAt(item, side, far), cost = covered(box, taken, frame);
    if (cost < least) { best = box; least = cost; }
    if (cost === 0) return box;
  }
  return item.must ? best : null;
}

/** Boxes of the items, those before others first; null where there is no room. @param {Item[]} items @param {Box[]} blocks @param {Box} frame @returns {(Box|null)[]} */
export function layOut(items, blocks, frame) {
  const taken = blocks.slice();
  return items.map(item => {
    const inside = item.x >= frame.x && item.y >= frame.y && item.x <= frame.x + frame.w && item.y <= frame.y + frame.h;
    const box = inside ? find(item, taken, frame) : null;
    if (box) taken.push(box);
    return box;
  });
}

/** A box as near to where it would be as the edge of the frame allows, moved along that edge until it is free; null when nowhere.
 * @param {{x: number, y: number, w: number, h: number}} wish its middle, mostly out of the frame, and its size @param {Box[]} taken @param {Box} frame @returns {Box|null} */
export function atEdge({ x, y, w, h }, taken, frame) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ room) => Math.min(Math.max(value, from), Math.max(from, from + room));
  const left = clamp(x - w / 2, frame.x, frame.w - w), top = clamp(y - h / 2, frame.y, frame.h - h);
  const upright = x < frame.x || x > frame.x + frame.w, step = (upright ? h : w) / 2 + 3;
  for (let n = 0; n * step < (upright ? frame.h : frame.w); n++) for (const way of n ? [1, -1] : [1]) {
    const box = { x: upright ? left : left + way * n * step, y: upright ? top + way * n * step : top, w, h };
    if (covered(box, taken, frame) === 0) return box;
  }
  return null;
}
