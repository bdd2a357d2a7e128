/**
 * One picture of the explorer: a plot that stands still, with a canvas and two axes of values.  It
 * knows no data.
 */

import {
  acrossTickCount,
  paintPlane,
  valueTickCount,
  type Box
} from '../shared/axes.js';
import { Canvas } from '../shared/canvas.js';
import { h } from '../shared/dom.js';
import type { Disposer } from '../shared/model.js';
import { Plot, type LegendItem } from '../shared/plot.js';
import { readTheme, type Theme } from '../shared/theme.js';
import { niceStep, valueTicks } from '../shared/ticks.js';

export interface Span {
  label: string;
  lo: number;
  hi: number;
}

export const withUnit = (name: string, unit: string): string =>
  unit ? `${name} (${unit})` : name;

export class Pane {
  readonly root: HTMLElement;
  readonly canvas: Canvas;
  theme: Theme | null = null;
  private readonly plot: Plot;
  private title = '';
  private items: readonly LegendItem[] = [];

  constructor(
    kind: string,
    height: number,
    private readonly keys: string,
    disposer: Disposer
  ) {
    this.root = h('section', { class: 'annl-x-pane', 'data-kind': kind });
    const part = { isPart: true };
    this.plot = new Plot(`explorer-${kind}`, height, this.root, disposer, part);
    this.canvas = new Canvas(this.plot);
  }

  get area(): HTMLElement {
    return this.plot.area;
  }

  get isLabelled(): boolean {
    return this.plot.isLabelled;
  }

  set isLabelled(isLabelled: boolean) {
    this.plot.isLabelled = isLabelled;
  }

  box(): Box {
    return this.plot.box();
  }

  describe(title: string, note = ''): void {
    if (title !== this.title) {
      this.title = title;
      this.plot.describe(title, this.items, this.keys);
      this.color();
    }
    this.plot.setNote(note);
  }

  /** Name lines by their colours. */
  name(lines: readonly (readonly [name: string, color: number])[]): void {
    const items = lines.map(([name, color_index]) => ({ name, color_index }));
    if (JSON.stringify(items) !== JSON.stringify(this.items)) {
      this.items = items;
      this.plot.describe(this.title, items, this.keys);
      this.color();
    }
  }

  say(text: string): void {
    this.plot.say(text);
  }

  read(text: string): void {
    this.plot.showAxis(text);
  }

  summarise(text: string): void {
    this.plot.summarise(() => text, true);
  }

  resize(): void {
    this.theme = readTheme(this.area);
    this.canvas.resize();
    this.color();
  }

  private color(): void {
    if (this.theme) {
      this.plot.applyTheme(this.theme);
    }
  }

  /** Wipe the canvas and paint both axes. */
  axes(x: Span, y: Span, hasGrid = true): CanvasRenderingContext2D {
    const ctx = this.canvas.begin();
    const box = this.box();
    const axis = (span: Span, n: number) => ({
      ...span,
      ticks: valueTicks(span.lo, span.hi, niceStep(span.hi - span.lo || 1, n)),
      hasGrid
    });
    paintPlane(
      ctx,
      box,
      this.theme!,
      axis(x, acrossTickCount(box.width)),
      axis(y, valueTickCount(box.height)),
      this.isLabelled
    );
    return ctx;
  }

  /** Where the pointer is in shares of the box, y upwards; null outside. */
  shareAt(event: PointerEvent): [number, number] | null {
    const box = this.box();
    const ground = this.area.getBoundingClientRect();
    const x = (event.clientX - ground.left - box.left) / box.width;
    const y = 1 - (event.clientY - ground.top - box.top) / box.height;
    return x < 0 || x > 1 || y < 0 || y > 1 ? null : [x, y];
  }
}

/** Paint inside a box and nowhere else. */
export function clipped(
  ctx: CanvasRenderingContext2D,
  box: Box,
  paint: () => void
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.width, box.height);
  ctx.clip();
  paint();
  ctx.restore();
}

/** Join points that are known. */
export function path(
  ctx: CanvasRenderingContext2D,
  n: number,
  place: (k: number) => [number, number]
): void {
  ctx.beginPath();
  let isDown = false;
  for (let k = 0; k < n; k++) {
    const [x, y] = place(k);
    const isKnown = Number.isFinite(x) && Number.isFinite(y);
    if (isKnown) {
      isDown ? ctx.lineTo(x, y) : ctx.moveTo(x, y);
    }
    isDown = isKnown;
  }
  ctx.stroke();
}

/** Limits around values, with a margin; never empty. */
export function around(
  values: Iterable<number>,
  floor?: number
): [number, number] {
  let [lo, hi] = [floor ?? Infinity, floor ?? -Infinity];
  for (const value of values) {
    if (Number.isFinite(value)) {
      lo = Math.min(lo, value);
      hi = Math.max(hi, value);
    }
  }
  if (!(hi >= lo)) {
    return [0, 1];
  }
  const pad = hi > lo ? 0.06 * (hi - lo) : Math.max(Math.abs(hi) * 0.1, 0.5);
  return [floor === lo ? lo : lo - pad, floor === hi ? hi : hi + pad];
}
