/* look.js - find things in an answer: a segment by id, the targets of a segment, what a gain ranks. */
import { board } from './store.js';
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

/** @param {string} id of a firm */
export const targetOf = id => board().now?.who.targets.find(target => target.firm === id);
/** Rank from 1. @param {string} id of a firm */
export const rankOf = id => (board().now?.who.targets.findIndex(target => target.firm === id) ?? -1) + 1;

/** Is a firm local in the answer in force. @param {string} id */
export const isLocal = id => Boolean(board().now?.chain.extraction.some(loss => loss.firm === id));
/** What Q loses without a firm; null when it is not local. @param {string} id */
export const lossOf = id => board().now?.chain.extraction.find(loss => loss.firm === id)?.loss ?? null;

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
