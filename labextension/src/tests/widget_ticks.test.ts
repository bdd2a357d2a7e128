import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StableRange } from '../widgets/shared/range.js';
import {
  decimals,
  formatNumber,
  formatTime,
  multiples,
  niceStep,
  readTime,
  timeTicks,
  valueTicks
} from '../widgets/shared/ticks.js';

const texts = (ticks: { text: string }[]): string[] => ticks.map(t => t.text);

test('steps are 1, 2 or 5 times a power of ten', () => {
  assert.equal(niceStep(1000, 5), 200);
  assert.equal(niceStep(1, 4), 0.5);
  assert.equal(niceStep(0.03, 3), 0.01);
  assert.equal(niceStep(7, 7), 1);
});

test('multiples do not drift and include both ends', () => {
  assert.deepEqual(multiples(0, 0.3, 0.1), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(multiples(-1.2, 1.2, 1), [-1, 0, 1]);
});

test('digits tell neighbours apart, no more', () => {
  assert.deepEqual([200, 1, 0.5, 0.02].map(decimals), [0, 0, 1, 2]);
});

test('a time axis counts seconds from one second on', () => {
  const wide = timeTicks(11_340, 12_340, 5);
  assert.equal(wide.unit, 's');
  assert.deepEqual(texts(wide.ticks), ['11.4', '11.6', '11.8', '12.0', '12.2']);
  assert.equal(timeTicks(0, 500, 5).unit, 'ms');
});

test('labels keep their number of digits while the window slides', () => {
  for (let start = 0; start < 3000; start += 37) {
    const { ticks } = timeTicks(start, start + 1000, 5);
    assert.ok(ticks.every(({ text }) => /^\d+\.\d$/.test(text)));
  }
});

test('there is no time before zero', () => {
  assert.ok(timeTicks(-400, 600, 5).ticks.every(({ value }) => value >= 0));
});

test('numbers have a true minus, thin spaces and no negative zero', () => {
  assert.equal(formatNumber(-75.39, 1), '−75.4');
  assert.equal(formatNumber(1234567, 0), '1\u2009234\u2009567');
  assert.equal(formatNumber(1000, 0), '1000');
  assert.equal(formatNumber(-0.001, 1), '0.0');
  assert.equal(formatNumber(NaN, 1), '–');
});

test('thousands on a value axis', () => {
  assert.deepEqual(texts(valueTicks(0, 4000, 2000)), ['0', '2k', '4k']);
  assert.deepEqual(texts(valueTicks(-100, 0, 50)), ['−100', '−50', '0']);
});

test('times as people read them', () => {
  assert.equal(formatTime(12_340), '12\u2009340 ms');
  assert.equal(formatTime(62_340), '62.3 s');
  assert.equal(readTime(1515.2, 1000, 900), '1.515 s');
  assert.equal(readTime(15.24, 100, 900), '15.2 ms');
});

test('a range grows at once and shrinks only after a while', () => {
  const range = new StableRange(0);
  assert.deepEqual(range.update(3, 18, 0), { lo: 0, hi: 20, step: 5 });
  assert.equal(range.update(3, 95, 10).hi, 100);
  assert.equal(range.update(3, 18, 20).hi, 100);
  assert.equal(range.update(3, 18, 1900).hi, 100);
  assert.equal(range.update(3, 18, 2100).hi, 20);
});

test('one large value postpones the shrinking', () => {
  const range = new StableRange(0);
  range.update(0, 95, 0);
  range.update(0, 10, 1);
  range.update(0, 90, 1500);
  assert.equal(range.update(0, 10, 2500).hi, 100);
});

test('a range of one value or none still has a height', () => {
  const range = new StableRange();
  const none = range.update(null, null, 0);
  assert.ok(none.hi > none.lo);
  const { lo, hi } = range.update(-65, -65, 1);
  assert.ok(lo <= -65 && hi >= -65 && hi > lo);
});
