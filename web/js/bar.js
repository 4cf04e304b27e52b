/* bar.js - the what-if bar: the changes as numbered chips, and before → after of every answer beside them. */
import { faultsByChange, isToldAtChips, refresh } from './board.js';
import { draw, h } from './h.js';
import { figures } from './diff.js';
import { board, get, on, set } from './store.js';
import { errorLine, toast } from './states.js';
import { copy } from './format.js';
import { canRedo, canUndo, changeText, dropList, openList, redo, removeEdit, resetEdits, saveList, savedLists, toggleEdit, undo } from './whatif.js';
import { showKeys } from './keys.js';
import { plural, say } from './words.js';
import { onShared, shared, start as startShare } from './share.js';
import { onRows } from './zone.js';

/** @type {HTMLElement} */
let root;
let all = false;

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  on(['edits', 'name', 'board', 'lang'], show);
  on(['reached'], () => { if (get().edits.length) show(); });
  onRows(show);
  onShared(() => { if (get().edits.some(change => change.kind === 'share')) show(); });
  onRows(startShare);
  show();
}

function show() {
  const { edits } = get();
  document.documentElement.dataset.whatif = edits.length ? 'yes' : 'no';
  const at = document.activeElement, inside = at instanceof HTMLElement && root.contains(at) ? at.dataset.keep ?? '' : null;
  draw(root, h('div.bar-edits', title(), chips(), tools()), edits.length ? results() : null);
  if (inside !== null) (/** @type {HTMLElement|null} */ (root.querySelector(`[data-keep="${inside}"]:not(:disabled)`)) ?? root).focus(); // undo may be gone
}

/** Is an answer to what is tried on its way? */
const isBusy = () => board().busy || (get().edits.some(change => change.kind === 'share') && shared().busy);

function title() {
  const { edits, name } = get(), off = edits.filter(change => !change.on).length;
  const failed = board().error || (edits.some(change => change.kind === 'share' && change.on) && shared().error);
  const state = isBusy() ? say('在算', 'computing') : failed ? say('没有算成，保留上次结果', 'not computed, the last answer stands') : say('已重算', 'computed');
  return h('div.bar-title', h('h2', say('试算', 'What-if'), name ? ` ${name}` : ''),
    edits.length ? h('span.meta', say(`${edits.length} 项改动`, plural(edits.length, 'change')), off ? say(`，停用 ${off}`, `, ${off} off`) : '', ` · ${state}`) : null);
}

function chips() {
  const { edits } = get(), faults = { ...faultsByChange(board().error), ...shareFaults(edits) };
  if (!edits.length) return h('p.empty', say('没有改动。在环节、企业或道路上点“引入”“移出”“改限速”，这里就会给出前后对照。', 'No change. Use "Bring", "Try without" or a road\'s card; before and after appear here.'));
  return h('ol.chips', edits.map((change, i) => chip(change, i, faults[i]?.map(faultText).join(' · '))));
}

/** What the server says of clauses, by the number of the change. @param {import('./types.js').Change[]} edits @returns {Record<number, any[]>} */
const shareFaults = edits => Object.fromEntries(edits.map((change, i) => [i, change.kind === 'share' ? shared().faults[change.key ?? ''] : null]).filter(([, found]) => found));

/** @param {any} fault */
const faultText = fault => say(fault.message_zh ?? fault.message ?? '', fault.message ?? '');

/** @param {import('./types.js').Change} change @param {number} i @param {string|undefined} fault */
function chip(change, i, fault) {
  const open = () => {
    if (change.agreement) set({ share: { ...get().share, id: change.agreement }, tab: 'share' });
    else if (change.street) set({ selection: { kind: 'street', id: change.street }, tab: 'where' });
    else if (change.firm) set({ selection: { kind: 'firm', id: change.firm } });
  };
  return h('li.chip', { 'data-on': change.on ? 'yes' : 'no', 'data-fault': fault ? 'yes' : null },
    h('button.chip-name', { type: 'button', 'aria-pressed': change.on ? 'true' : 'false', 'data-keep': `chip-${i}`, title: say('点一下停用或启用；双击打开', 'Click switches it off or on; double click opens it'), onclick: () => toggleEdit(i), ondblclick: open },
      h('b', String(i + 1)), ' ', changeText(change)),
    h('button.chip-x', { type: 'button', 'aria-label': say(`删除第 ${i + 1} 项`, `Remove change ${i + 1}`), onclick: () => removeEdit(i) }, '×'),
    fault ? h('p.chip-fault', { role: 'alert' }, fault) : null);
}

