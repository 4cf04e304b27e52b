/* map_style.js - the map's layers from the tokens of the page; no colour is written here. */

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const EMPTY = { type: 'FeatureCollection', features: [] };
const FONT = ['Open Sans Regular']; // never fetched: every glyph is drawn by the browser

/** A firm's size: those that fill the chosen link stand out. */
const RADIUS = ['case', ['==', ['get', 'fills'], true], 5.5, ['==', ['get', 'role'], 'leader'], 4.6, 3.6];

/** @param {boolean} tiles are firms read as vector tiles @returns {any} */
export function style(tiles) {
  const firms = tiles ? { type: 'vector', tiles: [`${location.origin}/tiles/firms/{z}/{x}/{y}`], maxzoom: 14 } : { type: 'geojson', data: EMPTY, cluster: true, clusterMaxZoom: 8, clusterRadius: 24, clusterMinPoints: 20 };
  return {
    version: 8,
    sources: { places: { type: 'geojson', data: EMPTY }, borders: { type: 'geojson', data: EMPTY }, firms, targets: { type: 'geojson', data: EMPTY }, tried: { type: 'geojson', data: EMPTY } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': token('land') } },
      { id: 'places', type: 'fill', source: 'places', paint: { 'fill-color': ['case', ['==', ['get', 'chosen'], true], token('accent-bg'), token('zone')] } },
      { id: 'county-lines', type: 'line', source: 'places', paint: { 'line-color': token('county'), 'line-width': 1 } },
      { id: 'province-lines', type: 'line', source: 'borders', paint: { 'line-color': token('province'), 'line-width': 1.6 } },
      ...firmLayers(tiles), ...targetLayers(), ...triedLayers(),
    ],
  };
}

/** @param {boolean} tiles */
function firmLayers(tiles) {
  const from = { source: 'firms', ...(tiles ? { 'source-layer': 'firms' } : {}) };
  const text = { 'text-color': token('ink'), 'text-halo-color': token('zone'), 'text-halo-width': 1.6 };
  return [
    { id: 'counts', type: 'circle', ...from, filter: ['has', 'point_count'], paint: { 'circle-radius': ['interpolate', ['linear'], ['ln', ['get', 'point_count']], 0, 6, 8, 18], 'circle-color': token('card'), 'circle-stroke-color': token('ink-2'), 'circle-stroke-width': 1.2 } },
    { id: 'count-words', type: 'symbol', ...from, filter: ['has', 'point_count'], layout: { 'text-field': ['to-string', ['get', 'point_count']], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': true }, paint: { 'text-color': token('ink') } },
    { id: 'firms', type: 'circle', ...from, filter: ['!', ['has', 'point_count']], paint: { 'circle-radius': RADIUS, 'circle-color': ['case', ['==', ['get', 'fills'], true], token('accent'), ['==', ['get', 'local'], false], token('ghost'), token('ink-2')], 'circle-stroke-color': token('zone'), 'circle-stroke-width': ['case', ['==', ['get', 'chosen'], true], 3, 0.8], 'circle-opacity': ['case', ['==', ['get', 'removed'], true], 0.25, 1] } },
    { id: 'firm-words', type: 'symbol', ...from, filter: ['any', ['==', ['get', 'fills'], true], ['==', ['get', 'chosen'], true]], layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.7, 0], 'text-optional': true }, paint: text },
  ];
}

function targetLayers() {
  return [
    { id: 'targets', type: 'symbol', source: 'targets', layout: { 'icon-image': ['case', ['==', ['get', 'chosen'], true], 'diamond-chosen', 'diamond'], 'icon-allow-overlap': true, 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.8, 0], 'text-optional': true, 'symbol-sort-key': ['get', 'rank'] }, paint: { 'text-color': token('missing'), 'text-halo-color': token('land'), 'text-halo-width': 1.6 } },
  ];
}

function triedLayers() {
  return [
    { id: 'tried', type: 'circle', source: 'tried', paint: { 'circle-radius': 7, 'circle-color': token('accent-bg'), 'circle-stroke-color': token('accent'), 'circle-stroke-width': 2 } },
    { id: 'tried-words', type: 'symbol', source: 'tried', layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.9, 0], 'text-allow-overlap': true }, paint: { 'text-color': token('accent'), 'text-halo-color': token('zone'), 'text-halo-width': 1.6 } },
  ];
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
