/* map_tool.js - what a click on the map does while a tool is in hand: none by default. */

/** A tool gets clicks, moves and keys until it is put down. @typedef {{name: string, click: (at: {lng: number, lat: number}) => void,
 *   move?: (at: {lng: number, lat: number}) => void, twice?: () => void, key?: (event: KeyboardEvent) => boolean, end?: () => void}} Tool */

/** @type {Tool|null} */
let inHand = null;
/** @type {Set<() => void>} */
const listeners = new Set();

export const tool = () => inHand;
/** @param {() => void} fn */
export const onTool = fn => { listeners.add(fn); };

/** Take a tool, or put down the one in hand. @param {Tool|null} next */
export function takeTool(next) {
  const old = inHand;
  inHand = next;
  old?.end?.();
  document.documentElement.dataset.tool = next?.name ?? '';
  for (const fn of listeners) fn();
}

/** Keys go to the tool first. @param {KeyboardEvent} event @returns {boolean} was it for the tool? */
export function toolKey(event) {
  if (!inHand) return false;
  if (event.key === 'Escape') { takeTool(null); return true; }
  return inHand.key?.(event) ?? false;
}
