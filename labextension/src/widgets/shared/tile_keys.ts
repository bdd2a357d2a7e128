/**
 * What keys do to a tile.  Pure.
 */

import { bottom, COLUMNS, type Box } from './tiles.js';

const above = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w;

/** The tile after a key on its handle; null if the key means nothing. */
export function moved<B extends Box>(
  boxes: readonly B[],
  id: string,
  key: string,
  isResizing: boolean
): B | null {
  const box = boxes.find(other => other.id === id);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[key];
  if (!box || step === undefined) {
    return null;
  }
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  if (isResizing) {
    return isAcross
      ? { ...box, w: Math.min(box.w + step, COLUMNS - box.x) }
      : { ...box, h: box.h + step };
  }
  return isAcross
    ? { ...box, x: box.x + step }
    : { ...box, y: nextRow(boxes, box, step) };
}

/** Up and down a tile changes places with the next one: holes above it would close again. */
function nextRow(boxes: readonly Box[], box: Box, step: number): number {
  const others = boxes.filter(other => other.id !== box.id);
  const column = others.filter(other => above(other, box));
  if (step > 0) {
    const below = column.filter(other => other.y >= box.y + box.h);
    const first = Math.min(...below.map(other => other.y));
    return below.length ? first + 1 : bottom(others);
  }
  const over = column.filter(other => other.y + other.h <= box.y);
  return over.length ? Math.max(...over.map(other => other.y)) : 0;
}
