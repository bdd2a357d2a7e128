/**
 * Cells of a picture: where they are, and what they are called.  Pure.
 */

import type { GridHello } from '../../messages.js';
import type { Box } from './axes.js';

export interface Cell {
  column: number;
  row: number;
}

/** Widest shape of a matrix; rectangles of maps keep the shape of the population. */
const WIDEST = 2.5;
/** What would be too flat or too narrow to see is stretched. */
const FLATTEST = 6;

/** Where the picture stands: as large as fits into `room`, from its left. */
export function pictureBox(hello: GridHello, room: Box): Box {
  const own = hello.x_size / Math.max(hello.y_size, 1) || 1;
  const isMatrix = hello.layout === 'matrix';
  const shape = isMatrix
    ? Math.min(Math.max(own, 1), WIDEST)
    : Math.min(Math.max(own, 1 / FLATTEST), FLATTEST);
  const width = Math.max(Math.min(room.width, room.height * shape), 1);
  const height = isMatrix ? room.height : Math.min(room.height, width / shape);
  return { left: room.left, top: room.top, width, height };
}

/** The cell at a place of the plot; null outside the picture. */
export function cellAt(
  hello: GridHello,
  box: Box,
  place: { x: number; y: number }
): Cell | null {
  const column = Math.floor(
    ((place.x - box.left) / box.width) * hello.n_columns
  );
  const row = Math.floor(((place.y - box.top) / box.height) * hello.n_rows);
  const isInside =
    column >= 0 && row >= 0 && column < hello.n_columns && row < hello.n_rows;
  return isInside ? { column, row } : null;
}

/** The first place of a cell, as the kernel counts places. */
export function itemOf(hello: GridHello, { column, row }: Cell): number {
  const [x] = placesOf(column, hello.n_columns, hello.x_size);
  const [y] = placesOf(row, hello.n_rows, hello.y_size);
  return y * hello.x_size + x;
}

/** The cell of a place. */
export const cellOf = (hello: GridHello, x: number, y: number): Cell => ({
  column: Math.floor((x * hello.n_columns) / hello.x_size),
  row: Math.floor((y * hello.n_rows) / hello.y_size)
});

/** A cell moved by an arrow key, not beyond the edges. */
export function moved(hello: GridHello, from: Cell | null, key: string): Cell {
  const [dx, dy] = STEPS[key] ?? [0, 0];
  const { column, row } = from ?? { column: -dx, row: -dy };
  return {
    column: Math.min(Math.max(column + dx, 0), hello.n_columns - 1),
    row: Math.min(Math.max(row + dy, 0), hello.n_rows - 1)
  };
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

export const isArrow = (key: string): boolean => key in STEPS;

/** Places that a cell covers along one side: first and last. */
export function placesOf(
  cell: number,
  nCells: number,
  size: number
): [number, number] {
  const first = Math.ceil((cell * size) / nCells);
  return [first, Math.ceil(((cell + 1) * size) / nCells) - 1];
}

const range = ([first, last]: [number, number], shift = 0): string =>
  first === last ? `${first + shift}` : `${first + shift}–${last + shift}`;

/** What a cell is called: coordinates and rank, ranks of both ends, or its place in a field. */
export function nameOf(hello: GridHello, { column, row }: Cell): string {
  const x = placesOf(column, hello.n_columns, hello.x_size);
  const y = placesOf(row, hello.n_rows, hello.y_size);
  if (hello.layout === 'matrix') {
    const post = range(y, hello.y_first ?? 0);
    return `post ${post} ← pre ${range(x, hello.x_first ?? 0)}`;
  }
  return hello.layout === 'fields'
    ? fieldName(hello, x[0], y[0])
    : mapName(hello, x, y);
}

function mapName(
  hello: GridHello,
  x: [number, number],
  y: [number, number]
): string {
  const isOne = x[0] === x[1] && y[0] === y[1];
  const rank = isOne ? `rank ${y[0] * hello.x_size + x[0]}` : '';
  const place = `(${range(y)}, ${range(x)})`;
  return hello.has_coordinates || !isOne ? `${place}  ${rank}`.trim() : rank;
}

function fieldName(hello: GridHello, x: number, y: number): string {
  const [width, height] = [hello.field_width ?? 1, hello.field_height ?? 1];
  const perRow = Math.floor((hello.x_size + 1) / (width + 1));
  const [i, j] = [x % (width + 1), y % (height + 1)];
  const post =
    hello.fields?.[
      Math.floor(y / (height + 1)) * perRow + Math.floor(x / (width + 1))
    ];
  if (post === undefined || i === width || j === height) {
    return '';
  }
  return `post ${post} ← pre ${j * width + i} (${j}, ${i})`;
}
