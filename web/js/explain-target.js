/* explain-target.js - how the figures of targets and teams came about; formulas in docs/parts/target.md. */
import { computedMarks, day, num, percent, signed, small } from './format.js';
import { segment } from './look.js';
import { titled, union } from './explain-chain.js';
import { EVIDENCE, nameOf, say, word } from './words.js';
import { firm, firmName, listOf, placeName, segmentsOf, twinsOf } from './zone.js';

/** @typedef {import('./types.js').Answers} Answers */
/** @typedef {import('./types.js').Target} Target */
/** @typedef {import('./explain-content.js').What} What */
/** @typedef {import('./explain-content.js').Content} Content */

const ALPHAS = ['tie', 'expansion', 'near', 'near_min', 'near_km', 'leader', 'growth', 'x_leader', 'x_head', 'x_listed', 'x_specialised'];

/** @param {string} id @param {Answers} answers @param {{marks: string[], sources: string[], dated: string|null}} behind */
const common = (id, answers, behind) => ({
  id: `target.${id}`, marks: computedMarks(behind.marks), sources: behind.sources, dated: behind.dated, snapshot: answers.who.snapshot,
});

/** @param {string|undefined} id @param {Answers} answers */
const targetIn = (id, answers) => answers.who.targets.find(target => target.firm === id);

