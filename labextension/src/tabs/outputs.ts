/**
 * Live views in the outputs of cells: where they are.
 */

import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { WIDGET } from '../saved/still.js';
import type { OutputPlace } from './place.js';

/** What all our views bear. */
export const OURS = '[data-testid^="annl-"]';

/** The live view in an output, given the element of that output. */
export function viewAt(
  panel: NotebookPanel,
  node: HTMLElement
): OutputPlace | null {
  const cell = panel.content.widgets.find(each => each.node.contains(node));
  return cell instanceof CodeCell
    ? (placesIn(panel, cell).find(({ output }) =>
        cell.outputArea.widgets[output].node.contains(node)
      ) ?? null)
    : null;
}

/** The first live view of the active cell. */
export function firstView(panel: NotebookPanel): OutputPlace | null {
  const cell = panel.content.activeCell;
  return cell instanceof CodeCell ? (placesIn(panel, cell)[0] ?? null) : null;
}

function placesIn(panel: NotebookPanel, cell: CodeCell): OutputPlace[] {
  const { outputArea, model } = cell;
  return outputArea.widgets.flatMap((widget, output) =>
    widget.node.querySelector(OURS) &&
    WIDGET in (model.outputs.get(output)?.data ?? {})
      ? [{ path: panel.context.path, cell: model.id, output }]
      : []
  );
}
