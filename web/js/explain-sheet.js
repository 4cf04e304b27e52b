/* explain-sheet.js - how figures of a settlement sheet came about; rules in docs/parts/share-agreements.md. */
import { addTellers } from './explain-content.js';
import { computedMarks } from './format.js';
import { fenText, nameIn, yuanUnit } from './share_fen.js';
import { byLine, decided, lineOf, oddText, titleOf } from './share_lines.js';
import { say } from './words.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */
/** @typedef {import('./types.js').SheetAnswer} SheetAnswer */
/** @typedef {Pick<Content, 'title'|'figure'|'sentence'|'columns'|'rows'> & Partial<Content>} Told */

/** The part that asks tells its answer. @type {() => SheetAnswer|null} */
let answered = () => null;
/** @param {typeof answered} find */
export const tellSheet = find => { answered = find; };

/** @param {string} of @param {SheetAnswer} answer */
const common = (of, answer) => ({ id: `settlement.${of}`, unit: yuanUnit(), marks: computedMarks(answer.marks), sources: answer.sources, dated: null, snapshot: answer.snapshot, assumptions: [] });
/** @param {SheetAnswer} answer @param {string|undefined} code */
const name = (answer, code) => { const one = answer.parties.find(party => party.party === code); return one ? nameIn(one) : code ?? ''; };
/** @param {SheetAnswer} answer */
const ruled = answer => (answer.about.rule_version ? say(`依据：${answer.about.rule_version}`, `Rules: ${answer.about.rule_version}`) : undefined);

/** What a party gets in the year: its lines. @param {What} what @param {SheetAnswer} answer @returns {Told} */
function ofParty(what, answer) {
  const rows = answer.lines.filter(row => row.party === what.id), total = answer.parties.find(one => one.party === what.id)?.amount_fen ?? 0;
  return { title: say(`${name(answer, what.id)} ${answer.year} 年应得`, `${name(answer, what.id)}, due in ${answer.year}`), figure: fenText(total), sentence: say('这一年各项税款按条款分给这一方的合计；每项到分，尾差按最大余数定。', 'What the clauses give the party of each line of the year; each is exact to the fen, an odd fen by the largest remainder.'), proof: ruled(answer),
    columns: [say('项', 'line'), say('条款', 'clause'), say('元', 'yuan')], rows: rows.map(row => ({ cells: [titleOf(row), decided(row), fenText(row.amount_fen)], opens: { kind: 'sheet', of: 'line', id: row.party, chain: lineOf(row) } })), total: [say('合计', 'sum'), '', fenText(total)] };
}

/** Who collects, and why it: the only host, else who takes the rest. @param {SheetAnswer} answer */
function collects(answer) {
  const hosts = answer.parties.filter(one => one.role === 'host'), who = name(answer, answer.collector);
  if (hosts.length === 1 && hosts[0].party === answer.collector) return say(`${who}是落地方，税款由它收，`, `${who} is the host and collects the tax.`);
  return hosts.length ? say(`落地方不止一个，税款由承接余额的${who}收，`, `There is more than one host, so ${who}, which takes the rest, collects the tax.`) : say(`没有落地方，税款由承接余额的${who}收，`, `There is no host, so ${who}, which takes the rest, collects the tax.`);
}

/** What is paid is what the party gets. @param {What} what @param {SheetAnswer} answer @returns {Told} */
function due(what, answer) {
  const told = ofParty(what, answer), back = answer.parties.find(one => one.party === what.id);
  const isBack = (back?.amount_fen ?? 0) < 0;
  return { ...told, title: isBack ? say(`${name(answer, what.id)} 付给 ${name(answer, answer.collector)}`, `${name(answer, what.id)} pays ${name(answer, answer.collector)}`) : say(`${name(answer, answer.collector)} 付给 ${name(answer, what.id)}`, `${name(answer, answer.collector)} pays ${name(answer, what.id)}`),
    figure: fenText(Math.abs(back?.amount_fen ?? 0)), sentence: say(`${collects(answer)}把别方应得的付给别方；应得为负的，由那一方退回。`, `${collects(answer)} It pays the others what is due to them; who is due less than nothing pays it back.`) };
}

/** A party's amount of a line. @param {What} what @param {SheetAnswer} answer @returns {Told|null} */
function ofLine(what, answer) {
  const row = answer.lines.find(one => one.party === what.id && lineOf(one) === what.chain), all = answer.lines.filter(one => lineOf(one) === what.chain);
  if (!row) return null;
  return { title: `${name(answer, row.party)} · ${titleOf(row)}`, figure: fenText(row.amount_fen), sentence: decided(row), formula: say('先归还，再按条款的比例、不过上限，余额归承接方；一起舍入一次', 'repaid first, then the part of the clause within the caps, the rest to who takes it; rounded together once'), proof: ruled(answer),
    columns: [say('方', 'party'), say('元', 'yuan')], rows: all.map(one => ({ cells: [[name(answer, one.party), oddText(one.odd_fen)].filter(Boolean).join(' · '), fenText(one.amount_fen)] })), total: [say('可分', 'to share'), fenText(row.base_fen)] };
}

/** What there is to share of a line. @param {What} what @param {SheetAnswer} answer @returns {Told|null} */
function share(what, answer) {
  const row = answer.lines.find(one => lineOf(one) === what.chain);
  if (!row) return null;
  return { title: say(`${titleOf(row)} 可分`, `${titleOf(row)}, to share`), figure: fenText(row.base_fen), sentence: say(`按分税规则 ${row.rule ?? ''} 减去中央、省级部分。`, `Less the parts of the centre and the province by the tax rule ${row.rule ?? ''}.`), formula: say('可分 = 收入 − 中央 − 省级', 'to share = gross − centre − province'),
    columns: ['', say('元', 'yuan')], rows: [{ cells: [say('收入', 'gross'), fenText(row.gross_fen)] }, { cells: [say('减 中央', 'less centre'), fenText(-row.central_fen)] }, { cells: [say('减 省级', 'less province'), fenText(-row.provincial_fen)] }], total: [say('可分', 'to share'), fenText(row.base_fen)] };
}

/** All that is shared in the year. @param {What} _ @param {SheetAnswer} answer @returns {Told} */
function base(_, answer) {
  return { title: say(`${answer.year} 年可分合计`, `To share in ${answer.year}`), figure: fenText(answer.totals.base_fen), sentence: say('各项可分之和，等于各方应得之和。', 'The sum of what each line has to share; the amounts of the parties add up to it.'), columns: [say('项', 'line'), say('元', 'yuan')],
    rows: byLine(answer.lines).map(([row]) => ({ cells: [titleOf(row), fenText(row.base_fen)], opens: row.rule ? { kind: 'sheet', of: 'share', chain: lineOf(row) } : undefined })), total: [say('合计', 'sum'), fenText(answer.totals.base_fen)] };
}

/** @type {Record<string, (what: What, answer: SheetAnswer) => Told|null>} */
const TOLD = { party: ofParty, due, line: ofLine, share, base };

/** @param {What} what @returns {Content|null} */
function sheet(what) {
  const answer = answered(), tell = TOLD[what.of ?? ''], told = answer && tell ? tell(what, answer) : null;
  return answer && told ? { ...common(what.of ?? '', answer), ...told } : null;
}

addTellers({ sheet });
