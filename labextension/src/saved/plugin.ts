/**
 * The plugin that keeps live views of saved notebooks from being "not found": their last picture
 * stands there until the cell is run.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { VIEW } from './still.js';
import { savedView } from './saved_view.js';

/** Before that of ipywidgets, which has -10; only outputs of ours have our mime type. */
const RANK = -20;

export const saved: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:saved',
  description: 'Shows the last picture of live views that no kernel knows',
  autoStart: true,
  activate: ({ docRegistry }: JupyterFrontEnd) => {
    // told before a notebook has read its outputs
    docRegistry.addWidgetExtension('Notebook', {
      createNew: ({ content, sessionContext }: NotebookPanel) => {
        const { rendermime } = content;
        const notebook = { rendermime, session: sessionContext };
        rendermime.addFactory(
          {
            safe: false, // as the widgets themselves: others get the bare picture
            mimeTypes: [VIEW],
            createRenderer: () => savedView(notebook)
          },
          RANK
        );
      }
    });
  }
};
