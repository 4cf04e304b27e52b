/* panel_share.js - the tab 怎么分: the agreement chosen, its clauses, what each party gets, whether that is fair, the settlement. */
import { h } from './h.js';
import { choosePart } from './share_choose.js';
import { clausesPart } from './share_clauses.js';
import { amountsPart } from './share_amounts.js';
import { totalsPart } from './share_totals.js';
import { fairPart } from './share_fair.js';
import { sheetPart } from './share_sheet.js';
import { onSchema } from './schema.js';
import { onShared, start } from './share.js';
import { on } from './store.js';
import { onRows } from './zone.js';
import './explain-share.js';

const parts = [choosePart(), clausesPart(), amountsPart(), totalsPart(), fairPart(), sheetPart()];
const box = h('div.share', parts.map(part => part.root));

export const root = () => box;
/** Bring every part to what is in force; each draws itself only when it has to. */
export const refresh = () => { if (box.isConnected) for (const part of parts) part.refresh(); };

on(['share', 'edits', 'selection', 'lang', 'theme'], refresh);
for (const when of [onShared, onRows, onSchema]) when(refresh);
start();
