/**
 * A line plot over the shared time axis: uPlot finds the way of the lines, our own axes stand around.
 */

import uPlot from 'uplot';
import uPlotCss from 'uplot/dist/uPlot.min.css';
import type { SeriesInfo } from '../../messages.js';
import { paintAxes, valueTickCount, type Box } from './axes.js';
import type { TimeSpan } from './axis.js';
import { h } from './dom.js';
import type { Plot } from './plot.js';
import { StableRange, type ValueRange } from './range.js';
import { extent, SampleStore } from './samples.js';
import { strokeWide } from './strokes.js';
import { linesSummary, spanText } from './summaries.js';
import { cssColor, paletteColor, type Theme } from './theme.js';
import { formatNumber, valueTicks } from './ticks.js';

const MOST_MEANS = 3;
const GHOST_ALPHA = 0.42;
const LINE_PX = 1.5;

export interface LineStyle {
  /** Whether each value holds until the next (bins), or values are joined by lines. */
  isStepped: boolean;
  /** A value that the axis always shows. */
  floor: number | null;
  /** Digits of a value that the hair reads. */
  digits: number;
}

export class Lines {
  store = new SampleStore(0);
  private readonly ghosts = new Map<string, SampleStore>();
  private chart: uPlot | null = null;
  private theme: Theme | null = null;
  private series: readonly SeriesInfo[] = [];
  private label = '';
  private unit = '';
  private range: StableRange;
  private ways: (uPlot.Series.Paths | null)[] = []; // of the lines, in this picture
  private shown: ValueRange = { lo: 0, hi: 1, step: 0.5 };

  constructor(
    private readonly plot: Plot,
    private readonly style: LineStyle
  ) {
    plot.root.append(h('style', {}, uPlotCss));
    this.range = new StableRange(style.floor);
  }

  describe(
    series: readonly SeriesInfo[],
    label: string,
    unit: string,
    theme: Theme
  ): void {
    this.series = series;
    this.unit = unit;
    this.label = unit ? `${label} (${unit})` : label;
    this.store = new SampleStore(series.length);
    this.forgetGhosts();
    this.range.clear();
    this.build(theme);
  }

  clear(): void {
    this.store.clear();
    this.range.clear();
    this.forgetGhosts();
  }

  /** Draw what another branch of time has come to beneath. */
  addGhost(
    name: string,
    t0_ms: number,
    dt_ms: number,
    rows: readonly Float32Array[]
  ): void {
    const store = new SampleStore(this.series.length);
    store.add(t0_ms, dt_ms, rows);
    this.ghosts.set(name, store);
    this.plot.setGhosts([...this.ghosts.keys()]);
  }

  private forgetGhosts(): void {
    this.ghosts.clear();
    this.plot.setGhosts([]);
  }

  destroy(): void {
    this.chart?.destroy();
    this.chart = null;
  }

  /** Make the chart anew: uPlot takes its size and colours only once. */
  build(theme: Theme): void {
    this.theme = theme;
    this.destroy();
    const { width, height } = this.plot;
    if (!this.series.length || width < 1) {
      return;
    }
    const chart = new uPlot(
      this.options(width, height),
      undefined,
      (self, init) => {
        this.plot.area.prepend(self.root);
        init();
      }
    );
    chart.root.setAttribute('aria-hidden', 'true');
    this.chart = chart;
  }

  paint(): void {
    const { chart, plot } = this;
    if (!chart || !plot.axis) {
      return;
    }
    const { start_ms, end_ms } = plot.axis.span();
    const [times, rows] = this.store.slice(start_ms, end_ms);
    const others = [...this.ghosts.values()].flatMap(
      store => store.slice(start_ms, end_ms)[1]
    );
    const bounds = extent([...rows, ...others]);
    this.shown = this.range.update(
      bounds?.[0] ?? null,
      bounds?.[1] ?? null,
      performance.now()
    );
    plot.say(this.store.length ? '' : 'no values yet');
    chart.batch(() => {
      const last = this.style.isStepped ? this.store.spacing_ms : 0;
      chart.setData(columns(times, rows, last), false);
      chart.setScale('x', { min: start_ms, max: end_ms });
      chart.setScale('y', { min: this.shown.lo, max: this.shown.hi });
    });
  }