/** One of each node among the ids. @param {string[]} ids */
const nodeIds = ids => ids.filter((id, i) => ids.findIndex(other => twinsOf(other).includes(id)) === i);

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function score(what, answers) {
  const target = targetIn(what.id, answers);
  if (!target) return null;
  const rows = nodeIds(target.segments).map(id => segment(id, answers)).filter(item => item !== undefined)
    .map(item => ({ cells: [titled(item), signed(item.gain), small(item.gain * target.chance)], opens: { kind: 'gain', id: item.id } }));
  return {
    ...common('score', answers, target), title: `${nameOf(target)} ${say('得分', 'score')}`, figure: num(target.score, 3), unit: say('分', 'points'),
    sentence: say('它能填上的环节的增益，乘以它来的可能性。得分只排先后，不是预测。', 'The gain of the links it would fill times the chance that it comes. Scores order firms; they are no forecast.'),
    formula: `${say('得分', 'score')} = ${say('增益', 'gain')} ${num(target.gain, 3)} × ${say('可能性', 'chance')} ${percent(target.chance)}`,
    columns: [say('环节', 'link'), say('增益', 'gain'), say('贡献', 'part')], rows: [...rows], total: [say('合计', 'sum'), signed(target.gain), num(target.score, 3)],
    assumptions: ['beta', ...ALPHAS.filter(id => target.points.some(point => id.startsWith(point.evidence)))],
    not: segmentsOf(target.firm).filter(id => !nodeIds(target.segments).includes(id) && !(segment(id, answers)?.gain ?? 0)).map(id => [id, say('增益为 0', 'gain 0')]),
  };
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function chance(what, answers) {
  const target = targetIn(what.id, answers);
  if (!target) return null;
  const sum = target.points.reduce((all, point) => all + point.points, 0);
  return {
    ...common('chance', answers, target), title: `${nameOf(target)} ${say('可能性', 'chance')}`, figure: percent(target.chance),
    sentence: say('每条证据单独使它来的可能为 αx；都不成它才不来。证据分 −ln(1−αx) 可以相加。', 'Each piece of evidence alone would bring it with chance αx; it stays away only if none does. Points −ln(1−αx) add up.'),
    formula: `${say('可能性', 'chance')} = 1 − e^(−${num(sum, 4)}) = ${percent(target.chance)}`,
    columns: [say('证据', 'evidence'), 'α · x', say('分', 'points')],
    rows: target.points.map(point => ({ cells: [pointText(point), `${num(point.alpha, 2)} · ${num(point.x, 3)}`, num(point.points, 4)], marks: point.marks })),
    total: [say('合计', 'sum'), '', num(sum, 4)], assumptions: ALPHAS,
    not: Object.keys(EVIDENCE).filter(kind => !target.points.some(point => point.evidence === kind)).map(kind => [word(EVIDENCE, kind), say('没有记录，不给分', 'none recorded: no point')]),
  };
}

/** @param {import('./types.js').Point} point */
function pointText(point) {
  const to = point.with ? ` ${firmName(point.with)}` : '';
  return `${word(EVIDENCE, point.evidence)}${to}${point.as_of ? ` ${day(point.as_of)}` : ''}`;
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function km(what, answers) {
  const target = targetIn(what.id, answers);
  if (!target) return null;
  const row = firm(target.firm);
  return {
    ...common('km', answers, target), title: `${nameOf(target)} ${say('直线距离', 'distance')}`, figure: num(target.km), unit: 'km',
    sentence: say('到所问地区中最近一处的大圆距离，不是公路里程；点位常是县城。', 'Great circle to the nearest place asked, not a road; the point of a firm is often the seat of its county.'),
    formula: typeof target.minutes === 'number' ? say('邻近不按公里，按沿路网的分钟计', 'nearness goes by minutes on the roads, not by kilometres') : say(`邻近 x = e^(−km/${answers.who.assumptions.near_km})`, `nearness x = exp(−km/${answers.who.assumptions.near_km})`), columns: [say('企业', 'firm'), say('所在', 'place'), say('点位', 'point')],
    rows: [{ cells: [nameOf(target), placeName(target.place), row?.lon == null ? '?' : `${row.lon}, ${row.lat}`], marks: row?.marks }], assumptions: ['near_km'],
  };
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function minutes(what, answers) {
  const target = targetIn(what.id, answers);
  if (!target || typeof target.minutes !== 'number') return null;
  const row = firm(target.firm);
  return {
    ...common('minutes', answers, target), title: `${nameOf(target)} ${say('车程', 'drive')}`, figure: num(target.minutes, 1), unit: say('分钟', 'min'),
    sentence: say('沿路网到所问地区最快一处的时间，按规划车速；点位常是县城，离路的一段按慢速计。', 'The fastest way on the roads to any place asked, at planning speeds; the point of a firm is often the seat of its county, and what lies off the road is slow.'),
    formula: say(`邻近 x = e^(−分钟/${answers.who.assumptions.near_min ?? '?'})；没有路到的按直线公里`, `nearness x = exp(−minutes/${answers.who.assumptions.near_min ?? '?'}); by straight kilometres where no road leads`), columns: [say('企业', 'firm'), say('所在', 'place'), 'km', say('分钟', 'min')],
    rows: [{ cells: [nameOf(target), placeName(target.place), num(target.km), num(target.minutes, 1)], opens: { kind: 'km', id: target.firm }, marks: row?.marks }], assumptions: ['near_min', 'off_road_kmh'],
  };
}

/** @param {What} what @param {Answers} answers @returns {Content|null} */
export function loss(what, answers) {
  const found = answers.chain.extraction.find(one => one.firm === what.id);
  if (!found) return null;
  const row = firm(found.firm), whole = answers.chain.local_content;
  const fills = segmentsOf(found.firm).map(id => segment(id, answers)).filter(item => item !== undefined);
  return {
    ...common('loss', answers, { marks: [...(row?.marks ?? []), ...fills.flatMap(item => item.marks)], sources: union([listOf(row?.source), ...fills.map(item => item.sources)]), dated: row?.as_of ?? null }),
    title: `${firmName(found.firm)} ${say('流失', 'extraction')}`, figure: small(found.loss), unit: say('分', 'points'),
    sentence: say('没有它，其余不变，本地含量少多少。', 'What local content would lose without it, all else equal.'),
    formula: say('流失 = Q − 去掉它的 Q', 'loss = Q − Q without it'), columns: [say('', ''), 'Q'],
    rows: [{ cells: [say('现在', 'now'), num(whole, 3)], opens: { kind: 'local_content' } }, { cells: [say('去掉它', 'without it'), `−${num(whole - found.loss, 3)}`] }],
    total: [say('差', 'difference'), small(found.loss)],
    not: fills.map(item => [titled(item), `${say('强度', 's')} ${num(item.strength, 3)} · λ ${num(item.lambda, 3)}`]), assumptions: ['beta'],
  };
}

/** F(S), node by node. @param {What} _ @param {Answers} answers @returns {Content|null} */
export function coverage(_, answers) {
  const found = answers.who.team;
  if (!found) return null;
  const members = found.firms.map(id => targetIn(id, answers)).filter(target => target !== undefined);
  const nodes = nodeIds([...new Set(members.flatMap(target => target.segments))]);
  const rows = nodes.map(id => ({ item: segment(id, answers), miss: missOf(id, members) })).filter(one => one.item)
    .map(({ item, miss }) => ({ item: /** @type {import('./types.js').Segment} */ (item), part: /** @type {any} */ (item).gain * (1 - miss), miss }))
    .sort((a, b) => b.part - a.part);
  return {
    ...common('coverage', answers, behindTeam(members)), title: say('组合覆盖', 'Coverage of the team'), figure: num(found.coverage, 3), unit: say('分', 'points'),
    sentence: say('各家按可能性独立到来，每个环节有一家就够，期望得到的增益。', 'The gain expected if each comes with its chance, independently, and a link needs one of them.'),
    formula: 'F = Σ gain · (1 − Π(1 − chance))', proof: proofOf(found),
    columns: [say('环节', 'link'), say('增益', 'gain'), say('有人来', 'somebody comes'), say('贡献', 'part')],
    rows: rows.map(({ item, part, miss }) => ({ cells: [titled(item), num(item.gain, 3), percent(1 - miss), small(part)], opens: { kind: 'gain', id: item.id } })),
    total: [say('合计', 'sum'), '', '', num(found.coverage, 3)], assumptions: ['beta', 'near', 'leader', 'tie'],
  };
}

/** Chance that nobody of them fills a node. @param {string} id @param {Target[]} members */
const missOf = (id, members) => members.filter(target => target.segments.some(own => twinsOf(id).includes(own))).reduce((all, target) => all * (1 - target.chance), 1);

/** @param {Target[]} members */
const behindTeam = members => ({ marks: members.flatMap(target => target.marks), sources: union(members.map(target => target.sources)),
  dated: members.map(target => target.dated ?? '').sort().pop() || null });

/** What is proven of a team. @param {import('./types.js').Team} found */
export function proofOf(found) {
  const k = found.firms.length;
  const best = found.best;
  if (best && best.coverage <= found.coverage * (1 + 1e-12)) return say(`已证：任何 ${k} 家的覆盖都不超过此组，此组最优。`, `Proven: no ${k} firms cover more; this team is the best.`);
  if (best) return say(`已证：最优组为 ${best.firms.map(firmName).join('、')}，覆盖 ${num(best.coverage, 3)}。`, `Proven: the best team is ${best.firms.map(firmName).join(', ')}, covering ${num(best.coverage, 3)}.`);
  return say(`已证：任何 ${k} 家的覆盖都不超过 ${num(found.bound, 3)}，此组不低于最优的 ${percent(found.bound ? found.coverage / found.bound : 1)}。`,
    `Proven: no ${k} firms cover more than ${num(found.bound, 3)}; this team has at least ${percent(found.bound ? found.coverage / found.bound : 1)} of the best.`);
}

/** The true change when the whole team lands. @param {What} _ @param {Answers} answers @returns {Content|null} */
export function team(_, answers) {
  const found = answers.who.team;
  if (!found) return null;
  const q = answers.chain.local_content;
  const members = found.firms.map(id => targetIn(id, answers)).filter(target => target !== undefined);
  return {
    ...common('team', answers, behindTeam(members)), title: say('全组落地', 'The whole team lands'), figure: signed(found.what_if), unit: say('分', 'points'),
    sentence: say(`全组同时落在${placeName(found.lands_at)}，本地含量的真实变化；同来可以相互加强，所以不等于各家之和。`,
      `The true change of local content when all of them land at ${placeName(found.lands_at)}; firms that land together can raise each other's gain.`),
    formula: say('变化 = 落地后 Q − 现在 Q', 'change = Q after − Q now'), columns: ['', 'Q'],
    rows: [{ cells: [say('落地后', 'after'), num(q + found.what_if, 3)] }, { cells: [say('现在', 'now'), `−${num(q, 3)}`], opens: { kind: 'local_content' } }],
    total: [say('差', 'difference'), signed(found.what_if)], not: members.map(target => [nameOf(target), `${say('得分', 'score')} ${num(target.score, 3)}`]), assumptions: ['beta'],
  };
}
