/**
 * Numbers about many values, as people read them.  Pure.
 */

import { formatNumber } from './ticks.js';

/** What is known of all values of a frame. */
export interface Statistics {
  minimum: number;
  mean: number;
  maximum: number;
  n: number;
  n_unknown: number;
}

/** A value with four figures, and its unit. */
export function valueText(value: number, unit: string): string {
  const size = Math.abs(value);
  const isOdd = size !== 0 && (size < 1e-3 || size >= 1e6);
  const digits = Math.max(3 - Math.floor(Math.log10(size || 1)), 0);
  const text =
    isOdd && Number.isFinite(value)
      ? value.toExponential(2).replace('-', '−')
      : formatNumber(value, Math.min(digits, 5));
  return unit ? `${text} ${unit}` : text;
}

/** Smallest, mean and largest value, and of how many; two spaces between facts. */
export function statisticsText(
  { minimum, mean, maximum, n, n_unknown }: Statistics,
  unit: string,
  item: string
): string {
  const [least, middle, most] = [minimum, mean, maximum].map(value =>
    valueText(value, '')
  );
  const unknown = n_unknown ? `, ${n_unknown} not finite` : '';
  const end = `${unit && ` ${unit}`}  of ${n} ${item}${unknown}`;
  return `min ${least}  mean ${middle}  max ${most}${end}`;
}
