/* map_draw.js - draw a new road by clicks: each click a point, double click or Enter ends, Esc gives up,
 * Backspace takes the last point back. What is drawn becomes a change of the what-if. */
import { draw as redraw, h } from './h.js';
import { theMap } from './map.js';
import { takeTool, tool } from './map_tool.js';
import { buildJoin, buildRoad, lengthKm, limitFor } from './road_edits.js';
import { toast } from './states.js';
import { say } from './words.js';
import { addEdit } from './whatif.js';

const SNAP_PX = 10;
/** @type {{points: number[][], of: string, limit: number}} */
const draft = { points: [], of: 'class2', limit: limitFor('class2') };
/** @type {number[]|null} */
let finger = null;
/** @type {Set<() => void>} */
const listeners = new Set();
let drawing = 0;

/** What is being drawn; null when nothing is. */
export const drafted = () => (tool()?.name === 'road' ? draft : null);
/** @param {() => void} fn */
export const onDraft = fn => { listeners.add(fn); };

function tell() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(show);
  for (const fn of listeners) fn();
}

/** The draft on the map, to the finger. */
function show() {
  const line = finger && draft.points.length ? [...draft.points, finger] : draft.points, on = drafted() !== null;
  const feature = (/** @type {string} */ type, /** @type {any} */ coordinates) => ({ type: 'Feature', properties: {}, geometry: { type, coordinates } });
  theMap().getSource('draft')?.setData({ type: 'FeatureCollection', features: on ? [...(line.length > 1 ? [feature('LineString', line)] : []), ...draft.points.map(at => feature('Point', at))] : [] });
  hint(on);
}

/** @type {HTMLElement|null} */
let told = null;
/** What to do now, over the map. @param {boolean} on */
function hint(on) {
  told ??= h('p.map-hint', { role: 'status' });
  if (!told.isConnected) theMap().getContainer().append(told);
  told.hidden = !on && tool()?.name !== 'join' && tool()?.name !== 'here';
  const more = draft.points.length < 2 ? '' : ` · ${lengthKm(draft.points).toFixed(1)} km`;
  redraw(told, tool()?.name === 'join' ? say('点地图上两条路相近处加互通 · Esc 取消', 'Click where two roads pass close · Esc cancels') : tool()?.name === 'here' ? say('点地图定起算点 · Esc 取消', 'Click where to reckon from · Esc cancels')
    : say('点出新路 · 双击或回车完成 · 退格撤一点 · Esc 取消', 'Click points · double click or Enter ends · Backspace takes one back · Esc cancels') + more);
}

/** Take the pencil. @param {number[][]} [points] drawn already */
export function beginRoad(points = []) {
  draft.points = points;
  finger = null;
  takeTool({
    name: 'road', twice: endRoad, end: tell,
    click: at => { const [lng, lat] = ontoRoad(at); if (!isSame(draft.points[draft.points.length - 1], lng, lat)) draft.points = [...draft.points, [lng, lat]]; tell(); },
    move: at => { finger = ontoRoad(at); cancelAnimationFrame(drawing); drawing = requestAnimationFrame(show); },
    key: event => {
      if (event.key === 'Enter') { endRoad(); return true; }
      if (event.key === 'Backspace') { draft.points = draft.points.slice(0, -1); tell(); return true; }
      return false;
    },
  });
  tell();
}

/** A point close to a road lies on it: whoever draws means to join it. @param {{lng: number, lat: number}} at @returns {number[]} */
function ontoRoad({ lng, lat }) {
  const map = theMap(), p = map.project([lng, lat]);
  let best = { far: SNAP_PX, x: p.x, y: p.y };
  for (const { geometry } of map.queryRenderedFeatures([[p.x - SNAP_PX, p.y - SNAP_PX], [p.x + SNAP_PX, p.y + SNAP_PX]], { layers: ['roads'] }))
    for (const line of geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates) for (let i = 1; i < line.length; i++) {
      const foot = footOf(p, map.project(line[i - 1]), map.project(line[i]));
      if (foot.far < best.far) best = foot;
    }
  if (best.far === SNAP_PX) return [lng, lat];
  const on = map.unproject([best.x, best.y]);
  return [on.lng, on.lat];
}

/** The point of a stretch that is nearest. @param {{x: number, y: number}} p @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
function footOf(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y], t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  const [x, y] = [a.x + t * dx, a.y + t * dy];
  return { far: Math.hypot(p.x - x, p.y - y), x, y };
}

/** The second click of a double click is on the first. @param {number[]|undefined} last @param {number} lng @param {number} lat */
function isSame(last, lng, lat) {
  if (!last) return false;
  const a = theMap().project(last), b = theMap().project([lng, lat]);
  return Math.hypot(a.x - b.x, a.y - b.y) < 4;
}

/** @param {string} of @param {number} limit */
export function chooseBuild(of, limit) {
  draft.of = of;
  draft.limit = limit;
  tell();
}

/** Points that were typed. @param {number[][]} points */
export function typeRoad(points) {
  draft.points = points;
  if (!drafted()) beginRoad(points);
  else tell();
}

/** What is drawn becomes a change. */
export function endRoad() {
  const { points, of, limit } = draft;
  if (points.length < 2) { toast(say('一条路至少要两个点', 'A road needs two points')); return; }
  takeTool(null);
  draft.points = [];
  addEdit(buildRoad(points, of, limit));
}

export const giveUp = () => takeTool(null);

/** One click makes an interchange. */
export function beginJoin() {
  takeTool({ name: 'join', click: ({ lng, lat }) => { takeTool(null); joinAt(lng, lat); }, end: tell });
  tell();
}

/** @param {number} lon @param {number} lat */
export const joinAt = (lon, lat) => addEdit(buildJoin(lon, lat));

/** One click tells where to reckon from. @param {(lng: number, lat: number) => void} took */
export function beginHere(took) {
  takeTool({ name: 'here', click: ({ lng, lat }) => { takeTool(null); took(lng, lat); }, end: tell });
  tell();
}
