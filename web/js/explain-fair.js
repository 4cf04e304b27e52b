/* explain-fair.js - how figures of fairness came about; formulas in docs/parts/share.md and share-stability.md. */
import { addTellers } from './explain-content.js';
import { computedMarks, num } from './format.js';
import { shared } from './share.js';
import { fenText, mixed, nameIn } from './share_fen.js';
import { wan, wanUnit } from './share_words.js';
import { comma, say } from './words.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */
/** @typedef {import('./types.js').FairAnswer} FairAnswer */
/** @typedef {import('./types.js').FairParty} FairParty */
/** @typedef {Pick<Content, 'title'|'figure'|'sentence'|'columns'|'rows'> & Partial<Content>} Told */

/** The part that asks tells its answer. @type {() => FairAnswer|null} */
let answered = () => null;
/** @param {typeof answered} find */
export const tellFair = find => { answered = find; };

/** @param {string} of @param {FairAnswer} answer */
const common = (of, answer) => ({ id: `fairness.${of}`, marks: computedMarks(answer.marks), sources: answer.sources, dated: null, snapshot: answer.snapshot, assumptions: [], unit: wanUnit() });
/** @param {FairAnswer} answer */
const span = ({ years: [from, to] }) => to - from + 1;
/** @param {number} fen */
const toTheFen = fen => ({ cells: [say('到分（元）', 'to the fen, yuan'), fenText(fen)] });

/** @param {FairParty} party @param {FairAnswer} answer @returns {Told} */
function gets(party, answer) {
  const split = shared().answer, at = split?.totals.parties.findIndex(one => one.party === party.party) ?? -1;
  const years = at >= 0 && split ? split.totals.years.map(one => ({ cells: [String(one.year), fenText(one.amounts_fen[at])] })) : [toTheFen(party.gets_fen)];
  return { title: say(`${nameIn(party)} 按此所得`, `${nameIn(party)} gets`), figure: wan(party.gets_fen), sentence: say(`按协议在 ${answer.years.join('–')} 年所得的合计。`, `What it gets by the agreement in ${answer.years.join('–')}.`), formula: say('Σ 各年所得', 'Σ of the years'), columns: [say('年', 'year'), say('元', 'yuan')], rows: years, total: [say('合计', 'sum'), fenText(party.gets_fen)] };
}

/** @param {FairParty} party @param {FairAnswer} answer @returns {Told|null} */
function alone(party, answer) {
  if (party.alone_fen === null) return null;
  const years = span(answer), each = party.alone_fen / years;
  return { title: say(`${nameIn(party)} 不合作`, `${nameIn(party)} alone`), figure: wan(party.alone_fen), sentence: say('各方自己报的“不合作时一年所得”乘以年数；没有人核过。', 'What the party says it would get a year without the agreement, times the years; nobody has checked it.'), formula: say('一年所得 × 年数', 'a year × years'),
    columns: ['', say('元', 'yuan')], rows: [{ cells: [say('一年所得', 'a year'), fenText(Math.round(each))] }, { cells: [say('年数', 'years'), num(years)] }], assumed: [say('各年相同', 'the same each year')] };
}

/** @param {FairParty} party @param {FairAnswer} answer @returns {Told|null} */
function shapley(party, answer) {
  if (!party.shapley) return null;
  return { title: say(`${nameIn(party)} 沙普利值`, `${nameIn(party)}, Shapley value`), figure: wan(party.shapley.fen), sentence: say('各方按每一种先后加入时，这一方加入带来的增量的平均数（Shapley 1953）。', 'The mean, over all orders of joining, of what this party adds when it joins (Shapley 1953).'), formula: 'φ = Σ |S|! (n−|S|−1)! ÷ n! × (v(S∪i) − v(S))',
    columns: ['', say('值', 'value')], rows: [{ cells: [say('精确（分）', 'exact, fen'), mixed(party.shapley.exact)] }, toTheFen(party.shapley.fen), { cells: [say('按此所得比它多（元）', 'gets more than it by, yuan'), party.over_shapley_fen === null ? '?' : fenText(party.over_shapley_fen)] }],
    proof: answer.shapley_in_core ? say('按沙普利值分，没有一组退出更好。', 'By Shapley values no group would rather leave.') : undefined };
}