function tools() {
  const some = get().edits.length > 0, names = Object.keys(savedLists());
  const button = (/** @type {string} */ keep, /** @type {string} */ text, /** @type {() => void} */ act, /** @type {boolean} */ can, kind = '') =>
    h(`button${kind}`, { type: 'button', 'data-keep': keep, onclick: act, disabled: !can }, text);
  return h('div.bar-tools', canUndo() || some ? button('undo', `↶ ${say('撤销', 'Undo')}`, undo, canUndo()) : null, canRedo() ? button('redo', `↷ ${say('重做', 'Redo')}`, redo, true) : null,
    some ? [button('reset', say('重置', 'Reset'), resetEdits, true), button('share', say('分享', 'Share'), share, true)] : null,
    names.length ? shelf(names) : null, some ? button('save', say('保存方案', 'Save'), askName, true, '.primary') : null,
    h('button.ghost', { type: 'button', onclick: showKeys, 'aria-label': say('? 键盘', '? Keys') }, '?'));
}

/** @param {string[]} names */
const shelf = names => h('select', { 'aria-label': say('打开已存方案', 'Open a saved list'), onchange: (/** @type {any} */ e) => e.target.value && openList(e.target.value) },
  h('option', { value: '' }, say('已存方案', 'Saved')), names.map(name => h('option', { value: name, selected: name === get().name }, name)));

async function share() {
  const done = await copy(location.href);
  toast(done ? say('链接已复制：打开它的人看到同样的试算', 'Link copied: who opens it sees the same what-if') : location.href);
}

/** Name and save, or drop what was saved. */
function askName() {
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'list-name', value: get().name, required: true, maxlength: 40 }));
  const known = Object.keys(savedLists());
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog.dialog', { 'aria-labelledby': 'save-title' }, h('form', { onsubmit: submit }, h('h2', { id: 'save-title' }, say('保存方案', 'Save the what-if')),
    h('label', { for: 'list-name' }, say('名称', 'Name')), input, h('p.meta', say('存在这个浏览器里；给别人用“分享”。', 'Kept in this browser; use Share to give it to others.')),
    known.length ? h('ul.plain', known.map(name => h('li', name, ' ', h('button.link', { type: 'button', onclick: (/** @type {any} */ e) => { dropList(name); e.target.parentElement.remove(); } }, say('删除', 'delete'))))) : null,
    h('div.dialog-acts', h('button', { type: 'button', onclick: () => dialog.close() }, say('取消', 'Cancel')), h('button.primary', { type: 'submit' }, say('保存', 'Save'))))));
  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    toast(saveList(input.value.trim()) ? say('已保存', 'Saved') : say('这个浏览器不保存', 'This browser keeps nothing'));
    dialog.close();
  }
  dialog.addEventListener('close', () => { dialog.remove(); show(); });
  document.body.append(dialog);
  dialog.showModal();
}

/** All figures in one row; on narrow screens three and the rest behind 全部. */
function results() {
  const { error } = board(), cells = figures();
  const lost = error && !isToldAtChips(error) ? errorLine(error, refresh) : null;
  if (!cells.length) return h('div.bar-figures.is-empty', lost ?? h('p.empty', isBusy() ? say('在算…', 'Computing…') : get().edits.some(change => change.on) ? say('条款的前后对照在“怎么分”里。', 'Before and after of the clauses stand in the tab Share.') : say('改动都停用了。', 'All changes are off.')));
  return [lost, h('div.bar-figures', { 'data-all': all ? 'yes' : 'no' }, cells, h('button.more.bar-more', { type: 'button', 'aria-expanded': all ? 'true' : 'false', onclick: () => { all = !all; show(); } }, all ? say('收起', 'Fewer') : say('全部', 'All')))];
}
