/* share_rows.js - rows of an agreement that are tried and do not stand yet: a phase, an amount. Each is a change of the what-if like any other
 * clause, so it can be undone, sent and written; what is typed is judged as fields are, the rest the server judges. */
import { get as ask } from './api.js';
import { h } from './h.js';
import { added, onShared, settle, shared } from './share.js';
import { read } from './share_fields.js';
import { partiesOf, partyName } from './share_words.js';
import { kindOf, wordOf } from './schema.js';
import { tellFault } from './states.js';
import { plainSigns } from './share_ratio.js';
import { get } from './store.js';
import { swapEdit } from './whatif.js';
import { say } from './words.js';
import { listOf, zone } from './zone.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Change} Change */
/** What is typed into: its name, the control, and its value or what is wrong with it.
 * @typedef {{name: string, label: string, control: HTMLInputElement|HTMLSelectElement, value: () => {value?: any, fault?: string}}} Entry */

const PHASES = 'agreement_phases', AMOUNTS = 'agreement_amounts', TRIES = 20; // ids that are looked at

export const keyOfPhase = (/** @type {string} */ id) => `share:phases:${id}:add`;
export const keyOfAmount = (/** @type {string} */ id) => `share:amounts:${id}:add`;

/* ---- the changes */

/** Ids that stand or are tried. @param {string} table @param {string} id */
const isTried = (table, id) => get().edits.some(change => change.edit.some(edit => edit.table === table && edit.row.id === id));

/** AGREEMENT-N that is free. @param {string} agreement */
function freePhase(agreement) {
  const taken = new Set((shared().tables?.agreement_phases ?? []).map(row => row.id));
  for (let n = 1; ; n++) if (!taken.has(`${agreement}-${n}`) && !isTried(PHASES, `${agreement}-${n}`)) return `${agreement}-${n}`;
}

/** AGREEMENT-PERIOD-STREAM that is free, as those that stand are called. @param {Row} row */
async function freeAmount({ agreement, period, stream }) {
  const stem = `${agreement}-${period}-${stream}`, ids = Array.from({ length: TRIES }, (_, i) => (i ? `${stem}-${i + 1}` : stem));
  const page = await ask(`/api/v1/tables/${AMOUNTS}`, { keys: ids.join(','), limit: TRIES }), taken = new Set(page.rows.map((/** @type {any} */ one) => one.row.id));
  const free = ids.find(id => !taken.has(id) && !isTried(AMOUNTS, id));
  if (!free) throw new Error(say(`${stem} 已有 ${TRIES} 行，请在表里改`, `there are ${TRIES} rows of ${stem}: change those of the table`));
  return free;
}

/** @param {Row} row @returns {Change} */
function phaseChange(row) {
  const who = partyName(row.party, row.agreement);
  return { kind: 'share', agreement: row.agreement, key: keyOfPhase(row.id), on: true, edit: [{ table: PHASES, op: 'upsert', row }], name_zh: `增 ${who} ${spanZh(row)} ${row.weight}`, name_en: `Add ${who}, ${spanEn(row)}, ${row.weight}` };
}
const spanZh = (/** @type {Row} */ { from_year, to_year }) => (to_year === undefined ? `第 ${from_year} 年起` : to_year - 1 === from_year ? `第 ${from_year} 年` : `第 ${from_year}–${to_year - 1} 年`);
const spanEn = (/** @type {Row} */ { from_year, to_year }) => (to_year === undefined ? `from year ${from_year}` : to_year - 1 === from_year ? `year ${from_year}` : `years ${from_year}–${to_year - 1}`);

/** @param {Row} row @returns {Change} */
function amountChange(row) {
  const word = (/** @type {string} */ column, /** @type {'zh'|'en'} */ lang) => kindOf(AMOUNTS)?.columns.find(one => one.name === column)?.words?.find(one => one.word === row[column])?.[lang] ?? row[column];
  return { kind: 'share', agreement: row.agreement, key: keyOfAmount(row.id), on: true, edit: [{ table: AMOUNTS, op: 'upsert', row }],
    name_zh: `增 ${row.period} ${word('stream', 'zh')} ${word('kind', 'zh')} ${row.gross_wan} 万元`, name_en: `Add ${row.period}, ${word('stream', 'en')}, ${word('kind', 'en')}, ${row.gross_wan} × 10k yuan` };
}

