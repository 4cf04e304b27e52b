/* map_pins.js - where a circle begins, as handles on the map: dragged, or moved by arrow keys. */
import { draw, h } from './h.js';
import { theMap } from './map.js';
import { isOn } from './map_layers.js';
import { cancel, points, settle, show } from './reach.js';
import { get, on, reached } from './store.js';
import { say } from './words.js';

const MOST = 8, STEP_PX = 12, FAR_PX = 60;
const phone = matchMedia('(max-width: 767px)');

/** @type {HTMLElement} */
let holder;
/** The pin that is held: which one and where it is. @type {{at: number, lon: number, lat: number}|null} */
let held = null;

/** A place as the address wants it. @param {number} lon @param {number} lat */
export const atText = (lon, lat) => `${lon.toFixed(5)},${lat.toFixed(5)}`;

export function mount() {
  holder = h('div.pins');
  theMap().getCanvasContainer().append(holder);
  theMap().on('move', stand);
  on(['reached', 'layers', 'lang', 'view'], redraw);
  phone.addEventListener('change', redraw);
  redraw();
}

function redraw() {
  if (held) { stand(); return; }
  const had = [...holder.children].indexOf(/** @type {Element} */ (document.activeElement));
  draw(holder, isOn('circle') && reached().circle ? points().slice(0, MOST).map((_, i) => pin(i)) : []);
  stand();
  if (had >= 0) /** @type {HTMLElement|undefined} */ (holder.children[Math.min(had, holder.children.length - 1)])?.focus();
}

/** Each where it is on the screen. */
function stand() {
  const at = points();
  [...holder.children].forEach((element, i) => {
    const point = held?.at === i ? [held.lon, held.lat] : at[i];
    if (!point) return;
    const { x, y } = theMap().project(point);
    /** @type {HTMLElement} */ (element).style.setProperty('transform', `translate(${x}px, ${y}px)`);
  });
}

/** @param {number} i */
function pin(i) {
  const name = say(`起算点 ${i + 1}：拖动，或用方向键移动`, `Origin ${i + 1}: drag it, or move it by arrow keys`);
  const made = h('button.pin', { type: 'button', tabindex: i ? '-1' : '0', 'aria-label': name, title: name, disabled: phone.matches, onkeydown: (/** @type {KeyboardEvent} */ event) => key(event, i), onblur: () => { if (held?.at === i) drop(); } });
  for (const kind of ['mousedown', 'touchstart', 'dblclick']) made.addEventListener(kind, event => event.stopPropagation()); // else the map would move
  made.addEventListener('pointerdown', event => grab(event, made));
  made.addEventListener('pointermove', event => { if (made.hasPointerCapture(event.pointerId)) drag(event, i); });
  made.addEventListener('pointerup', () => { if (held) drop(); });
  made.addEventListener('pointercancel', () => { held = null; cancel(); redraw(); });
  return made;
}

/** @param {PointerEvent} event @param {HTMLElement} made */
function grab(event, made) {
  if (event.button !== 0 || phone.matches) return;
  event.preventDefault();
  made.focus({ preventScroll: true });
  made.setPointerCapture(event.pointerId);
}

/** @param {PointerEvent} event @param {number} i */
function drag(event, i) {
  const box = theMap().getContainer().getBoundingClientRect();
  move(i, theMap().unproject([event.clientX - box.left, event.clientY - box.top]));
}

/** @param {number} i @param {{lng: number, lat: number}} to */
function move(i, { lng, lat }) {
  held = { at: i, lon: lng, lat };
  stand();
  show({ at: atText(lng, lat) });
}

function drop() {
  if (!held) return;
  const { lon, lat } = held;
  held = null;
  settle({ at: atText(lon, lat) });
  redraw();
}

/** Arrows move it by a few pixels, with Shift farther; Esc puts it back at the gates. @param {KeyboardEvent} event @param {number} i */
function key(event, i) {
  const far = event.shiftKey ? FAR_PX : STEP_PX;
  const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
  if (event.key === 'Enter' && held) { event.preventDefault(); event.stopPropagation(); drop(); return; }
  if (event.key === 'Escape' && (held || get().reach.at !== 'gates')) {
    event.stopPropagation();
    held = null;
    settle({ at: 'gates' });
    redraw();
    return;
  }
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const from = held?.at === i ? [held.lon, held.lat] : points()[i], { x, y } = theMap().project(from);
  move(i, theMap().unproject([x + by[0], y + by[1]]));
  settleSoon();
}

let soon = 0;
/** A key that is held down is one move. */
function settleSoon() {
  clearTimeout(soon);
  soon = window.setTimeout(drop, 400);
}
