/* print.js - the page on paper: sheets made for it (print_sheet.js), each with a head and its notes
 * (print_notes.js); the foot stands in the margin of every page. css/print.css hides the rest. */
import { draw, h } from './h.js';
import { marksText } from './format.js';
import { fileName } from './file_name.js';
import { Notes } from './print_notes.js';
import { thingSheet, viewSheet } from './print_sheet.js';
import { get } from './store.js';
import { datedText, internal, placesText, snapshotText, titleText, triedText } from './told.js';
import { say } from './words.js';

/** @typedef {import('./print_sheet.js').Sheet} Sheet */

/** A sheet made for paper by who asks. @typedef {{name: string, make: (notes: Notes) => Sheet|null}} Asked */
/** @type {'view'|'thing'|''|Asked} what the menu asked for; the browser's own print gives both */
let asked = '';
let title = '';
const margins = new CSSStyleSheet();

export function mount() {
  const box = h('section.print', { id: 'print', 'aria-hidden': true });
  document.body.append(box);
  document.adoptedStyleSheets.push(margins);
  addEventListener('beforeprint', () => fill(box));
  addEventListener('afterprint', () => { draw(box); document.title = title || document.title; asked = ''; });
}

/** Print the view, the thing selected alone, or a sheet of one's own. @param {'view'|'thing'|Asked} what */
export function print(what) {
  asked = what;
  window.print();
}

/** @param {HTMLElement} box */
function fill(box) {
  const own = typeof asked === 'object' ? asked : null;
  const sheets = own ? [() => sheetView(own.make)] : asked === 'view' ? [ofView] : asked === 'thing' ? [ofThing] : get().selection ? [ofView, ofThing] : [ofView];
  title = document.title;
  document.title = fileName(own ? own.name : asked === 'thing' ? get().selection?.id ?? 'overview' : get().view);
  margins.replaceSync(marginText());
  draw(box, sheets.map(sheet => sheet()));
}

const ofView = () => sheetView(notes => viewSheet(get().view, notes));
const ofThing = () => sheetView(thingSheet);

/** @param {(notes: Notes) => Sheet|null} make */
function sheetView(make) {
  const notes = new Notes(), sheet = make(notes);
  if (!sheet) return null;
  return h(`article.sheet.sheet-${sheet.page}`, head(sheet.name), sheet.view, notes.view());
}

/** Zone, what it is, of which places, how old, and what is tried. @param {string} name */
function head(name) {
  const tried = triedText();
  return h('header', h('h1', titleText(name)), h('p', [placesText(), datedText(), snapshotText(), say('标记：', 'marks: ') + marksText(['illustrative', 'assumed', 'unverified'])].filter(Boolean).join(' · ')),
    tried ? h('p.print-tried', h('b', say('试算：', 'What-if: ')), tried) : null);
}

/** The foot of every page, as a style sheet: only the browser knows the numbers of pages. */
function marginText() {
  const quote = (/** @type {string} */ text) => JSON.stringify(text.replace(/[\\\n]/g, ' '));
  const printed = new Date().toLocaleString('sv-SE').slice(0, 16);
  return `@page {
    @bottom-left { content: ${quote(`${internal()} · ${snapshotText()} · ${say('打印于', 'printed')} ${printed}`)}; }
    @bottom-right { content: ${quote(say('第 ', 'Page '))} counter(page) ' / ' counter(pages)${say(` ${quote(' 页')}`, '')}; }
  }`;
}
