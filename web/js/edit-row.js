/* edit-row.js - change a firm's row in place: read with a version, written with it, refused when somebody was faster. */
import { post, Problem } from './api.js';
import { refresh } from './board.js';
import { draw, h } from './h.js';
import { faultsOf, tellFault, toast } from './states.js';
import { nameOf, ROLES, say, word } from './words.js';
import { firmRow, load, placeName, versionOf, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */

/** Columns that can be edited here: name, label, what to type it in. @type {[string, () => string, 'text'|'role'|'place'|'area'|'date'][]} */
const COLUMNS = [
  ['name_zh', () => say('企业名称', 'Name in Chinese'), 'text'], ['name_en', () => say('英文名称', 'Name in English'), 'text'], ['place', () => say('所在地区', 'Place'), 'place'],
  ['role', () => say('角色', 'Role'), 'role'], ['as_of', () => say('数据日期', 'As of'), 'text'], ['note', () => say('备注', 'Note'), 'area'], ['follow_up', () => say('跟进情况', 'Follow-up'), 'area'],
];

/** @param {string} name @param {string} kind @param {string} value */
function control(name, kind, value) {
  const id = `edit-${name}`;
  if (kind === 'area') return h('textarea', { id, name, rows: 2, value });
  if (kind === 'text') return h('input', { id, name, value });
  const options = kind === 'role' ? Object.keys(ROLES).map(key => [key, word(ROLES, key)]) : (zone()?.places ?? []).map(row => [row.id, `${nameOf(row)} ${row.id}`]);
  return h('select', { id, name }, h('option', { value: '' }, '—'), options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));
}

/** @param {string} id @param {() => void} done */
export function editForm(id, done) {
  const row = firmRow(id) ?? {}, version = versionOf('firms', id), told = h('div', { role: 'alert' });
  const form = /** @type {HTMLFormElement} */ (h('form.edit-row', { oninput: () => { form.dataset.dirty = 'yes'; }, onsubmit: submit },
    h('h3', say('修改这一行', 'Edit this row')), COLUMNS.map(([name, label, kind]) => [h('label', { for: `edit-${name}` }, label()), control(name, kind, row[name] ?? '')]), told,
    h('div.acts', h('button.primary', { type: 'submit' }, say('保存', 'Save')), h('button', { type: 'button', onclick: close }, say('取消', 'Cancel')))));
  function close() {
    delete form.dataset.dirty;
    done();
  }
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    const changed = changes(form, row);
    if (!Object.keys(changed).length) return close();
    await save(id, changed, version, close, error => draw(told, refused(error, id, changed, close)));
  }
  return form;
}

/** Cells that differ; an emptied one is null. @param {HTMLFormElement} form @param {Row} row */
function changes(form, row) {
  const data = new FormData(form);
  /** @type {Row} */
  const found = {};
  for (const [name] of COLUMNS) {
    const value = String(data.get(name) ?? '').trim();
    if (value !== String(row[name] ?? '')) found[name] = value || null;
  }
  return found;
}

/** @param {string} id @param {Row} changed @param {string|null} version @param {() => void} done @param {(error: any) => void} fail */
async function save(id, changed, version, done, fail) {
  try {
    const note = say(`修改 ${id}`, `Edit ${id}`);
    const answer = await post('/api/v1/changes', { note, edits: [{ table: 'firms', op: 'upsert', row: { id, ...changed }, version }] });
    await Promise.all([load(), refresh()]);
    done();
    offerUndo(answer.change);
  } catch (error) {
    fail(error);
  }
}

/** One's own change can be taken back. @param {string|number} change @param {string} [done] what was done @param {string} [undo] what the button says @param {() => void} [after] it was taken back */
export function offerUndo(change, done = say('已保存 ', 'Saved '), undo = say('撤销', 'Undo'), after = () => {}) {
  toast(done);
  document.getElementById('toast')?.append(h('button.link', { type: 'button', onclick: async () => { if (await takeBack(change)) after(); } }, undo));
}

/** @param {string|number} change @returns {Promise<boolean>} false: it could not be, and why was told */
export async function takeBack(change) {
  try {
    await post(`/api/v1/changes/${change}/undo`, {});
    await Promise.all([load(), refresh()]);
    toast(say('已撤销', 'Undone'));
    return true;
  } catch (error) {
    tellFault(error);
    return false;
  }
}

/** @param {any} error @param {string} id @param {Row} changed @param {() => void} done */
function refused(error, id, changed, done) {
  if (error instanceof Problem && error.status === 409) return conflict(error.body?.conflicts?.[0], id, changed, done);
  if (error instanceof Problem && error.status === 403) return h('p.fault', say('这一行你无权修改。', 'You may not change this row.'));
  return faultsOf(error).map(text => h('p.fault', text));
}

/** Both sides of a conflict, and the choice. @param {any} theirs @param {string} id @param {Row} changed @param {() => void} done */
function conflict(theirs, id, changed, done) {
  const cell = (/** @type {string} */ name, /** @type {any} */ value) => (name === 'place' ? placeName(value ?? '') : value ?? say('空', 'empty'));
  return h('div.conflict', h('p.fault', say('有人先改了这一行。', 'Somebody changed this row first.')),
    h('table', h('thead', h('tr', [say('栏', 'column'), say('现在', 'now'), say('你要改成', 'yours')].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', Object.keys(changed).map(name => h('tr', h('th', { scope: 'row' }, COLUMNS.find(column => column[0] === name)?.[1]() ?? name), h('td', cell(name, theirs?.row?.[name])), h('td', cell(name, changed[name])))))),
    h('div.acts', h('button', { type: 'button', onclick: () => save(id, changed, theirs?.version ?? null, done, tellFault) }, say('仍用我的', 'Use mine')),
      h('button', { type: 'button', onclick: async () => { await load().catch(tellFault); done(); } }, say('用现在的', 'Keep the present'))));
}
