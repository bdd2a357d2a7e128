/**
 * What may stand at a place of a model cell, as far as the text alone tells.
 *
 * In: the text of a cell, an offset.  Out: a `Place`; null in prose, comments and the first line.
 * The kernel knows more (`annarchy_lab.lab.assist.cell`); this is for when it does not answer.
 */

import { MAGIC } from '../language.js';
import { PROSE, SECTIONS } from '../vocabulary.js';

export interface Place {
  part: 'section' | 'expression' | 'flag' | 'member' | 'target' | 'operation';
  kind: 'neuron' | 'synapse';
  section: string;
  /** The beginning of a word before the offset. */
  typed: string;
  /** The whole word that the offset touches. */
  word: string;
  /** The innermost open call, where its name starts, and which of its arguments is written. */
  call: string;
  callAt: number;
  argument: number;
}

const DOCSTRING = /^\s*("""|''')[\s\S]*?(?:\1|$)/;

/** The part behind the first line and the docstring. */
export function bodyStart(text: string): number {
  const first = text.indexOf('\n') + 1;
  const start = first || text.length;
  return start + (DOCSTRING.exec(text.slice(start))?.[0].length ?? 0);
}

export function placeAt(text: string, offset: number): Place | null {
  const magic = MAGIC.exec(text);
  const start = bodyStart(text);
  if (!magic || offset < start) {
    return null;
  }
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const section = sectionAt(text.slice(start, offset));
  const common = {
    kind: magic[1] as Place['kind'],
    section,
    word: wordAt(text, offset),
    ...openCall(before, lineStart)
  };
  if (/^\w*$/.test(before)) {
    return { part: 'section', typed: before, ...common };
  }
  if (before.includes('#') || section === '' || PROSE.has(section)) {
    return null;
  }
  return { ...partOf(before.replace(/^\w+\s*:/, ''), section), ...common };
}

function sectionAt(text: string): string {
  let found = '';
  for (const line of text.split('\n')) {
    const word = /^(\w+)\s*:/.exec(line)?.[1] ?? '';
    found = SECTIONS.has(word) ? word : found;
  }
  return found;
}

function partOf(text: string, section: string): Pick<Place, 'part' | 'typed'> {
  const typed = /[A-Za-z_]\w*$/.exec(text)?.[0] ?? '';
  if (section === 'operation') {
    return { part: 'operation', typed };
  }
  if (/\b(?:pre|post)\.\w*$/.test(text)) {
    return { part: 'member', typed };
  }
  if (/\bsum\(\s*\w*$/.test(text)) {
    return { part: 'target', typed };
  }
  if (isFlag(text)) {
    return { part: 'flag', typed: /[A-Za-z_][\w-]*$/.exec(text)?.[0] ?? '' };
  }
  return { part: 'expression', typed };
}

/** Whether the end of a text stands behind the colon of options, outside of their values. */
function isFlag(text: string): boolean {
  const colon = text.lastIndexOf(':');
  const before = text.slice(0, colon);
  const branches = before.match(/\b(?:if|else)\b/g)?.length ?? 0;
  if (colon < 0 || before.split(':').length <= branches) {
    return false;
  }
  const last = text.slice(colon + 1).split(/,(?![^(]*\))/);
  return !last[last.length - 1].includes('=');
}

function openCall(
  text: string,
  lineStart: number
): Pick<Place, 'call' | 'callAt' | 'argument'> {
  let depth = 0;
  let argument = 0;
  for (let index = text.length - 1; index >= 0; index--) {
    const sign = text[index];
    if (sign === ')') {
      depth += 1;
    } else if (sign === '(' && depth) {
      depth -= 1;
    } else if (sign === '(') {
      const call = /([A-Za-z_]\w*)\s*$/.exec(text.slice(0, index));
      if (call) {
        return { call: call[1], callAt: lineStart + call.index, argument };
      }
      argument = 0;
    } else if (sign === ',' && !depth) {
      argument += 1;
    }
  }
  return { call: '', callAt: -1, argument: 0 };
}

function wordAt(text: string, offset: number): string {
  const before = /[A-Za-z_][\w-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const all = before + (/^[\w-]*/.exec(text.slice(offset))?.[0] ?? '');
  return all === 'event-driven' || all === 'runge-kutta4'
    ? all
    : (/\w*$/.exec(text.slice(0, offset))?.[0] ?? '') +
        (/^\w*/.exec(text.slice(offset))?.[0] ?? '');
}
