/* map_layers.js - what the map shows and what not: one chip a layer, kept in the address.
 *
 * What is off is neither asked for nor drawn. */
import { h } from './h.js';
import { get, set } from './store.js';
import { say } from './words.js';

/** @typedef {'places'|'here'|'elsewhere'|'targets'|'roads'|'stops'|'circle'} Layer */

/** Seven, not eight: names go with their places; what is tried always stands. @type {[Layer, () => string][]} */
const LAYERS = [
  ['places', () => say('政区', 'Places')], ['here', () => say('区内企业', 'Firms here')], ['elsewhere', () => say('区外企业', 'Firms elsewhere')],
  ['targets', () => say('目标', 'Targets')], ['roads', () => say('道路', 'Roads')], ['stops', () => say('站校医', 'Stops')], ['circle', () => say('分钟圈', 'Circle')],
];

/** @param {Layer} layer */
export const isOn = layer => get().layers[layer] !== false;
/** Are firms of either kind shown? */
export const anyFirms = () => isOn('here') || isOn('elsewhere');

/** @param {Layer} layer */
function flip(layer) {
  const layers = { ...get().layers, [layer]: !isOn(layer) };
  if (layers[layer]) delete layers[layer];
  set({ layers });
}

/** The chips, in their order; the focus stays on the chip that was pressed. */
export function layerRow() {
  return LAYERS.map(([layer, name]) => h('button.layer', { type: 'button', 'aria-pressed': isOn(layer) ? 'true' : 'false', 'data-to': `layer:${layer}`, onclick: () => flip(layer) },
    h('span.layer-box', { 'aria-hidden': true }), name()));
}
