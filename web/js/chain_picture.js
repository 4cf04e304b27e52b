/* chain_picture.js - a chain as a picture: tiers are columns, lanes are rows, a link stays in its
 * place for ever. Class by shape and ground, the gain of one more typical firm by figure and bar. */
import { draw, h, setVars } from './h.js';
import { classGlyph } from './glyph.js';
import { computedMarks, gainText, markWords, num, small } from './format.js';
import { countClasses, segment, targetsOf, targetWords } from './look.js';
import { board, get, on, set } from './store.js';
import { onRows, firmName, segmentRow } from './zone.js';
import { CLASSES, nameOf, plural, say, TIERS, word } from './words.js';
import { drawLinks, watchLinks } from './chain_links.js';
import { card } from './chain_card.js';
import { explain } from './explain.js';

/** @typedef {import('./types.js').Segment} Segment */
/** @typedef {import('./types.js').Chain} Chain */
const ORDER = /** @type {const} */ (['up', 'mid', 'down']);
const KINDS = ['strong', 'weak', 'missing', 'unknown', 'absent'];

/** @type {HTMLElement} */
let root;
/** @type {string} the chain shown where the question asks for all */
let chosen = '';
let perTier = 2;
let closed = '';

/** @param {HTMLElement} element */
export function mount(element) {
  root = element;
  on(['board', 'lang', 'theme'], show);
  on(['selection'], follow);
  onRows(show);
  addEventListener('resize', () => { if (columnsFor(root.clientWidth) !== perTier) show(); else drawLinks(root, null); });
  root.addEventListener('keydown', move);
  watchLinks(root);
  show();
}

/** Boxes side by side in the first two tiers. @param {number} width */
const columnsFor = width => (width >= 1120 ? 4 : width >= 1000 ? 3 : width >= 620 ? 2 : 1);

function chains() {
  return board().now?.chain.chains ?? [];
}

/** The chain that is shown: the one asked, the one of the selection, the one chosen, or the first. */
export function shownChain() {
  return chains().find(chain => chain.id === chosen) ?? homeOf() ?? chains()[0];
}

/** The chain of the selected link. */
function homeOf() {
  const at = get().selection;
  return at?.kind === 'segment' ? chains().find(chain => chain.segments.some(item => item.id === at.id)) : undefined;
}

function follow() {
  const home = homeOf();
  if (home) chosen = home.id;
  closed = '';
  show();
}

function show() {
  const chain = shownChain();
  if (!chain) { draw(root, h('p.empty', say('正在计算…', 'computing…'))); return; }
  const focus = document.activeElement?.getAttribute('data-segment');
  const inside = root.contains(document.activeElement);
  perTier = columnsFor(root.clientWidth);
  const top = root.scrollTop, left = root.scrollLeft;
  draw(root, head(chain), h('div.chain-body', { role: 'group', 'aria-label': sentence(chain) }, tiersHead(chain), lanes(chain)), firstEight(chain), foot());
  root.scrollTop = top; root.scrollLeft = left;
  setVars(root, { '--per': perTier });
  showCard();
  if (inside && focus) /** @type {HTMLElement|null} */ (root.querySelector(`[data-segment="${CSS.escape(focus)}"]`))?.focus();
}

/** @param {Chain} chain */
function sentence(chain) {
  const count = countClasses(chain.segments);
  return say(`${chain.segments.length} 环节：`, `${chain.segments.length} links: `) + KINDS.map(kind => `${word(CLASSES, kind)} ${count[kind]}`).join(say('，', ', '));
}

/** @param {Chain} chain */
function head(chain) {
  const count = countClasses(chain.segments);
  return h('header.chain-head',
    h('div.switch', { role: 'group', 'aria-label': say('产业链', 'Chain') }, chains().map(item => h('button', { type: 'button', 'aria-pressed': item === chain ? 'true' : 'false', onclick: () => { chosen = item.id; show(); } }, nameOf(item)))),
    h('p.chain-legend', h('span', say(`${chain.segments.length} 环节`, `${chain.segments.length} links`)), KINDS.map(kind => h('span.chain-kind', { 'data-class': kind }, classGlyph(kind), ` ${word(CLASSES, kind)} `,
      h('button.figure', { type: 'button', onclick: (/** @type {any} */ event) => explain(event.currentTarget, { kind: 'class', of: kind, chain: chain.id }) }, String(count[kind])))), markWords(['assumed'])),
    h('p.meta', say('右侧数与底条：再来一家典型企业，本地含量增加多少（条长按平方根）', 'figure and bar: what one more typical firm adds to local content (bar by square root)')));
}

/** @param {Chain} chain */
const tiersHead = chain => h('div.lane.lane-head', h('div.lane-name'), ORDER.map(tier => h(`div.tier.tier-${tier}`, h('b', word(TIERS, tier)), ' ', h('span.meta', String(chain.segments.filter(item => item.tier === tier).length)))));

/** @param {Chain} chain */
function lanes(chain) {
  const names = [...new Set(chain.segments.map(item => item.group ?? ''))];
  const most = Math.max(...chain.segments.filter(item => item.class !== 'unknown').map(item => item.gain), 1e-9);
  return names.map(name => {
    const own = chain.segments.filter(item => (item.group ?? '') === name);
    return h('div.lane', h('div.lane-name', laneName(own, name)), ORDER.map(tier => h(`div.tier.tier-${tier}`, own.filter(item => item.tier === tier).map(item => cell(item, most)))));
  });
}

/** @param {Segment[]} own @param {string} name */
export const laneName = (own, name) => say(name, segmentRow(own[0]?.id)?.group_en ?? name);

