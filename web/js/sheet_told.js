/* sheet_told.js - what a sheet would do, calmly: counts, what each column fills, whom a name may mean, and every fault with
 * row, column, what was found and what was expected. */
import { glyph } from './glyph.js';
import { h } from './h.js';
import { num } from './format.js';
import { bad, good, sheet } from './sheet_ask.js';
import { cellOf, doubtsBehind, faultsBehind } from './sheet_mend.js';
import { kindOf, tableTitle } from './schema.js';
import { say } from './words.js';

/** @typedef {import('./sheet_ask.js').Told} Told */
/** @typedef {import('./sheet_ask.js').Head} Head */
/** @typedef {import('./sheet_ask.js').Doubt} Doubt */

const FIRST = 20, FEW = 3;
/** Lists that are seen whole. @type {Set<string>} */
const whole = new Set();

/** Sums of the sheet and of the rows that were mended. @param {Told} told @param {'added'|'changed'|'same'} of */
const sum = (told, of) => told[of] + (sheet.again?.[of] ?? 0);

/** @param {Told} told */
export function summary(told) {
  /** @type {[string, number, import('./glyph.js').Fill|null, string][]} */
  const cells = [[say('新增', 'new'), sum(told, 'added'), 'full', 'kept'], [say('改动', 'changed'), sum(told, 'changed'), 'half', 'weak'], [say('未变', 'the same'), sum(told, 'same'), null, ''], [say('不合格', 'bad'), bad(), 'hollow', 'missing']];
  return h('div.sheet-sum', { role: 'status' }, h('p', say(`${tableTitle(told.table)} · ${told.sheet || sheet.file?.name || ''} · 表头在第 ${told.head_row} 行 · ${num(told.rows)} 行`, `${tableTitle(told.table)} · ${told.sheet || sheet.file?.name || ''} · head in row ${told.head_row} · ${num(told.rows)} rows`),
    h('span.meta', sheet.done.length ? '' : say(' 试读，什么也没有写入', ' on trial: nothing is written'))),
  h('p.sheet-counts', cells.map(([name, n, fill, tint]) => h('span.count', fill ? glyph('circle', fill, tint, 14) : null, `${name} `, h('b', num(n))))),
  good() || sheet.done.length ? null : h('p.meta', say('没有合格的行可以导入。', 'There is no good row to import.')));
}

/* ---- columns */

