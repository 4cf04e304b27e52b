/* sha256.js - SHA-256 (FIPS 180-4) of bytes, as 64 hexadecimal digits: the browser's own is there on secure lines alone. */

const primes = (/** @type {number} */ count) => {
  /** @type {number[]} */
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime)) found.push(n);
  return found;
};
/** The first 32 bits behind the point of a root. @param {number} root */
const fraction = root => ((root - Math.floor(root)) * 2 ** 32) | 0;
const K = primes(64).map(prime => fraction(Math.cbrt(prime)));
const FIRST = primes(8).map(prime => fraction(Math.sqrt(prime)));

/** @param {number} word @param {number} by */
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** The message, a one, zeros, and its length in bits: whole blocks of 64 bytes. @param {Uint8Array} bytes */
function padded(bytes) {
  const all = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64), view = new DataView(all.buffer);
  all.set(bytes);
  all[bytes.length] = 0x80;
  view.setUint32(all.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(all.length - 4, bytes.length * 8);
  return view;
}

/** @param {DataView} view @param {number} at @param {Int32Array} w the words of the block, made here */
function schedule(view, at, w) {
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
}

/** @param {number[]} state @param {Int32Array} w @returns {number[]} */
function round(state, w) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0, two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

/** @param {Uint8Array} bytes */
export function sha256(bytes) {
  const view = padded(bytes), w = new Int32Array(64);
  let state = FIRST;
  for (let at = 0; at < view.byteLength; at += 64) {
    schedule(view, at, w);
    state = round(state, w);
  }
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
