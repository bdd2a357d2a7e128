/**
 * What pointer, wheel and keys do to the shared time axis; drags and wheels for other plots, too.
 *
 * Moving shows the hair, dragging holds the axis and moves it, the wheel zooms, a double click
 * follows the newest time again.  A wheel that began outside belongs to the page: scrolling past
 * a plot does not zoom it.
 */

import type { TimeAxis } from './axis.js';
import type { Box } from './axes.js';
import type { Disposer } from './model.js';

const WHEEL_PAUSE_MS = 250;
export const ZOOM_PER_NOTCH = 1.2;
const DRAG_STARTS_PX = 3;

export interface GestureTarget {
  plot: HTMLElement;
  axis(): TimeAxis | null;
  box(): Box;
}

export function attachGestures(
  target: GestureTarget,
  disposer: Disposer
): void {
  attachPointer(target, disposer);
  attachWheel(target, disposer);
  attachKeys(target, disposer);
}

/** Time under a horizontal position of the page; null outside the plotting area. */
function timeAt(target: GestureTarget, clientX: number): number | null {
  const axis = target.axis();
  const { left, width } = target.box();
  const x = clientX - target.plot.getBoundingClientRect().left - left;
  if (!axis || x < 0 || x > width) {
    return null;
  }
  const { start_ms, end_ms } = axis.span();
  return start_ms + (x / width) * (end_ms - start_ms);
}

function msPerPixel(target: GestureTarget): number {
  const { start_ms, end_ms } = target.axis()!.span();
  return (end_ms - start_ms) / target.box().width;
}

function attachPointer(target: GestureTarget, disposer: Disposer): void {
  const { plot } = target;
  let dragX: number | null = null;
  let isDragging = false;

  disposer.listen(plot, 'pointerdown', event => {
    if (event.button === 0 && timeAt(target, event.clientX) !== null) {
      dragX = event.clientX;
      isDragging = false;
    }
  });
  disposer.listen(plot, 'pointermove', event => {
    const axis = target.axis();
    if (!axis) {
      return;
    }
    if (dragX !== null && Math.abs(event.clientX - dragX) >= DRAG_STARTS_PX) {
      isDragging = true;
      plot.setPointerCapture(event.pointerId);
    }
    if (isDragging) {
      axis.pan((dragX! - event.clientX) * msPerPixel(target));
      dragX = event.clientX;
    }
    plot.classList.toggle('annl-dragging', isDragging);
    axis.setHair(timeAt(target, event.clientX));
  });
  const release = (): void => {
    dragX = null;
    isDragging = false;
    plot.classList.remove('annl-dragging');
  };
  disposer.listen(plot, 'pointerup', release);
  disposer.listen(plot, 'pointercancel', release);
  disposer.listen(plot, 'pointerleave', () => target.axis()?.setHair(null));
  disposer.listen(plot, 'dblclick', () => target.axis()?.reset());
}

function attachWheel(target: GestureTarget, disposer: Disposer): void {
  watchWheel(target.plot, disposer, (event, factor) => {
    const at_ms = timeAt(target, event.clientX);
    if (at_ms !== null) {
      target.axis()!.zoom(factor, at_ms);
    }
    return at_ms !== null;
  });
}

/**
 * Call `zoom` for each notch of a wheel over the plot, unless it scrolls the page; it returns
 * whether it has used it.
 */
export function watchWheel(
  plot: HTMLElement,
  disposer: Disposer,
  zoom: (event: WheelEvent, factor: number) => boolean
): void {
  let pageScrolledAt = -Infinity;
  const elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(plot)) {
      pageScrolledAt = event.timeStamp;
    }
  };
  document.addEventListener('wheel', elsewhere, { passive: true });
  disposer.add(() => document.removeEventListener('wheel', elsewhere));
  const turned = (event: WheelEvent): void => {
    if (event.timeStamp - pageScrolledAt < WHEEL_PAUSE_MS) {
      pageScrolledAt = event.timeStamp;
    } else if (
      event.deltaY !== 0 &&
      zoom(event, ZOOM_PER_NOTCH ** Math.sign(event.deltaY))
    ) {
      event.preventDefault();
    }
  };
  disposer.listen(plot, 'wheel', turned, { passive: false });
}

