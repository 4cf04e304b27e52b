/* picture.js - the map as one picture: what the map draws, with names, scale, title, legend and
 * attribution written into it, so that it tells what it is wherever it is pasted. */
import { theMap, attribution } from './map.js';
import { get } from './store.js';
import { entries } from './legend.js';
import { standing } from './map_labels.js';
import { titleText, toldText, triedText } from './told.js';
import { say } from './words.js';

/** ratio: canvas dots a CSS pixel; ink: greys on white, as for paper; words: title above, legend below.
 * @typedef {{ratio?: number, ink?: boolean, words?: boolean}} Wish */

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FAMILY = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const SIDE = 10, LINE = 16;

/** @param {Wish} [wish] @returns {HTMLCanvasElement} */
export function mapCanvas({ ratio, ink = false, words = true } = {}) {
  const map = theMap();
  if (!map) throw new Error(say('地图没有画出来', 'the map was not drawn'));
  const { clientWidth: width, clientHeight: height } = map.getCanvas();
  const above = words ? titleLines(width) : [], below = words ? belowLines(width) : [];
  const top = above.length ? above.length * 20 + 12 : 0, whole = top + height + (below.length ? below.length * LINE + 12 : 0);
  const dots = ratio ?? map.getPixelRatio();
  const made = document.createElement('canvas');
  made.width = Math.round(width * dots); made.height = Math.round(whole * dots);
  const pen = penOf(made);
  pen.fillStyle = ink ? 'white' : token('card');
  pen.fillRect(0, 0, made.width, made.height);
  pen.scale(dots, dots);
  bitmap(pen, map, dots, ink, top, width, height);
  pen.translate(0, top);
  names(pen, ink);
  scaleBar(pen, map, width, height, ink);
  pen.translate(0, -top);
  above.forEach((line, i) => write(pen, line, SIDE, 16 + 20 * i, `600 14px ${FAMILY}`, 'ink'));
  below.forEach((line, i) => line(pen, top + height + 14 + LINE * i));
  return made;
}

/** @returns {Promise<Blob>} */
export function mapPicture() {
  const canvas = mapCanvas({ ratio: Math.max(2, devicePixelRatio) });
  return new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error('canvas')))));
}

/** The legend as sign and words. */
export const signs = () => entries();

/** @param {HTMLCanvasElement} canvas */
const penOf = canvas => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

/** The map itself, drawn once at the dots asked and then again as it was.
 * @param {CanvasRenderingContext2D} pen @param {any} map @param {number} dots @param {boolean} ink @param {number} top @param {number} width @param {number} height */
function bitmap(pen, map, dots, ink, top, width, height) {
  const was = map.getPixelRatio();
  if (dots !== was) map.setPixelRatio(dots);
  map.redraw();
  pen.filter = !ink ? 'none' : get().theme === 'dark' ? 'invert(1) grayscale(1) brightness(1.17)' : 'grayscale(1) brightness(1.06)';
  pen.drawImage(map.getCanvas(), 0, top, width, height);
  pen.filter = 'none';
  if (dots !== was) { map.setPixelRatio(was); map.redraw(); }
}

/** Colour of each kind of name. @type {Record<string, string>} */
const INK = { place: 'ink', zone: 'accent', tried: 'accent', target: 'missing', firm: 'ink', reach: 'accent' };

/** The figure of a circle, in its box. @param {CanvasRenderingContext2D} pen @param {string} text @param {import('./map_layout.js').Box} box @param {boolean} ink */
function chip(pen, text, box, ink) {
  pen.font = `600 13px ${FAMILY}`;
  pen.fillStyle = ink ? 'white' : token('card');
  pen.fillRect(box.x, box.y, box.w - 2, box.h);
  pen.save();
  pen.lineWidth = 1;
  pen.strokeStyle = ink ? 'black' : token('iso');
  pen.strokeRect(box.x, box.y, box.w - 2, box.h);
  pen.restore();
  pen.fillStyle = ink ? 'black' : token('ink');
  pen.fillText(text, box.x + 9, box.y + box.h / 2);
}

