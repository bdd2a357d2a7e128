import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asFloat32, asUint32 } from '../widgets/shared/bytes.js';
import {
  paintRates,
  pooledRates,
  scaleFor,
  shares
} from '../widgets/shared/crowd.js';
import { ramp } from '../widgets/shared/colormap.js';
import { dotSize, paintSpikes, rowTable } from '../widgets/shared/dots.js';
import { extent, SampleStore } from '../widgets/shared/samples.js';
import { ChunkStore, type Spikes } from '../widgets/shared/spikes.js';
import { palette } from '../widgets/shared/theme.js';
import { readNumbers, shortNumber } from '../widgets/shared/numbers.js';
import {
  fromSlider,
  readValue,
  share,
  sliderOf,
  toSlider,
  widened,
  writeValue
} from '../widgets/shared/values.js';

function spikes(t0_ms: number, times: number[], rows: number[]): Spikes {
  return {
    kind: 'spikes',
    t0_ms,
    t1_ms: t0_ms + 40,
    dropped: 0,
    times: Float32Array.from(times),
    rows: Uint32Array.from(rows)
  };
}

test('buffers are read at any offset, copied only where they must be', () => {
  const whole = new Uint8Array(13);
  whole.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1);
  whole.set(new Uint8Array(Uint32Array.of(7).buffer), 9);
  const odd = new DataView(whole.buffer, 1, 8);
  assert.deepEqual([...asFloat32(odd)], [1.5, -2]);
  assert.deepEqual([...asUint32(new DataView(whole.buffer, 9, 4))], [7]);
  const even = Float32Array.of(1, 2, 3);
  assert.equal(asFloat32(new DataView(even.buffer, 4, 8)).buffer, even.buffer);
});

// --- spikes ------------------------------------------------------------------------------

test('frames are kept as long as asked and found by time', () => {
  const store = new ChunkStore();
  for (let k = 0; k < 100; k++) {
    store.add(spikes(40 * k, [1], [0]), 1000);
  }
  assert.equal(store.newest_ms, 4000);
  assert.equal(store.within(0, 2950).length, 0);
  assert.equal(store.within(3500, 3541).length, 2);
});

test('frames beyond the limit go, the newest always stays', () => {
  const store = new ChunkStore(10);
  store.add(spikes(0, Array(8).fill(1), Array(8).fill(0)), 1e9);
  store.add(spikes(40, Array(50).fill(1), Array(50).fill(0)), 1e9);
  assert.deepEqual(
    store.within(0, 100).map(c => c.t0_ms),
    [40]
  );
});

test('a frame from before the newest time clears', () => {
  const store = new ChunkStore();
  store.add(spikes(1000, [1], [0]), 1e9);
  store.add(spikes(0, [1], [0]), 1e9);
  assert.deepEqual(
    store.within(-1, 1e9).map(c => c.t0_ms),
    [0]
  );
});

const BLUE = 0xffb27200;
const ORANGE = 0xff005ed5;
const TWO = [
  { first: 0, size: 2, pixel: BLUE },
  { first: 2, size: 2, pixel: ORANGE }
];

function painted(chunk: Spikes, start_ms: number): [Uint32Array, number] {
  const surface = { pixels: new Uint32Array(40), width: 10, height: 4 };
  const top = Int32Array.of(3, 2, 1, 0);
  const rows = { ...rowTable(TWO, 4, 1), top, dotWidth: 1, dotHeight: 1 };
  return [surface.pixels, paintSpikes(surface, chunk, rows, start_ms, 0.1)];
}

test('a spike is painted at its time, its row and in its colour; row 0 is at the bottom', () => {
  const [pixels, shown] = painted(spikes(100, [0, 25], [0, 3]), 100);
  assert.equal(shown, 2);
  assert.equal(pixels[3 * 10 + 0], BLUE);
  assert.equal(pixels[0 * 10 + 2], ORANGE);
  assert.equal(pixels.filter(Boolean).length, 2);
});

test('spikes outside the window or of unknown rows are left out', () => {
  const [pixels, shown] = painted(spikes(0, [0, 39, 20], [0, 0, 9]), 200);
  assert.equal(shown, 0);
  assert.equal(pixels.filter(Boolean).length, 0);
});

