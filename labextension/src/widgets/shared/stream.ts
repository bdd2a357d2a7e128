/**
 * The life of a live view: it says hello, takes frames, paints once per animation frame, and says
 * that it has painted where it is asked to.  While nobody can see it, it asks for nothing.
 *
 * What is painted is the business of a `Painter`.
 */

import type {
  BinnedFrame,
  GraphFrame,
  GraphHello,
  GridFrame,
  GridHello,
  HistogramFrame,
  HistogramHello,
  InputsFrame,
  InputsHello,
  LookingQuestion,
  PhaseFrame,
  PhaseHello,
  RasterHello,
  RateFrame,
  RateHello,
  SpikeFrame,
  TraceFrame,
  TraceHello
} from '../../messages.js';
import { PROTOCOL } from '../../messages.js';
import { releaseAxis, sharedAxis } from './axis.js';
import { ExportMenu } from './export_menu.js';
import {
  type Binary,
  Disposer,
  SILENT,
  sync,
  type WidgetModel
} from './model.js';
import type { Plot } from './plot.js';
import { Presence } from './presence.js';
import {
  prefersReducedMotion,
  readTheme,
  watchTheme,
  type Theme
} from './theme.js';

export type TimedHello = RasterHello | RateHello | TraceHello;
export type Hello =
  | TimedHello
  | GridHello
  | HistogramHello
  | PhaseHello
  | GraphHello
  | InputsHello;
export type Frame =
  | SpikeFrame
  | BinnedFrame
  | RateFrame
  | TraceFrame
  | GridFrame
  | HistogramFrame
  | PhaseFrame
  | GraphFrame
  | InputsFrame;

export interface Painter<H extends Hello, F extends Frame> {
  /** Start anew with another description. */
  hello(hello: H, theme: Theme): void;
  /** Take in a frame; `kept_ms` of time are to be kept. */
  add(frame: F, buffers: Binary[], kept_ms: number): void;
  /** Forget all data. */
  clear(): void;
  /** The theme or the size changed. */
  resize(theme: Theme): void;
  /** Paint what the axis shows. */
  paint(): void;
  /** What the hair reads, beside the time; without a time axis, what the pointer reads. */
  read(): string;
  /** In words what is shown, for those who do not see it. */
  summary(): string;
}

export class Stream<H extends Hello, F extends Frame> {
  private readonly disposer = new Disposer();
  private hello: H | null = null;
  private frames = 0;
  private dropped = 0;
  private unpainted: number | null = null; // seq of the newest frame
  private isAsked = false; // whether the kernel waits for an answer
  private request: number | null = null; // of an animation frame
  private isStale = true; // whether data must be painted anew
  private leaveAxis: () => void = () => undefined;
  private readonly presence: Presence;

  constructor(
    private readonly model: WidgetModel,
    private readonly plot: Plot,
    private readonly painter: Painter<H, F>
  ) {
    this.presence = new Presence(model, {
      onLook: isVisible => {
        if (!isVisible) {
          plot.axis?.report(this, null);
        }
      },
      onSilence: () => {
        if (!this.hello) {
          plot.say(SILENT);
        }
      }
    });
  }

  /** Begin; returns how to end. */
  start(): () => void {
    const onMessage = (message: unknown, buffers: Binary[]): void =>
      this.receive(message as H | F | LookingQuestion, buffers);
    this.model.on('msg:custom', onMessage);
    this.disposer.add(() => this.model.off('msg:custom', onMessage));
    this.presence.watch(this.plot.root, this.disposer);
    this.watchLooks();
    new ExportMenu(this.plot, this.model, this.disposer);
    this.plot.say('connecting …');
    return () => this.stop();
  }

  private stop(): void {
    this.presence.leave();
    if (this.request !== null) {
      cancelAnimationFrame(this.request);
    }
    this.leaveAxis();
    this.disposer.dispose();
  }

  // --- messages --------------------------------------------------------------------------

