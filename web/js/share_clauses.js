/* share_clauses.js - the agreement as sentences that can be signed; what may be tried otherwise opens where it stands. */
import { draw, h } from './h.js';
import { markWords, num } from './format.js';
import { nth, part } from './part.js';
import { added, edited, isGone, settle, shared } from './share.js';
import { editor } from './share_editor.js';
import { keyOfGone, keyOfPhase, phaseForm, removePhase } from './share_rows.js';
import { writePart } from './share_write.js';
import { yearsText } from './share_tried.js';
import { ofAgreement, ofParty, ofPhase, ofRest, sameValue, valueText } from './share_fields.js';
import { ratioOf } from './share_ratio.js';
import { BASES, partiesOf, partyName, streamName, termOf } from './share_words.js';
import { kindOf } from './schema.js';
import { get } from './store.js';
import { comma, nameOf, say, word } from './words.js';
import { listOf, marksIn, place, placeName, source, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */
/** @typedef {import('./share_fields.js').Field} Field */
/** @typedef {import('./h.js').Child} Child */

const phone = matchMedia('(max-width: 767px)');
/** Clauses are tried where there is room for it, and by who sees what comes of it. */
export const mayTry = () => !phone.matches && !shared().refused;
/** The field in hand, by its id; '' when none is. */
let inHand = '';
/** Where what the server says is told: of which changes. @type {Map<HTMLElement, string[]>} */
const told = new Map();

const drawn = part('section.part.share-clauses', () => [get().share.id, get().lang, nth(shared().tables), get().edits.filter(change => change.kind === 'share'), inHand, shared().refused, rulesOf(shared().answer), Boolean(kindOf('agreements')), Boolean(zone()), phone.matches], view);
export const clausesPart = () => ({ root: drawn.root, refresh: () => { drawn.refresh(); tellFaults(); writePart().refresh(); } });
phone.addEventListener('change', () => drawn.refresh());

/** Faults come while a slider is held: they are told without drawing anew. */
function tellFaults() {
  const { faults } = shared();
  for (const [box, keys] of told) {
    draw(box, keys.flatMap(key => faults[key] ?? []).map(fault => h('span', say(fault.message_zh ?? fault.message ?? '', fault.message ?? ''))));
  }
}

/** @param {string} id */
function take(id) {
  inHand = id;
  drawn.refresh();
  const input = /** @type {HTMLInputElement|null} */ (drawn.root.querySelector('#clause-input'));
  input?.focus();
  if (input?.select) input.select();
}
/** Put it down, and the focus back on its words. */
function put() {
  const id = inHand;
  inHand = '';
  drawn.refresh();
  /** @type {HTMLElement|null} */ (drawn.root.querySelector(`[data-to="${CSS.escape(`clause:${id}`)}"]`))?.focus();
}

/** A value of a sentence: before → after when it is tried. @param {Field} field @param {string} [text] */
function value(field, text = valueText(field, field.is)) {
  const tried = !sameValue(field, field.was, field.is), inner = [tried ? h('span.diff-was', valueText(field, field.was), ' → ') : null, text];
  if (!mayTry()) return h(`span.clause-value${tried ? '.is-tried' : ''}`, inner);
  return h(`button.clause-value${tried ? '.is-tried' : ''}`, { type: 'button', 'data-to': `clause:${field.id}`, 'aria-expanded': inHand === field.id ? 'true' : 'false', 'aria-label': `${say(...field.names)} ${valueText(field, field.is)}${say('，修改', ', change it')}`,
    onclick: () => (inHand === field.id ? put() : take(field.id)) }, inner);
}

/** A clause: its name, its sentence, the field of it that is in hand, and what the server says of it and of other changes of the row; one that says nothing yet is not for paper.
 * @param {string} name @param {Child} words @param {Field[]} [fields] @param {boolean} [isBlank] @param {string[]} [keys] of those changes */
function clause(name, words, fields = [], isBlank = false, keys = []) {
  const bad = h('p.clause-fault', { role: 'alert' }), open = fields.find(field => field.id === inHand);
  const all = [...fields.map(field => field.key), ...keys];
  if (all.length) told.set(bad, all);
  return h(`li.clause${isBlank ? '.is-blank' : ''}`, h('h3', name), h('div.clause-body', h('p', words), open && mayTry() ? editor(open, put) : null, all.length ? bad : null));
}

function view() {
  const { id, tables, answer, refused } = shared(), row = tables?.agreements.find(one => one.id === id);
  told.clear();
  if (!tables || !row) return null;
  const parties = partiesOf(id), phases = tables.agreement_phases.filter(one => one.agreement === id), now = edited('agreements', row);
  return [h('h3', say('条款', 'Clauses'), h('span.part-head-end', row.version ? h('span', say('规则版本 ', 'rules: '), row.version) : null, markWords(marksIn(row)))),
    h('ol.clauses', who(row, parties), shares(row), starts(row, now), parts(now, parties, phases), parties.flatMap(one => bounds(one, refused)), rest(id), holds(row), land(row), taxes(row, answer), origin(row)), writePart().root];
}

/* ---- the sentences */

/** @param {Row} row @param {Row[]} parties */
function who(row, parties) {
  const list = parties.map(one => `${partyName(one.party)}${say('（', ' (')}${[termOf('agreement_parties', 'role', one.role), one.place && nameOf(one) !== placeName(one.place) && one.name_zh ? placeName(one.place) : ''].filter(Boolean).join(say('，', ', '))}${say('）', ')')}`);
  return clause(say('各方', 'Parties'), [list.join(comma()), say('，以', ' agree by '), h('b', termOf('agreements', 'form', row.form)), say('方式合作', ''), row.signed_on ? say(`，${row.signed_on} 签订`, `, signed ${row.signed_on}`) : '', row.project ? say(`，项目 ${projectName(row.project)}`, `, on ${projectName(row.project)}`) : '', say('。', '.')]);
}

/** @param {string} id */
const projectName = id => nameOf(shared().tables?.projects.find(one => one.id === id)) || id;

/** @param {Row} row */
function shares(row) {
  const amount = ofAgreement(row, 'base_wan'), has = row.base === 'increment' || (row.base === 'stated' && row.base_wan != null);
  return clause(say('分什么', 'What is shared'), [word(BASES, row.base), has ? [row.base === 'increment' ? say('，基数每年 ', ', the base a year ') : say('，每年 ', ', a year '), value(amount)] : null, say('。', '.')], has ? [amount] : []);
}

/** @param {Row} row @param {Row} now */
function starts(row, now) {
  const field = ofAgreement(row, 'start_on'), event = termOf('agreements', 'start_event', row.start_event);
  const words = now.start_on ? [say(`${event}之年（`, `The year of ${event} (`), value(field), say('）为第 0 年。', ') is year 0.')] : [say(`以${event}之年为第 0 年；尚未发生（`, `Year 0 is that of ${event}, which has not come (`), value(field), say('），暂不分享。', '): nothing is shared yet.')];
  return clause(say('起算', 'Start'), words, [field]);
}

/** One sentence a phase: half-open years, told by both ways to count them. @param {Row} now @param {Row[]} parties @param {Row[]} phases */
function parts(now, parties, phases) {
  const start = now.start_on ? Number(String(now.start_on).slice(0, 4)) : null, known = parties.filter(one => phases.some(phase => phase.party === one.party)), more = added('agreement_phases', shared().tables?.agreement_phases ?? []).filter(one => one.agreement === now.id);
  const none = known.length || more.length ? [] : [clause(say('比例', 'Parts'), say('没有约定比例。', 'No part is agreed.'))];
  return [...none, ...known.flatMap(one => phases.filter(phase => phase.party === one.party).map(phase => phaseClause(phase, start))), ...more.map(phase => addedClause(phase, start)), mayTry() ? adder(now.id) : null];
}

/** @param {Row} phase @param {number|null} start */
function phaseClause(phase, start) {
  if (isGone('agreement_phases', phase.id)) return goneClause(phase);
  const [from, to, part] = [ofPhase(phase, 'from_year'), ofPhase(phase, 'to_year'), ofPhase(phase, 'weight')], streams = listOf(phase.streams), last = to.is === null ? null : Number(to.is) - 1;
  const years = start === null ? '' : last === null ? say(`（${start + Number(from.is)} 年起）`, ` (from ${start + Number(from.is)})`) : say(`（${start + Number(from.is)}–${start + last} 年）`, ` (${start + Number(from.is)}–${start + last})`);
  const only = [streams.length ? streams.map(streamName).join(comma()) : '', phase.class ?? ''].filter(Boolean).join(' · ');
  return clause(partyName(phase.party), [say('第 ', 'from year '), value(from), say(' 年起、', ' '), to.is === null ? value(to, say('不设截止', 'without end')) : [say('第 ', 'to before year '), value(to), say(' 年前', '')], years, say(only ? `，限${only}` : '', only ? `, of ${only} alone` : ''),
    say('，得 ', ', gets '), value(part), halfSign(part.is), say('。', '.'), markWords(marksIn(phase).filter(mark => mark !== 'illustrative')), phase.note ? h('span.meta', ` ${phase.note}`) : null,
    mayTry() ? act(say('删', 'Remove'), say(`删去 ${phaseText(phase)}`, `Remove ${phaseText(phase)}`), `phase-remove:${phase.id}`, () => { removePhase(phase); focusOn(`phase-back:${phase.id}`); }) : null], [from, to, part], false, [keyOfGone(phase.id)]);
}

/** A small act at the end of a sentence. @param {string} text @param {string} name @param {string} to @param {() => void} does */
const act = (text, name, to, does) => h('button.link.clause-act.not-phone', { type: 'button', 'data-to': to, 'aria-label': name, onclick: does }, text);
const focusOn = (/** @type {string} */ to) => /** @type {HTMLElement|null} */ (drawn.root.querySelector(`[data-to="${CSS.escape(to)}"]`))?.focus();
/** @param {Row} row */
const phaseText = row => `${partyName(row.party)} ${yearsText(row)} ${row.weight}`;

/** A phase that stands and would go. @param {Row} phase */
const goneClause = phase => clause(partyName(phase.party), [h('s.clause-gone', `${yearsText(phase)} ${phase.weight}`), ' ', h('span.mark', say('试删', 'removed')), mayTry() ? act(say('恢复', 'Restore'), say(`恢复 ${phaseText(phase)}`, `Restore ${phaseText(phase)}`), `phase-back:${phase.id}`, () => { settle(keyOfGone(phase.id), null); focusOn(`phase-remove:${phase.id}`); }) : null], [], false, [keyOfGone(phase.id)]);

/** A phase that is tried and does not stand. @param {Row} phase @param {number|null} start */
function addedClause(phase, start) {
  const years = start === null ? '' : phase.to_year === undefined ? say(`（${start + phase.from_year} 年起）`, ` (from ${start + phase.from_year})`) : say(`（${start + phase.from_year}–${start + phase.to_year - 1} 年）`, ` (${start + phase.from_year}–${start + phase.to_year - 1})`);
  if (mayTry() && inHand === `change:${phase.id}`) return h('li.clause', h('h3', partyName(phase.party)), h('div.clause-body', phaseForm(phase.agreement, phase, shutForm(`phase-change:${phase.id}`))));
  return clause(partyName(phase.party), [h('span.clause-value.is-tried', yearsText(phase)), years, say('，得 ', ', gets '), h('span.clause-value.is-tried', phase.weight), halfSign(phase.weight), say('。', '.'), ' ', h('span.mark', say('试增', 'added')),
    mayTry() ? [act(say('改', 'Change'), say(`改 ${phaseText(phase)}`, `Change ${phaseText(phase)}`), `phase-change:${phase.id}`, () => openForm(`change:${phase.id}`)), act(say('撤销', 'Undo'), say(`撤销新增 ${phaseText(phase)}`, `Undo the addition of ${phaseText(phase)}`), `phase-drop:${phase.id}`, () => { settle(keyOfPhase(phase.id), null); focusOn('phase-add'); })] : null], [], false, [keyOfPhase(phase.id)]);
}

/** @param {string} id of what is in hand */
function openForm(id) {
  inHand = id;
  drawn.refresh();
  focusOn('phase-party');
}
/** @param {string} to where the focus goes */
const shutForm = to => () => { inHand = ''; drawn.refresh(); focusOn(to); };

/** @param {string} id */
const adder = id => h('li.clause.is-blank', h('span'), h('div.clause-body', inHand === `add:${id}` ? phaseForm(id, null, shutForm('phase-add')) : h('button.link.not-phone', { type: 'button', 'data-to': 'phase-add', onclick: () => openForm(`add:${id}`) }, say('新增阶段', 'Add a phase'))));

/** A fraction as a percentage too, when that is exact in a digit. @param {string} text */
function halfSign(text) {
  const ratio = ratioOf(text);
  if (!ratio || /%$/.test(text) || (ratio.n * 1000n) % ratio.d) return null;
  return h('span.meta', ` ${num(Number(ratio.n * 1000n / ratio.d) / 10, (ratio.n * 1000n / ratio.d) % 10n ? 1 : 0)}%`);
}

/** What binds a party: those that are set as words, the others as what may be set. @param {Row} one @param {boolean} refused */
function bounds(one, refused) {
  const isRest = ofRest(one.agreement).is === one.party, columns = isRest ? ['repay_wan'] : ['cap_year_wan', 'cap_wan', 'floor_wan', 'repay_wan'];
  const fields = columns.map(column => ofParty(one, column)), set = fields.filter(field => field.is !== null || field.was !== null), unset = fields.filter(field => !set.includes(field));
  const short = (/** @type {Field} */ field) => say(field.names[0].split(' ').slice(-1)[0], field.names[1].split(', ').slice(-1)[0]);
  if (!set.length && !refused && !mayTry()) return [];
  return [clause(say(`${partyName(one.party)} 上下限`, `${partyName(one.party)}: bounds`), [set.map((field, i) => h('span.clause-bound', short(field), ' ', value(field), i < set.length - 1 ? comma() : '')), one.paid_wan ? say(`（此前已得 ${num(one.paid_wan, 2)} 万元）`, ` (${num(one.paid_wan, 2)} paid before)`) : '', refused ? [set.length ? say('；', '; ') : '', h('span.meta', say('归还、此前所得：无权查看', 'repaid and paid before: not yours to see'))] : null,
    unset.length && mayTry() ? h('span.clause-unset', set.length ? say('；未设：', '; not set: ') : say('未设：', 'Not set: '), unset.map((field, i) => [i ? comma() : '', value(field, short(field))])) : null, say('。', '.')], fields, !set.length && !one.paid_wan)];
}

/** @param {string} id */
function rest(id) {
  const field = ofRest(id);
  return clause(say('余额', 'The rest'), [say('各方所得之外、到上限之后的部分，以及未生效、中止期间的全部，归 ', 'What parts and caps leave, and all of it while the agreement is not in force, goes to '), value(field), say('。', '.')], [field]);
}

/** @param {Row} row */
function holds(row) {
  const [from, to, off, on] = ['valid_from', 'valid_to', 'suspended_from', 'suspended_to'].map(column => ofAgreement(row, column));
  return clause(say('有效与中止', 'In force'), [say('有效期自 ', 'Valid from '), value(from, from.is === null ? say('起算', 'the start') : undefined), say(' 至 ', ' to '), value(to), say('；中止自 ', '; suspended from '), value(off), say(' 至 ', ' to '), value(on), say('；首尾年份整年计。', '; first and last years count whole.')], [from, to, off, on]);
}

/** @param {Row} row */
const land = row => (row.land_returned_mu == null && row.land_kept_mu == null ? null : clause(say('用地', 'Land'), [row.land_returned_mu == null ? '' : say(`收回 ${num(row.land_returned_mu)} 亩`, `${num(row.land_returned_mu)} mu returned`), row.land_returned_mu != null && row.land_kept_mu != null ? comma() : '', row.land_kept_mu == null ? '' : say(`留用 ${num(row.land_kept_mu)} 亩`, `${num(row.land_kept_mu)} mu kept`), say('。', '.')]));

/** Ids of the tax rules an answer has used. @param {SplitAnswer|null} answer */
const rulesOf = answer => [...new Set((answer?.rows ?? []).map(row => row.rule ?? '').filter(Boolean))].sort();

/** From gross to retained, a stream a line. @param {Row} row @param {SplitAnswer|null} answer */
function taxes(row, answer) {
  const rules = rulesOf(answer).map(id => shared().tables?.tax_rules.find(one => one.id === id)).filter(one => one !== undefined);
  if (row.base === 'stated' || !rules.length) return null;
  const free = rules.filter(rule => ratioOf(rule.central)?.n === 0n && ratioOf(rule.provincial)?.n === 0n), cut = rules.filter(rule => !free.includes(rule));
  return clause(say('税收分成', 'Tax'), [free.length ? h('span.clause-tax', free.map(rule => streamName(rule.stream)).join(comma()), say('：全留地方', ': all stays'), markWords([...new Set(free.flatMap(marksIn))])) : null, cut.map(rule => h('span.clause-tax', streamName(rule.stream), say('：中央 ', ': centre '), rule.central, say('，省级 ', ', province '), rule.provincial, say('（在中央之后）', ' of the rest'), leftText(rule), rule.place && place(rule.place) ? ` · ${placeName(rule.place)}` : '', markWords(marksIn(rule))))]);
}

/** @param {Row} rule */
function leftText(rule) {
  const [central, provincial] = [ratioOf(rule.central), ratioOf(rule.provincial)];
  if (!central || !provincial) return '';
  const left = Number((central.d - central.n) * (provincial.d - provincial.n) * 10000n / (central.d * provincial.d)) / 100;
  return say(`，地方留 ${num(left, Number.isInteger(left) ? 0 : 2)}%`, `, ${num(left, Number.isInteger(left) ? 0 : 2)}% stays`);
}

/** @param {Row} row */
const origin = row => clause(say('依据', 'Grounds'), [listOf(row.source).map((id, i) => [i ? comma() : '', id === 'illustrative' ? say('为示意而设', 'invented to show something') : [h('span.code', id), ` ${source(id)?.title ?? ''}`]]), say('。', '. '), row.note ?? '']);

