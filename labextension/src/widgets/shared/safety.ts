/**
 * What a change takes, as a quiet sign and a word.
 */

import type { Control, Safety } from '../../messages.js';
import { h } from './dom.js';

interface Told {
  sign: string;
  word: string;
}

const TOLD: Record<Safety, Told> = {
  live: { sign: '●', word: 'live' },
  recomputed: { sign: '◉', word: 'live, recomputed' },
  reset: { sign: '↻', word: 'needs reset' },
  fixed: { sign: '🔒︎', word: 'cannot change now' }
};

export const safetyOf = (control: Control): Safety =>
  control.safety ?? (control.enabled ? 'live' : 'fixed');

/** The sign alone where a change is live; with its word where it takes more. */
export function safetyMark(control: Control): HTMLElement {
  const safety = safetyOf(control);
  const { sign, word } = TOLD[safety];
  const text = control.reason || control.safety_text || word;
  const isQuiet = safety === 'live' || safety === 'recomputed';
  return h(
    'span',
    {
      class: 'annl-safety',
      role: 'note',
      title: `${word}: ${text}`,
      'aria-label': `${word}: ${text}`,
      'data-testid': 'annl-safety',
      'data-safety': safety
    },
    h('span', { class: 'annl-sign', 'aria-hidden': 'true' }, sign),
    ...(isQuiet ? [] : [h('span', { class: 'annl-word' }, word)])
  );
}
