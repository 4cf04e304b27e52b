/* keys.js - the keyboard: single letters outside inputs, and a list of them behind `?`. */
import { draw, h } from './h.js';
import { close as closeExplain, isOpen } from './explain.js';
import { board, get, set } from './store.js';
import { focusSearch } from './search.js';
import { redo, undo } from './whatif.js';
import { toolKey } from './map_tool.js';
import { say } from './words.js';

const OFF = 'changhe.keys';
let before = '';

/** @param {HTMLElement} body */
export function mount(body) {
  body.addEventListener('keydown', key);
}

/** @param {string|null} [value] set it */
function lettersOff(value) {
  try {
    if (value !== undefined) localStorage.setItem(OFF, value ?? '');
    return localStorage.getItem(OFF) === 'off';
  } catch { return false; }
}

/** @param {EventTarget|null} target */
const typing = target => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** @param {KeyboardEvent} event */
function key(event) {
  if (!document.querySelector('dialog[open]') && (event.key === 'Escape' || !typing(event.target)) && toolKey(event)) { event.preventDefault(); return undefined; }
  if (event.key === 'Escape') return escape(event);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !typing(event.target)) {
    event.preventDefault();
    return event.shiftKey ? redo() : undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector('dialog[open]') || lettersOff()) return;
  const act = ACTS[before + event.key] ?? ACTS[event.key];
  before = event.key === 'g' ? 'g ' : '';
  if (act) { event.preventDefault(); act(); }
}

/** One level back: explanation, card, selection. @param {KeyboardEvent} event */
function escape(event) {
  if (document.querySelector('dialog[open]')) return;
  if (isOpen()) closeExplain();
  else if (document.documentElement.dataset.list === 'open') document.documentElement.dataset.list = '';
  else if (!typing(event.target) && get().selection) set({ selection: null });
}

/** @param {string} id */
const focus = id => () => document.getElementById(id)?.focus();

/** @type {Record<string, () => void>} */
const ACTS = {
  '/': focusSearch, 'g m': () => set({ view: 'map' }), 'g c': () => set({ view: 'chain' }), 'g t': () => set({ view: 'table' }),
  j: () => along(1), k: () => along(-1), '[': () => rank(-1), ']': () => rank(1), w: focus('bar'), L: toggleList, l: toggleList,
  1: () => set({ tab: 'who' }), 2: () => set({ tab: 'where' }), 3: () => set({ tab: 'share' }),
  E: () => set({ lang: get().lang === 'zh' ? 'en' : 'zh' }), '?': question,
};

/** On a figure `?` opens it. */
function question() {
  const at = document.activeElement;
  if (at instanceof HTMLElement && at.classList.contains('figure')) at.click();
  else showKeys();
}

/** Between phone and desktop the list is a drawer. */
export function toggleList() {
  const root = document.documentElement;
  root.dataset.list = root.dataset.list === 'open' ? '' : 'open';
  document.getElementById('list')?.focus();
}

/** Move in the list. @param {number} step */
function along(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#list .row')]);
  const at = rows.findIndex(row => row === document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
}

/** Previous and next of the ranking. @param {number} step */
function rank(step) {
  const { selection } = get(), now = board().now;
  if (!now) return;
  const firms = selection?.kind !== 'segment';
  const ids = firms ? now.who.targets.map(target => target.firm) : now.chain.gaps;
  const at = ids.indexOf(selection?.id ?? '');
  const id = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))];
  if (id) set({ selection: { kind: firms ? 'firm' : 'segment', id } });
}

/** Show the keys. */
export function showKeys() {
  const rows = [['/', say('搜索', 'search')], ['g m · g c · g t', say('地图 · 产业链 · 表', 'map · chain · table')], ['1 · 2 · 3', say('右栏：谁、哪里、怎么分', 'right column: who, where, share')], ['j · k', say('在清单中下移、上移', 'down and up the list')],
    ['Enter', say('打开', 'open')], ['Esc', say('退回一层', 'back one level')], ['[ · ]', say('排名的前一个、后一个', 'previous and next of the ranking')],
    ['?', say('在数字上：打开来历；其他处：本表', 'on a figure: how it came about; else these keys')], ['← ↑ → ↓', say('在起算点上：移动它，Shift 移得远，Esc 放回出入口', 'on an origin: move it, farther with Shift; Esc puts it back')], ['Enter · Backspace', say('画路时：完成、撤一点', 'drawing a road: end it, take a point back')], ['w', say('到试算栏', 'to the what-if bar')], ['L', say('打开清单（窄屏）', 'open the list (narrow screen)')],
    ['E', say('换语言', 'switch language')], ['Ctrl+Z · Ctrl+Shift+Z', say('撤销、重做试算', 'undo and redo the what-if')], ['Shift+Enter', say('搜索结果加入试算', 'add what was found to the what-if')]];
  const box = /** @type {HTMLInputElement} */ (h('input', { type: 'checkbox', id: 'keys-off', checked: lettersOff(), onchange: () => lettersOff(box.checked ? 'off' : null) }));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog.dialog.keys', { 'aria-labelledby': 'keys-title' }));
  draw(dialog, h('h2', { id: 'keys-title' }, say('键盘', 'Keys')), h('dl', rows.map(([name, text]) => [h('dt', h('kbd', name)), h('dd', text)])),
    h('label', { for: 'keys-off' }, box, say(' 关闭单字母键', ' Turn single letters off')),
    h('div.dialog-acts', h('button.primary', { type: 'button', onclick: () => dialog.close() }, say('好', 'Close'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
