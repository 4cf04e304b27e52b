/* list.js - the left column: the links needed most, what hangs on one supplier, weak links, the districts. */
import { get as ask, isOutdated, post } from './api.js';
import { editsText, isToldAtChips, MOST_TARGETS, question, refresh } from './board.js';
import { draw, h } from './h.js';
import { allSegments, countClasses, lossOf, nodesOf, segment, targetOf, targetWords } from './look.js';
import { classGlyph } from './glyph.js';
import { day, gainText, lost, markWords, small } from './format.js';
import { figure } from './explain.js';
import { duties, lateText, onDuties, owedText, STATE_WORDS, STATES } from './duties.js';
import { dutyGlyph } from './duty_strip.js';
import { onSchema, tableTitle } from './schema.js';
import { seeTable } from './table_view.js';
import { firmRow, keepFocus, rove, segmentRow } from './rows.js';
import { board, get, on } from './store.js';
import { empty, errorLine } from './states.js';
import { CLASSES, comma, nameOf, plural, say, word } from './words.js';
import { firmName, onRows, placeName } from './zone.js';

const FIRST = 12, FEW = 5, DUE = 3;
/** Sections that show all of their rows. @type {Set<string>} */
const whole = new Set();
/** @type {any} */
let districts = null;
/** @type {HTMLElement} */
let root;

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  on(['board', 'lang'], show);
  on(['board'], loadDistricts);
  on(['selection'], markChosen);
  for (const when of [onRows, onDuties, onSchema]) when(show);
  show();
}

let asked = 0;
/** The districts answer later than the board, and not on every server. */
async function loadDistricts() {
  const at = board().at ?? 0;
  if (board().busy || at === asked) return;
  asked = at;
  const { place, chain, as_of } = question(), text = editsText();
  try {
    const params = { place, chain, as_of, top: MOST_TARGETS };
    districts = await (text ? post('/api/v1/districts', text, params, 'districts') : ask('/api/v1/districts', params, 'districts'));
  } catch (error) {
    if (isOutdated(error)) return;
    districts = null;
  }
  show();
}

