/* reach.mjs - minutes on the page: the circle follows its origin, works on the roads show before and after, roads are closed and drawn. */
import assert from 'node:assert/strict';
import { check } from './runner.mjs';
import { violations } from './axe.mjs';
import { computed, mapDrawn, mapRests, open, picture, until } from './stand.mjs';

/** @typedef {import('./stand.mjs').Stand} Stand */

const WORK = 'g50-widening', WAS = '17.28', IS = '14.40';

/* ---- what is asked of the page */

/** Wait until nothing about minutes is on its way. @param {any} page */
export async function reckoned(page) {
  await until(page, async () => {
    const { reached } = await import(String('/js/store.js'));
    return reached().circle && reached().roads && !reached().busy;
  });
  await computed(page);
  await page.locator('.circle-figures .reach-table, .circle-figures .refusal').first().waitFor({ state: 'attached' });
}

/** The answer in force. @param {any} page @returns {Promise<any>} */
const answer = page => page.evaluate(async () => (await import(String('/js/store.js'))).reached().circle);
/** Figures of the circle as they are printed. @param {any} page @returns {Promise<string[]>} */
const figures = page => page.locator('.circle-figures .reach-table .figure, .circle-figures .reach-table .delta').allTextContents();
/** @param {any} page */
const area = async page => { const { circles } = await answer(page); const ring = circles[circles.length - 1]; return (ring.after ?? ring.before).area_km2; };
/** A figure as a number. @param {string} text */
const number = text => Number(text.replaceAll(',', '').replace('−', '-'));

/** Where a point of the map is on the screen. @param {any} page @param {number[]} at @returns {Promise<number[]>} */
const onScreen = (page, at) => page.evaluate((/** @type {number[]} */ point) => {
  const { map } = /** @type {any} */ (window).changhe, { x, y } = map.project(point), box = map.getCanvas().getBoundingClientRect();
  return [x + box.left, y + box.top];
}, at);

/** Choose a street as the address has it. @param {any} page @param {string} id */
async function chooseStreet(page, id) {
  await page.evaluate(async (/** @type {string} */ street) => (await import(String('/js/store.js'))).set({ selection: { kind: 'street', id: street }, tab: 'where' }), id);
  await page.locator('.where .selected h2 .code', { hasText: id }).waitFor();
}

/** The streets that a work names. @param {any} page @param {string} url @returns {Promise<string[]>} */
async function streetsOf(page, url) {
  const { works } = await (await page.request.get(`${url}api/v1/roads`)).json(), found = works.find((/** @type {any} */ work) => work.id === WORK);
  return Array.isArray(found.edges) ? found.edges : String(found.edges).split(' ');
}

/** @param {any} page */
async function undoAll(page) {
  for (const undo = page.locator('#bar [data-keep=undo]:not(:disabled)'); await undo.count(); await reckoned(page)) await undo.click();
  assert.equal(await page.locator('#bar .chip').count(), 0);
}

/** @param {Stand} stand @param {string} url */
export async function reach(stand, url) {
  const page = await open(stand, `${url}#tab=where&minutes=15,30`);
  await reckoned(page);
  await mapRests(page);
  await check('the circle of fifteen minutes is drawn, within that of thirty', async () => nested(page));
  await picture(stand, page, 'circle');
  await check('each figure of the circle opens and tells its rows; area by place adds up', async () => opens(page));
  await check('the slider of the limit moves the circle, and the address with it', async () => slides(page));
  await check('the origin is dragged: the circle follows on the way, one question at a time', async () => drags(stand, page));
  await check('the origin is moved by arrow keys, Esc puts it back at the gates', async () => byKeys(page));
  await check(`the widening of G50 is switched on: ${WAS} → ${IS} minutes, nothing is lost`, async () => widens(stand, page));
  await check('what was stands on the map beside what is, and in the bar', async () => ghost(page));
  await check('undo gives back the very figures', async () => undone(page));
  await check('a closed road loses what it reached, and the losers are told beside the winners', async () => closes(stand, page, url));
  await check('a slower limit makes the circle smaller; moved again it stays one change', async () => slows(page, url));
  await check('a road that is drawn on the map gains, and a link gives it to another visitor', async () => draws(stand, page));
  await check('a road is drawn without a mouse, by its coordinates', async () => types(page));
  await check('from a point without roads there is no circle but its reason', async () => refuses(page));
  await check('access: a row a place, what is unknown is told, the sum is checked', async () => access(stand, page));
  await check('files: figures as CSV, shapes as GeoJSON, a drawing as SVG', async () => files(page));
  await check('on paper: the circle, its figures and their notes', async () => paper(page));
  await check('layers that are off are neither asked for nor drawn', async () => layersOff(stand, url));
  await page.context().close();
  await check('the right button offers to reckon from there', async () => menu(stand, url));
  await check('the server is gone: the last circle stays and the fault is told', async () => fails(stand, url));
  await check('without a network the page says so and how to bring one', async () => noRoads(stand, url));
  await check('where a target is so many minutes away, minutes stand before kilometres', async () => minutesFirst(stand, url));
  await looks(stand, url);
}

