/**
 * What a plot shows, said in one sentence for those who do not see it.  Pure.
 */

import type { TimeSpan } from './axis.js';
import { valueText } from './figures.js';
import type { Chunk, Counts, Spikes } from './spikes.js';
import { decimals, formatNumber } from './ticks.js';

export interface Named {
  name: string;
}

export interface Sized extends Named {
  size: number;
}

/** A stretch of time in words: the last second, or from when to when. */
export function spanText({ start_ms, end_ms }: TimeSpan, isHeld: boolean) {
  const first = Math.max(start_ms, 0);
  const length = end_ms - first;
  if (!isHeld) {
    return `over the last ${duration(length)}`;
  }
  const digits = Math.min(decimals(length / 1000 / 100), 4);
  const [from, to] = [first, end_ms].map(t => formatNumber(t / 1000, digits));
  return `from ${from} s to ${to} s`;
}

const duration = (ms: number): string =>
  ms >= 999.5
    ? `${formatNumber(ms / 1000, ms % 1000 < 0.5 ? 0 : 1)} s`
    : `${formatNumber(ms, 0)} ms`;

/** Spikes of each population in a span; cells of counts that it cuts are shared by their width. */
export function countSpikes(
  chunks: readonly Chunk[],
  populations: readonly Sized[],
  span: TimeSpan
): number[] {
  const stops: number[] = [];
  populations.forEach(({ size }, k) => stops.push((stops[k - 1] ?? 0) + size));
  const totals = populations.map(() => 0);
  for (const chunk of chunks) {
    if (chunk.kind === 'spikes') {
      addSpikes(totals, stops, chunk, span);
    } else {
      addCounts(totals, stops, chunk, span);
    }
  }
  return totals.map(Math.round);
}

const bandOf = (stops: readonly number[], row: number): number =>
  stops.findIndex(stop => row < stop);

function addSpikes(
  totals: number[],
  stops: readonly number[],
  { t0_ms, times, rows }: Spikes,
  { start_ms, end_ms }: TimeSpan
): void {
  for (let k = 0; k < times.length; k++) {
    const t = t0_ms + times[k];
    const band = t >= start_ms && t < end_ms ? bandOf(stops, rows[k]) : -1;
    if (band >= 0) {
      totals[band]++;
    }
  }
}

function addCounts(
  totals: number[],
  stops: readonly number[],
  { t0_ms, t1_ms, nColumns, nRows, counts }: Counts,
  { start_ms, end_ms }: TimeSpan
): void {
  const width = (t1_ms - t0_ms) / nColumns;
  const all = stops.at(-1) ?? 0;
  for (let row = 0; row < nRows; row++) {
    const band = bandOf(stops, ((row + 0.5) * all) / nRows);
    for (let column = 0; column < nColumns; column++) {
      const from = t0_ms + column * width;
      const inside = Math.min(from + width, end_ms) - Math.max(from, start_ms);
      if (band >= 0 && inside > 0) {
        totals[band] += (counts[row * nColumns + column] * inside) / width;
      }
    }
  }
}

/** `Exc 12.3 Hz, Inh 20.1 Hz over the last 1 s, 312 spikes`. */
export function rasterSummary(
  populations: readonly Sized[],
  counts: readonly number[],
  span: TimeSpan,
  isHeld: boolean
): string {
  const seconds = (span.end_ms - Math.max(span.start_ms, 0)) / 1000;
  const rates = populations.map(({ name, size }, k) => {
    const rate = counts[k] / Math.max(size, 1) / (seconds || 1);
    return `${name} ${formatNumber(rate, 1)} Hz`;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const n = `${formatNumber(total, 0)} ${total === 1 ? 'spike' : 'spikes'}`;
  return `${rates.join(', ')} ${spanText(span, isHeld)}, ${n}`;
}

/** What is said of one line. */
export interface LineFacts {
  mean: number;
  minimum: number;
  maximum: number;
  newest: number;
}

/** Facts about the values of a line; null where it has none. */
export function lineFacts(values: ArrayLike<number>): LineFacts | null {
  let [minimum, maximum, sum, n, newest] = [Infinity, -Infinity, 0, 0, NaN];
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (Number.isFinite(value)) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
      sum += value;
      newest = value;
      n++;
    }
  }
  return n ? { mean: sum / n, minimum, maximum, newest } : null;
}

/** `neuron 15 now −65.2 mV, −78 to 30 mV over the last 1 s`; means where `isMean`. */
export function linesSummary(
  series: readonly Named[],
  rows: readonly ArrayLike<number>[],
  unit: string,
  words: { span: string; isMean: boolean }
): string {
  const parts = series.map(({ name }, k) => {
    const facts = lineFacts(rows[k] ?? []);
    if (!facts) {
      return `${name} unknown`;
    }
    const [low, high] = [valueText(facts.minimum, ''), facts.maximum];
    const range = `${low} to ${valueText(high, unit)}`;
    return words.isMean
      ? `${name} mean ${valueText(facts.mean, unit)}, ${range}`
      : `${name} now ${valueText(facts.newest, unit)}, ${range}`;
  });
  return parts.length ? `${parts.join('; ')} ${words.span}` : '';
}

/** Where the smallest and the largest value stand; null where there is no number. */
export function extremes(values: ArrayLike<number>): [number, number] | null {
  let [least, most] = [-1, -1];
  for (let k = 0; k < values.length; k++) {
    if (Number.isFinite(values[k])) {
      least = least < 0 || values[k] < values[least] ? k : least;
      most = most < 0 || values[k] > values[most] ? k : most;
    }
  }
  return least < 0 ? null : [least, most];
}
