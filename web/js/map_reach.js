/* map_reach.js - roads, stops and circles on the map: what is drawn, and how, from the tokens. */
import { isOn } from './map_layers.js';
import { get, reached } from './store.js';
import { num } from './format.js';
import { say } from './words.js';
import { zone } from './zone.js';

/** @typedef {import('./types.js').Ring} Ring */
/** What of minutes is seen. @typedef {{roads: boolean, stops: boolean, street: string, stop: string, english: boolean}} ReachLook */

/** @param {any[]} features */
const collection = features => ({ type: 'FeatureCollection', features });
/** @param {string} type @param {any} coordinates @param {any} [properties] */
const feature = (type, coordinates, properties = {}) => ({ type: 'Feature', geometry: { type, coordinates }, properties });

/** Are there roads to compute on? Unknown until the server told. */
export const hasRoads = () => { const of = reached().roads?.roads.source; return of === 'zone' || of === 'extract'; };
const hasStops = () => ((zone()?.rows.stations ?? 0) + (zone()?.rows.facilities ?? 0)) > 0;

/** @returns {ReachLook} */
export function reachLook() {
  const at = get().selection;
  return { roads: isOn('roads') && hasRoads(), stops: isOn('stops') && hasStops(), street: at?.kind === 'street' ? at.id : '', stop: at?.kind === 'station' || at?.kind === 'facility' ? at.id : '', english: get().lang === 'en' };
}

/* ---- what is drawn */

/** The rings in force, the widest first, so that the nearer lie on the farther. @returns {Ring[]} */
const rings = () => (isOn('circle') ? [...(reached().circle?.circles ?? [])].reverse() : []);

/** Each ring as it is, what it was, what came and what went. */
export const circles = () => collection(rings().flatMap(ring => {
  const parts = /** @type {[string, any][]} */ ([['now', ring.after ?? ring.before], ['was', ring.after && ring.before], ['gained', ring.gained], ['lost', ring.lost]]);
  return parts.filter(([, part]) => part?.geometry?.coordinates.length).map(([role, part]) => ({ type: 'Feature', geometry: part.geometry, properties: { role, minutes: ring.minutes } }));
}));

/** Where the circle begins. @returns {any[]} */
export const originPoints = () => (isOn('circle') ? reached().circle?.at.points ?? [] : []);
export const origins = () => collection(originPoints().map(at => feature('Point', at)));

/** Points as they stand in a row of road_works. @param {any} text @returns {number[][]} */
export const pathOf = text => (Array.isArray(text) ? text : String(text ?? '').split(' ').filter(Boolean).map(pair => pair.split(',').map(Number)));

/** The roads that the edits in force change or build, as lines; streets by name are drawn by their tiles. */
export function worked() {
  /** @type {any[]} */
  const lines = [];
  /** @type {string[]} */
  const streets = [];
  /** @type {string[]} */
  const closed = [];
  for (const { table, row } of get().edits.filter(change => change.on).flatMap(change => change.edit)) {
    if (table !== 'road_works') continue;
    const stands = reached().roads?.works.find(work => work.id === row.id), path = pathOf(row.path ?? stands?.path), edges = row.edges ?? stands?.edges ?? '';
    const kind = row.kind ?? stands?.kind;
    if (path.length > 1) lines.push(feature('LineString', path, { kind }));
    else if (path.length === 1) lines.push(feature('Point', path[0], { kind }));
    (kind === 'close' ? closed : streets).push(...(Array.isArray(edges) ? edges : String(edges).split(' ')).filter(Boolean));
  }
  return { lines: collection(lines), streets: [...new Set(streets)], closed: [...new Set(closed)] };
}

/** Which way each ring's figure hangs, the widest first, so that they do not crowd. @type {((a: number[], b: number[]) => boolean)[]} */
const FARTHER = [(a, b) => a[1] < b[1], (a, b) => a[0] > b[0], (a, b) => a[1] > b[1], (a, b) => a[0] < b[0]];

