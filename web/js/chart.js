/* chart.js - targets as a picture: gain across, chance up, equal scores on a curve. The chart library is
 * loaded when this is opened, not before. */
import { draw, h } from './h.js';
import { num, percent, small } from './format.js';
import { board, get, set } from './store.js';
import { errorLine } from './states.js';
import { download } from './format.js';
import { fileName } from './file_name.js';
import { sourcesText, titleText, toldText, triedText } from './told.js';
import { nameOf, say } from './words.js';
import { placeName } from './zone.js';

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const ALONE = { width: 1000, height: 720 };
const FAMILY = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';

/** A picture beside the table. */
export async function openChart() {
  const box = h('div.chart-box', { role: 'img', 'aria-label': words() });
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog.dialog.chart-dialog', { 'aria-label': say('目标：增益与可能', 'Targets: gain and chance') },
    h('h2', say('目标：增益 × 可能 = 得分', 'Targets: gain × chance = score')), h('p.meta', words()), box, h('div.dialog-acts')));
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  try {
    const library = await import(new URL('../vendor/echarts.esm.min.js', import.meta.url).href);
    const chart = library.init(box, null, { renderer: 'svg' });
    chart.setOption(option());
    chart.on('click', (/** @type {any} */ event) => { if (event.data?.firm) { set({ selection: { kind: 'firm', id: event.data.firm } }); dialog.close(); } });
    acts(dialog, () => download(`${fileName('targets-chart')}.svg`, alone(library), 'image/svg+xml'));
  } catch (error) {
    draw(box, errorLine(error, () => { dialog.close(); openChart(); }));
    acts(dialog, null);
  }
}

/** The picture as a file of its own: with its title, what is tried and where it comes from. @param {any} library */
function alone(library) {
  const chart = library.init(null, null, { renderer: 'svg', ssr: true, ...ALONE });
  const line = (/** @type {string} */ text, /** @type {any} */ at, size = 12, weight = 'normal') => ({ type: 'text', left: 16, ...at, style: { text, fill: token('ink-2'), font: `${weight} ${size}px ${FAMILY}`, lineHeight: size + 6, width: ALONE.width - 32, overflow: 'break' } });
  const told = [toldText(say('得分', 'scores')), sourcesText()].filter(Boolean).join('\n'), tried = triedText();
  chart.setOption({ ...option(), backgroundColor: token('card'), textStyle: { fontFamily: FAMILY }, grid: { left: 64, right: 110, top: 132, bottom: 110 }, graphic: [line(titleText(say('目标：增益 × 可能 = 得分', 'Targets: gain × chance = score')), { top: 16 }, 16, 'bold'),
    line(words(), { top: 44 }), ...(tried ? [line(say('试算：', 'What-if: ') + tried, { top: 64 }, 12, 'bold')] : []), line(told, { bottom: 12 }, 11)] });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

/** @param {HTMLDialogElement} dialog @param {(() => void)|null} save */
const acts = (dialog, save) => draw(/** @type {Element} */ (dialog.querySelector('.dialog-acts')), save ? h('button', { type: 'button', onclick: save }, say('存为 SVG', 'Save as SVG')) : null,
  h('button.primary', { type: 'button', onclick: () => dialog.close() }, say('关闭', 'Close')));

function words() {
  const targets = board().now?.who.targets ?? [], best = targets[0];
  return best ? say(`${targets.length} 家目标，得分最高：${nameOf(best)}，增益 ${small(best.gain)}，可能 ${percent(best.chance)}（假定）。曲线上得分相同。`,
    `${targets.length} targets; the highest score: ${nameOf(best)}, gain ${small(best.gain)}, chance ${percent(best.chance)} (assumed). On a curve scores are equal.`) : say('没有目标', 'no target');
}

/** Points of one score, from the least chance to 1. @param {number} score @param {number} most */
const curve = (score, most) => Array.from({ length: 40 }, (_, i) => { const chance = score / most + (1 - score / most) * (i / 39); return [score / chance, chance]; }).filter(([gain]) => gain <= most);

function option() {
  const targets = board().now?.who.targets ?? [], most = Math.max(...targets.map(one => one.gain), 1e-6) * 1.08;
  const axis = { axisLine: { lineStyle: { color: token('edge') } }, axisLabel: { color: token('ink-2') }, splitLine: { lineStyle: { color: token('line') } }, nameTextStyle: { color: token('ink-2'), align: 'center' } };
  const scores = [0.25, 0.5, 1].map(part => (targets[0]?.score ?? 0) * part).filter(score => score > 0);
  return {
    animation: false, textStyle: { fontFamily: 'inherit' }, grid: { left: 56, right: 96, top: 32, bottom: 48 },
    tooltip: { renderMode: 'richText', formatter: (/** @type {any} */ point) => point.data.words ?? '' },
    xAxis: { type: 'value', name: say('增益（分，假定）', 'gain (assumed)'), nameLocation: 'middle', nameGap: 30, min: 0, max: most, ...axis, axisLabel: { ...axis.axisLabel, showMaxLabel: false, formatter: (/** @type {number} */ value) => num(value, 2) } },
    yAxis: { type: 'value', name: say('可能（假定）', 'chance (assumed)'), min: 0, max: 1, nameGap: 12, ...axis, axisLabel: { ...axis.axisLabel, formatter: (/** @type {number} */ value) => `${Math.round(value * 100)}%` } },
    series: [...scores.map(score => ({ type: 'line', silent: true, symbol: 'none', data: curve(score, most), lineStyle: { color: token('line-2'), type: 'dashed', width: 1 }, endLabel: { show: true, color: token('ink-3'), formatter: small(score) } })),
      { type: 'scatter', symbol: 'diamond', symbolSize: 12, itemStyle: { color: token('card'), borderColor: token('missing'), borderWidth: 1.6 },
        label: { show: true, position: 'right', color: token('ink'), formatter: (/** @type {any} */ point) => point.data.label }, labelLayout: { hideOverlap: true },
        data: targets.map((one, i) => ({ value: [one.gain, one.chance], firm: one.firm, label: i < 15 ? nameOf(one) : '', words: `${i + 1} ${nameOf(one)} · ${placeName(one.place)}\n${small(one.gain)} × ${percent(one.chance)} = ${small(one.score)}`,
          itemStyle: get().selection?.id === one.firm ? { color: token('missing') } : undefined })) }],
  };
}
