/**
 * The phase plane: two variables of some neurons, one over the other, with a fading trail and a dot
 * where they are now.
 */

import type { PhaseFrame, PhaseHello } from '../messages.js';
import {
  acrossTickCount,
  paintPlane,
  valueTickCount,
  type Box
} from './shared/axes.js';
import { asFloat32 } from './shared/bytes.js';
import { Canvas } from './shared/canvas.js';
import { valueText } from './shared/figures.js';
import { attachLens, Lens, showZoom } from './shared/lens.js';
import {
  Disposer,
  type Binary,
  type Cleanup,
  type RenderProps
} from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { StableRange, type ValueRange } from './shared/range.js';
import { extent, SampleStore } from './shared/samples.js';
import { attachPicking, Picks, type Pickable } from './shared/selection.js';
import { Stream, type Painter } from './shared/stream.js';
import { cssColor, paletteColor, type Theme } from './shared/theme.js';
import { formatTime, niceStep, valueTicks } from './shared/ticks.js';
import { newest, pieces, placing, type Trail } from './shared/trail.js';

const HEIGHT = 320;
const WIDEST = 1.6;
const DOT_PX = 4.5;
const REACH_PX = 12;
const KEYS =
  'Plus and minus zoom, 0 shows everything, Escape ends a selection, F holds the picture.';

const withUnit = (name: string, unit: string): string =>
  unit ? `${name} (${unit})` : name;

class PhasePainter implements Painter<PhaseHello, PhaseFrame>, Pickable {
  private readonly canvas: Canvas;
  private store = new SampleStore(0);
  private about: PhaseHello | null = null;
  private theme: Theme | null = null;
  private readonly across = new StableRange(null, 5);
  private readonly up = new StableRange(null, 5);
  private shown: [ValueRange, ValueRange] | null = null;
  private held: [ValueRange, ValueRange] | null = null; // while it is zoomed
  private readonly lens = new Lens();
  private readonly picks: Picks;

  constructor(
    private readonly plot: Plot,
    { model }: RenderProps,
    disposer: Disposer
  ) {
    this.canvas = new Canvas(plot);
    this.picks = new Picks(model, disposer, () => plot.onChange(true));
    attachPicking(plot.area, this, this.picks, disposer);
    const changed = (): void => showZoom(this.lens, this.plot);
    const box = (): Box => this.box();
    attachLens({ plot: plot.area, lens: this.lens, box, changed }, disposer);
  }

  hello(hello: PhaseHello, theme: Theme): void {
    this.about = hello;
    this.plot.describe(hello.title, hello.series, KEYS);
    this.store = new SampleStore(2 * hello.series.length);
    this.clear();
    this.resize(theme);
  }

  add(frame: PhaseFrame, buffers: Binary[]): void {
    const values = asFloat32(buffers[0]);
    const n = values.length / this.store.nSeries;
    const rows = Array.from({ length: this.store.nSeries }, (_, k) =>
      values.subarray(k * n, (k + 1) * n)
    );
    this.store.add(frame.t0_ms, frame.dt_ms, rows);
    this.store.dropBefore(frame.t_ms - this.about!.trail_ms);
  }

  clear(): void {
    this.store.clear();
    this.across.clear();
    this.up.clear();
    this.shown = null;
  }

  resize(theme: Theme): void {
    this.theme = theme;
    this.canvas.resize();
  }

  paint(): void {
    const ctx = this.canvas.begin();
    const { about, theme } = this;
    this.plot.say(this.store.length ? '' : 'no values yet');
    if (!about || !theme || !this.store.length) {
      return;
    }
    const trails = this.trails();
    const now = performance.now();
    const range = (axis: 'x' | 'y', kept: StableRange): ValueRange => {
      const bounds = extent(trails.map(trail => trail[axis]));
      return kept.update(bounds?.[0] ?? null, bounds?.[1] ?? null, now);
    };
    const all: [ValueRange, ValueRange] = [
      range('x', this.across),
      range('y', this.up)
    ];
    this.held = this.lens.isZoomed ? (this.held ?? all) : null;
    const shown = (this.shown = this.seen(...(this.held ?? all)));
    this.paintAxes(ctx, about, theme, shown);
    const colors = about.series.map(({ color_index }) =>
      cssColor(paletteColor(theme, color_index))
    );
    ctx.save();
    const { left, top, width, height } = this.box();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    trails.forEach((trail, k) => this.paintTrail(ctx, trail, colors[k]));
    trails.forEach((trail, k) => this.paintDot(ctx, trail, colors[k], k));
    ctx.restore();
    this.plot.setNote(`last ${formatTime(about.trail_ms)}`);
  }

