/* duty_strip.js - duties by state in one line of shapes, and the workbooks to remind by. */
import { glyph } from './glyph.js';
import { h } from './h.js';
import { CADENCES, duties, FILL, lateText, offices, owedText, saveReminder, STATES, STATE_WORDS, TINT } from './duties.js';
import { tellFault } from './states.js';
import { tableTitle } from './schema.js';
import { say, word } from './words.js';
import { placeName } from './zone.js';

/** @typedef {import('./duties.js').Duty} Duty */

/** @param {Duty['state']} state @param {number} [size] */
export const dutyGlyph = (state, size = 16) => glyph('circle', FILL[state], TINT[state], size);

/** One duty in words, for a title and for who hears the page. @param {Duty} duty */
export const dutyText = duty => [duty.office_name, tableTitle(duty.table), owedText(duty, placeName), word(CADENCES, duty.cadence), word(STATE_WORDS, duty.state), lateText(duty)].filter(Boolean).join(' · ');

/** Every duty a shape, in the order of what presses; the counts in words; the workbooks. */
export function dutyStrip() {
  const now = duties();
  if (!now?.duties.length) return null;
  const told = STATES.filter(state => now[state]).map(state => say(`${word(STATE_WORDS, state)} ${now[state]}`, `${now[state]} ${word(STATE_WORDS, state)}`)).join(say('，', ', '));
  return h('div.duty-strip', h('div.duty-shapes', { role: 'img', 'aria-label': say(`${now.duties.length} 项责任：${told}`, `${now.duties.length} duties: ${told}`) }, now.duties.map(duty => dutyGlyph(duty.state, 12))),
    h('p.duty-counts', STATES.map(state => h('span.count', dutyGlyph(state, 14), `${word(STATE_WORDS, state)} `, h('b', String(now[state])))), h('span.meta', say(`截至 ${now.today}`, `on ${now.today}`))), reminders());
}

/** @param {string} [office] */
const remind = office => saveReminder(office).catch(tellFault);

/** The workbook of all, or of one office. */
const reminders = () => h('p.duty-acts', h('button', { type: 'button', onclick: () => remind() }, say('催报表 XLSX', 'Reminder as XLSX')),
  h('select', { 'aria-label': say('一个部门的催报表', 'Reminder for one office'), onchange: (/** @type {any} */ event) => { if (event.target.value) remind(event.target.value); event.target.value = ''; } },
    h('option', { value: '' }, say('一个部门…', 'one office…')), offices().map(({ id, name }) => h('option', { value: id }, name))));
