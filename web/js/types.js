/* types.js - the shapes that the parts of the page share; what the server answers is told in
 * docs/answers.md and docs/api.md. Types only: nothing here runs. */

/** @typedef {{kind: 'segment'|'firm'|'place', id: string}} Selection */
/** @typedef {{table: string, op: 'upsert'|'delete', row: Record<string, any>}} RowEdit */
/** One change of a what-if: the row edits that make it, what it is, and is it on.
 * @typedef {{edit: RowEdit[], on: boolean, kind?: 'bring'|'remove'|'move', firm?: string, place?: string, segment?: string, name_zh?: string, name_en?: string}} Change */
/** @typedef {{place: string, chain: string, as_of: string, selection: Selection|null, view: 'map'|'chain'|'table', tab: string, team: number,
 *   edits: Change[], name: string, lang: 'zh'|'en', theme: 'light'|'dark', layers: Record<string, boolean>}} State */

/** @typedef {{id: string, name_zh: string, name_en: string, tier: 'up'|'mid'|'down', group: string, class: 'strong'|'weak'|'missing'|'absent'|'unknown',
 *   label: string, risk: string|null, x: number, strength: number, q: number, worth: number, gain: number, fill: number, extension: number, base: number,
 *   lambda: number, inner: number, step: number, inputs: string[], users: string[], firms: string[], surveys: string[], marks: string[], sources: string[],
 *   dated: string|null}} Segment */
/** @typedef {{value: number|null, parts: Record<string, number>, weights: Record<string, number>, lacking: string[]}} Health */
/** @typedef {{id: string, name_zh: string, name_en: string, health: Health, segments: Segment[]}} Chain */
/** @typedef {{id: string, looked_for: string[], source: string, as_of: string|null, marks: string[]}} Survey */
/** @typedef {{version: string, as_of: string|null, what_if: string|null, place: string, chain: string|null, snapshot: string, zone: string, places: string[],
 *   local_content: number, chains: Chain[], gaps: string[], weak: string[], extraction: {firm: string, name_zh: string, loss: number}[], surveys: Survey[],
 *   assumptions: Record<string, number>, formulas: Record<string, string>}} ChainAnswer */
/** @typedef {{evidence: string, id: string, x: number, points: number, source: string, as_of: string|null, alpha: number, with: string|null, marks: string[]}} Point */
/** @typedef {{firm: string, name_zh: string, name_en: string, place: string, segments: string[], score: number, gain: number, chance: number, points: Point[],
 *   km: number|null, marks: string[], sources: string[], dated: string|null}} Target */
/** @typedef {{firms: string[], coverage: number, bound: number, what_if: number, lands_at: string,
 *   best: {firms: string[], coverage: number, what_if: number}|null}} Team */
/** @typedef {{local_content: number, found: number, targets: Target[], excluded: {firm: string, reason: string}[], excluded_counts: Record<string, number>, team: Team|null,
 *   snapshot: string, formulas: Record<string, string>, assumptions: Record<string, number>}} WhoAnswer */
/** @typedef {{chain: ChainAnswer, who: WhoAnswer}} Answers */
/** @typedef {{now: Answers|null, before: Answers|null, busy: boolean, error: any, at: number|null}} Board */
/** @typedef {Record<string, any>} Row a row of a table: id, name_zh, name_en, … */
/** @typedef {{version: string, snapshot: string, zone: Row, places: Row[], members: string[], chains: Row[], districts: Row[], sources: Row[],
 *   assumptions: Row[], rows: Record<string, number>, dated: Record<string, string>, writable: boolean}} Zone */

export {};
