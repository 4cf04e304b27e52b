/* landing.js - where a firm that is tried lands. */
import { h } from './h.js';
import { chooseLanding, landingPlace, landingPlaces } from './whatif.js';
import { say } from './words.js';
import { placeName } from './zone.js';

/** Choose the place for this and what follows. */
export function landingSelect() {
  const now = landingPlace();
  return h('select.landing', { 'aria-label': say('落在哪里', 'Where it lands'), onchange: (/** @type {any} */ e) => chooseLanding(e.target.value) },
    landingPlaces().map(code => h('option', { value: code, selected: code === now }, placeName(code))));
}
