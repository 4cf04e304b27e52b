/* explain-share.js - how figures of a split came about: from the gross amount down to the fen; rules in docs/parts/share-agreements.md. */
import { addTellers } from './explain-content.js';
import { redraw } from './explain.js';
import { num } from './format.js';
import { onShared, shared } from './share.js';
import { linesOf } from './share_data.js';
import { exactOf } from './share_exact.js';
import { mixed } from './share_fen.js';
import { KINDS, clauseWords, lineKey, lineName, partyName, streamName, untoldText, wan, wanUnit, yuan } from './share_words.js';
import { nameOf, say, word } from './words.js';
import { placeName } from './zone.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */
/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** @typedef {import('./types.js').SplitRow} SplitRow */
/** @typedef {import('./types.js').SplitParty} SplitParty */
/** @typedef {Pick<Content, 'title'|'figure'|'sentence'|'columns'|'rows'> & Partial<Content>} Told */

/** What holds for all of them. @param {SplitAnswer} answer @param {string} of */
const common = (answer, of) => ({ id: `share.${of}`, unit: wanUnit(), marks: answer.marks, exact: true, about: nameOf(/** @type {any} */ (answer.about)), sources: answer.sources, dated: null, snapshot: answer.snapshot, assumptions: [] });
/** @param {SplitAnswer} answer */
const version = answer => (answer.about.rule_version ? say(`规则版本 ${answer.about.rule_version}。`, ` Rules: ${answer.about.rule_version}.`) : '');

/** @param {What} what @returns {Content|null} */
function share(what) {
  const answer = shared().answer, tell = TOLD[what.of ?? ''];
  const told = answer && tell ? tell(answer, what.id ?? '') : null;
  return answer && told ? { ...common(answer, what.of ?? ''), ...told } : null;
}

/* ---- what a party gets of a year: base, clause, rounding */

/** @param {SplitAnswer} answer @param {string} id year/party @returns {Told|null} */
function amount(answer, id) {
  const [year, ...rest] = id.split('/'), party = rest.join('/'), rows = answer.rows.filter(row => row.year === Number(year) && row.party === party), fen = rows.reduce((sum, row) => sum + row.amount_fen, 0);
  if (!rows.length) return null;
  return { title: `${year} ${partyName(party)}`, figure: wan(fen), sentence: say(`可分的数乘比例，先归还、再看上限，余额归承接方，保底最后补足；到分 ${yuan(fen)}。${version(answer)}`, `What is shared times the part; repaid first, then caps; the rest goes to who takes it, floors come last. To the fen: ${yuan(fen)}.${version(answer)}`),
    formula: formulaOf(rows, answer), columns: [say('税种', 'stream'), say('可分', 'shared'), say('依据', 'clause'), say('所得', 'gets')],
    rows: rows.map(row => ({ cells: [lineName(row), wan(row.base_fen), clauseWords(row, answer.phases), wan(row.amount_fen)], opens: { kind: 'share', of: 'line', id: lineKey(row) } })), total: [say('合计', 'all'), wan(rows.reduce((sum, row) => sum + row.base_fen, 0)), '', wan(fen)], assumed: rounding(rows, answer) };
}

/** gross × what is shared of it × part = amount, where it is no more than that. @param {SplitRow[]} rows @param {SplitAnswer} answer */
function formulaOf(rows, answer) {
  const row = rows[0], exact = rows.length === 1 ? exactOf(row, answer) : null;
  if (exact) return `${wan(row.gross_fen)}${exact.rule ? ` × (1 − ${exact.rule.central}) × (1 − ${exact.rule.provincial})` : ''} × ${exact.weight} = ${wan(row.amount_fen)} (${row.clause})`;
  return answer.about.base.word === 'increment' ? say('所得 = 归还 +（可分 − 当年基数）× 比例（不超过上限）', 'amount = repaid + (shared − base of the year) × part, within the caps') : say('所得 = 归还 + 可分 × 比例（不超过上限）', 'amount = repaid + shared × part, within the caps');
}

