/**
 * The spikes that a raster keeps: the frames as they came, oldest dropped first.  Pure.
 *
 * Frames stay apart, so taking one in copies nothing, and painting looks only at those that
 * overlap the window.
 */

interface Span {
  t0_ms: number;
  t1_ms: number;
  dropped: number;
}

/** Single spikes, times in ms after `t0_ms`. */
export interface Spikes extends Span {
  kind: 'spikes';
  times: Float32Array;
  rows: Uint32Array;
}

/** Counts, row group by row group; columns cut the span into equal bins. */
export interface Counts extends Span {
  kind: 'counts';
  nColumns: number;
  nRows: number;
  counts: Uint8Array | Uint16Array;
}

export type Chunk = Spikes | Counts;

const size = (chunk: Chunk): number =>
  chunk.kind === 'spikes' ? chunk.times.length : chunk.counts.length;

export class ChunkStore {
  private chunks: Chunk[] = [];
  private total = 0;

  /** `limit`: how many spikes or counts are kept at most. */
  constructor(private readonly limit = 4_000_000) {}

  clear(): void {
    this.chunks = [];
    this.total = 0;
  }

  get newest_ms(): number | null {
    return this.chunks.at(-1)?.t1_ms ?? null;
  }

  /** Take in a frame; one that starts before the newest time means that time was set back. */
  add(chunk: Chunk, kept_ms: number): void {
    const newest = this.newest_ms;
    if (newest !== null && chunk.t0_ms < newest - 1e-6) {
      this.clear();
    }
    this.chunks.push(chunk);
    this.total += size(chunk);
    let old = 0;
    while (old < this.chunks.length - 1 && this.isOld(old, kept_ms)) {
      this.total -= size(this.chunks[old++]);
    }
    this.chunks.splice(0, old);
  }

  /** The frames that overlap a span of time. */
  within(start_ms: number, end_ms: number): Chunk[] {
    return this.chunks.filter(c => c.t1_ms >= start_ms && c.t0_ms <= end_ms);
  }

  private isOld(index: number, kept_ms: number): boolean {
    const beyond = this.chunks[index].t1_ms < this.newest_ms! - kept_ms;
    return beyond || this.total > this.limit;
  }
}

/** Row of the single spike nearest to a place, if one lies within a distance of 1; else null. */
export function nearestRow(
  chunks: readonly Chunk[],
  at: { t_ms: number; row: number },
  reach: { t_ms: number; rows: number }
): number | null {
  let [nearest, best]: [number | null, number] = [null, 1];
  for (const chunk of chunks) {
    if (chunk.kind !== 'spikes') {
      continue;
    }
    for (let k = 0; k < chunk.times.length; k++) {
      const dt = (chunk.t0_ms + chunk.times[k] - at.t_ms) / reach.t_ms;
      const distance = Math.hypot(
        dt,
        (chunk.rows[k] + 0.5 - at.row) / reach.rows
      );
      if (distance < best) {
        [nearest, best] = [chunk.rows[k], distance];
      }
    }
  }
  return nearest;
}
