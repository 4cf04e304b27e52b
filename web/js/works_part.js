/* works_part.js - works that stand ready to be tried, each with the minutes between its ends, and tools to try others. */
import { get as ask } from './api.js';
import { h } from './h.js';
import { figure } from './explain.js';
import { computedMarks, day, deltaChip, markWords, num } from './format.js';
import { beginJoin, beginRoad, chooseBuild, drafted, endRoad, giveUp, typeRoad } from './map_draw.js';
import { hasRoads, pathOf } from './map_reach.js';
import { nth, part } from './part.js';
import { askReach } from './reach.js';
import { tellPairs } from './explain-reach.js';
import { BUILT, ENDS, ROAD_CLASSES, WORKS } from './reach_words.js';
import { doWork, lengthKm, limitFor, pointHelp, pointsOf, workKey } from './road_edits.js';
import { empty, tellFault, toast } from './states.js';
import { get, reached, set } from './store.js';
import { addEdit, editOf, toggleEdit } from './whatif.js';
import { nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').Work} Work */
/** Minutes between the ends of a work at the limit, alone. @typedef {{minutes: number|null, before: number|null, km: number|null, from: string, to: string, answer: any}} Pair */

/** By work, of a snapshot: null while it is asked. @type {Map<string, Pair|null>} */
const pairs = new Map();
let count = 0;
const phone = matchMedia('(max-width: 767px)');
/** @param {string} id */
const pairOf = id => pairs.get(key(id)) ?? null;
tellPairs(pairOf);
/** @param {string} id */
function key(id) { return `${reached().roads?.snapshot} ${id}`; }

const made = part('section.part.works', () => [nth(reached().roads), nth(reached().circle?.works), get().edits, get().lang, drafted() && { ...drafted() }, count], view);
export const worksPart = () => made;

function view() {
  const roads = reached().roads;
  if (!roads) return empty(say('在读路网…', 'Reading the roads…'));
  if (!hasRoads()) return null;
  roads.works.forEach(wantPair);
  return [h('h3', say('修路试算', 'Try works on the roads'), h('span.part-head-end', `${num(roads.roads.nodes)} ${say('节点', 'nodes')} · ${num(roads.roads.streets)} ${say('路段', 'streets')} `, markWords(roads.roads.marks))),
    roads.works.length ? h('ul.work-list', roads.works.map(work)) : empty(say('没有待试的工程。', 'No work stands ready.')), tried(), drafted() ? draftForm() : tools()];
}

/* ---- ready works */

/** @param {Work} item */
function work(item) {
  const at = editOf(workKey(item.id)), on = at >= 0 && get().edits[at].on, done = item.active_before;
  const flip = () => (at >= 0 ? toggleEdit(at) : addEdit(doWork(item)));
  return h('li.work', { 'data-work': item.id }, h('button.work-switch', { type: 'button', role: 'switch', 'aria-checked': on || done ? 'true' : 'false', disabled: done || phone.matches, 'data-to': `work:${item.id}`, onclick: flip }, h('span.knob', { 'aria-hidden': true }), h('span', nameOf(item))),
    h('p.meta', whatText(item), ' ', markWords(item.marks)), done ? h('p.meta', say('已计入现状。', 'Counted as done already.')) : null, pairLine(item));
}

/** @param {Work} item */
const whatText = item => [word(WORKS, item.kind), item.class ? word(ROAD_CLASSES, item.class) : '', item.limit_kmh ? say(`限速 ${item.limit_kmh} km/h`, `limit ${item.limit_kmh} km/h`) : '', item.lanes ? say(`${item.lanes} 车道`, `${item.lanes} lanes`) : '',
  pathOf(item.path).length > 1 && item.kind === 'add' ? `${num(lengthKm(pathOf(item.path)), 1)} km` : '', item.opens ? say(`${day(item.opens)} 通车`, `opens ${day(item.opens)}`) : ''].filter(Boolean).join(' · ');

/** The minutes between its two ends, before and after it alone. @param {Work} item */
function pairLine(item) {
  const pair = pairOf(item.id);
  if (!pair || pair.minutes === null) return null;
  const { before, minutes } = pair, id = item.id;
  return h('p.pair', h('span.meta', `${pair.from} — ${pair.to} `), before === null || before === minutes ? null : [h('span.diff-was', figure(num(before, 2), { kind: 'pair', id, before: true })), h('span.diff-arrow', ' → ')], figure(num(minutes, 2), { kind: 'pair', id }, { unit: say('分钟', 'min') }), ' ',
    before !== null && before !== minutes ? deltaChip(minutes - before, -1, 2) : h('span.meta', say('不变', 'unchanged')), h('span.meta', say(' 小客车按限速，单独试算', ' car at the limit, tried alone')), ' ', markWords(computedMarks(pair.answer.marks)));
}

/** @param {Work} item */
function wantPair(item) {
  if (pairs.has(key(item.id)) || item.active_before) return;
  pairs.set(key(item.id), null);
  readPair(item).then(pair => { if (pair) { pairs.set(key(item.id), pair); count += 1; made.refresh(); } }, tellFault);
}

/** @param {Work} item @returns {Promise<Pair|null>} */
async function readPair(item) {
  const ends = await endsOf(item);
  if (!ends) return null;
  const answer = await askReach('/api/v1/minutes', { from: ends[0], to: ends[1], speed: 'limit' }, JSON.stringify(doWork(item).edit)), row = answer.rows[0];
  return row ? { minutes: row.minutes, before: row.before ?? null, km: row.km, from: endName(answer.from[0], say('起点', 'its start')), to: endName(answer.to[0], say('终点', 'its end')), answer } : null;
}

/** A point of the map has no name of its own. @param {any} end @param {string} otherwise */
const endName = (end, otherwise) => (/^-?[\d.]+,/.test(end.asked) ? otherwise : nameOf(end));

/** The nodes at which its streets begin and end, that is which only one of them touches; else the ends of its path. @param {Work} item @returns {Promise<[string, string]|null>} */
async function endsOf(item) {
  const edges = Array.isArray(item.edges) ? item.edges : String(item.edges ?? '').split(' ').filter(Boolean), path = pathOf(item.path);
  if (edges.length && reached().roads?.roads.source === 'zone') {
    const page = await ask('/api/v1/tables/road_edges', { keys: edges.join(',') });
    /** @type {Map<string, number>} */
    const times = new Map();
    for (const { row } of page.rows) for (const node of [row.from, row.to]) times.set(node, (times.get(node) ?? 0) + 1);
    const ends = [...times].filter(([, n]) => n === 1).map(([node]) => `road_nodes:${node}`);
    if (ends.length === 2) return [ends[0], ends[1]];
  }
  const at = (/** @type {number[]} */ point) => `${point[0]},${point[1]}`;
  return path.length > 1 ? [at(path[0]), at(path[path.length - 1])] : null;
}

/* ---- what is tried and did not take */

function tried() {
  const faults = (reached().circle?.works ?? []).filter(one => one.active_after && ENDS[one.end ?? '']);
  return faults.length ? h('ul.work-faults', faults.map(one => h('li', h('b', nameOf(one)), say('：', ': '), word(ENDS, one.end ?? '')))) : null;
}

/* ---- tools */

/** Without a mouse: the road nearest to where the circle begins. */
async function chooseNear() {
  const point = reached().circle?.at.points[0];
  if (!point) return;
  try {
    const { street } = await askReach('/api/v1/roads', { near: `${point[0]},${point[1]}` }, '');
    if (street) set({ selection: { kind: 'street', id: street.id }, tab: 'where' });
    else toast(say('300 米内没有路', 'No road within 300 m'));
  } catch (error) { tellFault(error); }
}

const tools = () => h('div.not-phone', h('div.acts', h('button', { type: 'button', 'data-to': 'draw-road', onclick: () => beginRoad() }, say('画一条新路', 'Draw a new road')), h('button', { type: 'button', onclick: beginJoin }, say('加互通', 'Add an interchange')),
  h('button', { type: 'button', 'data-to': 'near-road', onclick: chooseNear }, say('选起算点旁的路', 'The road at the origin'))),
  h('p.meta', say('在地图上点一条路，可改限速、封闭、改单向。', 'Click a road on the map to change its limit, close it or make it one-way.')));

function draftForm() {
  const draft = drafted();
  if (!draft) return null;
  const shown = h('output', { for: 'draft-limit' }, `${draft.limit} km/h`);
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'draft-limit', 'data-to': 'draft-limit', min: 20, max: 120, step: 5, value: String(draft.limit), oninput: () => { shown.textContent = `${slider.value} km/h`; }, onchange: () => chooseBuild(draft.of, Number(slider.value)) }));
  const of = h('select', { id: 'draft-class', 'data-to': 'draft-class', onchange: (/** @type {any} */ event) => chooseBuild(event.target.value, limitFor(event.target.value)) }, BUILT.map(([name]) => h('option', { value: name, selected: name === draft.of }, word(ROAD_CLASSES, name))));
  const typed = /** @type {HTMLTextAreaElement} */ (h('textarea', { id: 'draft-points', 'data-to': 'draft-points', rows: 2, placeholder: '119.63,30.90 119.72,31.08' }));
  const take = () => { const points = pointsOf(typed.value); if (points && points.length > 1) typeRoad(points); else toast(pointHelp()); };
  return h('div.draft', h('h4', say('新路', 'A new road'), h('span.part-head-end', say(`${draft.points.length} 点 · ${num(lengthKm(draft.points), 1)} km`, `${draft.points.length} points · ${num(lengthKm(draft.points), 1)} km`))),
    h('div.draft-row', h('label', { for: 'draft-class' }, say('等级', 'Class')), of), h('div.draft-row', h('label', { for: 'draft-limit' }, say('限速', 'Limit')), slider, shown),
    h('details.typed', h('summary', say('输入坐标代替点图', 'Type points instead')), h('label.hidden', { for: 'draft-points' }, say('各点的经度,纬度', 'longitude,latitude of each point')), typed, h('button', { type: 'button', onclick: take }, say('用这些点', 'Use these'))),
    h('div.acts', h('button.primary', { type: 'button', 'data-to': 'draft-done', disabled: draft.points.length < 2, onclick: endRoad }, say('完成，加入试算', 'Done, try it')), h('button', { type: 'button', onclick: giveUp }, say('取消', 'Cancel'))));
}
