/* chain_svg.js - the chain picture as one SVG of its own: boxes and words where they stand on the page. */
import { classGlyph } from './glyph.js';
import { s } from './h.js';
import { segment } from './look.js';
import { shownChain } from './chain_picture.js';
import { board } from './store.js';
import { nameOf, say } from './words.js';

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** @returns {string} */
export function chainSvg() {
  const body = document.querySelector('.chain-body');
  const chain = shownChain();
  if (!body || !chain) throw new Error(say('产业链还没有画出来', 'the chain was not drawn'));
  const zero = body.getBoundingClientRect(), height = zero.height + 60;
  const made = s('svg', { xmlns: 'http://www.w3.org/2000/svg', width: zero.width, height, viewBox: `0 0 ${zero.width} ${height}`, 'font-family': 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif' },
    s('rect', { width: zero.width, height, fill: token('card') }), text(4, 20, `${nameOf(chain)} · ${say('增益为假定', 'gains are assumed')} · ${say('快照', 'snapshot')} ${board().now?.chain.snapshot ?? ''}`, 14, 600));
  for (const word of body.querySelectorAll('.lane-name, .lane-head .tier')) {
    const at = word.getBoundingClientRect();
    made.append(text(at.left - zero.left, at.top - zero.top + 54, (word.textContent ?? '').trim(), 12, 600));
  }
  for (const box of body.querySelectorAll('.cell')) made.append(cell(/** @type {HTMLElement} */ (box), zero));
  return new XMLSerializer().serializeToString(made);
}

/** @param {number} x @param {number} y @param {string} words @param {number} size @param {number} [weight] @param {string} [anchor] */
const text = (x, y, words, size, weight = 400, anchor = 'start') => s('text', { x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, fill: token('ink') }, words);

const GROUND = /** @type {Record<string, [string, string, string]>} */ ({ strong: ['strong-bg', 'strong', ''], weak: ['weak-bg', 'weak', ''], missing: ['card', 'missing', ''], absent: ['card', 'line', ''], unknown: ['unknown-bg', 'unknown', '2 2'] });

/** @param {HTMLElement} box @param {DOMRect} zero */
function cell(box, zero) {
  const item = segment(box.dataset.segment ?? ''), at = box.getBoundingClientRect();
  const [ground, edge, dash] = GROUND[item?.class ?? 'unknown'];
  const x = at.left - zero.left, y = at.top - zero.top + 40;
  const sign = classGlyph(item?.class ?? 'unknown', 14);
  for (const [name, value] of [['x', x + 6], ['y', y + 6]]) sign.setAttribute(String(name), String(value));
  for (const part of sign.querySelectorAll('path, circle')) { part.setAttribute('fill', part.classList.contains('glyph-ground') || item?.class === 'strong' ? token(item?.class === 'weak' ? 'weak-fill' : edge) : 'none'); part.setAttribute('stroke', token(edge)); }
  const name = nameOf(item), room = Math.floor((at.width - 30) / 12);
  return s('g', s('rect', { x, y, width: at.width, height: at.height, rx: 4, fill: token(ground), stroke: token(edge), 'stroke-dasharray': dash || null }), sign,
    text(x + 24, y + 17, name.length > room ? `${name.slice(0, room - 1)}…` : name, 12), text(x + 8, y + 36, box.querySelector('.cell-firms')?.textContent?.slice(0, Math.max(4, room - 4)) ?? '', 11),
    text(x + at.width - 6, y + 36, box.querySelector('.cell-gain')?.textContent ?? '', 11, 600, 'end'));
}
