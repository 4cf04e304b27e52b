/* types.js - the shapes that the parts of the page share; what the server answers is told in
 * docs/answers.md and docs/api.md. Types only: nothing here runs. */

/** @typedef {{kind: 'segment'|'firm'|'place'|'street'|'station'|'facility', id: string}} Selection */
/** @typedef {{table: string, op: 'upsert'|'delete', row: Record<string, any>}} RowEdit */
/** One change of a what-if: the row edits that make it, what it is, and is it on.
 * @typedef {{edit: RowEdit[], on: boolean, kind?: 'bring'|'remove'|'move'|'road'|'share', key?: string, agreement?: string, street?: string, firm?: string, place?: string, segment?: string, name_zh?: string, name_en?: string}} Change */
/** @typedef {{place: string, chain: string, as_of: string, selection: Selection|null, view: 'map'|'chain'|'table', tab: 'who'|'where'|'share', team: number,
 *   reach: Reach, access: AccessAsked|null, share: ShareAsked,
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
 *   km: number|null, minutes?: number|null, marks: string[], sources: string[], dated: string|null}} Target */
/** @typedef {{firms: string[], coverage: number, bound: number, what_if: number, lands_at: string,
 *   best: {firms: string[], coverage: number, what_if: number}|null}} Team */
/** @typedef {{local_content: number, found: number, targets: Target[], excluded: {firm: string, reason: string}[], excluded_counts: Record<string, number>, team: Team|null,
 *   snapshot: string, formulas: Record<string, string>, assumptions: Record<string, number>}} WhoAnswer */
/** @typedef {{chain: ChainAnswer, who: WhoAnswer}} Answers */
/** @typedef {{now: Answers|null, before: Answers|null, busy: boolean, error: any, at: number|null}} Board */
/** What a circle is asked of: docs/answers-reach.md.
 * @typedef {{at: string, minutes: number[], vehicle: 'car'|'truck', speed: 'plan'|'limit', direction: 'from'|'to'}} Reach */
/** @typedef {{kind: 'school'|'hospital', method: string, minutes: number}} AccessAsked */
/** @typedef {{type: string, coordinates: any[]}} Shape */
/** @typedef {{area_km2: number, people: number|null, people_unknown: string[], firms: number, stations: string[], facilities: string[],
 *   km2_of: {place: string, km2: number}[], nodes: number, geometry: Shape}} Circle */
/** @typedef {{area_km2: number, people: number|null, firms: string[], firm_count: number, stations: string[], facilities: string[], geometry: Shape}} Gain */
/** @typedef {{minutes: number, before: Circle, after: Circle|null, gained: Gain|null, lost: Gain|null}} Ring */
/** @typedef {{id: string, name_zh: string, name_en: string, kind: string, active_before: boolean, active_after: boolean, end: 'done'|'far'|'nothing'|null}} WorkDone */
/** @typedef {WorkDone & {edges: string[]|string|null, path: number[][]|null, class: string|null, limit_kmh: number|null, plan_kmh: number|null, lanes: number|null, opens: string|null,
 *   note: string|null, marks: string[]}} Work */
/** @typedef {{source: 'zone'|'extract'|'none', title: string|null, licence: string|null, as_of: string|null, nodes: number, streets: number, marks: string[]}} RoadsOf */
/** @typedef {{snapshot: string, what_if: string|null, marks: string[], sources: string[], roads: RoadsOf}} ReachCommon */
/** @typedef {ReachCommon & {vehicle: string, speed: string, direction: string,
 *   at: {asked: string, name_zh: string, name_en: string, points: number[][], entries: {point: number, street: string, road: string|null, away_m: number, lon: number, lat: number}[]},
 *   outcome: 'reached'|'no_roads'|'no_entry'|'no_way', reason: {zh: string, en: string}|null, circles: Ring[], works: WorkDone[],
 *   rule: {off_road_kmh: number, off_road_m: number, hole_km2: number}, formulas: Record<string, string>}} CircleAnswer */
/** @typedef {{id: string, road: string|null, class: string, lanes: number|null, limit_kmh: number|null, plan_kmh: number|null, length_m: number, oneway: boolean, toll: boolean,
 *   minutes: {along: number|null, against: number|null}, source: string|string[], marks: string[], line: number[][]}} Street */
/** @typedef {ReachCommon & {gates: {id: string, name_zh: string, name_en: string, lon: number, lat: number}[], works: Work[],
 *   classes: {class: string, zh: string, en: string, streets: number, km: number}[],
 *   speeds: {vehicle: string, class: string, limit_kmh: number, factor: number, most_kmh: number|null}[], street?: Street|null}} RoadsAnswer */
/** @typedef {{per_thousand: number|null, within: number, gravity: number, nearest_min: number|null}} Served */
/** @typedef {{place: string, name_zh: string, name_en: string, people: number|null, alone: Served, shared: Served, before_shared?: Served, gain_per_thousand: number|null}} ServedPlace */
/** @typedef {ReachCommon & {kind: string, method: string, minutes: number, unit: 'beds'|'seats', weights: {minutes: number, weight: number}[], places: ServedPlace[],
 *   facilities: {id: string, name_zh: string, name_en: string, place: string, lon: number, lat: number, capacity: number|null, shared: boolean, per_thousand: number|null, marks: string[]}[],
 *   check: {supply_used: number, access_times_people: number}, unknown: {people: string[], capacity: string[], no_road: string[]}}} AccessAnswer */
