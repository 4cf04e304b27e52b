/* sheet_grid.js - the bad rows, each cell an input: mended in place and tried again. */
import { h } from './h.js';
import { sheet } from './sheet_ask.js';
import { cellOf, doubtsBehind, faultsBehind, filling } from './sheet_mend.js';
import { say } from './words.js';

/** @typedef {import('./sheet_ask.js').Told} Told */
/** @typedef {import('./sheet_ask.js').BadRow} BadRow */

/** What is wrong with a row or a cell, by `row` and by `row/column`. @param {Told} told @returns {Map<string, string>} */
function wrongs(told) {
  const { again } = sheet, found = new Map();
  const add = (/** @type {string} */ key, /** @type {string} */ text) => found.set(key, [found.get(key), text].filter(Boolean).join(say('；', '; ')));
  for (const fault of again ? faultsBehind(told, again) : told.faults)
    add(fault.column ? `${fault.row}/${fault.column}` : String(fault.row), say(`应为${fault.expected_zh}`, `expected ${fault.expected}`));
  for (const doubt of again ? doubtsBehind(told, again) : told.doubts) add(`${doubt.row}/${doubt.column}`, say('库里没有这个名字', 'no such name here'));
  return found;
}

/** Rows that still stay out: of the mended ones those that were told again. @param {Told} told @param {Map<string, string>} wrong */
function rowsLeft(told, wrong) {
  const keys = [...wrong.keys()].map(key => key.split('/')[0]);
  return (told.bad_rows ?? []).map(row => ({ row, mended: sheet.again !== null && !keys.includes(String(row.row)) }));
}

/** The first column, those with something wrong as it came, then the others: of a wide sheet what is to be mended is in sight.
 * @param {Told} told */
function faultyFirst(told) {
  const faulty = new Set([...told.faults, ...told.doubts].map(one => one.column));
  const [first, ...others] = filling(told);
  return [first, ...others.filter(head => faulty.has(head.column)), ...others.filter(head => !faulty.has(head.column))].filter(Boolean);
}

/** @param {Told} told @param {() => void} show */
export function grid(told, show) {
  if (!told.bad_rows?.length) return null;
  const wrong = wrongs(told), heads = faultyFirst(told), rows = rowsLeft(told, wrong);
  return h('section.sheet-part', { 'aria-labelledby': 'sheet-mend' }, h('h3', { id: 'sheet-mend' }, say('就地改', 'Mend in place'), h('span.count-of', String(rows.length))),
    h('p.meta', say('改好后按“再试”；合格行与改好的行一起导入。', 'Mend, then try the mended rows; the good rows and the mended ones go in together.'), told.bad > rows.length ? say(` 这里列出前 ${rows.length} 行，其余请下载。`, ` The first ${rows.length} rows are here; download the others.`) : ''),
    h('div.sheet-scroll.sheet-grid', { tabindex: '0', role: 'group', 'aria-label': say('不合格的行', 'The bad rows') }, h('table', h('thead', h('tr', h('th', { scope: 'col' }, say('行', 'row')), heads.map(head => h('th', { scope: 'col' }, head.head)))),
      h('tbody', rows.map(({ row, mended }) => line(row, mended, heads, wrong, show))))));
}

/** @param {BadRow} row @param {boolean} mended @param {import('./sheet_ask.js').Head[]} heads @param {Map<string, string>} wrong @param {() => void} show */
function line(row, mended, heads, wrong, show) {
  const why = wrong.get(String(row.row));
  return [h('tr', { 'data-mended': mended ? 'yes' : null }, h('th', { scope: 'row' }, String(row.row), mended ? h('span.meta', sheet.taken.again ? say(' 已导入', ' imported') : say(' 已合格', ' good now')) : null), heads.map(head => cell(row, head, wrong.get(`${row.row}/${head.column}`), show))),
    why ? h('tr', h('td'), h('td.fault', { colspan: heads.length }, why)) : null];
}

/** @param {BadRow} row @param {import('./sheet_ask.js').Head} head @param {string|undefined} why @param {() => void} show */
function cell(row, head, why, show) {
  const key = `${row.row}/${head.column}`, id = `sheet-cell-${row.row}-${head.column}`;
  const was = row.cells.find(one => one.column === head.column)?.text ?? '';
  const input = /** @type {HTMLInputElement} */ (h('input', { id, value: cellOf(row, head.column, sheet.edits), 'aria-label': say(`第 ${row.row} 行 ${head.head}`, `Row ${row.row}, ${head.head}`), 'aria-invalid': why ? 'true' : null, 'aria-describedby': why ? `${id}-why` : null, oninput: mend }));
  function mend() {
    const first = sheet.edits.size === 0;
    if (input.value === was) sheet.edits.delete(key); else sheet.edits.set(key, input.value);
    input.removeAttribute('aria-invalid');
    if (first !== (sheet.edits.size === 0)) show();
  }
  return h('td', input, why ? h('span.sheet-why', { id: `${id}-why` }, why) : null);
}
