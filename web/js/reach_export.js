/* reach_export.js - the circle as a file: figures as CSV, shapes as GeoJSON, and as a drawing that tells what it is. */
import { get as ask } from './api.js';
import { FIGURES, mannerText, ruleText } from './reach_figures.js';
import { askReach, paramsOf } from './reach.js';
import { computedMarks, csv, download, marksText, num } from './format.js';
import { fileName } from './file_name.js';
import { attribution } from './map.js';
import { token } from './map_style.js';
import { s } from './h.js';
import { get, reached } from './store.js';
import { internal, titleText, toldText, triedText } from './told.js';
import { nameOf, say } from './words.js';
import { members, place, placeName } from './zone.js';

/** @typedef {import('./types.js').Ring} Ring */

const answer = () => { const found = reached().circle; if (!found?.circles.length) throw new Error(say('没有圈', 'there is no circle')); return found; };

/** @returns {any[][]} */
function rows() {
  const all = answer().circles, tried = all.some(ring => ring.after), unit = (/** @type {string} */ text) => (text ? ` (${text})` : '');
  const heads = all.flatMap(ring => (ring.after ? [say(`${ring.minutes} 分钟 试算前`, `${ring.minutes} min before`), say(`${ring.minutes} 分钟 试算后`, `${ring.minutes} min after`)] : [say(`${ring.minutes} 分钟`, `${ring.minutes} min`)]));
  const lines = FIGURES.map(([, name, of, , value]) => [`${name()}${unit(of())}`, ...all.flatMap(ring => [ring.before, ...(ring.after ? [ring.after] : [])].map(one => value(one) ?? say('未知', 'unknown')))]);
  const places = [...new Set(all.flatMap(ring => (ring.after ?? ring.before).km2_of.map(one => one.place)))];
  const area = places.map(code => [`${placeName(code)} (km²)`, ...all.flatMap(ring => [ring.before, ...(ring.after ? [ring.after] : [])].map(one => one.km2_of.find(part => part.place === code)?.km2 ?? 0))]);
  const changed = tried ? all.flatMap(ring => [[say(`${ring.minutes} 分钟 新进圈 km²`, `${ring.minutes} min gained, km²`), ring.gained?.area_km2 ?? 0], [say(`${ring.minutes} 分钟 出圈 km²`, `${ring.minutes} min lost, km²`), ring.lost?.area_km2 ?? 0]]) : [];
  return [[say('指标', 'figure'), ...heads], ...lines, ...area, ...changed];
}

/** @returns {any[][]} */
function about() {
  const of = answer();
  return [[say('起算', 'origin'), nameOf(of.at)], [say('方式', 'manner'), mannerText()], [say('规则', 'rule'), ruleText()], [say('试算', 'what-if'), triedText() || say('无', 'none')], [say('路网', 'roads'), [of.roads.title, of.roads.licence].filter(Boolean).join(' ')],
    [say('标记', 'marks'), marksText(computedMarks(of.marks))], [say('来源', 'sources'), of.sources.join(' ')], [say('快照', 'snapshot'), of.snapshot], [say('用途', 'use'), internal()]];
}

export const circleCsv = () => download(`${fileName('circle')}.csv`, csv([...rows(), [], ...about()]));

export async function circleGeojson() {
  const found = await askReach('/api/v1/circle', { ...paramsOf(get().reach), format: 'geojson' });
  download(`${fileName('circle')}.geojson`, JSON.stringify({ ...found, changhe: Object.fromEntries(about().map(([name, value]) => [name, value])) }), 'application/geo+json');
}

/* ---- a drawing of its own: lines, so that it prints at any size */

const WIDE = 900, TALL = 640, TOP = 64, PAD = 24, FAMILY = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';

export async function circleSvg() {
  const outlines = await ask('/api/v1/tables/outlines', { format: 'geojson', limit: 10000 });
  download(`${fileName('circle')}.svg`, `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing(outlines.features))}`, 'image/svg+xml');
}

/** Lon and lat to the sheet: equidistant, true at the middle. @param {number[][]} points */
function sheetOf(points) {
  const lon = points.map(at => at[0]), lat = points.map(at => at[1]), [w, e, s0, n] = [Math.min(...lon), Math.max(...lon), Math.min(...lat), Math.max(...lat)];
  const wide = Math.cos((s0 + n) / 2 * Math.PI / 180), scale = Math.min((WIDE - 2 * PAD) / ((e - w) * wide || 1), (TALL - 2 * PAD) / ((n - s0) || 1));
  const left = (WIDE - (e - w) * wide * scale) / 2;
  return (/** @type {number[]} */ at) => [left + (at[0] - w) * wide * scale, TOP + PAD + (n - at[1]) * scale];
}

