/* table_rows.js - the tables behind the pictures: their columns, and a value of each cell as shown,
 * sorted and exported. */
import { allSegments, isLocal, lossOf, rankOf, targetsOf } from './look.js';
import { marksText, num, percent, small } from './format.js';
import { agedText, tablesOf } from './age.js';
import { h } from './h.js';
import { dutyGlyph } from './duty_strip.js';
import { CADENCES, duties, figureName, STATES, STATE_WORDS } from './duties.js';
import { tableTitle } from './schema.js';
import { openSheets } from './sheets.js';
import { board } from './store.js';
import { anyTable } from './table_any.js';
import { pageRows } from './table_pages.js';
import { CLASSES, EVIDENCE, nameOf, PRECISION, ROLES, say, TIERS, word } from './words.js';
import { firmName, isLarge, placeName, rows, segmentRow, segmentsOf } from './zone.js';

/** shown: as text; sign: a shape before it; value: to sort by, null for unknown; what: the figure that opens, if it is one.
 * @typedef {{key: string, label: string, number?: boolean, date?: boolean, value: (row: any) => any, shown?: (row: any) => string, what?: (row: any) => any, sign?: (row: any) => Node}} Column */
/** select: what a row is of, where its id does not say it; act: a button of the row.
 * @typedef {{kind: 'segment'|'firm', rows: any[], columns: Column[], id: (row: any) => string, select?: (row: any) => import('./types.js').Selection|null,
 *   act?: {label: string, button: (row: any) => HTMLElement|null}}} Table */

/** Firms of a link that a cell names: in a large zone each is a row to be read. */
const named = () => (isLarge() ? 3 : Infinity);

/** @param {string[]} marks */
const marks = marks => marksText(['illustrative', 'assumed', 'unverified'].filter(mark => marks?.includes(mark)));

/** @returns {Table} */
function segments() {
  return { kind: 'segment', rows: allSegments(), id: row => row.id, columns: [
    { key: 'id', label: say('编号', 'id'), value: row => row.id },
    { key: 'name', label: say('环节', 'link'), value: row => nameOf(row) },
    { key: 'tier', label: say('层级', 'tier'), value: row => ['up', 'mid', 'down'].indexOf(row.tier), shown: row => word(TIERS, row.tier) },
    { key: 'group', label: say('分组', 'lane'), value: row => say(row.group ?? '', segmentRow(row.id)?.group_en ?? row.group ?? '') },
    { key: 'class', label: say('判断', 'class'), value: row => ['strong', 'weak', 'missing', 'unknown', 'absent'].indexOf(row.class), shown: row => word(CLASSES, row.class) },
    { key: 'gain', label: say('增益', 'gain'), number: true, value: row => (row.class === 'unknown' ? null : row.gain), shown: row => (row.class === 'unknown' ? '?' : small(row.gain)), what: row => ({ kind: 'gain', id: row.id }) },
    { key: 'fill', label: say('补链', 'fill'), number: true, value: row => (row.class === 'unknown' ? null : row.fill), shown: row => (row.class === 'unknown' ? '?' : small(row.fill)) },
    { key: 'extension', label: say('延链', 'extend'), number: true, value: row => (row.class === 'unknown' ? null : row.extension), shown: row => (row.class === 'unknown' ? '?' : small(row.extension)) },
    { key: 'x', label: say('本地家数', 'firms here'), number: true, value: row => row.x, shown: row => num(row.x), what: row => ({ kind: 'count', id: row.id }) },
    { key: 'strength', label: say('强度', 'strength'), number: true, value: row => row.strength, shown: row => small(row.strength, 2), what: row => ({ kind: 'strength', id: row.id }) },
    { key: 'q', label: say('本地含量', 'local content'), number: true, value: row => row.q, shown: row => small(row.q), what: row => ({ kind: 'content', id: row.id }) },
    { key: 'risk', label: say('断链风险', 'risk'), value: row => (row.risk ? 0 : 1), shown: row => (row.risk ? say('仅一家', 'single supplier') : '') },
    { key: 'targets', label: say('目标家数', 'targets'), number: true, value: row => targetsOf(row.id).length },
    { key: 'firms', label: say('本地企业', 'who'), value: row => row.firms.slice(0, named()).map(firmName).join(say('、', ', ')) + (row.firms.length > named() ? ' …' : '') },
    { key: 'marks', label: say('标记', 'marks'), value: row => marks(row.marks) },
    { key: 'dated', label: say('数据日期', 'dated'), date: true, value: row => row.dated ?? '', shown: row => agedText(row.dated ?? '', row.dated, tablesOf('chain')) },
  ] };
}

