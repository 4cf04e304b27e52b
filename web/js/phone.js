/* phone.js - below 768 px the page is one column with three tabs at the bottom; a selection opens the third. */
import { draw, h } from './h.js';
import { get, on } from './store.js';
import { say } from './words.js';

/** @type {['list'|'stage'|'panel', () => string][]} */
const TABS = [['list', () => say('清单', 'List')], ['stage', () => say('地图', 'Map')], ['panel', () => say('对象', 'Object')]];
const ROLES = { list: 'navigation', stage: 'region', panel: 'complementary' };
const narrow = matchMedia('(max-width: 767px)');
/** @type {HTMLElement} */
let root;

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  root.setAttribute('role', 'navigation');
  on(['lang'], show);
  on(['selection'], () => { if (get().selection && chosen() === 'list') choose('panel'); });
  document.documentElement.dataset.phone = get().selection ? 'panel' : 'list';
  narrow.addEventListener('change', roles);
  show();
}

const chosen = () => document.documentElement.dataset.phone ?? 'list';

/** On a phone bring a part to sight. @param {'list'|'stage'|'panel'} tab */
export function showPart(tab) {
  if (narrow.matches) choose(tab);
}

/** @param {'list'|'stage'|'panel'} tab */
function choose(tab) {
  document.documentElement.dataset.phone = tab;
  show();
  if (tab === 'stage') dispatchEvent(new Event('resize'));
}

/** What is in sight is the main part: on a phone the tab, else the picture. */
function roles() {
  const main = narrow.matches ? chosen() : 'stage';
  for (const [id, role] of Object.entries(ROLES)) document.getElementById(id)?.setAttribute('role', id === main ? 'main' : role);
}

function show() {
  roles();
  root.setAttribute('aria-label', say('三栏', 'Three columns'));
  draw(root, TABS.map(([id, name]) => h('button', { type: 'button', 'aria-pressed': chosen() === id ? 'true' : 'false', onclick: () => choose(id) }, name())));
}
