/**
 * Painting the raster.  At full speed spikes come counted in bins; both kinds of frames mix freely.
 */

import type { BinnedFrame, RasterHello, SpikeFrame } from '../../messages.js';
import { paintAxes, valueTickCount, type Box } from './axes.js';
import type { TimeSpan } from './axis.js';
import { asFloat32, asUint16, asUint32, asUint8 } from './bytes.js';
import { h } from './dom.js';
import { CrowdPainter, type Target } from './crowd_painter.js';
import {
  paintSpikes,
  rowTable,
  type Band,
  type RowTable,
  type Surface
} from './dots.js';
import type { Binary } from './model.js';
import type { Plot } from './plot.js';
import { ChunkStore, type Chunk } from './spikes.js';
import type { Painter } from './stream.js';
import { countSpikes, rasterSummary } from './summaries.js';
import { cssColor, paletteColor, pixelColor, type Theme } from './theme.js';
import { niceStep, valueTicks, type Tick } from './ticks.js';

const BAND_PX = 3;
const KEYS =
  'Left and right move in time, up and down select a neuron, Escape ends that; ' +
  'plus and minus zoom, Home follows.';
const TALL_ROW_PX = 8;

type Frame = SpikeFrame | BinnedFrame;

export class RasterPainter implements Painter<RasterHello, Frame> {
  private readonly canvas = h('canvas', { 'aria-hidden': 'true' });
  private readonly ctx = this.canvas.getContext('2d')!;
  protected readonly store = new ChunkStore();
  private readonly crowd: CrowdPainter;
  private populations: RasterHello['populations'] = [];
  private bands: Band[] = [];
  protected nRows = 0;
  private theme: Theme | null = null;
  private rows: RowTable | null = null;
  private picture: ImageData | null = null;

  constructor(protected readonly plot: Plot) {
    plot.area.prepend(this.canvas);
    this.crowd = new CrowdPainter(plot);
  }

  hello(hello: RasterHello, theme: Theme): void {
    this.populations = hello.populations;
    this.crowd.hello(hello);
    this.nRows = hello.populations.reduce((n, { size }) => n + size, 0);
    this.plot.describe(hello.title, hello.populations, KEYS);
    this.clear();
    this.resize(theme);
  }

  add(frame: Frame, buffers: Binary[], kept_ms: number): void {
    this.store.add(chunkOf(frame, buffers), kept_ms);
  }

  clear(): void {
    this.store.clear();
    this.crowd.clear();
  }

  resize(theme: Theme): void {
    const scale = devicePixelRatio;
    const { width, height } = this.plot;
    this.theme = theme;
    this.canvas.width = Math.max(Math.round(width * scale), 1);
    this.canvas.height = Math.max(Math.round(height * scale), 1);
    let first = 0;
    this.bands = this.populations.map(({ size, color_index }) => {
      first += size;
      const pixel = pixelColor(paletteColor(theme, color_index));
      return { first: first - size, size, pixel };
    });
    const target = this.target({ start_ms: 0, end_ms: 1 });
    this.rows = rowTable(this.bands, target.height, scale);
    this.picture = null;
    this.crowd.resize(theme, this.rows);
  }

  paint(): void {
    const { axis } = this.plot;
    if (!axis || !this.theme || !this.rows) {
      return;
    }
    const span = axis.span();
    const target = this.target(span);
    const chunks = this.store.within(span.start_ms, span.end_ms);
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const shown = this.paintDots(chunks, target, this.rows);
    this.crowd.paint(this.ctx, chunks, target);
    this.paintSurroundings(span);
    this.plot.say(shown ? '' : this.notice());
  }

  /** The neuron under the pointer, as Python would index it. */
  read(): string {
    const y = this.plot.pointerShare;
    const row = y === null ? -1 : Math.floor(y * this.nRows);
    const index = this.bands.findIndex(
      ({ first, size }) => row >= first && row < first + size
    );
    return index < 0
      ? ''
      : `${this.populations[index].name}[${row - this.bands[index].first}]`;
  }

