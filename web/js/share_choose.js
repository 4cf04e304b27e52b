/* share_choose.js - which agreement: the zone's own as a list that can be searched, those of the selection first. */
import { draw, h } from './h.js';
import { markWords } from './format.js';
import { nth, part } from './part.js';
import { again, choose, shared } from './share.js';
import { partyName, termOf } from './share_words.js';
import { kindOf } from './schema.js';
import { rove } from './rows.js';
import { empty, errorLine } from './states.js';
import { get, set } from './store.js';
import { comma, nameOf, say } from './words.js';
import { within, zone } from './zone.js';

/** @typedef {import('./share.js').Listed} Listed */

const MOST = 40; // rows at once; searching finds the rest
let isOpen = false;
let sought = '';

const made = part('section.part.share-choose', () => [get().share.id, get().lang, get().selection, nth(shared().list), shared().list ? 0 : nth(shared().error), isOpen, Boolean(kindOf('agreements')), Boolean(zone())], view);
export const choosePart = () => made;

/** @param {boolean} to */
function open(to) {
  isOpen = to;
  sought = '';
  made.refresh();
  if (to) made.root.querySelector('input')?.focus();
  else /** @type {HTMLElement|null} */ (made.root.querySelector('[data-to=choose]'))?.focus();
}

function view() {
  const { list, error, id } = shared(), chosen = list?.find(one => one.id === id);
  if (!list) return error ? errorLine(error, again) : empty(say('在读协议…', 'Reading the agreements…'));
  if (!list.length) return [h('h2', say('怎么分', 'Share')), empty(say('还没有共享协议。', 'There is no agreement yet.'), h('button.link', { type: 'button', onclick: () => set({ view: 'table' }) }, say('在表里导入 agreements', 'Take in a table of agreements')))];
  if (chosen && !isOpen) return head(chosen);
  return [chosen ? head(chosen) : [h('h2', say('怎么分', 'Share')), id ? h('p.fault', { role: 'alert' }, say(`没有协议 ${id}。`, `There is no agreement ${id}.`)) : empty(say('选一份协议，看各方每年分得多少。', 'Choose an agreement to see what each party gets, year by year.'))], search(list)];
}

/** @param {Listed} chosen */
const head = chosen => h('div.share-head', h('h2', nameOf(chosen), h('span.code', chosen.id)), h('p.meta', termOf('agreements', 'form', chosen.form), ' · ', chosen.parties.map(row => partyName(row.party, chosen.id)).join(comma()), ' ', markWords(chosen.marks)),
  h('button', { type: 'button', 'aria-expanded': isOpen ? 'true' : 'false', 'data-to': 'choose', onclick: () => open(!isOpen) }, isOpen ? say('收起', 'Close') : say('换协议', 'Change')));

/* ---- the list */

/** Does the selection take part in it: a party in a place, a project of a firm? @param {Listed} one */
function takesPart(one) {
  const at = get().selection;
  if (at?.kind === 'place') { const codes = within([at.id]); return one.parties.some(row => codes.includes(row.place ?? row.party)); }
  if (at?.kind === 'firm') return Boolean(one.project) && shared().tables?.projects.find(row => row.id === one.project)?.firm === at.id;
  return false;
}

/** @param {Listed} one */
const wordsOf = one => [one.id, one.name_zh, one.name_en, termOf('agreements', 'form', one.form), ...one.parties.map(row => `${row.party} ${partyName(row.party, one.id)}`)].join(' ').toLowerCase();

/** @param {Listed[]} list */
function search(list) {
  const box = h('ul.share-list', { id: 'share-list' }), count = h('p.meta', { role: 'status' });
  const input = /** @type {HTMLInputElement} */ (h('input', { id: 'share-search', type: 'search', 'data-to': 'share-search', value: sought, autocomplete: 'off', placeholder: say('名称、形式、参与方', 'name, form, party'), oninput: () => { sought = input.value; fill(); }, onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && get().share.id) { event.stopPropagation(); open(false); }
    if (event.key === 'ArrowDown') { event.preventDefault(); /** @type {HTMLElement|null} */ (box.querySelector('.row'))?.focus(); }
  } }));
  const fill = () => {
    const text = sought.trim().toLowerCase(), found = list.filter(one => !text || wordsOf(one).includes(text)), own = found.filter(takesPart), rest = found.filter(one => !own.includes(one)).slice(0, MOST);
    draw(box, own.length ? [h('li.share-group', say('所选参与', 'The selection takes part')), own.map(item), rest.length ? h('li.share-group', say('其他', 'Others')) : null] : null, rest.map(item));
    rove(box);
    count.textContent = found.length > own.length + rest.length ? say(`另有 ${found.length - own.length - rest.length} 份，输入以查找`, `${found.length - own.length - rest.length} more: type to find`) : found.length ? '' : say('没有这样的协议', 'no such agreement');
  };
  fill();
  return h('div.share-search', h('label.hidden', { for: 'share-search' }, say('找协议', 'Find an agreement')), input, box, count);
}

/** @param {Listed} one */
const item = one => h('li', h('button.row.share-row', { type: 'button', 'data-to': `agreement:${one.id}`, 'aria-current': one.id === get().share.id ? 'true' : null, onclick: () => take(one.id) }, h('span.row-title', nameOf(one)), h('span.row-end', markWords(one.marks)),
  h('span.row-meta', termOf('agreements', 'form', one.form), ' · ', one.parties.map(row => partyName(row.party, one.id)).join(comma()))));

/** @param {string} id */
function take(id) {
  isOpen = false;
  sought = '';
  choose(id);
  made.refresh();
  /** @type {HTMLElement|null} */ (made.root.querySelector('[data-to=choose]'))?.focus();
}