export interface DragTarget {
  canStart(event: PointerEvent): boolean;
  /** The pointer has moved by so many CSS pixels. */
  move(dx: number, dy: number): void;
  end?(): void;
}

/** Follow a pointer that is pressed and moved; a few pixels are no drag but a click. */
export function watchDrags(
  plot: HTMLElement,
  disposer: Disposer,
  target: DragTarget
): void {
  let last: { x: number; y: number } | null = null;
  let isDragging = false;
  disposer.listen(plot, 'pointerdown', event => {
    if (event.button === 0 && target.canStart(event)) {
      last = { x: event.clientX, y: event.clientY };
    }
  });
  disposer.listen(plot, 'pointermove', event => {
    if (!last) {
      return;
    }
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    if (!isDragging && Math.hypot(dx, dy) < DRAG_STARTS_PX) {
      return;
    }
    if (!isDragging) {
      isDragging = true;
      plot.setPointerCapture(event.pointerId);
      plot.classList.add('annl-dragging');
    }
    last = { x: event.clientX, y: event.clientY };
    target.move(dx, dy);
  });
  const release = (): void => {
    if (isDragging) {
      target.end?.();
    }
    last = null;
    isDragging = false;
    plot.classList.remove('annl-dragging');
  };
  disposer.listen(plot, 'pointerup', release);
  disposer.listen(plot, 'pointercancel', release);
}

function attachKeys(target: GestureTarget, disposer: Disposer): void {
  disposer.listen(target.plot, 'keydown', event => {
    const axis = target.axis();
    if (!axis || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { start_ms, end_ms } = axis.span();
    const step = (end_ms - start_ms) / (event.shiftKey ? 2 : 10);
    const middle = (start_ms + end_ms) / 2;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => axis.pan(-step),
      ArrowRight: () => axis.pan(step),
      '+': () => axis.zoom(1 / ZOOM_PER_NOTCH, middle),
      '-': () => axis.zoom(ZOOM_PER_NOTCH, middle),
      '0': () => axis.reset(),
      Home: () => axis.reset(),
      Escape: () => axis.reset()
    };
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  });
}

/** What can be held though it has no time axis: the present state. */
export interface Holdable {
  readonly area: HTMLElement;
  readonly axis: TimeAxis | null;
  readonly isHeld: boolean;
  /** Whether dragging moves something, and so holds nothing. */
  readonly isMovable: boolean;
  hold(isHeld: boolean): void;
}

/** Dragging over a plot of the present holds it; a double click follows again, as Home does. */
export function attachHold(plot: Holdable, disposer: Disposer): void {
  let from: { x: number; y: number } | null = null;
  const { area } = plot;
  disposer.listen(area, 'pointerdown', ({ button, clientX: x, clientY: y }) => {
    from = button === 0 ? { x, y } : null;
  });
  disposer.listen(area, 'pointermove', ({ buttons, clientX, clientY }) => {
    if (from && buttons & 1 && !plot.axis && !plot.isMovable) {
      const moved = Math.hypot(clientX - from.x, clientY - from.y);
      plot.hold(moved >= DRAG_STARTS_PX || plot.isHeld);
    }
  });
  disposer.listen(area, 'pointerup', () => (from = null));
  disposer.listen(area, 'dblclick', () => plot.hold(false));
  disposer.listen(area, 'keydown', event => {
    const isHold = event.key === 'f' || event.key === 'F';
    const isKnown = isHold || event.key === 'Home';
    if (isKnown && !plot.axis && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      plot.hold(isHold && !plot.isHeld);
    }
  });
}
