/* session.js - who asks: sign in, sign out, and what the visitor may change. */
import { get as ask, post, send, useToken, Problem } from './api.js';
import { h } from './h.js';
import { refresh } from './board.js';
import { load } from './zone.js';
import { faultsOf } from './states.js';
import { say } from './words.js';

/** @typedef {{name: string, grants: {role: string, place: string|null}[], token?: string}} Visitor */

/** closed: why nothing can be changed here, whoever asks; null: it can, or nobody has answered. @type {{accounts: boolean, closed: {zh: string, en: string}|null, visitor: Visitor|null}} */
let session = { accounts: false, closed: null, visitor: null };
/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} fn */
export const onSession = fn => { listeners.add(fn); };
export const hasAccounts = () => session.accounts;
export const visitor = () => session.visitor;
/** Why nothing can be changed here, as the server says it; '' where it can. */
export const whyClosed = () => (session.closed ? say(session.closed.zh, session.closed.en) : '');
/** May anything be changed by this visitor? The server decides on each row. */
export const mayEdit = () => Boolean(session.visitor?.grants.some(grant => grant.role !== 'reader'));

/** @param {any} answer */
function become(answer) {
  session = { accounts: Boolean(answer?.accounts ?? session.accounts), closed: answer?.closed ?? null, visitor: answer?.visitor ?? null };
  useToken(session.visitor?.token ?? '');
  for (const fn of listeners) fn();
}

/** Ask who we are; without an answer, nobody. */
export async function start() {
  try { become(await ask('/api/v1/session')); } catch { become({ accounts: false, closed: null, visitor: null }); }
}

/** What a visitor may see differs: read all anew. */
const again = () => Promise.all([load(), refresh()]);

export async function signOut() {
  await send('DELETE', '/api/v1/session', undefined);
  await start();
  await again();
}

/** @param {string} name @param {string} password */
async function signIn(name, password) {
  await post('/api/v1/session', { name, password });
  await start();
  await again();
}

/** Open the dialog. */
export function askSignIn() {
  const fault = h('p.fault', { role: 'alert' });
  const name = /** @type {HTMLInputElement} */ (h('input', { id: 'sign-name', name: 'name', autocomplete: 'username', required: true }));
  const password = /** @type {HTMLInputElement} */ (h('input', { id: 'sign-password', name: 'password', type: 'password', autocomplete: 'current-password', required: true }));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog.dialog', { 'aria-labelledby': 'sign-title' },
    h('form', { onsubmit: submit }, h('h2', { id: 'sign-title' }, say('登录', 'Sign in')),
      h('label', { for: 'sign-name' }, say('账号', 'Name')), name, h('label', { for: 'sign-password' }, say('密码', 'Password')), password, fault,
      h('div.dialog-acts', h('button', { type: 'button', onclick: () => dialog.close() }, say('取消', 'Cancel')), h('button.primary', { type: 'submit' }, say('登录', 'Sign in'))))));
  async function submit(/** @type {Event} */ event) {
    event.preventDefault();
    try {
      await signIn(name.value, password.value);
      dialog.close();
    } catch (error) {
      fault.textContent = error instanceof Problem && error.status === 401 ? say('账号或密码不对', 'Name or password is wrong') : faultsOf(error)[0];
    }
  }
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
