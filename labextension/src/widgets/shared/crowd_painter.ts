/**
 * Painting spikes that come counted in bins, as at full speed: the hue of the population, lighter or
 * darker with the mean rate of a cell.  The head of the plot says which colour is which rate.
 */

import type { RasterHello } from '../../messages.js';
import { ramp, rampGradient } from './colormap.js';
import { paintRates, pooledRates, scaleFor, type RateScale } from './crowd.js';
import { h } from './dom.js';
import type { RowTable } from './dots.js';
import type { Plot } from './plot.js';
import type { Chunk, Counts } from './spikes.js';
import { paletteColor, type Theme } from './theme.js';

/** How many rates decide about the scale of colours, and how often they are looked through. */
const SAMPLE = 4096;
const FROM_A_FRAME = 256;
const SCALED_EVERY_MS = 500;

/** The plotting area in device pixels, and how time maps to its columns. */
export interface Target {
  left: number;
  top: number;
  width: number;
  height: number;
  start_ms: number;
  pixelsPerMs: number;
}

/** A frame of counts as rates in cells of a size, and painted. */
interface Picture {
  key: string;
  rates: Float32Array;
  image: HTMLCanvasElement;
  look: number;
}

/** At most `n` cells, as many as there is room for, at least one. */
const fewer = (n: number, room: number): number =>
  Math.max(Math.min(n, Math.round(room)), 1);

export class CrowdPainter {
  private readonly pictures = new WeakMap<Counts, Picture>();
  private populations: RasterHello['populations'] = [];
  private nNeurons = 0;
  private dt_ms = 1;
  private theme: Theme | null = null;
  private cell: Pick<RowTable, 'dotWidth' | 'dotHeight'> | null = null;
  private tables: Uint32Array[] = [];
  private scale: RateScale | null = null;
  private readonly sample = new Float32Array(SAMPLE);
  private nSampled = 0;
  private scaledAt = -Infinity;
  private isShown = false;
  private look = 0; // grows when all pictures must be painted anew

  constructor(private readonly plot: Plot) {}

  hello({ populations, dt_ms }: RasterHello): void {
    this.populations = populations;
    this.nNeurons = populations.reduce((n, { size }) => n + size, 0);
    this.dt_ms = dt_ms;
  }

  clear(): void {
    this.forgetRates();
    this.scale = null;
  }

  /** Take the colours of a theme, and cells as large as dots. */
  resize(theme: Theme, cell: Pick<RowTable, 'dotWidth' | 'dotHeight'>): void {
    this.theme = theme;
    this.cell = cell;
    this.tables = this.populations.map(({ color_index }) =>
      ramp(paletteColor(theme, color_index), theme.isDark)
    );
    this.look++;
    this.forgetRates(); // of cells of another size
    this.showScale();
  }

  paint(
    ctx: CanvasRenderingContext2D,
    chunks: readonly Chunk[],
    target: Target
  ): void {
    const { left, top, width, height, start_ms, pixelsPerMs } = target;
    const crowd = chunks.filter(
      (chunk): chunk is Counts => chunk.kind === 'counts' && chunk.nColumns > 0
    );
    const pictures = crowd.map(chunk => this.pictureOf(chunk, target));
    this.settleScale(crowd.length > 0);
    const first = Math.floor(start_ms * pixelsPerMs);
    const column = (t_ms: number): number =>
      left + Math.floor(t_ms * pixelsPerMs) - first;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.imageSmoothingEnabled = false;
    crowd.forEach((chunk, k) => {
      const x = column(chunk.t0_ms);
      const wide = Math.max(column(chunk.t1_ms) - x, 1);
      ctx.drawImage(this.painted(pictures[k]), x, top, wide, height);
    });
    ctx.restore();
  }

  /** The rates of a frame of counts, kept until the size of the picture changes. */
  private pictureOf(chunk: Counts, target: Target): Picture {
    const { dotWidth, dotHeight } = this.cell!;
    const { nColumns, nRows } = chunk;
    const span_ms = chunk.t1_ms - chunk.t0_ms;
    const columns = fewer(nColumns, (span_ms * target.pixelsPerMs) / dotWidth);
    const rows = fewer(nRows, target.height / dotHeight);
    const key = `${columns} ${rows}`;
    let picture = this.pictures.get(chunk);
    if (picture?.key !== key) {
      const nSteps = Math.max(Math.round(span_ms / this.dt_ms), nColumns);
      const counted = { ...chunk, nNeurons: this.nNeurons, nSteps };
      const rates = pooledRates(counted, columns, rows, this.dt_ms);
      const image = h('canvas', { width: columns, height: rows });
      picture = { key, rates, image, look: -1 };
      this.pictures.set(chunk, picture);
      this.note(rates);
    }
    return picture;
  }

  private painted(picture: Picture): HTMLCanvasElement {
    const { image, rates, look } = picture;
    if (look !== this.look && this.scale) {
      const { width, height } = image;
      const table = (row: number): Uint32Array =>
        this.tableOf(((row + 0.5) * this.nNeurons) / height);
      const pixels = paintRates(rates, width, height, table, this.scale);
      const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer);
      const data = new ImageData(bytes, width, height);
      image.getContext('2d')!.putImageData(data, 0, 0);
      picture.look = this.look;
    }
    return image;
  }

  /** The colours of the population that a row belongs to. */
  private tableOf(row: number): Uint32Array {
    let end = 0;
    return this.tables[
      this.populations.findIndex(({ size }) => row < (end += size))
    ];
  }

  // Which colour is which rate

  private forgetRates(): void {
    this.nSampled = 0;
    this.scaledAt = -Infinity;
  }

  /** Let a frame have its say about the scale. */
  private note(rates: Float32Array): void {
    const stride = Math.max(Math.floor(rates.length / FROM_A_FRAME), 1);
    for (let k = this.nSampled % stride; k < rates.length; k += stride) {
      this.sample[this.nSampled++ % SAMPLE] = rates[k];
    }
  }

  /** Look from time to time whether the scale still fits, and say what colours mean. */
  private settleScale(isShown: boolean): void {
    const now = performance.now();
    const { scale } = this;
    if (isShown && (!scale || now - this.scaledAt > SCALED_EVERY_MS)) {
      this.scaledAt = now;
      const known = this.sample.subarray(0, Math.min(this.nSampled, SAMPLE));
      this.scale = scaleFor(known, scale);
    }
    const isOther = this.scale !== scale;
    this.look += Number(isOther);
    if (isOther || isShown !== this.isShown) {
      this.isShown = isShown;
      this.showScale();
    }
  }

  private showScale(): void {
    const { scale, theme } = this;
    if (!this.isShown || !scale || !theme) {
      this.plot.setScale(null);
      return;
    }
    const indices = new Set(this.populations.map(each => each.color_index));
    this.plot.setScale({
      low: String(scale.low),
      high: `${scale.high} Hz`,
      gradients: [...indices].map(index =>
        rampGradient(paletteColor(theme, index), theme.isDark)
      ),
      title:
        'Many spikes: a colour is the mean rate of neurons that stand together, ' +
        `from ${scale.low} to ${scale.high} Hz, on a logarithmic scale.`
    });
  }
}
