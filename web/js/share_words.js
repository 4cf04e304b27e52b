/* share_words.js - words, names and money of agreements, in both languages. */
import { kindOf, wordOf } from './schema.js';
import { num, small } from './format.js';
import { shared } from './share.js';
import { comma, nameOf, say, word } from './words.js';
import { place, placeName } from './zone.js';

/** @typedef {import('./types.js').SplitRow} SplitRow */
/** @typedef {import('./types.js').Row} Row */

/** Why a party gets what it gets, beside the id of a phase: as an answer names it. @type {Record<string, [string, string]>} */
export const REASONS = {
  not_in_force: ['协议未生效', 'not in force'], not_begun: ['尚未起算', 'not begun'], suspended: ['中止', 'suspended'], base: ['基数留存', 'the base stays'], repaid: ['优先归还', 'repaid first'],
  cap_year: ['到年度上限', 'cap of the year'], cap: ['到累计上限', 'cap in all'], rest: ['承接余额', 'takes the rest'], floor: ['保底补足', 'floor made up'],
};

/** Where an amount stands: full, hatched, dotted. @type {Record<string, [string, string]>} */
export const KINDS = { actual: ['实际', 'actual'], planned: ['计划', 'planned'], forecast: ['预测', 'forecast'] };

/** What is shared, as a sentence has it. @type {Record<string, [string, string]>} */
export const BASES = {
  retained: ['地方留成：税额减去中央、省级分成后归地方的部分', 'the part retained by the place: tax less the parts of the centre and the province'],
  increment: ['地方留成超过基数的增量', 'what the retained part exceeds a base by'],
  stated: ['约定金额，不再减中央、省级分成', 'a stated amount, without the parts of the centre and the province'],
};

const FEN_PER_WAN = 1e6;
/** 10,000 yuan with two digits. @param {number|null|undefined} fen */
export const wan = fen => (fen === null || fen === undefined ? say('未知', 'unknown') : small(fen / FEN_PER_WAN, 2));
/** The same for a sheet: every digit, no commas. @param {number|null|undefined} fen */
export const wanExact = fen => (fen === null || fen === undefined ? say('未知', 'unknown') : String(fen / FEN_PER_WAN));
/** To the fen. @param {number} fen */
export const yuan = fen => say(`${num(fen / 100, 2)} 元`, `${num(fen / 100, 2)} yuan`);
export const wanUnit = () => say('万元', '10k yuan');
/** A money cell of a table, in 10,000 yuan. @param {number|string|null|undefined} value */
export const wanCell = value => (value === null || value === undefined || value === '' ? say('无', 'none') : `${num(Number(value), Math.min(6, (String(value).split('.')[1] ?? '').length))} ${say('万元', '× 10k yuan')}`);

/** Rows of the parties of an agreement, by code. @param {string} id */
export const partiesOf = id => (shared().tables?.agreement_parties ?? []).filter(row => row.agreement === id);

/** A party by its own name, else that of its place. @param {string} code @param {string} [id] */
export function partyName(code, id = shared().id) {
  const row = partiesOf(id).find(one => one.party === code), named = row?.name_zh ? nameOf(row) : '';
  return named || placeName(row?.place ?? code) || code;
}

/** @param {string|null|undefined} code */
export const streamName = code => (code ? wordOf('agreement_amounts', 'stream', code) : '');
/** @param {string} table @param {string} column @param {any} value */
export const termOf = (table, column, value) => (kindOf(table) ? wordOf(table, column, String(value ?? '')) : String(value ?? ''));

/** A line of an answer: stream, class, kind. @param {SplitRow} row */
export const lineName = row => [streamName(row.stream), row.class ?? '', row.kind === 'actual' ? '' : word(KINDS, row.kind)].filter(Boolean).join(' · ');
/** What makes two rows of one line. @param {SplitRow} row */
export const lineKey = row => [row.year, row.stream, row.class, row.rule, row.kind].join('|');

/** Phase and reasons in words. @param {SplitRow} row @param {import('./types.js').SplitPhase[]} phases */
export function clauseWords(row, phases) {
  if (!row.clause) return say('未约定', 'nothing agreed');
  return row.clause.split(' ').map(id => phases.find(phase => phase.id === id)?.weight ?? word(REASONS, id)).join(comma());
}

/** Places that may be asked for what a visitor may not read. @param {string} id */
export function stewards(id) {
  const found = [...new Set(partiesOf(id).map(row => row.place ?? (place(row.party) ? row.party : '')).filter(Boolean))];
  return found.length ? found.map(placeName).join(comma()) : say('各方所在地', 'the places of the parties');
}

/** In place of a figure. @param {string} id */
export const refusedText = id => say(`无权查看 · 问 ${stewards(id)}管理员`, `not yours to see · ask the steward of ${stewards(id)}`);

/** Years of which neither an amount nor a plan speaks. @param {number[]} years */
export const untoldText = years => say(`这些年份还没有税额：${years.join('、')}`, `No amount and no plan speaks of ${years.join(', ')}`);
