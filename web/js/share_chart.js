/* share_chart.js - amounts by year as bars: a party an ink, full where it has come, hatched where it is planned, dotted where it
 * is foretold. Inks are told apart in grey: by tone, and by the way their hatches run. */
import { h, s } from './h.js';
import { reachOf, stacked, yearsOf } from './share_data.js';
import { shared } from './share.js';
import { KINDS, partyName, wan, wanUnit } from './share_words.js';
import { internal, titleText, triedText } from './told.js';
import { marksText } from './format.js';
import { comma, nameOf, say, word } from './words.js';

/** @typedef {import('./share_data.js').Year} Year */
/** @typedef {import('./types.js').SplitAnswer} SplitAnswer */

/** Token, and the way hatches run, by party; more parties begin again. @type {[string, number, number][]} */
const INKS = [['ink', 45, 4], ['ghost', 135, 5], ['ink-2', 0, 5], ['edge', 90, 5], ['ink-3', 20, 7], ['line-2', 110, 4]];

/** @param {number} party */
const inkOf = party => party % INKS.length;
/** @param {number} party @param {string} kind */
const inkName = (party, kind) => `share-ink-${inkOf(party)}-${kind}`;

/** Patterns of all inks; `paint` writes a colour where there is no style sheet. @param {(element: SVGElement, token: string) => void} paint */
function inks(paint) {
  const painted = (/** @type {SVGElement} */ element, /** @type {string} */ token) => { paint(element, token); return element; };
  return INKS.flatMap(([token, angle, step], i) => [
    s('pattern', { id: `share-ink-${i}-planned`, width: step, height: step, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${angle})` }, painted(s('rect', { width: step, height: step }), 'card'), painted(s('rect', { width: 1.5, height: step }), token)),
    s('pattern', { id: `share-ink-${i}-forecast`, width: step, height: step, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${angle})` }, painted(s('rect', { width: step, height: step }), 'card'), painted(s('circle', { cx: step / 2, cy: step / 2, r: 1.1 }), token)),
    s('pattern', { id: `share-ink-${i}-actual`, width: step, height: step, patternUnits: 'userSpaceOnUse' }, painted(s('rect', { width: step, height: step }), token)),
  ]);
}

/** The page holds them once, out of sight and not undone by what hides the rest on paper. */
function mountInks() {
  if (document.getElementById('share-inks')) return;
  document.body.append(s('svg.share-inks', { id: 'share-inks', 'aria-hidden': 'true', width: 0, height: 0 }, s('defs', inks((element, token) => element.setAttribute('class', `fill-${token}`)))));
}

/* ---- on the page */

/** @param {number} party @param {string} kind */
export function swatch(party, kind) {
  mountInks();
  return s('svg.share-swatch', { width: 16, height: 12, 'aria-hidden': 'true' }, s('rect.share-piece', { x: 0.5, y: 0.5, width: 15, height: 11, fill: `url(#${inkName(party, kind)})` }));
}

/** A bar of one year, and above it how it stood. @param {Year} year @param {Year|undefined} was @param {[number, number]} reach */
export function bar(year, was, [low, high]) {
  mountInks();
  const at = (/** @type {number} */ fen) => 100 * (fen - low) / (high - low), span = (/** @type {{from: number, to: number}} */ piece) => ({ x: `${at(piece.from)}%`, width: `${Math.max(0, at(piece.to) - at(piece.from))}%` });
  const top = was ? 8 : 2;
  return s('svg.share-bar', { width: '100%', height: was ? 22 : 16, 'aria-hidden': 'true' }, was ? stacked(was).map(piece => s('rect.share-ghost', { ...span(piece), y: 1, height: 5 })) : null,
    stacked(year).map(piece => s('rect.share-piece', { ...span(piece), y: top, height: 12, fill: `url(#${inkName(piece.party, piece.kind)})` }, s('title', `${partyName(shared().answer?.totals.parties[piece.party].party ?? '')} ${wan(piece.fen)} ${wanUnit()} ${word(KINDS, piece.kind)}`))),
    s('line.share-zero', { x1: `${at(0)}%`, x2: `${at(0)}%`, y1: 0, y2: was ? 22 : 16 }));
}

