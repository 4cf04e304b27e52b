/* share_write.js - what was tried on an agreement is written, where the visitor may: told line by line, sent as one change with the versions
 * of the rows as they were read; who was slower sees what stands there now beside what he tried. */
import { post, Problem } from './api.js';
import { refresh } from './board.js';
import { offerUndo, takeBack } from './edit-row.js';
import { h } from './h.js';
import { nth, part } from './part.js';
import { askSignIn, hasAccounts, onSession, visitor, whyClosed } from './session.js';
import { nameOfRow, rowsRead, shared, tried } from './share.js';
import { holdIds, renumberAmount } from './share_rows.js';
import { cellsOf, cellText, columnName, linesOf, mayWrite, whose, written } from './share_tried.js';
import { partiesOf, stewards } from './share_words.js';
import { kindOf } from './schema.js';
import { faultsOf, tellFault, toast } from './states.js';
import { get } from './store.js';
import { keepEdits } from './whatif.js';
import { comma, plural, say } from './words.js';
import { load, place } from './zone.js';

/** @typedef {import('./share_tried.js').Written} Written */
/** @typedef {import('./h.js').Child} Child */
/** What stands there now. @typedef {{table: string, key: string, version: string|null, row: import('./types.js').Row|null}} Conflict */

const MOST_NOTE = 200; // signs of one sentence

/** What is under way. of: which agreement; faults: what was told of the last try; conflicts: what others changed meanwhile, and met: the rows that met it;
 * last: the number of the change that was written last, as long as nothing else is tried.
 * @typedef {{of: string, is: 'rest'|'open'|'sending', note: string, faults: string[], conflicts: Conflict[], met: Written[], last: number|null}} Under */
/** @type {Under} */
const REST = { of: '', is: 'rest', note: '', faults: [], conflicts: [], met: [], last: null };
let now = REST;

const phone = matchMedia('(max-width: 767px)');
const made = part('div.share-write.not-print', () => [get().share.id, get().lang, get().edits.filter(change => change.kind === 'share'), nth(shared().tables), visitor(), hasAccounts(), whyClosed(), phone.matches, now.of, now.is, now.faults, now.conflicts, now.last, Boolean(kindOf('agreements'))], view);
onSession(made.refresh);
phone.addEventListener('change', made.refresh);
export const writePart = () => made;

/** @param {Partial<Under>} patch */
function become(patch) {
  now = { ...now, ...patch };
  made.refresh();
}

/** @param {string} to where the focus goes */
const focus = to => /** @type {HTMLElement|null} */ (made.root.querySelector(`[data-to="${to}"]`))?.focus();

function view() {
  const { id, tables } = shared(), changes = tried();
  if (now.of !== id) now = { ...REST, of: id };
  if (!tables || !changes.length) {
    now = { ...REST, of: id, last: now.last };
    return now.last === null || !tables ? null : doneLine(now.last);
  }
  now.last = null;
  const may = right(id), isOpen = may === null && now.is !== 'rest';
  return [h('p.write-line', h('b', say(`已试 ${changes.length} 处`, `Tried: ${changes.length}`)), may ?? button(isOpen), phone.matches ? null : h('button.link', { type: 'button', 'data-to': 'write-drop', onclick: drop }, say('撤销', 'Undo'))), isOpen ? form() : null];
}

/** What was written last, and the way back: a message alone would be gone before everybody has reached it. @param {number} change */
const doneLine = change => h('p.write-line', { role: 'status' }, h('b', say(`已写入，改动 ${change}`, `Written, change ${change}`)), h('button.link', { type: 'button', 'data-to': 'write-undo', onclick: async () => { if (await takeBack(change)) become({ last: null }); } }, say('撤销此改动', 'Undo this change')));

/** @param {boolean} isOpen */
const button = isOpen => h('button', { type: 'button', 'data-to': 'write-open', 'aria-expanded': isOpen ? 'true' : 'false', onclick: () => (isOpen ? shut() : open()) }, say('写入', 'Write'));

/** What stands in place of the button for who may not write; null: he may. @param {string} id @returns {Child} */
function right(id) {
  if (phone.matches) return h('span.meta', say('手机上只看不写', 'not to be written on a phone'));
  if (whyClosed()) return h('span.meta.write-why', say(`不能写入：${whyClosed()}`, `cannot be written: ${whyClosed()}`));
  const parties = partiesOf(id);
  if (mayWrite(visitor(), parties, place)) return null;
  return h('span.meta.write-why', say(`写入需${parties.length === 2 ? '双方' : '各方'}所在地的编辑权 · 问 ${stewards(id)}管理员`, `to write it one must be an editor of ${parties.length === 2 ? 'both places' : 'all places of the parties'} · ask the steward of ${stewards(id)}`),
    hasAccounts() && !visitor() ? [' ', h('button.link', { type: 'button', 'data-to': 'write-sign', onclick: askSignIn }, say('登录', 'Sign in'))] : null);
}

function open() {
  become({ is: 'open', faults: [], conflicts: [] });
  focus('write-note');
}
function shut() {
  become({ is: 'rest', faults: [], conflicts: [] });
  focus('write-open');
}
/** All that is tried and in force of this agreement goes, as one step that can be undone. */
function drop() {
  const gone = tried();
  keepEdits(change => !gone.includes(change));
}

/* ---- what will be written, and why */

