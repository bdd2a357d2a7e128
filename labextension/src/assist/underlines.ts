/**
 * Lines under what is wrong in a model cell, with the message and, where one is known, a remedy.
 *
 * In: the text of the editor, half a second after the last change.  Out: a CodeMirror extension.
 */

import { linter, type Diagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { BridgeProblem } from '../messages.js';
import type { Ask } from './asking.js';
import { problemText } from './look.js';
import { mistakes } from './mistakes.js';

const DELAY_MS = 500;

export function underlines(ask: Ask): Extension {
  const source = async (view: EditorView): Promise<Diagnostic[]> => {
    const text = view.state.doc.toString();
    const answer = await ask('problems', text, 0);
    const found = answer ? answer.problems : mistakes(text);
    return found.map(problem => toDiagnostic(problem, text.length));
  };
  // what other cells have changed is seen when the user comes back to this one
  return linter(source, {
    delay: DELAY_MS,
    needsRefresh: update => update.focusChanged && update.view.hasFocus
  });
}

function toDiagnostic(problem: BridgeProblem, length: number): Diagnostic {
  const { start, stop, severity, message, hint, fix } = problem;
  const replace = {
    name: `Write ${fix}`,
    apply: (view: EditorView, from: number, to: number) =>
      view.dispatch({ changes: { from, to, insert: fix } })
  };
  return {
    from: Math.min(start, length),
    to: Math.min(stop, length),
    severity,
    message: hint ? `${message}; ${hint}` : message,
    renderMessage: () => problemText(problem),
    actions: fix ? [replace] : []
  };
}
