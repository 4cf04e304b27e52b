/* map_style.js - the map's layers from the tokens of the page; no colour is written here.
 *
 * Firms and places look the same whether they come as GeoJSON or as tiles: what is chosen, filled, local
 * is said by expressions over their properties, which change with the look. */

import { reachAbove, reachBelow, reachSources, reachTop } from './map_reach.js';

/** segments: names of the chosen link; gone: firms the edits take away; local, asked: places; tiles: what comes as tiles.
 * @typedef {{segments: string[], firm: string, place: string, gone: string[], local: string[], asked: string[], english: boolean,
 *   on: (layer: import('./map_layers.js').Layer) => boolean, reach: import('./map_reach.js').ReachLook, tiles: {firms: boolean, places: boolean}}} Look */

/** @param {string} name */
export const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const EMPTY = { type: 'FeatureCollection', features: [] };
const FONT = ['Open Sans Regular']; // never fetched: every glyph is drawn by the browser
const NAMES_FROM = 11; // zoom from which on names stand beside firms that come as tiles

/** @param {string} layer */
const tiled = layer => ({ type: 'vector', tiles: [`${location.origin}/tiles/${layer}/{z}/{x}/{y}`], maxzoom: 14 });
const empty = () => ({ type: 'geojson', data: EMPTY });
const clustered = () => ({ ...empty(), cluster: true, clusterMaxZoom: 8, clusterRadius: 24, clusterMinPoints: 20 });
/** @param {boolean} shown */
const seen = shown => ({ visibility: shown ? 'visible' : 'none' });

/** @param {Look} look @returns {any} */
export function style(look) {
  return {
    version: 8,
    sources: { places: look.tiles.places ? tiled('places') : empty(), borders: empty(), firms: look.tiles.firms ? tiled('firms') : clustered(), targets: empty(), tried: empty(), ...reachSources() },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('land') } },
      placeFill(look), ...reachBelow(look.reach, token), ...placeLines(look), ...reachAbove(look.reach, token), ...firmLayers(look), ...targetLayers(look), ...triedLayers(), ...reachTop(token),
    ],
  };
}

/** @param {Look} look */
const ofPlaces = look => ({ source: 'places', ...(look.tiles.places ? { 'source-layer': 'places' } : {}), layout: seen(look.on('places')) });

/** @param {Look} look */
const placeFill = look => ({ id: 'places', type: 'fill', ...ofPlaces(look), paint: { 'fill-color': ['case', ['==', ['get', 'place'], look.place], token('accent-bg'), token('zone')] } });

/** @param {Look} look */
const placeLines = look => [
  { id: 'county-lines', type: 'line', ...ofPlaces(look), paint: { 'line-color': token('county'), 'line-width': 1 } },
  { id: 'province-lines', type: 'line', source: 'borders', layout: seen(look.on('places')), paint: { 'line-color': token('province'), 'line-width': 1.6 } },
];

/** Circles that hold their number. */
const CLUSTERS = () => ({ 'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 6, 8, 18], 'circle-color': token('card'), 'circle-stroke-color': token('ink-2'), 'circle-stroke-width': 1.2 });
/** Cells of a tile stand close, eight pixels and more apart: the fuller, the bigger and darker; only some are told in numbers. */
const CELLS = () => ({ 'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 1.6, 3, 3.4, 8, 6], 'circle-color': token('ink-2'), 'circle-opacity': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 0.35, 5, 0.9] });

/** Does a firm make one of these? @param {string[]} segments @returns {any} */
export const filled = segments => ['any', ...segments.map(id => ['in', `,${id},`, ['coalesce', ['get', 'segments'], '']])];

/** @param {Look} look */
function firmLayers(look) {
  const from = { source: 'firms', ...(look.tiles.firms ? { 'source-layer': 'firms' } : {}) };
  const here = ['in', ['get', 'place'], ['literal', look.local]], chosen = ['==', ['get', 'id'], look.firm], gone = ['in', ['get', 'id'], ['literal', look.gone]];
  const fills = filled(look.segments);
  const shown = [...(look.on('here') ? [here] : []), ...(look.on('elsewhere') ? [['!', here]] : [])];
  const counts = ['has', 'point_count'], one = ['all', ['!', counts], ['any', ...shown]], layout = seen(shown.length > 0);
  const named = ['any', chosen, look.tiles.firms ? ['all', fills, ['>=', ['zoom'], NAMES_FROM]] : fills];
  return [
    { id: 'counts', type: 'circle', ...from, layout, filter: counts, paint: look.tiles.firms ? CELLS() : CLUSTERS() },
    { id: 'count-words', type: 'symbol', ...from, filter: counts, layout: { ...layout, 'text-field': ['to-string', ['get', 'point_count']], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': !look.tiles.firms, 'text-padding': 16, 'symbol-sort-key': ['-', 0, ['get', 'point_count']] },
      paint: { 'text-color': token('ink'), 'text-halo-color': token('card'), 'text-halo-width': look.tiles.firms ? 2 : 0 } },
    { id: 'firms', type: 'circle', ...from, layout, filter: one, paint: {
      'circle-radius': ['case', fills, 5.5, ['==', ['get', 'role'], 'leader'], 4.6, look.tiles.firms ? 2.8 : 3.6], 'circle-color': ['case', fills, token('accent'), here, token('ink-2'), token('ghost')],
      'circle-stroke-color': token('zone'), 'circle-stroke-width': ['case', chosen, 3, 0.8], 'circle-opacity': ['case', gone, 0.25, 1] } },
    { id: 'firm-words', type: 'symbol', ...from, filter: ['all', one, named], layout: { ...seen(shown.length > 0 && look.tiles.firms), 'text-field': look.english ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.7, 0], 'text-optional': true },
      paint: { 'text-color': token('ink'), 'text-halo-color': token('zone'), 'text-halo-width': 1.6 } },
  ];
}

/** @param {Look} look */
const targetLayers = look => [
  { id: 'targets', type: 'symbol', source: 'targets', layout: { ...seen(look.on('targets')), 'icon-image': ['case', ['==', ['get', 'id'], look.firm], 'diamond-chosen', 'diamond'], 'icon-allow-overlap': true, 'symbol-sort-key': ['get', 'rank'] } },
];

const triedLayers = () => [
  { id: 'tried', type: 'circle', source: 'tried', paint: { 'circle-radius': 7, 'circle-color': token('accent-bg'), 'circle-stroke-color': token('accent'), 'circle-stroke-width': 2 } },
];

/** Make the map look so; what did not change costs nothing. @param {any} map @param {Look} look */
export function restyle(map, look) {
  for (const layer of style(look).layers) {
    if (!map.getLayer(layer.id)) continue;
    if (layer.filter) map.setFilter(layer.id, layer.filter);
    for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
    for (const [name, value] of Object.entries(layer.layout ?? {})) map.setLayoutProperty(layer.id, name, value);
  }
}

/** A hollow diamond, drawn to a canvas from the tokens. @param {boolean} chosen @returns {ImageData} */
export function diamond(chosen) {
  const size = 36, canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.translate(size / 2, size / 2);
  pen.rotate(Math.PI / 4);
  const half = chosen ? 10 : 8;
  pen.fillStyle = chosen ? token('missing') : token('card');
  pen.strokeStyle = token('missing');
  pen.lineWidth = 3.2;
  pen.fillRect(-half, -half, 2 * half, 2 * half);
  pen.strokeRect(-half, -half, 2 * half, 2 * half);
  return pen.getImageData(0, 0, size, size);
}
