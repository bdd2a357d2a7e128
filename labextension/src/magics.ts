/**
 * When the language of models is on: while the first line of an editor is one of our magics.
 *
 * In: the text an editor starts with, then its transactions.  Out: an extension that swaps the
 * language as the first line changes, by typing, pasting or undoing.  Nothing here knows JupyterLab.
 */

import { LanguageSupport, foldService } from '@codemirror/language';
import {
  Compartment,
  EditorState,
  Prec,
  type Extension
} from '@codemirror/state';
import { MAGIC, modelLanguage } from './language.js';

// The first value of the `language` facet wins, hence Prec.highest below.  Python's own folding
// would read our tree, hence the fold service that folds nothing.
const language: Extension = [
  new LanguageSupport(modelLanguage),
  foldService.of(() => null)
];
const off: Extension = [];

const isModel = (firstLine: string): boolean => MAGIC.test(firstLine);

/** Make the extension for one editor that starts with `source`; `extra` comes with the language. */
export function modelCells(source: string, extra: Extension = []): Extension {
  const slot = new Compartment();
  const on = [language, extra];
  const start = isModel(source.split('\n', 1)[0]) ? on : off;
  const follow = EditorState.transactionExtender.of(transaction => {
    if (!transaction.docChanged) {
      return null;
    }
    const wanted = isModel(transaction.newDoc.line(1).text) ? on : off;
    const isSo = slot.get(transaction.startState) === wanted;
    return isSo ? null : { effects: slot.reconfigure(wanted) };
  });
  return [Prec.highest(slot.of(start)), follow];
}
