/* street_card.js - a road that was clicked: what it is, how long it takes, and what may be tried on it. */
import { askReach } from './reach.js';
import { h } from './h.js';
import { markWords, num } from './format.js';
import { ROAD_CLASSES } from './reach_words.js';
import { closeStreet, heading, oneWay, openBoth, speedOf, streetName } from './road_edits.js';
import { empty, tellFault } from './states.js';
import { get, reached, setReached } from './store.js';
import { editOf, putEdit, removeEdit } from './whatif.js';
import { say, word } from './words.js';
import { listOf } from './zone.js';

/** @typedef {import('./types.js').Street} Street */

const LEAST = 20, MOST = 120, STEP = 5;
let asked = '';

/** @param {string} id */
function readStreet(id) {
  const { vehicle, speed } = get().reach, text = `${id} ${vehicle} ${speed}`;
  if (asked === text) return;
  asked = text;
  askReach('/api/v1/roads', { street: id, vehicle, speed }, '').then(answer => { if (asked === text) setReached({ street: answer.street ?? null }); }, error => { asked = ''; tellFault(error); });
}

/** @param {string} id */
export function streetView(id) {
  readStreet(id);
  const street = reached().street;
  if (street?.id !== id) return h('section.part.selected', h('header.sel-head', h('h2', say('道路', 'Road'), h('span.code', id))), empty(say('在读…', 'Reading…')));
  return h('section.part.selected', head(street), facts(street), ways(street), speed(street));
}

/** @param {Street} street */
const head = street => h('header.sel-head', h('span.street-sign', { 'aria-hidden': true }), h('h2', streetName(street), h('span.code', street.id)), h('p.meta', word(ROAD_CLASSES, street.class), street.toll ? say(' · 收费', ' · toll') : '', street.oneway ? say(' · 单向', ' · one-way') : '', ' ', markWords(street.marks)));

/** @param {number|null|undefined} value @param {string} unit @param {number} [digits] */
const known = (value, unit, digits = 0) => (typeof value !== 'number' ? say('未填', 'not stated') : [num(value, digits), h('span.unit', unit)]);

/** @param {Street} street */
function facts(street) {
  const { along, against } = street.minutes, to = (/** @type {boolean} */ reversed) => say(`向${heading(street.line, reversed)[0]} `, `${heading(street.line, reversed)[1]}bound `);
  const time = (/** @type {number|null} */ minutes) => (typeof minutes !== 'number' ? say('不能走', 'closed') : [num(minutes, 2), h('span.unit', say('分钟', 'min'))]);
  return h('dl.facts', h('dt', say('长度', 'Length')), h('dd', num(street.length_m / 1000, 2), h('span.unit', 'km')), h('dt', say('限速', 'Limit')), h('dd', known(street.limit_kmh, 'km/h')), h('dt', say('规划车速', 'Planning speed')), h('dd', known(street.plan_kmh, 'km/h')),
    h('dt', say('车道', 'Lanes')), h('dd', known(street.lanes, '')), h('dt', say('走完全段', 'End to end')), h('dd', along === against ? time(along) : [to(false), time(along), ' · ', to(true), time(against)]), listOf(street.source).length ? [h('dt', say('来源', 'Source')), h('dd', listOf(street.source).join(' '))] : null);
}

/** @param {Street} street */
function ways(street) {
  const at = editOf(`way ${street.id}`), kind = at < 0 ? '' : get().edits[at].edit[0].row.kind, reversed = at >= 0 && get().edits[at].edit[0].row.reversed === 'yes';
  const button = (/** @type {string} */ text, /** @type {boolean} */ on, /** @type {() => void} */ act, /** @type {string} */ to) => h('button', { type: 'button', 'aria-pressed': on ? 'true' : 'false', 'data-to': `way:${to}`, onclick: () => (on ? removeEdit(at) : act()) }, text);
  return h('div.sub.try', h('h3', say('改通行', 'Who may drive')), h('div.acts.toggles', button(say('封闭', 'Close it'), kind === 'close', () => putEdit(closeStreet(street)), 'close'),
    [false, true].map(back => button(say(`只许向${heading(street.line, back)[0]}`, `${heading(street.line, back)[1]}bound only`), kind === 'oneway' && reversed === back, () => putEdit(oneWay(street, back)), `oneway-${back}`)),
    street.oneway ? button(say('双向开放', 'Open both ways'), kind === 'open', () => putEdit(openBoth(street)), 'open') : null));
}

/** @param {Street} street */
function speed(street) {
  const at = editOf(`speed ${street.id}`), tried = at < 0 ? null : Number(get().edits[at].edit[0].row.limit_kmh), value = tried ?? street.limit_kmh ?? 60;
  const shown = h('output', { for: 'street-limit' }, `${value} km/h`);
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'street-limit', 'data-to': 'street-limit', min: LEAST, max: MOST, step: STEP, value: String(value), oninput: () => { shown.textContent = `${slider.value} km/h`; }, onchange: () => change(street, Number(slider.value)) }));
  return h('div.sub.try', h('h3', h('label', { for: 'street-limit' }, say('改限速', 'Change the limit')), h('span.part-head-end', shown)), slider,
    h('p.meta', say(`${street.limit_kmh ? `现为 ${street.limit_kmh} km/h。` : ''}规划车速按原来的比例跟着变。`, `${street.limit_kmh ? `Now ${street.limit_kmh} km/h. ` : ''}The planning speed follows in its present proportion.`)),
    at >= 0 ? h('div.acts', h('button', { type: 'button', onclick: () => removeEdit(at) }, say('不改限速', 'Leave the limit'))) : null);
}

/** The limit it has is no change. @param {Street} street @param {number} limit */
function change(street, limit) {
  const at = editOf(`speed ${street.id}`);
  if (limit === street.limit_kmh) { if (at >= 0) removeEdit(at); } else putEdit(speedOf(street, limit));
}