test('dots keep their distance while the window slides', () => {
  const chunk = spikes(200, [0, 13, 27, 38], [0, 0, 0, 0]);
  const columns = (start: number): number[] => {
    const [pixels] = painted(chunk, start);
    const found = [...pixels.subarray(30).keys()].filter(k => pixels[30 + k]);
    return found.map(k => k - found[0]);
  };
  const first = columns(180);
  for (let start = 160; start < 200; start += 3) {
    assert.deepEqual(columns(start), first);
  }
});

test('few rows are drawn as ticks, many as small squares', () => {
  assert.deepEqual(dotSize(20, 1), [2, 14]);
  assert.deepEqual(dotSize(0.3, 1), [2, 2]);
  assert.deepEqual(dotSize(0.3, 2), [3, 3]);
});

test('every row stays inside the picture', () => {
  for (const n of [1, 4, 10, 100_000]) {
    const rows = rowTable([{ first: 0, size: n, pixel: 1 }], 300, 1);
    const bottom = Math.max(...rows.top.subarray(0, 10)) + rows.dotHeight;
    assert.ok(rows.top.every(y => y >= 0) && bottom <= 300);
  }
});

test('counts become rates of neurons, however unevenly they were dealt out', () => {
  assert.deepEqual([...shares(10, 4)], [3, 2, 3, 2]);
  // every neuron once a step
  const counts = [3, 3, 2, 2];
  const counted = { counts, nColumns: 2, nRows: 2, nNeurons: 5, nSteps: 2 };
  assert.deepEqual(
    [...pooledRates(counted, 2, 2, 1)],
    [1000, 1000, 1000, 1000]
  );
  assert.deepEqual([...pooledRates(counted, 1, 1, 0.5)], [2000]);
  const lone = {
    counts: [1, 0],
    nColumns: 2,
    nRows: 1,
    nNeurons: 4,
    nSteps: 10
  };
  assert.deepEqual([...pooledRates(lone, 2, 1, 1)], [50, 0]);
});

test('a scale of rates holds nearly all of them, is round, and stays while it fits', () => {
  const rates = Float32Array.from({ length: 1000 }, (_, k) => k / 10);
  const scale = scaleFor(rates, null)!;
  assert.deepEqual(scale, { low: 5, high: 100 });
  assert.equal(scaleFor(rates, scale), scale);
  const fewer = rates.map(rate => rate * 0.8);
  assert.deepEqual(scaleFor(fewer, { low: 2, high: 100 }), {
    low: 2,
    high: 100
  });
  assert.notEqual(
    scaleFor(
      rates.map(rate => rate * 2),
      scale
    ),
    scale
  );
  assert.equal(scaleFor(new Float32Array(9), null), null);
  assert.deepEqual(scaleFor(Float32Array.of(7), null), { low: 5, high: 10 });
});

test('rates differ in lightness; where nobody spikes is nothing; the first row is below', () => {
  for (const isDark of [false, true]) {
    const table = ramp(palette(isDark)[1], isDark);
    const pixels = paintRates([0, 10, 100, 0], 2, 2, () => table, {
      low: 10,
      high: 100
    });
    assert.deepEqual([...pixels], [table[255], 0, 0, table[0]]);
    const light = Array.from(
      table,
      p => (p & 255) + ((p >> 8) & 255) + ((p >> 16) & 255)
    );
    const way = isDark ? 1 : -1;
    assert.ok(light.every((now, k) => !k || way * (now - light[k - 1]) >= -2));
    assert.ok(Math.abs(light[0] - light[255]) > 300);
  }
});

// --- samples -----------------------------------------------------------------------------

test('samples are appended and cut out with one neighbour on each side', () => {
  const store = new SampleStore(2);
  store.add(0, 1, [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]);
  store.add(3, 1, [Float32Array.of(7), Float32Array.of(8)]);
  const [times, rows] = store.slice(1, 2);
  assert.deepEqual([...times], [0, 1, 2]);
  assert.deepEqual([...rows[1]], [4, 5, 6]);
  assert.deepEqual([...store.slice(1.5, 2.5)[0]], [1, 2, 3]);
});

