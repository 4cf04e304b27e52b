/* print_notes.js - on paper nothing opens: each figure gets a number, and what it would have told when
 * opened stands under that number at the end of the sheet. The same figure keeps its number. */
import { agedText, tablesOf } from './age.js';
import { contentOf } from './explain-content.js';
import { h } from './h.js';
import { day, markWords } from './format.js';
import { board } from './store.js';
import { nameOf, say } from './words.js';
import { assumption, source } from './zone.js';

/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */
/** @typedef {{content: Content, by: 'figure'|'kind'}} Note */

const MOST_ROWS = 12; // of one note; the rest is counted

/** The notes of one sheet. */
export class Notes {
  /** @type {Map<string, Note>} */
  #notes = new Map();

  /** The number of a figure, as it stands beside it; null for one that nothing explains.
   * @param {What} what @param {'figure'|'kind'} [by] 'kind': one note for all figures of a kind, as in a column */
  mark(what, by = 'figure') {
    const content = contentOf(what);
    if (!content) return null;
    const key = by === 'kind' ? what.kind : JSON.stringify(what);
    if (!this.#notes.has(key)) this.#notes.set(key, { content, by });
    return h('sup.note-of', `[${[...this.#notes.keys()].indexOf(key) + 1}]`);
  }

  /** All of them, then the assumptions and sources that they name. */
  view() {
    const notes = [...this.#notes.values()];
    /** @type {Set<string>} told once */
    const said = new Set();
    return h('section.print-notes', notes.length ? [h('h2', say('注', 'Notes')), h('ol', notes.map(note => h('li', note.by === 'kind' ? kindText(note.content) : figureText(note.content, said))))] : null,
      assumptions(notes), sources(notes));
  }
}

/** What holds for each figure of a column. @param {Content} content */
const kindText = content => [content.sentence, ' ', h('span.formula', content.id), ' ', markWords(content.marks)];

/** A sentence that many figures share is told at the first. @param {Content} content @param {Set<string>} said */
function figureText(content, said) {
  const sentence = said.has(content.sentence) ? '' : `${content.sentence} `;
  said.add(content.sentence);
  return [h('b', content.title, ' ', content.figure, content.unit ? ` ${content.unit}` : ''), ' ', markWords(content.marks), ' ', sentence,
    content.formula ? h('span.formula', content.formula) : null, rowsText(content), tail(content)];
}

/** @param {Content} content */
function rowsText(content) {
  if (!content.rows.length) return null;
  const left = content.rows.length - MOST_ROWS;
  const line = (/** @type {string[]} */ cells) => cells.filter(Boolean).join(' ');
  return [' ', `${content.columns.filter(Boolean).join(' / ')}${say('：', ': ')}`, content.rows.slice(0, MOST_ROWS).map(row => line(row.cells)).join(say('；', '; ')),
    left > 0 ? say(`；另 ${left} 行`, `; ${left} more`) : '', content.total ? `${say('；', '; ')}${line(content.total)}` : '', say('。', '.')];
}

/** Sources by their ids, told once below. @param {Content} content */
function tail(content) {
  const parts = [content.sources.length ? `${say('来源', 'sources')} ${content.sources.join(' ')}` : '', content.dated ? agedText(day(content.dated), content.dated, tablesOf(content.id)) : ''].filter(Boolean);
  return parts.length ? ` ${parts.join(', ')}` : null;
}

/** @param {Note[]} notes */
function assumptions(notes) {
  const known = board().now?.chain.assumptions ?? {};
  const used = [...new Set(notes.flatMap(({ content }) => content.assumptions))].filter(id => id in known);
  if (!used.length) return null;
  return [h('h2', say('假定', 'Assumptions')), h('ul', used.map(id => h('li', `${nameOf(assumption(id)) || id} ${id} = ${known[id]} `, markWords(['assumed']))))];
}

/** @param {Note[]} notes */
function sources(notes) {
  const used = [...new Set(notes.flatMap(({ content }) => content.sources))].sort();
  if (!used.length) return null;
  return [h('h2', say('来源', 'Sources')), h('ul', used.map(id => h('li', h('b', id), ' ', sourceText(id))))];
}

/** @param {string} id */
export function sourceText(id) {
  const row = source(id);
  if (!row) return id === 'illustrative' ? say('为示意而设', 'invented to show something') : id === 'computed' ? say('由其他行算出', 'computed from other rows') : '';
  return [row.title, row.date].filter(Boolean).join(' · ');
}