/** The figure of each ring at one of its ends: the only one in the south. @returns {{key: string, name: string, lon: number, lat: number}[]} */
export function circleChips() {
  const all = rings(), many = all.length > 1;
  return all.flatMap((ring, i) => {
    const now = ring.after ?? ring.before, points = /** @type {number[][]} */ (now.geometry.coordinates.map(polygon => polygon[0]).flat());
    if (!points.length) return [];
    const end = points.reduce((best, at) => (FARTHER[i](at, best) ? at : best));
    const was = ring.after && num(ring.before.area_km2) !== num(now.area_km2) ? `${num(ring.before.area_km2)} → ` : '';
    return [{ key: `reach ${ring.minutes}`, name: `${many ? say(`${ring.minutes} 分 `, `${ring.minutes} min `) : ''}${was}${num(now.area_km2)} km²`, lon: end[0], lat: end[1] }];
  });
}

/* ---- how */

const EMPTY = { type: 'FeatureCollection', features: [] };
const empty = () => ({ type: 'geojson', data: EMPTY });
/** @param {string} layer */
const tiled = layer => ({ type: 'vector', tiles: [`${location.origin}/tiles/${layer}/{z}/{x}/{y}`], maxzoom: 14 });
/** @param {boolean} shown */
const seen = shown => ({ visibility: shown ? 'visible' : 'none' });

export const reachSources = () => ({ roads: tiled('roads'), stops: tiled('stops'), circle: empty(), works: empty(), origin: empty(), draft: empty(), water: empty() });

const role = (/** @type {string} */ name) => ['==', ['get', 'role'], name];
/** Wider for the greater road. */
const WIDTH = ['interpolate', ['linear'], ['zoom'],
  8, ['match', ['get', 'class'], 'motorway', 1.6, 'trunk', 1.2, 0.7],
  11, ['match', ['get', 'class'], 'motorway', 2.2, ['trunk', 'class1'], 1.8, ['ramp', 'class2'], 1.3, 0.9],
  15, ['match', ['get', 'class'], 'motorway', 4.5, ['trunk', 'class1'], 3.5, ['ramp', 'class2', 'class3'], 2.6, 1.8]];