/** @param {any} page */
async function nested(page) {
  const { circles, outcome } = await answer(page);
  assert.equal(outcome, 'reached');
  assert.deepEqual(circles.map((/** @type {any} */ ring) => ring.minutes), [15, 30]);
  assert.ok(circles[0].before.area_km2 > 10 && circles[0].before.area_km2 < circles[1].before.area_km2);
  const seen = await page.evaluate(() => {
    const { faults, map, seen } = /** @type {any} */ (window).changhe;
    const within = (/** @type {number} */ minutes) => map.queryRenderedFeatures({ layers: ['circle-fill'] }).filter((/** @type {any} */ one) => one.properties.minutes === minutes).length;
    return { faults, roads: seen('roads'), origin: seen('origin'), small: within(15), large: within(30) };
  });
  assert.deepEqual(seen.faults, []);
  for (const layer of ['roads', 'origin', 'small', 'large']) assert.ok(seen[layer] > 0, `none of ${layer} is drawn`);
  assert.equal(await page.locator('.map-label.is-reach').count(), 2);
}

/** @param {any} page */
async function opens(page) {
  const buttons = page.locator('.circle-figures .reach-table .figure'), box = page.getByRole('dialog', { name: '这个数怎么来的' });
  for (let i = 0; i < await buttons.count(); i++) {
    const shown = (await buttons.nth(i).textContent()).trim();
    await buttons.nth(i).click();
    assert.ok((await box.locator('h3 b').textContent()).includes(shown), `another figure opened for ${shown}`);
    assert.ok((await box.locator('.explain-why').textContent()).length > 8);
    await page.keyboard.press('Escape');
  }
  await buttons.first().click();
  const rows = (await box.locator('tbody td.n').allTextContents()).map(number), total = number(await box.locator('tfoot td').last().textContent());
  assert.ok(rows.length > 1 && Math.abs(rows.reduce((sum, row) => sum + row, 0) - total) < 0.06 * (rows.length + 1), `${rows.join(' + ')} is not ${total}`);
  await page.keyboard.press('Escape');
}

/** @param {any} page */
async function slides(page) {
  const before = await area(page), slider = page.locator('#circle-limit');
  await slider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await reckoned(page);
  assert.match(await page.evaluate(() => location.hash), /minutes=15%2C35|minutes=20%2C30/);
  const { circles } = await answer(page);
  assert.ok(circles[0].before.area_km2 < circles[1].before.area_km2 && (circles[0].minutes === 20 || await area(page) > before));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'circle-limit');
  await page.evaluate(() => { location.hash = '#tab=where'; });
  await page.locator('.limit-head b', { hasText: /^15$/ }).waitFor();
  await reckoned(page);
}

