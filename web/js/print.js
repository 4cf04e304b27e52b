/* print.js - the page on paper: what is on screen, with a head, numbered notes and a foot. */
import { draw, h } from './h.js';
import { day, markWords, marksText } from './format.js';
import { board, get } from './store.js';
import { mapCanvas } from './picture.js';
import { changeText } from './whatif.js';
import { nameOf, say } from './words.js';
import { assumption, placeName, source, zone } from './zone.js';

export function mount() {
  const box = h('section.print', { id: 'print', 'aria-hidden': true });
  document.body.append(box);
  addEventListener('beforeprint', () => fill(box));
  addEventListener('afterprint', () => draw(box));
}

/** @param {HTMLElement} box */
function fill(box) {
  const { view, place } = get(), now = board().now;
  document.documentElement.dataset.print = view;
  const tried = get().edits.filter(change => change.on).map(changeText);
  draw(box, h('header', h('h1', nameOf(zone()?.zone)), h('p', [place === 'zone' ? say('全区', 'whole zone') : place.split(',').map(placeName).join(say('、', ', ')), say(`数据截至 ${get().as_of || zone()?.dated.firms || '未知'}`, `data as of ${get().as_of || zone()?.dated.firms || 'unknown'}`)].join(' · ')),
    tried.length ? h('p', say('试算：', 'What-if: '), tried.join(say('；', '; '))) : null), view === 'map' ? h('div.print-map', { id: 'print-map' }) : null, notes(),
  h('footer', `${say('快照', 'snapshot')} ${now?.chain.snapshot ?? ''} · ${say('打印于', 'printed')} ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC · ${say('内部测算', 'internal estimate')}`));
  if (view === 'map') mapCanvas().then(canvas => document.getElementById('print-map')?.append(canvas), () => {});
}

/** Formulas, assumptions and sources of the figures, numbered. */
function notes() {
  const now = board().now;
  if (!now) return null;
  const used = new Set(now.chain.chains.flatMap(chain => chain.segments.flatMap(item => item.sources)));
  return h('section.print-notes', h('h2', say('注', 'Notes')), h('ol',
    Object.entries({ ...now.chain.formulas, ...now.who.formulas }).map(([, text]) => h('li', text)),
    Object.entries(now.chain.assumptions).map(([id, value]) => h('li', `${nameOf(assumption(id)) || id} = ${value} `, markWords(['assumed']))),
    [...used].map(id => h('li', `${id}: ${source(id)?.title ?? id}, ${day(source(id)?.date)}`)), h('li', say('环节图例与标记：', 'Marks: '), marksText(['illustrative', 'assumed', 'unverified']))));
}