test('a hole in time stays open', () => {
  const store = new SampleStore(1);
  store.add(0, 1, [Float32Array.of(1, 2)]);
  store.add(50, 1, [Float32Array.of(3)]);
  const [times, [values]] = store.slice(0, 60);
  assert.deepEqual([...times], [0, 1, 2, 50]);
  assert.deepEqual([...values], [1, 2, NaN, 3]);
});

test('going back in time clears', () => {
  const store = new SampleStore(1);
  store.add(500, 1, [Float32Array.of(1, 2)]);
  store.add(0, 1, [Float32Array.of(3)]);
  assert.deepEqual([...store.slice(-1, 1e6)[0]], [0]);
});

test('old samples go, and the store does not grow without end', () => {
  const store = new SampleStore(1, 5000);
  for (let k = 0; k < 100; k++) {
    store.add(1000 * k, 1, [new Float32Array(1000).fill(k)]);
    store.dropBefore(1000 * k - 2000);
  }
  assert.ok(store.length <= 5001);
  assert.equal(store.newest_ms, 99_999);
  assert.deepEqual(store.at(99_500)?.values, [99]);
  assert.equal(store.at(90_000), null);
});

test('the value under the hair is that of the last sample before it', () => {
  const store = new SampleStore(1);
  store.add(10, 5, [Float32Array.of(1, 2, 3)]);
  assert.deepEqual(store.at(17), { t_ms: 15, values: [2] });
  assert.equal(store.at(9), null);
});

test('the extent ignores what is not a number', () => {
  assert.deepEqual(extent([[NaN, 3, -1], [Infinity]]), [-1, 3]);
  assert.equal(extent([[NaN], []]), null);
});

// --- controls ----------------------------------------------------------------------------

const linear = { minimum: 0, maximum: 20, is_log: false };
const log = { minimum: 0.1, maximum: 10, is_log: true };

test('a slider speaks in the numbers of its control, or in their logarithms', () => {
  assert.deepEqual(sliderOf(linear), { min: 0, max: 20, step: 0.1 });
  assert.equal(share(linear, 5), 0.25);
  assert.equal(share(log, 1), 0.5);
  assert.equal(fromSlider(log, toSlider(log, 2.5)), 2.5);
  assert.equal(fromSlider(log, 5), 10);
});

test('values are written with the digits the slider tells apart, or all they need', () => {
  assert.equal(writeValue(linear, 5), '5.0');
  assert.equal(writeValue(linear, 5.125), '5.125');
  assert.equal(writeValue(log, 1), '1.00');
  assert.equal(
    writeValue({ minimum: 0, maximum: 2000, is_log: false }, 100),
    '100'
  );
});

test('typed values are read, or refused with the reason', () => {
  assert.deepEqual(readValue(linear, ' 3,5 '), { value: 3.5 });
  assert.deepEqual(readValue(linear, '−1'), {
    problem: 'between 0 and 20',
    beyond: -1
  });
  assert.deepEqual(readValue(linear, '3 mV', 'mV'), { value: 3 });
  assert.deepEqual(widened(linear, 30).maximum, 30);
  const log = { minimum: 0.1, maximum: 10, is_log: true };
  assert.deepEqual(readValue(log, '0'), { problem: 'between 0.1 and 10' });
  assert.deepEqual(readValue(linear, '1e1'), { value: 10 });
  for (const text of ['', 'abc', '1; drop', 'Infinity']) {
    assert.deepEqual(readValue(linear, text), { problem: 'not a number' });
  }
});

test('lists of numbers are read as people paste them', () => {
  assert.deepEqual(readNumbers('1, 2;3\t−4\n5e1'), [1, 2, 3, -4, 50]);
  assert.deepEqual(readNumbers('[1 2 3]'), [1, 2, 3]);
  for (const text of ['', '1 x', 'alert(1)']) {
    assert.equal(readNumbers(text), null);
  }
  assert.equal(shortNumber(0.1 + 0.2), '0.3');
});

// --- colours -----------------------------------------------------------------------------

test('populations keep their hue and stay apart on both grounds', () => {
  for (const isDark of [false, true]) {
    const colors = palette(isDark);
    assert.equal(new Set(colors.map(String)).size, colors.length);
  }
  assert.deepEqual(palette(false)[0], [0, 114, 178]);
});
