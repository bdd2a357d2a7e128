/**
 * A crowd of spikes as colours: counts become mean rates, rates become shares of a scale.  Pure.
 *
 * A rate does not depend on how large the cells are, so colours mean the same whatever the size of
 * the picture; a scale between round numbers that hold nearly all rates rarely changes.
 */

/** Counts, row group by row group, and what they were counted over. */
export interface Counted {
  counts: ArrayLike<number>;
  nColumns: number;
  nRows: number;
  /** How many neurons the rows share. */
  nNeurons: number;
  /** How many steps the columns share. */
  nSteps: number;
}

/** Rates at the first and at the last colour. */
export interface RateScale {
  low: number;
  high: number;
}

/** Quantiles of the rates above 0 that a scale holds. */
const HELD = [0.05, 0.99] as const;
/** A scale stays while it is not wider than needed by more than this factor at either end. */
const LOOSE = 4;

/** How many of `n` things fall into each of some equal parts, as the kernel deals them out. */
export function shares(n: number, parts: number): Float64Array {
  const before = (k: number): number => Math.ceil((k * n) / parts);
  return Float64Array.from(
    { length: parts },
    (_, k) => before(k + 1) - before(k)
  );
}

/** Mean rates (Hz) in cells that are not finer than the counts. */
export function pooledRates(
  { counts, nColumns, nRows, nNeurons, nSteps }: Counted,
  columns: number,
  rows: number,
  dt_ms: number
): Float32Array {
  const columnOf = (k: number): number => Math.floor((k * columns) / nColumns);
  const rowOf = (k: number): number => Math.floor((k * rows) / nRows);
  const steps = pooled(shares(nSteps, nColumns), columnOf, columns);
  const neurons = pooled(shares(nNeurons, nRows), rowOf, rows);
  const cells = new Float32Array(columns * rows);
  for (let row = 0, from = 0; row < nRows; row++) {
    const out = rowOf(row) * columns;
    for (let k = 0; k < nColumns; k++, from++) {
      cells[out + columnOf(k)] += counts[from];
    }
  }
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const among = neurons[row] * steps[column] * dt_ms;
      cells[cell] = among ? (1000 * cells[cell]) / among : 0;
    }
  }
  return cells;
}

function pooled(
  values: Float64Array,
  partOf: (k: number) => number,
  n: number
): Float64Array {
  const sums = new Float64Array(n);
  values.forEach((value, k) => (sums[partOf(k)] += value));
  return sums;
}

/** A scale for some rates: the one that is in use, unless it fits badly; null without rates. */
export function scaleFor(
  rates: Float32Array,
  used: RateScale | null
): RateScale | null {
  const known = rates.filter(rate => rate > 0).sort();
  if (!known.length) {
    return used;
  }
  const [least, most] = HELD.map(share => known[at(share, known.length)]);
  const fits =
    used &&
    used.low <= least &&
    used.high >= most &&
    used.low * LOOSE >= least &&
    used.high <= most * LOOSE;
  if (fits) {
    return used;
  }
  const low = round(least, -1);
  return { low, high: Math.max(round(most, 1), 2 * low) };
}

const at = (share: number, n: number): number =>
  Math.min(Math.floor(share * n), n - 1);

/** The next 1, 2 or 5 times a power of ten, downwards or upwards. */
function round(value: number, way: -1 | 1): number {
  const logarithm = Math.log10(value);
  const decade = Math.floor(logarithm);
  const steps = [0, Math.log10(2), Math.log10(5), 1];
  const reached = steps.filter(
    step => way * (decade + step - logarithm) >= -1e-9
  );
  const step = way < 0 ? Math.max(...reached) : Math.min(...reached);
  return Number((10 ** (decade + step)).toPrecision(1));
}

/** The colours of rates, one pixel per cell, top row first: logarithmic; nothing where none is. */
export function paintRates(
  rates: ArrayLike<number>,
  columns: number,
  rows: number,
  tableOfRow: (row: number) => Uint32Array,
  { low, high }: RateScale
): Uint32Array {
  const pixels = new Uint32Array(columns * rows);
  const width = Math.log(high / low);
  for (let row = 0; row < rows; row++) {
    const table = tableOfRow(row);
    const last = table.length - 1;
    const out = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++) {
      const rate = rates[row * columns + column];
      if (rate > 0) {
        const level = Math.round((Math.log(rate / low) / width) * last);
        pixels[out + column] = table[Math.min(Math.max(level, 0), last)];
      }
    }
  }
  return pixels;
}
