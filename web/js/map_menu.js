/* map_menu.js - the right button on the map: reckon from here, draw a road from here, join roads here. */
import { draw, h } from './h.js';
import { theMap } from './map.js';
import { beginRoad, joinAt } from './map_draw.js';
import { atText } from './map_pins.js';
import { settle } from './reach.js';
import { set } from './store.js';
import { tool } from './map_tool.js';
import { say } from './words.js';

/** @type {HTMLElement|null} */
let box = null;

export function mount() {
  theMap().on('contextmenu', open);
  theMap().on('movestart', close);
  document.addEventListener('pointerdown', event => { if (box && !box.contains(/** @type {Node} */ (event.target))) close(); });
}

function close() {
  box?.remove();
  box = null;
}

/** @param {any} event */
function open(event) {
  event.preventDefault();
  close();
  if (tool() || matchMedia('(max-width: 767px)').matches) return;
  const { lng, lat } = event.lngLat, at = atText(lng, lat);
  const item = (/** @type {string} */ text, /** @type {() => void} */ act) => h('button', { type: 'button', role: 'menuitem', onclick: () => { close(); act(); } }, text);
  box = h('div.map-menu', { role: 'menu', 'aria-label': say(`地图上的点 ${at}`, `The point ${at}`), onkeydown: keys });
  draw(box, h('p.meta', at), item(say('从这里起算', 'Reckon from here'), () => { set({ tab: 'where' }); settle({ at, direction: 'from' }); }),
    item(say('到这里来的圈', 'Who reaches here'), () => { set({ tab: 'where' }); settle({ at, direction: 'to' }); }),
    item(say('从这里画一条新路', 'Draw a new road from here'), () => { set({ tab: 'where' }); beginRoad([[lng, lat]]); }), item(say('在这里加互通', 'An interchange here'), () => joinAt(lng, lat)));
  theMap().getContainer().append(box);
  const room = theMap().getContainer();
  box.style.setProperty('left', `${Math.min(event.point.x, room.clientWidth - box.offsetWidth - 8)}px`);
  box.style.setProperty('top', `${Math.min(event.point.y, room.clientHeight - box.offsetHeight - 8)}px`);
  box.querySelector('button')?.focus();
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const all = /** @type {HTMLElement[]} */ ([...(box?.querySelectorAll('button') ?? [])]), at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === 'Escape') { event.stopPropagation(); close(); theMap().getCanvas().focus(); return; }
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  all[(to + all.length) % all.length]?.focus();
}
