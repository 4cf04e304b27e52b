/* picture.js - the map as one picture: what the map draws, with names, title, legend and attribution
 * written into it, so that it tells what it is wherever it is pasted. */
import { theMap, attribution } from './map.js';
import { board, get } from './store.js';
import { entries } from './legend.js';
import { changeText } from './whatif.js';
import { nameOf, say } from './words.js';
import { place, placeName, zone } from './zone.js';

/** @param {string} name */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FAMILY = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** @returns {Promise<HTMLCanvasElement>} */
export async function mapCanvas() {
  const map = theMap();
  if (!map) throw new Error(say('地图没有画出来', 'the map was not drawn'));
  const from = map.getCanvas(), scale = from.width / from.clientWidth;
  const made = document.createElement('canvas');
  made.width = from.width; made.height = from.height + Math.round(64 * scale);
  const pen = /** @type {CanvasRenderingContext2D} */ (made.getContext('2d'));
  pen.fillStyle = token('card');
  pen.fillRect(0, 0, made.width, made.height);
  pen.drawImage(from, 0, Math.round(32 * scale));
  pen.scale(scale, scale);
  names(pen, map);
  words(pen, from.clientWidth, from.clientHeight);
  return made;
}

/** @returns {Promise<Blob>} */
export async function mapPicture() {
  const canvas = await mapCanvas();
  return new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error('canvas')))));
}

/** @param {CanvasRenderingContext2D} pen @param {any} map */
function names(pen, map) {
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineWidth = 3;
  pen.font = `600 13px ${FAMILY}`;
  for (const code of board().now?.chain.places ?? []) {
    const row = place(code);
    if (typeof row?.lon !== 'number') continue;
    const at = map.project([row.lon, row.lat]);
    pen.strokeStyle = token('zone');
    pen.strokeText(placeName(code), at.x, at.y + 32);
    pen.fillStyle = token('ink');
    pen.fillText(placeName(code), at.x, at.y + 32);
  }
}

/** Title above; legend in words and attribution below. @param {CanvasRenderingContext2D} pen @param {number} width @param {number} height */
function words(pen, width, height) {
  const tried = get().edits.filter(change => change.on).map(changeText);
  pen.textAlign = 'left';
  pen.fillStyle = token('ink');
  pen.font = `600 14px ${FAMILY}`;
  pen.fillText([nameOf(zone()?.zone), say('招商地图', 'promotion map'), tried.length ? say(`试算：${tried.join('；')}`, `what-if: ${tried.join('; ')}`) : ''].filter(Boolean).join(' · '), 10, 17, width - 20);
  pen.font = `11px ${FAMILY}`;
  pen.fillStyle = token('ink-2');
  pen.fillText(`● ${say('区内', 'here')}  ◇ ${entries().slice(-2).map(([, text]) => text).join('  ')} · ${say('快照', 'snapshot')} ${board().now?.chain.snapshot ?? ''}`, 10, height + 41, width - 20);
  pen.fillText(attribution(), 10, height + 56, width - 20);
}
