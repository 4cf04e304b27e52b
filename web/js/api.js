/* api.js - talk to the server: JSON in, JSON out, faults as Problem.
 *
 * A request that names a `channel` ends the one before it on that channel, so that an outdated
 * answer never arrives. Answers with an ETag are kept and asked for again by it. */

import { say } from './words.js';

/** What went wrong, as the server tells it (RFC 9457); status 0: nobody answered. */
export class Problem extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super(body?.detail || body?.title || String(status));
    this.name = 'Problem';
    this.status = status;
    this.title = body?.title ?? '';
    this.detail = body?.detail ?? '';
    /** @type {{file?: string, line?: number, name?: string, found?: string, message?: string, message_zh?: string}[]} */
    this.errors = body?.errors ?? [];
    this.body = body;
  }
}

/** @type {Map<string, {etag: string, answer: any}>} */
const kept = new Map();
/** @type {Map<string, AbortController>} */
const running = new Map();
/** @type {Set<(online: boolean) => void>} */
const listeners = new Set();
let reached = true;
let token = '';

/** Give what changes something the right to. @param {string} value of X-Changhe-Token */
export const useToken = value => { token = value; };
/** Tell whether the server can be reached, now and whenever that changes. @param {(online: boolean) => void} fn */
export function onOnline(fn) { listeners.add(fn); fn(reached); }
/** Was this error made by a newer request? @param {any} error */
export const isOutdated = error => error?.name === 'AbortError';

/** @param {boolean} now */
function tellReached(now) {
  if (now === reached) return;
  reached = now;
  for (const fn of listeners) fn(now);
}
window.addEventListener('offline', () => tellReached(false));
window.addEventListener('online', () => tellReached(true));

/** @param {string} path @param {Record<string, any>} [params] empty values are left out */
export function urlOf(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== '' && value !== null && value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** @param {string} [channel] @returns {AbortSignal|undefined} */
function signalOf(channel) {
  if (!channel) return undefined;
  running.get(channel)?.abort();
  const control = new AbortController();
  running.set(channel, control);
  return control.signal;
}

/** @param {Response} response */
async function bodyOf(response) {
  const text = await response.text();
  try { return text ? JSON.parse(text) : null; } catch { return { title: text.slice(0, 200) }; }
}

/** @param {string} url @param {RequestInit} options */
async function ask(url, options) {
  try {
    const response = await fetch(url, { credentials: 'same-origin', ...options });
    tellReached(true);
    return response;
  } catch (error) {
    if (isOutdated(error)) throw error;
    tellReached(false);
    throw new Problem(0, { title: 'offline', detail: '连不上服务器 The server cannot be reached' });
  }
}

/** @param {string} path @param {Record<string, any>} [params] @param {string} [channel] @returns {Promise<any>} */
export async function get(path, params, channel) {
  const url = urlOf(path, params);
  const old = kept.get(url);
  /** @type {Record<string, string>} */
  const headers = old ? { 'If-None-Match': old.etag } : {};
  const response = await ask(url, { headers, signal: signalOf(channel), cache: 'no-store' });
  if (response.status === 304 && old) return old.answer;
  const answer = await bodyOf(response);
  if (!response.ok) throw new Problem(response.status, answer);
  const etag = response.headers.get('ETag');
  if (etag) keep(url, etag, answer);
  return answer;
}

/** As get, of what is asked once and never again, as where a finger passes: nothing is kept. @param {string} path @param {Record<string, any>} [params] @returns {Promise<any>} */
export async function getOnce(path, params) {
  const response = await ask(urlOf(path, params), { cache: 'no-store' });
  const answer = await bodyOf(response);
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

/** At most 64 answers are kept, the oldest goes. @param {string} url @param {string} etag @param {any} answer */
function keep(url, etag, answer) {
  kept.delete(url);
  kept.set(url, { etag, answer });
  if (kept.size > 64) kept.delete(kept.keys().next().value ?? '');
}

/** Text is sent as it stands. @param {any} body */
const textOf = body => (body === undefined || typeof body === 'string' ? body : JSON.stringify(body));

/** @param {string} method @param {string} path @param {any} body @param {Record<string, any>} [params] @param {string} [channel] */
export async function send(method, path, body, params, channel) {
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/json' };
  if (token) headers['X-Changhe-Token'] = token;
  const options = { method, headers, signal: signalOf(channel), body: textOf(body) };
  const response = await ask(urlOf(path, params), options);
  const answer = await bodyOf(response);
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

/** A workbook speaks the language of the page. */
const inOurs = () => ({ 'Accept-Language': say.language() });

/** Send the bytes of a file. @param {string} path @param {Blob} bytes @param {Record<string, any>} params @param {AbortSignal} [signal] ends it */
async function sendBytes(path, bytes, params, signal) {
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/octet-stream', ...inOurs() };
  if (token) headers['X-Changhe-Token'] = token;
  const response = await ask(urlOf(path, params), { method: 'POST', headers, body: bytes, signal });
  if (!response.ok) throw new Problem(response.status, await bodyOf(response));
  return response;
}

/** Send a file, have an answer. @param {string} path @param {Blob} bytes @param {Record<string, any>} params @param {AbortSignal} [signal] @returns {Promise<any>} */
export const postFile = async (path, bytes, params, signal) => bodyOf(await sendBytes(path, bytes, params, signal));
/** Send a file, have a file. @param {string} path @param {Blob} bytes @param {Record<string, any>} params @param {AbortSignal} [signal] */
export const exchangeFile = async (path, bytes, params, signal) => (await sendBytes(path, bytes, params, signal)).blob();

/** A file from the server, of what is tried where a list of edits is given. @param {string} path @param {Record<string, any>} [params] @param {string} [edits] */
export async function getFile(path, params, edits = '') {
  /** @type {Record<string, string>} */
  const headers = inOurs();
  if (edits) headers['Content-Type'] = 'application/json';
  if (edits && token) headers['X-Changhe-Token'] = token;
  const response = await ask(urlOf(path, params), edits ? { method: 'POST', headers, body: edits } : { headers, cache: 'no-store' });
  if (!response.ok) throw new Problem(response.status, await bodyOf(response));
  return response.blob();
}

/** @param {string} path @param {any} body @param {Record<string, any>} [params] @param {string} [channel] @returns {Promise<any>} */
export const post = (path, body, params, channel) => send('POST', path, body, params, channel);
