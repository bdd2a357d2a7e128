/**
 * A canvas that fills a plot, sharp at any scale of the screen.
 */

import { h } from './dom.js';

/** What a canvas fills. */
export interface Ground {
  readonly area: HTMLElement;
  readonly width: number;
  readonly height: number;
}

export class Canvas {
  readonly element = h('canvas', { 'aria-hidden': 'true' });
  private readonly ctx = this.element.getContext('2d')!;

  constructor(private readonly plot: Ground) {
    plot.area.prepend(this.element);
  }

  /** Take the size of the plot. */
  resize(): void {
    const { width, height } = this.plot;
    this.element.width = Math.max(Math.round(width * devicePixelRatio), 1);
    this.element.height = Math.max(Math.round(height * devicePixelRatio), 1);
  }

  /** Wipe everything; what is painted next is measured in CSS pixels. */
  begin(): CanvasRenderingContext2D {
    this.ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.ctx.clearRect(0, 0, this.element.width, this.element.height);
    this.ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    return this.ctx;
  }
}