/** Who stands here, or what is known of who could. @param {Segment} item */
export function firmsText(item) {
  if (item.firms.length) return `${say(`${num(item.x)} 家`, plural(item.x, 'firm'))} ${firmName(item.firms[0])}${item.firms.length > 1 ? '…' : ''}`;
  if (targetsOf(item.id).length) return targetWords(item.id);
  return item.class === 'unknown' ? say('无人排摸', 'nobody looked') : item.class === 'missing' ? targetWords(item.id) : '';
}

/** 0, <0.01 or two digits; ? where nobody looked. @param {Segment} item */
export const gainWords = item => (item.class === 'unknown' ? '?' : item.gain === 0 ? '0' : gainText(item, 2));

/** @param {Segment} item @param {number} most */
function cell(item, most) {
  const was = segment(item.id, board().before);
  const changed = was && (was.class !== item.class || Math.abs(was.gain - item.gain) > 1e-9 || was.x !== item.x);
  const box = h('button.cell', {
    type: 'button', 'data-segment': item.id, 'data-class': item.class, 'data-changed': changed ? 'yes' : null, tabindex: -1,
    'aria-current': get().selection?.id === item.id ? 'true' : null,
    onclick: () => { closed = ''; set({ selection: { kind: 'segment', id: item.id } }); showCard(); },
  }, h('span.cell-name', classGlyph(item.class, 14), h('span', nameOf(item)), h('span.hidden', ` ${item.id} ${word(CLASSES, item.class)} `)),
  h('span.cell-line', h('span.cell-firms', item.risk ? h('b.risk', '! ') : null, firmsText(item)), h('span.cell-gain', changed && was ? h('span.cell-was', `${gainWords(was)} → `) : null, gainWords(item))),
  h('span.cell-bar', h('span.cell-fill')));
  setVars(box, { '--part': item.class === 'unknown' ? 1 : Math.sqrt(Math.max(item.gain, 0) / most) });
  return box;
}

/** What first. @param {Chain} chain */
export const topMissing = chain => chain.segments.filter(item => item.class === 'missing').sort((a, b) => b.gain - a.gain).slice(0, 8);

/** @param {Chain} chain */
function firstEight(chain) {
  const best = topMissing(chain);
  if (!best.length) return null;
  return h('section.first-eight', h('h2', say('缺链增益前八', 'Missing links, the eight of most gain'), markWords(['assumed'])), h('ol', best.map(item => {
    const bar = h('span.eight-bar');
    setVars(bar, { '--part': item.gain / best[0].gain });
    return h('li', h('button.link', { type: 'button', onclick: () => set({ selection: { kind: 'segment', id: item.id } }) }, nameOf(item)), bar, h('b', small(item.gain, 3)));
  })));
}

const foot = () => h('p.meta.chain-foot', say('悬停或选中：实线 = 一端有本地企业，虚线 = 两端都没有。方向键在环节间移动，回车选中。', 'Hover or focus: solid where an end has a firm here, dashed where neither has. Arrows move, Enter selects.'), ' ',
  markWords(computedMarks([])));

/* ---- the card beside the chosen box ---- */

function showCard() {
  root.querySelector('.chain-card')?.remove();
  const at = get().selection;
  const box = at?.kind === 'segment' ? /** @type {HTMLElement|null} */ (root.querySelector(`[data-segment="${CSS.escape(at.id)}"]`)) : null;
  const stops = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.cell')]);
  for (const one of stops) { one.tabIndex = -1; if (one === box) one.setAttribute('aria-current', 'true'); else one.removeAttribute('aria-current'); }
  const stop = box ?? stops[0];
  if (stop) stop.tabIndex = 0;
  if (!box || !at || closed === at.id || document.documentElement.dataset.wide !== 'yes') return;
  const made = card(at.id, () => { closed = at.id; showCard(); box.focus(); });
  root.append(made);
  const area = root.getBoundingClientRect(), where = box.getBoundingClientRect();
  const left = Math.min(where.left - area.left + root.scrollLeft, root.scrollWidth - made.offsetWidth - 16);
  const below = where.bottom - area.top + root.scrollTop + 6;
  const above = where.top - area.top + root.scrollTop - made.offsetHeight - 6;
  made.style.setProperty('left', `${Math.max(8, left)}px`);
  made.style.setProperty('top', `${where.bottom + made.offsetHeight + 12 > area.bottom && above > root.scrollTop ? above : below}px`);
}

/* ---- arrows go to the nearest box that way ---- */

/** @param {KeyboardEvent} event */
function move(event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const from = /** @type {HTMLElement} */ (event.target);
  if (!way || !from.matches?.('.cell')) return;
  event.preventDefault();
  const centre = (/** @type {Element} */ box) => { const at = box.getBoundingClientRect(); return [at.left + at.width / 2, at.top + at.height / 2]; };
  const [x, y] = centre(from);
  const score = (/** @type {Element} */ box) => {
    const [bx, by] = centre(box), along = (bx - x) * way[0] + (by - y) * way[1], across = Math.abs((bx - x) * way[1]) + Math.abs((by - y) * way[0]);
    return along > 4 ? along + 4 * across : Infinity;
  };
  const next = [...root.querySelectorAll('.cell')].reduce((best, box) => (score(box) < score(best) ? box : best), from);
  if (next === from) return;
  from.tabIndex = -1;
  /** @type {HTMLElement} */ (next).tabIndex = 0;
  /** @type {HTMLElement} */ (next).focus();
}
