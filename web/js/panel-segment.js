/* panel-segment.js - a link of a chain: how strong it is here, who makes it, who would use it, who looked. */
import { agedDay } from './age.js';
import { h } from './h.js';
import { classGlyph } from './glyph.js';
import { figure } from './explain.js';
import { flow } from './flow.js';
import { computedMarks, gainText, lost, markWords, num, small } from './format.js';
import { chainOf, lossOf, segment } from './look.js';
import { board } from './store.js';
import { firmRow } from './rows.js';
import { empty } from './states.js';
import { addEdit, bringNew } from './whatif.js';
import { landingSelect } from './landing.js';
import { comma, LABELS, nameOf, plural, ROLES, say, TIERS, word } from './words.js';
import { segmentRow, source, twinsOf } from './zone.js';

/** @typedef {import('./types.js').Segment} Segment */

/** @param {string} id */
export function segmentView(id) {
  const item = segment(id);
  if (!item) return h('section.part', h('h2', id), empty(say('所选产业链里没有这个环节。', 'The chains asked have no such link.')));
  return h('section.part.selected', head(item), numbers(item), flow(item), local(item), looked(item), acts(item));
}

/** @param {Segment} item */
function head(item) {
  const row = segmentRow(item.id), chain = chainOf(item.id);
  const belongs = [nameOf(chain), word(TIERS, item.tier), row?.gb4754 ? `GB/T 4754 ${row.gb4754}` : ''].filter(Boolean).join(' · ');
  const twins = twinsOf(item.id).filter(other => other !== item.id);
  return h('header.sel-head', classGlyph(item.class, 20), h('h2', nameOf(item), h('span.code', item.id)), h('span.class-chip', { 'data-class': item.class }, word(LABELS, item.label)),
    h('p.meta', say(item.name_en, item.name_zh), ' · ', belongs, twins.length ? say(` · 与 ${twins.join(' ')} 为同一产品`, ` · the same product as ${twins.join(' ')}`) : ''));
}

/** @param {Segment} item */
function numbers(item) {
  const marks = computedMarks(item.marks);
  const users = item.users.filter(id => (segment(id)?.x ?? 0) > 0).length;
  return h('dl.numbers',
    h('div', h('dt', say('增益', 'Gain')), h('dd', figure(gainText(item), { kind: 'gain', id: item.id }, { unit: say('分', 'points'), strong: true })),
      h('dd.meta', item.class === 'unknown' ? say('缺排摸', 'nobody looked') : say(`补 ${small(item.fill)} + 延 ${small(item.extension)}`, `fill ${small(item.fill)} + ext. ${small(item.extension)}`)), h('dd.numbers-marks', markWords(marks))),
    h('div', h('dt', say('本地企业', 'Firms here')), h('dd', figure(num(item.x), { kind: 'count', id: item.id }, { unit: say('家', '') })),
      h('dd.meta', item.risk ? h('span.risk', say('断链风险：仅一家', 'single supplier')) : `${say('强度', 'strength')} ${num(item.strength, 2)}`)),
    h('div', h('dt', say('本地含量', 'Local content')), h('dd', figure(small(item.q), { kind: 'content', id: item.id })), h('dd.meta', say(`本地用户 ${users}`, `${plural(users, 'user')} here`))));
}

const MOST = 30; // firms listed of a link

/** @param {Segment} item */
function local(item) {
  if (!item.firms.length) return null;
  const ordered = item.firms.length > MOST ? [...item.firms].sort((a, b) => (lossOf(b) ?? 0) - (lossOf(a) ?? 0)) : item.firms;
  return h('div.sub', h('h3', say('本地企业', 'Firms here'), h('span.count-of', String(item.firms.length)), h('span.part-head-end', say('流失：没有它少多少', 'what is lost without it'))),
    ordered.slice(0, MOST).map(id => firmRow(id, lossOf(id) === null ? '' : lost(lossOf(id)))),
    ordered.length > MOST ? h('p.meta', say(`列出流失最多的 ${MOST} 家。`, `The ${MOST} whose loss is most.`)) : null);
}

/** What stands behind "missing": who looked, for what, when. @param {Segment} item */
function looked(item) {
  const surveys = (board().now?.chain.surveys ?? []).filter(survey => item.surveys.includes(survey.id));
  const title = h('h3', say('谁排摸过', 'Who looked'));
  if (!surveys.length) return h('div.sub', title, empty(say('没有人排摸过这个环节，所以不说它缺。', 'Nobody looked for this link, so it is not called missing.')));
  return h('div.sub', title, h('ul.plain', surveys.map(survey => h('li', survey.looked_for.length ? say('找过 ', 'looked for ') : say('找过各类企业', 'looked for every kind of firm'),
    survey.looked_for.map(role => word(ROLES, role)).join(comma()), ' · ', agedDay(survey.as_of, ['surveys']), ' · ', h('span', source(survey.source)?.title ?? survey.source), ' ', markWords(survey.marks)))));
}

/** @param {Segment} item */
const acts = item => h('div.acts.try', h('button.primary', { type: 'button', onclick: () => addEdit(bringNew(item.id)) }, say('引入 1 家典型企业', 'Bring a typical firm')), markWords(['illustrative']),
  say(' 到 ', ' to '), landingSelect());
