/**
 * What words mean, where the mouse rests; which argument of a call is being written.
 *
 * In: the text and the cursor of the editor.  Out: a CodeMirror extension.  The help with arguments
 * is static, so it never waits for a kernel.
 */

import {
  Prec,
  StateEffect,
  StateField,
  type EditorState,
  type Extension
} from '@codemirror/state';
import {
  EditorView,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip
} from '@codemirror/view';
import type { Ask } from './asking.js';
import { wordCard } from './look.js';
import { placeAt } from './place.js';
import { calledAt, meaningAt } from './words.js';

const show = StateEffect.define<boolean>();

/** The call around the cursor, with its help above it. */
function callTip(state: EditorState): Tooltip | null {
  const { main } = state.selection;
  const text = state.doc.toString();
  const place = main.empty ? placeAt(text, main.head) : null;
  const word = place && calledAt(text, place);
  if (!place || !word) {
    return null;
  }
  const create = () => {
    const dom = document.createElement('div');
    dom.className = 'annl-tip annl-call';
    dom.setAttribute('role', 'status');
    dom.append(wordCard(word, place.argument));
    return { dom };
  };
  return { pos: place.callAt, above: true, create };
}

/** It comes with typing inside a call, and goes with the call, the focus, or Escape. */
const calls = StateField.define<Tooltip | null>({
  create: () => null,
  update(tip, transaction) {
    const asked = transaction.effects.find(effect => effect.is(show));
    const isTyping = transaction.docChanged && transaction.isUserEvent('input');
    if (asked ? !asked.value : !isTyping && !tip) {
      return null;
    }
    const hasMoved = transaction.docChanged || transaction.selection;
    return asked || hasMoved ? callTip(transaction.state) : tip;
  },
  provide: field => showTooltip.from(field)
});

const isShown = (view: EditorView): boolean =>
  Boolean(view.state.field(calls, false));

/** Show or hide; hiding leaves the key to whom else it means something. */
const set =
  (isOn: boolean) =>
  (view: EditorView): boolean => {
    if (isOn || isShown(view)) {
      view.dispatch({ effects: show.of(isOn) });
    }
    return isOn;
  };

const keys = Prec.highest(
  keymap.of([
    { key: 'Escape', run: set(false) },
    { key: 'Shift-Tab', run: set(false) }, // JupyterLab shows the same, and more
    { key: 'Mod-Shift-Space', run: set(true) }
  ])
);

const blur = EditorView.domEventHandlers({
  blur: (_, view) => {
    set(false)(view);
  }
});

const hover = (ask: Ask): Extension =>
  hoverTooltip(async (view, pos) => {
    const text = view.state.doc.toString();
    const place = placeAt(text, pos);
    if (!place?.word) {
      return null;
    }
    const answer = await ask('meaning', text, pos);
    const [known] = answer?.words ?? [];
    const found = answer
      ? known && { word: known, argument: answer.argument }
      : meaningAt(text, pos);
    if (!found || found.argument >= 0) {
      return null; // the mouse is on something that means nothing by itself
    }
    const create = () => ({ dom: wordCard(found.word) });
    return { pos, above: false, create };
  });

export const help = (ask: Ask): Extension => [calls, keys, blur, hover(ask)];
