/* look.js - find things in an answer: a segment by id, the targets of a segment, what a gain ranks. */
import { board } from './store.js';
import { plural, say } from './words.js';
import { twinsOf } from './zone.js';

/** @typedef {import('./types.js').Answers} Answers */
/** @typedef {import('./types.js').Segment} Segment */
/** @typedef {import('./types.js').Chain} Chain */

/** Answers are never changed, so an index of one may be kept with it. @type {WeakMap<object, Map<string, {segment: Segment, chain: Chain}>>} */
const indexes = new WeakMap();

/** @param {Answers|null} answers */
function indexOf(answers) {
  if (!answers) return new Map();
  let found = indexes.get(answers.chain);
  if (!found) {
    found = new Map(answers.chain.chains.flatMap(chain => chain.segments.map(segment => [segment.id, { segment, chain }])));
    indexes.set(answers.chain, found);
  }
  return found;
}

/** A segment of the answer in force. @param {string} id @param {Answers|null} [answers] @returns {Segment|undefined} */
export const segment = (id, answers = board().now) => indexOf(answers).get(id)?.segment;
/** The chain a segment belongs to. @param {string} id @returns {Chain|undefined} */
export const chainOf = id => indexOf(board().now).get(id)?.chain;

/** Targets that would fill a segment or its twin of another chain, in their order. @param {string} id */
export function targetsOf(id) {
  const twins = twinsOf(id);
  return (board().now?.who.targets ?? []).filter(target => target.segments.some(own => twins.includes(own)));
}

/** One segment a node: of merged ones the first. @param {Segment[]} segments */
export const nodesOf = segments => segments.filter(item => {
  const first = twinsOf(item.id).filter(id => segments.some(other => other.id === id)).sort()[0];
  return first === item.id;
});

/** Things of an answer by the firm they are of. @type {WeakMap<object, Map<string, {at: number, one: any}>>} */
const byFirm = new WeakMap();
/** @param {{firm: string}[]|undefined} list @param {string} id */
function entryOf(list, id) {
  if (!list) return undefined;
  let found = byFirm.get(list);
  if (!found) byFirm.set(list, found = new Map(list.map((one, at) => [one.firm, { at, one }])));
  return found.get(id);
}

/** @param {string} id of a firm @returns {import('./types.js').Target|undefined} */
export const targetOf = id => entryOf(board().now?.who.targets, id)?.one;
/** Rank from 1, 0 without one. @param {string} id of a firm */
export const rankOf = id => (entryOf(board().now?.who.targets, id)?.at ?? -1) + 1;

/** Is a firm local in the answer in force. @param {string} id */
export const isLocal = id => entryOf(board().now?.chain.extraction, id) !== undefined;
/** What Q loses without a firm; null when it is not local. @param {string} id @returns {number|null} */
export const lossOf = id => entryOf(board().now?.chain.extraction, id)?.one.loss ?? null;

/** Does the answer list the first targets alone? Then how many, else 0. */
export function firstListed() {
  const who = board().now?.who;
  return who && who.found > who.targets.length ? who.targets.length : 0;
}

/** How many targets a link has, in words. @param {string} id */
export function targetWords(id) {
  const n = targetsOf(id).length, of = firstListed();
  if (of) return say(`前 ${of} 名中 ${n} 家`, `${n} of the first ${of}`);
  return n ? say(`目标 ${n} 家`, plural(n, 'target')) : say('待找目标', 'no target yet');
}

/** How many segments of each class. @param {Segment[]} segments */
export function countClasses(segments) {
  /** @type {Record<string, number>} */
  const count = { strong: 0, weak: 0, missing: 0, unknown: 0, absent: 0 };
  for (const item of segments) count[item.class] += 1;
  return count;
}

/** Every segment of an answer. @param {Answers|null} [answers] @returns {Segment[]} */
export const allSegments = (answers = board().now) => answers?.chain.chains.flatMap(chain => chain.segments) ?? [];

/** All marks a list of things carries, in their fixed order. @param {{marks?: string[]}[]} things */
export function marksOf(things) {
  const found = new Set(things.flatMap(thing => thing.marks ?? []));
  return ['illustrative', 'assumed', 'unverified'].filter(mark => found.has(mark));
}
