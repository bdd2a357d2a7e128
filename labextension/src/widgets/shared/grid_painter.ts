/**
 * Painting values as coloured cells, with axes that count places and a legend of the colours.
 */

import type { GridFrame, GridHello } from '../../messages.js';
import { fitted, line, paintValueLabel, type Box } from './axes.js';
import { asFloat32, asUint32 } from './bytes.js';
import {
  cellAt,
  cellOf,
  isArrow,
  itemOf,
  moved,
  nameOf,
  pictureBox,
  type Cell
} from './cells.js';
import { colorTable, paintValues } from './colormap.js';
import { Canvas } from './canvas.js';
import { h } from './dom.js';
import { statisticsText, valueText } from './figures.js';
import { attachLens, Lens, showZoom } from './lens.js';
import type { Binary, Disposer } from './model.js';
import type { Plot } from './plot.js';
import { attachPicking, type Pickable, type Picks } from './selection.js';
import type { Painter } from './stream.js';
import { extremes } from './summaries.js';
import type { Theme } from './theme.js';
import { formatTime, niceStep, valueTicks } from './ticks.js';

/** Room for the colours at the right; where there is little, they go without a name. */
const LEGEND = { gap: 22, width: 12, texts: 66 } as const;
const SMALL_LEGEND = { gap: 12, width: 10, texts: 36 } as const;
const SMALL_PX = 340;
const LOWEST_LEGEND_PX = 90;
const RIGHT_PX = 14;
const PX_PER_TICK = 46;
/** Colour, width and distance of the lines around what is selected. */
const OUTLINES: readonly [string, number, number][] = [
  ['#000', 3, 1],
  ['#fff', 1.2, 1]
];
const KEYS =
  'Arrow keys select from cell to cell, Escape ends that; plus and minus zoom, 0 shows everything, F holds the picture.';

export class GridPainter implements Painter<GridHello, GridFrame>, Pickable {
  private readonly canvas: Canvas;
  private readonly image = h('canvas');
  private readonly marker = h('div', { class: 'annl-cell', hidden: true });
  private about: GridHello | null = null;
  private frame: GridFrame | null = null;
  private values = new Float32Array(0);
  private counts = new Uint32Array(0);
  private theme: Theme | null = null;
  private tables: [Uint32Array, Uint32Array] | null = null;
  private chosen: Cell | null = null;
  private readonly lens = new Lens();

  constructor(
    private readonly plot: Plot,
    private readonly picks: Picks,
    disposer: Disposer
  ) {
    this.canvas = new Canvas(plot);
    plot.area.append(this.marker);
    attachPicking(plot.area, this, picks, disposer);
    disposer.listen(plot.area, 'keydown', event => this.press(event));
    const box = (): Box => (this.about ? this.box(this.about) : plot.box());
    const changed = (): void => showZoom(this.lens, this.plot);
    attachLens({ plot: plot.area, lens: this.lens, box, changed }, disposer);
    disposer.listen(plot.area, 'pointermove', () => (this.chosen = null));
  }

  hello(hello: GridHello, theme: Theme): void {
    this.about = hello;
    this.plot.describe(hello.title, [], KEYS);
    this.clear();
    this.resize(theme);
  }

  add(frame: GridFrame, buffers: Binary[]): void {
    this.frame = frame;
    this.values = Float32Array.from(asFloat32(buffers[0]));
    if (buffers.length > 1) {
      this.counts = Uint32Array.from(asUint32(buffers[1]));
    }
  }

  clear(): void {
    this.frame = null;
  }

  resize(theme: Theme): void {
    this.theme = theme;
    this.canvas.resize();
    const hello = this.about;
    if (hello) {
      const signed = theme.isDark
        ? hello.signed_colors_dark
        : hello.signed_colors;
      this.tables = [colorTable(hello.colors), colorTable(signed)];
    }
  }

