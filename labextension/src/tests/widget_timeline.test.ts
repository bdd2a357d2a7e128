import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Timeline } from '../messages.js';
import { TimeAxis } from '../widgets/shared/axis.js';
import {
  clusters,
  keptText,
  memoryText,
  rangeOf,
  shareOf,
  snapped
} from '../widgets/shared/time_range.js';

const told: Timeline = {
  network: 'network-0',
  dt_ms: 0.1,
  window_ms: 1000,
  t_ms: 42_000,
  keyframes: [0, 20_000, 41_000],
  checkpoints: [],
  marks: [],
  line: 'main',
  branches: [],
  n_bytes: 3 * 2 ** 20,
  budget_bytes: 256 * 2 ** 20,
  n_answers: 0,
  problem: ''
};

test('a timeline shows what plots keep, or all, and every future', () => {
  const recent = { lo_ms: 32_000, hi_ms: 42_000 };
  assert.deepEqual(rangeOf(told, 42_000, 10_000, false), recent);
  const whole = { lo_ms: 0, hi_ms: 42_000 };
  assert.deepEqual(rangeOf(told, 42_000, 10_000, true), whole);
  const branch = { name: 'main', from_ms: 30_000, until_ms: 50_000 };
  const forked = { ...told, branches: [branch] };
  assert.equal(rangeOf(forked, 42_000, 10_000, false).hi_ms, 50_000);
  const young = { ...told, keyframes: [], t_ms: 0 };
  assert.deepEqual(rangeOf(young, 0, 10_000, true), { lo_ms: 0, hi_ms: 1000 });
});

test('times stand in their place and at step edges', () => {
  assert.equal(shareOf({ lo_ms: 100, hi_ms: 300 }, 150), 0.25);
  assert.equal(shareOf({ lo_ms: 100, hi_ms: 300 }, 900), 1);
  assert.equal(snapped(233.4321, 0.1), 233.4);
  assert.equal(snapped(3 * 0.1, 0.1), 0.3);
});

test('marks that are close stand together and lose no words', () => {
  const marks = [10, 11, 50, 400].map(t_ms => ({ t_ms, text: `at ${t_ms}` }));
  const groups = clusters(marks, { lo_ms: 0, hi_ms: 100 }, 5);
  assert.deepEqual(
    groups.map(group => [group.t_ms, group.n]),
    [
      [10, 2],
      [50, 1]
    ]
  );
  assert.match(groups[0].text, /10 ms {2}at 10\n11 ms {2}at 11/);
  const many = Array.from({ length: 30 }, () => ({ t_ms: 1, text: 'x' }));
  assert.match(clusters(many, { lo_ms: 0, hi_ms: 9 }, 1)[0].text, /18 more$/);
});

test('the memory of keyframes is told', () => {
  assert.equal(keptText(told), 'keeps 42 s');
  assert.equal(memoryText(told), '3.0 of 256 MB');
  assert.equal(keptText({ ...told, keyframes: [] }), 'cannot go back');
});

test('looking at a time of the past holds the axis there', () => {
  const axis = new TimeAxis(1000);
  const view = {};
  axis.report(view, 5000);
  axis.goTo(3200);
  assert.equal(axis.cursor_ms, 3200);
  assert.deepEqual(axis.span(), { start_ms: 2200, end_ms: 3200 });
  axis.goTo(300); // a time that a whole window does not precede
  assert.deepEqual(axis.span(), { start_ms: 0, end_ms: 1000 });
  axis.goTo(9000);
  assert.equal(axis.cursor_ms, 5000);
  axis.reset();
  assert.equal(axis.cursor_ms, null);
  axis.report(view, 50_000);
  axis.goTo(2000); // older than what is kept
  assert.equal(axis.cursor_ms, 2000);
  assert.equal(axis.span().start_ms, 40_000);
});

test('a time that is undone is looked at no more', () => {
  const axis = new TimeAxis(1000);
  const view = {};
  axis.report(view, 5000);
  axis.goTo(3200);
  axis.report(view, 3200);
  assert.equal(axis.cursor_ms, null);
});
