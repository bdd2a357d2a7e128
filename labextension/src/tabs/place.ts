/**
 * What a tab shows, in words that outlast a reload: names and paths, no ids of this session.
 */

import type { TabName } from '../messages.js';

/** A live view that the kernel makes for the tab. */
export interface ViewPlace {
  path: string;
  row: string;
  view: TabName;
}

/** An output of a cell, which the tab follows. */
export interface OutputPlace {
  path: string;
  cell: string;
  output: number;
}

export type Place = ViewPlace | OutputPlace;

export const isView = (place: Place): place is ViewPlace => 'view' in place;

/** The same for places that are the same, so that no second tab is opened. */
export const keyOf = (place: Place): string =>
  isView(place)
    ? `view:${place.path}:${place.row}:${place.view}`
    : `output:${place.path}:${place.cell}:${place.output}`;

/** The place that arguments of a command describe; null if they describe none. */
export function placeOf(args: Record<string, unknown>): Place | null {
  const { path, row, view, cell, output } = args;
  if (typeof path !== 'string') {
    return null;
  }
  if (typeof row === 'string' && typeof view === 'string') {
    return { path, row, view: view as TabName };
  }
  return typeof cell === 'string' && typeof output === 'number'
    ? { path, cell, output }
    : null;
}

/** The name of a notebook as people say it. */
export const notebookName = (path: string): string =>
  path.split('/').pop() ?? path;
