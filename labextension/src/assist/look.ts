/**
 * How words and problems are shown in an editor: elements, and the style of their boxes.
 *
 * Colours are JupyterLab's, so that every theme fits; text of users enters as text only.
 */

import { EditorView } from '@codemirror/view';
import type { BridgeProblem, BridgeWord } from '../messages.js';

function element(
  tag: string,
  name: string,
  ...content: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...content);
  return made;
}

/** A word with its meaning; the `argument`-th one of a call stands out, -1 for none. */
export function wordCard(word: BridgeWord, argument = -1): HTMLElement {
  const unit = word.unit ? ` (${word.unit})` : '';
  const text = (word.text || word.kind) + unit;
  const head = element('div', 'annl-word-form', ...formOf(word, argument));
  const told = element('div', 'annl-word-text', text);
  const card = element('div', 'annl-word', head, told);
  const shown = argument < 0 ? word.arguments : [word.arguments[argument]];
  for (const [name, meaning] of shown.filter(pair => pair?.[1])) {
    const term = element('span', 'annl-word-name', name);
    card.append(element('div', 'annl-word-argument', term, ` ${meaning}`));
  }
  return card;
}

/** The form of a call with one argument marked. */
function formOf({ form, arguments: all }: BridgeWord, argument: number) {
  const name = all[argument]?.[0];
  const open = form.indexOf('(');
  const at = name
    ? open + form.slice(open).search(new RegExp(`\\b${name}\\b`))
    : -1;
  return !name || open < 0 || at < open
    ? [form]
    : [
        form.slice(0, at),
        element('strong', 'annl-word-now', name),
        form.slice(at + name.length)
      ];
}

const capital = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);

/** A problem in words, with its remedy. */
export function problemText(problem: BridgeProblem): HTMLElement {
  const { code, message, hint } = problem;
  const lines = [element('div', 'annl-problem-message', capital(message))];
  if (hint) {
    lines.push(element('div', 'annl-problem-hint', capital(hint)));
  }
  lines[0].append(' ', element('span', 'annl-problem-code', code));
  return element('div', 'annl-problem', ...lines);
}

const quiet = 'var(--jp-ui-font-color2)';
const wavy = (colour: string): Record<string, string> => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy var(${colour})`,
  textDecorationSkipInk: 'none',
  textUnderlineOffset: '3px',
  textDecorationThickness: '1px',
  paddingBottom: '0'
});

export const look = EditorView.theme({
  '.cm-tooltip.cm-tooltip.annl-tip, .cm-tooltip.cm-tooltip-hover.cm-tooltip-hover':
    {
      background: 'var(--jp-layout-color1)',
      color: 'var(--jp-ui-font-color1)',
      border: '1px solid var(--jp-border-color1)',
      borderRadius: '2px',
      boxShadow: 'none',
      fontFamily: 'var(--jp-ui-font-family)',
      fontSize: 'var(--jp-ui-font-size1)',
      lineHeight: '1.5',
      maxWidth: 'min(520px, 90vw)',
      zIndex: '30'
    },
  '.annl-word': { padding: '6px 10px' },
  '.annl-word-form': {
    fontFamily: 'var(--jp-code-font-family)',
    fontSize: 'var(--jp-code-font-size)'
  },
  '.annl-word-now': { color: 'var(--jp-brand-color1)' },
  '.annl-word-text': { color: quiet },
  '.annl-word-argument': { color: quiet },
  '.annl-word-name': {
    fontFamily: 'var(--jp-code-font-family)',
    fontSize: 'var(--jp-code-font-size)',
    color: 'var(--jp-ui-font-color1)',
    paddingRight: '6px'
  },
  '.annl-problem-code': { color: quiet, paddingLeft: '6px' },
  '.annl-problem-hint': { color: quiet },
  '.cm-diagnostic.cm-diagnostic': {
    padding: '6px 10px',
    marginLeft: '0',
    borderLeftWidth: '3px',
    whiteSpace: 'normal'
  },
  '.cm-diagnostic-error.cm-diagnostic-error': {
    borderLeftColor: 'var(--jp-error-color1)'
  },
  '.cm-diagnostic-warning.cm-diagnostic-warning': {
    borderLeftColor: 'var(--jp-warn-color1)'
  },
  '.cm-diagnosticAction.cm-diagnosticAction': {
    margin: '6px 0 0',
    padding: '3px 10px',
    background: 'var(--jp-brand-color1)',
    color: 'var(--jp-ui-inverse-font-color1)',
    fontFamily: 'inherit',
    fontSize: 'inherit',
    borderRadius: '2px',
    cursor: 'pointer'
  },
  '.cm-lintRange-error.cm-lintRange-error': wavy('--jp-error-color1'),
  '.cm-lintRange-warning.cm-lintRange-warning': wavy('--jp-warn-color1'),
  '.cm-lintRange-active.cm-lintRange-active': { background: 'none' }
});