/** Points of one kind of evidence. @param {any} row @param {string} kind */
const pointsOf = (row, kind) => row.points.filter((/** @type {any} */ point) => point.evidence === kind).reduce((/** @type {number} */ sum, /** @type {any} */ point) => sum + point.points, 0);

/** @returns {Table} */
function targets() {
  return { kind: 'firm', rows: board().now?.who.targets ?? [], id: row => row.firm, columns: [
    { key: 'rank', label: say('名次', 'rank'), number: true, value: row => rankOf(row.firm) },
    { key: 'name', label: say('目标企业', 'target'), value: row => nameOf(row) },
    { key: 'place', label: say('所在地区', 'place'), value: row => placeName(row.place) },
    { key: 'score', label: say('得分', 'score'), number: true, value: row => row.score, shown: row => small(row.score), what: row => ({ kind: 'score', id: row.firm }) },
    { key: 'gain', label: say('增益', 'gain'), number: true, value: row => row.gain, shown: row => small(row.gain) },
    { key: 'chance', label: say('可能', 'chance'), number: true, value: row => row.chance, shown: row => percent(row.chance), what: row => ({ kind: 'chance', id: row.firm }) },
    ...Object.keys(EVIDENCE).map(kind => ({ key: kind, label: word(EVIDENCE, kind), number: true, value: (/** @type {any} */ row) => pointsOf(row, kind), shown: (/** @type {any} */ row) => small(pointsOf(row, kind)) })),
    { key: 'minutes', label: say('分钟', 'min'), number: true, value: row => row.minutes ?? null, shown: row => (typeof row.minutes === 'number' ? num(row.minutes, 1) : '?'), what: row => (typeof row.minutes === 'number' ? { kind: 'minutes', id: row.firm } : null) },
    { key: 'km', label: say('公里', 'km'), number: true, value: row => row.km, shown: row => (row.km === null ? '?' : num(row.km)), what: row => ({ kind: 'km', id: row.firm }) },
    { key: 'segments', label: say('环节', 'links'), value: row => row.segments.map((/** @type {string} */ id) => `${id} ${nameOf(segmentRow(id))}`).join(say('、', ', ')) },
    { key: 'marks', label: say('标记', 'marks'), value: row => marks(row.marks) },
    { key: 'dated', label: say('数据日期', 'dated'), date: true, value: row => row.dated ?? '', shown: row => agedText(row.dated ?? '', row.dated, tablesOf('target')) },
  ] };
}

/** @returns {Table} */
function firms() {
  return { kind: 'firm', rows: isLarge() ? pageRows('firms') : rows('firms'), id: row => row.id, columns: [
    { key: 'name', label: say('企业', 'firm'), value: row => nameOf(row) },
    { key: 'stock_code', label: say('证券代码', 'stock code'), value: row => row.stock_code ?? '' },
    { key: 'place', label: say('所在地区', 'place'), value: row => placeName(row.place) },
    { key: 'local', label: say('区内', 'here'), value: row => (isLocal(row.id) ? 0 : 1), shown: row => (isLocal(row.id) ? say('是', 'yes') : '') },
    { key: 'role', label: say('角色', 'role'), value: row => word(ROLES, row.role) },
    { key: 'segments', label: say('环节', 'links'), value: row => segmentsOf(row.id).map(id => `${id} ${nameOf(segmentRow(id))}`).join(say('、', ', ')) },
    { key: 'loss', label: say('流失', 'loss'), number: true, value: row => lossOf(row.id), shown: row => (lossOf(row.id) === null ? '' : small(lossOf(row.id))), what: row => (lossOf(row.id) === null ? null : { kind: 'loss', id: row.id }) },
    { key: 'parent_name', label: say('集团', 'group'), value: row => (row.parent ? firmName(row.parent) : row.parent_name ?? '') },
    { key: 'precision', label: say('点位精度', 'point'), value: row => word(PRECISION, row.precision) },
    { key: 'marks', label: say('标记', 'marks'), value: row => marks(row.marks ?? []) },
    { key: 'as_of', label: say('数据日期', 'dated'), date: true, value: row => row.as_of ?? '', shown: row => agedText(row.as_of ?? '', row.as_of, ['firms']) },
  ] };
}

