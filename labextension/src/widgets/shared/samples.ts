/**
 * The samples that a line plot keeps: one row of times, one row of values per line.  Pure.
 */

const FIRST_CAPACITY = 4096;

export class SampleStore {
  private times = new Float64Array(FIRST_CAPACITY);
  private values: Float32Array[];
  private start = 0;
  private stop = 0;

  /** `limit`: how many samples of each line are kept at most. */
  constructor(
    readonly nSeries: number,
    private readonly limit = 1 << 18
  ) {
    this.values = this.rowsOf(FIRST_CAPACITY);
  }

  clear(): void {
    this.start = 0;
    this.stop = 0;
  }

  get length(): number {
    return this.stop - this.start;
  }

  /** Time of the newest sample (ms). */
  get newest_ms(): number | null {
    return this.length ? this.times[this.stop - 1] : null;
  }

  /**
   * Take in samples at `t0_ms + k * dt_ms`.  A start before the newest sample means that time was
   * set back and clears; a hole in time is kept open by one sample without a value.
   */
  add(t0_ms: number, dt_ms: number, rows: readonly ArrayLike<number>[]): void {
    const n = Math.min(...rows.map(row => row.length));
    if (!rows.length || !n) {
      return;
    }
    const newest = this.newest_ms;
    if (newest !== null && t0_ms < newest - 1e-6) {
      this.clear();
    } else if (
      newest !== null &&
      t0_ms > newest + 1.5 * Math.max(this.spacing_ms, dt_ms)
    ) {
      this.push(newest + dt_ms, () => NaN);
    }
    for (let k = 0; k < n; k++) {
      this.push(t0_ms + k * dt_ms, series => rows[series][k]);
    }
  }

  /** Forget what is older than `t_ms`. */
  dropBefore(t_ms: number): void {
    this.start = Math.max(this.start, this.search(t_ms) - 1);
  }

  /** Times and values in a span and one sample to each side; views, valid until the next change. */
  slice(start_ms: number, end_ms: number): [Float64Array, Float32Array[]] {
    const lo = Math.max(this.search(start_ms) - 1, this.start);
    const hi = Math.min(this.search(end_ms) + 1, this.stop);
    return [
      this.times.subarray(lo, hi),
      this.values.map(row => row.subarray(lo, hi))
    ];
  }

  /** Time between the two newest samples (ms); 0 before there are two. */
  get spacing_ms(): number {
    return this.length > 1
      ? this.times[this.stop - 1] - this.times[this.stop - 2]
      : 0;
  }

  /** Time and values of the last sample at or before `t_ms`. */
  at(t_ms: number): { t_ms: number; values: number[] } | null {
    const index = this.search(t_ms + 1e-9) - 1;
    if (index < this.start) {
      return null;
    }
    return { t_ms: this.times[index], values: this.values.map(v => v[index]) };
  }

  /** Index of the first sample at or after `t_ms`. */
  private search(t_ms: number): number {
    let lo = this.start;
    let hi = this.stop;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      if (this.times[middle] < t_ms) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    return lo;
  }

  private push(t_ms: number, value: (series: number) => number): void {
    if (this.stop === this.times.length) {
      this.makeRoom();
    }
    this.times[this.stop] = t_ms;
    for (let series = 0; series < this.nSeries; series++) {
      this.values[series][this.stop] = value(series);
    }
    this.stop++;
  }

  private makeRoom(): void {
    this.start = Math.max(this.start, this.stop - this.limit);
    const n = this.length;
    const capacity = Math.max(this.times.length, 2 * n);
    const times = new Float64Array(capacity);
    const values = this.rowsOf(capacity);
    times.set(this.times.subarray(this.start, this.stop));
    values.forEach((row, k) =>
      row.set(this.values[k].subarray(this.start, this.stop))
    );
    this.times = times;
    this.values = values;
    this.start = 0;
    this.stop = n;
  }

  private rowsOf(capacity: number): Float32Array[] {
    return Array.from(
      { length: this.nSeries },
      () => new Float32Array(capacity)
    );
  }
}

/** Minimum and maximum over all lines; null when there is no number. */
export function extent(
  rows: readonly ArrayLike<number>[]
): [number, number] | null {
  let lo = Infinity;
  let hi = -Infinity;
  for (const row of rows) {
    for (let k = 0; k < row.length; k++) {
      const value = row[k];
      if (Number.isFinite(value)) {
        lo = value < lo ? value : lo;
        hi = value > hi ? value : hi;
      }
    }
  }
  return hi >= lo ? [lo, hi] : null;
}
