/**
 * The histogram: how often each value of a variable occurs now.
 */

import type { HistogramFrame, HistogramHello } from '../messages.js';
import { acrossTickCount, paintPlane, valueTickCount } from './shared/axes.js';
import { barAt, countAxis } from './shared/bars.js';
import { asUint32 } from './shared/bytes.js';
import { Canvas } from './shared/canvas.js';
import { statisticsText, valueText } from './shared/figures.js';
import {
  Disposer,
  type Binary,
  type Cleanup,
  type RenderProps
} from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { Stream, type Painter } from './shared/stream.js';
import { extremes } from './shared/summaries.js';
import { cssColor, paletteColor, type Theme } from './shared/theme.js';
import { niceStep, valueTicks } from './shared/ticks.js';

const HEIGHT = 200;
const KEYS =
  'Arrow keys move from bar to bar, L switches to logarithmic counts, F holds.';

class HistogramPainter implements Painter<HistogramHello, HistogramFrame> {
  private readonly canvas: Canvas;
  private about: HistogramHello | null = null;
  private frame: HistogramFrame | null = null;
  private counts = new Uint32Array(0);
  private theme: Theme | null = null;
  private isLog = false;
  private most = 1; // grows only, so that the axis does not jump
  private chosen: number | null = null;

  constructor(
    private readonly plot: Plot,
    disposer: Disposer
  ) {
    this.canvas = new Canvas(plot);
    disposer.listen(plot.area, 'keydown', event => this.press(event));
    disposer.listen(plot.area, 'pointermove', () => (this.chosen = null));
  }

  hello(hello: HistogramHello, theme: Theme): void {
    this.about = hello;
    this.isLog = hello.is_log;
    this.plot.describe(hello.title, [], KEYS);
    this.clear();
    this.resize(theme);
  }

  add(frame: HistogramFrame, buffers: Binary[]): void {
    if (frame.low !== this.frame?.low || frame.high !== this.frame.high) {
      this.most = 1; // bins have another width, and other counts
    }
    this.frame = frame;
    this.counts = Uint32Array.from(asUint32(buffers[0]));
    this.most = this.counts.reduce((a, b) => Math.max(a, b), this.most);
  }

  clear(): void {
    this.frame = null;
    this.most = 1;
  }

  resize(theme: Theme): void {
    this.theme = theme;
    this.canvas.resize();
  }

  paint(): void {
    const { frame, about, theme } = this;
    const ctx = this.canvas.begin();
    this.plot.say(frame ? '' : 'no values yet');
    if (!frame || !about || !theme) {
      return;
    }
    this.plot.setNote(statisticsText(frame, about.unit, about.item));
    const box = this.plot.box();
    const counted = countAxis(
      this.most,
      this.isLog,
      valueTickCount(box.height)
    );
    const { low: lo, high: hi } = frame;
    const step = niceStep(hi - lo, acrossTickCount(box.width));
    const label = about.unit ? `${about.label} (${about.unit})` : about.label;
    const across = { label, lo, hi, ticks: valueTicks(lo, hi, step) };
    paintPlane(
      ctx,
      box,
      theme,
      { ...across, hasGrid: false },
      { ...counted, label: about.item, hasGrid: true }
    );
    this.paintBars(ctx, counted.share);
  }

  /** The bar under the pointer. */
  read(): string {
    const { frame, about } = this;
    const bar = this.pointedAt();
    if (!frame || !about || bar === null) {
      return '';
    }
    const width = (frame.high - frame.low) / this.counts.length;
    const [from, to] = [bar, bar + 1].map(k =>
      valueText(frame.low + k * width, '')
    );
    const unit = about.unit && ` ${about.unit}`;
    return `${from} to ${to}${unit}: ${this.counts[bar]} ${about.item}`;
  }

  summary(): string {
    const { frame, about } = this;
    if (!frame || !about) {
      return '';
    }
    const words = statisticsText(frame, about.unit, about.item);
    return `histogram of ${about.title}: ${words}; ${this.mode(frame, about)}`;
  }

  /** The fullest bar in words. */
  private mode(frame: HistogramFrame, about: HistogramHello): string {
    const most = extremes(this.counts)?.[1] ?? 0;
    const width = (frame.high - frame.low) / (this.counts.length || 1);
    const [from, to] = [most, most + 1].map(k =>
      valueText(frame.low + k * width, '')
    );
    const unit = about.unit && ` ${about.unit}`;
    return `most of them, ${this.counts[most] ?? 0}, between ${from} and ${to}${unit}`;
  }

  private pointedAt(): number | null {
    const { pointer } = this.plot;
    return (
      this.chosen ??
      (pointer && barAt(this.plot.box(), this.counts.length, pointer.x))
    );
  }

  private press(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isSwitch = event.key === 'l' || event.key === 'L';
    const isEnd = event.key === 'Escape' && this.chosen !== null;
    if (event.ctrlKey || event.metaKey || !(step || isSwitch || isEnd)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (step) {
      const from = this.pointedAt() ?? (step > 0 ? -1 : this.counts.length);
      const last = Math.max(this.counts.length - 1, 0);
      this.chosen = Math.min(Math.max(from + step, 0), last);
    } else if (isEnd) {
      this.chosen = null;
    } else {
      this.isLog = !this.isLog;
    }
    this.plot.pointer = null;
    this.plot.onChange(isSwitch);
    this.plot.summarise(() => this.read(), true);
  }

  private paintBars(
    ctx: CanvasRenderingContext2D,
    share: (count: number) => number
  ): void {
    const box = this.plot.box();
    const n = this.counts.length;
    const bottom = box.top + box.height;
    const x = (bar: number): number =>
      Math.round(box.left + (bar / n) * box.width);
    const gap = box.width / n > 6 ? 1 : 0;
    const color = paletteColor(this.theme!, this.about!.color_index);
    ctx.fillStyle = cssColor(color);
    this.counts.forEach((count, bar) => {
      const height = count ? Math.max(share(count) * box.height, 1) : 0;
      const width = x(bar + 1) - x(bar) - gap;
      ctx.fillRect(x(bar), bottom - height, Math.max(width, 1), height);
    });
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const disposer = new Disposer();
  const plot = new Plot('histogram', heightOf(model, HEIGHT), el, disposer);
  const painter = new HistogramPainter(plot, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