/** @type {Record<string, [() => string, () => Table]>} */
export const TABLES = {
  segments: [() => say('环节', 'Links'), segments], targets: [() => say('目标企业', 'Targets'), targets], firms: [() => say('企业库', 'Firms'), firms],
  owed: [() => say('报送责任', 'Duties'), owed],
};

/** A table by its name: one of those above, or any of the schema; null while that is on its way. @param {string} name @returns {Table|null} */
export const tableOf = name => (TABLES[name] ? TABLES[name][1]() : anyTable(name));
/** @param {string} name */
export const titleOf = name => (TABLES[name] ? TABLES[name][0]() : tableTitle(name));

/** @returns {Table} */
function owed() {
  return { kind: 'firm', rows: duties()?.duties ?? [], id: row => row.id, select: () => null, act: { label: say('报送', 'send'), button: sendButton }, columns: [
    { key: 'state', label: say('状态', 'state'), value: row => STATES.indexOf(row.state), shown: row => word(STATE_WORDS, row.state), sign: row => dutyGlyph(row.state, 14) },
    { key: 'office', label: say('责任部门', 'office'), value: row => row.office_name },
    { key: 'table', label: say('数据表', 'table'), value: row => tableTitle(row.table) },
    { key: 'figure', label: say('指标', 'figure'), value: figureName },
    { key: 'place', label: say('地区', 'place'), value: row => (row.place ? placeName(row.place) : '') },
    { key: 'cadence', label: say('周期', 'cadence'), value: row => word(CADENCES, row.cadence) },
    { key: 'days', label: say('逾期天数', 'days late'), number: true, value: row => (row.state === 'overdue' ? row.days : null), shown: row => (row.state === 'overdue' ? num(row.days) : row.state === 'never' ? '?' : '') },
    { key: 'periods', label: say('欠报期数', 'periods owed'), number: true, value: row => row.periods, shown: row => num(row.periods) },
    { key: 'due_on', label: say('应于', 'due on'), value: row => row.due_on ?? '' },
    { key: 'covered', label: say('已报至', 'covered to'), value: row => row.covered ?? '' },
    { key: 'received_on', label: say('最近收到', 'received on'), value: row => row.received_on ?? '' },
    { key: 'marks', label: say('标记', 'marks'), value: row => marks(row.marks) },
  ] };
}

/** Send what is owed: open the sheet's form for it. @param {import('./duties.js').Duty} duty */
const sendButton = duty => h('button.link', { type: 'button', onclick: () => openSheets({ table: duty.table, duty: duty.id }) }, say('导入…', 'Import…'));

/** Unknown stands last, whichever way. @param {Table} table @param {string} key @param {number} way */
export function sorted(table, key, way) {
  const column = table.columns.find(one => one.key === key);
  if (!column) return table.rows;
  const keyed = table.rows.map((row, at) => ({ row, at, value: column.value(row) }));
  const text = new Intl.Collator(say('zh-Hans-CN', 'en'));
  keyed.sort((a, b) => {
    const none = (a.value === null || a.value === '' ? 1 : 0) - (b.value === null || b.value === '' ? 1 : 0);
    if (none) return none;
    const order = typeof a.value === 'number' ? a.value - b.value : text.compare(String(a.value), String(b.value));
    return order * way || a.at - b.at;
  });
  return keyed.map(({ row }) => row);
}

/** @param {Column} column @param {any} row */
export const shownOf = (column, row) => (column.shown ? column.shown(row) : String(column.value(row) ?? '?'));

/** As cells for a file: numbers as numbers, dates without their age, unknown empty. @param {Table} table @param {any[]} list */
export const cells = (table, list) => [table.columns.map(column => column.label), ...list.map(row => table.columns.map(column => (column.number || column.date ? column.value(row) : shownOf(column, row))))];
