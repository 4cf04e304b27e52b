/* share_editor.js - one clause in hand: typed, or moved by a slider; computed at once, kept when it rests. */
import { draw, h } from './h.js';
import { deltaChip } from './format.js';
import { cancel, onShared, settle, shared, show } from './share.js';
import { changeOf, isTried, read, sameValue, valueText } from './share_fields.js';
import { hundredths, ratioOf } from './share_ratio.js';
import { partiesOf, partyName } from './share_words.js';
import { say } from './words.js';

/** @typedef {import('./share_fields.js').Field} Field */

const UNITS = /** @type {Record<string, () => string>} */ ({ wan: () => say('万元', '10k yuan'), date: () => '', year: () => '', ratio: () => '', party: () => '' });

/** Keep a value; the one that stands takes its change back. @param {Field} field @param {any} value */
function keep(field, value) {
  if (!sameValue(field, value, field.was)) settle(field.key, changeOf(field, value));
  else if (isTried(field.key)) settle(field.key, null);
  else cancel();
}

/** Who would get more and who pays, while it moves. @type {HTMLElement|null} */
let live = null;
function tellLive() {
  const { answer, before } = shared();
  if (!live?.isConnected) return;
  const changes = answer && before ? answer.totals.parties.map(one => ({ party: one.party, fen: one.amount_fen - (before.totals.parties.find(other => other.party === one.party)?.amount_fen ?? 0) })).filter(one => one.fen !== 0) : [];
  draw(live, changes.length ? [say('合计 万元 ', 'In all, 10k yuan '), changes.sort((a, b) => b.fen - a.fen).map(one => h('span', `${partyName(one.party)} `, deltaChip(one.fen / 1e6, 1, 2)))] : before ? say('各方合计不变', 'nothing changes in all') : null);
}
onShared(tellLive);

/** @param {Field} field @param {() => void} shut */
export function editor(field, shut) {
  const bad = h('p.clause-bad', { id: 'clause-bad', role: 'alert' }), name = say(...field.names);
  const input = field.kind === 'party' ? choice(field) : typed(field, bad);
  const slider = field.kind === 'ratio' ? sliderOf(field, /** @type {HTMLInputElement} */ (input), bad) : null;
  const apply = () => {
    clearTimeout(pause);
    const told = field.kind === 'party' ? { value: input.value } : read(field, input.value);
    if (told.fault !== undefined) { tell(input, bad, told.fault); return false; }
    if (!sameValue(field, told.value, field.is)) keep(field, told.value);
    else cancel();
    return true;
  };
  live = h('p.clause-live', { role: 'status' });
  const form = h('form.clause-editor', { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); if (apply()) shut(); },
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') { event.stopPropagation(); clearTimeout(pause); cancel(); shut(); } },
    onfocusout: (/** @type {FocusEvent} */ event) => { if (form.isConnected && event.relatedTarget && !form.contains(/** @type {Node} */ (event.relatedTarget))) apply(); } },
  h('label', { for: 'clause-input' }, name, field.other ? say(`，${partyName(field.other.party)} 得其余`, `; ${partyName(field.other.party)} gets what it leaves`) : ''), h('div.clause-line', input, UNITS[field.kind]() ? h('span.unit', UNITS[field.kind]()) : null, h('button.primary', { type: 'submit', 'data-to': 'clause-keep' }, say('采用', 'Keep')),
    isTried(field.key) ? h('button', { type: 'button', 'data-to': 'clause-back', onclick: () => { settle(field.key, null); shut(); } }, say(`复原 ${valueText(field, field.was)}`, `Back to ${valueText(field, field.was)}`)) : null,
    h('button.ghost', { type: 'button', 'aria-label': say('不改，收起', 'Leave it'), onclick: () => { cancel(); shut(); } }, '×')), slider, live, bad);
  queueMicrotask(tellLive);
  return form;
}

/** @param {HTMLElement} input @param {HTMLElement} bad @param {string} text '' when all is well */
function tell(input, bad, text) {
  bad.textContent = text;
  if (text) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/** A finger rests this long before what it typed is taken for a value: 1 of 1/3 is none. */
const PAUSE_MS = 250;
let pause = 0;

/** What is typed is tried when the finger rests; what is no value is told and not sent. @param {Field} field @param {HTMLElement} bad */
function typed(field, bad) {
  const judge = () => {
    if (!input.isConnected) return;
    const { value, fault } = read(field, input.value);
    tell(input, bad, fault ?? '');
    if (fault !== undefined) cancel();
    else show(changeOf(field, value));
  };
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'clause-input', 'data-to': 'clause-input', autocomplete: 'off', inputmode: field.kind === 'year' || field.kind === 'wan' ? 'decimal' : 'text', value: field.is ?? '', 'aria-describedby': 'clause-bad',
    oninput: () => { clearTimeout(pause); pause = window.setTimeout(judge, PAUSE_MS); } }));
  return input;
}

/** Hundredths; finer parts are typed. @param {Field} field @param {HTMLInputElement} input @param {HTMLElement} bad */
function sliderOf(field, input, bad) {
  const at = hundredths(ratioOf(field.is) ?? { n: 0n, d: 1n });
  const slider = /** @type {HTMLInputElement} */ (h('input', { type: 'range', id: 'clause-slider', 'data-to': 'clause-slider', min: 0, max: 100, step: 1, value: String(Math.round(at)), 'aria-label': say(...field.names), 'aria-valuetext': `${at}%`,
    oninput: () => { input.value = `${slider.value}%`; slider.setAttribute('aria-valuetext', input.value); tell(input, bad, ''); show(changeOf(field, input.value)); },
    onchange: () => keep(field, `${slider.value}%`) }));
  return h('div.clause-slide', slider, h('div.limit-scale', { 'aria-hidden': true }, h('span', '0'), h('span', '50%'), h('span', '100%')));
}

/** @param {Field} field */
function choice(field) {
  const select = /** @type {HTMLSelectElement} */ (h('select', { id: 'clause-input', 'data-to': 'clause-input', onchange: () => show(changeOf(field, select.value)) },
    partiesOf(field.at.agreement).map(row => h('option', { value: row.party, selected: row.party === field.is }, partyName(row.party)))));
  return select;
}
