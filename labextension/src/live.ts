/**
 * The plugin that shows and steers running networks: status bar, toolbar, commands.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { Bridge } from './bridge.js';
import { Bridges, IBridges } from './bridges.js';
import { addStatusItem, StatusItem } from './status.js';
import { mismatchText } from './status_text.js';
import { ACTIONS, addTransport } from './transport.js';

const CATEGORY = 'annarchy_lab';

export const live: JupyterFrontEndPlugin<IBridges> = {
  id: 'annarchy-lab:live',
  description: 'Shows and steers the network that runs in a notebook',
  autoStart: true,
  provides: IBridges,
  requires: [INotebookTracker],
  optional: [IStatusBar, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    bar: IStatusBar | null,
    palette: ICommandPalette | null
  ) => {
    const bridges = new Bridges(tracker, addTransport, report);
    addCommands(app, bridges, palette);
    if (bar) {
      const item = new StatusItem(bridges, panel => {
        app.shell.activateById(panel.id);
      });
      addStatusItem(bar, item);
    }
    return bridges;
  }
};

function addCommands(
  app: JupyterFrontEnd,
  bridges: Bridges,
  palette: ICommandPalette | null
): void {
  for (const { command, label, enabled } of ACTIONS) {
    const id = `annarchy-lab:${command}`;
    const state = (): Bridge['state'] =>
      bridges.speaker()?.bridge.state ?? null;
    app.commands.addCommand(id, {
      label: `${label} the Network`,
      isEnabled: () => state() !== null && enabled(state()!.state),
      execute: () => bridges.speaker()?.bridge.send(command)
    });
    palette?.addItem({ command: id, category: CATEGORY });
  }
  bridges.changed.connect(() => app.commands.notifyCommandChanged());
}

/** Tell the user what a bridge cannot do. */
function report(bridge: Bridge): void {
  let reported: string | null = null;
  bridge.refused.connect((_, why) => {
    Notification.warning(why, { autoClose: 6000 });
  });
  bridge.changed.connect(() => {
    if (bridge.otherVersion !== null && bridge.otherVersion !== reported) {
      Notification.warning(mismatchText(bridge.otherVersion).hint, {
        autoClose: false
      });
    }
    reported = bridge.otherVersion;
  });
}
