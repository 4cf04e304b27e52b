/* board.js - keep the answers in step with the state.
 *
 * The board with the edits and the board without them are asked together and shown together. */
import { get as ask, isOutdated, post } from './api.js';
import { board, get, on, setBoard } from './store.js';
import { showBusy } from './states.js';

const ADDRESS = '/api/v1/board';
/** Targets that are listed; how many there are is told. */
export const MOST_TARGETS = 500;

/** The parameters of the question. */
export function question() {
  const { place, chain, as_of, team } = get();
  return { place, chain, as_of, team };
}

/** The row edits in force, each with the number of its change; those of agreements matter to share.js alone. */
const rowsInForce = () => get().edits.flatMap((change, at) => (change.on && change.kind !== 'share' ? change.edit.map(edit => ({ at, edit })) : []));

/** The edits in force as the server reads them; a row edit a line, so that the line of a fault tells its change. */
export function editsText() {
  const lines = rowsInForce().map(({ edit }) => JSON.stringify(edit));
  return lines.length ? `[\n${lines.join(',\n')}\n]` : '';
}

/** The number of the change a fault speaks of, -1 when it speaks of none. @param {{line?: number}} fault */
const changeOfFault = fault => rowsInForce()[(fault.line ?? 0) - 2]?.at ?? -1;

/** Faults of a refused list by the number of the change they speak of. @param {any} error @returns {Record<number, any[]>} */
export function faultsByChange(error) {
  /** @type {Record<number, any[]>} */
  const found = {};
  for (const fault of error?.errors ?? []) {
    const at = changeOfFault(fault);
    if (at >= 0) found[at] = [...(found[at] ?? []), fault];
  }
  return found;
}

/** Does the error speak of changes alone? Then it is told at their chips and nowhere else. @param {any} error */
export const isToldAtChips = error => Object.keys(faultsByChange(error)).length > 0;

let round = 0;
/** The edits that were asked with last. */
let asked = '';

/** Ask anew. */
export async function refresh() {
  const mine = ++round;
  asked = editsText();
  showBusy(true);
  setBoard({ busy: true });
  try {
    const edits = asked, params = { ...question(), top: MOST_TARGETS };
    const [before, after] = await Promise.all([ask(ADDRESS, params, 'before'), edits ? post(ADDRESS, edits, params, 'after') : null]);
    if (mine === round) setBoard({ now: after ?? before, before: after ? before : null, busy: false, error: null, at: Date.now() });
  } catch (error) {
    if (mine === round && !isOutdated(error)) setBoard({ busy: false, error });
  }
  if (mine !== round) return;
  showBusy(false);
  document.documentElement.toggleAttribute('data-failed', Boolean(board().error));
}

/** Follow the state from now on. */
export function start() {
  on(['place', 'chain', 'as_of', 'team'], refresh);
  on(['edits'], () => { if (editsText() !== asked || board().error) refresh(); });
  return board().now ? Promise.resolve() : refresh();
}
