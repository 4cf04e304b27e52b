/* share_export.js - the split taken away: a table for a spreadsheet, its rows to the fen, the picture. */
import { getFile } from './api.js';
import { copy, csv, download, downloadBlob, marksText } from './format.js';
import { fileName } from './file_name.js';
import { shared, shareEdits, yearsAsked } from './share.js';
import { drawing } from './share_chart.js';
import { yearsOf } from './share_data.js';
import { partyName, wanExact, wanUnit } from './share_words.js';
import { toast } from './states.js';
import { internal, triedText } from './told.js';
import { nameOf, say } from './words.js';
import { zone } from './zone.js';

function answered() {
  const { answer } = shared();
  if (!answer) throw new Error(say('还没有选协议，或无权查看', 'no agreement is chosen, or it may not be read'));
  return answer;
}

/** Year by party, every digit. @returns {any[][]} */
export function tableRows() {
  const answer = answered(), { before } = shared(), years = yearsOf(answer), old = before ? yearsOf(before) : [], parties = answer.totals.parties;
  const capped = parties.map((_, i) => i).filter(i => years.some(year => year.left[i] !== null));
  const heads = [say('年份', 'year'), `${say('合计', 'all')} (${wanUnit()})`, ...parties.map(one => partyName(one.party)), ...(before ? parties.map(one => say(`${partyName(one.party)} 试算前`, `${partyName(one.party)} before`)) : []), ...capped.map(i => say(`${partyName(parties[i].party)} 上限余`, `${partyName(parties[i].party)} cap left`)), say('尾分归', 'odd fen to')];
  const lines = years.map(year => {
    const was = old.find(one => one.year === year.year);
    return [year.year, wanExact(year.base_fen), ...year.amount.map(wanExact), ...(before ? parties.map((_, i) => (was ? wanExact(was.amount[i]) : '')) : []), ...capped.map(i => (year.left[i] === null ? '' : wanExact(year.left[i]))), year.odd.map(one => `${partyName(one.party)} ${one.fen}`).join(' ')];
  });
  const total = [say('合计', 'all'), wanExact(answer.totals.base_fen), ...parties.map(one => wanExact(one.amount_fen)), ...(before ? before.totals.parties.map(one => wanExact(one.amount_fen)) : []), ...capped.map(i => (parties[i].cap_left_fen === null ? '' : wanExact(parties[i].cap_left_fen))), ''];
  return [heads, ...lines, total];
}

/** @returns {any[][]} */
function about() {
  const answer = answered();
  return [[say('合作区', 'zone'), nameOf(zone()?.zone)], [say('协议', 'agreement'), `${nameOf(/** @type {any} */ (answer.about))} ${answer.agreement}`], [say('规则版本', 'rules'), answer.about.rule_version ?? ''], [say('试算', 'what-if'), triedText() || say('无', 'none')],
    [say('标记', 'marks'), marksText(answer.marks)], [say('来源', 'sources'), answer.sources.join(' ')], [say('快照', 'snapshot'), answer.snapshot], [say('用途', 'use'), internal()]];
}

/** @param {string} what */
const named = what => fileName(`${what}-${answered().agreement}`);

export async function copyTable() {
  const done = await copy(tableRows().map(row => row.join('\t')).join('\n'));
  toast(done ? say('已复制，可贴进表格', 'Copied; paste it into a sheet') : say('浏览器不让复制', 'The browser refuses to copy'));
}
export const saveTable = () => download(`${named('share')}.csv`, csv([...tableRows(), [], ...about()]));

/** The rows of the answer, to the fen, as the server writes them. */
export async function saveRows() {
  const { id, years, rate } = shared();
  const file = await getFile('/api/v1/split', { agreement: id, years: yearsAsked(years), rate, format: 'csv' }, shareEdits());
  download(`${named('split')}.csv`, await file.text());
}

const svgText = () => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing(answered(), shared().before))}`;
export const saveSvg = () => download(`${named('share')}.svg`, svgText(), 'image/svg+xml');

/** Three dots a pixel of the drawing. */
export async function savePng() {
  const url = URL.createObjectURL(new Blob([svgText()], { type: 'image/svg+xml' })), image = new Image();
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width * 3, image.height * 3];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise(done => canvas.toBlob(done));
    downloadBlob(`${named('share')}.png`, blob);
  } finally { URL.revokeObjectURL(url); }
}

