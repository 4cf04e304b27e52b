/* panel.js - the right column: the thing selected, then whom to invite for it. */
import { draw, h } from './h.js';
import { segmentView } from './panel-segment.js';
import { firmView } from './panel-firm.js';
import { placeView } from './panel-place.js';
import { overview } from './panel-overview.js';
import { excludedPart, targetList, teamPart } from './ranking.js';
import { keepFocus } from './rows.js';
import { board, get, on, set } from './store.js';
import { onDuties } from './duties.js';
import { onFirmYears } from './firm_years.js';
import { onSession } from './session.js';
import { tellFault } from './states.js';
import { say } from './words.js';
import { onRows } from './zone.js';
import { targetsOf } from './look.js';

/** @type {HTMLElement} */
let root;
/** Tabs and the way back, then what the tab holds. @type {HTMLElement[]} */
let [head, body] = [];
let shown = '';
/** A tab whose parts stay where they are. @typedef {{root: () => HTMLElement, refresh: () => void}} Lasting */
/** Those tabs, once they are loaded. @type {Record<string, Lasting>} */
const loaded = {};
/** @type {Record<string, () => Promise<Lasting>>} */
const LASTING = { where: () => import('./panel_where.js'), share: () => import('./panel_share.js') };

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  head = h('div.panel-head');
  body = h('div.panel-body');
  draw(root, head, body);
  on(['board', 'lang', 'selection', 'edits', 'tab'], show);
  onRows(show);
  for (const when of [onSession, onDuties, onFirmYears]) when(show);
  show();
}

/** Draw anew; a new selection begins at its top. */
export function show() {
  if (root.querySelector('form[data-dirty]')) return;
  const { selection, tab } = get(), key = JSON.stringify([selection, tab]);
  keepFocus(head, () => draw(head, board().now ? [tabs(), selection ? close() : null] : []));
  if (LASTING[tab]) showLasting(tab);
  else keepFocus(root, () => draw(body, view()));
  if (key !== shown) root.scrollTop = 0;
  shown = key;
}

/** Its parts stay where they are, for a slider in them may be held. @param {string} tab */
function showLasting(tab) {
  if (!board().now) return;
  const made = loaded[tab];
  if (!made) { LASTING[tab]().then(found => { loaded[tab] = found; show(); }, tellFault); return; }
  if (body.firstElementChild !== made.root()) draw(body, made.root());
  made.refresh();
}

/** @type {['who'|'where'|'share', () => string][]} */
const TABS = [['who', () => say('谁', 'Who')], ['where', () => say('哪里', 'Where')], ['share', () => say('怎么分', 'Share')]];
const tabs = () => h('div.tabs', { role: 'group', 'aria-label': say('右栏', 'Right column') }, TABS.map(([id, name]) =>
  h('button', { type: 'button', 'aria-pressed': get().tab === id ? 'true' : 'false', 'data-to': `tab:${id}`, onclick: () => set({ tab: id }) }, name())));

function view() {
  if (!board().now) return null;
  const { selection } = get();
  return [selected(selection), targets(selection), teamPart(), excludedPart()];
}

const close = () => h('button.ghost.panel-close', { type: 'button', onclick: () => set({ selection: null }), 'aria-label': say('取消选择', 'Clear the selection') }, '×');

/** @param {import('./types.js').Selection|null} selection */
function selected(selection) {
  if (selection?.kind === 'segment') return segmentView(selection.id);
  if (selection?.kind === 'firm') return firmView(selection.id, show);
  if (selection?.kind === 'place') return placeView(selection.id);
  return overview();
}

/** For a link its targets, else all; the reasons of a firm stand with the firm. @param {import('./types.js').Selection|null} selection */
function targets(selection) {
  const every = board().now?.who.targets ?? [];
  if (selection?.kind === 'segment') return targetList(targetsOf(selection.id), say('可填此环节的目标', 'Targets for this link'), show);
  return targetList(every, say('目标企业', 'Targets'), show, !selection);
}