  /** Values under the hair, for the legend; empty texts where there is none. */
  valuesAt(t_ms: number | null): string[] {
    const sample = t_ms === null ? null : this.store.at(t_ms);
    return this.series.map((_, k) => this.format(sample?.values[k]));
  }

  /** The line that passes within `reach` of a place (CSS pixels); null if none does. */
  nearest(x: number, y: number, reach: number): number | null {
    const { axis } = this.plot;
    if (!axis) {
      return null;
    }
    const { left, top, width, height } = this.plot.box();
    const { start_ms, end_ms } = axis.span();
    const ms = (end_ms - start_ms) / width;
    const at_ms = start_ms + (x - left) * ms;
    const [, rows] = this.store.slice(at_ms - 3 * ms, at_ms + 3 * ms);
    const { lo, hi } = this.shown;
    const value = lo + ((top + height - y) / height) * (hi - lo);
    const scale = height / (hi - lo);
    // a line that goes up and down there passes everything between
    const away = rows.map(row => {
      const [least, most] = extent([row]) ?? [Infinity, Infinity];
      return Math.max(least - value, value - most, 0) * scale;
    });
    const nearest = Math.min(...away);
    return nearest <= reach ? away.indexOf(nearest) : null;
  }

  /** Means over the visible span, for the legend; none where it would not fit. */
  means(): string[] {
    const { start_ms, end_ms } = this.plot.axis!.span();
    const [, rows] = this.store.slice(start_ms, end_ms);
    return rows.length > MOST_MEANS
      ? []
      : rows.map(row => this.format(mean(row)));
  }

  /** Every line in words; with their means, or with their newest values. */
  summary(isMean: boolean): string {
    const { axis } = this.plot;
    if (!axis || !this.store.length) {
      return '';
    }
    const span = axis.span();
    const [, rows] = this.store.slice(span.start_ms, span.end_ms);
    const words = { span: spanText(span, axis.isHeld), isMean };
    return linesSummary(this.series, rows, this.unit, words);
  }

  private format(value: number | undefined): string {
    if (value === undefined || Number.isNaN(value)) {
      return '';
    }
    const text = formatNumber(value, this.style.digits);
    return this.unit ? `${text} ${this.unit}` : text;
  }

