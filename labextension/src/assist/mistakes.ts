/**
 * What the page sees to be wrong in a model cell without a kernel: its section words.
 *
 * In: the text of a cell.  Out: problems in the words of the kernel, which finds many more.
 */

import { MAGIC } from '../language.js';
import type { BridgeProblem } from '../messages.js';
import { NEURON_SECTIONS, SYNAPSE_SECTIONS } from '../vocabulary.js';
import { bodyStart } from './place.js';

export function mistakes(text: string): BridgeProblem[] {
  const kind = MAGIC.exec(text)?.[1];
  return kind ? sectionMistakes(text, bodyStart(text), kind) : [];
}

function sectionMistakes(
  text: string,
  start: number,
  kind: string
): BridgeProblem[] {
  const known = kind === 'neuron' ? NEURON_SECTIONS : SYNAPSE_SECTIONS;
  const seen = new Set<string>();
  const found: BridgeProblem[] = [];
  for (const header of text.slice(start).matchAll(/^([A-Za-z_]\w*)\s*:/gm)) {
    const word = header[1];
    const at = start + header.index;
    if (!known.has(word)) {
      const fix = nearest(word, known);
      const list = `write one of ${[...known].join(', ')}`;
      const hint = fix ? `did you mean '${fix}'?` : list;
      found.push(problem(at, word, `unknown section '${word}'`, hint, fix));
    } else if (seen.has(word)) {
      const message = `a second section '${word}'`;
      found.push(problem(at, word, message, 'write all of it in one section'));
    }
    seen.add(word);
  }
  return found;
}

const problem = (
  start: number,
  word: string,
  message: string,
  hint: string,
  fix = ''
): BridgeProblem => ({
  start,
  stop: start + word.length,
  severity: 'error',
  code: 'ANN116',
  message,
  hint,
  fix
});

/** The known word that a misspelt one is nearest to; '' if none is near. */
export function nearest(word: string, known: Iterable<string>): string {
  const all = [...known].map(each => ({ each, far: distance(word, each) }));
  const best = all.sort((a, b) => a.far - b.far)[0];
  return best && best.far <= Math.max(1, word.length / 3) ? best.each : '';
}

/** How many letters have to be changed, put in or taken out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  [...a.toLowerCase()].forEach((letter, line) => {
    const next = [line + 1];
    [...b].forEach((other, column) => {
      const change = row[column] + (letter === other ? 0 : 1);
      next.push(Math.min(change, row[column + 1] + 1, next[column] + 1));
    });
    row = next;
  });
  return row[b.length];
}
