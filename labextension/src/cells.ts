/**
 * The plugin that gives every editor the language of model cells, and help in writing them.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry
} from '@jupyterlab/codemirror';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { NotebookPanel } from '@jupyterlab/notebook';
import { askNobody, type Ask } from './assist/asking.js';
import { ModelCompletions } from './assist/completer.js';
import { assistance } from './assist/index.js';
import { IBridges } from './bridges.js';
import { modelCells } from './magics.js';
import { ISettings } from './settings.js';

export const cells: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:cells',
  description: 'Highlights, completes and checks %%neuron and %%synapse cells',
  autoStart: true,
  requires: [IEditorExtensionRegistry],
  optional: [IBridges, ICompletionProviderManager, ISettings],
  activate: (
    _app: JupyterFrontEnd,
    registry: IEditorExtensionRegistry,
    bridges: IBridges | null,
    completions: ICompletionProviderManager | null,
    settings: ISettings | null
  ) => {
    const isWanted = (about: Parameters<Ask>[0]): boolean =>
      about !== 'problems' || settings?.diagnostics !== false;
    registry.addExtension({
      name: 'annarchy-lab:cells',
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension(
          modelCells(
            model.sharedModel.getSource(),
            assistance(
              async (...question) =>
                (isWanted(question[0]) &&
                  bridges?.ofText(model.sharedModel)?.ask(...question)) ||
                null
            )
          )
        )
    });
    completions?.registerProvider(
      new ModelCompletions(({ widget }) =>
        bridges && widget instanceof NotebookPanel
          ? bridges.of(widget).ask
          : askNobody
      )
    );
  }
};
