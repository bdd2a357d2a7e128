/**
 * Lists of numbers as people paste them.  Pure.
 */

/** The numbers in a text, apart by spaces, tabs, lines, semicolons or commas; null if it is none. */
export function readNumbers(text: string): number[] | null {
  const words = text
    .trim()
    .replace(/^[[(]|[\])]$/g, '')
    .replace(/−/g, '-')
    .split(/[\s;,]+/)
    .filter(word => word);
  const numbers = words.map(Number);
  return words.length && numbers.every(Number.isFinite) ? numbers : null;
}

/** A value with no more digits than a small field shows. */
export const shortNumber = (value: number): string =>
  String(Number(value.toPrecision(6)));
