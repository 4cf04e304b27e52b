/* table_downloads.js - a table as a workbook, and the empty workbook to fill it by. */
import { getFile } from './api.js';
import { downloadBlob } from './format.js';
import { fileName } from './file_name.js';
import { get } from './store.js';
import { pagedPlace } from './table_pages.js';
import { kindOf, tableTitle } from './schema.js';
import { comma, say } from './words.js';
import { placeName } from './zone.js';

/** Which table of the zone stands behind a view of the page. @type {Record<string, string>} */
const BEHIND = { targets: 'firms', owed: 'duties' };
/** @param {string} name */
export const zoneTable = name => BEHIND[name] ?? name;

/** Do rows of a table belong to places? @param {string} table */
const hasPlaces = table => table === 'places' || Boolean(kindOf(table)?.columns.some(column => column.name === 'place' || column.name === 'reported_by' || (column.name === 'firm' && column.need === 'key')));
/** The place that rows are asked of: the one of the pages, else the one the visitor chose; '' for all. @param {string} table */
const placeOf = table => pagedPlace(table) || (get().place === 'zone' || !hasPlaces(table) ? '' : get().place);
/** Which rows the workbook has. @param {string} table */
export const workbookRows = table => placeOf(table).split(',').filter(Boolean).map(placeName).join(comma()) || say('全表', 'whole');

/** @param {string} table */
export const saveWorkbook = async table => downloadBlob(`${fileName(tableTitle(table))}.xlsx`, await getFile(`/api/v1/tables/${table}`, { format: 'xlsx', place: placeOf(table) }));
/** @param {string} table */
export const saveTemplate = async table => downloadBlob(`${say('模板', 'template')}_${tableTitle(table)}.xlsx`.replace(/\s+/g, '-'), await getFile(`/api/v1/templates/${table}`));
