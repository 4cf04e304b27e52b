/* access_part.js - who has a school or a hospital within reach: alone, and when what is shared serves all. */
import { h, setVars } from './h.js';
import { figure } from './explain.js';
import { computedMarks, csv, deltaChip, download, markWords, num, copy } from './format.js';
import { fileName } from './file_name.js';
import { glyph } from './glyph.js';
import { latest } from './latest.js';
import { hasRoads } from './map_reach.js';
import { nth, part } from './part.js';
import { askReach } from './reach.js';
import { METHODS, SERVICES, UNITS } from './reach_words.js';
import { empty, errorLine, toast } from './states.js';
import { get, on, reached, set, setReached } from './store.js';
import { stopLink, stopsRead } from './stops.js';
import { editsText } from './board.js';
import { comma, nameOf, say, word } from './words.js';
import { placeName, zone } from './zone.js';

/** @typedef {import('./types.js').AccessAnswer} AccessAnswer */
/** @typedef {import('./types.js').ServedPlace} ServedPlace */

const FIRST = /** @type {import('./types.js').AccessAsked} */ ({ kind: 'hospital', method: '2sfca', minutes: 30 });
const LEAST = 10, MOST = 90;

const made = part('section.part.access', () => [get().access, get().lang, get().reach.vehicle, get().reach.speed, nth(reached().access), nth(reached().accessError), nth(reached().roads), stopsRead()], view);
export const accessPart = () => ({ root: made.root, refresh: () => { follow(); made.refresh(); } });

/* ---- asking */

/** @typedef {{params: Record<string, any>, edits: string}} Question */
const fetchAccess = latest((/** @type {Question} */ { params, edits }) => askReach('/api/v1/access', params, edits), (_, answer, error, newer) => {
  if (newer) return;
  setReached(error ? { accessError: error } : { access: answer, accessError: null });
});
let asked = '';

/** Asked only while it is open. */
function follow() {
  const { access, reach } = get();
  if (!access || !hasRoads()) return;
  const question = { params: { ...access, vehicle: reach.vehicle, speed: reach.speed }, edits: editsText() }, text = JSON.stringify([question, zone()?.snapshot]);
  if (text === asked) return;
  asked = text;
  fetchAccess(question);
}
on(['access', 'edits'], () => { if (made.root.isConnected) follow(); });

function again() {
  asked = '';
  follow();
}

/* ---- what is seen */

function view() {
  const { access } = get(), { access: answer, accessError } = reached();
  if (!hasRoads()) return null;
  const head = h('button.fold', { type: 'button', 'aria-expanded': access ? 'true' : 'false', 'data-to': 'access', onclick: () => set({ access: access ? null : FIRST }) }, h('h3', say('就学就医', 'Schools and hospitals')), h('span.caret', access ? '▾' : '▸'));
  if (!access) return [head, h('p.meta', say('各地每千人有多少学位、床位在分钟之内；跨省共享前后各多少。', 'Seats and beds within the minutes for a thousand people; before and after they are shared across the border.'))];
  const current = answer && answer.kind === access.kind ? answer : null;
  return [head, form(access), accessError ? errorLine(accessError, again) : null, current ? told(current) : accessError ? null : empty(say('在算…', 'Computing…'))];
}

/** @param {import('./types.js').AccessAsked} access */
function form(access) {
  const choose = (/** @type {Partial<import('./types.js').AccessAsked>} */ part) => set({ access: { ...access, ...part } });
  const shown = h('output', { for: 'access-limit' }, String(access.minutes));
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'access-limit', 'data-to': 'access-limit', min: LEAST, max: MOST, step: 5, value: String(access.minutes), oninput: () => { shown.textContent = slider.value; }, onchange: () => choose({ minutes: Number(slider.value) }) }));
  const method = h('select', { id: 'access-method', 'data-to': 'access-method', 'aria-label': say('算法', 'Method'), onchange: (/** @type {any} */ event) => choose({ method: event.target.value }) }, Object.keys(METHODS).map(id => h('option', { value: id, selected: id === access.method }, word(METHODS, id))));
  return h('div.access-form', h('div.choices', h('div.switch', { role: 'group', 'aria-label': say('设施', 'Service') }, Object.keys(SERVICES).map(kind =>
    h('button', { type: 'button', 'aria-pressed': access.kind === kind ? 'true' : 'false', 'data-to': `access:${kind}`, onclick: () => choose({ kind: /** @type {any} */ (kind) }) }, word(SERVICES, kind)))), method), h('div.draft-row', h('label', { for: 'access-limit' }, say('时限', 'Limit')), slider, h('span', shown, h('span.unit', say('分钟', 'min')))));
}

/** @param {AccessAnswer} answer */
function told(answer) {
  const unit = word(UNITS, answer.unit), most = Math.max(...answer.places.flatMap(one => [one.alone.per_thousand ?? 0, one.shared.per_thousand ?? 0]), 1e-9), tried = answer.places.some(one => one.before_shared);
  return [h('table.reach-table.access-table', h('thead', h('tr', [say('每千人', 'per 1,000'), say('各管各', 'alone'), say('共享', 'shared'), say('相差', 'difference'), null].map((text, i) => h(text === null ? 'td' : i ? 'th.n' : 'th', text === null ? {} : { scope: 'col' }, text, i === 0 ? h('span.unit', unit) : null)))),
    h('tbody', answer.places.map(one => line(one, most, tried)))), key(), tried ? h('p.meta', say('试算后；“共享”一格里先列试算前。', 'After the what-if; in "shared" the figure before stands first.')) : null, checkLine(answer), unknowns(answer), facilities(answer),
  h('div.acts', h('button', { type: 'button', onclick: () => copyTable(answer) }, say('复制', 'Copy')), h('button', { type: 'button', onclick: () => download(`${fileName(`access-${answer.kind}`)}.csv`, csv([...rowsOf(answer), [], ...about(answer)])) }, 'CSV'), markWords(computedMarks(answer.marks)))];
}

