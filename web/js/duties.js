/* duties.js - who owes what: read once and again after a change; how old each table is beside what is owed of it. */
import { get as ask, getFile, isOutdated } from './api.js';
import { downloadBlob } from './format.js';
import { fileName } from './file_name.js';
import { kindOf } from './schema.js';
import { comma, say } from './words.js';
import { onRows, zone } from './zone.js';

/** @typedef {'overdue'|'never'|'due'|'kept'} DutyState */
/** @typedef {{id: string, office: string, office_name: string, table: string, table_name: string|null, figure: string|null, place: string|null, cadence: string,
 *   state: DutyState, covered: string|null, owed: string|null, due_on: string|null, days: number, periods: number, age_days: number|null, received_on: string|null,
 *   source: string, marks: string[]}} Duty */
/** @typedef {{table: string, latest: string|null, stale: boolean, duty: string|null, age_days: number|null}} Freshness */
/** @typedef {{today: string, overdue: number, never: number, due: number, kept: number, duties: Duty[], tables: Freshness[]}} Duties */

/** @type {Duties|null} */
let answer = null;
let of = '';
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} fn */
export const onDuties = fn => { listeners.add(fn); };
/** The answer; null until it came, or where the server has none. */
export const duties = () => answer;
/** @param {string|null|undefined} id */
export const dutyOf = id => answer?.duties.find(duty => duty.id === id);

/** The order in which states are told: what presses first. @type {DutyState[]} */
export const STATES = ['overdue', 'never', 'due', 'kept'];
/** @type {Record<DutyState, import('./glyph.js').Fill>} */
export const FILL = { kept: 'full', due: 'half', overdue: 'hollow', never: 'dotted' };
/** Class of colour of each. @type {Record<DutyState, string>} */
export const TINT = { kept: 'kept', due: 'weak', overdue: 'missing', never: 'unknown' };
/** @type {Record<DutyState, [string, string]>} */
export const STATE_WORDS = { overdue: ['逾期', 'overdue'], never: ['从未报送', 'never sent'], due: ['待报', 'due'], kept: ['已报', 'kept'] };
/** @type {Record<string, [string, string]>} */
export const CADENCES = { week: ['每周', 'weekly'], month: ['每月', 'monthly'], quarter: ['每季', 'quarterly'], half: ['每半年', 'half-yearly'], year: ['每年', 'yearly'] };

/** How late, in the fewest words. @param {Duty} duty */
export function lateText(duty) {
  if (duty.state === 'overdue') return say(`晚 ${duty.days} 天`, `${duty.days} d late`);
  if (duty.state === 'due') return duty.days === 0 ? say('今天', 'today') : say(`剩 ${-duty.days} 天`, `${-duty.days} d left`);
  return duty.state === 'never' ? say('未知', 'unknown') : '';
}

async function read() {
  const mine = of = zone()?.snapshot ?? '';
  try {
    const found = await ask('/api/v1/duties', {}, 'duties');
    if (mine !== of) return;
    answer = found;
  } catch (error) {
    if (isOutdated(error)) return;
    answer = null;
  }
  for (const fn of listeners) fn();
}
onRows(() => { if (zone() && zone()?.snapshot !== of) read(); });

/** Of these tables those that are older than is owed, oldest first. @param {string[]} tables */
export const staleOf = tables => (answer?.tables ?? []).filter(one => one.stale && tables.includes(one.table)).sort((a, b) => (b.age_days ?? 0) - (a.age_days ?? 0));

/** The workbook to remind an office by; of all without one. @param {string} [office] */
export async function saveReminder(office) {
  const name = [say('催报', 'reminder'), office].filter(Boolean).join('_');
  downloadBlob(`${fileName(name)}.xlsx`, await getFile('/api/v1/duties', { format: 'xlsx', office }));
}

/** Offices that owe something, each once, in the order of what presses. */
export function offices() {
  const found = new Map((answer?.duties ?? []).map(duty => [duty.office, duty.office_name]));
  return [...found].map(([id, name]) => ({ id, name }));
}

/** A figure may be a column of the table, or a name. @param {Duty} duty */
export function figureName(duty) {
  const column = kindOf(duty.table)?.columns.find(one => one.name === duty.figure);
  return column ? say(column.zh, column.en) : duty.figure ?? '';
}

/** What is owed, in words: figure and place beside the table. @param {Duty} duty @param {(code: string) => string} placeName */
export const owedText = (duty, placeName) => [figureName(duty), duty.place ? placeName(duty.place) : ''].filter(Boolean).join(comma());