  /** The values under the pointer. */
  read(): string {
    const { pointer } = this.plot;
    const { about, shown } = this;
    const box = this.box();
    if (!pointer || !about || !shown) {
      return '';
    }
    const [right, up] = [
      (pointer.x - box.left) / box.width,
      1 - (pointer.y - box.top) / box.height
    ];
    if (right < 0 || right > 1 || up < 0 || up > 1) {
      return '';
    }
    const at = ({ lo, hi }: ValueRange, share: number): number =>
      lo + share * (hi - lo);
    const x = valueText(at(shown[0], right), about.x_unit);
    const y = valueText(at(shown[1], up), about.y_unit);
    return `${about.x_label} = ${x}   ${about.y_label} = ${y}`;
  }

  summary(): string {
    const { about } = this;
    if (!about || !this.store.length) {
      return '';
    }
    const places = this.trails().map((trail, k) => {
      const point = newest(trail);
      return point
        ? `${about.series[k].name} at ${about.x_label} ${valueText(point[0], about.x_unit)}, ` +
            `${about.y_label} ${valueText(point[1], about.y_unit)}`
        : '';
    });
    return `${about.title}: ${places.filter(Boolean).join('; ')}`;
  }

  /** The neuron whose dot is near. */
  itemAt(x: number, y: number): number | null {
    if (!this.shown || !this.store.length) {
      return null;
    }
    const place = placing(this.box(), ...this.shown);
    const away = this.trails().map(trail => {
      const point = newest(trail);
      const [px, py] = point ? place(...point) : [Infinity, Infinity];
      return Math.hypot(px - x, py - y);
    });
    const least = Math.min(...away);
    return least <= REACH_PX ? away.indexOf(least) : null;
  }

  /** The values that the lens shows of all that there are. */
  private seen(x: ValueRange, y: ValueRange): [ValueRange, ValueRange] {
    const part = (range: ValueRange, from: number): ValueRange => {
      const span = range.hi - range.lo;
      const lo = range.lo + from * span;
      return { lo, hi: lo + this.lens.size * span, step: range.step };
    };
    const { lens } = this;
    // the lens counts from the top, values from the bottom
    return [part(x, lens.x), part(y, 1 - lens.y - lens.size)];
  }

  /** A plane is no wider than it is easy to see as one. */
  private box(): Box {
    const box = this.plot.box();
    return { ...box, width: Math.min(box.width, box.height * WIDEST) };
  }

  private trails(): Trail[] {
    const end = this.store.newest_ms ?? 0;
    const start = end - (this.about?.trail_ms ?? 0);
    const [, rows] = this.store.slice(start, end);
    return this.about!.series.map((_, k) => ({
      x: rows[2 * k],
      y: rows[2 * k + 1]
    }));
  }

  private paintAxes(
    ctx: CanvasRenderingContext2D,
    about: PhaseHello,
    theme: Theme,
    [x, y]: [ValueRange, ValueRange]
  ): void {
    const box = this.box();
    const axis = ({ lo, hi }: ValueRange, n: number, label: string) => ({
      label,
      lo,
      hi,
      ticks: valueTicks(lo, hi, niceStep(hi - lo, n)),
      hasGrid: true
    });
    paintPlane(
      ctx,
      box,
      theme,
      axis(
        x,
        acrossTickCount(box.width),
        withUnit(about.x_label, about.x_unit)
      ),
      axis(y, valueTickCount(box.height), withUnit(about.y_label, about.y_unit))
    );
  }

  private paintTrail(
    ctx: CanvasRenderingContext2D,
    trail: Trail,
    color: string
  ): void {
    const place = placing(this.box(), ...this.shown!);
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5;
    ctx.lineJoin = 'round';
    for (const { alpha, from, to } of pieces(trail.x.length)) {
      ctx.globalAlpha = alpha;
      ctx.beginPath();
      let isDown = false;
      for (let k = from; k <= to; k++) {
        const [x, y] = place(trail.x[k], trail.y[k]);
        const isKnown = Number.isFinite(x) && Number.isFinite(y);
        if (isKnown) {
          isDown ? ctx.lineTo(x, y) : ctx.moveTo(x, y);
        }
        isDown = isKnown;
      }
      ctx.stroke();
    }
    ctx.restore();
  }

  private paintDot(
    ctx: CanvasRenderingContext2D,
    trail: Trail,
    color: string,
    index: number
  ): void {
    const point = newest(trail);
    if (!point) {
      return;
    }
    const isMarked = this.picks.marks.some(([k]) => k === index);
    const ground = this.theme!.isDark ? '#111' : '#fff';
    ctx.fillStyle = color;
    ctx.strokeStyle = isMarked ? this.theme!.text : ground;
    ctx.lineWidth = isMarked ? 2 : 1.5;
    ctx.beginPath();
    const place = placing(this.box(), ...this.shown!);
    ctx.arc(...place(...point), DOT_PX, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
}

function render(props: RenderProps): Cleanup {
  const { model, el } = props;
  const disposer = new Disposer();
  const plot = new Plot('phase', heightOf(model, HEIGHT), el, disposer);
  const painter = new PhasePainter(plot, props, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