/** What rounding did, a line each; where a part does not divide, or more than the part decided. @param {SplitRow[]} rows @param {SplitAnswer} answer */
function rounding(rows, answer) {
  const told = rows.flatMap(row => {
    const exact = exactText(row, answer);
    const odd = row.odd_fen ? say(`尾分 ${row.odd_fen > 0 ? '+1' : '−1'} 归此方（余数最大者，相等则代码小者）`, `the odd fen (${row.odd_fen > 0 ? '+1' : '−1'}) is this party's: largest remainder, then the smaller code`) : '';
    return exact || odd ? [[exact, odd].filter(Boolean).join(say('，', ', '))] : [];
  });
  return told.length ? told : undefined;
}

/** The exact amount where a part alone gives it; '' where that is whole or no part speaks. @param {SplitRow} row @param {SplitAnswer} answer */
function exactText(row, answer) {
  const found = exactOf(row, answer), name = streamName(row.stream);
  if (found) return found.left ? say(`${name}：精确值 ${mixedFen(found)} 分`, `${name}: exactly ${mixedFen(found)} fen`) : '';
  const [phase] = (row.clause ?? '').split(' ');
  return answer.phases.some(one => one.id === phase) ? say(`${name}：程序所得 ${num(row.amount_fen)} 分；基数、归还、上限或保底参与，不另写分数`, `${name}: ${num(row.amount_fen)} fen as computed; a base, repaying, a cap or a floor took part, so no fraction is told`) : '';
}

/** @param {{whole: bigint, left: bigint, of: bigint}} exact */
const mixedFen = ({ whole, left, of }) => mixed(`${whole * of + left}/${of}`);

/* ---- a line: from gross to what is shared */

/** @param {SplitAnswer} answer @param {string} id @returns {Told|null} */
function line(answer, id) {
  const rows = answer.rows.filter(row => lineKey(row) === id), row = rows[0];
  if (!row) return null;
  const rule = shared().tables?.tax_rules.find(one => one.id === row.rule), each = rows.map(one => `${partyName(one.party)} ${wan(one.amount_fen)}`).join(say('，', ', '));
  return { title: `${row.year} ${lineName(row)}`, figure: wan(row.base_fen), sentence: row.rule ? say(`税额减中央、省级得可分的数，三者与各方一次取整到分。各方：${each}。`, `Gross less centre and province is what is shared; all are rounded once, together. Parties: ${each}.`) : say(`约定金额，不减中央、省级。各方：${each}。`, `A stated amount: nothing is taken off. Parties: ${each}.`),
    formula: rule ? `T × (1 − ${rule.central}) × (1 − ${rule.provincial})  ${row.rule}` : 'T', columns: ['', wanUnit()],
    rows: [[say(`税额（${word(KINDS, row.kind)}）`, `gross (${word(KINDS, row.kind)})`), row.gross_fen], [say('中央', 'centre'), -row.central_fen], [say('省级', 'province'), -row.provincial_fen]].map(([name, fen]) => ({ cells: [String(name), wan(Number(fen))] })), total: [say('可分', 'shared'), wan(row.base_fen)] };
}

/** What all parties get of a year, or of all years. @param {SplitAnswer} answer @param {string} id a year, '' for all @returns {Told|null} */
function base(answer, id) {
  const lines = linesOf(answer.rows.filter(row => !id || row.year === Number(id)), lineKey).map(rows => rows[0]), fen = lines.reduce((sum, row) => sum + row.base_fen, 0);
  const shown = id ? lines.map(row => ({ cells: [lineName(row), wan(row.gross_fen), wan(-row.central_fen - row.provincial_fen), wan(row.base_fen)], opens: { kind: 'share', of: 'line', id: lineKey(row) } }))
    : linesOf(lines, row => String(row.year)).map(rows => ({ cells: [String(rows[0].year), ...[rows.reduce((sum, row) => sum + row.gross_fen, 0), rows.reduce((sum, row) => sum - row.central_fen - row.provincial_fen, 0), rows.reduce((sum, row) => sum + row.base_fen, 0)].map(wan)], opens: { kind: 'share', of: 'base', id: String(rows[0].year) } }));
  return { title: id ? say(`${id} 可分`, `${id}, shared`) : say('各年可分', 'shared in all'), figure: wan(fen), sentence: say(`各方一起得到的数：税额减中央、省级分成。${version(answer)}`, `What all parties get together: gross less the parts of centre and province.${version(answer)}`), formula: say('可分 = 税额 − 中央 − 省级', 'shared = gross − centre − province'),
    columns: [id ? say('税种', 'stream') : say('年份', 'year'), say('税额', 'gross'), say('中央省级', 'c. and p.'), say('可分', 'shared')], rows: shown, total: [say('合计', 'all'), wan(lines.reduce((sum, row) => sum + row.gross_fen, 0)), wan(lines.reduce((sum, row) => sum - row.central_fen - row.provincial_fen, 0)), wan(fen)] };
}

