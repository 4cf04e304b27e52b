/* share_fields.js - the clauses of an agreement that can be tried otherwise: what stands, what is typed, the change it makes. */
import { get } from './store.js';
import { edited, isGone, shared } from './share.js';
import { makeWhole, plainSigns, ratioOf, restText, sameRatio } from './share_ratio.js';
import { partiesOf, partyName, wanCell } from './share_words.js';
import { say } from './words.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Change} Change */
/** One cell that can be changed. id: its own; key: of the change it makes; was: as it stands; is: with what is tried; names: what it is called, in both languages;
 * other: the phase that gets what this one leaves, where both make the whole.
 * @typedef {{id: string, key: string, kind: 'ratio'|'year'|'date'|'wan'|'party', table: string, at: Row, column: string, was: any, is: any, names: [string, string], optional: boolean, beside?: number|null, other?: Row}} Field */

/** @type {Record<string, ['year'|'date'|'wan', string, string]>} what a column is called */
const COLUMNS = {
  start_on: ['date', '起算日期', 'start'], valid_from: ['date', '生效', 'valid from'], valid_to: ['date', '终止', 'valid to'], suspended_from: ['date', '中止自', 'suspended from'], suspended_to: ['date', '中止至', 'suspended to'],
  base_wan: ['wan', '基数金额', 'base amount'], floor_wan: ['wan', '年度保底', 'floor a year'], cap_year_wan: ['wan', '年度上限', 'cap a year'], cap_wan: ['wan', '累计上限', 'cap in all'], repay_wan: ['wan', '优先归还', 'repaid first'],
  from_year: ['year', '起始年次', 'from year'], to_year: ['year', '截止年次', 'to year'],
};

/** A cell of the agreement itself. @param {Row} row @param {string} column @returns {Field} */
export function ofAgreement(row, column) {
  const [kind, zh, en] = COLUMNS[column], id = `share:agreements:${row.id}:${column}`;
  return { id, key: id, kind, table: 'agreements', at: { id: row.id }, column, was: row[column] ?? null, is: edited('agreements', row)[column] ?? null, names: [zh, en], optional: true };
}

/** A bound of a party. @param {Row} row @param {string} column @returns {Field} */
export function ofParty(row, column) {
  const [kind, zh, en] = COLUMNS[column], name = partyName(row.party, row.agreement), id = `share:parties:${row.agreement}/${row.party}:${column}`;
  return { id, key: id, kind, table: 'agreement_parties', at: { agreement: row.agreement, party: row.party }, column, was: row[column] ?? null,
    is: edited('agreement_parties', row, ['agreement', 'party'])[column] ?? null, names: [`${name} ${zh}`, `${name}, ${en}`], optional: true };
}

/** The one phase of another party, of the same years and taxes, that makes the whole with this one: what one gains the other gives. @param {Row} row */
function otherOf(row) {
  const scope = (/** @type {Row} */ one) => JSON.stringify([one.from_year, one.to_year ?? null, one.streams ?? [], one.class ?? null]);
  const found = (shared().tables?.agreement_phases ?? []).filter(one => one.agreement === row.agreement && one.party !== row.party && !isGone('agreement_phases', one.id) && scope(one) === scope(row));
  return found.length === 1 && makeWhole(ratioOf(row.weight), ratioOf(found[0].weight)) ? found[0] : undefined;
}

/** A cell of a phase. Two that make the whole are one change. @param {Row} row @param {'weight'|'from_year'|'to_year'} column @returns {Field} */
export function ofPhase(row, column) {
  const name = partyName(row.party, row.agreement), now = edited('agreement_phases', row);
  const other = column === 'weight' ? otherOf(row) : undefined, first = other && other.id < row.id ? other : row;
  const [kind, zh, en] = column === 'weight' ? /** @type {const} */ (['ratio', '比例', 'part']) : COLUMNS[column];
  return { id: `share:phases:${row.id}:${column}`, key: `share:phases:${first.id}:${column}`, other, kind: /** @type {any} */ (kind), table: 'agreement_phases', at: { id: row.id }, column, was: row[column] ?? null, is: now[column] ?? null, names: [`${name} ${zh}`, `${name}, ${en}`],
    optional: column === 'to_year', beside: column === 'from_year' ? now.to_year ?? null : column === 'to_year' ? now.from_year : undefined };
}

