/* share_ratio.js - exact parts as officers write them: 1/2, 0.5, 50%, 33.3%. Pure. */

const MOST = 1000000n; // denominator, as agreements have it

/** @typedef {{n: bigint, d: bigint}} Ratio in lowest terms */

/** @param {bigint} a @param {bigint} b @returns {bigint} */
const gcd = (a, b) => (b ? gcd(b, a % b) : a);

/** @param {bigint} n @param {bigint} d @returns {Ratio} */
function lowest(n, d) {
  const by = gcd(n, d) || 1n;
  return { n: n / by, d: d / by };
}

/** A text with the signs of a Chinese keyboard as those of ours. @param {string} text */
export const plainSigns = text => text.normalize('NFKC').replace(/\s+/g, '').replace(/[⁄∕]/g, '/');

/** An exact part from 0 to 1, null when the text is none. @param {string|null|undefined} text @returns {Ratio|null} */
export function ratioOf(text) {
  const found = /^(\d{1,9})\/(\d{1,9})$|^(\d{1,3})(?:\.(\d{1,9}))?(%?)$/.exec(plainSigns(text ?? ''));
  if (!found) return null;
  const [, above, below, whole, rest = '', sign] = found;
  if (below !== undefined && BigInt(below) === 0n) return null;
  const made = below !== undefined ? lowest(BigInt(above), BigInt(below)) : lowest(BigInt(whole + rest), 10n ** BigInt(rest.length) * (sign ? 100n : 1n));
  return made.n <= made.d && made.d <= MOST ? made : null;
}

/** @param {Ratio|null} a @param {Ratio|null} b */
export const sameRatio = (a, b) => a !== null && b !== null && a.n === b.n && a.d === b.d;

/** What a part leaves of the whole, written the way it is written; for a text that is a part. @param {string} text */
export function restText(text) {
  const plain = plainSigns(text), ratio = ratioOf(plain);
  if (!ratio) return '';
  if (plain.includes('/')) return `${ratio.d - ratio.n}/${ratio.d}`;
  const digits = (/\.(\d+)/.exec(plain)?.[1] ?? '').length, unit = plain.endsWith('%') ? 100n : 1n, scale = 10n ** BigInt(digits), left = String((ratio.d - ratio.n) * unit * scale / ratio.d).padStart(digits + 1, '0');
  return `${left.slice(0, left.length - digits)}${digits ? `.${left.slice(-digits)}` : ''}${unit === 100n ? '%' : ''}`;
}

/** Do two parts make the whole? @param {Ratio|null} a @param {Ratio|null} b */
export const makeWhole = (a, b) => a !== null && b !== null && a.n * b.d + b.n * a.d === a.d * b.d;

/** In hundredths, for a slider. @param {Ratio} ratio */
export const hundredths = ({ n, d }) => Number(n * 1000n / d) / 10;
