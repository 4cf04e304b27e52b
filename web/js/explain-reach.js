/* explain-reach.js - how figures about minutes came about; formulas in docs/parts/reach-isochrone.md and reach-catchment.md. */
import { addTellers } from './explain-content.js';
import { computedMarks, num } from './format.js';
import { reached } from './store.js';
import { METHODS, SPEEDS, UNITS, VEHICLES } from './reach_words.js';
import { isLocal } from './look.js';
import { stop } from './stops.js';
import { nameOf, say, word } from './words.js';
import { isLarge, placeName, rows as rowsOf } from './zone.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */
/** @typedef {import('./types.js').Circle} Circle */
/** @typedef {import('./types.js').CircleAnswer} CircleAnswer */

/** @param {CircleAnswer} answer @param {number} minutes */
const subject = (answer, minutes) => say(`${nameOf(answer.at)} ${minutes} 分钟圈`, `${minutes} min circle of ${nameOf(answer.at)}`);
/** What is taken for granted, in words. @param {CircleAnswer} answer */
const taken = answer => [say(`${word(VEHICLES, answer.vehicle)}，${word(SPEEDS, answer.speed)}`, `${word(VEHICLES, answer.vehicle)}, ${word(SPEEDS, answer.speed)}`),
  say(`离开道路按 ${num(answer.rule.off_road_kmh, 1)} km/h，至多 ${num(answer.rule.off_road_m)} m`, `off the road ${num(answer.rule.off_road_kmh, 1)} km/h, at most ${num(answer.rule.off_road_m)} m`)];

/** @param {import('./types.js').ReachCommon} answer @param {string} id */
const common = (answer, id) => ({ id, marks: computedMarks(answer.marks), sources: answer.sources, dated: answer.roads.as_of, snapshot: answer.snapshot, assumptions: [] });

/** @param {What} what @returns {Content|null} */
function circle(what) {
  const answer = reached().circle, ring = answer?.circles.find(one => String(one.minutes) === what.id);
  const of = ring && (what.before ? ring.before : ring.after ?? ring.before);
  if (!answer || !ring || !of) return null;
  const tell = TOLD[what.of ?? ''];
  return tell ? { ...common(answer, `reach.${what.of}`), assumed: taken(answer), ...tell(of, answer, ring.minutes, what) } : null;
}

/** @typedef {Pick<Content, 'title'|'figure'|'sentence'|'columns'|'rows'> & Partial<Content>} Told */

/** Area by place, and what lies in none. @param {Circle} of @param {CircleAnswer} answer @param {number} minutes @param {What} what @returns {Told} */
function area(of, answer, minutes, what) {
  const rest = of.area_km2 - of.km2_of.reduce((sum, one) => sum + one.km2, 0);
  const lines = of.km2_of.slice().sort((a, b) => b.km2 - a.km2).map(one => ({ cells: [placeName(one.place), num(one.km2, 1)], opens: { kind: 'reach', of: 'place', id: what.id, chain: one.place, before: what.before } }));
  return { title: `${subject(answer, minutes)} ${say('面积', 'area')}`, figure: num(of.area_km2, 1), unit: 'km²', columns: [say('地区', 'place'), 'km²'],
    sentence: say(`从起算点沿路网 ${minutes} 分钟内能到、并从路上离开再走一段的地方；按约 95 米见方的格子计时，格子中点不超时的连成片。`, `What can be reached on the roads within ${minutes} minutes, the last part off them; timed on cells of about 95 m, those in time joined to areas.`),
    formula: say(`面积 = Σ 用时 ≤ ${minutes} 分钟的格子面积`, `area = Σ area of cells with time ≤ ${minutes} min`), rows: rest > 0.05 ? [...lines, { cells: [say('不在已登记的地区里', 'in no place recorded'), num(rest, 1)] }] : lines, total: [say('合计', 'sum'), num(of.area_km2, 1)] };
}

