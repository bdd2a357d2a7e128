import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chunk } from '../widgets/shared/spikes.js';
import {
  countSpikes,
  extremes,
  linesSummary,
  rasterSummary,
  spanText
} from '../widgets/shared/summaries.js';

const POPULATIONS = [
  { name: 'Exc', size: 4 },
  { name: 'Inh', size: 1 }
];
const SPAN = { start_ms: 1000, end_ms: 2000 };
const SPIKES: Chunk = {
  kind: 'spikes',
  t0_ms: 990,
  t1_ms: 1500,
  dropped: 0,
  times: Float32Array.of(0, 10, 20, 500),
  rows: Uint32Array.of(0, 0, 3, 4)
};
const COUNTS: Chunk = {
  kind: 'counts',
  t0_ms: 1500,
  t1_ms: 2100,
  dropped: 0,
  nColumns: 2,
  nRows: 5,
  counts: Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 6, 3, 3)
};

test('spikes are counted by population, single or binned, within the span', () => {
  assert.deepEqual(countSpikes([SPIKES], POPULATIONS, SPAN), [2, 1]);
  // the second bin reaches a third beyond the span
  assert.deepEqual(countSpikes([COUNTS], POPULATIONS, SPAN), [6, 5]);
  assert.deepEqual(countSpikes([], POPULATIONS, SPAN), [0, 0]);
});

test('a raster is said as rates and a number of spikes', () => {
  const said = rasterSummary(POPULATIONS, [40, 1], SPAN, false);
  assert.equal(said, 'Exc 10.0 Hz, Inh 1.0 Hz over the last 1 s, 41 spikes');
  const early = { start_ms: -500, end_ms: 500 };
  assert.equal(
    rasterSummary(POPULATIONS, [0, 1], early, false),
    'Exc 0.0 Hz, Inh 2.0 Hz over the last 500 ms, 1 spike'
  );
});

test('a held span is said from when to when', () => {
  assert.equal(spanText(SPAN, true), 'from 1.00 s to 2.00 s');
  assert.equal(
    spanText({ start_ms: 0, end_ms: 2500 }, false),
    'over the last 2.5 s'
  );
});

test('lines are said with their newest value or their mean, and their range', () => {
  const rows = [Float32Array.of(-70, NaN, -60), Float32Array.of(NaN)];
  const series = [{ name: 'neuron 1' }, { name: 'neuron 2' }];
  const span = 'over the last 1 s';
  assert.equal(
    linesSummary(series, rows, 'mV', { span, isMean: false }),
    'neuron 1 now −60.00 mV, −70.00 to −60.00 mV; neuron 2 unknown over the last 1 s'
  );
  assert.match(
    linesSummary(series, rows, '', { span, isMean: true }),
    /^neuron 1 mean −65.00, /
  );
});

test('extremes stand where the numbers are', () => {
  assert.deepEqual(extremes([NaN, 3, 1, 5]), [2, 3]);
  assert.equal(extremes([NaN]), null);
});