function markChosen() {
  const { selection } = get(), to = selection ? `${selection.kind}:${selection.id}` : '';
  for (const row of root.querySelectorAll('.row')) {
    if (row.getAttribute('data-to') === to) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function show() {
  keepFocus(root, () => draw(root, view()));
  rove(root);
}

function view() {
  const { now, error } = board();
  if (!now) return error ? errorLine(error, refresh) : h('p.empty', say('正在算…', 'Computing…'));
  const unknown = now.chain.gaps.filter(id => segment(id)?.class === 'unknown');
  return [error && !isToldAtChips(error) ? errorLine(error, refresh) : null, counts(), owed(), gaps(now.chain.gaps.filter(id => !unknown.includes(id))), unknownLinks(unknown), risks(), weak(now.chain.weak), districtList()];
}

/** What is owed and has not come: the latest first; it opens the table of duties. */
function owed() {
  const list = (duties()?.duties ?? []).filter(duty => duty.state !== 'kept'), now = duties();
  const told = STATES.filter(state => state !== 'kept' && now?.[state]).map(state => say(`${word(STATE_WORDS, state)} ${now?.[state]}`, `${now?.[state]} ${word(STATE_WORDS, state)}`)).join(' · ');
  return section('duties', say('报送责任', 'Duties'), list, DUE, dutyRow, h('p.part-note', told));
}

/** @param {import('./duties.js').Duty} duty */
const dutyRow = duty => h('button.row', { type: 'button', 'data-to': `duty:${duty.id}`, onclick: () => seeTable('owed', duty.id) },
  h('span.row-sign', dutyGlyph(duty.state)), h('span.row-title', tableTitle(duty.table)), h(`span.row-end${duty.state === 'overdue' ? '.is-late' : ''}`, lateText(duty)),
  h('span.row-meta', markWords(duty.marks), ' ', [duty.office_name, owedText(duty, placeName), duty.due_on ? say(`应于 ${day(duty.due_on)}`, `due ${day(duty.due_on)}`) : '', duty.state === 'overdue' ? '' : word(STATE_WORDS, duty.state)].filter(Boolean).join(' · ')));

/** The classes of the links, each a figure that opens. */
function counts() {
  const count = countClasses(nodesOf(allSegments()));
  return h('div.counts', Object.entries(count).map(([kind, n]) => h('span.count', kind === 'absent' ? null : classGlyph(kind, 14), `${word(CLASSES, kind)} `, figure(String(n), { kind: 'class', of: kind }))));
}

/** A heading, the first rows, and the rest on demand.
 * @param {string} id @param {string} title @param {any[]} items @param {number} first @param {(item: any) => any} draw1 @param {any} [note] */
function section(id, title, items, first, draw1, note) {
  if (!items.length) return null;
  const shown = whole.has(id) ? items : items.slice(0, first);
  return h('section.list-part', { 'aria-labelledby': `list-${id}` }, h('h2', { id: `list-${id}` }, title, h('span.count-of', String(items.length))), note,
    shown.map(draw1), items.length > first ? h('button.more', { type: 'button', 'aria-expanded': whole.has(id) ? 'true' : 'false', onclick: () => toggle(id) },
      whole.has(id) ? say('收起', 'Show fewer') : say(`全部 ${items.length}`, `All ${items.length}`)) : null);
}

/** @param {string} id */
function toggle(id) {
  if (!whole.delete(id)) whole.add(id);
  show();
}

/** @param {string[]} ids */
function gaps(ids) {
  const title = say('最需要的环节', 'Links needed most');
  if (!ids.length) return h('section.list-part', h('h2', title), empty(say('没有缺链：排摸过的环节都有企业，或增益为 0。', 'No missing link: each link looked at has a firm, or gain 0.')));
  return section('gaps', title, ids, FIRST, gapRow, h('p.part-note', say('按增益排序：再来 1 家，本地含量加多少', 'By gain: what one more firm adds to local content'), ' ', markWords(['assumed'])));
}

/** @param {string} id */
function gapRow(id) {
  const item = segment(id);
  if (!item) return null;
  const leads = item.fill > item.extension ? say(`补 ${small(item.fill)}`, `fill ${small(item.fill)}`) : say(`延 ${small(item.extension)}`, `ext. ${small(item.extension)}`);
  const less = item.fill > item.extension ? item.extension : item.fill;
  const other = less > 0 ? (item.fill > item.extension ? say(` + 延 ${small(less)}`, ` + ext. ${small(less)}`) : say(` + 补 ${small(less)}`, ` + fill ${small(less)}`)) : '';
  return segmentRow(id, gainText(item), [leads, other, ' · ', targetWords(id)]);
}

/** Nobody looked: no place among numbers, a line of their own. @param {string[]} ids */
const unknownLinks = ids => section('unknown', say('未知，待排摸', 'Unknown: nobody looked'), ids, FEW, id => segmentRow(id, '?', say('没人排摸过', 'nobody looked')));

function risks() {
  const items = nodesOf(allSegments()).filter(item => item.risk);
  const ranked = items.map(item => ({ item, loss: Math.max(0, ...item.firms.map(id => lossOf(id) ?? 0)) })).sort((a, b) => b.loss - a.loss || a.item.id.localeCompare(b.item.id));
  return section('risk', say('断链风险', 'Single supplier'), ranked, FEW, ({ item, loss }) =>
    segmentRow(item.id, lost(loss), [say('只有 ', 'only '), item.firms.map(firmName).join(comma())]),
  h('p.part-note', say('没有这一家，本地含量少多少', 'What local content would lose without it'), ' ', markWords(['assumed'])));
}

/** @param {string[]} ids */
const weak = ids => section('weak', say('弱链', 'Weak links'), ids, FEW, id => {
  const item = segment(id);
  return item && segmentRow(id, gainText(item), [say(`${item.x} 家 `, `${item.x} `), item.firms.slice(0, 2).map(firmName).join(comma()), item.firms.length > 2 ? '…' : '']);
});

/* ---- promotion districts ---- */

function districtList() {
  if (!districts?.districts?.length) return null;
  return h('section.list-part', { 'aria-labelledby': 'list-districts' }, h('h2', { id: 'list-districts' }, say('招商片区', 'Promotion districts'), h('span.count-of', String(districts.districts.length))),
    districts.districts.map(district), without());
}

const FIRST_SHARED = 40; // targets listed of a district

/** A target may come as an id or as a row. @param {any} target */
const idOf = target => (typeof target === 'string' ? target : target.firm);

/** @param {any} item */
function district(item) {
  const targets = item.targets ?? [];
  const covers = (item.covers ?? []).map(placeName).join(comma());
  return h('details.district', h('summary', h('span.row-title', nameOf(item)), h('span.row-end', say(`${targets.length} 家`, plural(targets.length, 'firm'))),
    h('span.row-meta', say(`得分合计 ${small(item.score)} · `, `score ${small(item.score)} · `), covers || say('不覆盖表中地区', 'covers no place of the table'), ' ', markWords(item.marks))),
  targets.length ? [targets.slice(0, FIRST_SHARED).map((/** @type {any} */ target) => districtTarget(idOf(target), item.uncovered ?? [])), targets.length > FIRST_SHARED ? h('p.meta', say(`列出前 ${FIRST_SHARED} 家`, `The first ${FIRST_SHARED}`)) : null] : empty(say('没有分给它的目标。', 'No target is given to it.')));
}

/** @param {string} id @param {string[]} uncovered targets from places that no district covers */
function districtTarget(id, uncovered) {
  const target = targetOf(id);
  return firmRow(id, target ? small(target.score) : '', uncovered.includes(id) ? [placeName(target?.place ?? ''), say(' · 无片区覆盖，代管', ' · covered by none, given')] : undefined);
}

/** Places of targets that nobody covers. */
function without() {
  const places = districts.without ?? [];
  if (!places.length) return null;
  return h('p.part-note', say('没有片区覆盖：', 'Covered by no district: '), places.map((/** @type {any} */ place) => placeName(typeof place === 'string' ? place : place.place ?? place.id)).join(comma()),
    say('；那里的目标分给任务最少的片区', '; targets there go to the district with least to do'));
}
