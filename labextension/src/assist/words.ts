/**
 * What the page knows of a model cell without a kernel: words that fit, and what they mean.
 *
 * In: the text of a cell, an offset.  Out: words of the vocabulary, and the cell's own names.
 */

import type { BridgeWord } from '../messages.js';
import {
  FLAG_WORDS,
  FUNCTION_WORDS,
  NEURON_SECTIONS,
  OPERATIONS,
  OTHER_WORDS,
  SECTION_WORDS,
  SYNAPSE_SECTIONS
} from '../vocabulary.js';
import { bodyStart, placeAt, type Place } from './place.js';

export interface Fitting {
  start: number;
  words: readonly BridgeWord[];
}

/** Words that may be typed at `offset`, and where the beginning that is typed there starts. */
export function fitting(text: string, offset: number): Fitting {
  const place = placeAt(text, offset);
  if (!place) {
    return { start: offset, words: [] };
  }
  const typed = place.typed.toLowerCase();
  const words = candidates(text, place).filter(({ word }) =>
    word.toLowerCase().startsWith(typed)
  );
  return { start: offset - place.typed.length, words };
}

/** What stands at `offset`: the word there, else the call around it; and which argument. */
export function meaningAt(
  text: string,
  offset: number
): { word: BridgeWord; argument: number } | null {
  const place = placeAt(text, offset);
  if (!place) {
    return null;
  }
  const own = candidates(text, place).find(({ word }) => word === place.word);
  const word = own ?? calledAt(text, place);
  return word ? { word, argument: own ? -1 : place.argument } : null;
}

/** The function that is being called at a place. */
export function calledAt(text: string, { call }: Place): BridgeWord | null {
  const known = [...functionsOf(text), ...FUNCTION_WORDS];
  return (call && known.find(({ word }) => word === call)) || null;
}

function candidates(text: string, place: Place): readonly BridgeWord[] {
  const sections = place.kind === 'neuron' ? NEURON_SECTIONS : SYNAPSE_SECTIONS;
  switch (place.part) {
    case 'section':
      return SECTION_WORDS.filter(({ word }) => sections.has(word));
    case 'operation':
      return FUNCTION_WORDS.filter(({ word }) => OPERATIONS.has(word));
    case 'flag':
      return FLAG_WORDS;
    case 'member':
    case 'target':
      return [];
    default:
      return [...namesOf(text), ...FUNCTION_WORDS, ...OTHER_WORDS];
  }
}

const named = (word: string, kind: string, form: string): BridgeWord => ({
  word,
  insert: word,
  kind,
  form: form.trim(),
  text: '',
  unit: '',
  arguments: []
});

/** Names that the lines of a cell define. */
function namesOf(text: string): BridgeWord[] {
  const found = new Map<string, BridgeWord>();
  let section = '';
  for (const line of text.slice(bodyStart(text)).split('\n')) {
    section = /^(\w+)\s*:/.exec(line)?.[1] ?? section;
    const code = line.replace(/^\w+\s*:/, '').split('#', 1)[0];
    const name =
      /\bd([A-Za-z_]\w*)\s*\/\s*dt\b.*=/.exec(code)?.[1] ??
      /^\s*([A-Za-z_]\w*)\s*[-+*/]?=(?!=)/.exec(code)?.[1];
    if (name && name !== 'g_target' && !found.has(name)) {
      const kind = section === 'parameters' ? 'parameter' : 'variable';
      found.set(name, named(name, kind, code));
    }
  }
  return [...found.values(), ...functionsOf(text)];
}

/** Functions that the cell defines. */
function functionsOf(text: string): BridgeWord[] {
  const lines = text.matchAll(
    /^(?:functions\s*:)?\s*(([A-Za-z_]\w*)\s*\(([\w\s,]*)\))\s*=(?!=)/gm
  );
  return [...lines].map(([, form, word, list]) => ({
    ...named(word, 'function', form),
    arguments: list.split(',').map(argument => [argument.trim(), ''])
  }));
}
