/* told.js - what every file and sheet that leaves the page tells of itself: of what, how old, what is tried. */
import { marksText } from './format.js';
import { board, get } from './store.js';
import { changeText } from './whatif.js';
import { comma, nameOf, say } from './words.js';
import { placeName, zone } from './zone.js';

/** The changes in force, in words. */
export const tried = () => get().edits.filter(change => change.on).map(changeText);
/** The same as one line, numbered; '' without any. */
export const triedText = () => tried().map((text, i) => `${i + 1} ${text}`).join(say('；', '; '));
export const placesText = () => (get().place === 'zone' ? say('全区', 'Whole zone') : get().place.split(',').map(placeName).join(comma()));
export const snapshotText = () => `${say('快照', 'snapshot')} ${board().now?.chain.snapshot ?? ''}`;
export const internal = () => say('内部测算', 'internal estimate');

/** Zone and view. @param {string} view */
export const titleText = view => [nameOf(zone()?.zone), view].filter(Boolean).join(' · ');

/** How old the data is; '' when nobody knows. */
export function datedText() {
  const date = get().as_of || zone()?.dated.firms;
  return date ? say(`数据截至 ${date}`, `data as of ${date}`) : '';
}

/** In one line: places, date, snapshot, what is assumed. @param {string} what figures that are assumed */
export const toldText = what => [placesText(), datedText(), snapshotText(), say(`${what}为${marksText(['assumed'])}`, `${what} ${marksText(['assumed'])}`), internal()].filter(Boolean).join(' · ');

/** The sources behind the answers in force, by id. */
export const sourceIds = () => [...new Set(board().now?.chain.chains.flatMap(chain => chain.segments.flatMap(item => item.sources)))].sort();
/** The same in one line; '' without any. */
export const sourcesText = () => (sourceIds().length ? `${say('来源', 'sources')} ${sourceIds().join(' ')}` : '');
