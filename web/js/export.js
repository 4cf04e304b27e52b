/* export.js - what is seen, taken away: CSV for a spreadsheet, GeoJSON for a map, a picture.
 * Marks and a what-if are named in every file. */
import { h } from './h.js';
import { get as ask, post } from './api.js';
import { editsText, question } from './board.js';
import { csv, download, downloadBlob, marksText } from './format.js';
import { board, get } from './store.js';
import { fileName } from './file_name.js';
import { tellFault } from './states.js';
import { saveTemplate, saveWorkbook, workbookRows, zoneTable } from './table_downloads.js';
import { seenTable, shownCells } from './table_view.js';
import { cells, TABLES } from './table_rows.js';
import { mapPicture } from './picture.js';
import { print } from './print.js';
import { attribution } from './map.js';
import { chainPicture, chainSvg } from './chain_svg.js';
import { internal, placesText, sourceIds, tried } from './told.js';
import { nameOf, say } from './words.js';
import { zone } from './zone.js';

/** @param {'map'|'chain'|'table'} view */
export function menu(view) {
  const made = h('details.menu', h('summary', say('导出', 'Export')), h('div.menu-list', acts(view).map(([name, act]) => h('button', { type: 'button', onclick: () => { /** @type {HTMLDetailsElement} */ (made).open = false; run(act); } }, name))));
  made.addEventListener('focusout', event => { if (!made.contains(/** @type {Node|null} */ (event.relatedTarget))) /** @type {HTMLDetailsElement} */ (made).open = false; });
  made.addEventListener('keydown', event => { if (event.key === 'Escape' && /** @type {HTMLDetailsElement} */ (made).open) { event.stopPropagation(); /** @type {HTMLDetailsElement} */ (made).open = false; made.querySelector('summary')?.focus(); } });
  return made;
}

/** @param {() => any} act */
async function run(act) {
  try { await act(); } catch (error) { tellFault(error); }
}

/** @param {'map'|'chain'|'table'} view @returns {[string, () => any][]} */
function acts(view) {
  /** @type {[string, () => any][]} */
  const common = [...shareActs(), [say('目标 GeoJSON', 'Targets as GeoJSON'), targetsGeojson], [say('打印此视图（存为 PDF）', 'Print this view (or PDF)'), () => print('view')],
    [get().selection ? say('打印所选（A4）', 'Print the selection (A4)') : say('打印概览（A4）', 'Print the overview (A4)'), () => print('thing')]];
  if (view === 'map') return [[say('地图 PNG', 'Map as PNG'), mapPng], [say('目标 CSV', 'Targets as CSV'), () => table('targets')], [say('企业 GeoJSON', 'Firms as GeoJSON'), firmsGeojson], ...common];
  if (view === 'chain') return [[say('产业链 SVG', 'Picture as SVG'), () => download(`${fileName('chain')}.svg`, chainSvg(), 'image/svg+xml')], [say('产业链 PNG', 'Picture as PNG'), chainPng], [say('环节 CSV', 'Links as CSV'), () => table('segments')], ...common];
  return [[say('此表 CSV', 'This table as CSV'), seen], [say(`此表 XLSX（${workbookRows(rowsTable())}）`, `This table as XLSX (${workbookRows(rowsTable())})`), () => saveWorkbook(rowsTable())],
    [say('模板 XLSX（供填报）', 'Template as XLSX (to fill in)'), () => saveTemplate(rowsTable())], ...common];
}

/** While the tab about an agreement is open. @returns {[string, () => any][]} */
function shareActs() {
  if (get().tab !== 'share' || !get().share.id) return [];
  const files = (/** @type {'copyTable'|'saveTable'|'saveRows'|'saveSvg'|'savePng'} */ what) => async () => (await import('./share_export.js'))[what]();
  return [[say('分成 CSV（按年）', 'Split as CSV (by year)'), files('saveTable')], [say('分成 CSV（逐行到分）', 'Split as CSV (rows, to the fen)'), files('saveRows')], [say('分成图 SVG', 'Split as SVG'), files('saveSvg')], [say('分成图 PNG', 'Split as PNG'), files('savePng')],
    [say('复制分成表', 'Copy the table of the split'), files('copyTable')]];
}

/** The zone's table behind the one that is seen. */
const rowsTable = () => zoneTable(seenTable());

/** Lines that tell, in the file itself, what it is of. */
function about() {
  const changes = tried();
  return [[say('合作区', 'zone'), nameOf(zone()?.zone)], [say('地区', 'places'), placesText()], [say('数据截至', 'data as of'), get().as_of || (zone()?.dated.firms ?? '')], [say('快照', 'snapshot'), board().now?.chain.snapshot ?? ''],
    [say('标记', 'marks'), say('增益、得分、可能均为', 'gain, score and chance are') + ` ${marksText(['assumed'])}`], [say('来源', 'sources'), sourceIds().join(' ')], [say('用途', 'use'), internal()],
    ...changes.map((text, i) => [say(`试算 ${i + 1}`, `what-if ${i + 1}`), text])];
}

/** The same for GeoJSON, as a member of its own (RFC 7946, 6.1). */
const aboutMember = () => ({ changhe: { snapshot: board().now?.chain.snapshot, places: board().now?.chain.places, as_of: get().as_of || null, what_if: tried(), frame: 'WGS84', note: attribution() } });

/** @param {string} name @param {any[][]} rows */
const save = (name, rows) => download(`${fileName(name)}.csv`, csv([...rows, [], ...about()]));
const seen = () => { const { name, cells: rows } = shownCells(); save(name, rows); };
/** @param {string} name */
const table = name => { const made = TABLES[name][1](); save(TABLES[name][0](), cells(made, made.rows)); };

async function targetsGeojson() {
  const edits = editsText(), params = { ...question(), format: 'geojson' };
  const answer = edits ? await post('/api/v1/who', edits, params) : await ask('/api/v1/who', params);
  download(`${fileName('targets')}.geojson`, JSON.stringify({ ...answer, ...aboutMember() }), 'application/geo+json');
}

async function firmsGeojson() {
  const answer = await ask('/api/v1/tables/firms', { format: 'geojson', limit: 10000, place: get().place });
  download(`${fileName('firms')}.geojson`, JSON.stringify({ ...answer, ...aboutMember() }), 'application/geo+json');
}

const mapPng = async () => downloadBlob(`${fileName('map')}.png`, await mapPicture());
const chainPng = async () => downloadBlob(`${fileName('chain')}.png`, await chainPicture());
