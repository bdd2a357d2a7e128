/**
 * Bars of a histogram: which one, how high.  Pure.
 */

import type { Box } from './axes.js';
import { formatNumber, niceStep, valueTicks, type Tick } from './ticks.js';

export interface CountAxis {
  lo: number;
  hi: number;
  ticks: Tick[];
  /** How high a count reaches, 0..1. */
  share: (count: number) => number;
}

/** An axis that holds counts up to `most`; a logarithmic one shows 1 above the ground. */
export function countAxis(
  most: number,
  isLog: boolean,
  nTicks: number
): CountAxis {
  if (!isLog) {
    const step = Math.max(niceStep(most, nTicks), 1);
    const hi = Math.max(Math.ceil(most / step) * step, 1);
    const ticks = valueTicks(0, hi, step);
    return { lo: 0, hi, ticks, share: count => count / hi };
  }
  const decades = Math.max(Math.ceil(Math.log10(most)), 1);
  const every = Math.ceil(decades / nTicks);
  const lo = -0.5; // half a decade of ground below 1
  const ticks = Array.from(
    { length: Math.floor(decades / every) + 1 },
    (_, k) => ({ value: k * every, text: formatNumber(10 ** (k * every), 0) })
  );
  const share = (count: number): number =>
    count ? (Math.log10(count) - lo) / (decades - lo) : 0;
  return { lo, hi: decades, ticks, share };
}

/** The bar over a horizontal place; null beside them. */
export function barAt(box: Box, n: number, x: number): number | null {
  const bar = Math.floor(((x - box.left) / box.width) * n);
  return bar >= 0 && bar < n ? bar : null;
}
