/**
 * The frame around one picture of the explorer: title, note, what the pointer reads, a canvas that
 * keys and pointer reach.  It knows no data.
 */

import {
  acrossTickCount,
  paintPlane,
  plotBox,
  valueTickCount,
  type Box
} from '../shared/axes.js';
import { Canvas } from '../shared/canvas.js';
import { h, setText } from '../shared/dom.js';
import {
  cssColor,
  paletteColor,
  readTheme,
  type Theme
} from '../shared/theme.js';
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
  readonly area: HTMLElement;
  readonly canvas: Canvas;
  /** Controls at the end of the head. */
  readonly tools = h('span', { class: 'annl-x-tools' });
  isLabelled = true;
  theme: Theme | null = null;
  private readonly title = h('span', { class: 'annl-title' });
  private readonly note = h('span', { class: 'annl-note' });
  private readonly legend = h('span', { class: 'annl-legend' });
  private readonly readout = h('span', {
    class: 'annl-readout',
    'data-testid': 'annl-readout'
  });
  private readonly notice = h('div', { class: 'annl-notice' });
  private readonly summary = h('div', {
    class: 'annl-summary',
    'aria-live': 'off',
    'data-testid': 'annl-summary'
  });

  constructor(
    readonly kind: string,
    height: number,
    private readonly keys: string
  ) {
    this.area = h('div', {
      class: 'annl-plot',
      tabindex: 0,
      role: 'img',
      'data-testid': `annl-explorer-${kind}`
    });
    this.area.append(this.notice);
    this.area.style.height = `${height}px`;
    this.canvas = new Canvas(this);
    const head = h(
      'div',
      { class: 'annl-head' },
      this.title,
      this.note,
      this.legend,
      this.readout,
      this.tools
    );
    this.root = h(
      'section',
      { class: `annl-x-pane annl-x-${kind}`, 'data-kind': kind },
      head,
      this.area,
      this.summary
    );
    this.area.addEventListener('focus', () =>
      this.summary.setAttribute('aria-live', 'polite')
    );
    this.area.addEventListener('blur', () =>
      this.summary.setAttribute('aria-live', 'off')
    );
  }

  get width(): number {
    return this.area.clientWidth;
  }

  get height(): number {
    return this.area.clientHeight;
  }

  box(): Box {
    return plotBox(this.width, this.height, this.isLabelled);
  }

  describe(title: string, note = ''): void {
    setText(this.title, title);
    setText(this.note, note);
    this.title.title = title;
    this.note.title = note;
    this.area.setAttribute('aria-label', `${title}. ${this.keys}`);
  }

  /** Name lines by their colours. */
  name(items: readonly (readonly [name: string, color: number])[]): void {
    this.legend.replaceChildren(
      ...items.map(([name, color]) =>
        h('span', { class: 'annl-item' }, h('i', { 'data-color': color }), name)
      )
    );
    this.colorLegend();
  }

  say(text: string): void {
    setText(this.notice, text);
  }

  read(text: string): void {
    setText(this.readout, text);
  }

  summarise(text: string): void {
    setText(this.summary, text);
  }

  resize(): void {
    this.theme = readTheme(this.area);
    this.canvas.resize();
    this.colorLegend();
  }

  private colorLegend(): void {
    for (const swatch of this.legend.querySelectorAll<HTMLElement>('i')) {
      const index = Number(swatch.dataset.color);
      swatch.style.background = this.theme
        ? cssColor(paletteColor(this.theme, index))
        : '';
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
