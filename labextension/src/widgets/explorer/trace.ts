/**
 * The traces: one state along time, the other one below it, and what drives the neuron, which can be
 * drawn with the pointer or with keys.
 */

import type { ExplorerTrace } from '../../messages.js';
import { asFloat32 } from '../shared/bytes.js';
import { valueText } from '../shared/figures.js';
import type { Binary, Disposer } from '../shared/model.js';
import { cssColor, paletteColor } from '../shared/theme.js';
import { formatTime } from '../shared/ticks.js';
import { around, clipped, Pane, path, withUnit } from './pane.js';
import type { State } from './state.js';

const DRAWING =
  'Drag to draw. Left and right move a cursor, up and down change the value there.';
const N_DRAWN = 200;
const KEY_STEP = 0.05;
const KEY_WIDTH = 4;

export interface TraceData {
  about: ExplorerTrace;
  t: Float32Array;
  x: Float32Array;
  y: Float32Array;
  wave: Float32Array;
  spikes: Float32Array;
}

export function traceOf(about: ExplorerTrace, buffers: Binary[]): TraceData {
  const [t, x, y, wave, spikes] = buffers.map(asFloat32);
  return { about, t, x, y, wave, spikes };
}

export class Traces {
  readonly first: Pane;
  readonly second: Pane;
  readonly drive: Pane;
  data: TraceData | null = null;
  private hair: number | null = null;
  private cursor: number | null = null;
  private driveRange: [number, number] = [0, 1];
  private last: [number, number] | null = null; // of a drag: place and value before

  constructor(
    private readonly state: State,
    disposer: Disposer
  ) {
    this.first = new Pane('trace', 130, 'A trace over time.', disposer);
    this.second = new Pane('second', 70, 'A trace over time.', disposer);
    this.drive = new Pane('drive', 92, DRAWING, disposer);
    this.first.isLabelled = this.second.isLabelled = false;
    for (const pane of this.panes) {
      pane.area.addEventListener('pointermove', event =>
        this.move(pane, event)
      );
      pane.area.addEventListener('pointerleave', () => this.point(null));
    }
    const { area } = this.drive;
    area.addEventListener('pointerdown', event => this.begin(event));
    area.addEventListener('pointermove', event => this.draw(event));
    area.addEventListener('pointerup', () => (this.last = null));
    area.addEventListener('pointercancel', () => (this.last = null));
    area.addEventListener('keydown', event => this.press(event));
  }

  get panes(): Pane[] {
    return [this.first, this.second, this.drive];
  }

  show(data: TraceData): void {
    this.data = data;
    const { look } = this.state;
    const { label, unit } = data.about;
    this.first.describe(label, spikeNote(data, this.state.hello!.is_spiking));
    this.second.root.hidden = !look.y;
    this.second.describe(look.y);
    this.drive.describe(
      look.drive || 'nothing drives it',
      look.drive ? 'drag to draw' : ''
    );
    const [lo, hi] = this.first.root.isConnected ? around(data.x) : [0, 1];
    this.first.summarise(
      `${label} between ${valueText(lo, unit)} and ${valueText(hi, unit)}, ` +
        spikeNote(data, this.state.hello!.is_spiking)
    );
    this.paint();
  }

  paint(): void {
    const { data, state } = this;
    if (!data || !this.first.theme) {
      return;
    }
    const { look } = state;
    const { label, unit } = data.about;
    this.line(
      this.first,
      withUnit(label, unit),
      data.t,
      data.x,
      0,
      around(data.x)
    );
    if (look.y) {
      const name = state.unitOf(look.y) || look.y;
      this.line(this.second, name, data.t, data.y, 1, around(data.y));
    }
    if (!this.last) {
      const { minimum, maximum } = state.hello!;
      this.driveRange = around([...data.wave, minimum, maximum]);
    }
    const name = state.unitOf(look.drive) || look.drive || 'input';
    const n = data.wave.length;
    const times = Float32Array.from(
      data.wave,
      (_, k) => (k / (n - 1 || 1)) * this.end
    );
    const wave = this.drawn() ?? data.wave;
    const at = wave === data.wave ? times : this.placesOf(wave.length);
    this.line(this.drive, name, at, wave, 2, this.driveRange);
    this.paintCursor();
  }

  private get end(): number {
    return this.data?.about.duration_ms ?? 1;
  }

  private placesOf(n: number): Float32Array {
    return Float32Array.from({ length: n }, (_, k) => (k / (n - 1)) * this.end);
  }

  /** What is being drawn is shown at once, before the kernel has answered. */
  private drawn(): Float32Array | null {
    const { shape, points } = this.state.look;
    return shape === 'drawn' && points.length
      ? Float32Array.from(points)
      : null;
  }

  private line(
    pane: Pane,
    label: string,
    t: Float32Array,
    values: Float32Array,
    color: number,
    [lo, hi]: [number, number]
  ): void {
    const ctx = pane.axes(
      { label: 'time (ms)', lo: 0, hi: this.end },
      { label, lo, hi }
    );
    const box = pane.box();
    const place = (k: number): [number, number] => [
      box.left + (t[k] / this.end) * box.width,
      box.top + box.height * (1 - (values[k] - lo) / (hi - lo))
    ];
    clipped(ctx, { ...box, top: box.top - 1, height: box.height + 2 }, () => {
      ctx.strokeStyle = cssColor(paletteColor(pane.theme!, color));
      ctx.lineWidth = 1.4;
      ctx.lineJoin = 'round';
      path(ctx, values.length, place);
      if (this.hair !== null) {
        ctx.strokeStyle = pane.theme!.text;
        ctx.globalAlpha = 0.4;
        ctx.lineWidth = 1;
        const x =
          Math.round(box.left + (this.hair / this.end) * box.width) + 0.5;
        path(ctx, 2, k => [x, box.top + k * box.height]);
      }
    });
  }

