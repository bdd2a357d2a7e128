import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barAt, countAxis } from '../widgets/shared/bars.js';

test('an axis of counts has whole ticks and holds the highest bar', () => {
  const axis = countAxis(7, false, 4);
  assert.deepEqual(
    axis.ticks.map(({ text }) => text),
    ['0', '2', '4', '6', '8']
  );
  assert.equal(axis.share(8), 1);
  assert.equal(countAxis(1, false, 6).hi, 1);
});

test('on a logarithmic axis one is seen, and none is not', () => {
  const axis = countAxis(900, true, 5);
  assert.deepEqual(
    axis.ticks.map(({ text }) => text),
    ['1', '10', '100', '1000']
  );
  assert.equal(axis.share(0), 0);
  assert.ok(axis.share(1) > 0.1);
  assert.equal(axis.share(1000), 1);
  // ticks stand where the bars of their counts end
  for (const { value } of axis.ticks) {
    const place = (value - axis.lo) / (axis.hi - axis.lo);
    assert.ok(Math.abs(place - axis.share(10 ** value)) < 1e-12);
  }
});

test('the pointer finds its bar', () => {
  const box = { left: 60, top: 0, width: 100, height: 50 };
  assert.equal(barAt(box, 10, 60), 0);
  assert.equal(barAt(box, 10, 159), 9);
  assert.equal(barAt(box, 10, 161), null);
});
