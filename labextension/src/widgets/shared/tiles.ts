/**
 * Tiles on a grid of columns: what gives way when one is moved.  Pure: no page, no pixels.
 */

export const COLUMNS = 12;

export interface Box {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

const meet = (a: Box, b: Box): boolean =>
  a.id !== b.id &&
  a.x < b.x + b.w &&
  b.x < a.x + a.w &&
  a.y < b.y + b.h &&
  b.y < a.y + a.h;

/** A box that stays on the grid. */
export function fitted<B extends Box>(box: B): B {
  const w = Math.min(Math.max(Math.round(box.w), 1), COLUMNS);
  return {
    ...box,
    w,
    h: Math.min(Math.max(Math.round(box.h), 2), 60),
    x: Math.min(Math.max(Math.round(box.x), 0), COLUMNS - w),
    y: Math.min(Math.max(Math.round(box.y), 0), 999)
  };
}

/**
 * The same tiles without overlaps or holes above them: `first` keeps its place as far as it can,
 * those in its way go down, and all move up as far as there is room.
 */
export function settled<B extends Box>(boxes: readonly B[], first = ''): B[] {
  const order = boxes.map(fitted).sort((a, b) => {
    if (a.y !== b.y) {
      return a.y - b.y;
    }
    if (a.id === first || b.id === first) {
      return a.id === first ? -1 : 1;
    }
    return a.x - b.x;
  });
  const placed: B[] = [];
  for (const box of order) {
    let y = box.y;
    while (placed.some(other => meet({ ...box, y }, other))) {
      y += 1;
    }
    while (y > 0 && !placed.some(other => meet({ ...box, y: y - 1 }, other))) {
      y -= 1;
    }
    placed.push({ ...box, y });
  }
  const byId = new Map(placed.map(box => [box.id, box]));
  return boxes.map(box => byId.get(box.id)!);
}

/** The first row below all tiles. */
export const bottom = (boxes: readonly Box[]): number =>
  Math.max(0, ...boxes.map(box => box.y + box.h));

/** Where a new tile of this size finds room, looking from the top. */
export function room(boxes: readonly Box[], w: number, h: number): Box {
  const last = bottom(boxes);
  for (let y = 0; y < last; y++) {
    for (let x = 0; x + w <= COLUMNS; x++) {
      const box = { id: '', x, y, w, h };
      if (y + h <= last && !boxes.some(other => meet(box, other))) {
        return box;
      }
    }
  }
  return { id: '', x: 0, y: last, w, h };
}

/** A name that no tile has: the kind and a number. */
export function freeId(boxes: readonly Box[], kind: string): string {
  const taken = new Set(boxes.map(box => box.id));
  let number = 1;
  while (taken.has(`${kind}-${number}`)) {
    number += 1;
  }
  return `${kind}-${number}`;
}

/** The tiles in the order in which one reads them. */
export const inOrder = <B extends Box>(boxes: readonly B[]): B[] =>
  [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
