/**
 * The plugin of the inspector: its place in the right side bar, its commands.
 */

import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IBridges } from '../bridges.js';
import { networkIcon } from '../icons.js';
import type { TabName } from '../messages.js';
import { ITabs } from '../tabs/plugin.js';
import { VIEW_LABELS } from './details.js';
import { InspectorPanel } from './panel.js';

const CATEGORY = 'annarchy_lab';
const SHOW = 'annarchy-lab:show-inspector';
const VIEW = 'annarchy-lab:open-row';

export const inspector: JupyterFrontEndPlugin<void> = {
  id: 'annarchy-lab:inspector',
  description: 'Shows what is in the networks of a notebook, as it is now',
  autoStart: true,
  requires: [IBridges, ITabs],
  optional: [ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    bridges: IBridges,
    tabs: ITabs,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ) => {
    const panel = new InspectorPanel(bridges, (bridge, row, view) =>
      tabs.open(bridge, row, view)
    );
    app.shell.add(panel, 'right', { rank: 900, type: 'annarchy-lab' });
    restorer?.add(panel, panel.id);
    app.commands.addCommand(SHOW, {
      label: 'Show the Inspector of Networks',
      caption:
        'Populations, projections and monitors with their values as they are now',
      icon: networkIcon,
      execute: () => app.shell.activateById(panel.id)
    });
    palette?.addItem({ command: SHOW, category: CATEGORY });
    app.commands.addCommand(VIEW, {
      label: ({ view }) => `Open ${VIEW_LABELS[view as TabName] ?? 'View'}`,
      isVisible: ({ view }) =>
        panel.selected?.views.includes(view as TabName) ?? false,
      execute: ({ view }) => panel.openSelected(view as TabName)
    });
  }
};
