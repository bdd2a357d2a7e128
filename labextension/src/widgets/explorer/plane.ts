/**
 * The phase plane (or line): nullclines, fixed points, arrows, the trace, threshold and reset, and
 * the dot of a neuron that runs.  A click starts the trace there.
 */

import type {
  ExplorerPlane,
  ExplorerPoint,
  PhaseFrame
} from '../../messages.js';
import type { Box } from '../shared/axes.js';
import { asFloat32 } from '../shared/bytes.js';
import { valueText } from '../shared/figures.js';
import type { Binary, Disposer } from '../shared/model.js';
import { cssColor, paletteColor } from '../shared/theme.js';
import { clipped, Pane, path, withUnit } from './pane.js';
import type { State } from './state.js';
import type { TraceData } from './trace.js';

const KEYS =
  'Click to start the trace there; arrow keys move a cross, Enter starts at it, Escape starts ' +
  'where the model does.';
const ARROW_PX = 9;
const POINT_PX = 5;
const MOST_LIVE = 400;
const KEY_STEP = 0.02;

interface PlaneData {
  about: ExplorerPlane;
  points: Float32Array;
  arrows: Float32Array;
}

type Context = CanvasRenderingContext2D;

export class PlaneView {
  readonly pane: Pane;
  private data: PlaneData | null = null;
  private trace: TraceData | null = null;
  private live: [number, number][] = [];
  private cross: [number, number] | null = null; // in shares of the box
  private hover: [number, number] | null = null;
  private request: number | null = null;

  constructor(
    private readonly state: State,
    disposer: Disposer
  ) {
    this.pane = new Pane('plane', 244, KEYS, disposer);
    const { area } = this.pane;
    area.addEventListener('pointermove', event => {
      this.hover = this.pane.shareAt(event);
      this.read();
    });
    area.addEventListener('pointerleave', () => {
      this.hover = null;
      this.read();
    });
    area.addEventListener('click', event => {
      const share = this.pane.shareAt(event as PointerEvent);
      if (share) {
        this.cross = null;
        this.startAt(share);
      }
    });
    area.addEventListener('keydown', event => this.press(event));
  }

  show(about: ExplorerPlane, buffers: Binary[]): void {
    const [points, arrows] = buffers.map(asFloat32);
    this.data = { about, points, arrows };
    const title = about.is_line ? 'phase line' : 'phase plane';
    this.pane.describe(title);
    this.pane.name(this.legend(about));
    this.pane.say('');
    this.pane.summarise(this.words());
    this.paint();
  }

  showTrace(trace: TraceData): void {
    this.trace = trace;
    this.paint();
  }

  /** Say why there is nothing. */
  empty(reason: string): void {
    this.data = null;
    this.pane.describe('phase plane');
    this.pane.say(reason);
    this.pane.canvas.begin();
  }