/** What was answered about minutes, as reach.js and its like keep it.
 * @typedef {{roads: RoadsAnswer|null, circle: CircleAnswer|null, street: Street|null, access: AccessAnswer|null, busy: boolean, error: any, accessError: any}} Reached */
/** Which agreement, of which years (null: those that its amounts tell of), present values at which rate (null: none).
 * @typedef {{id: string, years: [number, number]|null, rate: number|null}} ShareAsked */
/** @typedef {{word: string|null, zh: string, en: string}} Named */
/** What is divided: docs/answers.md, split.
 * @typedef {{year: number, stream: string|null, class: string|null, kind: 'planned'|'actual'|'forecast', rule: string|null, gross_fen: number, central_fen: number, provincial_fen: number,
 *   base_fen: number, party: string, amount_fen: number, repaid_fen: number, clause: string|null, cap_left_fen: number|null, odd_fen: number}} SplitRow */
/** @typedef {{party: string, name_zh: string, name_en?: string|null, place: string|null, role: string, takes_rest: boolean, amount_fen: number, before_fen?: number|null, cap_left_fen: number|null, closed: boolean,
 *   by_place_fen: number, alone_fen: number|null, gain_fen: number|null, present_fen: number|null, assessment: string|null}} SplitParty */
/** Parts of the centre and, of the rest, of the province: exact, as texts. @typedef {{id: string, stream: string, central: string, provincial: string}} SplitRule */
/** @typedef {{id: string, party: string, streams: string[], class: string|null, from_year: number, to_year: number|null, weight: string}} SplitPhase */
/** nobody_fen: what no part speaks of, null in a year outside of assessment. @typedef {{year: number, figure: Named, place: string, kind: string, value_fen: number, nobody_fen?: number|null, shares: {party: string, fen: number}[]}} Assessed */
/** @typedef {{snapshot: string, what_if: string|null, agreement: string, years: [number, number], rate: number|null,
 *   about: {name_zh: string, name_en: string|null, form: Named, project: string|null, signed_on: string|null, valid_from: string|null, valid_to: string|null, base: Named, base_fen: number|null,
 *     start_event: Named, start_on: string|null, suspended_from: string|null, suspended_to: string|null, land_returned_mu: number|null, land_kept_mu: number|null,
 *     rule_version: string|null, source: string, note: string|null},
 *   phases: SplitPhase[], rules?: SplitRule[], rows: SplitRow[],
 *   totals: {gross_fen: number, central_fen: number, provincial_fen: number, base_fen: number, parties: SplitParty[], years: {year: number, base_fen: number, amounts_fen: number[]}[], untold?: number[]},
 *   assessment?: Assessed[], marks: string[], sources: string[], formulas: Record<string, string>}} SplitAnswer */
/** @typedef {Record<string, any>} Row a row of a table: id, name_zh, name_en, … */
/** @typedef {{version: string, snapshot: string, zone: Row, places: Row[], members: string[], chains: Row[], districts: Row[], sources: Row[],
 *   assumptions: Row[], rows: Record<string, number>, dated: Record<string, string>, writable: boolean}} Zone */
/** Who would gain most by leaving, and how much. @typedef {{stable: boolean|null, worst_group: string[], worst_short_fen: number|null}} Leaving */
/** An exact ratio of fen "p/q", and the nearest whole fen. @typedef {{exact: string, fen: number}} Exact */
/** @typedef {{party: string, name_zh: string, name_en: string|null, gets_fen: number, alone_fen: number|null, gain_fen: number|null, shapley: Exact|null, nucleolus: Exact|null, over_shapley_fen: number|null}} FairParty */
/** @typedef {{parties: string[], value_fen: number, gets_fen: number, excess_fen: number, from: 'alone'|'row'|'sum', row: string|null, parts?: string[][]}} FairGroup */
/** Would anybody rather leave: docs/answers.md, fairness.
 * @typedef {Leaving & {snapshot: string, what_if: string|null, agreement: string, years: [number, number], state: 'known'|'unknown', missing: {party: string, name_zh: string, name_en: string|null, table: string, column: string}[], untold?: number[],
 *   total_fen: number, apart: {value_fen: number, parts: string[][]}|null, parties: FairParty[], core_empty: boolean|null, least_core: Exact|null, certificate: {parties: string[], weight: string}[], shapley_in_core: boolean|null,
 *   nucleolus_reason: {zh: string, en: string}|null, groups: FairGroup[], before: Leaving|null, verdict: {zh: string, en: string}, marks: string[], sources: string[], formulas: Record<string, string>}} FairAnswer */
/** A line of a settlement sheet, one row a party. @typedef {Omit<SplitRow, 'year'>} SheetRow */
/** @typedef {{from: string, to: string, amount_fen: number}} Due */
/** @typedef {{from: string, to: string, opening_fen: number, due_fen: number, posted_fen: number, differs_fen: number, paid_fen: number, closing_fen: number}} LedgerPair */
/** Who pays whom for a year: docs/answers.md, settlement.
 * @typedef {{snapshot: string, what_if: string|null, agreement: string, year: number, about: {name_zh: string, name_en: string|null, form: Named, rule_version: string|null}, collector: string,
 *   parties: {party: string, name_zh: string, name_en: string|null, role: string, amount_fen: number}[], lines: SheetRow[], totals: {gross_fen: number, central_fen: number, provincial_fen: number, base_fen: number},
 *   due: Due[], ledger: {head: string, postings: number, closed: boolean, state: 'matches'|'differs'|'not_posted', pairs: LedgerPair[]}|null, digest: string,
 *   marks: string[], sources: string[], formulas: Record<string, string>}} SheetAnswer */

export {};
