/* sheets.js - the dialog that takes a sheet in: which table it is of, what it would do, what is wrong with it and how to
 * mend it, and at last the taking. A file comes by the button or dropped on a table. */
import { draw, h } from './h.js';
import { downloadBlob } from './format.js';
import { askSignIn, hasAccounts, onSession, visitor } from './session.js';
import { faultsOf, tellFault, toast } from './states.js';
import { bad, badWorkbook, cancel, forget, good, isFinished, sheet, take, tryAll, tryMended, undo, useFile } from './sheet_ask.js';
import { choices } from './sheet_form.js';
import { grid } from './sheet_grid.js';
import { columns, doubts, emptied, faults, filled, summary } from './sheet_told.js';
import { saveTemplate } from './table_downloads.js';
import { onSchema, tableTitle } from './schema.js';
import { onDuties } from './duties.js';
import { say } from './words.js';

const MOST_BYTES = 32 * 1024 * 1024;
const KINDS = '.xlsx,.xlsm,.csv,.tsv,.txt';

/** @type {HTMLDialogElement|null} */
let dialog = null;

/** Open it for a table, for a duty, with a file; what was there before is still there.
 * @param {{table?: string, duty?: string, file?: File|null}} [about] */
export function openSheets(about = {}) {
  if (about.table && about.table !== sheet.choice.table && isFinished()) forget();
  if (about.table && (about.file || !sheet.file || about.duty)) Object.assign(sheet.choice, { table: about.table, duty: about.duty ?? '' });
  if (!dialog) {
    dialog = /** @type {HTMLDialogElement} */ (h('dialog.dialog.sheets', { 'aria-labelledby': 'sheets-title' }));
    dialog.addEventListener('close', () => { if (sheet.busy === 'trying') cancel(); dialog?.remove(); dialog = null; });
    takesDrops(dialog, () => sheet.choice.table);
    document.body.append(dialog);
    show();
    dialog.showModal();
  }
  if (about.file) accept(about.file);
  else show();
}

/** A file dropped on an element is taken in, for a table. @param {HTMLElement} element @param {() => string} table */
export function takesDrops(element, table) {
  const over = (/** @type {boolean} */ on) => (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    element.toggleAttribute('data-drop', on);
  };
  element.addEventListener('dragover', over(true));
  element.addEventListener('dragleave', over(false));
  element.addEventListener('drop', event => {
    over(false)(event);
    const file = event.dataTransfer?.files[0];
    if (file) openSheets({ table: table(), file });
  });
}
/* A file that misses its place would take the page away. */
for (const kind of ['dragover', 'drop']) addEventListener(kind, event => { if (/** @type {DragEvent} */ (event).dataTransfer?.types.includes('Files')) event.preventDefault(); });

/** @param {File} file */
function accept(file) {
  if (file.size > MOST_BYTES) {
    toast(say(`${file.name} 超过 32 MiB，请拆开再导入`, `${file.name} is larger than 32 MiB: split it`));
    return;
  }
  useFile(file);
  again();
}

/** Try the whole sheet, where somebody may. */
const again = () => { if (sheet.file && visitor()) tryAll(show); else show(); };

onSession(() => { if (dialog) again(); });
onSchema(show);
onDuties(show);

/** Draw anew; the focus stays where it was. */
function show() {
  if (!dialog) return;
  const id = document.activeElement?.id, top = dialog.scrollTop;
  draw(dialog, h('h2', { id: 'sheets-title' }, say('导入表格', 'Import a sheet')), visitor() ? body() : nobody());
  dialog.scrollTop = top;
  if (id) document.getElementById(id)?.focus();
}

/** Who may not, and what to do. */
function nobody() {
  const why = hasAccounts() ? say('导入会改动数据，要先登录。', 'An import changes data: sign in first.')
    : say('这里没有账号，不能导入：只有数据库可以，并且要有账号。', 'There are no accounts here, so nothing can be imported: that needs a store with accounts.');
  const kept = sheet.file ? say(`${sheet.file.name} 还在，登录后接着来。`, `${sheet.file.name} is still here; it goes on once you are signed in.`) : '';
  return [h('p', why, ' ', kept), h('div.dialog-acts', closing(), hasAccounts() ? h('button.primary', { type: 'button', id: 'sheet-sign', onclick: askSignIn }, say('登录', 'Sign in')) : null)];
}

const closing = () => h('button', { type: 'button', id: 'sheet-close', onclick: () => dialog?.close() }, say('关闭', 'Close'));

function body() {
  return [choices(again, show), fileLine(), busyLine(), faultLine(), stoppedLine(), doneLine(), sheet.told ? answer(sheet.told) : null, acts()];
}

