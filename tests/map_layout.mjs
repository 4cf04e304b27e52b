/* map_layout.mjs - names and chips of the map cover neither each other nor what they stand beside. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { atEdge, layOut, overlap } from '../web/js/map_layout.js';

const frame = { x: 0, y: 0, w: 400, h: 300 };

/** xorshift32 (Marsaglia 2003), 0 .. 1 */
function drawer(seed) {
  return () => { seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5; return (seed >>> 0) / 2 ** 32; };
}

const isInside = box => box.x >= frame.x && box.y >= frame.y && box.x + box.w <= frame.x + frame.w && box.y + box.h <= frame.y + frame.h;

test('a label stands right of its point, and left where the right is taken', () => {
  const item = { x: 200, y: 100, w: 60, h: 16, gap: 10 };
  assert.deepEqual(layOut([item], [], frame), [{ x: 210, y: 92, w: 60, h: 16 }]);
  assert.deepEqual(layOut([item], [{ x: 205, y: 80, w: 80, h: 40 }], frame), [{ x: 130, y: 92, w: 60, h: 16 }]);
});

test('a label that must be shown covers least, another gives way', () => {
  const full = [{ x: 0, y: 0, w: 400, h: 300 }], item = { x: 200, y: 100, w: 60, h: 16, gap: 10 };
  assert.deepEqual(layOut([item], full, frame), [null]);
  assert.notEqual(layOut([{ ...item, must: true }], full, frame)[0], null);
});

test('a point out of the frame has no label', () => {
  assert.deepEqual(layOut([{ x: -1, y: 100, w: 60, h: 16, gap: 10, must: true }], [], frame), [null]);
});

test('of a hundred crowds no label covers another, a block, or the edge', () => {
  const next = drawer(20261128);
  for (let crowd = 0; crowd < 100; crowd++) {
    const items = Array.from({ length: 40 }, () => ({ x: 400 * next(), y: 300 * next(), w: 20 + 80 * next(), h: 16, gap: 10 }));
    const blocks = Array.from({ length: 5 }, () => ({ x: 400 * next(), y: 300 * next(), w: 60 * next(), h: 60 * next() }));
    const boxes = layOut(items, blocks, frame).filter(box => box !== null);
    assert.ok(boxes.length > 0);
    for (const [i, box] of boxes.entries()) {
      assert.ok(isInside(box));
      for (const other of [...blocks, ...boxes.slice(0, i)]) assert.ok(overlap(box, other) < 1e-9);
    }
  }
});

test('chips out of one side stand along that edge, one beside another, until it is full', () => {
  const taken = [];
  for (let n = 0; n < 40; n++) {
    const box = atEdge({ x: 900, y: 150, w: 120, h: 28 }, taken, frame);
    if (!box) break;
    assert.equal(box.x + box.w, 400);
    assert.ok(isInside(box));
    for (const other of taken) assert.equal(overlap(box, other), 0);
    taken.push(box);
  }
  assert.ok(taken.length >= 6 && taken.length < 40, `${taken.length} chips`);
});

test('a chip out of the upper side keeps to the upper edge', () => {
  const box = atEdge({ x: 100, y: -500, w: 120, h: 28 }, [{ x: 0, y: 0, w: 150, h: 40 }], frame);
  assert.equal(box.y, 0);
  assert.ok(box.x >= 150);
});
