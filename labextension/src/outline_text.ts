/**
 * What model and network cells are called in the table of contents: read from their first line.
 */

const MAGIC = /^%%(neuron|synapse|network)(?![\w-])(.*)/;

/** The entry of a cell; null if it is none of ours or has no name yet. */
export function outlineText(source: string): string | null {
  const [, magic, rest] = MAGIC.exec(source.split('\n', 1)[0]) ?? [];
  const name = rest?.split(/\s+/).find(word => word && !word.startsWith('-'));
  return name ? `${name} (${magic})` : null;
}
