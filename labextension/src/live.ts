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
import { addChoice, CHOOSE, openMenu } from './choice.js';
import { transportIcons } from './icons.js';
import { ISettings, Settings } from './settings.js';
import { addStatusItem, StatusItem } from './status.js';
import { mismatchText } from './status_text.js';
import { ACTIONS, addTransport } from './transport.js';

const CATEGORY = 'annarchy_lab';
const TOGGLE = 'annarchy-lab:toggle';

export const live: JupyterFrontEndPlugin<IBridges> = {
  id: 'annarchy-lab:live',
  description: 'Shows and steers the network that runs in a notebook',
  autoStart: true,
  provides: IBridges,
  requires: [INotebookTracker],
  optional: [IStatusBar, ICommandPalette, ISettings],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    bar: IStatusBar | null,
    palette: ICommandPalette | null,
    set: ISettings | null
  ) => {
    const settings = set ?? new Settings();
    const bridges = new Bridges(
      tracker,
      speaker =>
        addTransport(speaker, settings, button =>
          openMenu(app, speaker.bridge, button)
        ),
      report,
      () => settings.speed
    );
    addCommands(app, bridges, palette);
    if (bar) {
      const open = ({ id }: { id: string }): void => app.shell.activateById(id);
      addStatusItem(bar, new StatusItem(bridges, settings, open));
    }
    return bridges;
  }
};

function addCommands(
  app: JupyterFrontEnd,
  bridges: Bridges,
  palette: ICommandPalette | null
): void {
  const state = (): Bridge['state'] => bridges.speaker()?.bridge.state ?? null;
  const named = (): string => state()?.name || 'the network';
  for (const { command, label, caption, enabled } of ACTIONS) {
    app.commands.addCommand(`annarchy-lab:${command}`, {
      label: `${label} the Network`,
      caption: () => `${caption} (${named()})`,
      icon: transportIcons[command],
      isEnabled: () => state() !== null && enabled(state()!.state),
      execute: () => bridges.speaker()?.bridge.send(command)
    });
  }
  app.commands.addCommand(TOGGLE, {
    label: 'Play or Pause the Network',
    caption: () => `Let simulated time go on, or stand still (${named()})`,
    isEnabled: () => state() !== null && state()!.state !== 'compiling',
    execute: () => {
      const isRunning = state()?.state === 'running';
      bridges.speaker()?.bridge.send(isRunning ? 'pause' : 'play');
    }
  });
  addChoice(app, bridges);
  const ids = ACTIONS.map(({ command }) => `annarchy-lab:${command}`);
  for (const command of [TOGGLE, ...ids, CHOOSE]) {
    palette?.addItem({ command, category: CATEGORY });
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
