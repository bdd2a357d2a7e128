/**
 * Values as colours.  Pure.
 */

import { pixelColor, type Rgb } from './theme.js';

const LEVELS = 256;

const channels = (color: string): Rgb => [
  parseInt(color.slice(1, 3), 16),
  parseInt(color.slice(3, 5), 16),
  parseInt(color.slice(5, 7), 16)
];

/** Pixels for evenly spaced shares of a scale, between colours on straight lines. */
export function colorTable(colors: readonly string[]): Uint32Array {
  const stops = colors.map(channels);
  const last = stops.length - 1;
  return Uint32Array.from({ length: LEVELS }, (_, level) => {
    const place = (level / (LEVELS - 1)) * last;
    const k = Math.min(Math.floor(place), last - 1);
    const mix = (c: 0 | 1 | 2): number =>
      Math.round(stops[k][c] + (place - k) * (stops[k + 1][c] - stops[k][c]));
    return pixelColor([mix(0), mix(1), mix(2)]);
  });
}

/** Values as pixels; transparent where there is none. */
export function paintValues(
  values: ArrayLike<number>,
  low: number,
  high: number,
  table: Uint32Array,
  pixels: Uint32Array
): void {
  const scale = (table.length - 1) / (high - low || 1);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    const level = Math.round((value - low) * scale);
    pixels[k] = Number.isNaN(value)
      ? 0
      : table[Math.min(Math.max(level, 0), table.length - 1)];
  }
}