function form() {
  const rows = written(), sends = now.is === 'sending';
  if (now.conflicts.length) return conflictView();
  if (!rows.length) return h('p.meta', { role: 'status' }, say('与现状相同，没有要写的。', 'All is as it stands: there is nothing to write.'));
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'write-note', 'data-to': 'write-note', autocomplete: 'off', maxlength: MOST_NOTE, required: true, value: now.note, 'aria-invalid': now.faults.length && !now.note.trim() ? 'true' : null, 'aria-describedby': 'write-bad', oninput: () => { now.note = input.value; if (now.faults.length) become({ faults: [] }); } }));
  return h('form.write-form', { novalidate: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); send(rows); }, onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') { event.stopPropagation(); shut(); } } },
    h('p.meta', say('将写入：', 'What will be written:')), h('ul.write-rows', rows.flatMap(linesOf).map(line => h('li', line))),
    h('label', { for: 'write-note' }, say('为什么改（一句话，记入改动记录）', 'Why (one sentence, kept in the log)')), input,
    h('div.acts', h('button.primary', { type: 'submit', 'data-to': 'write-send', disabled: sends }, sends ? say('在写…', 'Writing…') : say('写入', 'Write')), h('button', { type: 'button', 'data-to': 'write-leave', onclick: shut }, say('取消', 'Cancel'))),
    h('div', { id: 'write-bad', role: 'alert' }, now.faults.map(text => h('p.clause-bad', text))));
}

/** @param {Written[]} rows */
async function send(rows) {
  if (now.is === 'sending') return;
  const note = now.note.trim();
  if (!note) {
    become({ faults: [say('写一句为什么改。', 'Say why, in one sentence.')] });
    return focus('write-note');
  }
  const of = now.of, changes = tried();
  become({ is: 'sending', faults: [] });
  try {
    const answer = await post('/api/v1/changes', { note, edits: rows.map(({ table, op, row, version }) => ({ table, op, row, version })) });
    await done(answer.change, changes);
  } catch (error) {
    if (now.of !== of) return;
    await failed(error, rows);
  }
}

/** What was written is what stands: it leaves the what-if once the rows are read anew. @param {number|null} change @param {import('./types.js').Change[]} changes */
async function done(change, changes) {
  now = { ...REST, of: now.of };
  holdIds(true);
  await readAnew();
  keepEdits(one => !changes.includes(one));
  holdIds(false);
  become({ last: change });
  if (change === null) toast(say('与现状相同，没有写', 'All was as it stood: nothing was written'));
  else offerUndo(change, say('已写入 ', 'Written '), say('撤销此改动', 'Undo this change'), () => become({ last: null }));
  focus('write-undo');
}

/** Rows and answers of the snapshot of now. */
async function readAnew() {
  await Promise.allSettled([load(), refresh()]);
  await rowsRead();
}

/** After a conflict the rows are read anew, so that another try is made on what stands. @param {any} error @param {Written[]} rows */
async function failed(error, rows) {
  const conflicts = error instanceof Problem && error.status === 409 ? error.body?.conflicts ?? [] : [];
  if (conflicts.length) await readAnew();
  for (const { table, key } of conflicts) if (table === 'agreement_amounts') await renumberAmount(key).catch(tellFault);
  become({ is: 'open', conflicts, met: rows, faults: conflicts.length ? [] : error?.status === 403 ? refused(error, rows) : faultsOf(error) });
  focus(conflicts.length ? 'write-again' : 'write-send');
}

/** The rows that are not the visitor's, as the server names them. @param {any} error @param {Written[]} rows */
function refused(error, rows) {
  const own = (error.errors ?? []).flatMap((/** @type {any} */ fault) => rows.filter(one => nameOfRow(one.table, one.row) === `${fault.name}/${fault.found}`).map(one => `${whose(one)} ${fault.found}`));
  return own.length ? [say(`无权改：${own.join(comma())}；没有写入。`, `Not yours to change: ${own.join(comma())}; nothing was written.`)] : faultsOf(error);
}

/* ---- somebody was faster */

/** The conflict that speaks of a row. @param {Written} one */
const conflictOf = one => now.conflicts.find(({ table, key }) => `${table}/${key}` === nameOfRow(one.table, one.row));

/** Now and tried, beside one another. */
function conflictView() {
  const met = now.met.filter(one => conflictOf(one));
  return h('div.conflict.write-conflict', h('p.fault', { role: 'alert' }, say(`有人先改了 ${now.conflicts.length} 行，没有写入。`, `Somebody changed ${plural(now.conflicts.length, 'row')} first; nothing was written.`)),
    h('table', h('thead', h('tr', [say('栏', 'column'), say('现在', 'now'), say('试的', 'tried')].map(text => h('th', { scope: 'col' }, text)))), h('tbody', met.flatMap(cellsInConflict))),
    h('div.acts', h('button', { type: 'button', 'data-to': 'write-again', onclick: again }, say('以现状重试', 'Try again on this')), h('button', { type: 'button', 'data-to': 'write-give-up', onclick: giveUp }, say('放弃', 'Give up'))));
}

/** @param {Written} one */
function cellsInConflict(one) {
  const { table, op, row } = one, who = whose(one), theirs = conflictOf(one)?.row ?? null, gone = say('已删', 'gone');
  if (op === 'delete') return [line(who, theirs ? say('有', 'is there') : gone, say('删', 'remove'))];
  return cellsOf(one).map(name => line(`${who} ${columnName(table, name)}`, theirs ? cellText(table, name, theirs[name]) : gone, cellText(table, name, row[name])));
}
/** @param {string} name @param {string} is @param {string} wanted */
const line = (name, is, wanted) => h('tr', h('th', { scope: 'row' }, name), h('td', is), h('td', wanted));

/** The same on what stands now; where somebody has written it already nothing is left to send. */
function again() {
  const rows = written();
  now = { ...now, conflicts: [], met: [] };
  if (rows.length) send(rows);
  else become({ is: 'open' });
}

/** Nothing is written; what is tried stays, over the rows as they stand now. */
const giveUp = () => shut();
