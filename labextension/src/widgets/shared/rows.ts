/**
 * Rows of a raster and keys.  Pure.
 */

/** The row that a key leads to from the marked one, upwards or downwards. */
export function rowAfter(
  key: string,
  from: number | null,
  nRows: number
): number | null {
  const step = { ArrowUp: 1, ArrowDown: -1 }[key];
  if (!step || !nRows) {
    return null;
  }
  const start = from ?? (step > 0 ? -1 : nRows);
  return Math.min(Math.max(start + step, 0), nRows - 1);
}
