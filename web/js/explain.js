/* explain.js - every number opens: a popover that tells how a figure came about.
 *
 *   figure('8.298', { kind: 'local_content' })      a number that opens
 *   explain(anchor, { kind: 'gain', id: 'N36' })    open it beside an element
 *
 * Kinds: local_content | gain, strength, content, count {id: segment} | class {of: strong|weak|…, chain?} |
 * health {id: chain} | loss, score, chance, km {id: firm} | coverage | team | dated; each with `before: true` for the
 * answer without the what-if, and `diff: true` (local_content, health, class) for the change. */
import { draw, h, setVars } from './h.js';
import { ageMark, staleLines, tablesOf } from './age.js';
import { contentOf } from './explain-content.js';
import { computedMarks, copy, csv, day, download, markWords, marksText } from './format.js';
import { fileName } from './file_name.js';
import { get, on, board, reached } from './store.js';
import { nameOf, say } from './words.js';
import { assumption, source } from './zone.js';
import { toast } from './states.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */

/** @type {HTMLElement|null} */
let box = null;
/** @type {HTMLElement|null} */
let anchor = null;
/** @type {What[]} */
let trail = [];

/** What each figure on the page is, for paper, where nothing can be opened. @type {WeakMap<Element, What>} */
const figures = new WeakMap();
/** What a figure is; undefined for an element that is none. @param {Element} element */
export const whatOf = element => figures.get(element);

/** A figure that opens: text, what it is, and its unit and marks beside it.
 * @param {string} text @param {What} what @param {{unit?: string, marks?: string[], strong?: boolean}} [more] */
export function figure(text, what, more = {}) {
  const label = `${text} ${more.unit ?? ''} ${say('，打开来历', ', open how it came about')}`;
  const button = h(`button.figure${more.strong ? '.figure-strong' : ''}`,
    { type: 'button', 'aria-haspopup': 'dialog', 'aria-label': label, onclick: (/** @type {Event} */ e) => { e.stopPropagation(); explain(button, what); } }, text);
  figures.set(button, what);
  return h('span.figure-with', button, more.unit ? h('span.unit', more.unit) : null, markWords(more.marks));
}

/** Open the explanation of a figure beside an element. @param {HTMLElement} beside @param {What} what */
export function explain(beside, what) {
  close(false);
  anchor = beside;
  trail = [what];
  box = h('div.explain', { role: 'dialog', 'aria-label': say('这个数怎么来的', 'How this figure came about'), tabindex: '-1' });
  (document.getElementById('float') ?? document.body).append(box);
  beside.setAttribute('aria-expanded', 'true');
  show();
  box.focus();
}

/** Draw it anew when it is about something of this kind. @param {string} kind */
export const redraw = kind => { if (box && trail.some(what => what.kind === kind)) show(); };
/** Is one open? */
export const isOpen = () => box !== null;

/** @param {boolean} [focus] give the focus back to where it came from */
export function close(focus = true) {
  if (!box) return;
  box.remove();
  box = null;
  anchor?.removeAttribute('aria-expanded');
  if (focus && anchor?.isConnected) anchor.focus();
  anchor = null;
}

function show() {
  if (!box) return;
  const what = trail[trail.length - 1];
  const content = contentOf(what);
  draw(box, content ? view(content) : h('p.empty', say('这次回答里没有这个数。', 'This answer has no such figure.')));
  place();
}

/** Open a figure of the explanation in place of it. @param {What} what */
function nest(what) {
  trail.push(what);
  show();
  box?.focus();
}
function back() {
  trail.pop();
  show();
  box?.focus();
}

/* ---- what stands in it, in this order ---- */

/** @param {Content} content */
function view(content) {
  return [head(content), sentence(content), content.proof ? h('p.explain-proof', content.proof) : null, staleLines(content.id), table(content), notCounted(content),
    assumptions(content), sources(content), foot(content)];
}

/** @param {Content} content */
function head(content) {
  return h('div.explain-head',
    trail.length > 1 ? h('button.ghost', { type: 'button', onclick: back, 'aria-label': say('‹ 返回上一个数', '‹ back to the figure before') }, '‹') : null,
    h('h3', content.title, ' ', h('b', content.figure), content.unit ? h('span.unit', content.unit) : null, ' ', markWords(content.marks)),
    h('button.ghost.explain-close', { type: 'button', onclick: () => close(), 'aria-label': say('Esc × 关闭', 'Esc × close') }, 'Esc ×'));
}

/** @param {Content} content */
const sentence = content => h('div.explain-why', h('p', content.sentence), content.formula ? h('p.formula', content.formula) : null);

/** @param {Content} content */
function table(content) {
  if (!content.rows.length) return null;
  return h('div.explain-rows', { tabindex: '0', role: 'group', 'aria-label': say('组成各行', 'The rows that made it') }, h('table', h('thead', h('tr', content.columns.map((name, i) => h(i ? 'th.n' : 'th', { scope: 'col' }, name)))),
    h('tbody', content.rows.map(row => h('tr', row.cells.map((cell, i) => tableCell(row, cell, i))))),
    content.total ? h('tfoot', h('tr', content.total.map((cell, i) => h(i ? 'td.n' : 'th', i ? {} : { scope: 'row' }, cell)))) : null),
  rounded(content) ? h('p.meta', say('各行已四舍五入，末位可差；合计按未舍入的值。', 'Rows are rounded, so the last digit may differ; the sum is of unrounded values.')) : null);
}