  summary(): string {
    const { axis } = this.plot;
    const newest_ms = this.store.newest_ms;
    if (!axis || newest_ms === null) {
      return '';
    }
    const { start_ms, end_ms } = axis.span();
    const chunks = this.store.within(start_ms, end_ms);
    const first_ms = chunks[0]?.t0_ms ?? start_ms;
    // what is not kept was not silent
    const span = {
      start_ms: Math.max(start_ms, first_ms),
      end_ms: Math.min(end_ms, newest_ms)
    };
    const counts = countSpikes(chunks, this.populations, span);
    return rasterSummary(this.populations, counts, span, axis.isHeld);
  }

  private target({ start_ms, end_ms }: TimeSpan): Target {
    const scale = devicePixelRatio;
    const box = this.plot.box();
    const width = Math.max(Math.round(box.width * scale), 1);
    return {
      left: Math.round(box.left * scale),
      top: Math.round(box.top * scale),
      width,
      height: Math.max(Math.round(box.height * scale), 1),
      start_ms,
      pixelsPerMs: width / (end_ms - start_ms)
    };
  }

  private paintDots(chunks: Chunk[], target: Target, rows: RowTable): number {
    const { width, height, left, top, start_ms, pixelsPerMs } = target;
    this.picture ??= this.ctx.createImageData(width, height);
    const pixels = new Uint32Array(this.picture.data.buffer);
    pixels.fill(0);
    const surface: Surface = { pixels, width, height };
    let shown = 0;
    for (const chunk of chunks) {
      shown +=
        chunk.kind === 'spikes'
          ? paintSpikes(surface, chunk, rows, start_ms, pixelsPerMs)
          : 1;
    }
    this.ctx.putImageData(this.picture, left, top);
    return shown;
  }

  private paintSurroundings(span: TimeSpan): void {
    const box = this.plot.box();
    this.ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    paintAxes(
      this.ctx,
      box,
      this.theme!,
      span,
      {
        label: 'neuron',
        lo: 0,
        hi: this.nRows,
        ticks: rowTicks(this.nRows, box.height),
        hasGrid: false
      },
      this.plot.isLabelled
    );
    this.paintBands(box);
  }

  /** A strip of its colour beside the rows of each population. */
  private paintBands(box: Box): void {
    const y = (row: number): number =>
      box.top + box.height * (1 - row / Math.max(this.nRows, 1));
    this.populations.forEach(({ color_index, size }, k) => {
      const { first } = this.bands[k];
      const top = y(first + size);
      this.ctx.fillStyle = cssColor(paletteColor(this.theme!, color_index));
      this.ctx.fillRect(box.left - BAND_PX, top, BAND_PX, y(first) - top);
    });
  }

  private notice(): string {
    if (!this.nRows) {
      return 'no spiking neurons to show';
    }
    if (this.store.newest_ms !== null) {
      return 'no spikes in this window';
    }
    // of the time before it was told anything it knows nothing
    return this.plot.axis!.newest_ms > 0 ? '' : 'no spikes yet';
  }
}

/** Ticks of the rows: at their middles where rows are tall, else at round numbers. */
function rowTicks(nRows: number, height: number): Tick[] {
  const isTall = height / Math.max(nRows, 1) >= TALL_ROW_PX;
  const step = niceStep(nRows || 1, valueTickCount(height));
  const last = isTall ? nRows - 1 : nRows;
  const ticks = valueTicks(0, last, Math.max(step, 1));
  const shift = isTall ? 0.5 : 0;
  return ticks.map(({ value, text }) => ({ value: value + shift, text }));
}

function chunkOf(frame: Frame, buffers: Binary[]): Chunk {
  const { t0_ms, t_ms: t1_ms, dropped } = frame;
  if (!frame.binned) {
    const [times, rows] = [asFloat32(buffers[0]), asUint32(buffers[1])];
    return { kind: 'spikes', t0_ms, t1_ms, dropped, times, rows };
  }
  const { n_columns: nColumns, n_rows: nRows, dtype } = frame;
  const counts = (dtype === 'uint8' ? asUint8 : asUint16)(buffers[0]);
  return { kind: 'counts', t0_ms, t1_ms, dropped, nColumns, nRows, counts };
}
