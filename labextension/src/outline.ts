/**
 * The plugin that puts model and network cells into the table of contents.
 *
 * JupyterLab lists the headings of each cell in its own model of the table; cells of ours get one
 * more, so that collapsing, numbering and jumping stay JupyterLab's.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Cell, CodeCell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { ITableOfContentsRegistry } from '@jupyterlab/toc';
import { outlineText } from './outline_text.js';

/** Below the title and the chapters of a notebook. */
const LEVEL = 3;

export const outline: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:outline',
  description: 'Lists models and networks in the table of contents',
  autoStart: true,
  optional: [ITableOfContentsRegistry],
  activate: (_: JupyterFrontEnd, registry: ITableOfContentsRegistry | null) => {
    if (!registry) {
      return;
    }
    // what comes first makes the model, and that is JupyterLab's: it is asked, then added to
    const create = registry.getModel.bind(registry);
    registry.getModel = (widget, configuration) => {
      if (widget instanceof NotebookPanel) {
        listModels(widget);
      }
      return create(widget, configuration);
    };
  }
};

/** Let all cells of a notebook, also those to come, tell what they define. */
function listModels({ content }: NotebookPanel): void {
  const known = new WeakSet<Cell>();
  const update = (): void =>
    content.widgets.forEach(cell => {
      if (cell instanceof CodeCell && !known.has(cell)) {
        known.add(cell);
        extend(cell);
      }
    });
  content.modelContentChanged.connect(update);
  update();
}

function extend(cell: CodeCell): void {
  const own = cell.getHeadings.bind(cell);
  cell.getHeadings = async () => {
    const text = outlineText(cell.model.sharedModel.getSource());
    const entry = { text, level: LEVEL, type: Cell.HeadingType.Markdown };
    const headings = await own();
    return text ? [entry as Cell.IHeading, ...headings] : headings;
  };
}
