/* print_sheet.js - what of the page goes on paper: the map, the chain picture or the table as it is seen,
 * and the thing selected. Copies of what is on screen, without controls, every figure numbered. */
import { classGlyph } from './glyph.js';
import { h, setVars } from './h.js';
import { computedMarks, markWords, num, percent, small } from './format.js';
import { countClasses } from './look.js';
import { shownChain } from './chain_picture.js';
import { whatOf } from './explain.js';
import { mapCanvas, signs } from './picture.js';
import { attribution, theMap } from './map.js';
import { isOn } from './map_layers.js';
import { circleSheet } from './reach_figures.js';
import { shared } from './share.js';
import { board, get } from './store.js';
import { shownOf } from './table_rows.js';
import { shownTable } from './table_view.js';
import { CLASSES, nameOf, say, word } from './words.js';
import { placeName } from './zone.js';

/** @typedef {import('./print_notes.js').Notes} Notes */
/** name: what is on the sheet; page: the paper it asks for. @typedef {{name: string, page: 'thing'|'wide'|'across', view: any}} Sheet */

const INK_DOTS = 4; // canvas dots a CSS pixel: above 300 to the inch as the map stands on the sheet
const LISTED = 20;
const ROOM = { wide: 262, high: 215 }; // mm that the map may take of an A3 sheet

/** @param {'map'|'chain'|'table'} view @param {Notes} notes @returns {Sheet|null} */
export function viewSheet(view, notes) {
  return view === 'map' ? mapSheet(notes) : view === 'chain' ? chainSheet(notes) : tableSheet(notes);
}

/* ---- the map, and its targets by the numbers they wear ---- */

/** @param {Notes} notes @returns {Sheet} */
function mapSheet(notes) {
  return { name: say('招商地图', 'Promotion map'), page: 'wide', view: h('div.print-map', mapFigure(), h('div', isOn('circle') ? circleSheet(notes) : null, targetTable(notes))) };
}

/** Where no map could be drawn the paper says so, and has its table all the same. */
function mapFigure() {
  if (!theMap()) return h('p', say('地图没有画出来，只印出目标。', 'The map could not be drawn; here are the targets alone.'));
  return h('figure', mapCopy(), h('figcaption', h('p.print-legend', signs().map(([sign, text]) => h('span', sign, ' ', text))), h('p', attribution())));
}

/** The map as it is seen, as large as the sheet allows; an image, for a browser prints the strokes of a canvas anew and not as they were. */
function mapCopy() {
  const canvas = mapCanvas({ ratio: INK_DOTS, ink: true, words: false });
  const mm = Math.min(ROOM.wide / canvas.width, ROOM.high / canvas.height);
  const made = h('img', { src: canvas.toDataURL(), decoding: 'sync', alt: '' });
  setVars(made, { width: `${canvas.width * mm}mm`, height: `${canvas.height * mm}mm` });
  return made;
}

/** @param {Notes} notes */
function targetTable(notes) {
  const targets = (board().now?.who.targets ?? []).slice(0, LISTED);
  const heads = [say('名次', 'rank'), say('目标企业', 'target'), say('地区', 'place'), say('得分', 'score'), say('增益', 'gain'), say('可能', 'chance')];
  return h('table.grid', h('caption', say(`招商目标前 ${targets.length} 名`, `The first ${targets.length} targets`), markWords(['assumed'])), h('thead', h('tr', heads.map((text, i) => h('th', { scope: 'col', class: i > 2 ? 'n' : null }, text)))),
    h('tbody', targets.map((target, i) => h('tr', h('td', String(i + 1)), h('th', { scope: 'row' }, nameOf(target), markWords(computedMarks(target.marks).filter(mark => mark !== 'assumed'))), h('td', placeName(target.place)),
      h('td.n', small(target.score), notes.mark({ kind: 'score', id: target.firm })), h('td.n', small(target.gain)), h('td.n', percent(target.chance))))));
}

/* ---- the chain picture, four boxes side by side whatever the window ---- */

/** @param {Notes} notes @returns {Sheet|null} */
function chainSheet(notes) {
  const chain = shownChain(), body = document.querySelector('.chain-body');
  if (!chain || !body) return null;
  const legend = Object.entries(countClasses(chain.segments)).map(([kind, n]) => h('span', classGlyph(kind), ` ${word(CLASSES, kind)} ${n}`, notes.mark({ kind: 'class', of: kind, chain: chain.id })));
  const copy = plain(body, notes);
  for (const box of copy.querySelectorAll('.cell')) {
    const id = /** @type {HTMLElement} */ (box).dataset.segment, kind = /** @type {HTMLElement} */ (box).dataset.class;
    const sign = id && kind !== 'absent' ? notes.mark({ kind: 'gain', id }) : null;
    if (sign) box.querySelector('.cell-gain')?.append(sign);
  }
  const made = h('div.print-chain', h('p.print-legend', legend, markWords(['assumed'])),
    h('p.meta', say('右侧数与底条：再来一家典型企业，本地含量增加多少（条长按平方根）；无关环节增益为 0。', 'Figure and bar: what one more typical firm adds to local content (bar by square root); absent links add 0.')), copy, eight(notes));
  setVars(made, { '--per': 4 });
  return { name: nameOf(chain), page: 'wide', view: made };
}