  paint(): void {
    const { frame, about: hello } = this;
    const ctx = this.canvas.begin();
    this.plot.say(frame ? (frame.n ? '' : this.nothing()) : 'no values yet');
    if (!hello || !frame?.n || !this.theme) {
      this.plot.setNote('');
      return;
    }
    this.plot.setNote(this.statistics(frame, hello));
    ctx.font = this.theme.smallFont;
    ctx.lineWidth = 1;
    const box = this.box(hello);
    this.paintCells(ctx, hello, frame, box);
    this.paintMarks(ctx, hello, box);
    this.paintPlaces(ctx, hello, box, this.theme);
    this.paintLegend(ctx, hello, frame, box, this.theme);
  }

  /** What the pointer or the keys point at. */
  read(): string {
    const hello = this.about;
    const cell = hello && this.pointedAt(hello);
    this.mark(hello, cell);
    return hello && cell && this.frame ? this.describeCell(hello, cell) : '';
  }

  summary(): string {
    const { frame, about: hello } = this;
    if (!frame || !hello) {
      return '';
    }
    const facts = frame.n ? this.statistics(frame, hello) : this.nothing();
    return `${hello.title} at ${formatTime(frame.t_ms)}: ${facts}${this.where(hello)}`;
  }

  /** Where the smallest and the largest value stand. */
  private where(hello: GridHello): string {
    const found = extremes(this.values);
    if (!this.frame?.n || !found) {
      return '';
    }
    const [least, most] = found.map(k => {
      const column = k % hello.n_columns;
      return nameOf(hello, { column, row: (k - column) / hello.n_columns });
    });
    return `; smallest at ${least}, largest at ${most}`;
  }

  private nothing(): string {
    return `no ${this.about?.item ?? 'values'}`;
  }

  private statistics(frame: GridFrame, { unit, item }: GridHello): string {
    return statisticsText(frame, unit, item);
  }

  private get legend(): typeof LEGEND | typeof SMALL_LEGEND {
    return this.plot.width < SMALL_PX ? SMALL_LEGEND : LEGEND;
  }

  private box(hello: GridHello): Box {
    const room = this.plot.box();
    const { gap, width, texts } = this.legend;
    return pictureBox(hello, {
      ...room,
      width: Math.max(room.width + RIGHT_PX - gap - width - texts, 1)
    });
  }

  /** The place under the pointer. */
  itemAt(x: number, y: number): number | null {
    const hello = this.about;
    const cell = hello && this.frame && this.cellAt(hello, { x, y });
    return cell ? itemOf(hello, cell) : null;
  }

  // --- pointing --------------------------------------------------------------------------

