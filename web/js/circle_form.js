/* circle_form.js - what a circle is asked of: where from, up to four limits, vehicle, speed, direction. */
import { h } from './h.js';
import { beginHere } from './map_draw.js';
import { atText } from './map_pins.js';
import { part } from './part.js';
import { settle, show } from './reach.js';
import { DIRECTIONS, SPEEDS, VEHICLES } from './reach_words.js';
import { pointHelp, pointsOf } from './road_edits.js';
import { toast } from './states.js';
import { get, reached } from './store.js';
import { chosenName, originOf } from './where_chosen.js';
import { nameOf, say, word } from './words.js';

const LEAST = 5, MOST = 60, RINGS = 4;
/** Which of the limits the slider moves. */
let chosen = 0;
/** @type {Set<() => void>} */
const listeners = new Set();

/** The limit that figures are told of. */
export const chosenLimit = () => { const limits = get().reach.minutes; return limits[Math.min(chosen, limits.length - 1)]; };
/** @param {() => void} fn */
export const onLimit = fn => { listeners.add(fn); };

/** @param {number} at */
function choose(at) {
  chosen = at;
  made.refresh();
  for (const fn of listeners) fn();
}

const made = part('section.part.circle-form', () => [get().reach, get().lang, get().selection, chosen, reached().circle?.at.name_zh, chosenName(get().selection)], view);
export const circleForm = () => made;

function view() {
  return [h('h2.hidden', say('分钟圈', 'Circle')), origin(), limits(), h('div.choices', choice('vehicle', VEHICLES, say('车型', 'Vehicle')), choice('speed', SPEEDS, say('车速', 'Speed')), choice('direction', DIRECTIONS, say('方向', 'Direction')))];
}

/* ---- where from */

/** What may be reckoned from, each once. @returns {[string, string][]} */
function origins() {
  const { at } = get().reach, own = originOf(get().selection), told = reached().circle?.at;
  /** @type {[string, string][]} */
  const list = [['gates', say('合作区出入口', 'gates of the zone')]];
  if (own) list.push([own, chosenName(get().selection)]);
  if (at !== 'gates' && at !== own) list.push([at, /^-?[\d.]+,/.test(at) ? pointText(at) : (told?.asked === at ? nameOf(told) : at)]);
  return list;
}

/** Short: three decimals are 100 m. @param {string} at */
const pointText = at => { const [lon, lat] = at.split(',').map(Number); return say(`地图上的点 ${lon.toFixed(3)}, ${lat.toFixed(3)}`, `point ${lon.toFixed(3)}, ${lat.toFixed(3)}`); };

function origin() {
  const { at } = get().reach;
  const select = h('select', { id: 'circle-at', 'data-to': 'circle-at', onchange: (/** @type {any} */ event) => settle({ at: event.target.value }) }, origins().map(([value, name]) => h('option', { value, selected: value === at }, name)));
  return h('div.origin', h('label', { for: 'circle-at' }, say('起算', 'From')), select, h('button.not-phone', { type: 'button', onclick: () => beginHere((lng, lat) => settle({ at: atText(lng, lat) })) }, say('在地图上点', 'Point on the map')), typed());
}

/** For who has no mouse: a point by its numbers. */
function typed() {
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'circle-point', 'data-to': 'circle-point', inputmode: 'text', placeholder: '119.63,30.90', autocomplete: 'off' }));
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    const point = pointsOf(input.value)?.[0];
    if (point) settle({ at: atText(point[0], point[1]) });
    else toast(pointHelp());
  };
  return h('details.typed.not-phone', h('summary', say('输入坐标', 'Type a point')), h('form', { onsubmit: take }, h('label.hidden', { for: 'circle-point' }, say('经度,纬度', 'longitude,latitude')), input, h('button', { type: 'submit' }, say('定点', 'Set'))));
}

/* ---- how long */

/** @param {number[]} minutes @param {number} [keep] the one that stays chosen */
function setLimits(minutes, keep) {
  const next = [...new Set(minutes)].sort((a, b) => a - b);
  chosen = Math.max(0, next.indexOf(keep ?? next[next.length - 1]));
  settle({ minutes: next });
  for (const fn of listeners) fn();
}

function limits() {
  const { minutes } = get().reach, at = Math.min(chosen, minutes.length - 1), others = minutes.filter((_, i) => i !== at);
  const shown = h('output', { for: 'circle-limit' }, String(minutes[at]));
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'circle-limit', 'data-to': 'circle-limit', min: LEAST, max: MOST, step: 1, value: String(minutes[at]), 'aria-valuetext': say(`${minutes[at]} 分钟`, `${minutes[at]} minutes`),
    oninput: () => { shown.textContent = slider.value; show({ minutes: [...new Set([...others, Number(slider.value)])].sort((a, b) => a - b) }); },
    onchange: () => setLimits([...others, Number(slider.value)], Number(slider.value)) }));
  return h('div.limits', h('div.limit-head', h('label', { for: 'circle-limit' }, say('时限', 'Limit')), h('b', shown), h('span.unit', say('分钟', 'min')), h('div.limit-chips', minutes.length > 1 ? minutes.map((limit, i) => chip(limit, i, i === at)) : null, minutes.length < RINGS ? h('button.ghost', { type: 'button', 'data-to': 'limit-add', onclick: () => add(minutes) }, say('＋ 加一圈', '+ another')) : null)), slider,
    h('div.limit-scale', { 'aria-hidden': true }, h('span', String(LEAST)), h('span', String(MOST))));
}

/** @param {number} limit @param {number} i @param {boolean} on */
const chip = (limit, i, on) => h('span.limit-chip', h('button', { type: 'button', 'aria-pressed': on ? 'true' : 'false', 'data-to': `limit:${i}`, onclick: () => choose(i) }, say(`${limit} 分`, `${limit} min`)),
  h('button.limit-x', { type: 'button', 'aria-label': say(`去掉 ${limit} 分钟`, `Drop ${limit} minutes`), onclick: () => setLimits(get().reach.minutes.filter(other => other !== limit)) }, '×'));

/** The next one: twice the last, or between. @param {number[]} minutes */
function add(minutes) {
  const last = minutes[minutes.length - 1], wish = [last * 2, last + 15, last + 5, Math.round(minutes[0] / 2)].find(limit => limit >= LEAST && limit <= MOST && !minutes.includes(limit)) ?? LEAST;
  setLimits([...minutes, wish], wish);
}

/* ---- how */

/** @param {'vehicle'|'speed'|'direction'} name @param {Record<string, [string, string]>} words @param {string} label */
const choice = (name, words, label) => h('div.switch', { role: 'group', 'aria-label': label }, Object.keys(words).map(value =>
  h('button', { type: 'button', 'aria-pressed': get().reach[name] === value ? 'true' : 'false', 'data-to': `${name}:${value}`, onclick: () => settle(/** @type {any} */ ({ [name]: value })) }, word(words, value))));