  private receive(message: H | F | LookingQuestion, buffers: Binary[]): void {
    if (message.kind === 'hello') {
      this.presence.heard();
      this.greet(message as H);
    } else if (message.kind === 'looking?') {
      this.presence.answer();
    } else if (message.kind === 'frame' || message.kind === 'snapshot') {
      this.take(message as F, buffers);
    } else if (message.kind === 'ghost' && this.hello) {
      this.painter.add(message as F, buffers, 0);
      this.schedule();
    }
  }

  private greet(hello: H): void {
    if ((hello.protocol as number) !== PROTOCOL) {
      this.plot.say(
        `This view speaks protocol ${PROTOCOL}, the kernel ${hello.protocol}: ` +
          'restart the kernel and reload the page.'
      );
      return;
    }
    this.hello = hello;
    this.plot.hold(false); // what was held belongs to another time
    this.leaveAxis();
    if ('window_ms' in hello) {
      this.joinAxis(hello);
    } else {
      this.plot.onChange = isStale => this.schedule(isStale);
      this.plot.onHold = isHeld => isHeld || this.presence.ask();
    }
    this.dropped = 0;
    const theme = readTheme(this.plot.root);
    this.painter.hello(hello, theme);
    this.plot.applyTheme(theme);
    this.schedule();
  }

  private joinAxis(hello: TimedHello): void {
    const axis = sharedAxis(hello.network, hello.window_ms);
    axis.reducedMotion = prefersReducedMotion();
    const unsubscribe = axis.subscribe(event => {
      this.schedule(event === 'range');
    });
    this.leaveAxis = () => {
      axis.report(this, null);
      unsubscribe();
      releaseAxis(hello.network);
    };
    this.plot.axis = axis;
    this.plot.isLabelled = hello.time_axis ?? true;
  }

  private take(frame: F, buffers: Binary[]): void {
    const axis = this.plot.axis;
    this.isAsked ||= frame.answer ?? false;
    if (!this.hello || this.plot.isHeld) {
      this.answer(frame.seq); // who follows again asks for all of it
      return;
    }
    if (frame.kind === 'snapshot') {
      this.painter.clear();
      this.dropped = 0;
    }
    this.painter.add(frame, buffers, axis?.kept_ms ?? 0);
    this.dropped += frame.dropped;
    this.plot.root.dataset.time = String(frame.t_ms);
    if (!this.presence.isVisible) {
      this.answer(frame.seq);
      return;
    }
    this.unpainted = frame.seq;
    axis?.report(this, frame.t_ms);
    this.schedule();
  }

  /** Tell the kernel what was painted, if it waits for that; JupyterLab shows it busy then. */
  private answer(seq: number): void {
    if (this.isAsked) {
      this.isAsked = false;
      this.model.set('acked', seq);
      sync(this.model);
    }
  }

  // --- painting --------------------------------------------------------------------------

  private watchLooks(): void {
    const changed = (): void => {
      const theme = readTheme(this.plot.root);
      this.plot.applyTheme(theme);
      this.painter.resize(theme);
      this.schedule();
    };
    const observer = new ResizeObserver(changed);
    observer.observe(this.plot.area);
    this.disposer.add(() => observer.disconnect());
    this.disposer.add(watchTheme(changed));
    this.disposer.add(watchScale(changed));
  }

  /** Paint in the next animation frame; a hair that moved leaves the data as they are. */
  private schedule(isStale = true): void {
    this.isStale ||= isStale;
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      this.paint();
    });
  }

  private paint(): void {
    if (!this.hello) {
      return;
    }
    if (this.isStale) {
      this.isStale = false;
      this.painter.paint();
    }
    this.plot.showAxis(this.painter.read());
    this.plot.summarise(() => this.painter.summary());
    this.plot.warn(
      this.dropped ? `${this.dropped} not shown` : '',
      'Too much to send: these are missing from the picture, not from recordings.'
    );
    if (this.unpainted !== null) {
      this.plot.root.dataset.frames = String(++this.frames);
      this.answer(this.unpainted);
      this.unpainted = null;
    }
  }
}

/** Call back when the device pixel ratio changes (zoom, another screen). */
function watchScale(changed: () => void): () => void {
  let query: MediaQueryList;
  const listen = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', fired, { once: true });
  };
  const fired = (): void => {
    changed();
    listen();
  };
  listen();
  return () => query.removeEventListener('change', fired);
}