/** A phase that stands goes. @param {Row} row */
export function removePhase(row) {
  const who = partyName(row.party, row.agreement);
  settle(keyOfGone(row.id), { kind: 'share', agreement: row.agreement, key: keyOfGone(row.id), on: true, edit: [{ table: PHASES, op: 'delete', row: { id: row.id } }], name_zh: `删 ${who} ${spanZh(whole(row))} ${row.weight}`, name_en: `Remove ${who}, ${spanEn(whole(row))}, ${row.weight}` });
}
const whole = (/** @type {Row} */ row) => ({ ...row, to_year: row.to_year ?? undefined });
export const keyOfGone = (/** @type {string} */ id) => `share:phases:${id}:remove`;
/** Amounts that are tried. */
export const addedAmounts = () => added(AMOUNTS, []);
/** @param {string} id */
export const dropAmount = id => settle(keyOfAmount(id), null);

/* ---- others take ids too */

/** The rows that what is tried was last laid over. @type {any} */
let over = null;
let isHeld = false;
/** Ids stay while what is tried is written: it will stand under them. @param {boolean} on */
export function holdIds(on) {
  isHeld = on;
  over = shared().tables;
}
/** A phase that was tried under an id which somebody else has used since is tried under another: it is not laid over his. */
function renumber() {
  const { tables } = shared();
  if (!tables || tables === over || isHeld) return;
  over = tables;
  for (const change of get().edits.filter(one => one.kind === 'share' && one.key?.endsWith(':add') && one.edit[0]?.table === PHASES)) {
    const { row } = change.edit[0], stands = tables.agreement_phases.find(one => one.id === row.id);
    if (!stands || Object.keys(row).every(name => String(row[name]) === String(stands[name]))) continue;
    swapEdit(change.key ?? '', { ...phaseChange({ ...row, id: freePhase(row.agreement) }), on: change.on });
  }
}
onShared(renumber);

/** The same for an amount, of which the server has told that its id is taken. @param {string} id */
export async function renumberAmount(id) {
  const change = get().edits.find(one => one.key === keyOfAmount(id));
  if (!change) return;
  const { row } = change.edit[0], free = await freeAmount(row);
  swapEdit(keyOfAmount(id), { ...amountChange({ ...row, id: free }), on: change.on });
}

/* ---- forms */

/** @param {string} form @param {string} name @param {string} label @param {[string, string][]} options @param {string} value @returns {Entry} */
function choice(form, name, label, options, value) {
  const control = /** @type {HTMLSelectElement} */ (h('select', { id: `${form}-${name}`, 'data-to': `${form}-${name}` }, options.map(([key, text]) => h('option', { value: key, selected: key === value }, text))));
  return { name, label, control, value: () => ({ value: control.value }) };
}

/** @param {string} form @param {string} name @param {string} label @param {any} value @param {(text: string) => {value?: any, fault?: string}} judge @returns {Entry} */
function typed(form, name, label, value, judge) {
  const control = /** @type {HTMLInputElement} */ (h('input', { id: `${form}-${name}`, 'data-to': `${form}-${name}`, autocomplete: 'off', value: value ?? '', 'aria-describedby': `${form}-bad` }));
  return { name, label, control, value: () => judge(control.value) };
}

/** What it rests on: as the agreement does, or one source of the zone's. @param {string} form @param {string} agreement @param {Row|null} row */
function grounds(form, agreement, row) {
  const own = listOf(shared().tables?.agreements.find(one => one.id === agreement)?.source).join(' '), is = row ? listOf(row.source).join(' ') : own;
  return choice(form, 'source', say('依据', 'Grounds'), [[own, say(`同协议（${own}）`, `those of the agreement (${own})`)], ...(zone()?.sources ?? []).filter(one => one.id !== own).map(one => /** @type {[string, string]} */ ([one.id, [one.id, one.title ?? ''].join(' ')]))], is);
}

/** A row is typed and tried. @param {string} id of the form @param {string} title @param {Entry[]} entries @param {(row: Row) => any} take @param {() => void} shut */
function rowForm(id, title, entries, take, shut) {
  const bad = h('p.clause-bad', { id: `${id}-bad`, role: 'alert' });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const found = entries.map(entry => ({ entry, ...entry.value() })), wrong = found.filter(one => one.fault !== undefined);
    for (const { entry, fault } of found) entry.control.toggleAttribute('aria-invalid', fault !== undefined);
    bad.textContent = wrong.map(one => `${one.entry.label}：${one.fault}`).join(say('；', '; '));
    if (wrong.length) return wrong[0].entry.control.focus();
    const row = Object.fromEntries(found.filter(one => one.value !== null && one.value !== '').map(one => [one.entry.name, one.value]));
    try { await take({ ...row, source: listOf(row.source) }); } catch (error) { return tellFault(error); }
    shut();
  };
  const typing = (/** @type {Event} */ event) => { /** @type {HTMLElement} */ (event.target).removeAttribute('aria-invalid'); bad.textContent = ''; };
  return h('form.clause-editor.row-form', { onsubmit: submit, oninput: typing, onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === 'Escape') { event.stopPropagation(); shut(); } } }, h('b', title),
    entries.map(({ label, control }) => h('div.row-field', h('label', { for: control.id }, label), control)), h('div.clause-line', h('button.primary', { type: 'submit', 'data-to': `${id}-keep` }, say('试算', 'Try')), h('button', { type: 'button', 'data-to': `${id}-leave`, onclick: shut }, say('取消', 'Cancel'))), bad);
}