/** Who is which ink, and what full, hatched and dotted mean here. @param {SplitAnswer} answer @param {Year[]} years @param {boolean} tried */
export function legend(answer, years, tried) {
  const kinds = Object.keys(KINDS).filter(kind => years.some(year => year.kinds.includes(kind))), own = kinds[0] ?? 'actual';
  return h('ul.share-legend', answer.totals.parties.map((one, i) => h('li', swatch(i, own), ` ${partyName(one.party)}`)), h('li.meta', kinds.map(kind => word(SURE, kind)).join(comma())), tried ? h('li.meta', s('svg', { width: 16, height: 12, 'aria-hidden': 'true' }, s('rect.share-ghost', { x: 0.5, y: 3.5, width: 15, height: 5 })), say(' 试算前', ' before')) : null);
}

/** How sure, by how full. @type {Record<string, [string, string]>} */
const SURE = { actual: ['实心为实际', 'full: actual'], planned: ['斜纹为计划', 'hatched: planned'], forecast: ['点纹为预测', 'dotted: forecast'] };

/* ---- a drawing of its own: with what it is of, in colours of its own, for a file has no style sheet */

const WIDE = 900, LEFT = 64, RIGHT = 130, FAMILY = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';
/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
/** @param {string} words @param {number} x @param {number} y @param {Record<string, any>} [more] */
const text = (words, x, y, more = {}) => s('text', { x, y, 'font-size': 12, fill: token('ink'), ...more }, words);

/** @param {SplitAnswer} answer @param {SplitAnswer|null} before */
export function drawing(answer, before) {
  const years = yearsOf(answer), old = before ? yearsOf(before) : [], [low, high] = reachOf([...years, ...old]), row = before ? 30 : 22, top = 96, tall = top + years.length * row;
  const at = (/** @type {number} */ fen) => LEFT + (WIDE - LEFT - RIGHT) * (fen - low) / (high - low);
  const kinds = Object.keys(KINDS).filter(kind => years.some(year => year.kinds.includes(kind))), told = toldLines(answer);
  return s('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${WIDE} ${tall + 24 + told.length * 17}`, width: WIDE, height: tall + 24 + told.length * 17, 'font-family': FAMILY }, s('defs', inks((element, name) => element.setAttribute('fill', token(name)))), s('rect', { width: '100%', height: '100%', fill: token('card') }),
    text(titleText(nameOf(/** @type {any} */ (answer.about))), 16, 26, { 'font-size': 16, 'font-weight': 600 }), text(`${say('各方所得', 'What each party gets')} · ${answer.years.join('–')} · ${wanUnit()} · ${marksText(answer.marks)}`, 16, 48, { fill: token('ink-2') }), key(answer, kinds[0] ?? 'actual', kinds),
    years.map((year, i) => yearLines(year, old.find(one => one.year === year.year), top + i * row, at)), s('line', { x1: at(0), x2: at(0), y1: top - 4, y2: tall, stroke: token('edge') }), told.map((line, i) => text(line, 16, tall + 20 + 17 * i, { 'font-size': 11, fill: token('ink-2') })));
}

/** @param {SplitAnswer} answer @param {string} own @param {string[]} kinds */
const key = (answer, own, kinds) => [answer.totals.parties.map((one, i) => [s('rect', { x: 16 + 150 * i, y: 62, width: 16, height: 12, fill: `url(#${inkName(i, own)})`, stroke: token('ink-2') }), text(partyName(one.party), 38 + 150 * i, 72)]), text(kinds.map(kind => word(SURE, kind)).join(comma()), WIDE - 16, 48, { 'text-anchor': 'end', fill: token('ink-2') })];

/** @param {Year} year @param {Year|undefined} was @param {number} y @param {(fen: number) => number} at */
function yearLines(year, was, y, at) {
  const under = was ? y + 8 : y;
  return [text(String(year.year), 16, under + 11), was ? stacked(was).map(piece => s('rect', { x: at(piece.from), y, width: at(piece.to) - at(piece.from), height: 6, fill: 'none', stroke: token('ghost') })) : null,
    stacked(year).map(piece => s('rect', { x: at(piece.from), y: under, width: at(piece.to) - at(piece.from), height: 14, fill: `url(#${inkName(piece.party, piece.kind)})`, stroke: token('ink-2'), 'stroke-width': 0.8 })), text(wan(year.base_fen), WIDE - 16, under + 11, { 'text-anchor': 'end' })];
}

/** @param {SplitAnswer} answer */
const toldLines = answer => [triedText() ? `${say('试算：', 'What-if: ')}${triedText()}` : '', [answer.about.rule_version ?? '', `${say('来源', 'sources')} ${answer.sources.join(' ')}`, `${say('快照', 'snapshot')} ${answer.snapshot}`, internal()].filter(Boolean).join(' · ')].filter(Boolean);