/** @param {ServedPlace} one @param {number} most @param {boolean} tried */
function line(one, most, tried) {
  const [alone, shared] = [one.alone.per_thousand, one.shared.per_thousand], before = one.before_shared?.per_thousand ?? null;
  const cell = (/** @type {number|null} */ value, /** @type {string} */ of) => (value === null ? h('span.unknown', glyph('circle', 'dotted', 'unknown', 12), say('未知', 'unknown')) : figure(num(value, 2), { kind: 'access', of, id: one.place }));
  return h('tr', { 'data-place': one.place }, h('th', { scope: 'row' }, nameOf(one) || placeName(one.place)), h('td.n', cell(alone, 'alone')), h('td.n', tried && before !== null && before !== shared ? h('span.diff-was', num(before, 2), ' → ') : null, cell(shared, 'shared')),
    h('td.n', one.gain_per_thousand === null ? '?' : Math.abs(one.gain_per_thousand) < 0.005 ? h('span.meta', '0') : deltaChip(one.gain_per_thousand, 1, 2)), h('td.wide', pair(alone, shared, most)));
}

/** Two bars on one scale: alone above, shared below. @param {number|null} alone @param {number|null} shared @param {number} most */
function pair(alone, shared, most) {
  const both = h('span.pair-bars', { 'aria-hidden': 'true' }, h('span.pair-alone'), h('span.pair-shared'));
  setVars(both, { '--alone': `${100 * (alone ?? 0) / most}%`, '--shared': `${100 * (shared ?? 0) / most}%` });
  return both;
}

const key = () => h('p.meta.pair-key', { 'aria-hidden': 'true' }, h('span.pair-alone'), say(' 各管各 ', ' alone '), h('span.pair-shared'), say(' 共享', ' shared'));

/** What is given out equals what is there: the law of the method. @param {AccessAnswer} answer */
function checkLine({ check, unit }) {
  const same = Math.abs(check.supply_used - check.access_times_people) <= 1e-6 * Math.max(1, check.supply_used);
  return h('p.proof', say(`核对：用到的${word(UNITS, unit)} ${num(check.supply_used)}，分到各地人口合计 ${num(check.access_times_people)}，${same ? '相等' : '不等'}。`,
    `Check: ${num(check.supply_used)} ${word(UNITS, unit)} used, ${num(check.access_times_people)} given out over all people: ${same ? 'equal' : 'not equal'}.`));
}

/** @param {AccessAnswer} answer */
function unknowns({ unknown, facilities }) {
  const name = (/** @type {string} */ id) => nameOf(facilities.find(one => one.id === id)) || id;
  /** @type {[string, string[]][]} */
  const lines = [[say('人口未知', 'people not known'), unknown.people.map(placeName)], [say('容量未知', 'capacity not known'), unknown.capacity.map(name)], [say('没有路到', 'no road to'), unknown.no_road.map(name)]];
  const found = lines.filter(([, all]) => all.length);
  return found.length ? h('p.meta', glyph('circle', 'dotted', 'unknown', 12), ' ', found.map(([title, all]) => `${title}${say('：', ': ')}${all.join(comma())}`).join(say('；', '; ')), say('。这些不计入。', '. They are left out.')) : null;
}

/** @param {AccessAnswer} answer */
const facilities = answer => h('details.sub', h('summary', h('h3', say('各处容量', 'Capacity of each'), h('span.count-of', String(answer.facilities.length)))), h('table.reach-table', h('thead', h('tr', [say('名称', 'name'), say('地区', 'place'), word(UNITS, answer.unit), say('每千人', 'per 1,000')].map((text, i) => h(i > 1 ? 'th.n' : 'th', { scope: 'col' }, text)))),
  h('tbody', answer.facilities.map(one => h('tr', h('th', { scope: 'row' }, stopLink('facility', one.id), one.shared ? h('span.mark', say('共享', 'shared')) : null, markWords(one.marks)), h('td', placeName(one.place)), h('td.n', one.capacity === null ? say('未知', 'unknown') : num(one.capacity)), h('td.n', one.per_thousand === null ? '?' : num(one.per_thousand, 2)))))));

/* ---- taking it away */

/** @param {AccessAnswer} answer @returns {any[][]} */
const rowsOf = answer => [[say('代码', 'code'), say('地区', 'place'), say('人口', 'people'), say('各管各 每千人', 'alone per 1,000'), say('共享 每千人', 'shared per 1,000'), say('相差', 'difference'), say('共享 最近分钟', 'shared, nearest min')],
  ...answer.places.map(one => [one.place, nameOf(one), one.people, one.alone.per_thousand, one.shared.per_thousand, one.gain_per_thousand, one.shared.nearest_min])];
/** @param {AccessAnswer} answer @returns {any[][]} */
const about = answer => [[say('设施', 'service'), word(SERVICES, answer.kind)], [say('算法', 'method'), answer.method], [say('时限 分钟', 'limit, min'), answer.minutes], [say('路网', 'roads'), answer.roads.title ?? ''], [say('快照', 'snapshot'), answer.snapshot], [say('标记', 'marks'), computedMarks(answer.marks).join(' ')], [say('来源', 'sources'), answer.sources.join(' ')]];

/** @param {AccessAnswer} answer */
async function copyTable(answer) {
  const done = await copy(rowsOf(answer).map(row => row.map(cell => cell ?? '').join('\t')).join('\n'));
  toast(done ? say('已复制，可贴进表格', 'Copied; paste it into a sheet') : say('浏览器不让复制', 'The browser refuses to copy'));
}
