import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsets } from '../widgets/shared/strokes.js';

const WIDTHS = [1, 1.5, 2, 3, 3.5];

test('thin lines together are as thick as the line that they stand for', () => {
  for (const width of WIDTHS) {
    for (const side of [0, 1]) {
      const places = offsets(width).map(place => place[side]);
      const thick = Math.max(...places) - Math.min(...places) + 1;
      assert.ok(Math.abs(thick - width) < 1e-9);
    }
  }
});

test('there is no gap between them', () => {
  for (const width of WIDTHS) {
    for (const side of [0, 1]) {
      const places = offsets(width)
        .map(place => place[side])
        .sort((a, b) => a - b);
      places.slice(1).forEach((place, k) => {
        assert.ok(place - places[k] <= 1.25);
      });
    }
  }
});