  private options(width: number, height: number): uPlot.Options {
    const box = this.plot.box();
    const build = this.style.isStepped
      ? uPlot.paths.stepped!({ align: 1 })
      : uPlot.paths.linear!();
    const paths: uPlot.Series.PathBuilder = (chart, k, from, to) => {
      this.ways[k] = build(chart, k, from, to) ?? null;
      return null; // we draw it
    };
    const theme = this.theme!;
    return {
      width,
      height,
      padding: [
        box.top,
        width - box.left - box.width,
        height - box.top - box.height,
        box.left
      ],
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false }, y: { range: this.valueRange } },
      series: [
        {},
        ...this.series.map(({ color_index }) => ({
          stroke: cssColor(paletteColor(theme, color_index)),
          width: LINE_PX,
          points: { show: false },
          spanGaps: false,
          paths
        }))
      ],
      hooks: {
        drawClear: [chart => this.paintAxes(chart)],
        drawSeries: [(chart, k) => this.paintLine(chart, k)]
      }
    };
  }

  private readonly valueRange = (): [number, number] => [
    this.shown.lo,
    this.shown.hi
  ];

  private paintLine({ ctx, bbox }: uPlot, k: number): void {
    const way = this.ways[k];
    if (!way?.stroke) {
      return;
    }
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top - 1, bbox.width + 1, bbox.height + 2);
    ctx.clip();
    if (way.clip) {
      ctx.clip(way.clip); // it leaves out where nothing is known
    }
    const { color_index } = this.series[k - 1];
    ctx.strokeStyle = cssColor(paletteColor(this.theme!, color_index));
    // uPlot rounds to whole pixels: thin lines are sharp in the middle of one
    const middle = ((LINE_PX * devicePixelRatio) % 2) / 2;
    ctx.translate(middle, middle);
    strokeWide(ctx, way.stroke as Path2D, LINE_PX, 1);
    ctx.restore();
  }

  private paintAxes(chart: uPlot): void {
    const axis = this.plot.axis;
    if (!axis || !this.theme) {
      return;
    }
    const box = this.plot.box();
    const { lo, hi, step } = this.shown;
    const many = Math.ceil((hi - lo) / step / valueTickCount(box.height));
    const ticks = this.store.length
      ? valueTicks(lo, hi, step * Math.max(many, 1))
      : [];
    chart.ctx.save();
    chart.ctx.scale(uPlot.pxRatio, uPlot.pxRatio);
    paintAxes(
      chart.ctx,
      box,
      this.theme,
      axis.span(),
      { label: this.label, lo, hi, ticks, hasGrid: true },
      this.plot.isLabelled
    );
    this.paintGhosts(chart.ctx, box, axis.span());
    chart.ctx.restore();
  }

  private paintGhosts(
    ctx: CanvasRenderingContext2D,
    box: Box,
    span: TimeSpan
  ): void {
    ctx.save();
    ctx.beginPath();
    ctx.rect(box.left, box.top, box.width, box.height);
    ctx.clip();
    ctx.globalAlpha = GHOST_ALPHA;
    ctx.lineWidth = 1;
    for (const store of this.ghosts.values()) {
      const [times, rows] = store.slice(span.start_ms, span.end_ms);
      rows.forEach((row, k) => {
        const { color_index } = this.series[k];
        ctx.strokeStyle = cssColor(paletteColor(this.theme!, color_index));
        ctx.stroke(this.ghostPath(box, span, times, row));
      });
    }
    ctx.restore();
  }

  private ghostPath(
    box: Box,
    { start_ms, end_ms }: TimeSpan,
    times: Float64Array,
    row: Float32Array
  ): Path2D {
    const { lo, hi } = this.shown;
    const path = new Path2D();
    let before: number | null = null;
    row.forEach((value, k) => {
      const x =
        box.left + ((times[k] - start_ms) / (end_ms - start_ms)) * box.width;
      const y =
        box.top + box.height - ((value - lo) / (hi - lo || 1)) * box.height;
      if (Number.isFinite(value)) {
        if (before === null) {
          path.moveTo(x, y);
        } else {
          path.lineTo(x, this.style.isStepped ? before : y);
          path.lineTo(x, y);
        }
      }
      before = Number.isFinite(value) ? y : null;
    });
    return path;
  }
}

/**
 * As uPlot wants it: columns, with null where a line is interrupted.  A last bin needs an end,
 * `last_ms` after its start.
 */
function columns(
  times: Float64Array,
  rows: readonly Float32Array[],
  last_ms: number
): uPlot.AlignedData {
  const n = times.length;
  if (!last_ms || !n) {
    return [times, ...rows.map(interrupted)];
  }
  const ends = new Float64Array(n + 1);
  ends.set(times);
  ends[n] = times[n - 1] + last_ms;
  const longer = rows.map(row => {
    const made = new Float32Array(n + 1);
    made.set(row);
    made[n] = row[n - 1];
    return interrupted(made);
  });
  return [ends, ...longer];
}

/** Values with null where there are none; the same array where there are all. */
const interrupted = (row: Float32Array): Float32Array | (number | null)[] =>
  row.some(Number.isNaN)
    ? Array.from(row, value => (Number.isNaN(value) ? null : value))
    : row;

function mean(row: Float32Array): number {
  const known = row.filter(value => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