/* ---- a party in all */

/** @param {SplitAnswer} answer @param {string} party @returns {[SplitParty, number]|null} */
function find(answer, party) {
  const at = answer.totals.parties.findIndex(one => one.party === party);
  return at < 0 ? null : [answer.totals.parties[at], at];
}

/** @param {(answer: SplitAnswer, one: SplitParty, at: number) => Told} tell @returns {(answer: SplitAnswer, party: string) => Told|null} */
const ofParty = tell => (answer, party) => { const found = find(answer, party); return found && tell(answer, ...found); };

/** How it was, when something is tried. @param {SplitParty} one */
function wasText(one) {
  const was = shared().before?.totals.parties.find(other => other.party === one.party)?.amount_fen;
  return was === undefined ? '' : say(`试算前 ${wan(was)}，相差 ${wan(one.amount_fen - was)} 万元。`, ` Before: ${wan(was)}; the difference is ${wan(one.amount_fen - was)}, in 10,000 yuan.`);
}

const total = ofParty((answer, one, at) => ({ title: say(`${partyName(one.party)} 合计`, `${partyName(one.party)} in all`), figure: wan(one.amount_fen), sentence: say(`各年所得相加，到分 ${yuan(one.amount_fen)}。${wasText(one)}${version(answer)}`, `The years added up; to the fen: ${yuan(one.amount_fen)}.${wasText(one)}${version(answer)}`), columns: [say('年份', 'year'), say('所得', 'gets')],
  rows: answer.totals.years.map(year => ({ cells: [String(year.year), wan(year.amounts_fen[at])], opens: { kind: 'share', of: 'amount', id: `${year.year}/${one.party}` } })), total: [say('合计', 'all'), wan(one.amount_fen)] }));

const cap = ofParty((answer, one) => {
  const rows = answer.rows.filter(row => row.party === one.party && row.cap_left_fen !== null), years = [...new Set(rows.map(row => row.year))];
  return { title: say(`${partyName(one.party)} 上限余`, `${partyName(one.party)}, cap left`), figure: wan(one.cap_left_fen), sentence: say('上限减各年按比例所得；归还不计入，退税让出的额度可再用。', 'The cap less what the part gave, year by year; what is repaid does not count, refunds give room back.'), columns: [say('年末', 'end of'), say('上限余', 'cap left')],
    rows: years.map(year => ({ cells: [String(year), wan(rows.filter(row => row.year === year).pop()?.cap_left_fen)] })) };
});

const place = ofParty((answer, one) => ({ title: say(`${partyName(one.party)} 无协议·税在地`, `${partyName(one.party)}: tax where paid`), figure: wan(one.by_place_fen), sentence: say('没有协议，税留在缴纳地，归承接余额的一方。', 'Without the agreement the tax stays where it is paid: with the party that takes the rest.'), columns: [say('年份', 'year'), say('可分', 'shared')],
  rows: one.takes_rest ? answer.totals.years.map(year => ({ cells: [String(year.year), wan(year.base_fen)] })) : [], ...(one.takes_rest ? { total: [say('合计', 'all'), wan(one.by_place_fen)] } : {}) }));