/** Names where they stand on the page. @param {CanvasRenderingContext2D} pen @param {boolean} ink */
function names(pen, ink) {
  pen.textBaseline = 'middle';
  pen.lineWidth = 4;
  pen.lineJoin = 'round';
  for (const { kind, text, box } of standing()) {
    if (kind === 'reach') { chip(pen, text, box, ink); continue; }
    pen.font = `${kind === 'place' || kind === 'zone' ? '600 13px' : '12px'} ${FAMILY}`;
    pen.strokeStyle = ink ? 'white' : token('zone');
    pen.strokeText(text, box.x, box.y + box.h / 2);
    pen.fillStyle = ink ? 'black' : token(INK[kind]);
    pen.fillText(text, box.x, box.y + box.h / 2);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {any} map @param {number} width @param {number} height @param {boolean} ink */
function scaleBar(pen, map, width, height, ink) {
  const bar = map.getContainer().querySelector('.maplibregl-ctrl-scale');
  if (!bar) return;
  const long = bar.offsetWidth, right = width - 12, y = height - 14;
  pen.strokeStyle = pen.fillStyle = ink ? 'black' : token('ink-2');
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const [x, up] of [[right - long, 5], [right, 5]]) { pen.moveTo(x, y - up); pen.lineTo(x, y); }
  pen.moveTo(right - long, y); pen.lineTo(right, y);
  pen.stroke();
  pen.font = `11px ${FAMILY}`;
  pen.textAlign = 'right';
  pen.fillText(bar.textContent ?? '', right - 4, y - 9);
  pen.textAlign = 'left';
}

/* ---- words above and below ---- */

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} x @param {number} y @param {string} font @param {string} colour */
function write(pen, text, x, y, font, colour) {
  pen.font = font;
  pen.textBaseline = 'middle';
  pen.fillStyle = token(colour);
  pen.fillText(text, x, y);
}

/** A text in lines no longer than there is room; Chinese breaks anywhere. @param {string} text @param {string} font @param {number} room */
function wrap(text, font, room) {
  const pen = penOf(document.createElement('canvas'));
  pen.font = font;
  const lines = [''];
  for (const part of text.match(/[\x21-\x7e]+\s?|\s|[^\x21-\x7e\s]\s?/g) ?? []) {
    if (lines[0] && pen.measureText(lines[lines.length - 1] + part).width > room) lines.push('');
    lines[lines.length - 1] += part;
  }
  return lines;
}

/** @param {number} width */
function titleLines(width) {
  const tried = triedText();
  const text = titleText(say('招商地图', 'Promotion map')) + (tried ? ` · ${say('试算：', 'what-if: ')}${tried}` : '');
  return wrap(text, `600 14px ${FAMILY}`, width - 2 * SIDE);
}

/** Lines below the map, each a way to draw itself. @param {number} width @returns {((pen: CanvasRenderingContext2D, y: number) => void)[]} */
function belowLines(width) {
  const font = `11px ${FAMILY}`;
  const words = [toldText(say('名次', 'ranks')), attribution()].flatMap(text => wrap(text, font, width - 2 * SIDE));
  return [...legendLines(width), ...words.map(line => (/** @type {CanvasRenderingContext2D} */ pen, /** @type {number} */ y) => write(pen, line, SIDE, y, font, 'ink-2'))];
}

/** @param {number} width @returns {((pen: CanvasRenderingContext2D, y: number) => void)[]} */
function legendLines(width) {
  const pen = penOf(document.createElement('canvas')), font = `12px ${FAMILY}`;
  pen.font = font;
  /** @type {{sign: any, text: string, x: number}[][]} */
  const lines = [[]];
  let x = SIDE;
  for (const [sign, text] of signs()) {
    const long = 20 + pen.measureText(text).width;
    if (x > SIDE && x + long > width - SIDE) { lines.push([]); x = SIDE; }
    lines[lines.length - 1].push({ sign, text, x });
    x += long + 16;
  }
  return lines.map(line => (to, y) => line.forEach(one => { drawSign(to, one.sign, one.x + 7, y); write(to, one.text, one.x + 20, y, font, 'ink'); }));
}

