/**
 * Painting spikes into pixels.  Pure: typed arrays in, a typed array of RGBA pixels changed.
 *
 * A spike belongs to a pixel column of *absolute* time, so that dots keep their places relative to
 * each other while the window slides; nothing shimmers.
 */

import type { Spikes } from './spikes.js';

export interface Band {
  first: number;
  size: number;
  /** Pixel colour as the bytes lie in memory: 0xAABBGGRR. */
  pixel: number;
}

/** Where each row stands and its colour, for one height in pixels. */
export interface RowTable {
  top: Int32Array;
  pixel: Uint32Array;
  dotWidth: number;
  dotHeight: number;
}

/** Size of a dot in device pixels: a tick where rows are tall, a small square where they are not. */
export function dotSize(rowHeight: number, scale: number): [number, number] {
  if (rowHeight >= 5 * scale) {
    const height = Math.min(
      Math.round(rowHeight * 0.7),
      Math.round(14 * scale)
    );
    return [Math.max(Math.round(1.5 * scale), 1), height];
  }
  const side = Math.max(Math.round(1.5 * scale), 1);
  return [side, side];
}

export function rowTable(
  bands: readonly Band[],
  height: number,
  scale: number
): RowTable {
  const n = bands.reduce((sum, band) => sum + band.size, 0);
  const rowHeight = height / Math.max(n, 1);
  const [dotWidth, dotHeight] = dotSize(rowHeight, scale);
  const top = new Int32Array(n);
  const pixel = new Uint32Array(n);
  for (const band of bands) {
    pixel.fill(band.pixel, band.first, band.first + band.size);
  }
  for (let row = 0; row < n; row++) {
    const middle = height - (row + 0.5) * rowHeight;
    const y = Math.round(middle - dotHeight / 2);
    top[row] = Math.min(Math.max(y, 0), Math.max(height - dotHeight, 0));
  }
  return { top, pixel, dotWidth, dotHeight };
}

export interface Surface {
  pixels: Uint32Array;
  width: number;
  height: number;
}

/** Paint the spikes of one frame; returns how many fell into the picture. */
export function paintSpikes(
  surface: Surface,
  spikes: Spikes,
  rows: RowTable,
  start_ms: number,
  pixelsPerMs: number
): number {
  const { pixels, width, height } = surface;
  const { top, pixel, dotWidth } = rows;
  const dotHeight = Math.min(rows.dotHeight, height);
  const left = Math.floor(start_ms * pixelsPerMs);
  const { times, rows: ids, t0_ms } = spikes;
  let shown = 0;
  for (let k = 0; k < times.length; k++) {
    const x = Math.floor((t0_ms + times[k]) * pixelsPerMs) - left;
    const row = ids[k];
    if (x < 0 || x >= width || row >= top.length) {
      continue;
    }
    shown++;
    const color = pixel[row];
    const stop = Math.min(x + dotWidth, width);
    let line = top[row] * width;
    for (let y = 0; y < dotHeight; y++, line += width) {
      for (let i = line + x; i < line + stop; i++) {
        pixels[i] = color;
      }
    }
  }
  return shown;
}
