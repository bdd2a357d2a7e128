/**
 * The brush: while the kernel says that somebody draws, a pressed pointer stimulates what it goes
 * over, and neither selects nor moves the picture.
 */

import type { PaintMessage } from '../../messages.js';
import { h } from './dom.js';
import { type Disposer, tell, type WidgetModel } from './model.js';
import type { Pickable } from './selection.js';

const SEND_EVERY_MS = 40;
const GRAIN_PX = 3;

/** Places within a circle around a point, or on a line through it, and always the point. */
export function places(
  x: number,
  y: number,
  radius: number,
  isUpright: boolean
): [number, number][] {
  const found: [number, number][] = [[x, y]];
  const reach = isUpright ? 0 : radius;
  for (let dx = -reach; dx <= reach; dx += GRAIN_PX) {
    for (let dy = -radius; dy <= radius; dy += GRAIN_PX) {
      if (dx * dx + dy * dy <= radius * radius) {
        found.push([x + dx, y + dy]);
      }
    }
  }
  return found;
}

export interface Canvas {
  area: HTMLElement;
  /** Whether only the height counts, as where time runs to the right. */
  isUpright: boolean;
}

export class Brush {
  private readonly circle = h('div', {
    class: 'annl-brush',
    hidden: true,
    'aria-hidden': 'true'
  });
  private readonly waiting = new Set<number>();
  private isDown = false;
  private timer: number | null = null;

  constructor(
    private readonly model: WidgetModel,
    private readonly canvas: Canvas,
    private readonly pickable: Pickable,
    disposer: Disposer
  ) {
    const { area } = canvas;
    area.append(this.circle);
    const show = (): void => this.show();
    model.on('change:brush', show);
    disposer.add(() => model.off('change:brush', show));
    disposer.add(() => this.timer !== null && clearTimeout(this.timer));
    const first = { capture: true };
    disposer.listen(area, 'pointerdown', e => this.press(e), first);
    disposer.listen(area, 'pointermove', e => this.move(e), first);
    for (const type of ['pointerup', 'pointercancel'] as const) {
      disposer.listen(area, type, e => this.lift(e), first);
    }
    disposer.listen(area, 'click', e => this.keep(e), first);
    disposer.listen(area, 'pointerleave', () => (this.circle.hidden = true));
    this.show();
  }

  private get radius(): number {
    return Number(this.model.get('brush')) || 0;
  }

  private show(): void {
    const { area } = this.canvas;
    area.classList.toggle('annl-painting', this.radius > 0);
    area.dataset.brush = String(this.radius);
    if (!this.radius) {
      this.circle.hidden = true;
      this.isDown = false;
    }
  }

  /** Nobody else hears of it while the brush is held. */
  private keep(event: Event): boolean {
    if (this.radius) {
      event.stopImmediatePropagation();
      event.preventDefault();
    }
    return this.radius > 0;
  }

  private press(event: PointerEvent): void {
    if (event.button === 0 && this.keep(event)) {
      this.isDown = true;
      this.canvas.area.setPointerCapture(event.pointerId);
      this.paint(event);
    }
  }

  private move(event: PointerEvent): void {
    if (!this.radius) {
      return;
    }
    const { left, top } = this.canvas.area.getBoundingClientRect();
    this.circle.hidden = false;
    Object.assign(this.circle.style, {
      left: `${event.clientX - left - this.radius}px`,
      top: `${event.clientY - top - this.radius}px`,
      width: `${2 * this.radius}px`,
      height: `${2 * this.radius}px`
    });
    if (this.isDown) {
      this.keep(event);
      this.paint(event);
    }
  }

  private lift(event: PointerEvent): void {
    if (this.isDown) {
      this.keep(event);
      this.isDown = false;
      this.send();
    }
  }

  private paint(event: PointerEvent): void {
    const { area, isUpright } = this.canvas;
    const { left, top } = area.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    for (const [px, py] of places(x, y, this.radius, isUpright)) {
      const item = this.pickable.itemAt(px, py);
      if (item !== null) {
        this.waiting.add(item);
      }
    }
    this.timer ??= window.setTimeout(() => this.send(), SEND_EVERY_MS);
  }

  private send(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.waiting.size) {
      const items = [...this.waiting].sort((a, b) => a - b);
      this.waiting.clear();
      const message: PaintMessage = { kind: 'paint', items };
      tell(this.model, message);
    }
  }
}