  private press(event: KeyboardEvent): void {
    const isEnd = event.key === 'Escape' && this.chosen !== null;
    if (!this.about || !this.frame || (!isArrow(event.key) && !isEnd)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const from = this.pointedAt(this.about) ?? this.marked(this.about);
    this.chosen = isEnd ? null : moved(this.about, from, event.key);
    if (this.chosen) {
      this.reveal(this.about, this.chosen);
      this.picks.pick(itemOf(this.about, this.chosen));
    }
    this.plot.pointer = null;
    this.plot.onChange(this.lens.isZoomed);
    this.plot.summarise(() => this.read(), true);
  }

  private reveal({ n_columns, n_rows }: GridHello, cell: Cell): void {
    const [width, height] = [1 / n_columns, 1 / n_rows];
    this.lens.reveal(cell.column * width, cell.row * height, width, height);
  }

  /** The cell that is selected. */
  private marked(hello: GridHello): Cell | null {
    const mark = this.picks.marks[0];
    return mark ? cellOf(hello, mark[0], mark[1]) : null;
  }

  private pointedAt(hello: GridHello): Cell | null {
    const { pointer } = this.plot;
    return this.chosen ?? (pointer && this.cellAt(hello, pointer));
  }

  private cellAt(hello: GridHello, at: { x: number; y: number }): Cell | null {
    const box = this.box(hello);
    const isInside =
      at.x >= box.left &&
      at.y >= box.top &&
      at.x < box.left + box.width &&
      at.y < box.top + box.height;
    return isInside ? cellAt(hello, this.lens.whole(box), at) : null;
  }

  private describeCell(hello: GridHello, cell: Cell): string {
    const k = cell.row * hello.n_columns + cell.column;
    const name = nameOf(hello, cell);
    const value = this.values[k];
    if (!name) {
      return '';
    }
    const text = Number.isNaN(value)
      ? this.counts[k]
        ? 'not a number'
        : `no ${hello.item.replace(/s$/, '')}`
      : valueText(value, hello.unit);
    const pooled =
      this.counts[k] > 1 ? `  (mean of ${this.counts[k]} ${hello.item})` : '';
    return `${name}: ${text}${pooled}`;
  }

  private mark(hello: GridHello | null, cell: Cell | null): void {
    this.marker.hidden = !hello || !cell || !this.frame?.n;
    if (!hello || !cell) {
      return;
    }
    const whole = this.lens.whole(this.box(hello));
    const [width, height] = [
      whole.width / hello.n_columns,
      whole.height / hello.n_rows
    ];
    Object.assign(this.marker.style, {
      left: `${whole.left + cell.column * width}px`,
      top: `${whole.top + cell.row * height}px`,
      width: `${Math.max(width, 3)}px`,
      height: `${Math.max(height, 3)}px`
    });
  }

  // --- painting --------------------------------------------------------------------------

  private paintCells(
    ctx: CanvasRenderingContext2D,
    hello: GridHello,
    frame: GridFrame,
    box: Box
  ): void {
    const { image } = this;
    const { n_columns: width, n_rows: height } = hello;
    if (image.width !== width || image.height !== height) {
      [image.width, image.height] = [width, height];
    }
    const brush = image.getContext('2d')!;
    const data = brush.createImageData(width, height);
    const pixels = new Uint32Array(data.data.buffer);
    const table = this.tables![frame.signed ? 1 : 0];
    paintValues(this.values, frame.low, frame.high, table, pixels);
    brush.putImageData(data, 0, 0);
    const whole = this.lens.whole(box);
    ctx.save();
    clipTo(ctx, box);
    ctx.imageSmoothingEnabled = whole.width < width || whole.height < height;
    ctx.drawImage(image, whole.left, whole.top, whole.width, whole.height);
    ctx.restore();
    ctx.strokeStyle = this.theme!.line;
    ctx.strokeRect(
      box.left - 0.5,
      box.top - 0.5,
      box.width + 1,
      box.height + 1
    );
  }

  /** Outline what is selected, so that it shows on any colour. */
  private paintMarks(
    ctx: CanvasRenderingContext2D,
    hello: GridHello,
    box: Box
  ): void {
    const whole = this.lens.whole(box);
    const [wide, high] = [
      whole.width / hello.x_size,
      whole.height / hello.y_size
    ];
    ctx.save();
    clipTo(ctx, { ...box, left: box.left - 3, width: box.width + 6 });
    for (const [x, y, width, height] of this.picks.marks) {
      const [left, top] = [whole.left + x * wide, whole.top + y * high];
      for (const [color, line, grow] of OUTLINES) {
        ctx.strokeStyle = color;
        ctx.lineWidth = line;
        ctx.strokeRect(
          left - grow,
          top - grow,
          Math.max(width * wide, 3) + 2 * grow,
          Math.max(height * high, 3) + 2 * grow
        );
      }
    }
    ctx.restore();
  }

  private paintPlaces(
    ctx: CanvasRenderingContext2D,
    hello: GridHello,
    box: Box,
    theme: Theme
  ): void {
    const bottom = box.top + box.height;
    const whole = this.lens.whole(box);
    const isCounted = hello.layout !== 'fields';
    ctx.textBaseline = 'middle';
    for (const { share, text } of isCounted
      ? places(hello.x_size, whole.width, hello.x_first)
      : []) {
      const x = Math.round(whole.left + share * whole.width) + 0.5;
      if (x < box.left || x > box.left + box.width) {
        continue;
      }
      line(ctx, theme.line, x, bottom + 1, x, bottom + 5);
      ctx.fillStyle = theme.muted;
      ctx.textAlign = 'center';
      ctx.fillText(text, x, bottom + 13);
    }
    for (const { share, text } of isCounted
      ? places(hello.y_size, whole.height, hello.y_first)
      : []) {
      const y = Math.round(whole.top + share * whole.height) + 0.5;
      if (y < box.top || y > bottom) {
        continue;
      }
      line(ctx, theme.line, box.left - 5, y, box.left - 1, y);
      ctx.fillStyle = theme.muted;
      ctx.textAlign = 'right';
      ctx.fillText(text, box.left - 8, y);
    }
    ctx.textAlign = 'center';
    ctx.fillStyle = theme.text;
    const under = bottom + (isCounted ? 28 : 14);
    ctx.fillText(
      fitted(ctx, hello.x_label, box.width + 40),
      box.left + box.width / 2,
      under
    );
    paintValueLabel(ctx, box, theme, hello.y_label);
  }

  private paintLegend(
    ctx: CanvasRenderingContext2D,
    hello: GridHello,
    frame: GridFrame,
    box: Box,
    theme: Theme
  ): void {
    const { low, high } = frame;
    const { legend } = this;
    const room = this.plot.box();
    const strip = {
      left: Math.round(box.left + box.width + legend.gap),
      top: room.top,
      width: legend.width,
      height: Math.min(Math.max(box.height, LOWEST_LEGEND_PX), room.height)
    };
    const table = this.tables![frame.signed ? 1 : 0];
    for (let y = 0; y < strip.height; y++) {
      const level = Math.round((1 - y / strip.height) * (table.length - 1));
      const pixel = table[level];
      ctx.fillStyle = `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
      ctx.fillRect(strip.left, strip.top + y, strip.width, 1.5);
    }
    const right = strip.left + strip.width;
    const step = niceStep(high - low, Math.max(strip.height / PX_PER_TICK, 2));
    ctx.textAlign = 'left';
    const ticks = valueTicks(low, high, step);
    for (const tick of ticks) {
      const share = (tick.value - low) / (high - low);
      const y = Math.round(strip.top + (1 - share) * strip.height) + 0.5;
      line(ctx, theme.line, right, y, right + 4, y);
      ctx.fillStyle = theme.muted;
      ctx.fillText(tick.text, right + 7, Math.max(y, strip.top + 4));
    }
    if (legend === SMALL_LEGEND) {
      return; // title and facts say what it is
    }
    const label = hello.unit ? `${hello.label} (${hello.unit})` : hello.label;
    ctx.save();
    const widest = Math.max(
      ...ticks.map(({ text }) => ctx.measureText(text).width)
    );
    const beside = Math.min(widest + 24, legend.texts - 8);
    ctx.translate(right + beside, strip.top + strip.height / 2);
    ctx.rotate(-Math.PI / 2);
    ctx.textAlign = 'center';
    ctx.fillStyle = theme.text;
    ctx.fillText(fitted(ctx, label, strip.height), 0, 0);
    ctx.restore();
  }
}

function clipTo(ctx: CanvasRenderingContext2D, box: Box): void {
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.width, box.height);
  ctx.clip();
}

/** Ticks at the middles of places, by their rank. */
function places(
  size: number,
  pixels: number,
  first = 0
): { share: number; text: string }[] {
  const step = Math.max(niceStep(size, Math.max(pixels / PX_PER_TICK, 2)), 1);
  return valueTicks(first, first + size - 1, step).map(({ value, text }) => ({
    share: (value - first + 0.5) / size,
    text
  }));
}
