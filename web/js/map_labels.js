/* map_labels.js - names of places as HTML on the map, and chips at the edge for targets beyond it. */
import { draw, h } from './h.js';
import { glyph } from './glyph.js';
import { board, get, set } from './store.js';
import { num } from './format.js';
import { nameOf, say } from './words.js';
import { firm, members, place, placeName, provinceSign } from './zone.js';
import { shownTargets, whereOf } from './map_data.js';
import { panTo } from './map.js';

const MOST_CHIPS = 4;

/** @type {Map<string, {element: HTMLElement, lon: number, lat: number}>} */
const shown = new Map();
let watched = false;

/** One label a member, moved with the map; no layer of the map has a say in it. @param {any} map */
export function labels(map) {
  const codes = board().now?.chain.places ?? members();
  for (const code of [...shown.keys()]) if (!codes.includes(code)) { shown.get(code)?.element.remove(); shown.delete(code); }
  for (const code of codes) {
    const row = place(code);
    if (typeof row?.lon !== 'number' || typeof row?.lat !== 'number') continue;
    const old = shown.get(code)?.element ?? h('div.place-label');
    draw(old, h('b', nameOf(row)), ' ', h('span', provinceSign(code) ? say(...(/** @type {[string, string]} */ (provinceSign(code)))) : ''));
    old.classList.toggle('is-zone', row.level === 'zone');
    if (!old.isConnected) map.getCanvasContainer().append(old);
    shown.set(code, { element: old, lon: row.lon, lat: row.lat });
  }
  if (!watched) { map.on('move', () => follow(map)); watched = true; }
  follow(map);
}

/** @param {any} map */
function follow(map) {
  for (const { element, lon, lat } of shown.values()) {
    const at = map.project([lon, lat]);
    element.style.setProperty('transform', `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) ${element.classList.contains('is-zone') ? 'translate(-50%, 70%)' : 'translate(-50%, -190%)'}`);
  }
}

/** @param {any} map @param {HTMLElement} box */
export function chips(map, box) {
  const width = box.clientWidth, height = box.clientHeight;
  if (!width || get().view !== 'map') return;
  const beyond = shownTargets().slice(0, 12).flatMap(target => {
    const row = firm(target.firm), where = whereOf(target.firm);
    if (!row || !where) return [];
    const at = map.project(where);
    return at.x < 0 || at.y < 0 || at.x > width || at.y > height ? [{ target, row, at }] : [];
  }).slice(0, MOST_CHIPS);
  draw(box, beyond.map(one => chip(one, width, height)));
  part(/** @type {HTMLElement[]} */ ([...box.children]), height);
}

/** Chips at one place stand below one another. @param {HTMLElement[]} made @param {number} height */
function part(made, height) {
  for (let i = 1; i < made.length; i++) {
    const over = (/** @type {HTMLElement} */ other) => { const a = made[i].getBoundingClientRect(), b = other.getBoundingClientRect(); return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; };
    for (let tries = 0; tries < 12 && made.slice(0, i).some(over); tries++) {
      const top = parseFloat(made[i].style.top) + (parseFloat(made[0].style.top) < height / 2 ? 30 : -30);
      made[i].style.setProperty('top', `${top}px`);
    }
  }
}

/** @param {{target: import('./types.js').Target, row: any, at: {x: number, y: number}}} one @param {number} width @param {number} height */
function chip({ target, row, at }, width, height) {
  const x = Math.min(Math.max(at.x, 8), Math.max(8, width - 210)), y = Math.min(Math.max(at.y, 24), height - 70);
  const arrow = at.x < 0 ? '←' : at.x > width ? '→' : at.y < 0 ? '↑' : '↓';
  const made = h('button.edge-chip', { type: 'button', onclick: () => { set({ selection: { kind: 'firm', id: target.firm } }); const to = whereOf(target.firm); if (to) panTo(...to); } },
    glyph('diamond', 'hollow', 'target', 13), ` ${nameOf(row)} ${arrow}`, h('span.meta', ` ${placeName(target.place)}${target.km === null ? '' : ` ${num(target.km)} km`}`));
  made.classList.add(at.x > width ? 'is-right' : 'is-left');
  made.style.setProperty(at.x > width ? 'right' : 'left', at.x > width ? '8px' : `${x}px`);
  made.style.setProperty('top', `${y}px`);
  return made;
}
