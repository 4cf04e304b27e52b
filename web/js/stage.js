/* stage.js - the middle of the page: one selection seen as map, chain picture or table. */
import { draw, h } from './h.js';
import { get, on, set } from './store.js';
import { say } from './words.js';
import { mount as map, resized } from './map.js';
import { mount as chain } from './chain_picture.js';
import { mount as table } from './table_view.js';
import { menu } from './export.js';
import { mount as print } from './print.js';

/** @typedef {'map'|'chain'|'table'} View */
const VIEWS = /** @type {[View, () => string, (root: HTMLElement) => void][]} */ ([
  ['map', () => say('地图', 'Map'), map], ['chain', () => say('产业链', 'Chains'), chain], ['table', () => say('表', 'Table'), table]]);

/** @type {HTMLElement} */
let tools;
/** @type {Map<string, HTMLElement>} */
const panes = new Map();
/** @type {Set<string>} */
const mounted = new Set();

/** @param {HTMLElement} root */
export function mount(root) {
  tools = h('div.stage-tools');
  for (const [id] of VIEWS) panes.set(id, h(`section.pane.pane-${id}`, { id: `pane-${id}`, hidden: true }));
  draw(root, tools, [...panes.values()]);
  on(['view', 'lang', 'tab', 'share'], show);
  print();
  show();
}

function show() {
  const { view } = get();
  draw(tools, switcher(view), h('div.stage-acts', widen(), menu(view)));
  for (const [id, pane] of panes) pane.hidden = id !== view;
  const found = VIEWS.find(([id]) => id === view);
  const pane = panes.get(view);
  if (!found || !pane) return;
  pane.setAttribute('aria-label', found[1]());
  if (!mounted.has(view)) { mounted.add(view); found[2](pane); }
  if (view === 'map') resized();
}

/** @param {View} view */
const switcher = view => h('div.switch', { role: 'group', 'aria-label': say('视图', 'View') },
  VIEWS.map(([id, name]) => h('button', { type: 'button', 'aria-pressed': id === view ? 'true' : 'false', 'data-view': id, onclick: () => set({ view: id }) }, name())));

const isWide = () => document.documentElement.dataset.wide === 'yes';

/** The middle over the whole width, and back. */
function widen() {
  return h('button.not-phone', { type: 'button', 'aria-pressed': isWide() ? 'true' : 'false', onclick: () => {
    document.documentElement.dataset.wide = isWide() ? '' : 'yes';
    dispatchEvent(new Event('resize'));
    resized();
    show();
  } }, isWide() ? say('收回', 'Narrow') : say('展开', 'Widen'));
}
