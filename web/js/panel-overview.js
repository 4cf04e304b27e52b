/* panel-overview.js - nothing selected: the health of each chain. */
import { h, setVars } from './h.js';
import { figure } from './explain.js';
import { computedMarks, markWords, num } from './format.js';
import { classGlyph } from './glyph.js';
import { countClasses, marksOf } from './look.js';
import { board } from './store.js';
import { CLASSES, HEALTH, nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').Chain} Chain */

export function overview() {
  const chains = board().now?.chain.chains ?? [];
  return h('section.part', h('h2.hidden', say('总览', 'Overview')), h('h3', say('产业链', 'Chains'), h('span.part-head-end', markWords(computedMarks(marksOf(chains.flatMap(chain => chain.segments)))))), chains.map(chainView));
}

/** @param {Chain} chain */
function chainView(chain) {
  const count = countClasses(chain.segments);
  return h('div.chain-line', h('h4', nameOf(chain)), h('span.chain-health', say('健康 ', 'health '), figure(num(chain.health.value, 1), { kind: 'health', id: chain.id }, { strong: true })),
    h('p.counts', Object.entries(count).map(([kind, n]) => h('span.count', kind === 'absent' ? null : classGlyph(kind, 14), `${word(CLASSES, kind)} `, figure(String(n), { kind: 'class', of: kind, chain: chain.id })))),
    h('dl.health', Object.entries(chain.health.parts).map(([key, value]) => [h('dt', word(HEALTH, key)), h('dd', track(value), num(value * 100, 0), h('span.unit', '%'))]),
      chain.health.lacking.map(key => [h('dt', word(HEALTH, key)), h('dd.meta', say('未知：缺数据', 'unknown: no data'))])));
}

/** @param {number} value 0 to 1 */
function track(value) {
  const line = h('span.track');
  setVars(line, { '--part': `${100 * value}%` });
  return line;
}