/** @param {'ratio'|'year'|'date'} kind @param {string} column @param {boolean} optional @param {() => any} [beside] */
const judge = (kind, column, optional, beside) => (/** @type {string} */ text) => read(/** @type {any} */ ({ kind, column, optional, beside: beside?.() }), text);

/** A new phase of an agreement, or one that is tried already. @param {string} agreement @param {Row|null} row @param {() => void} shut */
export function phaseForm(agreement, row, shut) {
  const parties = partiesOf(agreement), stand = shared().tables?.agreement_phases.filter(one => one.agreement === agreement) ?? [], first = row?.party ?? (parties.find(one => stand.some(phase => phase.party === one.party)) ?? parties[0])?.party ?? '';
  const ends = stand.filter(one => one.party === first).map(one => one.to_year), from = row?.from_year ?? (ends.every(year => year != null) ? Math.max(0, ...ends) : '');
  const begin = typed('phase', 'from_year', say('起始年次', 'From year'), from, judge('year', 'from_year', false));
  return rowForm('phase', row ? say('改新增的阶段', 'Change the phase that was added') : say('新增阶段', 'Add a phase'), [choice('phase', 'party', say('参与方', 'Party'), parties.map(one => [one.party, partyName(one.party, agreement)]), first), begin,
    typed('phase', 'to_year', say('截止年次（空为不设）', 'Before year (empty: no end)'), row?.to_year, judge('year', 'to_year', true, () => (/^\d+$/.test(plainSigns(begin.control.value)) ? Number(plainSigns(begin.control.value)) : undefined))),
    typed('phase', 'weight', say('比例', 'Part'), row?.weight, judge('ratio', 'weight', false)), grounds('phase', agreement, row)],
  made => { const id = row?.id ?? freePhase(agreement); settle(keyOfPhase(id), phaseChange({ id, agreement, ...made })); }, shut);
}

/** A gross amount, below 0 a refund. @param {string} text */
function readGross(text) {
  const plain = plainSigns(text).replaceAll(',', '').replace(/万元$/, '').replace('−', '-');
  return /^-?\d{1,9}(\.\d{1,6})?$/.test(plain) ? { value: Number(plain) } : { fault: say('应为金额（万元），退税写负数', 'an amount in 10,000 yuan, a refund below 0') };
}

/** A new amount of an agreement. @param {string} agreement @param {() => void} shut */
export function amountForm(agreement, shut) {
  const words = (/** @type {string} */ column) => (kindOf(AMOUNTS)?.columns.find(one => one.name === column)?.words ?? []).map(one => /** @type {[string, string]} */ ([one.word, wordOf(AMOUNTS, column, one.word)]));
  const classes = [...new Set((shared().tables?.agreement_phases ?? []).filter(one => one.agreement === agreement && one.class).map(one => one.class))];
  return rowForm('amount', say('新增税额', 'Add an amount'), [typed('amount', 'period', say('所属时期', 'Period'), '', judge('date', 'period', false)), choice('amount', 'stream', say('税种', 'Stream'), words('stream'), ''), choice('amount', 'kind', say('口径', 'Kind'), words('kind'), ''),
    ...(classes.length ? [choice('amount', 'class', say('项目类别', 'Class of project'), [['', say('不分类', 'none')], ...classes.map(one => /** @type {[string, string]} */ ([one, one]))], '')] : []),
    typed('amount', 'gross_wan', say('税额（万元）', 'Gross (10k yuan)'), '', readGross), grounds('amount', agreement, null)],
  async made => { const row = { agreement, ...made }, id = await freeAmount(row); settle(keyOfAmount(id), amountChange({ id, ...row })); }, shut);
}

/** What was added, in a few words. @param {Row} row */
export const amountText = row => [row.period, wordOf(AMOUNTS, 'stream', row.stream), row.class ?? '', wordOf(AMOUNTS, 'kind', row.kind), `${row.gross_wan} ${say('万元', '× 10k yuan')}`].filter(Boolean).join(' ');
