/* pack.js - values as text fit for an address: JSON, deflated, base64url. */

/** @param {ReadableStream<Uint8Array>} stream @returns {Promise<Uint8Array>} */
async function bytesOf(stream) {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {string|Uint8Array} content */
const streamOf = content => /** @type {ReadableStream<any>} */ (new Blob([/** @type {any} */ (content)]).stream());

/** @param {any} value @returns {Promise<string>} */
export async function pack(value) {
  const bytes = await bytesOf(streamOf(JSON.stringify(value)).pipeThrough(new CompressionStream('deflate-raw')));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The value, or null when the text is damaged. @param {string} text @returns {Promise<any>} */
export async function unpack(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
    const stream = streamOf(bytes).pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(new TextDecoder().decode(await bytesOf(stream)));
  } catch {
    return null;
  }
}
