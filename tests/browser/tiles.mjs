/* tiles.mjs - the map of a large zone reads tiles: a good one, an empty one, one that fails, one that never ends. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { computed, mapDrawn, mapRests, open } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const LARGE = 5000, WAIT_MS = 4000;

/* ---- a tile by hand: one layer "firms" with one point in the middle (Mapbox Vector Tile Specification 2.1) */

/** @param {number} field @param {number[]} bytes */
const held = (field, bytes) => [field << 3 | 2, bytes.length, ...bytes]; // length-delimited, below 128 bytes
/** @param {string} text */
const text = text => [...Buffer.from(text)];
/** @param {number} field @param {string} value */
const named = (field, value) => held(field, text(value));

function tile() {
  const zigzag = 2 * 2048, middle = [zigzag & 127 | 128, zigzag >> 7];
  const feature = [...held(2, [0, 0]), 0x18, 1, ...held(4, [9, ...middle, ...middle])]; // tags id = a; a point; move once
  const version = [0x78, 2], extent = [0x28, 0x80, 0x20];
  return Buffer.from(held(3, [...version, ...named(1, 'firms'), ...held(2, feature), ...named(3, 'id'), ...held(4, named(1, 'a')), ...extent]));
}

/** The bundled zone, said to have many firms. @param {any} route */
async function large(route) {
  const answer = await route.fetch(), about = await answer.json();
  about.rows.firms = LARGE;
  await route.fulfill({ response: answer, json: about });
}

/** A page whose tiles are answered by fn. @param {Stand} stand @param {string} url @param {(route: any) => any} fn @param {RegExp} [expects] */
async function mapOf(stand, url, fn, expects) {
  let asked = 0;
  const page = await open(stand, url, { expects, routes: { '**/api/v1/zone': large, '**/tiles/**': route => { asked += 1; return fn(route); } } });
  await computed(page);
  return { page, asked: () => asked };
}

/** @param {any} page */
const state = page => page.evaluate(() => ({
  map: document.documentElement.dataset.map, faults: /** @type {any} */ (window).changhe.faults.length, firms: /** @type {any} */ (window).changhe.seen('firms'),
}));

/** @param {Stand} stand @param {string} url */
export async function tiles(stand, url) {
  await check('a good tile: the map comes to rest without fault and its firms are drawn', async () => {
    const { page } = await mapOf(stand, url, route => route.fulfill({ contentType: 'application/vnd.mapbox-vector-tile', body: tile() }));
    await mapRests(page);
    await mapDrawn(page);
    const { map, faults, firms } = await state(page);
    assert.deepEqual({ map, faults }, { map: 'idle', faults: 0 });
    assert.ok(firms > 0, 'no firm is drawn');
    await page.context().close();
  });
  await check('an empty tile, 204, is no fault and draws nothing', async () => {
    const { page, asked } = await mapOf(stand, url, route => route.fulfill({ status: 204 }));
    await mapRests(page);
    assert.deepEqual(await state(page), { map: 'idle', faults: 0, firms: 0 });
    assert.ok(asked() > 0, 'no tile was asked for');
    await page.context().close();
  });
  await check('a tile that fails with 500 is told as a fault', async () => {
    const { page } = await mapOf(stand, url, route => route.fulfill({ status: 500 }), /\b500\b/);
    await page.locator('html[data-map="fault"]').waitFor({ state: 'attached' });
    assert.ok((await state(page)).faults > 0);
    await page.context().close();
  });
  await check('a tile that never ends keeps the map busy, and the rest of the page goes on', async () => {
    const { page, asked } = await mapOf(stand, url, () => {});
    await page.waitForTimeout(WAIT_MS);
    assert.equal((await state(page)).map, 'busy');
    assert.ok(asked() > 0, 'no tile was asked for');
    await page.locator('#list .row[data-to^="segment:"]').first().click();
    await page.locator('#panel .selected').waitFor();
    await page.context().close();
  });
  await check('where the map cannot be drawn the page says so, goes on, and prints its targets all the same', async () => {
    const page = await open(stand, url, { expects: /maplibre|ERR_FAILED/, routes: { '**/vendor/maplibre-gl.mjs': route => route.abort() } });
    await computed(page);
    await page.locator('#map', { hasText: '地图没有画出来' }).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const paper = await page.locator('#print').textContent();
    assert.match(paper, /地图没有画出来，只印出目标。/);
    assert.match(paper, /招商目标前 \d+ 名/);
    await page.context().close();
  });
}