/** @param {Stand} stand @param {any} page */
async function drags(stand, page) {
  const gates = await answer(page), begun = gates.at.points[0];
  let asked = 0, open = 0, most = 0;
  const counts = (/** @type {any} */ request) => /\/circle/.test(request.url());
  page.on('request', (/** @type {any} */ request) => { if (counts(request)) { asked += 1; open += 1; most = Math.max(most, open); } });
  page.on('requestfinished', (/** @type {any} */ request) => { if (counts(request)) open -= 1; });
  const [x, y] = await onScreen(page, begun);
  await page.locator('.pin').first().hover({ force: true });
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 30; i++) { await page.mouse.move(x + i * 2, y - i); await page.waitForTimeout(16); }
  const onTheWay = await answer(page);
  await page.mouse.up();
  await reckoned(page);
  const ended = await answer(page);
  assert.match(ended.at.asked, /^119\.\d+,3\d\.\d+$/);
  assert.match(await page.evaluate(() => location.hash), /at=119/);
  assert.ok(onTheWay.at.asked !== 'gates', 'it did not follow on the way');
  assert.ok(asked > 1 && asked <= 32, `${asked} questions`);
  assert.ok(most <= 1, `${most} questions at once`);
  const [px, py] = await onScreen(page, ended.at.points[0]);
  assert.ok(Math.hypot(px - x - 60, py - y + 30) < 4, 'the circle begins elsewhere');
  await mapDrawn(page);
  await picture(stand, page, 'circle-dragged');
}

/** @param {any} page */
async function byKeys(page) {
  const [lon] = (await answer(page)).at.points[0];
  await page.locator('.pin').first().focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await until(page, async (/** @type {number} */ from) => { const { get } = await import(String('/js/store.js')); return Number(get().reach.at.split(',')[0]) > from; }, lon);
  await reckoned(page);
  assert.ok((await answer(page)).at.points[0][0] > lon);
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('pin')), 'the focus is lost');
  await page.keyboard.press('Escape');
  await until(page, async () => (await import(String('/js/store.js'))).get().reach.at === 'gates');
  await reckoned(page);
  assert.equal((await answer(page)).at.asked, 'gates');
}

/** @type {string[]} */
let asWas = [];

/** @param {Stand} stand @param {any} page */
async function widens(stand, page) {
  asWas = await figures(page);
  const work = page.locator(`.work[data-work="${WORK}"]`);
  await work.locator('.pair').waitFor();
  const pair = await work.locator('.pair .figure').allTextContents();
  assert.deepEqual(pair, [WAS, IS]);
  await work.locator('[role=switch]').click();
  await reckoned(page);
  assert.equal(await work.locator('[role=switch]').getAttribute('aria-checked'), 'true');
  assert.equal(await page.locator('#bar .chip').count(), 1);
  const { circles: [ring] } = await answer(page);
  assert.ok(ring.after.area_km2 > ring.before.area_km2, 'nothing is gained');
  assert.equal(ring.lost.area_km2, 0);
  assert.deepEqual(ring.lost.geometry.coordinates, []);
  assert.match(await page.locator('.winner[data-side=lost]').textContent(), /没有/);
  await mapDrawn(page);
  await picture(stand, page, 'circle-widened');
}

/** @param {any} page */
async function ghost(page) {
  const seen = await page.evaluate(() => { const { seen } = /** @type {any} */ (window).changhe; return [seen('circle-ghost'), seen('circle-gained'), seen('roads-changed'), seen('circle-lost')]; });
  assert.ok(seen.slice(0, 3).every((/** @type {number} */ n) => n > 0), seen.join());
  assert.equal(seen[3], 0);
  assert.match(await page.locator('.map-label.is-reach').textContent(), /[\d,]+ → [\d,]+ km²/);
  const [was, is] = [await page.locator('#bar [data-figure=circle] .diff-was').textContent(), await page.locator('#bar [data-figure=circle] b').textContent()].map(number);
  assert.ok(is > was);
  const named = await page.locator('.legend li').allTextContents();
  for (const word of ['试算前', '新进圈', '试改的路']) assert.ok(named.some((/** @type {string} */ text) => text.includes(word)), `${word} is not in the legend`);
  assert.ok(!named.some((/** @type {string} */ text) => text.includes('出圈')), 'the legend tells what is not there');
}

/** @param {any} page */
async function undone(page) {
  await undoAll(page);
  assert.deepEqual(await figures(page), asWas);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).changhe.seen('roads-changed')), 0);
}

