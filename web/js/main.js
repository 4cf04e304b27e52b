/* main.js - read the address, mount the parts, ask the first question. */
import * as store from './store.js';
import { load } from './zone.js';
import { start as startBoard } from './board.js';
import { mount as strip } from './strip.js';
import { mount as list } from './list.js';
import { mount as panel } from './panel.js';
import { mount as bar } from './bar.js';
import { mount as keys } from './keys.js';
import { mount as phone } from './phone.js';
import { start as startSession } from './session.js';
import { errorLine, tellFault } from './states.js';

const PARTS = /** @type {[string, (root: HTMLElement) => void][]} */ (
  [['strip', strip], ['list', list], ['panel', panel], ['bar', bar], ['phone', phone]]);

/** The picture brings the heaviest libraries: it comes after the answers, and its failing leaves the rest whole. */
async function mountStage() {
  const root = document.getElementById('stage');
  try {
    const { mount } = await import('./stage.js');
    if (root) mount(root);
  } catch (error) {
    root?.append(errorLine(error, () => location.reload()));
  }
}

async function begin() {
  await store.start();
  for (const [id, mount] of PARTS) {
    const root = document.getElementById(id);
    if (root) mount(root);
  }
  keys(document.body);
  await Promise.all([load().catch(tellFault), startBoard(), startSession(), mountStage()]);
}

begin();
