/* panel_where.js - the tab 哪里: what is chosen, the circle and its figures, works on the roads, access. */
import { h } from './h.js';
import { circleForm } from './circle_form.js';
import { circleFigures } from './circle_figures.js';
import { accessPart } from './access_part.js';
import { worksPart } from './works_part.js';
import { chosenPart } from './where_chosen.js';
import { start } from './reach.js';
import { on } from './store.js';
import { onStops } from './stops.js';
import { onDraft } from './map_draw.js';
import { onTool } from './map_tool.js';
import { onRows } from './zone.js';
import { theMap } from './map.js';

const parts = [chosenPart(), circleForm(), circleFigures(), worksPart(), accessPart()];
const box = h('div.where', parts.map(part => part.root));

export const root = () => box;
/** Bring every part to what is in force; each draws itself only when it has to. */
export const refresh = () => { if (box.isConnected) for (const part of parts) part.refresh(); };

on(['reach', 'access', 'reached', 'edits', 'selection', 'lang', 'theme'], refresh);
for (const when of [onStops, onDraft, onTool, onRows]) when(refresh);
if (theMap()) start();