  // Reading

  private move(pane: Pane, event: PointerEvent): void {
    const share = pane.shareAt(event);
    this.point(share === null ? null : share[0] * this.end);
  }

  private point(t: number | null): void {
    if (t === this.hair || !this.data) {
      return;
    }
    this.hair = t;
    const { data } = this;
    const { look } = this.state;
    const k = t === null ? -1 : nearest(data.t, t);
    const w =
      t === null ? 0 : Math.round((t / this.end) * (data.wave.length - 1));
    const text = (value: number, unit: string): string =>
      t === null ? '' : valueText(value, unit);
    const time = t === null ? '' : `   ${formatTime(t, 1)}`;
    this.first.read(text(data.x[k], data.about.unit) + time);
    this.second.read(text(data.y[k], this.state.unitOf(look.y)));
    this.drive.read(text(data.wave[w], this.state.unitOf(look.drive)));
    this.paint();
  }

  // Drawing

  private begin(event: PointerEvent): void {
    if (event.button === 0 && this.state.look.drive && this.data) {
      this.drive.area.setPointerCapture(event.pointerId);
      this.cursor = null;
      this.last = null;
      this.put(event);
    }
  }

  private draw(event: PointerEvent): void {
    if (this.last && event.buttons) {
      this.put(event);
    }
  }

  private put(event: PointerEvent): void {
    const box = this.drive.box();
    const ground = this.drive.area.getBoundingClientRect();
    const x = clamp((event.clientX - ground.left - box.left) / box.width);
    const y = clamp(1 - (event.clientY - ground.top - box.top) / box.height);
    const [lo, hi] = this.driveRange;
    const place = x * (N_DRAWN - 1);
    const value = Number((lo + y * (hi - lo)).toPrecision(4));
    const [fromPlace, fromValue] = this.last ?? [place, value];
    const points = this.points();
    const [a, b] = [Math.min(fromPlace, place), Math.max(fromPlace, place)];
    for (let k = Math.round(a); k <= Math.round(b); k++) {
      const share =
        place === fromPlace ? 1 : (k - fromPlace) / (place - fromPlace);
      points[k] = fromValue + clamp(share) * (value - fromValue);
    }
    this.last = [place, value];
    this.take(points);
  }

  private press(event: KeyboardEvent): void {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    if (!(across || up) || event.ctrlKey || event.metaKey || !this.data) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const stride = event.shiftKey ? 20 : 4;
    const from = this.cursor ?? Math.round(N_DRAWN / 2);
    this.cursor = Math.min(Math.max(from + across * stride, 0), N_DRAWN - 1);
    const points = this.points();
    if (up && this.state.look.drive) {
      const [lo, hi] = this.driveRange;
      for (let k = -KEY_WIDTH; k <= KEY_WIDTH; k++) {
        const at = this.cursor + k;
        if (at >= 0 && at < N_DRAWN) {
          const value = points[at] + up * KEY_STEP * (hi - lo);
          points[at] = Math.min(Math.max(value, lo), hi);
        }
      }
      this.take(points);
    }
    const t = (this.cursor / (N_DRAWN - 1)) * this.end;
    const value = valueText(
      points[this.cursor],
      this.state.unitOf(this.state.look.drive)
    );
    this.drive.summarise(`${value} at ${formatTime(t, 0)}`);
    this.paint();
  }

  /** The waveform as points that can be drawn over. */
  private points(): number[] {
    const { look } = this.state;
    const wave = this.data!.wave;
    if (look.shape === 'drawn' && look.points.length === N_DRAWN) {
      return [...look.points];
    }
    const last = wave.length - 1;
    return Array.from(
      { length: N_DRAWN },
      (_, k) => wave[Math.round((k / (N_DRAWN - 1)) * last)]
    );
  }

  private take(points: number[]): void {
    this.state.change({ shape: 'drawn', points });
    this.onDrawn();
    this.paint();
  }

  /** Called when the waveform was drawn. */
  onDrawn: () => void = () => undefined;

  private paintCursor(): void {
    if (this.cursor === null || document.activeElement === null) {
      return;
    }
    const pane = this.drive;
    const box = pane.box();
    const ctx = pane.canvas.element.getContext('2d')!;
    ctx.fillStyle = cssColor(paletteColor(pane.theme!, 2));
    const [lo, hi] = this.driveRange;
    const value = this.points()[this.cursor];
    const x = box.left + (this.cursor / (N_DRAWN - 1)) * box.width;
    const y = box.top + box.height * (1 - (value - lo) / (hi - lo));
    ctx.beginPath();
    ctx.arc(x, y, 4, 0, 2 * Math.PI);
    ctx.fill();
  }
}

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);

function nearest(times: Float32Array, t: number): number {
  let [a, b] = [0, times.length - 1];
  while (b - a > 1) {
    const middle = (a + b) >> 1;
    if (times[middle] <= t) {
      a = middle;
    } else {
      b = middle;
    }
  }
  return t - times[a] < times[b] - t ? a : b;
}

function spikeNote({ spikes, t }: TraceData, isSpiking: boolean): string {
  if (!isSpiking) {
    return '';
  }
  const n = spikes.length;
  return `${n} ${n === 1 ? 'spike' : 'spikes'} in ${formatTime(t[t.length - 1])}`;
}