/** @param {Stand} stand @param {any} page @param {string} url */
async function closes(stand, page, url) {
  const [street] = await streetsOf(page, url);
  await chooseStreet(page, street);
  await page.locator('[data-to="way:close"]').click();
  await reckoned(page);
  const { circles: [ring] } = await answer(page);
  assert.ok(ring.after.area_km2 < ring.before.area_km2, 'nothing is lost');
  assert.equal(ring.gained.area_km2, 0);
  assert.match(await page.locator('.winner[data-side=lost] b').textContent(), /km²/);
  await mapDrawn(page);
  assert.ok(await page.evaluate(() => /** @type {any} */ (window).changhe.seen('circle-lost')) > 0, 'what is lost is not drawn');
  await picture(stand, page, 'circle-closed');
  await undoAll(page);
  assert.deepEqual(await figures(page), asWas);
}

/** @param {any} page @param {string} url */
async function slows(page, url) {
  const [street] = await streetsOf(page, url);
  await chooseStreet(page, street);
  await page.locator('#street-limit').focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft');
  await reckoned(page);
  assert.equal(await page.locator('#bar .chip').count(), 1);
  const { circles: [ring] } = await answer(page);
  assert.ok(ring.after.area_km2 < ring.before.area_km2);
  assert.equal(ring.gained.area_km2, 0);
  await page.keyboard.press('Escape');
  await undoAll(page);
  await page.evaluate(async () => (await import(String('/js/store.js'))).set({ selection: null }));
}

/** A road from the gate to the north, where there was none: its ends lie on roads. @param {Stand} stand @param {any} page */
async function draws(stand, page) {
  const from = (await answer(page)).at.points[0], to = [from[0] + 0.05, from[1] + 0.14];
  await page.locator('[data-to="draw-road"]').click();
  await page.locator('#draft-class').selectOption('motorway');
  const [a, b] = [await onScreen(page, from), await onScreen(page, to)];
  await page.mouse.click(a[0], a[1], { delay: 20 });
  await page.mouse.move((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
  await page.mouse.dblclick(b[0], b[1], { delay: 20 });
  await page.locator('#bar .chip').waitFor();
  await reckoned(page);
  const { circles: [ring] } = await answer(page);
  assert.ok(ring.after.area_km2 > ring.before.area_km2, 'a road of its own gains nothing');
  assert.equal(ring.lost.area_km2, 0);
  await mapDrawn(page);
  assert.ok(await page.evaluate(() => /** @type {any} */ (window).changhe.seen('roads-built')) > 0, 'it is not drawn');
  await picture(stand, page, 'circle-drawn');
  await page.waitForFunction(() => location.hash.includes('e='));
  const other = await open(stand, page.url());
  await reckoned(other);
  assert.deepEqual(await figures(other), await figures(page));
  await other.context().close();
  await undoAll(page);
}

/** @param {any} page */
async function types(page) {
  const from = (await answer(page)).at.points[0];
  await page.locator('[data-to="draw-road"]').click();
  await page.locator('.draft summary').click();
  await page.locator('#draft-points').fill(`${from.join(',')} ${from[0] + 0.05},${from[1] + 0.14}`);
  await page.locator('.draft .typed button').click();
  await page.locator('[data-to="draft-done"]:not(:disabled)').focus();
  await page.keyboard.press('Enter');
  await page.locator('#bar .chip').waitFor();
  await reckoned(page);
  assert.equal(await page.locator('#bar .chip').count(), 1);
  await undoAll(page);
  await page.locator('[data-to="draw-road"]').click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.draft').count(), 0);
  assert.equal(await page.locator('#bar .chip').count(), 0);
}

/** In the lake. @param {any} page */
async function refuses(page) {
  await page.evaluate(async () => { const { get, set } = await import(String('/js/store.js')); set({ reach: { ...get().reach, at: '120.25,31.2' } }); });
  await reckoned(page);
  const told = page.locator('.circle-figures .refusal');
  await told.waitFor();
  assert.ok((await told.locator('b').textContent()).length > 5);
  assert.equal(await page.locator('.map-label.is-reach').count(), 0);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).changhe.seen('circle-fill')), 0);
  await page.locator('#circle-at').selectOption('gates');
  await reckoned(page);
  assert.deepEqual(await figures(page), asWas);
}