/** @param {any[]} features of outlines */
function drawing(features) {
  const of = answer(), rings = [...of.circles].reverse(), shapes = rings.flatMap(ring => [ring.before, ring.after].filter(part => part !== null));
  const points = shapes.flatMap(part => part.geometry.coordinates.flat(2)), grown = points.flatMap((/** @type {number[]} */ [x, y]) => [[x - 0.06, y - 0.05], [x + 0.06, y + 0.05]]), to = sheetOf(grown);
  const path = (/** @type {any[]} */ polygons) => polygons.flat().map((/** @type {number[][]} */ ring) => `M${ring.map(at => to(at).map(value => value.toFixed(1)).join(' ')).join('L')}Z`).join('');
  const polygonsOf = (/** @type {any} */ geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);
  const text = (/** @type {string} */ words, /** @type {number} */ x, /** @type {number} */ y, more = {}) => s('text', { x, y, 'font-size': 12, fill: token('ink'), ...more }, words);
  const clip = s('clipPath', { id: 'sheet' }, s('rect', { x: 0, y: TOP, width: WIDE, height: TALL }));
  const map = s('g', { 'clip-path': 'url(#sheet)' }, features.map(one => s('path', { d: path(polygonsOf(one.geometry)), fill: token('zone'), stroke: token('county'), 'stroke-width': 0.8 })),
    rings.map(ring => [s('path', { d: path((ring.after ?? ring.before).geometry.coordinates), fill: token('iso'), 'fill-opacity': 0.1, 'fill-rule': 'evenodd', stroke: token('iso'), 'stroke-width': 1.6 }),
      ring.gained ? s('path', { d: path(ring.gained.geometry.coordinates), fill: token('iso'), 'fill-opacity': 0.26, 'fill-rule': 'evenodd' }) : null, ring.lost ? s('path', { d: path(ring.lost.geometry.coordinates), fill: 'url(#hatch)', 'fill-rule': 'evenodd' }) : null,
      ring.after ? s('path', { d: path(ring.before.geometry.coordinates), fill: 'none', stroke: token('ghost'), 'stroke-width': 1.5, 'stroke-dasharray': '5 3' }) : null]),
    of.at.points.map(at => { const [x, y] = to(at); return s('circle', { cx: x, cy: y, r: 5, fill: token('iso'), stroke: token('card'), 'stroke-width': 2 }); }),
    members().flatMap(code => { const row = place(code); if (typeof row?.lon !== 'number') return []; const [x, y] = to([row.lon, row.lat]); return y < TOP + 12 || y > TOP + TALL || x < 60 || x > WIDE - 60 ? [] : [text(nameOf(row), x, y, { 'text-anchor': 'middle', 'font-weight': 600, 'paint-order': 'stroke', stroke: token('zone'), 'stroke-width': 3 })]; }));
  const hatch = s('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 2, height: 6, fill: token('worse') }));
  const figures = rings.map(ring => `${ring.minutes} ${say('分钟', 'min')} ${ring.after ? `${num(ring.before.area_km2)} → ` : ''}${num((ring.after ?? ring.before).area_km2)} km²`).reverse().join('   ');
  const below = [ruleText(), toldText(say('圈', 'the circle')), attribution(), triedText() ? `${say('试算：', 'what-if: ')}${triedText()}` : ''].filter(Boolean).flatMap(split);
  return s('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${WIDE} ${TOP + TALL + 16 + 16 * below.length}`, 'font-family': FAMILY }, s('defs', clip, hatch), s('rect', { width: '100%', height: '100%', fill: token('card') }), map, s('rect', { x: 0.5, y: TOP, width: WIDE - 1, height: TALL, fill: 'none', stroke: token('line-2') }),
    text(titleText(say('分钟圈', 'Circle of minutes')), 16, 26, { 'font-size': 16, 'font-weight': 600 }), text(`${nameOf(of.at)} · ${mannerText()} · ${figures}`, 16, 48), below.map((line, i) => text(line, 16, TOP + TALL + 18 + 16 * i, { 'font-size': 11, fill: token('ink-2') })));
}

/** Lines that fit the sheet; a Chinese sign is twice as wide as a Latin one. @param {string} words */
function split(words) {
  const lines = [''];
  let used = 0;
  for (const sign of words) {
    const wide = sign > '\u2e80' ? 11 : 6;
    if (used + wide > WIDE - 32) { lines.push(''); used = 0; }
    lines[lines.length - 1] += sign;
    used += wide;
  }
  return lines;
}
