/* age.js - how old what is seen is, where somebody owes something newer: a half circle and the days since. */
import { glyph } from './glyph.js';
import { h } from './h.js';
import { day } from './format.js';
import { duties, dutyOf, staleOf } from './duties.js';
import { dutyText } from './duty_strip.js';
import { tableTitle } from './schema.js';
import { say } from './words.js';

/** Tables that the figures of a part of the answer rest on. @type {Record<string, string[]>} */
const RESTS = {
  chain: ['firms', 'firm_segments', 'segments', 'links', 'same_as', 'surveys'],
  target: ['firms', 'firm_segments', 'segments', 'links', 'same_as', 'surveys', 'ties', 'signals'],
};

/** Tables behind a figure, by the id of its formula. @param {string} id */
export const tablesOf = id => (id === 'chain.dated' ? (duties()?.tables ?? []).map(one => one.table) : RESTS[id.split('.')[0]] ?? []);

/** The last day that a date may mean: 2023 and 2023-02 are told by their end. @param {string} date @returns {number} NaN for none */
function lastDay(date) {
  const [, year, month, on] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  return on ? Date.parse(date) : Date.UTC(Number(year), month ? Number(month) : 12, 0);
}

/** Days from a date to the server's today; null where either is not known. @param {string|null|undefined} date */
function ageOf(date) {
  const from = lastDay(date ?? ''), to = Date.parse(duties()?.today ?? '');
  return Number.isFinite(from) && Number.isFinite(to) ? Math.max(0, Math.round((to - from) / 86400000)) : null;
}

/** @param {number|null} days */
const ago = days => (days === null ? say('已过期', 'out of date') : say(`${days} 天前`, `${days} d ago`));

/** The age of a date where a table behind it is older than is owed, else nothing. @param {string[]} tables @param {string|null|undefined} date */
export function ageMark(tables, date) {
  const stale = staleOf(tables);
  if (!stale.length) return null;
  return h('span.stale', glyph('circle', 'half', 'weak', 12), ago(ageOf(date) ?? stale[0].age_days));
}

/** A date as plain text, with its age when it is stale: for tables and paper. @param {string} told the date as it is written @param {string|null|undefined} date @param {string[]} tables */
export function agedText(told, date, tables) {
  const stale = date ? staleOf(tables) : [];
  return stale.length ? `${told} ◐ ${ago(ageOf(date) ?? stale[0].age_days)}` : told;
}

/** Beside the date of all data: the oldest table that is older than is owed, else nothing. */
export function oldestMark() {
  const oldest = staleOf((duties()?.tables ?? []).map(one => one.table))[0];
  return oldest ? h('span.stale', glyph('circle', 'half', 'weak', 12), say(`最旧 ${ago(oldest.age_days)}`, `oldest ${ago(oldest.age_days)}`)) : null;
}

/** A date, and its age when it is stale. @param {string|null|undefined} date @param {string[]} tables */
export const agedDay = (date, tables) => [day(date), ageMark(tables, date)];

/** The tables behind a figure that are older than is owed, each with the duty it waits for. @param {string} id of the formula */
export function staleLines(id) {
  const stale = staleOf(tablesOf(id));
  if (!stale.length) return null;
  return h('ul.explain-stale', stale.map(one => {
    const duty = dutyOf(one.duty);
    return h('li', glyph('circle', 'half', 'weak', 12), ` ${tableTitle(one.table)} `, h('b', ago(one.age_days)), duty ? h('span.meta', ` ${say('等', 'waits for')} ${dutyText(duty)}`) : null);
  }));
}
