/* store.js - the state of the page, in one place and in the address bar.
 *
 * All of it but the theme stands in location.hash, so that a link gives the same page. A new
 * selection is a step of the history: the back key undoes it. Edits go with whoever moves back:
 * they have an undo of their own (whatif.js). */
import { say } from './words.js';
import { pack, unpack } from './pack.js';

/** @typedef {import('./types.js').Selection} Selection */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Board} Board */
/** @typedef {import('./types.js').Reached} Reached */
/** @typedef {import('./types.js').Reach} Reach */

/** @type {Reach} */
const GATES = { at: 'gates', minutes: [15], vehicle: 'car', speed: 'plan', direction: 'from' };
/** @type {State} */
const FIRST = {
  place: 'zone', chain: '', as_of: '', selection: null, view: 'map', tab: 'who', team: 3, reach: GATES, access: null, share: { id: '', years: null, rate: null }, edits: [], name: '', lang: 'zh', theme: 'light', layers: {},
};

/** @type {State} */
const state = { ...FIRST };
/** @type {Board} */
let answers = { now: null, before: null, busy: false, error: null, at: null };
/** @type {Reached} */
let minutes = { roads: null, circle: null, street: null, access: null, busy: false, error: null, accessError: null };
/** @type {{keys: string[], fn: (changed: Set<string>) => void}[]} */
const listeners = [];
let packed = '';

/** The state; not to be changed but by set. @returns {Readonly<State>} */
export const get = () => state;
/** The answers in force: `now` with the edits, `before` without them (null when none is on). @returns {Readonly<Board>} */
export const board = () => answers;

/** What was answered about minutes (reach.js). @returns {Readonly<Reached>} */
export const reached = () => minutes;

/** Call fn after any of the keys changed; 'board' stands for the answers, 'reached' for those about minutes. @param {string[]} keys @param {(changed: Set<string>) => void} fn */
export function on(keys, fn) { listeners.push({ keys, fn }); }

/** @param {Set<string>} changed */
function tell(changed) {
  for (const { keys, fn } of listeners.slice()) if (keys.some(key => changed.has(key))) fn(changed);
}

/** Change the state. @param {Partial<State>} patch */
export function set(patch) {
  const changed = new Set(Object.entries(patch).filter(([key, value]) => !same(/** @type {any} */ (state)[key], value)).map(([key]) => key));
  if (!changed.size) return;
  Object.assign(state, patch);
  if (changed.has('lang')) say.on(state.lang);
  if (changed.has('theme')) applyTheme();
  write(changed.has('selection'));
  if (changed.has('edits')) packEdits();
  tell(changed);
}

/** Only board.js calls this. @param {Partial<Board>} patch */
export function setBoard(patch) {
  answers = { ...answers, ...patch };
  tell(new Set(['board']));
}

/** Only the reach modules call this. @param {Partial<Reached>} patch */
export function setReached(patch) {
  minutes = { ...minutes, ...patch };
  tell(new Set(['reached']));
}

/** @param {any} a @param {any} b */
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/* ---- the address ---- */

/** @param {State} from @returns {string} */
export function hashOf(from) {
  const parts = new URLSearchParams();
  for (const key of /** @type {const} */ (['place', 'chain', 'as_of', 'view', 'tab', 'team', 'name', 'lang']))
    if (from[key] !== FIRST[key]) parts.set(key, String(from[key]));
  if (from.selection) parts.set('sel', `${from.selection.kind}:${from.selection.id}`);
  reachParts(from, parts);
  shareParts(from, parts);
  const off = Object.keys(from.layers).filter(key => !from.layers[key]);
  if (off.length) parts.set('off', off.join(','));
  if (packed) parts.set('e', packed);
  return `#${parts.toString()}`;
}

/** @param {State} from @param {URLSearchParams} parts */
function reachParts({ reach, access }, parts) {
  for (const key of /** @type {const} */ (['at', 'minutes', 'vehicle', 'speed', 'direction'])) if (!same(reach[key], GATES[key])) parts.set(key, String(reach[key]));
  if (access) parts.set('access', [access.kind, access.method, access.minutes].join(' '));
}

/** @param {State} from @param {URLSearchParams} parts */
function shareParts({ share: { id, years, rate } }, parts) {
  if (id) parts.set('agreement', id);
  if (years) parts.set('years', years.join('-'));
  if (rate !== null) parts.set('rate', String(rate));
}

/** Five to twenty years; a rate above none and up to 1. @param {URLSearchParams} parts @returns {State['share']} */
function readShare(parts) {
  const [from, to] = (/^(\d{4})-(\d{4})$/.exec(parts.get('years') ?? '') ?? []).slice(1).map(Number), rate = Number(parts.get('rate') ?? NaN);
  return { id: parts.get('agreement') ?? '', years: to >= from + 4 && to < from + 20 ? [from, to] : null, rate: rate >= 0 && rate <= 1 ? rate : null };
}

