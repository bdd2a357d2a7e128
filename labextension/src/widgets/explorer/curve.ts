/**
 * The f-I curve, or a scan: a measure against one parameter, or a map against two.  A click takes
 * the value over.
 */

import type { ExplorerCurve } from '../../messages.js';
import { asFloat32 } from '../shared/bytes.js';
import { colorTable, paintValues } from '../shared/colormap.js';
import { valueText } from '../shared/figures.js';
import type { Binary, Disposer } from '../shared/model.js';
import { cssColor, paletteColor } from '../shared/theme.js';
import { around, clipped, Pane, path, withUnit } from './pane.js';

const KEYS =
  'Click to take a value over; left and right move along it, Enter takes the value over.';

interface CurveData {
  about: ExplorerCurve;
  x: Float32Array;
  y: Float32Array;
  values: Float32Array;
}

export class CurveView {
  readonly pane: Pane;
  private data: CurveData | null = null;
  private chosen: number | null = null;
  private hover: [number, number] | null = null;
  private readonly picture = document.createElement('canvas');

  /** Called with what was picked: values of the first and of the second parameter. */
  onPick: (x: number, y: number | null) => void = () => undefined;

  constructor(disposer: Disposer) {
    this.pane = new Pane('curve', 244, KEYS, disposer);
    const { area } = this.pane;
    area.addEventListener('pointermove', event => {
      this.hover = this.pane.shareAt(event);
      this.chosen = null;
      this.read();
      this.paint();
    });
    area.addEventListener('pointerleave', () => {
      this.hover = null;
      this.read();
      this.paint();
    });
    area.addEventListener('click', event => {
      this.hover = this.pane.shareAt(event as PointerEvent);
      this.pick();
    });
    area.addEventListener('keydown', event => this.press(event));
  }

  show(about: ExplorerCurve, buffers: Binary[], isDriven: boolean): void {
    const [x, y, values] = buffers.map(asFloat32);
    this.data = { about, x, y, values };
    const title = about.is_map
      ? `${about.measure.name} over ${about.x.name} and ${about.y.name}`
      : isDriven && about.measure.unit === 'Hz'
        ? 'f–I curve'
        : `${about.measure.name} over ${about.x.name}`;
    this.pane.describe(title);
    this.pane.summarise(this.words(title));
    this.pane.say(values.some(Number.isFinite) ? '' : 'nowhere defined here');
    this.paint();
  }

  empty(reason: string): void {
    this.data = null;
    this.pane.describe('f–I curve');
    this.pane.say(reason);
    this.pane.canvas.begin();
  }

  paint(): void {
    if (!this.data || !this.pane.theme) {
      return;
    }
    this.data.about.is_map ? this.paintMap() : this.paintCurve();
  }

  private paintCurve(): void {
    const { about, x, values } = this.data!;
    const { pane } = this;
    const [lo, hi] = around(values, Math.min(0, ...known(values)));
    const [x0, x1] = [x[0], x[x.length - 1]];
    const ctx = pane.axes(
      { label: withUnit(about.x.name, about.x.unit), lo: x0, hi: x1 },
      { label: withUnit(about.measure.name, about.measure.unit), lo, hi }
    );
    const box = pane.box();
    const place = (a: number, b: number): [number, number] => [
      box.left + ((a - x0) / (x1 - x0)) * box.width,
      box.top + box.height * (1 - (b - lo) / (hi - lo))
    ];
    clipped(ctx, { ...box, top: box.top - 1, height: box.height + 2 }, () => {
      ctx.strokeStyle = pane.theme!.muted;
      ctx.lineWidth = 1;
      ctx.setLineDash([3, 3]);
      path(ctx, 2, k => place(about.x_now, k ? hi : lo));
      ctx.setLineDash([]);
      ctx.strokeStyle = ctx.fillStyle = cssColor(paletteColor(pane.theme!, 2));
      ctx.lineWidth = 2;
      ctx.lineJoin = 'round';
      path(ctx, x.length, k => place(x[k], values[k]));
      const at = this.pointedAt();
      if (at !== null && Number.isFinite(values[at])) {
        ctx.beginPath();
        ctx.arc(...place(x[at], values[at]), 4, 0, 2 * Math.PI);
        ctx.fill();
      }
    });
  }

