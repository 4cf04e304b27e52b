/* explain-change.js - what a what-if changed, row by row, adding up to the change. */
import { board } from './store.js';
import { allSegments, nodesOf, segment } from './look.js';
import { common, titled } from './explain-chain.js';
import { num, signed } from './format.js';
import { CLASSES, HEALTH, nameOf, say, word } from './words.js';

/** @typedef {import('./types.js').Answers} Answers */
/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */

const before = () => /** @type {Answers} */ (board().before);
const columns = () => [say('', ''), say('前', 'before'), say('后', 'after'), say('变化', 'change')];

/** @param {What} _ @param {Answers} answers @returns {Content} */
export function localContent(_, answers) {
  const pairs = nodesOf(allSegments(answers)).map(item => ({ item, old: segment(item.id, before())?.q ?? 0 })).filter(({ item, old }) => item.q !== old)
    .sort((a, b) => Math.abs(b.item.q - b.old) - Math.abs(a.item.q - a.old));
  const [was, is] = [before().chain.local_content, answers.chain.local_content];
  const rest = is - was - pairs.reduce((sum, { item, old }) => sum + item.q - old, 0);
  const rows = pairs.map(({ item, old }) => ({ cells: [titled(item), num(old, 3), num(item.q, 3), signed(item.q - old)], opens: { kind: 'content', id: item.id } }));
  if (Math.abs(rest) > 1e-9) rows.push({ cells: [say('其他产业链的环节', 'links of other chains'), '', '', signed(rest)], opens: /** @type {any} */ (undefined) });
  return {
    ...common('local_content.change', answers, pairs.map(pair => pair.item)), title: say('本地含量的变化', 'Change of local content'), figure: signed(is - was), unit: say('分', 'points'),
    sentence: say('全部改动一起算，逐环节列出；没有列出的环节不变。', 'All changes computed together, link by link; links not listed are unchanged.'), formula: 'ΔQ = Σ Δq',
    columns: columns(), rows, total: [say('合计', 'sum'), num(was, 3), num(is, 3), signed(is - was)],
  };
}

/** @param {What} what @param {Answers} answers @returns {Content} */
export function classCount(what, answers) {
  const moved = allSegments(answers).map(item => ({ item, old: segment(item.id, before())?.class }))
    .filter(({ item, old }) => item.class !== old && (item.class === what.of || old === what.of));
  const rows = moved.map(({ item, old }) => ({ cells: [titled(item), word(CLASSES, old), word(CLASSES, item.class), item.class === what.of ? '+1' : '−1'], opens: { kind: 'gain', id: item.id } }));
  const delta = moved.reduce((sum, { item }) => sum + (item.class === what.of ? 1 : -1), 0);
  return {
    ...common('class.change', answers, moved.map(one => one.item)), title: say(`${word(CLASSES, what.of)}环节的变化`, `Change of ${what.of} links`), figure: signed(delta, 0),
    sentence: say('换了类别的环节。', 'Links that changed their class.'), columns: columns(), rows, total: [say('合计', 'sum'), '', '', signed(delta, 0)], assumptions: ['strong_firms'],
  };
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function health(what, answers) {
  const [is, was] = [answers, before()].map(one => one.chain.chains.find(chain => chain.id === what.id));
  if (!is || !was) return null;
  const keys = [...new Set([...Object.keys(is.health.parts), ...Object.keys(was.health.parts)])];
  const part = (/** @type {any} */ chain, /** @type {string} */ key) => 100 * (chain.health.parts[key] ?? 0) * (chain.health.weights[key] ?? 0);
  const delta = (is.health.value ?? 0) - (was.health.value ?? 0);
  return {
    ...common('health.change', answers, is.segments), title: `${nameOf(is)} ${say('链条健康的变化', 'change of health')}`, figure: signed(delta, 2), assumptions: [],
    sentence: say('各分项乘权重后的变化。', 'The change of each part times its weight.'), columns: columns(),
    rows: keys.map(key => ({ cells: [word(HEALTH, key), num(part(was, key), 2), num(part(is, key), 2), signed(part(is, key) - part(was, key), 2)] })),
    total: [say('合计', 'sum'), num(was.health.value, 2), num(is.health.value, 2), signed(delta, 2)],
  };
}
