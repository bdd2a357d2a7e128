/**
 * Where keys lead in the rows of a tree, after the practice of WAI-ARIA.
 *
 * Rows come flat, top down, with a depth; nothing here knows the page.
 */

import type { BridgeRow } from '../messages.js';

export type Row = Pick<
  BridgeRow,
  'id' | 'depth' | 'name' | 'can_open' | 'is_open'
>;

/** What a key does: another row, or this one opened or closed. */
export interface Move {
  to?: string;
  toggle?: string;
}

/** What a key does at a row; null for keys that mean nothing here. */
export function move(
  rows: readonly Row[],
  current: string,
  key: string
): Move | null {
  const at = rows.findIndex(({ id }) => id === current);
  const row = rows[at];
  const to = (index: number): Move | null =>
    rows[index] ? { to: rows[index].id } : null;
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (row?.can_open && !row.is_open) {
        return { toggle: row.id };
      }
      return row?.is_open && rows[at + 1]?.depth > row.depth
        ? to(at + 1)
        : null;
    case 'ArrowLeft':
      return row?.can_open && row.is_open
        ? { toggle: row.id }
        : to(parent(rows, at));
    default:
      return null;
  }
}

/** The next row whose name begins with what was typed; a longer beginning may stay where it is. */
export function typed(
  rows: readonly Row[],
  current: string,
  text: string
): string | null {
  const begin = text.toLocaleLowerCase();
  const at = rows.findIndex(({ id }) => id === current);
  const first = at + (begin.length > 1 ? 0 : 1);
  const ordered = [...rows.slice(first), ...rows.slice(0, first)];
  const found = ordered.find(({ name }) =>
    name.toLocaleLowerCase().startsWith(begin)
  );
  return found?.id ?? null;
}

/** For each row its place among its siblings, counted from 1, and how many these are. */
export function places(rows: readonly Row[]): [number, number][] {
  const found: [number, number][] = rows.map(() => [0, 0]);
  const open: number[][] = []; // by depth: indices of the siblings so far
  const close = (depth: number): void => {
    while (open.length > depth) {
      const siblings = open.pop() ?? [];
      siblings.forEach((index, k) => (found[index] = [k + 1, siblings.length]));
    }
  };
  rows.forEach(({ depth }, index) => {
    close(depth);
    (open[depth - 1] ??= []).push(index);
  });
  close(0);
  return found;
}

function parent(rows: readonly Row[], at: number): number {
  for (let index = at - 1; index >= 0; index--) {
    if (rows[index].depth < rows[at].depth) {
      return index;
    }
  }
  return -1;
}
