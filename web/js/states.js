/* states.js - what a part shows when it is empty, waiting or has failed; and short messages.
 *
 * Nothing is shown of a wait under 150 ms; a part that failed keeps its last good answer. */
import { h } from './h.js';
import { Problem } from './api.js';
import { board } from './store.js';
import { say } from './words.js';

/** One sentence why, and the act that fills it. @param {string} why @param {...any} act */
export const empty = (why, ...act) => h('p.empty', why, ' ', ...act);

/** The faults of a problem in the language chosen. @param {any} error @returns {string[]} */
export function faultsOf(error) {
  if (!(error instanceof Problem)) return [String(error?.message ?? error)];
  if (error.status === 0) return [say('连不上服务器', 'the server cannot be reached')];
  const found = error.errors.map(fault => say(fault.message_zh ?? fault.message ?? '', fault.message ?? fault.message_zh ?? '')).filter(Boolean);
  return found.length ? found : [error.detail || error.title || String(error.status)];
}

/** What failed, of when what is still seen is, retry, and the faults behind 详情. @param {any} error @param {() => void} retry @param {number|null} [at] when that was answered; unless told, that of the board */
export function errorLine(error, retry, at = board().at) {
  const time = at ? new Date(at).toTimeString().slice(0, 5) : '';
  return h('div.error-line', { role: 'alert' }, time ? say(`没有算成，仍是 ${time} 的结果`, `Not computed; the answer of ${time} stands`) : say('没有算成', 'Not computed'), ' ',
    h('button.link', { type: 'button', onclick: retry }, say('重试', 'try again')),
    h('details', h('summary', say('详情', 'details')), faultsOf(error).map(text => h('p', text))));
}

let timer = 0;

/** A short message at the bottom, read aloud too. @param {string} text */
export function toast(text) {
  const old = document.getElementById('toast');
  const box = old ?? h('div.toast', { id: 'toast', role: 'status' });
  if (!old) document.body.append(box);
  box.textContent = text;
  box.classList.add('is-on');
  clearTimeout(timer);
  timer = window.setTimeout(() => box.classList.remove('is-on'), 4000);
}

/** @param {any} error */
export function tellFault(error) {
  console.warn(error);
  toast(faultsOf(error).slice(0, 2).join(' · '));
}

/** Grey the page after 150 ms of waiting. @param {boolean} busy */
export function showBusy(busy) {
  clearTimeout(busyTimer);
  if (busy) busyTimer = window.setTimeout(() => { document.documentElement.dataset.busy = 'yes'; }, 150);
  else delete document.documentElement.dataset.busy;
}
let busyTimer = 0;
