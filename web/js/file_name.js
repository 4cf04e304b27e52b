/* file_name.js - what a file that leaves the page is called: zone, view, date of the data, snapshot. */
import { board, get } from './store.js';
import { say } from './words.js';
import { zone } from './zone.js';

/** @param {string} view */
export function fileName(view) {
  const now = board().now, tried = get().edits.some(change => change.on);
  const parts = [zone()?.zone.id ?? 'changhe', get().place, view, get().as_of || zone()?.dated.firms || '', tried ? say('试算', 'what-if') : '', now?.chain.snapshot ?? ''];
  return parts.filter(Boolean).join('_').replace(/[\\/:*?"<>|,\s]+/g, '-');
}