/** Fill and outline of each round sign of the legend; the rest is ink. @type {Record<string, [string, string?]>} */
const ROUND = { 'legend-outside': ['ghost'], 'legend-fills': ['accent'], 'legend-tried': ['accent-bg', 'accent'], 'legend-removed': ['line-2'], 'legend-count': ['card', 'ink-2'] };

/** Filled signs: ground, edge, how much of the ground is seen. @type {Record<string, [string, string, number]>} */
const AREAS = { 'legend-area': ['accent-bg', 'accent-bg', 1], 'legend-iso': ['iso', 'iso', 0.1], 'legend-gained': ['iso', 'iso', 0.3], 'legend-lost': ['worse', 'worse', 0.2], 'legend-lake': ['water', 'water', 1] };
/** Lines: colour, width, dashes. @type {Record<string, [string, number, number[]?]>} */
const LINES = { 'legend-county': ['county', 1], 'legend-ghost': ['ghost', 1.5, [3, 2]], 'legend-road': ['road', 2.2], 'legend-work': ['ink', 2.6], 'legend-closed': ['worse', 2.6, [3, 2]] };

/** An area, a stop or a line of minutes; false for another sign. @param {CanvasRenderingContext2D} pen @param {any} sign @param {number} x @param {number} y */
function drawReachSign(pen, sign, x, y) {
  const names = String(sign?.getAttribute?.('class') ?? '').split(' '), area = AREAS[names.find(name => AREAS[name]) ?? ''];
  if (area) {
    pen.globalAlpha = area[2];
    pen.fillStyle = token(area[0]);
    pen.fillRect(x - 7, y - 5, 14, 10);
    pen.globalAlpha = 1;
    pen.lineWidth = 1;
    pen.strokeStyle = token(area[1]);
    pen.strokeRect(x - 7, y - 5, 14, 10);
  } else if (names.includes('legend-stop')) {
    pen.save();
    pen.translate(x - 7, y - 7);
    pen.scale(14 / 16, 14 / 16);
    pen.fillStyle = token('ink');
    pen.fill(new Path2D(sign.querySelector('path').getAttribute('d')));
    pen.lineWidth = 1.4;
    pen.strokeStyle = token('card');
    if (names.includes('legend-station')) pen.stroke(new Path2D('M5 6.4h6M5 9.6h6'));
    pen.restore();
  }
  return Boolean(area) || names.includes('legend-stop');
}

/** What a sign of the legend shows, from its parts. @param {CanvasRenderingContext2D} pen @param {any} sign @param {number} x @param {number} y */
function drawSign(pen, sign, x, y) {
  if (drawReachSign(pen, sign, x, y)) return;
  const circle = sign?.querySelector?.('circle');
  pen.beginPath();
  pen.lineWidth = 1.6;
  if (circle) {
    const [fill, line] = ROUND[circle.getAttribute('class') ?? ''] ?? ['ink-2'];
    pen.arc(x, y, Number(circle.getAttribute('r')), 0, 2 * Math.PI);
    pen.fillStyle = token(fill);
    pen.fill();
    if (line) { pen.strokeStyle = token(line); pen.stroke(); }
  } else if (sign?.querySelector?.('path')) {
    for (const [dx, dy] of [[0, -6], [6, 0], [0, 6], [-6, 0]]) pen.lineTo(x + dx, y + dy);
    pen.closePath();
    pen.strokeStyle = token('missing');
    pen.stroke();
  } else {
    const [colour, width, dashes] = LINES[[...sign?.classList ?? []].find(name => LINES[name]) ?? ''] ?? ['province', 1.6];
    pen.lineWidth = width;
    pen.setLineDash(dashes ?? []);
    pen.moveTo(x - 7, y); pen.lineTo(x + 7, y);
    pen.strokeStyle = token(colour);
    pen.stroke();
    pen.setLineDash([]);
  }
}
