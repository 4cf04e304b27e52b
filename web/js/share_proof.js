/* share_proof.js - why a split holds or does not: what each party gets beside other ways to split, the groups that might leave, and the certificate.
 *
 * Four shapes on one scale from zero: a bar what a party has alone, a diamond its Shapley value, a triangle the nucleolus, a disc what it gets. */
import { h, setVars } from './h.js';
import { figure } from './explain.js';
import { fileName } from './file_name.js';
import { computedMarks, copy, csv, deltaChip, download, marksText, num } from './format.js';
import { shared } from './share.js';
import { fenText, mixed, nameIn, ratio } from './share_fen.js';
import { wan, wanUnit } from './share_words.js';
import { toast } from './states.js';
import { comma, say } from './words.js';

/** @typedef {import('./types.js').FairAnswer} FairAnswer */
/** @typedef {import('./types.js').FairParty} FairParty */
/** @typedef {import('./types.js').FairGroup} FairGroup */
/** @typedef {import('./types.js').Exact} Exact */
/** @typedef {{isExact: boolean, exact: () => void}} Manner */

const FIRST_GROUPS = 6;
/** In a sentence. @param {number} fen */
export const wanWords = fen => say(`${wan(fen)} 万元`, `${num(fen / 100)} yuan`);

/** @param {FairAnswer} answer @param {Manner} manner @param {any} tried */
export const proofView = (answer, manner, tried) => h('div.proof-body', ways(answer, manner), groupsPart(answer), certificate(answer), tried, rules(answer), acts(answer));

/** @param {string[]} codes @param {FairAnswer['parties']} parties */
export function groupName(codes, parties) {
  const name = (/** @type {string} */ code) => { const party = parties.find(one => one.party === code); return party ? nameIn(party) : code; };
  const out = parties.filter(one => !codes.includes(one.party));
  if (codes.length > 4 && out.length < codes.length && out.length < 4) return out.length ? say(`除${out.map(nameIn).join(comma())}外各方`, `all but ${out.map(nameIn).join(comma())}`) : say('各方', 'all');
  return codes.map(name).join(comma());
}

/* ---- ways to split: a picture a party over its figures */

/** The four ways, in the order of the columns: sign, name, value. @type {[string, () => string, (party: FairParty) => number|null][]} */
const WAYS = [
  ['alone', () => say('不合作', 'alone'), party => party.alone_fen], ['shapley', () => say('沙普利值', 'Shapley'), party => party.shapley?.fen ?? null],
  ['nucleolus', () => say('核仁', 'nucleolus'), party => party.nucleolus?.fen ?? null], ['gets', () => say('按此所得', 'gets'), party => party.gets_fen],
];

/** @param {FairAnswer} answer @param {Manner} manner */
function ways(answer, { isExact, exact }) {
  const all = answer.parties.flatMap(party => WAYS.map(([, , value]) => value(party) ?? 0)), low = Math.min(0, ...all), high = Math.max(0, ...all), span = high - low || 1;
  const at = (/** @type {number} */ fen) => `${100 * (fen - low) / span}%`;
  const head = h('thead', h('tr', WAYS.map(([id, name]) => h('th.n', { scope: 'col' }, shape(id), ' ', name()))));
  const reason = answer.nucleolus_reason;
  return h('div.sub', h('h4', say('各方：几种分法', 'Each party, by ways to split'), h('span.unit', wanUnit(), isExact ? say('，下一行为分', ', then fen') : ''), h('button.link.exact', { type: 'button', 'data-to': 'fair-exact', 'aria-pressed': isExact ? 'true' : 'false', onclick: exact }, isExact ? say('收起精确分数', 'Hide exact fractions') : say('精确分数', 'Exact fractions'))),
    h('table.reach-table.fair-table', head, answer.parties.map(party => h('tbody', { 'data-party': party.party }, h('tr', h('th.fair-party', { scope: 'rowgroup', colspan: 4 }, h('span.fair-name', nameIn(party), gain(party)), track(party, at, low))),
      h('tr', WAYS.map(([id, , value]) => h('td.n', cell(party, id, value(party))))), isExact ? exactRow(party) : null))),
    h('p.meta', manySaid(answer)), reason ? h('p.meta', say(reason.zh, reason.en)) : null);
}