/** The file, and the way to another one. */
function fileLine() {
  const input = /** @type {HTMLInputElement} */ (h('input.hidden', { type: 'file', id: 'sheet-file', accept: KINDS, tabindex: -1, 'aria-label': say('表格文件', 'The file of the sheet'), onchange: () => { if (input.files?.[0]) accept(input.files[0]); } }));
  const button = h(sheet.file ? 'button' : 'button.primary', { type: 'button', id: 'sheet-pick', disabled: Boolean(sheet.busy), onclick: () => input.click() }, sheet.file ? say('换一个文件', 'Another file') : say('选文件', 'Choose a file'));
  const template = h('button.link', { type: 'button', id: 'sheet-template', onclick: () => saveTemplate(sheet.choice.table).catch(tellFault) }, say('下载空白模板', 'Download the template'));
  return h('p.sheet-file', { 'data-empty': sheet.file ? null : 'yes' }, input, button, sheet.file ? h('b', sheet.file.name) : h('span', say('或把 Excel、CSV 文件拖到这里', 'or drop an Excel or CSV file here')), template);
}

/** What is on its way, and the way to stop it. */
function busyLine() {
  if (!sheet.busy) return null;
  const words = sheet.busy === 'trying' ? say('正在试读，什么也不会写入…', 'Reading it on trial; nothing is written…') : say('正在写入…', 'Writing…');
  return h('p.sheet-busy', { role: 'status' }, words, ' ', sheet.busy === 'trying' ? h('button.link', { type: 'button', id: 'sheet-cancel', onclick: cancel }, say('取消', 'Cancel')) : null);
}

function faultLine() {
  if (!sheet.fault) return null;
  return h('div.sheet-fault', { role: 'alert' }, faultsOf(sheet.fault).slice(0, 5).map(text => h('p.fault', text)),
    h('p', say('文件和改过的格子都还在。', 'The file and the mended cells are still here.'), ' ', h('button.link', { type: 'button', id: 'sheet-retry', onclick: again }, say('重试', 'Try again'))));
}

/** Stopped before there was an answer. */
const stoppedLine = () => (sheet.file && !sheet.told && !sheet.busy && !sheet.fault ? h('p', say('没有试读。', 'Not read.'), ' ', h('button.link', { type: 'button', id: 'sheet-retry', onclick: again }, say('试读', 'Read it'))) : null);

/** What went in, and the way back. */
function doneLine() {
  if (!sheet.done.length) return null;
  const sum = (/** @type {'added'|'changed'|'same'} */ of) => sheet.done.reduce((all, one) => all + (one[of] ?? 0), 0);
  const ids = sheet.done.map(one => one.change).filter(id => id !== null);
  const told = ids.length ? say(`已导入：新增 ${sum('added')}，改动 ${sum('changed')}，未变 ${sum('same')}。`, `Imported: ${sum('added')} new, ${sum('changed')} changed, ${sum('same')} the same.`)
    : say('和库里一样，什么也没有改。', 'The same as what is here: nothing was changed.');
  return h('p.sheet-done', { role: 'status' }, told, ids.length ? [h('span.meta', say(` 变更 ${ids.join('、')} `, ` change ${ids.join(', ')} `)),
    h('button', { type: 'button', id: 'sheet-undo', disabled: Boolean(sheet.busy), onclick: () => undo(show) }, say('撤销', 'Undo'))] : null);
}

/** @param {import('./sheet_ask.js').Told} told */
const answer = told => h('div.sheet-told', { 'data-busy-part': sheet.busy ? 'yes' : null }, summary(told), columns(told, again), doubts(told, show), emptied(told), grid(told, show), faults(told), filled(told));

function acts() {
  const out = bad(), ready = good(), busy = Boolean(sheet.busy), told = sheet.told;
  return h('div.dialog-acts.sheet-acts', closing(),
    told?.bad ? h('button', { type: 'button', id: 'sheet-bad', onclick: saveBad }, say('下载不合格行', 'Download the bad rows')) : null,
    sheet.edits.size ? h('button', { type: 'button', id: 'sheet-again', disabled: busy, onclick: () => tryMended(show) }, say('再试', 'Try the mended rows')) : null,
    told && ready ? h('button.primary', { type: 'button', id: 'sheet-take', disabled: busy, onclick: () => take(taken) },
      out ? say(`导入合格行 ${ready}`, `Import the ${ready} good`) : say(`全部导入 ${ready}`, `Import all ${ready}`)) : null);
}

/** What went in is told too where the dialog was closed meanwhile. */
function taken() {
  show();
  if (dialog || sheet.busy) return;
  toast(sheet.fault ? say('没有导入成，打开“导入”可再试', 'Not imported; open the import to try again') : say('已导入', 'Imported'));
}

async function saveBad() {
  const { file, choice } = sheet;
  try {
    downloadBlob(`${say('不合格行', 'bad-rows')}_${tableTitle(choice.table)}_${(file?.name ?? '').replace(/\.[^.]*$/, '')}.xlsx`.replace(/\s+/g, '-'), await badWorkbook());
  } catch (error) {
    tellFault(error);
  }
}
