/**
 * Which part of a picture is shown: all of it, or a window that the user has zoomed into and moves.
 * The same gestures as on the axis of time: the wheel zooms where the pointer is, dragging moves, a
 * double click shows everything again; so do + - 0 on the keyboard.
 */

import type { Box } from './axes.js';
import { watchDrags, watchWheel, ZOOM_PER_NOTCH } from './gestures.js';
import type { Disposer } from './model.js';
import type { Plot } from './plot.js';

const SMALLEST = 1 / 64;

/** A square part of the unit square, which stands for the whole picture. */
export class Lens {
  x = 0;
  y = 0;
  size = 1;

  get isZoomed(): boolean {
    return this.size < 1;
  }

  /** Zoom by `factor`, above 1 outwards; what lies at a share of the window stays there. */
  zoom(factor: number, atX = 0.5, atY = 0.5): void {
    const size = Math.min(Math.max(this.size * factor, SMALLEST), 1);
    this.x += atX * (this.size - size);
    this.y += atY * (this.size - size);
    this.size = size;
    this.pan(0, 0);
  }

  /** Move the window by shares of itself, not beyond the picture. */
  pan(dx: number, dy: number): void {
    const inside = (start: number): number =>
      Math.min(Math.max(start, 0), 1 - this.size);
    this.x = inside(this.x + dx * this.size);
    this.y = inside(this.y + dy * this.size);
  }

  reset(): void {
    [this.x, this.y, this.size] = [0, 0, 1];
  }

  /** Move just as far as it takes to see a part of the picture. */
  reveal(x: number, y: number, width: number, height: number): void {
    const shift = (start: number, at: number, length: number): number =>
      Math.min(at - start, 0) ||
      Math.max(at + Math.min(length, this.size) - start - this.size, 0);
    this.x += shift(this.x, x, width);
    this.y += shift(this.y, y, height);
    this.pan(0, 0);
  }

  /** Where the whole picture stands when `box` shows the window. */
  whole(box: Box): Box {
    const [width, height] = [box.width / this.size, box.height / this.size];
    return {
      left: box.left - this.x * width,
      top: box.top - this.y * height,
      width,
      height
    };
  }
}

export interface LensTarget {
  plot: HTMLElement;
  lens: Lens;
  /** Where the window is shown. */
  box(): Box;
  changed(): void;
}

/** Have a plot offer to move what is zoomed and to show everything again, and paint it anew. */
export function showZoom(lens: Lens, plot: Plot): void {
  plot.isMovable = lens.isZoomed;
  plot.unzoom = lens.isZoomed
    ? () => {
        lens.reset();
        showZoom(lens, plot);
      }
    : null;
  plot.onChange(true);
}

export function attachLens(target: LensTarget, disposer: Disposer): void {
  const { plot, lens } = target;
  const share = (clientX: number, clientY: number): [number, number] => {
    const ground = plot.getBoundingClientRect();
    const { left, top, width, height } = target.box();
    return [
      (clientX - ground.left - left) / width,
      (clientY - ground.top - top) / height
    ];
  };
  watchWheel(plot, disposer, (event, factor) => {
    const [x, y] = share(event.clientX, event.clientY);
    const isInside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    if (isInside) {
      lens.zoom(factor, x, y);
      target.changed();
    }
    return isInside;
  });
  watchDrags(plot, disposer, {
    canStart: () => lens.isZoomed,
    move: (dx, dy) => {
      const { width, height } = target.box();
      lens.pan(-dx / width, -dy / height);
      target.changed();
    }
  });
  const act = (action: () => void): void => {
    action();
    target.changed();
  };
  disposer.listen(plot, 'dblclick', () => act(() => lens.reset()));
  disposer.listen(plot, 'keydown', event => {
    const actions: Record<string, () => void> = {
      '+': () => lens.zoom(1 / ZOOM_PER_NOTCH),
      '=': () => lens.zoom(1 / ZOOM_PER_NOTCH),
      '-': () => lens.zoom(ZOOM_PER_NOTCH),
      '0': () => lens.reset(),
      Home: () => lens.reset()
    };
    const action = actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      act(action);
    }
  });
}
