/* map_data.js - what the map draws, as GeoJSON made from the rows and the answers in force. */
import { isLocal, rankOf } from './look.js';
import { isOn } from './map_layers.js';
import { reachLook } from './map_reach.js';
import { board, get } from './store.js';
import { edited, firm, firmRow, isLarge, place, rows, segmentsOf, twinsOf, within, zone } from './zone.js';
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
/** Outlines from which on they come as tiles. */
const MANY_OUTLINES = 300;

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

/** Where a firm is drawn, its own point where firms come as tiles; null when it is not known. @param {string} id @returns {[number, number]|null} */
export function whereOf(id) {
  if (!isLarge()) return drawnAt().get(id) ?? null;
  const row = firmRow(id);
  return isKnown(row) ? [row?.lon, row?.lat] : null;
}

export const outlinesAreMany = () => (zone()?.rows.outlines ?? 0) > MANY_OUTLINES;

/** Firms that the edits take away or move: their old point fades. */
const gone = () => edited().filter(({ table, op, row }) => table === 'firms' && (op === 'delete' || 'lon' in row)).map(({ row }) => row.id);

/** @returns {import('./map_style.js').Look} */
export function look() {
  const at = get().selection, asked = board().now?.chain.places ?? [];
  return {
    segments: at?.kind === 'segment' ? twinsOf(at.id) : [], firm: at?.kind === 'firm' ? at.id : '', place: at?.kind === 'place' ? at.id : get().place, gone: gone(),
    local: within(asked), asked, english: get().lang === 'en', on: isOn, reach: reachLook(), tiles: { firms: isLarge(), places: outlinesAreMany() },
  };
}

/** Firms of a zone that is not large, with the properties that tiles give. @param {import('./map_style.js').Look} how */
export function firms(how) {
  const at = drawnAt(), local = new Set(how.local);
  return collection(rows('firms').flatMap(row => {
    const where = at.get(row.id), stands = row.zone || row.place;
    if (!where || !isOn(local.has(stands) ? 'here' : 'elsewhere')) return [];
    return [point(...where, { id: row.id, name: nameOf(row), role: row.role ?? '', place: stands, segments: `,${segmentsOf(row.id).join(',')},` })];
  }));
}

/** Firms that get a name: the chosen one, and those that fill the chosen link. @param {import('./map_style.js').Look} how */
export function namedFirms(how) {
  const fills = (/** @type {string} */ id) => how.segments.length > 0 && segmentsOf(id).some(part => how.segments.includes(part));
  const list = isLarge() ? [] : rows('firms').filter(row => row.id === how.firm || fills(row.id));
  return list.filter(row => isOn(isLocal(row.id) ? 'here' : 'elsewhere') && !how.gone.includes(row.id));
}

/** The first targets, or those of the chosen link. */
export function shownTargets() {
  if (!isOn('targets')) return [];
  const at = get().selection, all = board().now?.who.targets ?? [];
  const names = at?.kind === 'segment' ? twinsOf(at.id) : [];
  const own = names.length ? all.filter(target => target.segments.some(id => names.includes(id))) : all;
  return own.slice(0, 60);
}

export function targets() {
  return collection(shownTargets().flatMap(target => {
    const at = whereOf(target.firm);
    return at ? [point(at[0], at[1], { id: target.firm, rank: rankOf(target.firm), name: nameOf(target) })] : [];
  }));
}

/** Firms that the edits bring, below the label point of the place they land at. */
export function tried() {
  /** @type {Map<string, number>} */
  const there = new Map();
  return collection(get().edits.filter(change => change.on && change.place).flatMap(change => {
    const at = place(change.place ?? '');
    if (!isKnown(at)) return [];
    const nth = there.get(change.place ?? '') ?? 0;
    there.set(change.place ?? '', nth + 1);
    return [point(at?.lon, (at?.lat ?? 0) - 0.035 * (nth + 1), { id: change.firm, name: `${nameOf(firm(change.firm ?? '')) || change.firm} ${say('试算', 'tried')}` })];
  }));
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