/** @param {Notes} notes */
function eight(notes) {
  const list = document.querySelector('.first-eight');
  return list ? plain(list, notes) : null;
}

/* ---- the table ---- */

/** @param {Notes} notes @returns {Sheet|null} */
function tableSheet(notes) {
  if (!board().now) return null;
  const { name, table, rows } = shownTable();
  const sign = (/** @type {any} */ column) => { const row = column.what && rows.find(row => column.what(row)); return row ? notes.mark(column.what(row), 'kind') : null; };
  return { name, page: 'across', view: h('table.grid', h('thead', h('tr', table.columns.map(column => h('th', { scope: 'col', class: column.number ? 'n' : null }, column.label, sign(column))))),
    h('tbody', rows.map(row => h('tr', table.columns.map(column => h('td', { class: column.number ? 'n' : null }, shownOf(column, row))))))) };
}

/* ---- the thing selected, or the overview ---- */

/** @param {Notes} notes @returns {Sheet|null} */
export function thingSheet(notes) {
  const panel = document.getElementById('panel'), at = get().selection;
  if (!panel || !board().now) return null;
  const parts = [...panel.querySelectorAll('.part')].filter(part => !part.parentElement?.closest('.part'));
  const { tab } = get(), own = tab === 'share' ? parts.filter(part => !part.matches('.share-choose')) : !at || tab === 'where' ? parts : parts.slice(0, at.kind === 'segment' ? 2 : 1);
  const name = tab === 'share' ? shareTitle() : tab === 'where' ? say('分钟圈', 'Circle of minutes') : at ? own[0]?.querySelector('h2')?.firstChild?.textContent ?? at.id : say('概览', 'Overview');
  return { name, page: 'thing', view: h('div.print-thing', at || tab !== 'who' ? null : contentLine(notes), own.map(part => plain(part, notes))) };
}

/** The agreement on the sheet. */
const shareTitle = () => { const { answer, list, id } = shared(); return nameOf(/** @type {any} */ (answer?.about ?? list?.find(one => one.id === id))) || say('怎么分', 'Share'); };

/** The figure of the strip. @param {Notes} notes */
const contentLine = notes => h('p.print-figure', say('本地含量 ', 'Local content '), h('b', num(board().now?.chain.local_content, 3)), ' ', say('分', 'points'), notes.mark({ kind: 'local_content' }), markWords(['assumed']));

/* ---- a copy without controls ---- */

const CONTROLS = '.clause-unset, .share-write, .acts, .not-phone, .typed, .limit-chips, .limit-scale, .draft, .tabs, .more, .caret, .panel-close, .hidden, .chain-links, input, form';

/** @param {Element} element @param {Notes} notes @returns {Element} */
function plain(element, notes) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  const from = [...element.querySelectorAll('button')], to = [...copy.querySelectorAll('button')];
  to.forEach((button, i) => button.replaceWith(wordsOf(button, whatOf(from[i]), notes)));
  for (const control of copy.querySelectorAll(CONTROLS)) control.remove();
  for (const select of copy.querySelectorAll('select')) select.replaceWith(select.selectedOptions[0]?.textContent ?? '');
  for (const details of copy.querySelectorAll('details')) details.open = true;
  for (const one of copy.querySelectorAll('[id]')) one.removeAttribute('id');
  for (const one of copy.querySelectorAll('[aria-current]')) one.removeAttribute('aria-current');
  return copy;
}

/** What a button says, and the number of its note if it is a figure. @param {HTMLButtonElement} button @param {import('./explain-content.js').What|undefined} what @param {Notes} notes */
function wordsOf(button, what, notes) {
  if (button.matches('.more, .panel-close')) return '';
  const pressed = button.getAttribute('aria-pressed') === 'true';
  const made = h('span', { class: `${button.className}${pressed ? ' is-on' : ''}`, 'aria-checked': button.getAttribute('aria-checked'), 'data-class': button.dataset.class, 'data-segment': button.dataset.segment, 'data-changed': button.dataset.changed });
  made.append(...button.childNodes);
  const sign = what ? notes.mark(what) : null;
  if (sign) made.append(sign);
  made.style.cssText = button.style.cssText;
  return made;
}
