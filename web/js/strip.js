/* strip.js - the top strip: which zone, place, chain and date; local content; search; language, theme, account. */
import { draw, h } from './h.js';
import { glyph } from './glyph.js';
import { figure } from './explain.js';
import { computedMarks, day, markWords, num } from './format.js';
import { oldestMark } from './age.js';
import { onDuties } from './duties.js';
import { marksOf, allSegments } from './look.js';
import { onOnline } from './api.js';
import { board, chooseTheme, get, on, set } from './store.js';
import { mount as mountSearch } from './search.js';
import { askSignIn, hasAccounts, onSession, signOut, visitor } from './session.js';
import { tellFault } from './states.js';
import { toggleList } from './keys.js';
import { nameOf, say } from './words.js';
import { members, onRows, placeName, zone } from './zone.js';

/** @param {HTMLElement} root */
export function mount(root) {
  const skips = h('div.skips'), brand = h('div.brand'), scope = h('div.scope'), search = h('div.search'), tools = h('div.tools');
  root.append(skips, brand, scope, h('div.strip-end', search, tools));
  mountSearch(search);
  const all = () => { draw(skips, skipLinks()); draw(brand, brandView()); draw(scope, scopeView()); draw(tools, toolsView()); };
  all();
  on(['lang'], all);
  on(['place', 'chain', 'as_of', 'board'], () => { if (!scope.contains(document.activeElement)) draw(scope, scopeView()); else refreshFigure(scope); });
  on(['theme', 'lang'], () => draw(tools, toolsView()));
  onRows(all);
  onDuties(() => draw(brand, brandView()));
  onSession(() => draw(tools, toolsView()));
  onOnline(online => { document.documentElement.dataset.online = online ? 'yes' : 'no'; draw(brand, brandView()); });
}

const skipLinks = () => [['list', say('到清单', 'To the list')], ['stage', say('到图', 'To the picture')], ['panel', say('到所选', 'To the selection')], ['bar', say('到试算', 'To the what-if')]]
  .map(([id, text]) => h('a.skip', { href: `#${id}`, onclick: (/** @type {Event} */ e) => { e.preventDefault(); document.getElementById(id)?.focus(); } }, text));

function brandView() {
  const about = zone(), online = document.documentElement.dataset.online !== 'no';
  const latest = Object.values(about?.dated ?? {}).filter(Boolean).sort().pop() ?? '';
  const dated = latest ? [say('数据至 ', 'data to '), figure(day(latest), { kind: 'dated' }), oldestMark()] : null;
  return [h('h1', logo, say('长合', 'Changhe')), online ? h('p.meta', about ? nameOf(about.zone) : '', dated ? [' · ', dated] : null)
    : h('p.meta', h('b.offline', glyph('circle', 'dotted'), say('离线', 'offline')), dated ? [say('，', ', '), dated] : null)];
}

/** One for good: made anew while nobody answers it would be a broken picture. */
const logo = h('img.logo', { src: 'icon.svg', alt: '', width: 20, height: 20 });

/** @param {string} label @param {HTMLElement} control */
const labelled = (label, control) => h('label.field', h('span.field-name', label), control);

function scopeView() {
  const { place, chain, as_of } = get();
  return [labelled(say('地区', 'Place'), placeSelect(place)), labelled(say('产业链', 'Chain'), chainSelect(chain)),
    labelled(say('截至', 'As of'), h('input.as-of', { type: 'date', value: as_of, onchange: (/** @type {any} */ e) => set({ as_of: e.target.value }) })),
    h('div.field.field-figure', { 'data-part': 'figure' }, figureView())];
}

/** @param {HTMLElement} scope */
function refreshFigure(scope) {
  const cell = scope.querySelector('[data-part=figure]');
  if (cell) draw(cell, figureView());
}

function figureView() {
  const now = board().now;
  const marks = computedMarks(marksOf(allSegments()));
  return [h('span.field-name', say('本地含量', 'Local content'), markWords(marks)),
    now ? figure(num(now.chain.local_content, 3), { kind: 'local_content' }, { unit: say('分', 'points'), strong: true }) : h('span.figure-strong', '…')];
}

/** @param {string} value @param {[string, string][]} options @param {boolean} chosen */
const options = (value, options, chosen = true) => options.map(([id, text]) => h('option', { value: id, selected: chosen && id === value }, text));

/** The zone, its members, then every other place. @param {string} place */
function placeSelect(place) {
  const own = members(), others = (zone()?.places ?? []).filter(row => !own.includes(row.id));
  const several = place.includes(',') ? [[place, say(`${place.split(',').length} 个地区`, `${place.split(',').length} places`)]] : [];
  return h('select', { onchange: (/** @type {any} */ e) => set({ place: e.target.value }) },
    options(place, [['zone', say('全区（一地六县）', 'Whole zone')], .../** @type {[string, string][]} */ (several)]),
    h('optgroup', { label: say('成员', 'Members') }, options(place, own.map(code => [code, placeName(code)]))),
    h('optgroup', { label: say('其他地区', 'Other places') }, options(place, others.map(row => [row.id, nameOf(row)]))));
}

/** @param {string} chain */
function chainSelect(chain) {
  const chains = zone()?.chains ?? board().now?.chain.chains ?? [];
  return h('select', { onchange: (/** @type {any} */ e) => set({ chain: e.target.value }) },
    options(chain, [['', say('全部产业链', 'All chains')], ...chains.map(row => /** @type {[string, string]} */ ([row.id, nameOf(row)]))]));
}

function toolsView() {
  const { lang, theme } = get(), dark = theme === 'dark';
  return [
    h('button.tool.only-narrow', { type: 'button', onclick: toggleList }, say('清单', 'List')),
    h('button.tool', { type: 'button', onclick: () => set({ lang: lang === 'zh' ? 'en' : 'zh' }), lang: lang === 'zh' ? 'en' : 'zh', 'aria-label': lang === 'zh' ? 'EN: English' : '中文' }, lang === 'zh' ? 'EN' : '中'),
    h('button.tool', { type: 'button', onclick: () => chooseTheme(dark ? 'light' : 'dark'), 'aria-label': dark ? say('浅色', 'Light') : say('深色', 'Dark') }, glyph('circle', 'half')),
    account(),
  ];
}

function account() {
  if (!hasAccounts()) return null;
  const who = visitor();
  if (!who) return h('button.tool', { type: 'button', onclick: askSignIn }, say('登录', 'Sign in'));
  return h('button.tool', { type: 'button', onclick: () => signOut().catch(tellFault), title: say('退出', 'Sign out') }, `${who.name} · ${say('退出', 'Sign out')}`);
}
