/* chain_svg.js - the chain picture as a file of its own, four boxes wide whatever the window: title and
 * what is tried above, the sources below. As vectors, or as a picture made of them. */
import { classGlyph } from './glyph.js';
import { s } from './h.js';
import { countClasses } from './look.js';
import { firmsText, gainWords, laneName, shownChain, topMissing } from './chain_picture.js';
import { small } from './format.js';
import { sourcesText, titleText, toldText, tried, triedText } from './told.js';
import { CLASSES, nameOf, say, TIERS, word } from './words.js';

/** @typedef {import('./types.js').Segment} Segment */

const FAMILY = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';
const SIDE = 16, NAME = 96, BOX = { wide: 142, high: 44, gap: 8 }, LANE = 12, LINE = 18;
const TIER = /** @type {const} */ ([['up', 4], ['mid', 4], ['down', 1]]);
const WIDTH = 2 * SIDE + NAME + 9 * BOX.wide + 6 * BOX.gap + 3 * LANE;

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));

/** @returns {string} */
export function chainSvg() {
  const chain = shownChain();
  if (!chain) throw new Error(say('产业链还没有算出来', 'the chain was not computed'));
  /** @type {Element[]} */
  const parts = [];
  let y = head(parts, chain);
  const most = Math.max(...chain.segments.filter(item => item.class !== 'unknown').map(item => item.gain), 1e-9);
  for (const group of new Set(chain.segments.map(item => item.group ?? ''))) y = lane(parts, chain.segments.filter(item => (item.group ?? '') === group), y, most);
  y = foot(parts, chain, y + LANE);
  const made = s('svg', { xmlns: 'http://www.w3.org/2000/svg', width: WIDTH, height: y, viewBox: `0 0 ${WIDTH} ${y}`, 'font-family': FAMILY }, s('rect', { width: WIDTH, height: y, fill: token('card') }), parts);
  return new XMLSerializer().serializeToString(made);
}

/** @returns {Promise<Blob>} */
export async function chainPicture() {
  const url = URL.createObjectURL(new Blob([chainSvg()], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.width; canvas.height = 2 * image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error('canvas')))));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/* ---- its parts; each tells where the next begins ---- */

/** @param {Element[]} parts @param {import('./types.js').Chain} chain */
function head(parts, chain) {
  parts.push(text(SIDE, 26, titleText(nameOf(chain)), 16, { weight: 600 }), text(SIDE, 46, toldText(say('增益', 'gains')), 11, { ink: 'ink-2' }));
  let y = 64;
  if (tried().length) for (const line of lines(say('试算：', 'What-if: ') + triedText(), 12, WIDTH - 2 * SIDE)) { parts.push(text(SIDE, y, line, 12, { weight: 600 })); y += LINE; }
  let x = SIDE;
  for (const [kind, n] of Object.entries(countClasses(chain.segments))) {
    const words = `${word(CLASSES, kind)} ${n}`;
    parts.push(...(kind === 'absent' ? [] : [sign(kind, x, y - 11)]), text(x + (kind === 'absent' ? 0 : 18), y, words, 12));
    x += 18 + widthOf(words, 12) + 16;
  }
  parts.push(text(x, y, say('框内右侧数与底条：再来一家典型企业，本地含量增加多少（条长按平方根）；! 仅一家', 'Figure and bar in a box: what one more typical firm adds to local content (bar by square root); ! single supplier'), 11, { ink: 'ink-2' }));
  y += 24;
  TIER.forEach(([tier], i) => parts.push(text(columnOf(i), y, `${word(TIERS, tier)} ${chain.segments.filter(item => item.tier === tier).length}`, 12, { weight: 600 })));
  return y + 10;
}

/** Where a tier begins. @param {number} i */
const columnOf = i => SIDE + NAME + i * (4 * BOX.wide + 3 * BOX.gap + LANE);

/** @param {Element[]} parts @param {Segment[]} own @param {number} y @param {number} most */
function lane(parts, own, y, most) {
  const top = y + LANE;
  let rows = 1;
  parts.push(s('line', { x1: SIDE, x2: WIDTH - SIDE, y1: y + 4, y2: y + 4, stroke: token('line-2') }));
  lines(laneName(own, own[0].group ?? ''), 12, NAME - 8).forEach((line, i) => parts.push(text(SIDE, top + 14 + 16 * i, line, 12, { weight: 600 })));
  TIER.forEach(([tier, wide], i) => own.filter(item => item.tier === tier).forEach((item, n) => {
    const row = Math.floor(n / wide);
    rows = Math.max(rows, row + 1);
    parts.push(box(item, columnOf(i) + (n % wide) * (BOX.wide + BOX.gap), top + row * (BOX.high + BOX.gap), most));
  }));
  return top + rows * (BOX.high + BOX.gap);
}

