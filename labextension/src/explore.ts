/**
 * The plugin behind the button of a model card: it runs `%explore Name` in the cell below.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  INotebookTracker,
  NotebookActions,
  type NotebookPanel
} from '@jupyterlab/notebook';

/** A name of Python, and nothing else: a notebook that somebody sent may say anything. */
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export const explore: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:explore',
  description: 'Opens the explorer from the card of a neuron model',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_, panel) => {
      panel.content.node.addEventListener('click', ({ target }) => {
        const button =
          target instanceof Element
            ? target.closest<HTMLElement>('.annl-card-explore')
            : null;
        const name = button?.dataset.annlExplore ?? '';
        if (button && NAME.test(name)) {
          void open(panel, button, `%explore ${name}`);
        }
      });
    });
  }
};

/** Run a command in the cell below, which is made unless it is there. */
async function open(
  { content, sessionContext }: NotebookPanel,
  button: HTMLElement,
  command: string
): Promise<void> {
  const at = content.widgets.findIndex(({ node }) => node.contains(button));
  const below = content.widgets[at + 1]?.model.sharedModel.getSource().trim();
  content.activeCellIndex = at;
  if (below === command) {
    content.activeCellIndex = at + 1;
  } else {
    NotebookActions.insertBelow(content);
    content.activeCell?.model.sharedModel.setSource(command);
  }
  await NotebookActions.run(content, sessionContext);
  await content.scrollToItem(at + 1, 'smart');
}
