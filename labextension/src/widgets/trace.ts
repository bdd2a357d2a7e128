/**
 * The trace view: the values of a variable of single neurons.
 */

import type { TraceFrame, TraceHello } from '../messages.js';
import { asFloat32 } from './shared/bytes.js';
import { Lines } from './shared/lines.js';
import {
  Disposer,
  type Binary,
  type Cleanup,
  type RenderProps
} from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { attachPicking, Picks, type Pickable } from './shared/selection.js';
import { Stream, type Painter } from './shared/stream.js';
import type { Theme } from './shared/theme.js';

const HEIGHT = 170;

const REACH_PX = 10;

class TracePainter implements Painter<TraceHello, TraceFrame>, Pickable {
  private readonly lines: Lines;

  constructor(
    private readonly plot: Plot,
    { model }: RenderProps,
    disposer: Disposer
  ) {
    this.lines = new Lines(plot, { isStepped: false, floor: null, digits: 2 });
    const picks = new Picks(model, disposer, () => undefined);
    attachPicking(plot.area, this, picks, disposer);
  }

  /** The line that passes nearby. */
  itemAt(x: number, y: number): number | null {
    return this.lines.nearest(x, y, REACH_PX);
  }

  hello(hello: TraceHello, theme: Theme): void {
    this.plot.describe(hello.title, hello.series);
    this.lines.describe(hello.series, hello.label, hello.unit, theme);
  }

  add(frame: TraceFrame, buffers: Binary[], kept_ms: number): void {
    const { store } = this.lines;
    // an envelope is drawn as what it stands for: a line that visits both ends of every span
    const dt_ms = frame.envelope ? frame.dt_ms / 2 : frame.dt_ms;
    if (frame.kind === 'ghost') {
      const rows = buffers.map(asFloat32);
      this.lines.addGhost(frame.branch ?? '', frame.t0_ms, dt_ms, rows);
      return;
    }
    store.add(frame.t0_ms, dt_ms, buffers.map(asFloat32));
    store.dropBefore(frame.t_ms - kept_ms);
  }

  clear(): void {
    this.lines.clear();
  }

  resize(theme: Theme): void {
    this.lines.build(theme);
  }

  paint(): void {
    this.lines.paint();
  }

  summary(): string {
    return this.lines.summary(false);
  }

  read(): string {
    const hair_ms = this.plot.axis?.hair_ms ?? null;
    this.plot.setValues(this.lines.valuesAt(hair_ms));
    return '';
  }
}

function render(props: RenderProps): Cleanup {
  const { model, el } = props;
  const disposer = new Disposer();
  const plot = new Plot('trace', heightOf(model, HEIGHT), el, disposer);
  const painter = new TracePainter(plot, props, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
