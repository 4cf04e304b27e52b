/* reach.js - keep the circle in step with what is asked: where from, how long, how, and with which edits.
 *
 * Loaded once the map stands. A preview (a marker that is dragged, a slider that moves) asks without
 * touching the address; settle() makes it the question in force. */
import { get as ask, getOnce, post } from './api.js';
import { editsText } from './board.js';
import { latest } from './latest.js';
import { isOn } from './map_layers.js';
import { get, on, reached, set, setReached } from './store.js';
import { onRows, zone } from './zone.js';
import { mount as pins } from './map_pins.js';
import { mount as menu } from './map_menu.js';
import './explain-reach.js';

/** @typedef {import('./types.js').Reach} Reach */
/** @typedef {{params: Record<string, any>, edits: string, moving: boolean}} Question */

/** The parameters of a circle. @param {Reach} reach */
export const paramsOf = reach => ({ at: reach.at, minutes: reach.minutes.join(','), vehicle: reach.vehicle, speed: reach.speed, direction: reach.direction });

/** Ask an address of what is tried, or of what stands. @param {string} path @param {Record<string, any>} params @param {string} [edits] @returns {Promise<any>} */
export const askReach = (path, params, edits = editsText()) => (edits ? post(path, edits, params) : getOnce(path, params));

/** What is previewed, null when nothing is. @type {Partial<Reach>|null} */
let preview = null;
/** The question in force, with what is previewed. @returns {Reach} */
export const reach = () => ({ ...get().reach, ...preview });

/** Where it begins, of the answer in force or of what moves. @returns {number[][]} */
export const points = () => {
  const at = preview?.at;
  return at ? [at.split(',').map(Number)] : reached().circle?.at.points ?? [];
};

const fetchCircle = latest((/** @type {Question} */ { params, edits }) => askReach('/api/v1/circle', params, edits), took);

/** An answer is drawn when it is of the newest question, or on the way of something that moves. @param {Question} question @param {any} answer @param {any} error @param {Question|null} newer */
function took(question, answer, error, newer) {
  const passes = question.moving && newer?.edits === question.edits;
  if (newer && !passes) return;
  if (!newer) showBusy(false);
  if (error) setReached({ busy: newer !== null, error });
  else setReached({ circle: answer, busy: newer !== null, error: null });
}

/** Is it seen, so that it is worth asking? */
const isSeen = () => isOn('circle') || get().tab === 'where';
let asked = '';

/** Ask for the circle in force, unless it is the one that was asked last. */
export function follow() {
  if (!isSeen()) return;
  const question = { params: paramsOf(reach()), edits: editsText(), moving: preview !== null };
  const text = JSON.stringify([question.params, question.edits, zone()?.snapshot]);
  if (text === asked) return;
  asked = text;
  showBusy(true);
  setReached({ busy: true });
  fetchCircle(question);
}

/** Ask anew what failed. */
export function again() {
  asked = '';
  follow();
}

/** Show what something that moves would give. @param {Partial<Reach>} part */
export function show(part) {
  preview = { ...preview, ...part };
  follow();
}

/** It moves no more: this is the question now. @param {Partial<Reach>} [part] */
export function settle(part) {
  const next = { ...get().reach, ...preview, ...part };
  preview = null;
  set({ reach: next });
  follow();
}

/** Back to what stood before it moved. */
export function cancel() {
  preview = null;
  follow();
}

let timer = 0;
/** Figures turn grey after 150 ms. @param {boolean} busy */
function showBusy(busy) {
  clearTimeout(timer);
  if (busy) timer = window.setTimeout(() => { document.documentElement.dataset.reach = 'busy'; }, 150);
  else delete document.documentElement.dataset.reach;
}

/** The roads, and the works that stand ready. */
async function readRoads() {
  try { setReached({ roads: await ask('/api/v1/roads') }); } catch (error) { setReached({ error }); }
}

let begun = false;
/** Follow the state from now on. */
export function start() {
  if (begun) return;
  begun = true;
  let snapshot = zone()?.snapshot;
  on(['reach', 'edits', 'layers', 'tab'], follow);
  onRows(() => { if (zone()?.snapshot === snapshot) return; snapshot = zone()?.snapshot; readRoads(); follow(); });
  pins();
  menu();
  readRoads();
  follow();
}
