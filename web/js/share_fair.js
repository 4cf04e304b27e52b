/* share_fair.js - would anybody rather leave? One sentence with its status; behind a click the proof (share_proof.js).
 *
 * Where it is not known, what is missing stands there with a field that tries it. */
import { h } from './h.js';
import { computedMarks, markWords } from './format.js';
import { glyph } from './glyph.js';
import { nth, part } from './part.js';
import { asking } from './share_asked.js';
import { groupName, proofView, wanWords } from './share_proof.js';
import { settle, shared, yearsAsked } from './share.js';
import { nameIn } from './share_fen.js';
import { refusedText, untoldText } from './share_words.js';
import { tellFair } from './explain-fair.js';
import { empty, errorLine, toast } from './states.js';
import { get } from './store.js';
import { say } from './words.js';

/** @typedef {import('./types.js').FairAnswer} FairAnswer */
/** @typedef {import('./types.js').Leaving} Leaving */

const ADDRESS = '/api/v1/fairness';
const made = part('section.part.share-fair', () => [nth(asked.state().answer), nth(asked.state().error), asked.state().refused, shared().refused, shared().id, get().lang, isOpen, isExact, nth(shared().tables)], view);

/** Of the years that the split is of. @returns {Record<string, any>|null} */
function question() {
  const { id, years, refused } = shared();
  return id && years && !refused ? { agreement: id, years: yearsAsked(years) } : null;
}
const asked = /** @type {ReturnType<typeof asking<FairAnswer>>} */ (asking(ADDRESS, question, () => made.root, () => made.refresh()));
tellFair(() => asked.state().answer);

export const fairPart = () => ({ root: made.root, refresh: () => { asked.follow(); made.refresh(); } });
/** The answer in force. @returns {FairAnswer|null} */
export const fairness = () => asked.state().answer;

/* ---- what is seen */

let isOpen = false, isExact = false;

function view() {
  const { answer, error, refused, at } = asked.state();
  if (!shared().id) return null;
  const head = h('h3', say('公平与稳定', 'Fair and stable'), answer ? h('span.part-head-end', answer.years[0] ? say(`${answer.years[0]}–${answer.years[1]} 年`, `${answer.years[0]}–${answer.years[1]}`) : null, markWords(computedMarks(answer.marks))) : null);
  if (refused || shared().refused) return [head, h('p.refused', glyph('circle', 'dotted', 'unknown', 12), ' ', refusedText(shared().id))];
  const lost = error ? errorLine(error, asked.again, at) : null;
  if (!answer) return [head, lost ?? empty(shared().error ? say('分成算出来以后再判。', 'Judged once the split is computed.') : say('在算…', 'Computing…'))];
  return [head, lost, verdict(answer), answer.state === 'unknown' ? lacking(answer) : proof(answer)];
}

/** full: stable; hollow: somebody would leave; dotted: nobody knows. @param {boolean|null} stable */
const sign = stable => (stable === null ? glyph('circle', 'dotted', 'unknown', 18) : stable ? glyph('circle', 'full', '', 18) : glyph('circle', 'hollow', 'missing', 18));

/** @param {FairAnswer} answer */
function verdict(answer) {
  return h('div.verdict', { 'data-stable': String(answer.stable) }, sign(answer.stable), h('div', sentence(verdictText(answer)), change(answer), nobody(answer)));
}

/** Years that nobody told come first, unless something else is missing too. @param {FairAnswer} answer */
const verdictText = ({ untold, missing, verdict: { zh, en } }) => (untold?.length && !missing.length ? untoldText(untold) : say(zh, en));

/** One sentence; what stands behind its semicolon is not the verdict itself. @param {string} text */
function sentence(text) {
  const at = text.search(/[；;]/);
  return at < 0 ? h('p', h('b', text)) : h('p', h('b', text.slice(0, at + 1)), text.slice(at + 1));
}

/** Before and after, in the fewest words. @param {FairAnswer} answer */
function change(answer) {
  if (!answer.before) return null;
  const was = standing(answer.before, answer), is = standing(answer, answer);
  return h('p.fair-change', h('span.diff-was', was), ' → ', h('b', is === was ? say('不变', 'same') : is), h('span.mark', say('试算', 'what-if')));
}

/** @param {Leaving} one @param {FairAnswer} answer */
const standing = ({ stable, worst_group, worst_short_fen }, answer) => (stable === null ? say('未知', 'unknown') : stable ? say('留得住', 'all stay')
  : say(`${groupName(worst_group, answer.parties)}会退出（少得 ${wanWords(worst_short_fen ?? 0)}）`, `${groupName(worst_group, answer.parties)} would leave (short of ${wanWords(worst_short_fen ?? 0)})`));