/** Below the lines of counties: the fill of circles and the roads. @param {ReachLook} look @param {(name: string) => string} token @returns {any[]} */
export function reachBelow(look, token) {
  const { streets, closed } = worked();
  return [
    { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': token('water') } },
    { id: 'circle-fill', type: 'fill', source: 'circle', filter: role('now'), paint: { 'fill-color': token('iso'), 'fill-opacity': 0.1, 'fill-antialias': false } },
    { id: 'circle-gained', type: 'fill', source: 'circle', filter: role('gained'), paint: { 'fill-color': token('iso'), 'fill-opacity': 0.26, 'fill-antialias': false } },
    { id: 'circle-lost', type: 'fill', source: 'circle', filter: role('lost'), paint: { 'fill-pattern': 'hatch', 'fill-antialias': false } },
    { id: 'roads', type: 'line', source: 'roads', 'source-layer': 'roads', layout: { ...seen(look.roads), 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': token('road'), 'line-width': WIDTH } },
    { id: 'road-chosen', type: 'line', source: 'roads', 'source-layer': 'roads', filter: ['==', ['get', 'id'], look.street], layout: { ...seen(look.roads), 'line-cap': 'round' }, paint: { 'line-color': token('accent'), 'line-width': 5, 'line-opacity': 0.55 } },
    { id: 'roads-changed', type: 'line', source: 'roads', 'source-layer': 'roads', filter: ['in', ['get', 'id'], ['literal', streets]], layout: { ...seen(look.roads), 'line-cap': 'round' }, paint: { 'line-color': token('ink'), 'line-width': 2.6 } },
    { id: 'roads-closed', type: 'line', source: 'roads', 'source-layer': 'roads', filter: ['in', ['get', 'id'], ['literal', closed]], layout: seen(look.roads), paint: { 'line-color': token('worse'), 'line-width': 2.6, 'line-dasharray': [2, 1.6] } },
    { id: 'roads-built', type: 'line', source: 'works', filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': token('ink'), 'line-width': 2.6 } },
  ];
}

/** Over them: the lines of circles, and stops. @param {ReachLook} look @param {(name: string) => string} token @returns {any[]} */
export const reachAbove = (look, token) => [
  { id: 'circle-ghost', type: 'line', source: 'circle', filter: role('was'), paint: { 'line-color': token('ghost'), 'line-width': 1.5, 'line-dasharray': [3, 2] } },
  { id: 'circle-line', type: 'line', source: 'circle', filter: role('now'), paint: { 'line-color': token('iso'), 'line-width': 1.6 } },
  { id: 'stops', type: 'symbol', source: 'stops', 'source-layer': 'stops', layout: { ...seen(look.stops), 'icon-image': ['match', ['get', 'kind'], 'school', 'stop-school', 'hospital', 'stop-hospital', ['match', ['get', 'table'], 'stations', 'stop-station', 'stop-other']],
    'icon-allow-overlap': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 8.5, ['case', ['==', ['get', 'id'], look.stop], 1.4, 0.75], 11, ['case', ['==', ['get', 'id'], look.stop], 1.6, 1]], 'text-field': ['step', ['zoom'], '', 10.5, look.english ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name']], 'text-font': ['Open Sans Regular'], 'text-size': 11, 'text-anchor': 'top', 'text-offset': [0, 0.6], 'text-optional': true },
    paint: { 'text-color': token('ink-2'), 'text-halo-color': token('zone'), 'text-halo-width': 1.6 } },
];

/** On top: where it begins, and what is being drawn. @param {(name: string) => string} token @returns {any[]} */
export const reachTop = token => [
  { id: 'joined', type: 'circle', source: 'works', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-color': token('card'), 'circle-stroke-color': token('ink'), 'circle-stroke-width': 2.6 } },
  { id: 'draft-line', type: 'line', source: 'draft', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': token('ink'), 'line-width': 2.6, 'line-dasharray': [2, 1.5] } },
  { id: 'draft-points', type: 'circle', source: 'draft', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 4, 'circle-color': token('card'), 'circle-stroke-color': token('ink'), 'circle-stroke-width': 2 } },
  { id: 'origin', type: 'circle', source: 'origin', paint: { 'circle-radius': 6, 'circle-color': token('iso'), 'circle-stroke-color': token('card'), 'circle-stroke-width': 2 } },
];

/* ---- small pictures, drawn to a canvas: shapes that tell apart without colour */

/** Paths of the stops in a box of 16, for the map, the legend and paper. @type {Record<string, string>} */
export const STOP_PATHS = {
  station: 'M3 3h10v10h-10zM5 6.4h6M5 9.6h6', school: 'M8 2.6l6 10.4h-12z', hospital: 'M6.2 2.5h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7v-3.6h3.7z', other: 'M8 4.4a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 1 1 0-7.2z',
};

/** @param {number} size */
function pen(size) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

/** @param {string} kind @param {(name: string) => string} token */
export function stopImage(kind, token) {
  const size = 32, to = pen(size), path = new Path2D(STOP_PATHS[kind]);
  to.scale(2, 2);
  to.lineJoin = 'round';
  to.strokeStyle = token('zone');
  to.lineWidth = 3;
  to.stroke(path);
  to.fillStyle = token('ink');
  to.fill(path);
  to.lineWidth = 1.4;
  if (kind === 'station') to.stroke(new Path2D('M5 6.4h6M5 9.6h6'));
  return to.getImageData(0, 0, size, size);
}

/** Hatching of what is lost. @param {(name: string) => string} token */
export function hatchImage(token) {
  const size = 16, to = pen(size);
  to.strokeStyle = token('worse');
  to.lineWidth = 2.4;
  for (const from of [-size, 0, size]) { to.beginPath(); to.moveTo(from, size); to.lineTo(from + size, 0); to.stroke(); }
  return to.getImageData(0, 0, size, size);
}