const GROUND = /** @type {Record<string, [string, string, string]>} */ ({ strong: ['strong-bg', 'strong', ''], weak: ['weak-bg', 'weak', ''], missing: ['card', 'missing', ''], absent: ['card', 'line-2', ''], unknown: ['unknown-bg', 'unknown', '2 2'] });

/** @param {Segment} item @param {number} x @param {number} y @param {number} most */
function box(item, x, y, most) {
  const [ground, edge, dash] = GROUND[item.class], gain = gainWords(item), ink = item.class === 'absent' ? 'ink-3' : 'ink';
  const long = item.class === 'unknown' || item.class === 'absent' ? 0 : Math.sqrt(Math.max(item.gain, 0) / most) * (BOX.wide - 2);
  return s('g', s('rect', { x, y, width: BOX.wide, height: BOX.high, rx: 4, fill: token(ground), stroke: token(edge), 'stroke-dasharray': dash || null }),
    long ? s('rect', { x: x + 1, y: y + BOX.high - 3, width: long, height: 3, fill: token(item.class === 'weak' ? 'weak-fill' : edge) }) : null,
    item.class === 'absent' ? null : sign(item.class, x + 5, y + 4), text(x + 23, y + 16, fit(nameOf(item), 12, BOX.wide - 27), 12, { ink }),
    text(x + 6, y + 34, fit((item.risk ? '! ' : '') + firmsText(item), 11, BOX.wide - 16 - widthOf(gain, 11)), 11, { ink: 'ink-2' }), text(x + BOX.wide - 5, y + 34, gain, 11, { weight: 600, anchor: 'end', ink }));
}

/** The missing links of most gain, then the sources. @param {Element[]} parts @param {import('./types.js').Chain} chain @param {number} y */
function foot(parts, chain, y) {
  const best = topMissing(chain);
  if (best.length) parts.push(text(SIDE, y + 8, say('缺链增益前八（假定）', 'Missing links, the eight of most gain (assumed)'), 12, { weight: 600 }));
  best.forEach((item, i) => {
    const at = y + 28 + LINE * i;
    parts.push(text(SIDE, at, fit(nameOf(item), 12, 190), 12), s('rect', { x: SIDE + 200, y: at - 8, width: 160 * item.gain / best[0].gain, height: 8, fill: token('missing') }), text(SIDE + 420, at, small(item.gain), 12, { weight: 600, anchor: 'end' }));
  });
  let last = y + (best.length ? 34 + LINE * best.length : 8);
  for (const line of lines(sourcesText(), 11, WIDTH - 2 * SIDE)) { parts.push(text(SIDE, last, line, 11, { ink: 'ink-2' })); last += 16; }
  return last;
}

/* ---- signs and words ---- */

/** The square of a class, in colours of its own: a file has no style sheet. @param {string} kind @param {number} x @param {number} y */
function sign(kind, x, y) {
  const made = classGlyph(kind, 14), edge = token(GROUND[kind][1]);
  for (const [name, value] of [['x', x], ['y', y]]) made.setAttribute(String(name), String(value));
  for (const part of made.querySelectorAll('path, circle')) {
    const full = part.classList.contains('glyph-ground') || kind === 'strong';
    part.setAttribute('fill', full ? (kind === 'weak' ? token('weak-fill') : edge) : 'none');
    part.setAttribute('stroke', edge);
    part.setAttribute('stroke-width', '1.6');
  }
  return made;
}

/** @param {number} x @param {number} y @param {string} words @param {number} size @param {{weight?: number, anchor?: string, ink?: string}} [how] */
const text = (x, y, words, size, { weight = 400, anchor = 'start', ink = 'ink' } = {}) => s('text', { x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, fill: token(ink) }, words);

/** @param {string} words @param {number} size */
function widthOf(words, size) {
  pen.font = `${size}px ${FAMILY}`;
  return pen.measureText(words).width;
}

/** Cut to the room there is, and told so. @param {string} words @param {number} size @param {number} room */
function fit(words, size, room) {
  if (widthOf(words, size) <= room) return words;
  let cut = words;
  while (cut && widthOf(`${cut}…`, size) > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}

/** Lines no longer than the room; Chinese breaks anywhere. @param {string} words @param {number} size @param {number} room */
function lines(words, size, room) {
  const found = [''];
  for (const part of words.match(/[\x21-\x7e]+\s?|\s|[^\x21-\x7e\s]\s?/g) ?? []) {
    if (found[found.length - 1] && widthOf(found[found.length - 1] + part, size) > room) found.push('');
    found[found.length - 1] += part;
  }
  return found.filter(Boolean);
}