/** @param {FairParty} party @param {FairAnswer} answer @returns {Told|null} */
function nucleolus(party, answer) {
  if (!party.nucleolus) return null;
  return { title: say(`${nameIn(party)} 核仁`, `${nameIn(party)}, nucleolus`), figure: wan(party.nucleolus.fen), sentence: say('让最想退出的一组退出多得尽量小，再看第二组，依次下去；这样的分法只有一种（Schmeidler 1969）。', 'The largest gain of leaving as small as can be, then the second, and so on; there is one such split (Schmeidler 1969).'), formula: say('v(S) − x(S) 从大到小，依字典序最小', 'v(S) − x(S) from the largest on, lexicographically least'),
    columns: ['', say('值', 'value')], rows: [{ cells: [say('精确（分）', 'exact, fen'), mixed(party.nucleolus.exact)] }, toTheFen(party.nucleolus.fen)], proof: answer.least_core ? say(`已证：最大的退出多得不能小于 ${mixed(answer.least_core.exact)} 分（见证书）。`, `Proved: the largest gain of leaving cannot be below ${mixed(answer.least_core.exact)} fen (see the certificate).`) : undefined };
}

/** @type {Record<string, (party: FairParty, answer: FairAnswer) => Told|null>} */
const OF_PARTY = { gets, alone, shapley, nucleolus };

/** Of a group of parties. @param {What} what @param {FairAnswer} answer @returns {Told|null} */
function ofGroup(what, answer) {
  const codes = (what.id ?? '').split(' '), group = answer.groups.find(one => one.parties.join(' ') === what.id);
  if (!group) return null;
  const party = (/** @type {string} */ code) => answer.parties.find(one => one.party === code), names = codes.map(code => { const one = party(code); return one ? nameIn(one) : code; });
  if (what.of === 'excess') return { title: say(`${names.join(comma())} 退出多得`, `${names.join(comma())} gains by leaving`), figure: wan(group.excess_fen), sentence: say('一组自己能得的，减去按此分得的；大于 0 就会退出。', 'What a group has on its own less what it gets; above 0 it would leave.'), formula: 'v(S) − x(S)', columns: ['', say('元', 'yuan')],
    rows: [{ cells: [say('自己能得', 'on its own'), fenText(group.value_fen)], opens: { kind: 'fair', of: 'value', id: what.id } }, { cells: [say('减 按此所得', 'less what it gets'), fenText(-group.gets_fen)] }], total: [say('退出多得', 'gains'), fenText(group.excess_fen)] };
  const alike = { title: say(`${names.join(comma())} 自己能得`, `${names.join(comma())} on its own`), figure: wan(group.value_fen), columns: [say('谁', 'who'), say('元', 'yuan')], total: [say('合计', 'sum'), fenText(group.value_fen)] };
  if (group.from === 'sum') return { ...alike, sentence: say('没有一行说到这一组，取它能分成的几组之和中最大的：一组总可以各干各的。', 'No row speaks of this group: the most it has as smaller groups, for a group may always act apart.'), formula: say('v(S) = max Σ v(各部分)', 'v(S) = max Σ v(parts)'), rows: partRows(group.parts ?? [], answer) };
  if (group.from === 'row') return { ...alike, sentence: say(`各组表第 ${group.row} 行：一年所得乘以年数。`, `Row ${group.row} of the table of groups: a year times the years.`), formula: say(`一年所得 × ${span(answer)} 年`, `a year × ${span(answer)} years`), rows: [{ cells: [names.join(comma()), fenText(group.value_fen)] }] };
  return { ...alike, sentence: say('各方自己报的不合作年收入乘以年数。', 'What the party says it gets a year without the agreement, times the years.'), formula: say(`一年所得 × ${span(answer)} 年`, `a year × ${span(answer)} years`), rows: [{ cells: [names.join(comma()), fenText(group.value_fen)] }] };
}

/** @param {string[][]} parts @param {FairAnswer} answer @returns {Content['rows']} */
const partRows = (parts, answer) => parts.map(codes => {
  const found = answer.groups.find(one => one.parties.join(' ') === codes.join(' ')), single = codes.length === 1 ? answer.parties.find(one => one.party === codes[0]) : null, fen = found?.value_fen ?? single?.alone_fen ?? null;
  return { cells: [codes.map(code => { const one = answer.parties.find(party => party.party === code); return one ? nameIn(one) : code; }).join(comma()), fen === null ? '?' : fenText(fen)] };
});

/** @param {What} what @returns {Content|null} */
function fair(what) {
  const answer = answered(), of = what.of ?? '';
  if (!answer) return null;
  const party = answer.parties.find(one => one.party === what.id), told = of in OF_PARTY ? party && OF_PARTY[of](party, answer) : ofGroup(what, answer);
  return told ? { ...common(of, answer), ...told } : null;
}

addTellers({ fair });