/** @param {FairParty} party @param {string} id @param {number|null} fen */
const cell = (party, id, fen) => (fen === null ? h('span.unknown', say('未知', 'unknown')) : figure(wan(fen), { kind: 'fair', of: id, id: party.party }));
/** More or less than without the agreement. @param {FairParty} party */
const gain = party => (party.gain_fen === null ? null : h('span.fair-gain', say('比不合作 ', 'than alone '), party.gain_fen === 0 ? h('span.meta', say('不变', 'same')) : deltaChip(party.gain_fen / 1e6, 1, 2)));

/** A line with a shape for each way. @param {FairParty} party @param {(fen: number) => string} at @param {number} low */
function track(party, at, low) {
  const known = /** @type {[string, () => string, number][]} */ (WAYS.map(([id, name, value]) => [id, name, value(party)]).filter(([, , fen]) => fen !== null));
  const line = h('span.fair-track', { role: 'img', 'aria-label': known.map(([, name, fen]) => `${name()} ${wanWords(fen)}`).join(say('，', ', ')) }, h('span.fair-axis'), low < 0 ? placed(h('span.fair-zero'), at(0)) : null, known.map(([id, , fen]) => placed(shape(id), at(fen))));
  return line;
}
/** @param {HTMLElement} element @param {string} at */
function placed(element, at) {
  setVars(element, { '--at': at });
  return element;
}
/** @param {string} id */
const shape = id => h(`span.fair-shape.is-${id}`, { 'aria-hidden': 'true' });

/** Fractions of a fen, as they are. @param {FairParty} party */
const exactRow = ({ shapley, nucleolus, alone_fen, gets_fen }) => h('tr.fair-exact', [alone_fen, shapley, nucleolus, gets_fen].map(value => h('td.n', value === null ? '' : typeof value === 'number' ? num(value) : mixed(value.exact))));

/** Which of the two other ways would hold. @param {FairAnswer} answer */
function manySaid({ shapley_in_core, core_empty }) {
  const shapley = shapley_in_core === null ? '' : shapley_in_core ? say('按沙普利值分，各方都留得住。', 'By Shapley values all would stay.') : say('按沙普利值分，也有人退出更好。', 'By Shapley values, too, somebody would do better by leaving.');
  return [shapley, core_empty === false ? say('核仁是最紧一组余地最大的分法。', 'The nucleolus leaves the tightest group the most room.') : core_empty ? say('核仁是最想退出的一组少得最少的分法。', 'The nucleolus leaves whoever would rather leave the least to gain.') : ''].filter(Boolean).join(say('', ' '));
}

/* ---- groups, the tightest first */

let shownAll = false;

/** @param {FairAnswer} answer */
function groupsPart(answer) {
  const { groups } = answer, left = groups.length - FIRST_GROUPS;
  const body = h('tbody', groups.map((group, i) => h('tr', { hidden: !shownAll && i >= FIRST_GROUPS ? '' : null, 'data-leaves': group.excess_fen > 0 ? 'yes' : null }, h('th', { scope: 'row' }, groupName(group.parties, answer.parties), h('span.meta.fair-from', comesFrom(group, answer))),
    h('td.n', figure(wan(group.value_fen), { kind: 'fair', of: 'value', id: group.parties.join(' ') })), h('td.n', wan(group.gets_fen)), h('td.n', figure(wan(group.excess_fen), { kind: 'fair', of: 'excess', id: group.parties.join(' ') })))));
  const more = left > 0 && !shownAll ? h('button.link', { type: 'button', 'data-to': 'fair-groups', onclick: () => { shownAll = true; for (const row of body.children) /** @type {HTMLElement} */ (row).hidden = false; more?.remove(); } }, say(`其余 ${left} 组`, `${left} more`)) : null;
  return h('div.sub', h('h4', say('一方或几方退出会怎样', 'If one or some left'), h('span.unit', wanUnit())), h('p.meta', say('最紧的在前；“退出多得”大于 0 的会退出。', 'The tightest first; those that gain more than 0 would leave.')),
    h('table.reach-table.fair-groups', h('thead', h('tr', [say('组', 'group'), say('自己能得', 'on its own'), say('按此所得', 'gets'), say('退出多得', 'gains')].map((text, i) => h(i ? 'th.n' : 'th', { scope: 'col' }, text)))), body), more);
}