/** @param {URLSearchParams} parts @returns {Reach} */
function readReach(parts) {
  const word = (/** @type {string} */ name, /** @type {string[]} */ known, /** @type {any} */ first) => (known.includes(parts.get(name) ?? '') ? parts.get(name) : first);
  const limits = [...new Set((parts.get('minutes') ?? '').split(',').map(Number))].filter(n => n >= 5 && n <= 60).sort((a, b) => a - b).slice(0, 4);
  return { at: parts.get('at') || GATES.at, minutes: limits.length ? limits : GATES.minutes, vehicle: word('vehicle', ['truck'], 'car'), speed: word('speed', ['limit'], 'plan'), direction: word('direction', ['to'], 'from') };
}

/** @param {string|null} text @returns {State['access']} */
function readAccess(text) {
  const [kind, method, limit] = (text ?? '').split(' '), minutes = Number(limit);
  return /^(school|hospital)$/.test(kind) && method && minutes >= 5 && minutes <= 120 ? { kind: /** @type {any} */ (kind), method, minutes } : null;
}

/** @param {boolean} step is this a step that the back key undoes */
function write(step) {
  const hash = hashOf(state);
  if (hash === (location.hash || '#')) return;
  if (step) history.pushState({ changhe: 1 }, '', hash);
  else history.replaceState({ changhe: 1 }, '', hash);
}

async function packEdits() {
  const edits = state.edits;
  const text = edits.length ? await pack(edits) : '';
  if (edits !== state.edits) return;
  packed = text;
  write(false);
}

/** @param {string|null} text @returns {Selection|null} */
function selectionOf(text) {
  const match = /^(segment|firm|place|street|station|facility):(.+)$/.exec(text ?? '');
  return match ? { kind: /** @type {any} */ (match[1]), id: match[2] } : null;
}

/** What an address says, edits apart. @param {string} hash @returns {Partial<State>} */
function readHash(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  /** @type {any} */
  const found = { selection: selectionOf(parts.get('sel')), layers: {} };
  for (const key of /** @type {const} */ (['place', 'chain', 'as_of', 'name'])) found[key] = parts.get(key) ?? FIRST[key];
  const team = Number(parts.get('team'));
  found.team = Number.isInteger(team) && team >= 1 && team <= 10 ? team : FIRST.team;
  found.tab = /^(where|share)$/.test(parts.get('tab') ?? '') ? parts.get('tab') : FIRST.tab;
  found.share = readShare(parts);
  found.reach = readReach(parts);
  found.access = readAccess(parts.get('access'));
  found.view = /^(map|chain|table)$/.test(parts.get('view') ?? '') ? parts.get('view') : FIRST.view;
  found.lang = parts.get('lang') === 'en' ? 'en' : 'zh';
  for (const key of (parts.get('off') ?? '').split(',').filter(Boolean)) found.layers[key] = false;
  return found;
}

/** The edits an address says; none when it is damaged. @param {string} hash @returns {Promise<State['edits']>} */
async function readEdits(hash) {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('e');
  const found = text ? await unpack(text) : null;
  return Array.isArray(found) ? found.filter(item => Array.isArray(item?.edit)) : [];
}

async function moved(/** @type {PopStateEvent} */ event) {
  const found = readHash(location.hash);
  const mine = event.state?.changhe === 1;
  if (mine) { delete found.lang; delete found.layers; } else found.edits = await readEdits(location.hash);
  const changed = new Set(Object.keys(found).filter(key => !same(/** @type {any} */ (state)[key], /** @type {any} */ (found)[key])));
  Object.assign(state, found);
  say.on(state.lang);
  write(false);
  if (changed.has('edits')) packEdits();
  tell(changed);
}

/* ---- theme: follows the system until somebody chooses ---- */

const dark = matchMedia('(prefers-color-scheme: dark)');
/** @returns {'light'|'dark'|null} */
function chosenTheme() {
  try { return /** @type {any} */ (localStorage.getItem('changhe.theme')); } catch { return null; }
}
function applyTheme() { document.documentElement.dataset.theme = state.theme; }

/** Choose a theme for good. @param {'light'|'dark'} theme */
export function chooseTheme(theme) {
  try { localStorage.setItem('changhe.theme', theme); } catch { /* a private window forgets */ }
  set({ theme });
}

/** Read address and theme; before anything is mounted. */
export async function start() {
  Object.assign(state, readHash(location.hash), { theme: chosenTheme() ?? (dark.matches ? 'dark' : 'light') });
  state.edits = await readEdits(location.hash);
  packed = state.edits.length ? await pack(state.edits) : '';
  say.on(state.lang);
  applyTheme();
  history.replaceState({ changhe: 1 }, '', hashOf(state));
  window.addEventListener('popstate', moved);
  dark.addEventListener('change', () => { if (!chosenTheme()) set({ theme: dark.matches ? 'dark' : 'light' }); });
}
