/* explain-chain.js - how the figures of the chain part came about; formulas in docs/parts/chain.md. */
import { agedText } from './age.js';
import { tableTitle } from './schema.js';
import { allSegments, marksOf, nodesOf, segment } from './look.js';
import { computedMarks, day, gainText, num, percent, signed, small } from './format.js';
import { CLASSES, HEALTH, nameOf, say, word } from './words.js';
import { firmName, placeName, twinsOf, zone, firm } from './zone.js';

/** @typedef {import('./types.js').Answers} Answers */
/** @typedef {import('./types.js').Segment} Segment */
/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */

/** @param {Segment} item */
export const titled = item => `${nameOf(item)} ${item.id}`;
/** @param {string[][]} lists */
export const union = lists => [...new Set(lists.flat())].sort();
/** @param {Segment[]} segments */
export const latest = segments => segments.map(item => item.dated ?? '').sort().pop() || null;

/** What all explanations of the chain part share. @param {string} id @param {Answers} answers @param {Segment[]} behind */
export const common = (id, answers, behind) => ({
  id: `chain.${id}`, marks: computedMarks(marksOf(behind)), sources: union(behind.map(item => item.sources)), dated: latest(behind),
  snapshot: answers.chain.snapshot, assumptions: ['beta'],
});

/** Q: every node and its part. @param {What} _ @param {Answers} answers @returns {Content} */
export function localContent(_, answers) {
  const nodes = nodesOf(allSegments(answers));
  const counted = nodes.filter(item => item.q > 0).sort((a, b) => b.q - a.q);
  const rest = answers.chain.local_content - counted.reduce((sum, item) => sum + item.q, 0);
  const rows = counted.map(item => ({ cells: [titled(item), num(item.strength, 3), num(item.inner, 3), num(item.q, 3)], opens: { kind: 'content', id: item.id } }));
  if (Math.abs(rest) > 1e-9) rows.push({ cells: [say('其他产业链的环节', 'links of other chains'), '', '', num(rest, 3)], opens: /** @type {any} */ (undefined) });
  return {
    ...common('local_content', answers, counted), title: say('本地含量', 'Local content'), figure: num(answers.chain.local_content, 3), unit: say('分', 'points'),
    sentence: say('各环节由本地企业及其本地投入支撑的程度之和。每个环节从 0（本地没人做）到接近 1。', 'How far each link rests on local firms and on what they can buy here, summed over all links; each counts from 0 to nearly 1.'),
    formula: 'Q = Σ q,  q = s · (β + (1−β) · mean q(inputs))',
    columns: [say('环节', 'link'), 's', say('本地投入', 'inner'), 'q'], rows, total: [say('合计', 'sum'), '', '', num(answers.chain.local_content, 3)],
    not: nodes.filter(item => item.q === 0).map(item => [titled(item), word(CLASSES, item.class)]),
    assumed: [say('各环节权重相同', 'all links weigh the same')],
  };
}

/** How much of a user's need this segment is, as a factor of its λ. @param {Segment} item @param {Segment} user @param {Answers} answers */
function pull(item, user, answers) {
  const beta = answers.chain.assumptions.beta;
  return item.step * item.inner * user.strength * (1 - beta) / Math.max(1, user.inputs.length) * user.lambda;
}

/** Users of a node in every chain it stands in, each once. @param {Segment} item @param {Answers} answers */
function neighbours(item, answers, /** @type {'users'|'inputs'} */ side) {
  const own = twinsOf(item.id).map(id => segment(id, answers)).filter(twin => twin !== undefined);
  const found = new Map(own.flatMap(twin => twin[side]).map(id => [twinsOf(id).sort()[0], segment(id, answers)]));
  return [...found.values()].filter(other => other !== undefined);
}