/** Where the value of a group comes from. @param {FairGroup} group @param {FairAnswer} answer */
export function comesFrom({ from, row, parts }, { parties }) {
  if (from === 'alone') return say('各方表：不合作年收入', 'table of parties: a year without it');
  if (from === 'row') return say(`各组表 ${row ?? ''}`, `table of groups: ${row ?? ''}`);
  const told = (parts ?? []).map(codes => groupName(codes, parties)).join(' ＋ ');
  return told ? say(`分开之和：${told}`, `apart: ${told}`) : say('分开之和', 'what it has apart');
}

/* ---- the certificate: weights that anybody can add up */

/** @param {FairAnswer} answer */
function certificate(answer) {
  const { certificate: groups, least_core: least } = answer;
  if (!groups.length || !least) return null;
  const value = (/** @type {string[]} */ codes) => answer.groups.find(one => same(one.parties, codes))?.value_fen ?? null, sum = added(answer, value), room = least.fen <= 0;
  return h('div.sub', h('h4', say('证书：没有更好的分法', 'Certificate: no split does better')),
    h('p.proof', say(`下面各组带着权数，每一方都被算到一样多次${sum ? `（${sum.cover}）` : ''}。不论怎样分，这些组“退出多得”的加权平均都是 ${wanWords(least.fen)}；最大的不会小于平均的。所以没有一种分法，能让最想退出的一组${room ? `留出比 ${wanWords(-least.fen)} 更大的余地` : `少于 ${wanWords(least.fen)}：怎样分都留不住`}。`,
      `With these weights the groups count each party alike${sum ? ` (${sum.cover})` : ''}. However one splits, the weighted mean of what they gain by leaving is ${wanWords(least.fen)}, and the largest is no less than the mean. So no split ${room ? `leaves the tightest group more room than ${wanWords(-least.fen)}` : `brings the gain of who would leave below ${wanWords(least.fen)}: none holds all`}.`)),
    h('table.reach-table.fair-groups', h('thead', h('tr', [say('组', 'group'), say('权数', 'weight'), say('自己能得', 'on its own')].map((text, i) => h(i ? 'th.n' : 'th', { scope: 'col' }, text)))),
      h('tbody', groups.map(group => { const fen = value(group.parties); return h('tr', h('th', { scope: 'row' }, groupName(group.parties, answer.parties)), h('td.n', group.weight), h('td.n', fen === null ? say('未列出', 'not listed') : wan(fen))); }))),
    h('p.meta', sum ? [say(`核对：Σ 权数 × 自己能得 − ${sum.cover} × 合计 ${wan(answer.total_fen)} = ${mixed(sum.exact)} 分，${sum.holds ? '与最小核心相等' : '与最小核心不等'}。`, `Check: Σ weight × value − ${sum.cover} × total ${wan(answer.total_fen)} = ${mixed(sum.exact)} fen, ${sum.holds ? 'equal to the least core' : 'not equal to the least core'}.`)] : say('有的组不在上表，这里没有重算。', 'Some groups are not listed above, so it was not added up here.')));
}

/** @param {string[]} a @param {string[]} b */
const same = (a, b) => a.length === b.length && a.every(code => b.includes(code));

