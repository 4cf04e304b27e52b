/* sheet_form.js - what a sheet is said to be: its table, which sheet of the book, the source and date of its rows, the
 * duty it fulfils; of a CSV also its letters and its delimiter. */
import { h } from './h.js';
import { anyTables } from './table_any.js';
import { duties, lateText, owedText } from './duties.js';
import { FORMS, tableTitle } from './schema.js';
import { sheet } from './sheet_ask.js';
import { say } from './words.js';
import { placeName, zone } from './zone.js';

/** @typedef {import('./sheet_ask.js').Choice} Choice */

/** @param {string} label @param {HTMLElement} control */
const labelled = (label, control) => h('label.sheet-field', h('span.field-name', label), control);

/** A choice of one of several. @param {keyof Choice} name @param {[string, string][]} options @param {() => void} changed */
function select(name, options, changed) {
  return h('select', { id: `sheet-${name}`, disabled: sheet.busy === 'taking', onchange: (/** @type {any} */ event) => { sheet.choice[name] = event.target.value; changed(); } },
    options.map(([value, text]) => h('option', { value, selected: value === sheet.choice[name] }, text)));
}

/** @param {() => void} again tries the sheet anew @param {() => void} show */
export function choices(again, show) {
  return h('div.sheet-form', labelled(say('填入', 'Into'), tables(again, show)), book(again), labelled(say('新行的来源', 'Source of new rows'), select('source', sources(), again)),
    labelled(say('数据截至', 'As of'), h('input', { type: 'date', id: 'sheet-as_of', value: sheet.choice.as_of, onchange: (/** @type {any} */ event) => { sheet.choice.as_of = event.target.value; again(); } })),
    owed(again), letters(again));
}

/** The tables that officers keep come first. @param {() => void} again @param {() => void} show */
function tables(again, show) {
  const own = Object.keys(FORMS), others = anyTables().filter(name => !FORMS[name] && name !== 'outlines');
  const option = (/** @type {string} */ name) => h('option', { value: name, selected: name === sheet.choice.table }, tableTitle(name));
  const changed = (/** @type {any} */ event) => {
    Object.assign(sheet.choice, { table: event.target.value, duty: '' });
    sheet.map = {};
    if (sheet.file) again(); else show();
  };
  return h('select', { id: 'sheet-table', disabled: sheet.busy === 'taking', onchange: changed }, h('optgroup', { label: say('台账', 'Ledgers') }, own.map(option)), others.length ? h('optgroup', { label: say('其他表', 'Other tables') }, others.map(option)) : null);
}

/** Which sheet, where the book has several. @param {() => void} again */
function book(again) {
  const sheets = sheet.told?.sheets ?? [];
  if (sheets.length < 2) return null;
  const name = (/** @type {{name: string, hidden: boolean}} */ one) => (one.hidden ? say(`${one.name}（隐藏）`, `${one.name} (hidden)`) : one.name);
  if (!sheet.choice.sheet) sheet.choice.sheet = sheet.told?.sheet ?? '';
  return labelled(say('工作表', 'Sheet'), select('sheet', sheets.map(one => [one.name, name(one)]), again));
}

/** @returns {[string, string][]} */
const sources = () => [['', say('表里写明', 'named in the sheet')], ...(zone()?.sources ?? []).map(row => /** @type {[string, string]} */ ([row.id, `${row.id} ${row.title ?? ''}`.slice(0, 60)])), ['illustrative', say('示意', 'illustrative')]];

/** The duties of the table. @param {() => void} again */
function owed(again) {
  const own = (duties()?.duties ?? []).filter(duty => duty.table === sheet.choice.table);
  if (!own.length) return null;
  return labelled(say('履行报送责任', 'Fulfils the duty'), select('duty', [['', say('不是', 'none')],
    ...own.map(duty => /** @type {[string, string]} */ ([duty.id, [duty.office_name, owedText(duty, placeName), lateText(duty)].filter(Boolean).join(' · ')]))], again));
}

/** Letters and delimiter of a CSV, where the server told them or failed. @param {() => void} again */
function letters(again) {
  if (!sheet.file || /\.xls[xm]$/i.test(sheet.file.name)) return null;
  const found = sheet.told?.encoding, cut = sheet.told?.delimiter;
  const auto = say('自动', 'automatic');
  return [labelled(say('文字编码', 'Letters'), select('encoding', [['', found && !sheet.choice.encoding ? `${auto} ${found}` : auto], ['utf8', 'UTF-8'], ['gb18030', 'GB 18030'], ['utf16', 'UTF-16']], again)),
    labelled(say('分隔', 'Delimiter'), select('delimiter', [['', cut && !sheet.choice.delimiter ? `${auto} ${cut}` : auto], ['comma', say('逗号', 'comma')], ['semicolon', say('分号', 'semicolon')], ['tab', say('制表符', 'tab')]], again))];
}