/** Do the figures as printed miss their sum by a rounding? @param {Content} content */
function rounded(content) {
  const last = content.columns.length - 1;
  const printed = (/** @type {string} */ text) => Number(text.replaceAll(',', '').replace('−', '-').replace(/[<+%]/g, ''));
  const total = printed(content.total?.[last] ?? 'x');
  return Number.isFinite(total) && Math.abs(content.rows.reduce((sum, row) => sum + printed(row.cells[last] || '0'), 0) - total) > 1e-9;
}

/** @param {Content['rows'][number]} row @param {string} cell @param {number} i */
function tableCell(row, cell, i) {
  if (i) return h('td.n', cell);
  const name = row.opens ? h('button.link', { type: 'button', onclick: () => row.opens && nest(row.opens) }, cell) : cell;
  return h('th', { scope: 'row' }, name, markWords(row.marks));
}

/** @param {Content} content */
function notCounted(content) {
  if (!content.not?.length) return null;
  return h('details.explain-not', h('summary', say(`未计入 ${content.not.length} 行`, `${content.not.length} rows that did not count`)),
    h('ul', content.not.map(([name, reason]) => h('li', name, h('span.meta', ` ${reason}`)))));
}

/** @param {Content} content */
function assumptions(content) {
  const known = board().now?.chain.assumptions ?? {};
  const used = content.assumptions.filter(id => id in known);
  if (!used.length && !content.assumed?.length) return null;
  return h('dl.explain-assumed', used.map(id => [h('dt', nameOf(assumption(id)) || id, ' ', markWords(['assumed'])),
    h('dd', String(known[id]), h('span.meta', say(` 假定表 ${id}，没有人测量过`, ` ${assumption(id)?.note ?? ''}`)))]),
  content.assumed?.map(text => [h('dt', text, ' ', markWords(['assumed'])), h('dd')]));
}

/** @param {Content} content */
function sources(content) {
  if (!content.sources.length) return null;
  return h('details.explain-sources', h('summary', say(`来源 ${content.sources.length}`, `${content.sources.length} sources`), content.dated ? [` · ${day(content.dated)}`, ageMark(tablesOf(content.id), content.dated)] : null),
    h('ul', content.sources.map(id => h('li', h('span.code', id), ` ${sourceText(id)}`))));
}

/** @param {string} id */
function sourceText(id) {
  const row = source(id);
  if (!row) return id === 'illustrative' ? say('为示意而设', 'invented to show something') : id === 'computed' ? say('由其他行算出', 'computed from other rows') : '';
  return [row.title, row.date].filter(Boolean).join(' · ');
}

/** @param {Content} content */
function foot(content) {
  return h('div.explain-foot',
    h('button.link', { type: 'button', onclick: () => saveRows(content) }, 'CSV'),
    h('button.link', { type: 'button', onclick: () => cite(content) }, say('复制引用', 'copy citation')),
    h('span.meta', `${content.id} · ${say('快照', 'snapshot')} ${content.snapshot}`));
}

/* ---- taking it away ---- */

/** One line: figure, unit, marks, source, date, formula. @param {Content} content */
export function citation(content) {
  const marks = marksText(content.exact ? content.marks : computedMarks(content.marks)), isShare = content.id.startsWith('share.');
  const from = content.sources.length ? `${say('来源', 'sources')} ${content.sources.join(' ')}` : '';
  const what = get().edits.some(change => change.on && (change.kind === 'share') === isShare) && !content.before ? say('试算', 'what-if') : '';
  return [`${content.about ? `${content.about} ` : ''}${content.title} ${content.figure}${content.unit ? ` ${content.unit}` : ''} (${marks})`, what, from, content.dated ?? '', content.formula ?? content.id,
    `${say('快照', 'snapshot')} ${content.snapshot}`].filter(Boolean).join('; ');
}

/** @param {Content} content */
async function cite(content) {
  toast(await copy(citation(content)) ? say('已复制引用', 'Citation copied') : say('浏览器不让复制', 'The browser refuses to copy'));
}

/** @param {Content} content */
function saveRows(content) {
  const named = (/** @type {string[]|undefined} */ marks) => marksText(marks ?? []);
  const lines = content.rows.map(row => [...row.cells, named(row.marks)]);
  const total = [...(content.total ?? [content.title, content.figure]), named(content.marks)];
  const subject = trail[trail.length - 1]?.id ?? '';
  download(`${fileName([content.id, subject].filter(Boolean).join('_'))}.csv`, csv([[...content.columns, say('标记', 'marks')], ...lines, total, [], [citation(content)]]));
}

/* ---- where it stands: beside the figure, never over it ---- */

function place() {
  if (!box || !anchor || innerWidth < 768) return;
  const at = anchor.getBoundingClientRect(), own = box.getBoundingClientRect();
  const left = at.left - own.width - 12 >= 8 ? at.left - own.width - 12 : Math.min(at.right + 12, innerWidth - own.width - 8);
  const low = Boolean(anchor.closest('#bar')) && at.top - own.height - 8 >= 8;
  const covers = low || (left < at.right && left + own.width > at.left);
  const above = at.top - own.height - 8 >= 8;
  const top = covers ? (above ? at.top - own.height - 8 : at.bottom + 8) : at.top - 24;
  setVars(box, { left: `${Math.max(8, low ? Math.min(at.left, innerWidth - own.width - 8) : left)}px`, top: `${Math.max(8, Math.min(top, innerHeight - own.height - 8))}px` });
}

addEventListener('resize', place);
document.addEventListener('pointerdown', event => {
  const at = /** @type {Node} */ (event.target);
  if (box && !box.contains(at) && !anchor?.contains(at)) close(false);
});
on(['lang'], () => close(false));
on(['board'], () => { if (box && !board().busy) show(); });
on(['reached'], () => { if (!reached().busy) for (const kind of ['reach', 'access']) redraw(kind); });
