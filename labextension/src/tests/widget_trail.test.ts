import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newest, pieces, placing } from '../widgets/shared/trail.js';

test('a trail is painted whole, stronger towards the present', () => {
  for (const n of [2, 3, 11, 12, 200]) {
    const parts = pieces(n);
    assert.equal(parts[0].from, 0);
    assert.equal(parts.at(-1)!.to, n - 1);
    assert.equal(parts.at(-1)!.alpha, 1);
    parts.slice(1).forEach((part, k) => {
      assert.equal(part.from, parts[k].to);
      assert.ok(part.alpha > parts[k].alpha);
    });
    assert.ok(parts.length <= 10);
  }
  assert.deepEqual(pieces(1), []);
  assert.deepEqual(pieces(0), []);
});

test('the dot stands at the newest point that is known', () => {
  assert.deepEqual(newest({ x: [1, 2, 3], y: [4, 5, NaN] }), [2, 5]);
  assert.equal(newest({ x: [NaN], y: [1] }), null);
});

test('values stand where the axes say', () => {
  const box = { left: 60, top: 6, width: 100, height: 50 };
  const place = placing(
    box,
    { lo: -80, hi: 20, step: 20 },
    { lo: 0, hi: 10, step: 2 }
  );
  assert.deepEqual(place(-80, 0), [60, 56]);
  assert.deepEqual(place(20, 10), [160, 6]);
});