/** @param {Stand} stand @param {any} page */
async function access(stand, page) {
  await page.locator('[data-to="access"]').click();
  await page.locator('.access-table tbody tr').first().waitFor();
  const about = await page.evaluate(async () => (await import(String('/js/store.js'))).reached().access);
  assert.equal(await page.locator('.access-table tbody tr').count(), about.places.length);
  for (const place of about.places) {
    const row = page.locator(`.access-table [data-place="${place.place}"]`);
    if (place.shared.per_thousand === null) assert.match(await row.textContent(), /未知/);
  }
  assert.match(await page.locator('.access .proof').textContent(), /相等/);
  assert.match(await page.evaluate(() => location.hash), /access=hospital/);
  await page.locator('[data-to="access:school"]').click();
  await until(page, async () => (await import(String('/js/store.js'))).reached().access?.kind === 'school');
  await page.locator('.access-table thead', { hasText: '学位' }).waitFor();
  await page.locator('.access').scrollIntoViewIfNeeded();
  await picture(stand, page, 'access');
  assert.deepEqual(await violations(page), []);
  await page.locator('[data-to="access"]').click();
}

/** @param {any} page */
async function files(page) {
  const { readFileSync } = await import('node:fs'), shown = (await figures(page))[0];
  for (const [name, holds] of /** @type {[string, (text: string) => boolean][]} */ ([['CSV', text => text.includes('面积 (km²)') && text.includes('示意')], ['GeoJSON', text => JSON.parse(text).features.length > 0], ['SVG', text => text.includes('<svg') && text.includes(`${Math.round(number(shown))}`)]])) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.circle-figures .acts button', { hasText: name }).click()]);
    assert.ok(holds(readFileSync(await file.path(), 'utf8')), `${name} does not tell it`);
  }
}

/** @param {any} page */
async function paper(page) {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const text = await page.locator('#print').textContent();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  for (const word of ['分钟圈', '面积 km²', '注', '合作区出入口 15 分钟圈 面积']) assert.ok(text.includes(word), `${word} is not on paper`);
}

/** @param {Stand} stand @param {string} url */
async function layersOff(stand, url) {
  /** @type {string[]} */
  const asked = [];
  const page = await open(stand, `${url}#off=circle,roads,stops`, { routes: { '**/tiles/**': route => { asked.push(route.request().url()); return route.continue(); }, '**/api/v1/circle*': route => { asked.push(route.request().url()); return route.continue(); } } });
  await computed(page);
  await mapRests(page);
  await until(page, async () => (await import(String('/js/store.js'))).reached().roads);
  await mapRests(page);
  assert.deepEqual(asked, []);
  assert.equal(await page.locator('.layer').count(), 7);
  await page.locator('.layer', { hasText: '分钟圈' }).click();
  await page.locator('.map-label.is-reach').waitFor({ state: 'attached' });
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function menu(stand, url) {
  const page = await open(stand, url);
  await page.locator('.map-label.is-reach').waitFor({ state: 'attached' });
  await mapRests(page);
  const box = await page.locator('#map').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
  await page.getByRole('menu').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('menuitem', { name: '从这里起算' }).click();
  await reckoned(page);
  assert.match((await answer(page)).at.asked, /^1\d\d\.\d+,/);
  assert.equal(await page.locator('.tabs [aria-pressed=true]').textContent(), '哪里');
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function fails(stand, url) {
  let broken = false;
  const page = await open(stand, `${url}#tab=where`, { expects: /\b503\b/, routes: { '**/api/v1/circle*': route => (broken ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }) : route.continue()) } });
  await reckoned(page);
  const shown = await figures(page);
  broken = true;
  await page.locator('[data-to="vehicle:truck"]').click();
  await page.locator('.circle-figures .error-line').waitFor();
  assert.deepEqual(await figures(page), shown);
  broken = false;
  await page.locator('.circle-figures .error-line button').click();
  await page.locator('.circle-figures .error-line').waitFor({ state: 'detached' });
  await page.context().close();
}