/** No split can hold everybody: by how much. @param {FairAnswer} answer */
function nobody({ core_empty, least_core, apart, total_fen }) {
  if (!core_empty || !least_core) return null;
  const parted = apart && apart.value_fen > total_fen ? say(`分开合计能得 ${wanWords(apart.value_fen)}，比合作的 ${wanWords(total_fen)} 还多。`, ` Apart all have ${wanWords(apart.value_fen)}, more than the ${wanWords(total_fen)} together.`) : '';
  return h('p.meta', say(`不只是这样分：怎样分都有一方或几方退出能多得至少 ${wanWords(least_core.fen)}。${parted}`, `Not this split alone: by any split somebody gains at least ${wanWords(least_core.fen)} by leaving.${parted}`));
}

/* ---- what is missing, and the way to fill it */

/** @param {FairAnswer} answer */
function lacking({ missing, untold }) {
  if (!missing.length) return null;
  return h('div.lacking', h('p.meta', say('缺这些数，在协议各方表里填“不合作时所得”（万元一年），或在这里先试一个：', 'These are missing: fill "gets without it" (10,000 yuan a year) in the table of parties, or try one here:')),
    missing.map(one => tryAlone(one)), untold?.length ? h('p.meta', untoldText(untold)) : null, h('p.meta.only-phone', say('手机上只看不试。', 'Not to be tried on a phone.')));
}

/** A field that tries what a party would get without the agreement, a year; empty takes it back. @param {{party: string, name_zh: string, name_en: string|null}} one @param {number|null} [now] fen a year as it stands */
export function tryAlone(one, now = null) {
  const { id } = shared(), key = `share:parties:${id}/${one.party}:alone_wan`, tried = get().edits.find(change => change.key === key && change.on)?.edit[0]?.row.alone_wan, field = `alone-${one.party}`;
  const input = /** @type {HTMLInputElement} */ (h('input', { id: field, 'data-to': field, inputmode: 'decimal', autocomplete: 'off', value: tried === undefined ? '' : String(tried), placeholder: now === null ? '' : String(now / 1e6) }));
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = input.value.trim().replace(/,/g, '');
    if (text === '') settle(key, null);
    else if (/^-?\d{1,9}(\.\d{1,6})?$/.test(text)) settle(key, aloneEdit(one, key, text));
    else toast(say('写一个数，至多六位小数', 'Write a number, six decimals at most'));
  };
  return h('form.try-alone.not-phone', { onsubmit: take }, h('label', { for: field }, say(`${nameIn(one)} 不合作年收入`, `${nameIn(one)}, a year without it`)), input, h('span.unit', say('万元', '10k yuan')), h('button', { type: 'submit', 'data-to': `${field}-try` }, say('试算', 'Try')));
}

/** @param {{party: string, name_zh: string, name_en: string|null}} one @param {string} key @param {string} wan @returns {import('./types.js').Change} */
function aloneEdit({ party, name_zh, name_en }, key, wan) {
  const { id } = shared();
  return { kind: 'share', agreement: id, key, on: true, name_zh: `${name_zh} 不合作年收入 ${wan} 万元`, name_en: `${name_en ?? name_zh} without it ${wan} 万元 a year`, edit: [{ table: 'agreement_parties', op: 'upsert', row: { agreement: id, party, alone_wan: wan } }] };
}

/* ---- the proof */

/** @param {FairAnswer} answer */
function proof(answer) {
  const toggle = () => { isOpen = !isOpen; made.refresh(); };
  return [h('button.fold.proof-fold', { type: 'button', 'aria-expanded': isOpen ? 'true' : 'false', 'data-to': 'fair-proof', onclick: toggle }, h('span', say('怎么证的：几种分法、各组、证书', 'The proof: ways to split, groups, certificate')), h('span.caret', { 'aria-hidden': 'true' }, isOpen ? '▾' : '▸')),
    isOpen ? proofView(answer, { isExact, exact: () => { isExact = !isExact; made.refresh(); } }, tryFields(answer)) : null];
}

/** @param {FairAnswer} answer */
function tryFields({ parties, years }) {
  const span = years[1] - years[0] + 1;
  return h('div.sub.not-phone', h('h4', say('试改不合作年收入', 'Try another income without it')), parties.map(one => tryAlone(one, one.alone_fen === null ? null : Math.round(one.alone_fen / span))));
}
