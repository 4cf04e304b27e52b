/* tile_decode.mjs - every firm and outline of the bundled zone is in the tiles, once, with its name, where it lies;
 * as the reader of vector tiles that map libraries have tells it.
 * usage: node tile_decode.mjs PROGRAM ZONE MODULES */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

import { check, tell } from './browser/runner.mjs';
import { serve } from './browser/stand.mjs';

const [program, zone, modules] = process.argv.slice(2);
/** @param {string} name */
const load = name => import(pathToFileURL(`${modules}/node_modules/${name}/index.js`).href);
const { VectorTile, classifyRings } = await load('@mapbox/vector-tile');
const { PbfReader } = await load('pbf');
const server = await serve(program, ['--zone', zone]);
const base = server.address.replace(/\/$/, '');

/* ---- asking */

const ALL_TO = 4; // zooms of which every tile is asked for
const DEEPER = [7, 10, 14, 18]; // of which those are asked for that a firm lies in, and the eight around each
const EXTENT = 4096;

/** @param {string} table @returns {Promise<any[]>} */
async function rows(table) {
  const answer = await fetch(`${base}/api/v1/tables/${table}?limit=10000`);
  const page = await answer.json();
  assert.equal(page.rows.length, page.total);
  return page.rows.map(of => of.row);
}

/** The features of a tile's layer. An empty tile has none. @param {string} layer @param {number} z @param {number} x @param {number} y */
async function features(layer, z, x, y) {
  const answer = await fetch(`${base}/tiles/${layer}/${z}/${x}/${y}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status === 204) return [];
  assert.equal(answer.status, 200);
  const read = new VectorTile(new PbfReader(bytes));
  assert.deepEqual(Object.keys(read.layers), [layer]);
  const { version, extent, length } = read.layers[layer];
  assert.deepEqual([version, extent], [2, EXTENT]);
  return Array.from({ length }, (_, i) => read.layers[layer].feature(i));
}

/** @param {number} lon @param {number} lat @param {number} z: tiles from the north-west corner of the map */
function place(lon, lat, z) {
  const side = 2 ** z, sine = Math.sin(lat * Math.PI / 180);
  return [(lon + 180) / 360 * side, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side];
}

/** Which tiles to ask for. @param {number} z @param {any[]} points rows with lon and lat */
function tiles(z, points) {
  const side = 2 ** z, wanted = new Set();
  if (z <= ALL_TO) for (let x = 0; x < side; x++) for (let y = 0; y < side; y++) wanted.add(`${x}/${y}`);
  else for (const { lon, lat } of points) {
    const [x, y] = place(lon, lat, z).map(Math.floor);
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) wanted.add(`${x + dx}/${y + dy}`);
  }
  return [...wanted].map(key => key.split('/').map(Number));
}

/** @param {any[]} points @param {(z: number) => Promise<void>} body */
async function eachZoom(points, body) {
  for (let z = 0; z <= ALL_TO; z++) await body(z);
  for (const z of DEEPER) await body(z);
}

/* ---- points */

/** Each row with a point is in the tiles of each zoom once, where it lies, as `expected` tells it.
 * @param {string} layer @param {any[]} points @param {(row: any) => Record<string, string>} expected */
async function meetsEach(layer, points, expected) {
  const row = new Map(points.map(of => [of.id, of]));
  await eachZoom(points, async z => {
    const met = new Set();
    for (const [x, y] of tiles(z, points)) for (const feature of await features(layer, z, x, y)) {
      const { id } = feature.properties;
      assert.ok(row.has(id) && !met.has(id), `${id} at ${z}/${x}/${y}`);
      met.add(id);
      assert.deepEqual({ ...feature.properties }, expected(row.get(id)));
      assert.equal(feature.type, 1);
      const [[point]] = feature.loadGeometry(), [east, south] = place(row.get(id).lon, row.get(id).lat, z);
      const off = Math.max(Math.abs(point.x / EXTENT + x - east), Math.abs(point.y / EXTENT + y - south)) * EXTENT;
      assert.ok(off <= 1 + 1e-3, `${id} at ${z}/${x}/${y}: ${off} units off`);
    }
    assert.equal(met.size, points.length, `${layer} at zoom ${z}`);
  });
}

/** Without what is empty. @param {Record<string, string | undefined>} all */
const filled = all => Object.fromEntries(Object.entries(all).filter(([, value]) => value));
/** @param {any[]} all */
const withPoint = all => all.filter(row => row.lon !== undefined && row.lat !== undefined);

await check('every firm with a point is in the tiles of each zoom once, as its row has it', async () => {
  const firms = withPoint(await rows('firms')), fills = new Map();
  for (const { firm, segment } of await rows('firm_segments')) fills.set(firm, [...fills.get(firm) ?? [], segment]);
  assert.ok(firms.length > 100);
  await meetsEach('firms', firms, row => filled({
    id: row.id, name: row.name_zh, name_en: row.name_en, role: row.role, place: row.place,
    segments: fills.has(row.id) ? `,${fills.get(row.id).join(',')},` : '',
  }));
});

await check('every place with a point is in the tiles of each zoom once, as its row has it', async () => {
  const places = withPoint(await rows('places'));
  assert.ok(places.length > 20);
  await meetsEach('place_points', places, row => filled({ id: row.id, name: row.name_zh, name_en: row.name_en, level: row.level }));
});

/* ---- outlines */

/** Twice the area; below 0: the ring goes the way of holes. @param {{x: number, y: number}[]} ring */
const area = ring => ring.slice(1).reduce((sum, to, i) => sum + ring[i].x * to.y - to.x * ring[i].y, 0);

/** @param {{x: number, y: number}[]} ring */
function assertRing(ring) {
  const first = ring[0], last = ring[ring.length - 1];
  assert.ok(ring.length >= 4, `a ring of ${ring.length} points`);
  assert.deepEqual([first.x, first.y], [last.x, last.y]);
  assert.notEqual(area(ring), 0);
  for (let i = 1; i < ring.length; i++) assert.ok(ring[i].x !== ring[i - 1].x || ring[i].y !== ring[i - 1].y, 'a point stands twice');
}

/** An outer ring and its holes, which go the other way and are smaller together. @param {{x: number, y: number}[][]} polygon */
function assertPolygon([outer, ...holes]) {
  assert.ok(area(outer) > 0);
  for (const hole of holes) assert.ok(area(hole) < 0);
  assert.ok(holes.reduce((sum, hole) => sum - area(hole), 0) < area(outer));
}

await check('outlines are polygons of closed rings, each place of the table among them, by its name', async () => {
  const outlines = new Set((await rows('outlines')).map(row => row.place));
  const places = await rows('places'), name = new Map(places.map(row => [row.id, row.name_zh]));
  const near = withPoint(places).filter(row => outlines.has(row.id));
  assert.ok(outlines.size > 0);
  await eachZoom(near, async z => {
    const met = new Set();
    for (const [x, y] of tiles(z, near)) for (const feature of await features('places', z, x, y)) {
      const rings = feature.loadGeometry(), polygons = classifyRings(rings);
      met.add(feature.properties.place);
      assert.deepEqual({ ...feature.properties }, { place: feature.properties.place, name: name.get(feature.properties.place) });
      assert.equal(feature.type, 3);
      rings.forEach(assertRing);
      assert.equal(polygons.flat().length, rings.length);
      polygons.forEach(assertPolygon);
    }
    // farther out an outline may be smaller than the grid
    if (z >= 7) assert.deepEqual(met, outlines);
    else for (const place of met) assert.ok(outlines.has(place));
  });
});

await server.stop();
process.exitCode = tell();