/** Gain: by each local user and each local input. @param {What} what @param {Answers} answers @returns {Content|null} */
export function gain(what, answers) {
  const item = segment(what.id ?? '', answers);
  if (!item) return null;
  const users = neighbours(item, answers, 'users'), inputs = neighbours(item, answers, 'inputs');
  const beta = answers.chain.assumptions.beta;
  const fills = users.map(user => ({ other: user, side: say('补', 'fill'), part: pull(item, user, answers) }));
  const extends_ = inputs.map(input => ({ other: input, side: say('延', 'ext.'), part: item.step * (1 - beta) * input.q / inputs.length }));
  const counted = [...fills, ...extends_].filter(one => one.part > 0).sort((a, b) => b.part - a.part);
  const rest = item.gain - counted.reduce((sum, one) => sum + one.part, 0);
  const rows = counted.map(({ other, side, part }) => ({ cells: [`${side} ${titled(other)}`, num(side === say('补', 'fill') ? other.strength : other.q, 3), small(part)], opens: { kind: 'content', id: other.id } }));
  if (Math.abs(rest) > 1e-9) rows.push({ cells: [say('其他产业链的用户与投入', 'users and inputs in other chains'), '', small(rest)], opens: /** @type {any} */ (undefined) });
  return {
    ...common('gain', answers, [item, ...users, ...inputs]), title: `${titled(item)} ${say('增益', 'gain')}`, figure: gainText(item), unit: say('分', 'points'),
    sentence: item.class === 'unknown'
      ? say(`没人排摸过，所以记作未知；若确实没有企业，引入 1 家典型企业值 ${signed(item.gain)} 分。`, `Nobody looked, so it is unknown; if indeed nobody is there, one typical firm would be worth ${signed(item.gain)}.`)
      : say('再引入 1 家典型企业，本地含量的精确增量：补链（本地用户得益）与延链（本地投入得用）。', 'The exact rise of local content when one more typical firm lands: fill (local users gain) and extension (local inputs find use).'),
    formula: `${say('增益', 'gain')} = ${say('补', 'fill')} ${num(item.fill, 3)} + ${say('延', 'ext.')} ${num(item.extension, 3)};  worth = gain + base = ${num(item.worth, 3)} = step ${num(item.step, 3)} · inner ${num(item.inner, 3)} · λ ${num(item.lambda, 3)}`,
    columns: [say('经由', 'by way of'), say('强度/含量', 's or q'), say('贡献', 'part')], rows, total: [say('合计', 'sum'), '', small(item.gain)],
    not: [...fills, ...extends_].filter(one => !(one.part > 0)).map(({ other, side }) => [`${side} ${titled(other)}`, say('本地无企业', 'no firm here')]),
    assumed: [say('投入权重相同', 'inputs weigh the same')],
  };
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function strength(what, answers) {
  const item = segment(what.id ?? '', answers);
  if (!item) return null;
  return {
    ...common('strength', answers, [item]), title: `${titled(item)} ${say('强度', 'strength')}`, figure: num(item.strength, 3),
    sentence: say('本地企业多一家强一些，每家比前一家少一些。', 'Each further firm here adds strength, less than the one before.'), formula: answers.chain.formulas.strength,
    columns: [say('本地企业', 'local firm'), say('地区', 'place')], rows: item.firms.map(firmRowOf), assumptions: ['strong_firms'],
  };
}

/** @param {string} id */
const firmRowOf = id => ({ cells: [firmName(id), placeName(firm(id)?.place ?? '')], opens: { kind: 'loss', id }, marks: firm(id)?.marks });

/** q of a segment: its own share and each input's. @param {What} what @param {Answers} answers @returns {Content|null} */
export function content(what, answers) {
  const item = segment(what.id ?? '', answers);
  if (!item) return null;
  const beta = answers.chain.assumptions.beta, inputs = neighbours(item, answers, 'inputs');
  const own = inputs.length ? beta : 1;
  const parts = inputs.map(input => ({ input, part: item.strength * (1 - beta) * input.q / inputs.length }));
  return {
    ...common('content', answers, [item, ...inputs]), title: `${titled(item)} ${say('本地含量', 'local content')}`, figure: small(item.q), unit: say('分', 'points'),
    sentence: say('强度乘以：自有份额，加上本地能买到的投入。', 'Its strength times its own share plus the inputs to be had here.'),
    formula: `q = s ${num(item.strength, 3)} · (β ${own} + ${num(item.inner - own, 3)}) = ${num(item.q, 3)}`,
    columns: [say('由', 'from'), 'q', say('贡献', 'part')],
    rows: [{ cells: [say('自有', 'own share'), '', small(item.strength * own)], opens: { kind: 'strength', id: item.id } },
      ...parts.filter(one => one.part > 0).map(({ input, part }) => ({ cells: [titled(input), num(input.q, 3), small(part)], opens: { kind: 'content', id: input.id } }))],
    total: [say('合计', 'sum'), '', small(item.q)],
    not: parts.filter(one => !(one.part > 0)).map(({ input }) => [titled(input), item.x ? say('投入本地为 0', 'input is 0 here') : say('本环节本地无企业', 'no firm of this link here')]),
  };
}

/** Firms of a segment: (group, place) pairs. @param {What} what @param {Answers} answers @returns {Content|null} */
export function count(what, answers) {
  const item = segment(what.id ?? '', answers);
  if (!item) return null;
  return {
    ...common('count', answers, [item]), title: `${titled(item)} ${say('家数', 'count')}`, figure: num(item.x), unit: say('家', ''),
    sentence: say('一个集团在一个地区只算一家。', 'A group counts once a place.'), formula: say('x = （集团，地区）对数', 'x = pairs of group and place'),
    columns: [say('本地企业', 'local firm'), say('地区', 'place')], rows: item.firms.map(firmRowOf), assumptions: ['strong_firms'],
  };
}

/** How many segments are of a class. @param {What} what @param {Answers} answers @returns {Content} */
export function classCount(what, answers) {
  const chains = answers.chain.chains.filter(chain => !what.chain || chain.id === what.chain);
  const found = chains.flatMap(chain => chain.segments.filter(item => item.class === what.of).map(item => ({ chain, item })));
  return {
    ...common('class', answers, found.map(one => one.item)), title: `${word(CLASSES, what.of)} ${say('环节', 'links')}`, figure: num(found.length), unit: say('个', ''),
    sentence: say('强：三家以上或有链主；弱：一两家；缺：排摸过、没有、且有增益；无关：排摸过、没有、也无增益；未知：没人排摸过。',
      'Strong: three firms or a chain leader. Weak: fewer. Missing: somebody looked, none found, gain above 0. Absent: none found and no gain. Unknown: nobody looked.'),
    columns: [say('环节', 'link'), say('家数', 'firms'), say('增益', 'gain')], assumptions: ['strong_firms', 'beta'],
    rows: found.map(({ item }) => ({ cells: [titled(item), num(item.x), gainText(item)], opens: { kind: 'gain', id: item.id } })),
    total: [say('合计', 'in all'), '', say(`${found.length} 个`, String(found.length))],
  };
}

/** Health of a chain: its parts, weighted. @param {What} what @param {Answers} answers @returns {Content|null} */
export function health(what, answers) {
  const chain = answers.chain.chains.find(one => one.id === what.id);
  if (!chain) return null;
  const { value, parts, weights, lacking } = chain.health;
  return {
    ...common('health', answers, chain.segments), title: `${nameOf(chain)} ${say('链条健康', 'health')}`, figure: num(value, 1), unit: '/ 100',
    sentence: say('有数据的各项按权重平均；缺数据的项不猜，其权重分给其余各项。', 'The weighted mean of the parts that have data; parts without data are not guessed and their weight goes to the others.'),
    formula: say('健康 = 100 · Σ 权重 · 分项', 'health = 100 · Σ weight · part'),
    columns: [say('分项', 'part'), say('值', 'value'), say('权重', 'weight'), say('贡献', 'adds')],
    rows: Object.entries(parts).map(([key, part]) => ({ cells: [word(HEALTH, key), percent(part), num(weights[key], 3), num(100 * part * weights[key], 2)] })),
    total: [say('合计', 'sum'), '', '', num(value, 2)],
    not: lacking.map(key => [word(HEALTH, key), say('缺数据', 'no data')]), assumed: [say('分项权重', 'weights of the parts')], assumptions: [],
  };
}

/** The latest date of each table. @param {What} _ @param {Answers} answers @returns {Content} */
export function dates(_, answers) {
  const dated = Object.entries(zone()?.dated ?? {}).filter(([, date]) => date).sort((a, b) => b[1].localeCompare(a[1]));
  return {
    ...common('dated', answers, []), marks: [], title: say('数据日期', 'Date of the data'), figure: day(dated[0]?.[1]), assumptions: [],
    sentence: say('各表最新一行的日期。', 'The date of the latest row of each table.'),
    columns: [say('表', 'table'), say('最新', 'latest'), say('行数', 'rows')],
    rows: dated.map(([table, date]) => ({ cells: [tableTitle(table), agedText(date, date, [table]), num(zone()?.rows?.[table] ?? null)] })),
  };
}