/** The party that takes the rest: the one marked so, else the only host. @param {Row[]} rows */
export const restOf = rows => (rows.find(row => row.overflow) ?? rows.find(row => row.role === 'host'))?.party ?? '';

/** Who takes the rest. @param {string} id @returns {Field} */
export function ofRest(id) {
  const rows = partiesOf(id), key = `share:agreements:${id}:overflow`;
  return { id: key, key, kind: 'party', table: 'agreement_parties', at: { agreement: id }, column: 'overflow', was: restOf(rows), is: restOf(rows.map(row => edited('agreement_parties', row, ['agreement', 'party']))),
    names: ['承接余额', 'takes the rest'], optional: false };
}

/** A value in words. @param {Field} field @param {any} value */
export function valueText({ kind, column }, value) {
  if (kind === 'party') return partyName(value);
  if (kind === 'wan') return wanCell(value);
  if (value === null || value === undefined || value === '') return column === 'start_on' ? say('未定', 'not known') : say('不设', 'none');
  return String(value);
}

/** @param {Field} field @param {any} a @param {any} b */
export function sameValue({ kind }, a, b) {
  if (kind === 'ratio') return sameRatio(ratioOf(a), ratioOf(b));
  return kind === 'wan' && a !== null && b !== null ? Number(a) === Number(b) : (a ?? null) === (b ?? null) || String(a ?? '') === String(b ?? '');
}

/** What was typed as a value; a text that is none is told. @param {Field} field @param {string} text @returns {{value?: any, fault?: string}} */
export function read(field, text) {
  const typed = plainSigns(text);
  if (!typed && field.optional) return { value: null };
  if (field.kind === 'ratio') return ratioOf(typed) ? { value: typed } : { fault: say('应为 0 至 1 的精确比例，如 1/3、33.3%、0.5', 'an exact part from 0 to 1, such as 1/3, 33.3% or 0.5') };
  if (field.kind === 'date') return /^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(typed) ? { value: typed } : { fault: say('应为日期，如 2026、2026-03 或 2026-03-01', 'a date such as 2026, 2026-03 or 2026-03-01') };
  if (field.kind === 'wan') {
    const plain = typed.replaceAll(',', '').replace(/万元$/, '');
    return /^\d{1,9}(\.\d{1,6})?$/.test(plain) ? { value: Number(plain) } : { fault: say('应为不小于 0 的金额（万元）', 'an amount of 0 or more, in 10,000 yuan') };
  }
  return readYear(field, typed);
}

/** @param {Field} field @param {string} typed */
function readYear({ column, beside }, typed) {
  if (!/^\d{1,3}$/.test(typed)) return { fault: say('应为年次：0、1、2……', 'a year of the agreement: 0, 1, 2 …') };
  const year = Number(typed), known = typeof beside === 'number';
  if (known && (column === 'from_year' ? year >= beside : year <= beside)) return { fault: say('截止年次应大于起始年次', 'the year it ends before must come after the first') };
  return { value: year };
}

/** The change that makes a field so. @param {Field} field @param {any} value @returns {Change} */
export function changeOf(field, value) {
  const [zh, en] = field.names, text = (/** @type {any} */ one) => valueText(field, one);
  /** @type {import('./types.js').RowEdit[]} */
  const edit = field.kind === 'party' ? partiesOf(field.at.agreement).map(row => ({ table: field.table, op: 'upsert', row: { agreement: row.agreement, party: row.party, overflow: row.party === value ? true : null } }))
    : [{ table: field.table, op: 'upsert', row: { ...field.at, [field.column]: value } }];
  const { other } = field, left = other ? restText(value) : '', who = other ? partyName(other.party, other.agreement) : '';
  if (other) edit.push({ table: field.table, op: 'upsert', row: { id: other.id, weight: left } });
  return { kind: 'share', agreement: shared().id, key: field.key, on: true, edit, name_zh: `改 ${zh} ${text(field.was)} → ${text(value)}${other ? `，${who} ${left}` : ''}`, name_en: `Change ${en} ${text(field.was)} → ${text(value)}${other ? `, ${who} ${left}` : ''}` };
}

/** Is there a change of this key, on or off? @param {string} key */
export const isTried = key => get().edits.some(change => change.key === key);
