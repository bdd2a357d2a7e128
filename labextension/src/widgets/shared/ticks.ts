/**
 * Where ticks stand and what they say.  Pure: numbers in, numbers and texts out.
 */

/** The smallest 1, 2 or 5 times a power of ten that cuts `span` into at most `n` pieces. */
export function niceStep(span: number, n: number): number {
  const rough = span / Math.max(n, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find(f => f * power >= rough * (1 - 1e-9));
  return (factor ?? 10) * power;
}

/** The multiples of `step` in lo..hi; each is one product, so that they never drift. */
export function multiples(lo: number, hi: number, step: number): number[] {
  const first = Math.ceil(lo / step - 1e-9);
  const last = Math.floor(hi / step + 1e-9);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, k) => {
    const value = (first + k) * step;
    return Number(value.toPrecision(12));
  });
}

/** Digits after the point that tell multiples of `step` apart. */
export function decimals(step: number): number {
  return Math.min(Math.max(-Math.floor(Math.log10(step) + 1e-9), 0), 12);
}

/** A number with a true minus sign and thin spaces between thousands. */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? '–' : value < 0 ? '−∞' : '∞';
  }
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped =
    whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole;
  const text = fraction ? `${grouped}.${fraction}` : grouped;
  return value < 0 && Number(text.replace(/\u2009/g, '')) !== 0
    ? `−${text}`
    : text;
}

export interface Tick {
  value: number;
  text: string;
}

export interface TimeTicks {
  unit: 'ms' | 's';
  step_ms: number;
  ticks: Tick[];
}

const timeUnit = (window_ms: number): 'ms' | 's' =>
  window_ms >= 999.5 ? 's' : 'ms';

/** Ticks of a time axis; one that shows a second or more counts seconds. */
export function timeTicks(
  start_ms: number,
  end_ms: number,
  n: number
): TimeTicks {
  const step_ms = niceStep(end_ms - start_ms, n);
  const unit = timeUnit(end_ms - start_ms);
  const scale = unit === 's' ? 1000 : 1;
  const digits = decimals(step_ms / scale);
  const ticks = multiples(Math.max(start_ms, 0), end_ms, step_ms).map(
    value => ({ value, text: formatNumber(value / scale, digits) })
  );
  return { unit, step_ms, ticks };
}

/** Ticks of a value axis; steps of whole thousands are written as such. */
export function valueTicks(lo: number, hi: number, step: number): Tick[] {
  const inThousands = step >= 1000;
  const digits = inThousands ? 0 : decimals(step);
  return multiples(lo, hi, step).map(value => ({
    value,
    text:
      inThousands && value
        ? `${formatNumber(value / 1000, 0)}k`
        : formatNumber(value, digits)
  }));
}

/** A time under the hair, in the unit of the axis and as exact as a pixel of it. */
export function readTime(
  t_ms: number,
  window_ms: number,
  width: number
): string {
  const unit = timeUnit(window_ms);
  const scale = unit === 's' ? 1000 : 1;
  const digits = Math.min(decimals(window_ms / scale / width), 4);
  return `${formatNumber(t_ms / scale, digits)} ${unit}`;
}

/** A time as people read it: `1 234.5 ms`, from a minute on `62.3 s`. */
export function formatTime(t_ms: number, digits = 0): string {
  return t_ms < 60_000
    ? `${formatNumber(t_ms, digits)} ms`
    : `${formatNumber(t_ms / 1000, 1)} s`;
}
