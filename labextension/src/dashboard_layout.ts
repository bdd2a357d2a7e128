/**
 * The plugin that lets notebooks keep the layouts of dashboards, in their metadata.
 *
 * Dashboards tell and ask by events of the page; what a notebook has kept is checked by the kernel
 * before it is used.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import {
  KEEP,
  KEPT,
  type KeepDetail,
  type KeptDetail
} from './widgets/shared/keeping.js';

const METADATA = 'annarchy_lab';

type Layouts = Record<string, unknown>;

export const dashboardLayout: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:dashboard-layout',
  description: 'Keeps the layouts of dashboards in the metadata of notebooks',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    document.addEventListener(KEEP, event => {
      const { detail, target } = event as CustomEvent<KeepDetail>;
      const panel = panelOf(tracker, target, detail.path);
      if (panel) {
        keep(panel, detail);
      }
    });
    document.addEventListener(KEPT, event => {
      const { detail, target } = event as CustomEvent<KeptDetail>;
      const panel = panelOf(tracker, target, detail.path);
      const kept = panel ? layoutsOf(panel)[detail.name] : undefined;
      if (kept !== undefined) {
        detail.answer(kept);
      }
    });
  }
};

/** The notebook in whose page a dashboard stands, or whose kernel it belongs to. */
function panelOf(
  tracker: INotebookTracker,
  target: EventTarget | null,
  path: string
): NotebookPanel | undefined {
  return (
    tracker.find(panel => panel.node.contains(target as Node | null)) ??
    (path ? tracker.find(panel => panel.context.path === path) : undefined)
  );
}

function keep(panel: NotebookPanel, { name, layout }: KeepDetail): void {
  const layouts = layoutsOf(panel);
  if (JSON.stringify(layouts[name] ?? null) === JSON.stringify(layout)) {
    return; // a page that was loaded again tells what the notebook has
  }
  const { [name]: _, ...others } = layouts;
  const dashboards = layout ? { ...others, [name]: layout } : others;
  const own = (panel.model?.getMetadata(METADATA) ?? {}) as object;
  panel.model?.setMetadata(METADATA, { ...own, dashboards });
}

function layoutsOf(panel: NotebookPanel): Layouts {
  const own = panel.model?.getMetadata(METADATA) as
    { dashboards?: Layouts } | undefined;
  return own?.dashboards ?? {};
}
