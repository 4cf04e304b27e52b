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
import { say } from './words.js';
import { onRows } from './zone.js';
import { targetsOf } from './look.js';

/** @type {HTMLElement} */
let root;
let shown = '';

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  on(['board', 'lang', 'selection', 'edits'], show);
  onRows(show);
  for (const when of [onSession, onDuties, onFirmYears]) when(show);
  show();
}

/** Draw anew; a new selection begins at its top. */
export function show() {
  if (root.querySelector('form[data-dirty]')) return;
  const { selection } = get(), key = JSON.stringify(selection);
  keepFocus(root, () => draw(root, view()));
  if (key !== shown) root.scrollTop = 0;
  shown = key;
}

function view() {
  if (!board().now) return null;
  const { selection } = get();
  return [selection ? close() : null, selected(selection), targets(selection), teamPart(), excludedPart()];
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
