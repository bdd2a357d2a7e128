/**
 * A value axis that does not jump: it grows at once, and shrinks only after the values have kept
 * to a smaller range for a while.  Pure: the caller brings the clock.
 */

import { niceStep } from './ticks.js';

export interface ValueRange {
  lo: number;
  hi: number;
  step: number;
}

const PATIENCE_MS = 2000;

export class StableRange {
  private current: ValueRange | null = null;
  private tooWideSince: number | null = null;

  /** `floor`: a value that is always shown, such as 0 for a rate. */
  constructor(
    private readonly floor: number | null = null,
    private readonly nTicks = 4
  ) {}

  clear(): void {
    this.current = null;
    this.tooWideSince = null;
  }

  /** The range to show for values in lo..hi; null bounds say that there are none. */
  update(lo: number | null, hi: number | null, now_ms: number): ValueRange {
    if (lo === null || hi === null) {
      return this.current ?? this.around(this.floor ?? 0, 1);
    }
    const wanted = this.around(lo, hi);
    const have = this.current;
    const mustGrow = !have || wanted.lo < have.lo || wanted.hi > have.hi;
    if (mustGrow) {
      this.tooWideSince = null;
      this.current = have ? this.union(have, wanted) : wanted;
    } else if (wanted.hi - wanted.lo > 0.6 * (have.hi - have.lo)) {
      this.tooWideSince = null;
    } else if (this.tooWideSince === null) {
      this.tooWideSince = now_ms;
    } else if (now_ms - this.tooWideSince > PATIENCE_MS) {
      this.tooWideSince = null;
      this.current = wanted;
    }
    return this.current!;
  }

  private union(a: ValueRange, b: ValueRange): ValueRange {
    return this.around(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
  }

  private around(lo: number, hi: number): ValueRange {
    const low = this.floor === null ? lo : Math.min(lo, this.floor);
    const high = Math.max(hi, this.floor ?? hi);
    const span = high - low || Math.max(Math.abs(high), 1);
    const step = niceStep(span, this.nTicks);
    const bottom = Math.floor(low / step + 1e-9) * step;
    const top = Math.ceil(high / step - 1e-9) * step;
    return { lo: bottom, hi: top > bottom ? top : bottom + step, step };
  }
}
