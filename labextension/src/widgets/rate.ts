/**
 * The rate view: the mean firing rate of each population in bins of time.
 */

import type { RateFrame, RateHello } from '../messages.js';
import { asFloat32 } from './shared/bytes.js';
import { Lines } from './shared/lines.js';
import {
  Disposer,
  type Binary,
  type Cleanup,
  type RenderProps
} from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { Stream, type Painter } from './shared/stream.js';
import type { Theme } from './shared/theme.js';

const HEIGHT = 150;
const MEANS_EVERY_MS = 500; // a number that changes faster cannot be read

class RatePainter implements Painter<RateHello, RateFrame> {
  private readonly lines: Lines;
  private meansAt = -Infinity;
  private timer: number | null = null;

  constructor(private readonly plot: Plot) {
    this.lines = new Lines(plot, { isStepped: true, floor: 0, digits: 1 });
  }

  hello(hello: RateHello, theme: Theme): void {
    this.plot.describe(hello.title, hello.series);
    this.lines.describe(hello.series, 'rate', hello.unit, theme);
    this.meansAt = -Infinity;
  }

  add(frame: RateFrame, buffers: Binary[], kept_ms: number): void {
    const { store } = this.lines;
    if (frame.kind === 'ghost') {
      const rows = buffers.map(asFloat32);
      this.lines.addGhost(frame.branch ?? '', frame.t0_ms, frame.bin_ms, rows);
      return;
    }
    store.add(frame.t0_ms, frame.bin_ms, buffers.map(asFloat32));
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
    return this.lines.summary(true);
  }

  /** The legend shows the rates under the hair, else their means over the window. */
  read(): string {
    const hair_ms = this.plot.axis?.hair_ms ?? null;
    if (hair_ms !== null) {
      this.plot.setValues(this.lines.valuesAt(hair_ms));
      this.meansAt = -Infinity;
    } else {
      this.showMeansSoon();
    }
    return '';
  }

  private showMeansSoon(): void {
    const rest = this.meansAt + MEANS_EVERY_MS - performance.now();
    this.timer ??= window.setTimeout(
      () => {
        this.timer = null;
        this.meansAt = performance.now();
        if (this.plot.axis?.hair_ms === null) {
          const means = this.lines.means();
          this.plot.setValues(means.map(text => text && `mean ${text}`));
        }
      },
      Math.max(rest, 0)
    );
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const disposer = new Disposer();
  const plot = new Plot('rate', heightOf(model, HEIGHT), el, disposer);
  const stop = new Stream(model, plot, new RatePainter(plot)).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
