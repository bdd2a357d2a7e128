/**
 * The plugin that leaves sliders, menus and buttons of live views the keys that operate them:
 * JupyterLab would take arrows and Enter to go to another cell.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { OURS } from './tabs/outputs.js';

const OPERATED = 'button, select, input, summary';
const OPERATING =
  /^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down)|Enter| )$/;

export const keys: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:keys',
  description: 'Lets live views be operated by keys',
  autoStart: true,
  activate: ({ docRegistry }: JupyterFrontEnd) => {
    docRegistry.addWidgetExtension('Notebook', {
      createNew: ({ content }: NotebookPanel) =>
        // the views have heard it by now, shortcuts are looked up later
        content.node.addEventListener('keydown', keep)
    });
  }
};

function keep(event: KeyboardEvent): void {
  const { target, key } = event;
  const isCommand = event.ctrlKey || event.altKey || event.metaKey;
  if (
    !isCommand &&
    OPERATING.test(key) &&
    target instanceof Element &&
    target.matches(OPERATED) &&
    target.closest(OURS)
  ) {
    event.stopPropagation();
  }
}
