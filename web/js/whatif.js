/* whatif.js - the list of changes that is tried: add, switch off, remove, undo, redo, name, save.
 *
 * A change is a few row edits over the snapshot (docs/answers.md); the server computes with them
 * and stores none. The list lives in the address; saved lists live in this browser. */
import { get, set, on } from './store.js';
import { firm, members, placeName, segmentRow } from './zone.js';
import { say, nameOf } from './words.js';

/** @typedef {import('./types.js').Change} Change */

/** @type {Change[][]} */
const past = [];
/** @type {Change[][]} */
let future = [];

/** @param {Change[]} edits */
function become(edits) {
  past.push(get().edits);
  future = [];
  set({ edits });
}

/** Add a change; an equal one is not added twice. @param {Change} change */
export function addEdit(change) {
  const text = JSON.stringify(change.edit);
  if (!get().edits.some(other => JSON.stringify(other.edit) === text)) become([...get().edits, { ...change, on: change.on !== false }]);
}

/** Add a change, or put it where the one of its key stands. @param {Change} change */
export function putEdit(change) {
  const { edits } = get(), at = edits.findIndex(other => other.key === change.key);
  if (at < 0) addEdit(change);
  else become(edits.map((other, i) => (i === at ? change : other)));
}
/** Put a change where the one of another key stands, as one step. @param {string} key @param {Change} change */
export const swapEdit = (key, change) => become(get().edits.map(other => (other.key === key ? change : other)));
/** The number of the change of a key, -1 when there is none. @param {string} key */
export const editOf = key => get().edits.findIndex(change => change.key === key);

/** @param {number} at */
export const removeEdit = at => become(get().edits.filter((_, i) => i !== at));
/** Take out all that are not to be kept, as one step. @param {(change: Change) => boolean} keep */
export function keepEdits(keep) {
  const kept = get().edits.filter(keep);
  if (kept.length < get().edits.length) become(kept);
}
/** Switch a change off or on. @param {number} at */
export const toggleEdit = at => become(get().edits.map((change, i) => (i === at ? { ...change, on: !change.on } : change)));
export const resetEdits = () => { if (get().edits.length) become([]); };
export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

/** @param {Change[][]} from @param {Change[][]} to */
function step(from, to) {
  const edits = from.pop();
  if (!edits) return;
  to.push(get().edits);
  set({ edits });
}
export const undo = () => step(past, future);
export const redo = () => step(future, past);

/* ---- changes, made from where the thing is ---- */

let landing = '';
/** Where firms land unless told otherwise: the place asked, or the one chosen last. */
export function landingPlace() {
  const asked = get().place;
  if (asked !== 'zone' && !asked.includes(',')) return asked;
  const within = asked === 'zone' ? members() : asked.split(',');
  return within.includes(landing) ? landing : within[0] ?? '';
}
/** @param {string} code */
export const chooseLanding = code => { landing = code; };
/** Places where a firm may land. */
export const landingPlaces = () => (get().place === 'zone' ? members() : get().place.split(','));

/** Its old point is not that of the new place. */
const NO_POINT = { zone: null, lon: null, lat: null, frame: null, precision: null };

/** A firm from outside lands here. @param {string} id @param {string} [place] @returns {Change} */
export const bringFirm = (id, place = landingPlace()) => ({
  kind: 'bring', firm: id, place, on: true, edit: [{ table: 'firms', op: 'upsert', row: { id, place, ...NO_POINT } }],
});

/** A firm moves to another place. @param {string} id @param {string} place @returns {Change} */
export const moveFirm = (id, place) => ({ ...bringFirm(id, place), kind: 'move' });

/** A firm goes, and what it makes with it. @param {string} id @returns {Change} */
export const removeFirm = id => ({ kind: 'remove', firm: id, on: true, edit: [{ table: 'firms', op: 'delete', row: { id } }] });

/** An invented typical firm lands in a segment; it is called 示意. @param {string} segment @param {string} [place] @returns {Change} */
export function bringNew(segment, place = landingPlace()) {
  const row = segmentRow(segment);
  const id = freeId(`illustrative-${segment.toLowerCase()}`);
  const names = { name_zh: `${row?.name_zh ?? segment}企业（示意）`, name_en: `${row?.name_en ?? segment} firm (illustrative)` };
  return {
    kind: 'bring', firm: id, place, segment, on: true, ...names,
    edit: [{ table: 'firms', op: 'upsert', row: { id, ...names, place, source: 'illustrative', marks: ['illustrative'] } },
      { table: 'firm_segments', op: 'upsert', row: { firm: id, segment, source: 'illustrative', marks: ['illustrative'] } }],
  };
}

/** @param {string} stem */
function freeId(stem) {
  const taken = new Set(get().edits.map(change => change.firm));
  for (let n = 1; ; n++) if (!taken.has(`${stem}-${n}`) && !firm(`${stem}-${n}`)) return `${stem}-${n}`;
}

/** A change in words. @param {Change} change */
export function changeText(change) {
  if (change.kind === 'road' || change.kind === 'share') return say(change.name_zh ?? '', change.name_en ?? '');
  const who = nameOf(change.name_zh ? { name_zh: change.name_zh, name_en: change.name_en } : firm(change.firm ?? '')) || change.firm || '';
  const place = change.place ? placeName(change.place) : '';
  if (change.kind === 'bring') return say(`引入 ${who} → ${place}`, `Bring ${who} → ${place}`);
  if (change.kind === 'move') return say(`迁移 ${who} → ${place}`, `Move ${who} → ${place}`);
  if (change.kind === 'remove') return say(`移出 ${who}`, `Remove ${who}`);
  const first = change.edit[0];
  return `${first?.table} ${first?.op} ${first?.row?.id ?? ''}`;
}

/* ---- saved lists ---- */

const SHELF = 'changhe.whatif';

/** @returns {Record<string, Change[]>} */
export function savedLists() {
  try { return JSON.parse(localStorage.getItem(SHELF) ?? '{}'); } catch { return {}; }
}

/** @param {Record<string, Change[]>} lists @returns {boolean} false: this browser keeps nothing */
function shelve(lists) {
  try { localStorage.setItem(SHELF, JSON.stringify(lists)); return true; } catch { return false; }
}

/** @param {string} name */
export function saveList(name) {
  set({ name });
  return shelve({ ...savedLists(), [name]: get().edits });
}
/** @param {string} name */
export function openList(name) {
  const edits = savedLists()[name];
  if (!edits) return;
  become(edits);
  set({ name });
}
/** @param {string} name */
export function dropList(name) {
  const lists = savedLists();
  delete lists[name];
  return shelve(lists);
}

on(['edits'], () => { if (!get().edits.length && get().name) set({ name: '' }); });