/** The server's answer, as it is of a zone without roads. @param {Stand} stand @param {string} url */
async function noRoads(stand, url) {
  const without = async (/** @type {any} */ route, /** @type {any} */ more) => {
    const answer = await route.fetch(), json = await answer.json();
    await route.fulfill({ response: answer, json: { ...json, ...more, roads: { ...json.roads, source: 'none', nodes: 0, streets: 0 } } });
  };
  const page = await open(stand, `${url}#tab=where`, { routes: { '**/api/v1/roads*': route => without(route, { works: [] }),
    '**/api/v1/circle*': route => without(route, { outcome: 'no_roads', circles: [], reason: { zh: '尚无道路数据', en: 'there is no network of roads' } }) } });
  await reckoned(page);
  assert.match(await page.locator('.refusal').textContent(), /尚无道路数据.*roads import/);
  await mapRests(page);
  assert.deepEqual(await page.evaluate(() => { const { faults, seen } = /** @type {any} */ (window).changhe; return [faults.length, seen('roads'), seen('circle-fill')]; }), [0, 0, 0]);
  assert.equal(await page.locator('.works').isVisible(), false);
  assert.deepEqual(await violations(page), []);
  await page.context().close();
}

/** @param {Stand} stand @param {string} url */
async function minutesFirst(stand, url) {
  const page = await open(stand, `${url}#off=circle`, { routes: { '**/api/v1/board*': async route => {
    const answer = await route.fetch(), json = await answer.json();
    json.who.targets.forEach((/** @type {any} */ target, /** @type {number} */ i) => { target.minutes = i ? null : 96.4; });
    await route.fulfill({ response: answer, json });
  } } });
  await computed(page);
  const rows = page.locator('#panel .target-km');
  assert.match(await rows.first().textContent(), /^96.*分钟.*km/);
  assert.doesNotMatch(await rows.nth(1).textContent(), /分钟/);
  await rows.first().locator('.figure').first().click();
  assert.match(await page.getByRole('dialog', { name: '这个数怎么来的' }).locator('h3').textContent(), /96\.4/);
  assert.match(await page.locator('#panel .reasons tr', { hasText: '邻近' }).first().textContent(), /96 分钟/);
  await page.context().close();
}

/* ---- in every dress */

/** @type {[string, string, object][]} */
const DRESSES = [['dark', '', { dark: true }], ['English', '&lang=en', {}], ['narrow', '', { width: 1100, height: 768 }], ['phone', '', { width: 390, height: 844, touch: true }]];

/** @param {Stand} stand @param {string} url */
async function looks(stand, url) {
  for (const [name, more, how] of DRESSES) await check(`the circle and a widened road, ${name}: axe finds nothing, nothing is too wide`, async () => {
    const page = await open(stand, `${url}#tab=where&minutes=15,30${more}`, how), phone = name === 'phone';
    if (phone) await page.locator('.phone-tabs button').nth(2).tap();
    await reckoned(page);
    if (!phone) await page.locator(`.work[data-work="${WORK}"] [role=switch]`).click();
    await reckoned(page);
    assert.deepEqual(await violations(page), []);
    await picture(stand, page, `circle-${name}`);
    assert.deepEqual(await page.evaluate(() => ['html', 'body', '#panel', '#stage'].filter(part => { const at = document.querySelector(part); return at && at.scrollWidth > at.clientWidth + 1; })), []);
    if (name === 'English') assert.doesNotMatch(await page.locator('.circle-form, .circle-figures .reach-table, .circle-figures > h3, .works h3').allTextContents().then((/** @type {string[]} */ all) => all.join(' ')), /[\u4e00-\u9fff]/);
    if (phone) await onPhone(stand, page);
    await page.context().close();
  });
}

/** Limits may be chosen, nothing may be tried. @param {Stand} stand @param {any} page */
async function onPhone(stand, page) {
  assert.equal(await page.locator('[data-to="draw-road"]').isVisible(), false);
  assert.equal(await page.locator('.work [role=switch]:not(:disabled)').count(), 0);
  const before = await area(page);
  await page.locator('.limit-chip .limit-x').last().tap();
  await page.locator('.limit-chip').first().waitFor({ state: 'detached' });
  await reckoned(page);
  assert.ok(await area(page) < before);
  await page.locator('.phone-tabs button').nth(1).tap();
  await mapRests(page);
  await picture(stand, page, 'circle-phone-map');
}
