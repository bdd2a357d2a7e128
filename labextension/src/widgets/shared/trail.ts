/**
 * The trail of a point that moves in a plane: it fades into the past.  Pure.
 */

import type { Box } from './axes.js';
import type { ValueRange } from './range.js';

export interface Trail {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** Steps of fading; more cannot be told apart and would cost a stroke each. */
const SHADES = 10;
const FAINTEST = 0.08;

export interface Piece {
  alpha: number;
  from: number;
  to: number;
}

/** A trail of `n` points as pieces of equal strength, the oldest first; neighbours share a point. */
export function pieces(n: number): Piece[] {
  const size = Math.ceil((n - 1) / SHADES);
  const count = size > 0 ? Math.ceil((n - 1) / size) : 0;
  return Array.from({ length: count }, (_, k) => ({
    alpha: FAINTEST + (1 - FAINTEST) * ((k + 1) / count) ** 2,
    from: k * size,
    to: Math.min((k + 1) * size, n - 1)
  }));
}

/** The newest point that is known; null if there is none. */
export function newest({ x, y }: Trail): [number, number] | null {
  for (let k = x.length - 1; k >= 0; k--) {
    if (Number.isFinite(x[k]) && Number.isFinite(y[k])) {
      return [x[k], y[k]];
    }
  }
  return null;
}

/** Where values stand in the plot (CSS pixels). */
export function placing(
  box: Box,
  across: ValueRange,
  up: ValueRange
): (x: number, y: number) => [number, number] {
  const scaleX = box.width / (across.hi - across.lo);
  const scaleY = box.height / (up.hi - up.lo);
  return (x, y) => [
    box.left + (x - across.lo) * scaleX,
    box.top + box.height - (y - up.lo) * scaleY
  ];
}