/** The sum of the certificate, exactly; null where a value is not known here. @param {FairAnswer} answer @param {(codes: string[]) => number|null} value @returns {{exact: string, cover: string, holds: boolean}|null} */
function added(answer, value) {
  /** @type {[bigint, bigint]} */
  let sum = [0n, 1n];
  const covers = new Map(answer.parties.map(one => [one.party, /** @type {[bigint, bigint]} */ ([0n, 1n])]));
  for (const { parties, weight } of answer.certificate) {
    const fen = value(parties), part = ratio(weight);
    if (fen === null) return null;
    sum = plus(sum, [part[0] * BigInt(fen), part[1]]);
    for (const code of parties) covers.set(code, plus(covers.get(code) ?? [0n, 1n], part));
  }
  const [cover, ...others] = covers.values();
  if (!cover || others.some(other => !equal(other, cover))) return null;
  const least = plus(sum, [-cover[0] * BigInt(answer.total_fen), cover[1]]);
  return { exact: textOf(least), cover: textOf(cover), holds: equal(least, ratio(answer.least_core?.exact ?? '0')) };
}

/** @param {[bigint, bigint]} a @param {[bigint, bigint]} b @returns {[bigint, bigint]} */
const plus = ([p, q], [r, s]) => lowest([p * s + r * q, q * s]);
/** @param {[bigint, bigint]} of @returns {[bigint, bigint]} */
function lowest([p, q]) {
  let [a, b] = [p < 0n ? -p : p, q];
  while (b) [a, b] = [b, a % b];
  return [p / (a || 1n), q / (a || 1n)];
}
/** @param {[bigint, bigint]} a @param {[bigint, bigint]} b */
const equal = ([p, q], [r, s]) => p * s === r * q;
/** @param {[bigint, bigint]} of */
const textOf = ([p, q]) => (q === 1n ? String(p) : `${p}/${q}`);

/* ---- rules, and taking it away */

/** @param {FairAnswer} answer */
function rules({ formulas }) {
  const version = shared().answer?.about.rule_version;
  return h('details.sub.fair-rules', h('summary', say('公式与依据', 'Formulas and rules')), version ? h('p.meta', say(`协议依据：${version}`, `rules of the agreement: ${version}`)) : null,
    h('dl.facts', Object.entries(formulas).map(([id, text]) => [h('dt.code', `fairness.${id}`), h('dd.meta', text)])));
}

/** @param {FairAnswer} answer @returns {any[][]} */
const rowsOf = answer => [[say('方', 'party'), ...WAYS.map(([, name]) => `${name()} ${say('元', 'yuan')}`), say('沙普利值 精确（分）', 'Shapley, exact (fen)'), say('核仁 精确（分）', 'nucleolus, exact (fen)')],
  ...answer.parties.map(party => [nameIn(party), ...WAYS.map(([, , value]) => { const fen = value(party); return fen === null ? '' : fenText(fen); }), party.shapley?.exact ?? '', party.nucleolus?.exact ?? '']), [],
  [say('组', 'group'), say('自己能得 元', 'on its own, yuan'), say('按此所得 元', 'gets, yuan'), say('退出多得 元', 'gains, yuan'), say('来自', 'from')],
  ...answer.groups.map(group => [groupName(group.parties, answer.parties), fenText(group.value_fen), fenText(group.gets_fen), fenText(group.excess_fen), comesFrom(group, answer)])];

/** @param {FairAnswer} answer @returns {any[][]} */
const about = answer => [[say('结论', 'verdict'), say(answer.verdict.zh, answer.verdict.en)], [say('协议', 'agreement'), answer.agreement], [say('年度', 'years'), answer.years.join('–')], ...(answer.what_if ? [[say('试算', 'what-if'), answer.what_if]] : []),
  [say('标记', 'marks'), marksText(computedMarks(answer.marks))], [say('来源', 'sources'), answer.sources.join(' ')], [say('快照', 'snapshot'), answer.snapshot]];

/** @param {FairAnswer} answer */
const acts = answer => h('div.acts', h('button', { type: 'button', onclick: () => copyTable(answer) }, say('复制', 'Copy')), h('button', { type: 'button', onclick: () => download(`${fileName(`fairness-${answer.agreement}`)}.csv`, csv([...rowsOf(answer), [], ...about(answer)])) }, 'CSV'));

/** @param {FairAnswer} answer */
async function copyTable(answer) {
  const done = await copy(rowsOf(answer).map(row => row.join('\t')).join('\n'));
  toast(done ? say('已复制，可贴进表格', 'Copied; paste it into a sheet') : say('浏览器不让复制', 'The browser refuses to copy'));
}