/** @param {Circle} of @param {CircleAnswer} answer @param {number} minutes @param {What} what @returns {Told} */
function ofPlace(of, answer, minutes, what) {
  const km2 = of.km2_of.find(one => one.place === what.chain)?.km2 ?? 0;
  return { title: `${subject(answer, minutes)} ${say('在', 'in ')}${placeName(what.chain ?? '')}`, figure: num(km2, 1), unit: 'km²', sentence: say('圈内格子中点落在这个地区轮廓里的面积。', 'Area of the cells of the circle whose middles lie within the outline of the place.'), formula: say('Σ 格子面积', 'Σ area of cells'), columns: [say('地区', 'place'), 'km²'], rows: [{ cells: [placeName(what.chain ?? ''), num(km2, 1)] }] };
}

/** @param {Circle} of @param {CircleAnswer} answer @param {number} minutes @returns {Told} */
function people(of, answer, minutes) {
  return { title: `${subject(answer, minutes)} ${say('人口', 'people')}`, figure: of.people === null ? say('未知', 'unknown') : num(of.people), unit: of.people === null ? '' : say('人', ''), columns: [say('地区', 'place'), say('人口', 'people')],
    sentence: say('有点位的人口，点在圈内即计；只有全地区数的，按圈占该地区面积的比例计。', 'People with a point count where the point lies within; those of a whole place by the part of its area within.'), formula: say('人口 = Σ 圈内点 + Σ 地区人口 × 圈内面积 ÷ 地区面积', 'people = Σ points within + Σ people of a place × area within ÷ its area'),
    rows: [], not: of.people_unknown.map(code => [placeName(code), say('没有人口数', 'its people are not known')]), proof: of.people === null ? say(`缺 ${of.people_unknown.map(placeName).join('、')} 的人口，所以不给合计。`, `The people of ${of.people_unknown.map(placeName).join(', ')} are not known, so no sum is given.`) : undefined };
}

/** Names where the page can tell them itself and comes to the same number. @param {Circle} of @returns {string[]} */
function firmNames(of) {
  const inside = isLarge() ? [] : rowsOf('firms').filter(row => typeof row.lon === 'number' && isWithin([row.lon, row.lat], of.geometry.coordinates));
  return inside.length === of.firms ? inside.map(row => `${nameOf(row)}|${placeName(row.place)}|${isLocal(row.id) ? '1' : ''}`) : [];
}

/** Even-odd rule. @param {number[]} at @param {number[][][][]} polygons */
function isWithin([x, y], polygons) {
  return polygons.some(rings => rings.reduce((within, ring) => {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]];
      if ((a[1] > y) !== (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) within = !within;
    }
    return within;
  }, false));
}

/** @param {Circle} of @param {CircleAnswer} answer @param {number} minutes @returns {Told} */
function firms(of, answer, minutes) {
  return { title: `${subject(answer, minutes)} ${say('企业', 'firms')}`, figure: num(of.firms), unit: say('家', ''), sentence: say('点位在圈内的登记企业；点位常是县、市中心，不是厂址。', 'Firms recorded whose point lies within; a point is often that of a county or city, not of a plant.'), formula: say('Σ 用时 ≤ 时限的点', 'Σ points with time ≤ limit'),
    columns: [say('企业', 'firm'), say('地区', 'place')], rows: firmNames(of).map(text => { const [name, place] = text.split('|'); return { cells: [name, place] }; }) };
}

/** @param {'station'|'facility'} kind @param {string[]} ids @returns {Content['rows']} */
const stopRows = (kind, ids) => ids.map(id => { const row = stop(kind, id); return { cells: [nameOf(row) || id, row ? placeName(row.place) : ''], marks: row?.marks }; });

