/* map_data.js - what the map draws, as GeoJSON made from the rows and the answers in force. */
import { isLocal, rankOf } from './look.js';
import { board, get } from './store.js';
import { edited, firm, place, rows, twinsOf } from './zone.js';
import { nameOf, say } from './words.js';

/** @param {any[]} features */
const collection = features => ({ type: 'FeatureCollection', features });
/** @param {number} lon @param {number} lat @param {any} properties */
const point = (lon, lat, properties) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties });
/** @param {any} row */
const isKnown = row => typeof row?.lon === 'number' && typeof row?.lat === 'number';

/** Firms whose point is the same, a county's centre mostly, are spread around it like seeds of a sunflower (Vogel 1979), so that each
 * can be seen; where, is for the row's precision to say. */
const SPREAD_DEG = 0.014, TURN = Math.PI * (3 - Math.sqrt(5));

/** @type {{rows: any, at: Map<string, [number, number]>}} */
let spread = { rows: null, at: new Map() };

/** Where each firm is drawn. */
function drawnAt() {
  const all = rows('firms');
  if (spread.rows === all) return spread.at;
  /** @type {Map<string, number>} */
  const there = new Map();
  spread = { rows: all, at: new Map() };
  for (const row of all) {
    if (!isKnown(row)) continue;
    const key = `${row.lon} ${row.lat}`, nth = there.get(key) ?? 0;
    there.set(key, nth + 1);
    const far = SPREAD_DEG * Math.sqrt(nth), wide = Math.cos(row.lat * Math.PI / 180);
    spread.at.set(row.id, [row.lon + far * Math.cos(nth * TURN) / wide, row.lat + far * Math.sin(nth * TURN)]);
  }
  return spread.at;
}

/** Where a firm of the tables is drawn; null when its point is not known. @param {string} id */
export const whereOf = id => drawnAt().get(id) ?? null;

/** Firms that fill the chosen link, under any of its names. */
function fillers() {
  const at = get().selection;
  if (at?.kind !== 'segment') return new Set();
  const names = twinsOf(at.id);
  return new Set(rows('firm_segments').filter(row => names.includes(row.segment)).map(row => row.firm));
}

/** Firms that the edits take away or move: their old point fades. */
const gone = () => new Set(edited().filter(({ table, op, row }) => table === 'firms' && (op === 'delete' || 'lon' in row)).map(({ row }) => row.id));

export function firms() {
  const fill = fillers(), away = gone(), chosen = get().selection;
  const at = drawnAt();
  return collection(rows('firms').filter(isKnown).map(row => point(...(/** @type {[number, number]} */ (at.get(row.id))), {
    id: row.id, name: nameOf(row), role: row.role ?? '', local: isLocal(row.id), fills: fill.has(row.id), removed: away.has(row.id), chosen: chosen?.kind === 'firm' && chosen.id === row.id,
  })));
}

/** The first targets, or those of the chosen link; names for the first few. */
export function shownTargets() {
  const at = get().selection, all = board().now?.who.targets ?? [];
  const names = at?.kind === 'segment' ? twinsOf(at.id) : [];
  const own = names.length ? all.filter(target => target.segments.some(id => names.includes(id))) : all;
  return own.slice(0, 60);
}

export function targets() {
  const chosen = get().selection;
  return collection(shownTargets().flatMap((target, i) => {
    const row = firm(target.firm), rank = rankOf(target.firm);
    const here = chosen?.kind === 'firm' && chosen.id === target.firm;
    const at = drawnAt().get(target.firm) ?? (isKnown(row) ? [row?.lon, row?.lat] : null);
    return at ? [point(at[0], at[1], { id: target.firm, rank, label: i < 12 || here ? `${rank} ${nameOf(row)}` : '', chosen: here })] : [];
  }));
}

/** Firms that the edits bring, at the label point of the place they land at. */
export function tried() {
  /** @type {Map<string, number>} */
  const there = new Map();
  return collection(get().edits.filter(change => change.on && change.place).flatMap(change => {
    const at = place(change.place ?? '');
    if (!isKnown(at)) return [];
    const nth = there.get(change.place ?? '') ?? 0;
    there.set(change.place ?? '', nth + 1);
    return [point(at?.lon, (at?.lat ?? 0) - 0.035 * (nth + 1), { id: change.firm, label: `${nameOf(firm(change.firm ?? '')) || change.firm} ${say('试算', 'tried')}` })];
  }));
}

/** Outlines with what the map needs to know of them. @param {any} outlines @returns {any} */
export function places(outlines) {
  const asked = board().now?.chain.places ?? [], at = get().selection;
  return collection(outlines.features.map((/** @type {any} */ feature) => ({
    ...feature, properties: { ...feature.properties, asked: asked.includes(feature.properties.place), chosen: at?.kind === 'place' ? at.id === feature.properties.place : get().place === feature.properties.place },
  })));
}

/** Edges that two outlines of different provinces share, as lines. @param {any} outlines */
export function borders(outlines) {
  /** @type {Map<string, string>} */
  const owner = new Map();
  /** @type {number[][][]} */
  const lines = [];
  for (const feature of outlines.features) {
    const province = String(feature.properties.place).slice(0, 2);
    const polygons = feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    for (const ring of polygons.flat()) for (let i = 1; i < ring.length; i++) {
      const ends = [ring[i - 1], ring[i]].map(end => end.join(' '));
      const key = ends.sort().join('|'), other = owner.get(key);
      if (other && other !== province) lines.push([ring[i - 1], ring[i]]);
      owner.set(key, province);
    }
  }
  return collection(lines.length ? [{ type: 'Feature', geometry: { type: 'MultiLineString', coordinates: lines }, properties: {} }] : []);
}