  private paintMap(): void {
    const { about, x, y, values } = this.data!;
    const { pane, picture } = this;
    const finite = known(values);
    const [lo, hi] = finite.length
      ? [Math.min(...finite), Math.max(...finite)]
      : [0, 1];
    const ctx = pane.axes(
      {
        label: withUnit(about.x.name, about.x.unit),
        lo: x[0],
        hi: x[x.length - 1]
      },
      {
        label: withUnit(about.y.name, about.y.unit),
        lo: y[0],
        hi: y[y.length - 1]
      },
      false
    );
    const [nx, ny] = [x.length, y.length];
    picture.width = nx;
    picture.height = ny;
    const turned = new Float32Array(nx * ny);
    for (let i = 0; i < nx; i++) {
      for (let j = 0; j < ny; j++) {
        turned[(ny - 1 - j) * nx + i] = values[i * ny + j];
      }
    }
    const pixels = new Uint32Array(nx * ny);
    paintValues(turned, lo, hi, colorTable(about.colors), pixels);
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), nx, ny);
    picture.getContext('2d')!.putImageData(image, 0, 0);
    const box = pane.box();
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(picture, box.left, box.top, box.width, box.height);
    const unit = about.measure.unit;
    pane.describe(
      `${about.measure.name} over ${about.x.name} and ${about.y.name}`,
      `${valueText(lo, '')} to ${valueText(hi, unit)}`
    );
    const sx = (about.x_now - x[0]) / (x[nx - 1] - x[0]);
    const sy = (about.y_now - y[0]) / (y[ny - 1] - y[0]);
    ctx.strokeStyle = '#fff';
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(
      box.left + sx * box.width,
      box.top + (1 - sy) * box.height,
      5,
      0,
      2 * Math.PI
    );
    ctx.stroke();
  }

  // Pointing

  private pointedAt(): number | null {
    if (this.chosen !== null) {
      return this.chosen;
    }
    return this.hover && Math.round(this.hover[0] * (this.data!.x.length - 1));
  }

  private rowAt(): number | null {
    const { y, about } = this.data!;
    return about.is_map && this.hover
      ? Math.round(this.hover[1] * (y.length - 1))
      : null;
  }

  private read(): void {
    const at = this.data && this.pointedAt();
    this.pane.read(at === null || !this.data ? '' : this.valueAt(at));
  }

  private valueAt(at: number): string {
    const { about, x, y, values } = this.data!;
    const row = this.rowAt();
    const value = row === null ? values[at] : values[at * y.length + row];
    const second =
      row === null
        ? ''
        : `${about.y.name} = ${valueText(y[row], about.y.unit)}   `;
    return (
      `${about.x.name} = ${valueText(x[at], about.x.unit)}   ${second}` +
      valueText(value, about.measure.unit)
    );
  }

  private pick(): void {
    const at = this.data && this.pointedAt();
    if (this.data && at !== null) {
      const row = this.rowAt();
      this.onPick(this.data.x[at], row === null ? null : this.data.y[row]);
    }
  }

  private press(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (
      !(step || event.key === 'Enter') ||
      event.ctrlKey ||
      event.metaKey ||
      !this.data
    ) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') {
      this.pick();
      return;
    }
    const { x, about } = this.data;
    const now = x.findIndex(value => value >= about.x_now);
    const from = this.pointedAt() ?? Math.max(now, 0);
    this.chosen = Math.min(Math.max(from + step, 0), x.length - 1);
    const text = this.valueAt(this.chosen);
    this.pane.read(text);
    this.pane.summarise(text);
    this.paint();
  }

  private words(title: string): string {
    const { about, values, x } = this.data!;
    const finite = known(values);
    if (!finite.length) {
      return `${title}: nowhere defined`;
    }
    const most = valueText(Math.max(...finite), about.measure.unit);
    const least = valueText(Math.min(...finite), about.measure.unit);
    const onset = about.is_map ? -1 : x[values.findIndex(value => value > 0)];
    const from =
      about.measure.unit === 'Hz' && onset !== undefined && onset >= 0
        ? `, above 0 from ${valueText(onset, about.x.unit)} on`
        : '';
    return `${title}: ${least} to ${most}${from}`;
  }
}

const known = (values: Float32Array): number[] =>
  Array.from(values).filter(Number.isFinite);
