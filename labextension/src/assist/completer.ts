/**
 * Completions of model cells for JupyterLab's own list of completions.
 *
 * In: its requests.  Out: words from the kernel, asked by the comm that also a busy kernel hears;
 * without an answer the words that the page knows.
 */

import type {
  CompletionHandler,
  ICompletionContext,
  ICompletionProvider
} from '@jupyterlab/completer';
import { MAGIC } from '../language.js';
import type { BridgeWord } from '../messages.js';
import type { Ask } from './asking.js';
import { fitting } from './words.js';

type Source = (context: ICompletionContext) => Ask;

export class ModelCompletions implements ICompletionProvider {
  readonly identifier = 'annarchy-lab:completions';
  readonly rank = 1100; // before the words that Python knows

  constructor(private readonly asking: Source) {}

  async isApplicable({ editor }: ICompletionContext): Promise<boolean> {
    return MAGIC.test(editor?.getLine(0) ?? '');
  }

  async fetch(
    { text, offset }: CompletionHandler.IRequest,
    context: ICompletionContext
  ): Promise<CompletionHandler.ICompletionItemsReply> {
    // JupyterLab counts code points here, editors and our messages UTF-16 units
    const units = [...text].slice(0, offset).join('').length;
    const answer = await this.asking(context)('completions', text, units);
    const { start, words } = answer ?? fitting(text, units);
    return {
      start: [...text.slice(0, start)].length,
      end: offset,
      items: words.map(toItem)
    };
  }
}

function toItem(word: BridgeWord): CompletionHandler.ICompletionItem {
  const unit = word.unit ? ` (${word.unit})` : '';
  const told = word.arguments.map(([name, meaning]) => `${name}: ${meaning}`);
  return {
    label: word.word,
    insertText: word.insert,
    type: word.kind,
    documentation: [word.form, word.text + unit, ...told].join('\n').trim()
  };
}
