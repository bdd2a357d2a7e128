/**
 * The plugin that gives every editor the language of model cells.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry
} from '@jupyterlab/codemirror';
import { modelCells } from './magics.js';

export const cells: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:cells',
  description: 'Highlights %%neuron and %%synapse cells',
  autoStart: true,
  requires: [IEditorExtensionRegistry],
  activate: (_app: JupyterFrontEnd, registry: IEditorExtensionRegistry) => {
    registry.addExtension({
      name: 'annarchy-lab:cells',
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension(
          modelCells(model.sharedModel.getSource())
        )
    });
  }
};