/** @param {'station'|'facility'} kind @param {(of: Circle) => string[]} idsOf @param {() => string} name @returns {(of: Circle, answer: CircleAnswer, minutes: number) => Told} */
const stops = (kind, idsOf, name) => (of, answer, minutes) => ({ title: `${subject(answer, minutes)} ${name()}`, figure: num(idsOf(of).length), unit: say(kind === 'station' ? '座' : '处', ''), sentence: say('点位在圈内的。', 'Those whose point lies within.'), formula: say('Σ 用时 ≤ 时限的点', 'Σ points with time ≤ limit'),
  columns: [say('名称', 'name'), say('地区', 'place')], rows: stopRows(kind, idsOf(of)) });

/** @type {Record<string, (of: Circle, answer: CircleAnswer, minutes: number, what: What) => Told>} */
const TOLD = { area, place: ofPlace, people, firms, stations: stops('station', of => of.stations, () => say('车站', 'stations')), facilities: stops('facility', of => of.facilities, () => say('学校医院等', 'schools, hospitals')) };

/** Minutes between the ends of a work. @param {What} what @returns {Content|null} */
function pair(what) {
  const told = pairs(what.id ?? '');
  if (!told) return null;
  const { answer, before, minutes, km, from, to } = told, shown = what.before ? before : minutes;
  return { ...common(answer, 'reach.minutes'), title: `${from} — ${to}`, figure: num(shown, 2), unit: say('分钟', 'min'), sentence: say('两端节点之间最快一条路的用时，小客车按限速，只试这一项工程。', 'The fastest way between the two nodes, a car at the limit, with this work tried alone.'), formula: say('分钟 = Σ 60 × 里程 ÷ 车速 + 匝道、收费站用时', 'minutes = Σ 60 × km ÷ speed + ramps and toll gates'),
    columns: ['', 'km', say('分钟', 'min')], rows: [{ cells: [say('试算前', 'before'), '', num(before, 2)] }, { cells: [say('试算后', 'after'), num(km, 1), num(minutes, 2)] }], assumed: [say('小客车，按限速', 'car, at the limit')] };
}
/** @type {(id: string) => import('./works_part.js').Pair|null} */
let pairs = () => null;
/** The works part knows its pairs. @param {typeof pairs} find */
export const tellPairs = find => { pairs = find; };

/** @param {What} what @returns {Content|null} */
function access(what) {
  const answer = reached().access, one = answer?.places.find(place => place.place === what.id);
  if (!answer || !one) return null;
  const served = what.of === 'alone' ? one.alone : one.shared, unit = word(UNITS, answer.unit);
  return { ...common(answer, `access.${answer.method}`), title: `${nameOf(one)} ${what.of === 'alone' ? say('各管各', 'alone') : say('共享', 'shared')}`, figure: num(served.per_thousand, 3), unit: say(`${unit}/千人`, `${unit} per 1,000`),
    sentence: what.of === 'alone' ? say('只有本县的设施服务本县的人。', 'Only facilities of one’s own county serve one.') : say('标为共享的设施服务各地的人，其余仍只服务本县。', 'Facilities that say shared serve all, the others their own county.'),
    formula: say(`R = 容量 ÷ Σ 人口·W(t)；每千人 = 1000 × Σ R·W(t)，t ≤ ${answer.minutes} 分钟`, `R = capacity ÷ Σ people·W(t); per 1,000 = 1000 × Σ R·W(t), t ≤ ${answer.minutes} min`), columns: ['', say('值', 'value')],
    rows: [{ cells: [say(`${answer.minutes} 分钟内合计${unit}`, `${unit} within ${answer.minutes} min`), num(served.within)] }, { cells: [say('重力可达', 'gravity'), num(served.gravity, 2)] }, { cells: [say('最近一处（分钟）', 'the nearest, min'), served.nearest_min === null ? say('没有路到', 'no road') : num(served.nearest_min, 1)] }, { cells: [say('人口', 'people'), one.people === null ? say('未知', 'unknown') : num(one.people)] }],
    assumed: [word(METHODS, answer.method)] };
}

addTellers({ reach: circle, pair, access });
