/**
 * The time axis that all views of one network in the page share: newest at the right, a fixed
 * window, held where the user drags it, and one hair across all views.
 *
 * The views are separate modules that know nothing of each other, so the axes live in one registry
 * of the page.  Pure apart from that registry: nothing here draws.
 */

export interface TimeSpan {
  start_ms: number;
  end_ms: number;
}

export type AxisEvent = 'range' | 'hair';
type Listener = (event: AxisEvent) => void;

/** How many default windows the views keep, and so how far one can look back or zoom out. */
export const KEPT_WINDOWS = 10;
const SHORTEST_MS = 5;
/** With reduced motion the axis moves in steps of this share of the window. */
const REDUCED_STEP = 0.25;
/** Shares of the window: a lag that is seen, and one of a view that stands still. */
const SEEN_LAG = 0.03;
const MOST_LAG = 0.5;

export class TimeAxis {
  hair_ms: number | null = null;
  /** A time of the past that somebody looks at; null: the newest one. */
  cursor_ms: number | null = null;
  reducedMotion = false;
  private window_ms: number;
  private heldEnd_ms: number | null = null;
  private readonly newest = new Map<object, number>();
  private readonly listeners = new Set<Listener>();

  constructor(private defaultWindow_ms: number) {
    this.window_ms = defaultWindow_ms;
  }

  get isHeld(): boolean {
    return this.heldEnd_ms !== null;
  }

  get kept_ms(): number {
    return this.defaultWindow_ms * KEPT_WINDOWS;
  }

  /** Newest time of all views that show something. */
  get newest_ms(): number {
    return Math.max(0, ...this.newest.values());
  }

  /**
   * The end of what is shown: where a view lags visibly behind the others, they wait for it, and
   * none shows an empty strip.  Bins that are not full yet, and views that stand still, are not
   * waited for.
   */
  get shared_ms(): number {
    const newest = this.newest_ms;
    const behind = [...this.newest.values()]
      .map(t_ms => newest - t_ms)
      .filter(lag_ms => lag_ms < MOST_LAG * this.window_ms);
    const lag_ms = Math.max(0, ...behind);
    return lag_ms > SEEN_LAG * this.window_ms ? newest - lag_ms : newest;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get isUnused(): boolean {
    return this.listeners.size === 0;
  }

  /** A hello brought another default; it wins unless the user has zoomed. */
  setDefault(window_ms: number): void {
    if (this.window_ms === this.defaultWindow_ms) {
      this.window_ms = window_ms;
    }
    this.defaultWindow_ms = window_ms;
  }

  /** A view has data up to `t_ms`; null when it shows none. */
  report(view: object, t_ms: number | null): void {
    const before = this.newest_ms;
    const shared = this.shared_ms;
    if (t_ms === null) {
      this.newest.delete(view);
    } else {
      this.newest.set(view, t_ms);
    }
    const now = this.newest_ms;
    // after a reset the held span lies in a future that no longer exists
    if (this.heldEnd_ms !== null && now < before && now < this.heldEnd_ms) {
      this.heldEnd_ms = null;
    }
    if (this.cursor_ms !== null && now < before && now <= this.cursor_ms) {
      this.cursor_ms = null;
    }
    const hasMoved = now !== before || this.shared_ms !== shared;
    if (hasMoved && !this.isHeld) {
      this.emit('range');
    }
  }

  /** What to show now. */
  span(): TimeSpan {
    const end_ms = this.heldEnd_ms ?? this.followedEnd();
    return { start_ms: end_ms - this.window_ms, end_ms };
  }

  /** Hold the axis and move it by `delta_ms`, not beyond what is kept or known. */
  pan(delta_ms: number): void {
    const newest = this.newest_ms;
    const oldest = Math.max(newest - this.kept_ms, 0) + this.window_ms;
    const wanted = this.span().end_ms + delta_ms;
    this.heldEnd_ms = Math.max(
      Math.min(wanted, newest),
      Math.min(oldest, newest)
    );
    this.emit('range');
  }

  /** Look at a time of the past: the newest one in sight, as far back as views keep. */
  goTo(t_ms: number): void {
    this.cursor_ms = Math.max(Math.min(t_ms, this.newest_ms), 0);
    const oldest = Math.max(this.newest_ms - this.kept_ms, 0) + this.window_ms;
    this.heldEnd_ms = Math.max(
      this.cursor_ms,
      Math.min(oldest, this.followedEnd())
    );
    this.emit('range');
  }

  /** Make the window `factor` times as long, keeping the time `at_ms` in place when held. */
  zoom(factor: number, at_ms: number): void {
    const { start_ms, end_ms } = this.span();
    const window_ms = Math.min(
      Math.max(this.window_ms * factor, SHORTEST_MS),
      this.kept_ms
    );
    if (this.isHeld) {
      const share = (end_ms - at_ms) / (end_ms - start_ms);
      this.heldEnd_ms = Math.min(at_ms + share * window_ms, this.newest_ms);
    }
    this.window_ms = window_ms;
    this.emit('range');
  }

  /** Follow the newest time again, with the default window. */
  reset(): void {
    this.heldEnd_ms = null;
    this.cursor_ms = null;
    this.window_ms = this.defaultWindow_ms;
    this.emit('range');
  }

  setHair(t_ms: number | null): void {
    if (t_ms !== this.hair_ms) {
      this.hair_ms = t_ms;
      this.emit('hair');
    }
  }

  private followedEnd(): number {
    const newest = Math.max(this.shared_ms, this.window_ms);
    if (!this.reducedMotion) {
      return newest;
    }
    const step = this.window_ms * REDUCED_STEP;
    return Math.ceil(newest / step - 1e-9) * step;
  }

  private emit(event: AxisEvent): void {
    for (const listener of this.listeners) {
      listener(event);
    }
  }
}

const REGISTRY = Symbol.for('annarchy_lab.time_axes.1');
type Registry = Map<string, TimeAxis>;

function registry(): Registry {
  const page = globalThis as { [REGISTRY]?: Registry };
  return (page[REGISTRY] ??= new Map());
}

/** The axis of a network in this page, made by the first view that asks. */
export function sharedAxis(network: string, window_ms: number): TimeAxis {
  const axes = registry();
  let axis = axes.get(network);
  if (!axis) {
    axis = new TimeAxis(window_ms);
    axes.set(network, axis);
  }
  axis.setDefault(window_ms);
  return axis;
}

/** Forget an axis that no view uses any more. */
export function releaseAxis(network: string): void {
  if (registry().get(network)?.isUnused) {
    registry().delete(network);
  }
}