  /** Where the neuron of a network is. */
  addLive(frame: PhaseFrame, buffers: Binary[]): void {
    const values = asFloat32(buffers[0]);
    const n = values.length / 2;
    if (frame.kind === 'snapshot') {
      this.live = [];
    }
    for (let k = 0; k < n; k++) {
      this.live.push([values[k], values[n + k]]);
    }
    this.live.splice(0, this.live.length - MOST_LIVE);
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      this.paint();
    });
  }

  clearLive(): void {
    this.live = [];
  }

  paint(): void {
    const { data, pane } = this;
    if (!data || !pane.theme) {
      return;
    }
    const { about } = data;
    const ctx = pane.axes(
      {
        label: withUnit(about.x.name, about.x.unit),
        lo: about.x_min,
        hi: about.x_max
      },
      {
        label: withUnit(about.y.name, about.y.unit),
        lo: about.y_min,
        hi: about.y_max
      },
      false
    );
    const box = pane.box();
    clipped(ctx, box, () => {
      this.paintArrows(ctx, box);
      this.paintLines(ctx);
      this.paintTrace(ctx);
      this.paintLive(ctx);
      this.paintCross(ctx, box);
    });
    this.paintPoints(ctx);
  }

  /** Fixed points in words. */
  words(): string {
    const about = this.data?.about;
    if (!about) {
      return '';
    }
    const { points, whole } = about;
    const each = points.map(
      point =>
        `${point.kind} at ${about.x.name} ${valueText(point.x, about.x.unit)}` +
        (about.is_line
          ? ''
          : `, ${about.y.name} ${valueText(point.y, about.y.unit)}`)
    );
    const here = each.length ? each.join('; ') : 'no fixed point here';
    return whole ? `${here}. ${whole}` : here;
  }

  private legend(about: ExplorerPlane): [string, number][] {
    const has = (role: string): boolean =>
      about.lines.some(line => line.role === role);
    const lines: [string, number, boolean][] = [
      [`${about.x.name}′ = 0`, 0, has('x')],
      [`${about.y.name}′ = 0`, 1, has('y')],
      ['threshold, reset', 3, has('reset')],
      ['threshold', 3, has('threshold') && !has('reset')]
    ];
    return lines
      .filter(([, , isThere]) => isThere)
      .map(([name, color]) => [name, color]);
  }

  // Places

  private place = (x: number, y: number): [number, number] => {
    const { about } = this.data!;
    const box = this.pane.box();
    return [
      box.left + ((x - about.x_min) / (about.x_max - about.x_min)) * box.width,
      box.top +
        (1 - (y - about.y_min) / (about.y_max - about.y_min)) * box.height
    ];
  };

  private valueAt([x, y]: [number, number]): [number, number] {
    const { about } = this.data!;
    return [
      about.x_min + x * (about.x_max - about.x_min),
      about.y_min + y * (about.y_max - about.y_min)
    ];
  }

  // Painting

  private color(k: number): string {
    return cssColor(paletteColor(this.pane.theme!, k));
  }

  private paintArrows(ctx: Context, box: Box): void {
    const { arrows, about } = this.data!;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = this.pane.theme!.muted;
    ctx.globalAlpha = 0.38;
    ctx.lineWidth = 1;
    for (let k = 0; k < arrows.length; k += 4) {
      const height = about.is_line
        ? 1 - -about.y_min / (about.y_max - about.y_min)
        : 1 - arrows[k + 1];
      const x = box.left + arrows[k] * box.width;
      const y = box.top + height * box.height;
      const [dx, dy] = [arrows[k + 2] * box.width, -arrows[k + 3] * box.height];
      const size = Math.hypot(dx, dy);
      if (size > 0) {
        arrow(ctx, x, y, (dx / size) * ARROW_PX, (dy / size) * ARROW_PX);
      }
    }
    ctx.restore();
  }

  private paintLines(ctx: Context): void {
    const { about, points } = this.data!;
    const looks = {
      x: [0, []],
      y: [1, []],
      rate: [0, []],
      threshold: [3, [5, 4]],
      reset: [3, [1.5, 3.5]]
    } as const;
    let first = 0;
    ctx.save();
    if (about.is_line) {
      ctx.strokeStyle = this.pane.theme!.line;
      path(ctx, 2, k => this.place(k ? about.x_max : about.x_min, 0));
    }
    for (const { role, n_points } of about.lines) {
      const [color, dash] = looks[role];
      ctx.strokeStyle = this.color(color);
      ctx.lineWidth = dash.length ? 1.5 : 2;
      ctx.setLineDash([...dash]);
      const at = first;
      path(ctx, n_points, k =>
        this.place(points[2 * (at + k)], points[2 * (at + k) + 1])
      );
      first += n_points;
    }
    ctx.restore();
  }

  /** The trace; where a spike resets it the line is interrupted. */
  private paintTrace(ctx: Context): void {
    const { trace } = this;
    const { about } = this.data!;
    if (!trace || trace.about.label !== about.x.name) {
      return;
    }
    ctx.save();
    ctx.strokeStyle = this.pane.theme!.text;
    ctx.globalAlpha = 0.75;
    ctx.lineWidth = 1;
    ctx.lineJoin = 'round';
    const up = (k: number): number => (about.is_line ? 0 : trace.y[k]);
    const isReset = resets(trace);
    path(ctx, trace.t.length * 2, at => {
      const k = at >> 1;
      return at % 2 === 0 && isReset[k]
        ? [NaN, NaN]
        : this.place(trace.x[k], up(k));
    });
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.pane.theme!.text;
    ctx.beginPath();
    ctx.arc(...this.place(trace.x[0], up(0)), 3, 0, 2 * Math.PI);
    ctx.fill();
    ctx.restore();
  }

  private paintLive(ctx: Context): void {
    const { live } = this;
    const { about } = this.data!;
    if (!live.length) {
      return;
    }
    const at = (k: number): [number, number] =>
      this.place(live[k][0], about.is_line ? 0 : live[k][1]);
    ctx.save();
    ctx.strokeStyle = this.color(4);
    ctx.globalAlpha = 0.45;
    ctx.lineWidth = 1.5;
    path(ctx, live.length, at);
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.color(4);
    ctx.strokeStyle = this.pane.theme!.isDark ? '#111' : '#fff';
    ctx.beginPath();
    ctx.arc(...at(live.length - 1), POINT_PX + 1, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  }

  private paintPoints(ctx: Context): void {
    const { theme } = this.pane;
    const box = this.pane.box();
    ctx.save();
    for (const point of this.data!.about.points) {
      const [x, y] = this.place(point.x, point.y);
      if (x < box.left || x > box.left + box.width) {
        continue;
      }
      ctx.strokeStyle = theme!.text;
      ctx.lineWidth = 1.8;
      ctx.fillStyle = point.is_stable
        ? theme!.text
        : theme!.isDark
          ? '#111'
          : '#fff';
      ctx.setLineDash([]);
      ctx.beginPath();
      if (point.is_saddle) {
        diamond(ctx, x, y, POINT_PX + 1.5);
      } else {
        ctx.arc(x, y, POINT_PX, 0, 2 * Math.PI);
      }
      ctx.fill();
      ctx.stroke();
      this.label(ctx, box, point, x, y);
    }
    ctx.restore();
  }

  private label(
    ctx: Context,
    box: Box,
    point: ExplorerPoint,
    x: number,
    y: number
  ): void {
    const theme = this.pane.theme!;
    ctx.font = theme.smallFont;
    ctx.textBaseline = 'middle';
    const words = point.is_beyond
      ? `${point.kind} (beyond threshold)`
      : point.kind;
    const width = ctx.measureText(words).width;
    const isLeft = x + 12 + width > box.left + box.width;
    const at = isLeft ? x - 12 - width : x + 12;
    const high = Math.max(y - 12, box.top + 8);
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = theme.isDark ? '#111' : '#fff';
    ctx.strokeText(words, at, high);
    ctx.fillStyle = theme.text;
    ctx.fillText(words, at, high);
  }

  private paintCross(ctx: Context, box: Box): void {
    if (!this.cross) {
      return;
    }
    const x = box.left + this.cross[0] * box.width;
    const y = box.top + (1 - this.cross[1]) * box.height;
    ctx.save();
    ctx.strokeStyle = this.pane.theme!.text;
    ctx.lineWidth = 1.5;
    path(ctx, 2, k => [x + (2 * k - 1) * 8, y]);
    path(ctx, 2, k => [x, y + (2 * k - 1) * 8]);
    ctx.restore();
  }

  // Starting elsewhere

  private startAt(share: [number, number]): void {
    const { data, state } = this;
    if (!data || !state.hello) {
      return;
    }
    const [x, y] = this.valueAt(share);
    const { look, hello } = state;
    const from = look.start.length ? look.start : hello.starts;
    const start = hello.states.map(({ name }, k) =>
      name === look.x ? x : name === look.y ? y : from[k]
    );
    state.change({ start });
    this.onStart();
  }

  /** Called when the trace starts somewhere else. */
  onStart: () => void = () => undefined;

  private press(event: KeyboardEvent): void {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    const isWanted = across || up || ['Enter', 'Escape'].includes(event.key);
    if (!isWanted || event.ctrlKey || event.metaKey || !this.data) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      this.cross = null;
      this.state.change({ start: [] });
      this.onStart();
    } else if (event.key === 'Enter') {
      this.startAt(this.cross ?? [0.5, 0.5]);
    } else {
      const [x, y] = this.cross ?? [0.5, 0.5];
      const step = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
      this.cross = [clamp(x + across * step), clamp(y + up * step)];
      this.pane.summarise(this.valuesAt(this.cross));
    }
    this.paint();
  }

  private read(): void {
    const { data, hover } = this;
    if (!data || !hover) {
      this.pane.read('');
      return;
    }
    const [px, py] = this.place(...this.valueAt(hover));
    const near = data.about.points.find(point => {
      const [x, y] = this.place(point.x, point.y);
      return Math.hypot(x - px, y - py) < 12;
    });
    this.pane.read(near ? near.text : this.valuesAt(hover));
  }

  private valuesAt(share: [number, number]): string {
    const { about } = this.data!;
    const [x, y] = this.valueAt(share);
    const first = `${about.x.name} = ${valueText(x, about.x.unit)}`;
    return about.is_line
      ? first
      : `${first}   ${about.y.name} = ${valueText(y, about.y.unit)}`;
  }
}

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);

function arrow(
  ctx: Context,
  x: number,
  y: number,
  dx: number,
  dy: number
): void {
  const [x1, y1] = [x + dx / 2, y + dy / 2];
  ctx.beginPath();
  ctx.moveTo(x - dx / 2, y - dy / 2);
  ctx.lineTo(x1, y1);
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - 0.4 * dx + 0.28 * dy, y1 - 0.4 * dy - 0.28 * dx);
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - 0.4 * dx - 0.28 * dy, y1 - 0.4 * dy + 0.28 * dx);
  ctx.stroke();
}

function diamond(ctx: Context, x: number, y: number, size: number): void {
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
}

/** Whether a spike stands between each point of a trace and the one before. */
function resets({ t, spikes }: TraceData): boolean[] {
  let next = 0;
  return Array.from(t, time => {
    const before = next;
    while (next < spikes.length && spikes[next] <= time + 1e-3) {
      next++;
    }
    return next > before;
  });
}
