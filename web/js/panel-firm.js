/* panel-firm.js - a firm: facts and where they come from, what it makes, why it may come or what is lost without it. */
import { h } from './h.js';
import { classGlyph, firmGlyph } from './glyph.js';
import { figure } from './explain.js';
import { computedMarks, gainText, markWords, small } from './format.js';
import { agedDay } from './age.js';
import { figuresAndTitles } from './firm_years.js';
import { isLocal, lossOf, rankOf, segment, targetOf } from './look.js';
import { reasonOf, reasons } from './ranking.js';
import { segmentRow } from './rows.js';
import { empty } from './states.js';
import { get } from './store.js';
import { addEdit, bringFirm, landingPlaces, moveFirm, removeEdit, removeFirm } from './whatif.js';
import { landingSelect } from './landing.js';
import { editForm } from './edit-row.js';
import { mayEdit } from './session.js';
import { nameOf, PRECISION, ROLES, say, word } from './words.js';
import { firm, firmRow, isRemoved, listOf, placeName, segmentsOf, source, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */

let editing = '';

/** @param {string} id @param {() => void} again */
export function firmView(id, again) {
  const row = firm(id);
  if (!row) return h('section.part', h('h2', id), empty(say('没有这家企业，或它不在试算里了。', 'There is no such firm, or it left the what-if.')));
  return h('section.part.selected', head(row), standing(id), facts(row), figuresAndTitles(id), makes(id), edit(id, again), acts(id, row));
}

/** @param {Row} row */
function head(row) {
  const local = isLocal(row.id);
  return h('header.sel-head', firmGlyph(local, 20), h('h2', nameOf(row), h('span.code', row.stock_code ?? row.id)),
    h('span.class-chip', isRemoved(row.id) ? say('试算中移出', 'removed in the what-if') : local ? say('本地', 'local') : say('区外', 'outside')), h('p.meta', say(row.name_en ?? '', row.name_zh), ' · ', placeName(row.place), row.role ? ` · ${word(ROLES, row.role)}` : '', ' ', markWords(row.marks)));
}

/** What is lost without it, or its rank and reasons, or why it is not listed. @param {string} id */
function standing(id) {
  const target = targetOf(id), loss = lossOf(id);
  if (target) return h('div.sub', h('h3', say(`目标第 ${rankOf(id)} 名`, `Target no. ${rankOf(id)}`)), reasons(target));
  if (loss !== null) return h('dl.numbers', h('div', h('dt', say('没有它，本地含量少', 'Without it local content loses')), h('dd', figure(small(loss), { kind: 'loss', id }, { unit: say('分', 'points'), strong: true, marks: computedMarks(firm(id)?.marks) }))));
  return reasonOf(id) ? h('p.proof', say('不列入目标：', 'Not a target: '), reasonOf(id)) : null;
}

/** @param {Row} row */
function facts(row) {
  const from = listOf(row.source);
  /** @type {[string, any][]} */
  const known = [[say('代码', 'Stock code'), row.stock_code && `${row.stock_code} ${row.exchange ?? ''}`], [say('统一社会信用代码', 'USCC'), row.uscc], [say('集团', 'Group'), row.parent_name ?? (row.parent && nameOf(firm(row.parent)))],
    [say('点位', 'Point'), row.lon == null ? null : `${word(PRECISION, row.precision)} ${row.lon}, ${row.lat}`], [say('跟进情况', 'Follow-up'), row.follow_up], [say('备注', 'Note'), row.note], [say('数据日期', 'As of'), row.as_of && agedDay(row.as_of, ['firms'])],
    [say('来源', 'Sources'), from.length ? h('ul.plain', from.map(id => h('li', h('span.code', id), ' ', source(id)?.title ?? (id === 'illustrative' ? say('为示意而设', 'invented to show something') : '')))) : null]];
  return h('details.sub', { open: !targetOf(row.id) }, h('summary', h('h3', say('资料', 'Facts'))), h('dl.facts', known.filter(([, value]) => value).map(([name, value]) => [h('dt', name), h('dd', value)])));
}

/** @param {string} id */
function makes(id) {
  const own = segmentsOf(id);
  return h('div.sub', h('h3', say('做什么', 'What it makes'), h('span.count-of', String(own.length))),
    own.length ? own.map(part => { const item = segment(part); return item ? segmentRow(part, gainText(item), say(`${item.x} 家在本地`, `${item.x} here`)) : h('p.meta', classGlyph('unknown', 14), part, say('（不在所选产业链）', ' (not in the chain asked)')); })
      : empty(say('没有登记它做哪些环节。', 'No link is recorded for it.')));
}

/** @param {string} id @param {() => void} again */
function edit(id, again) {
  if (!zone()?.writable || !mayEdit() || !firmRow(id)) return null;
  if (editing === id) return editForm(id, () => { editing = ''; again(); });
  return h('div.acts', h('button', { type: 'button', onclick: () => { editing = id; again(); } }, say('修改这一行', 'Edit this row')));
}

/** Take the change back that removed it. @param {string} id */
const putBack = id => removeEdit(get().edits.findIndex(change => change.on && change.edit.some(edit => edit.op === 'delete' && edit.row.id === id)));

/** @param {string} id @param {Row} row */
function acts(id, row) {
  if (isRemoved(id)) return h('div.acts.try', h('button', { type: 'button', onclick: () => putBack(id) }, say('放回来', 'Put it back')));
  if (!isLocal(id)) return targetOf(id) ? null : h('div.acts.try', h('button', { type: 'button', onclick: () => addEdit(bringFirm(id)) }, say('引入试算', 'Try it here')), landingSelect());
  const places = landingPlaces().filter(code => code !== row.place);
  const move = h('select', { 'aria-label': say('迁到别处试算', 'Try it at another place'), onchange: (/** @type {any} */ e) => e.target.value && addEdit(moveFirm(id, e.target.value)) },
    h('option', { value: '' }, say('迁到…', 'move to…')), places.map(code => h('option', { value: code }, placeName(code))));
  return h('div.acts.try', h('button', { type: 'button', onclick: () => addEdit(removeFirm(id)) }, say('移出试算', 'Try without it')), get().place === 'zone' || places.length ? move : null);
}