/** What each column fills; those left out first, with what they may mean. @param {Told} told @param {() => void} again */
export function columns(told, again) {
  const out = told.columns.filter(head => !head.fills && head.head), used = told.columns.filter(head => head.fills);
  const near = out.filter(head => head.near), far = out.filter(head => !head.near);
  return [used.length < out.length ? h('p.sheet-part', say(`多数列认不出来：这张表真是${tableTitle(told.table)}吗？`, `Most columns are not known: is this sheet of ${tableTitle(told.table)}?`)) : null,
    near.length ? h('section.sheet-part', { 'aria-labelledby': 'sheet-out' }, h('h3', { id: 'sheet-out' }, say('没用上，也许是', 'Left out; perhaps it is'), h('span.count-of', String(near.length))), near.map(head => leftOut(told, head, again))) : null,
    far.length ? h('details.sheet-part', { open: far.length <= FEW }, h('summary', h('h3', say('没用上的列', 'Columns left out')), h('span.count-of', String(far.length))), far.map(head => leftOut(told, head, again))) : null,
    h('details.sheet-part', h('summary', h('h3', say('用上的列', 'Columns used')), h('span.count-of', String(used.length))),
    h('div.sheet-scroll', { tabindex: '0', role: 'group', 'aria-label': say('各列填什么', 'What each column fills') }, h('table', h('thead', h('tr', [say('列', 'column'), say('表头', 'head'), say('填', 'fills'), say('单位', 'unit')].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', used.map(head => columnRow(told, head, again))))))];
}

/** @param {Told} told @param {Head} head @param {() => void} again */
const leftOut = (told, head, again) => h('div.sheet-out', h('span', `${head.column} `, h('b', head.head)), chooser(told, head, again),
  head.near ? h('button.link', { type: 'button', id: `sheet-near-${head.column}`, onclick: () => { sheet.map[head.head] = head.near ?? ''; again(); } }, say(`是“${head.near}”？`, `Is it “${head.near}”?`)) : null);

/** @param {Told} told @param {Head} head @param {() => void} again */
const columnRow = (told, head, again) => h('tr', h('td', head.column), h('th', { scope: 'row' }, head.head), h('td', chooser(told, head, again)), h('td', head.unit ?? (head.assumed_unit ? [head.assumed_unit, ' ', h('span.mark', say('未写明，按此', 'not said: taken as this'))] : '')));

/** What a head means, to be chosen by hand. @param {Told} told @param {Head} head @param {() => void} again */
function chooser(told, head, again) {
  return h('select', { id: `sheet-map-${head.column}`, 'aria-label': say(`${head.head} 填`, `${head.head} fills`), onchange: (/** @type {any} */ event) => { sheet.map[head.head] = event.target.value; again(); } }, mapOptions(told, head));
}

/** The columns that a head may be said to mean; what it means now is chosen. @param {Told} told @param {Head} head */
function mapOptions(told, head) {
  const chosen = head.fills ?? '', kind = kindOf(told.table);
  const others = (kind?.columns ?? []).filter(column => column.name !== chosen || head.table !== told.table);
  return [h('option', { value: '', selected: !head.fills }, say('不用', 'left out')),
    head.fills ? h('option', { value: sheet.map[head.head] ?? head.head, selected: true }, say(head.means ?? head.fills, columnName(head) ?? head.fills)) : null,
    others.map(column => h('option', { value: column.name }, say(column.zh, column.en)))];
}

/** @param {Head} head */
const columnName = head => kindOf(head.table ?? '')?.columns.find(column => column.name === head.fills)?.en;

/* ---- doubts */

/** Names that nobody here bears, with whom they may mean: the choice is written into the cell. @param {Told} told @param {() => void} show */
export function doubts(told, show) {
  const open = sheet.again ? doubtsBehind(told, sheet.again) : told.doubts;
  const list = [...told.doubts.filter(doubt => sheet.edits.has(keyOf(doubt)) && !open.some(one => keyOf(one) === keyOf(doubt))), ...open];
  if (!list.length) return null;
  return h('section.sheet-part', { 'aria-labelledby': 'sheet-doubts' }, h('h3', { id: 'sheet-doubts' }, say('指的是谁', 'Who is meant'), h('span.count-of', String(list.length))),
    part('doubts', list, doubt => doubtRow(told, doubt, show), show));
}

/** @param {Doubt} doubt */
const keyOf = doubt => `${doubt.row}/${doubt.column}`;

/** @param {Told} told @param {Doubt} doubt @param {() => void} show */
function doubtRow(told, doubt, show) {
  const row = told.bad_rows?.find(one => one.row === doubt.row), now = row ? cellOf(row, doubt.column, sheet.edits) : '';
  const choose = (/** @type {string} */ key) => { if (now === key) sheet.edits.delete(keyOf(doubt)); else sheet.edits.set(keyOf(doubt), key); show(); };
  return h('div.sheet-doubt', h('span', say(`第 ${doubt.row} 行 ${doubt.column} 列 `, `Row ${doubt.row}, column ${doubt.column} `), h('b', doubt.found)),
    doubt.like.length ? doubt.like.map(like => h('button', { type: 'button', id: `sheet-like-${doubt.row}-${doubt.column}-${like.key}`, disabled: !row, 'aria-pressed': now === like.key ? 'true' : 'false', onclick: () => choose(like.key) },
      like.name, h('span.code', like.key), h('span.unit', `${num(like.score * 100)}%`))) : h('span.meta', say('库里没有相近的', 'nothing here is like it')));
}

/* ---- faults */

/** @param {Told} told */
export function faults(told) {
  const list = sheet.again ? faultsBehind(told, sheet.again) : told.faults, count = sheet.again?.fault_count ?? told.fault_count;
  if (!list.length) return null;
  const seen = new Set(told.bad_rows?.map(row => row.row));
  return h('details.sheet-part', { open: list.some(fault => !seen.has(fault.row)) }, h('summary', h('h3', say('不合格之处', 'What is wrong')), h('span.count-of', num(count))),
    h('div.sheet-scroll', { tabindex: '0', role: 'group', 'aria-label': say('不合格之处', 'What is wrong') }, h('table', h('thead', h('tr', [say('行', 'row'), say('列', 'column'), say('写的是', 'found'), say('应为', 'expected')].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', list.map(fault => h('tr', h('td', String(fault.row || '')), h('th', { scope: 'row' }, [fault.column, fault.name].filter(Boolean).join(' ')), h('td', fault.found), h('td', say(fault.expected_zh, fault.expected)))))),
    count > list.length ? h('p.meta', say(`列出前 ${list.length} 处`, `The first ${list.length}`)) : null));
}

/* ---- what was filled in */

/** What a column is called. @param {{table: string, name: string}} one */
function called(one) {
  const column = kindOf(one.table)?.columns.find(column => column.name === one.name);
  return column ? say(column.zh, column.en) : one.name;
}

/** @param {number} all */
const onlyFirst = all => (all > FIRST ? h('p.meta', say(`列出前 ${FIRST} 处`, `The first ${FIRST}`)) : null);

/** Cells that the zone knew already. @param {Told} told */
export function filled(told) {
  if (!told.filled.length) return null;
  return h('details.sheet-part', h('summary', h('h3', say('由库里补上', 'Filled from what is known')), h('span.count-of', String(told.filled.length))),
    h('ul', told.filled.slice(0, FIRST).map(one => h('li', say(`第 ${one.row} 行 ${called(one)}：${one.value}`, `Row ${one.row}, ${called(one)}: ${one.value}`), h('span.meta', ` ${say('来源', 'source')} ${one.source}`)))),
    onlyFirst(told.filled.length));
}

/** Cells that are empty in the sheet and not in the zone: they would be emptied. @param {Told} told */
export function emptied(told) {
  if (!told.emptied_count) return null;
  return h('section.sheet-part', { 'aria-labelledby': 'sheet-emptied' }, h('h3', { id: 'sheet-emptied' }, say('将清空的格', 'Cells that would be emptied'), h('span.count-of', String(told.emptied_count))),
    h('p.meta', say('表中为空，库中有值。不想清空，就从表里删去这一列。', 'Empty in the sheet, not in the zone. To keep them, leave the column out of the sheet.')),
    h('ul', told.emptied.slice(0, FIRST).map(one => h('li', say(`第 ${one.row} 行 ${called(one)}：原为 ${one.was ?? ''}`, `Row ${one.row}, ${called(one)}: was ${one.was ?? ''}`)))),
    onlyFirst(told.emptied_count));
}

/** The first of a list, and all on demand. @param {string} id @param {any[]} list @param {(item: any) => Node} draw1 @param {() => void} show */
function part(id, list, draw1, show) {
  const seen = whole.has(id) ? list : list.slice(0, FIRST);
  return [seen.map(draw1), list.length > seen.length ? h('button.more', { type: 'button', id: `sheet-all-${id}`, onclick: () => { whole.add(id); show(); } }, say(`全部 ${list.length}`, `All ${list.length}`)) : null];
}