const yearsText = (/** @type {SplitAnswer} */ answer) => answer.years[1] - answer.years[0] + 1;
/** Years that nobody told leave what there would be without the agreement unknown, whatever else is. @param {SplitAnswer} answer @param {string} otherwise */
const whyUnknown = ({ totals: { untold } }, otherwise) => (untold?.length ? untoldText(untold) : otherwise);
const alone = ofParty((answer, one) => ({ title: say(`${partyName(one.party)} 不合作`, `${partyName(one.party)} alone`), figure: wan(one.alone_fen), unit: one.alone_fen === null ? undefined : wanUnit(), sentence: one.alone_fen === null ? whyUnknown(answer, say('没有人填过这一方不合作时的年收入（agreement_parties 的 alone_wan），所以未知，不是 0。', 'Nobody has told what this party would get a year alone (alone_wan of agreement_parties): unknown, not 0.')) : say(`不合作年收入乘 ${yearsText(answer)} 年。`, `What it would get a year, times ${yearsText(answer)} years.`),
  formula: one.alone_fen === null ? undefined : `${wan(one.alone_fen / yearsText(answer))} × ${yearsText(answer)} = ${wan(one.alone_fen)}`, columns: [], rows: [] }));

const gain = ofParty((answer, one) => ({ title: say(`${partyName(one.party)} 比不合作多`, `${partyName(one.party)}, more than alone`), figure: wan(one.gain_fen), unit: one.gain_fen === null ? undefined : wanUnit(), sentence: one.gain_fen === null ? whyUnknown(answer, say('不合作年收入未知，多少也就未知。', 'What it would have alone is not known, so nor is this.')) : say('按协议所得减不合作所得。', 'By the agreement, less alone.'), columns: ['', wanUnit()],
  rows: one.gain_fen === null ? [] : [{ cells: [say('按协议', 'by the agreement'), wan(one.amount_fen)], opens: { kind: 'share', of: 'total', id: one.party } }, { cells: [say('不合作', 'alone'), wan(-(one.alone_fen ?? 0))] }], ...(one.gain_fen === null ? {} : { total: [say('相差', 'difference'), wan(one.gain_fen)] }) }));

const present = ofParty((answer, one, at) => {
  const rate = answer.rate ?? 0, factor = (/** @type {number} */ year) => 1 / (1 + rate) ** (year - answer.years[0]);
  return { title: say(`${partyName(one.party)} 现值`, `${partyName(one.party)}, present value`), figure: wan(Math.round(one.present_fen ?? 0)), marks: [...new Set([...answer.marks, 'assumed'])], sentence: say(`各年所得折到 ${answer.years[0]} 年；折现率是提问者给的。`, `Amounts discounted to ${answer.years[0]}; the rate is the visitor's.`), formula: say('Σ 所得 ÷ (1 + 折现率)^(年 − 首年)', 'Σ amount ÷ (1 + rate)^(year − first)'), assumed: [say(`折现率 ${num(rate * 100, 2)}%`, `rate ${num(rate * 100, 2)}% a year`)],
    columns: [say('年份', 'year'), say('所得', 'gets'), say('系数', 'factor'), say('现值', 'present')], rows: answer.totals.years.map(year => ({ cells: [String(year.year), wan(year.amounts_fen[at]), num(factor(year.year), 4), wan(Math.round(year.amounts_fen[at] * factor(year.year)))] })), total: [say('合计', 'all'), wan(one.amount_fen), '', wan(Math.round(one.present_fen ?? 0))] };
});

/** @param {SplitAnswer} answer @param {string} at @returns {Told|null} */
function assessed(answer, at) {
  const row = answer.assessment?.[Number(at)];
  if (!row) return null;
  const isOutside = row.nobody_fen === null, rule = say(`统计计在${placeName(row.place)}，只计一次；`, `Statistics count it at ${placeName(row.place)}, once; `);
  return { title: `${row.year} ${say(row.figure.zh, row.figure.en)}`, figure: wan(row.value_fen), sentence: rule + (isOutside ? say('这一年不在分算期，不分给各方。', 'this is not a year of assessment: no party is told a part.') : say('各方的份额只用于考核。', 'the parts are for assessment alone.')), columns: isOutside ? [] : [say('考核', 'assessment'), wanUnit()], rows: isOutside ? [] : row.shares.map(share => ({ cells: [partyName(share.party), wan(share.fen)] })) };
}

/** @type {Record<string, (answer: SplitAnswer, id: string) => Told|null>} */
const TOLD = { amount, line, base, all: answer => base(answer, ''), total, cap, place, alone, gain, present, assessed };

addTellers({ share });
onShared(() => { if (!shared().busy) redraw('share'); });
