/**
 * The plugin that shows live views in tabs of their own, and finds them again after a reload.
 */

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import type { Bridge } from '../bridge.js';
import { IBridges } from '../bridges.js';
import { networkIcon, toTabIcon } from '../icons.js';
import type { TabName } from '../messages.js';
import { ISettings } from '../settings.js';
import { follow, type Notebooks } from './follow.js';
import { LiveTab } from './live_tab.js';
import { isView, keyOf, notebookName, placeOf, type Place } from './place.js';
import { firstView, viewAt } from './outputs.js';

const CATEGORY = 'annarchy_lab';
export const OPEN = 'annarchy-lab:open-tab';
const LIVE = 'annarchy-lab:open-live';
const SEND = 'annarchy-lab:send-to-tab';

export interface ITabs {
  /** Open a live view of a row of the inspector; an empty row: of the current network. */
  open(bridge: Bridge, row: string, view: TabName): void;
}
export const ITabs = new Token<ITabs>('annarchy-lab:ITabs');

export const tabs: JupyterFrontEndPlugin<ITabs> = {
  id: 'annarchy-lab:tabs',
  description: 'Shows live views of networks in tabs of their own',
  autoStart: true,
  provides: ITabs,
  requires: [INotebookTracker, IBridges],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ISettings],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    bridges: IBridges,
    shell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettings | null
  ): ITabs => {
    const known = new WidgetTracker<MainAreaWidget<LiveTab>>({
      namespace: 'annarchy-lab'
    });
    const notebooks: Notebooks = {
      tracker,
      bridges,
      open: path => void app.commands.execute('docmanager:open', { path })
    };
    const place = (tab: MainAreaWidget<LiveTab>, path: string): void => {
      const beside = settings?.tabs !== 'tab';
      const others = known.find(each => each !== tab && each.isAttached);
      const ref = others ?? tracker.find(each => each.context.path === path);
      const mode = others || !beside ? 'tab-after' : 'split-right';
      // a page with one place for documents has its side bar besides
      app.shell.add(tab, shell ? 'main' : 'right', { ref: ref?.id, mode });
    };
    const open = (where: Place): void => {
      const key = keyOf(where);
      const other = known.find(({ content }) => keyOf(content.place) === key);
      const tab = other ?? newTab(where);
      if (!other) {
        void known.add(tab);
        place(tab, where.path);
        follow(tab.content, notebooks);
        tab.content.title.changed.connect(() => void known.save(tab));
      }
      app.shell.activateById(tab.id);
    };
    const speaking = (): NotebookPanel | null =>
      bridges.speaker()?.panel ?? tracker.currentWidget;

    app.commands.addCommand(OPEN, {
      label: 'Open a Live View in a Tab',
      isVisible: () => false, // needs to be told which one
      execute: args => {
        const where = placeOf(args);
        if (where) {
          open(where);
        }
      }
    });
    app.commands.addCommand(LIVE, {
      label: 'Open a Live Panel of the Network',
      caption:
        'Spikes, rates and controls of the current network in a tab of their own',
      icon: networkIcon,
      isEnabled: () => Boolean(bridges.speaker()?.bridge.state?.network),
      execute: () => {
        const speaker = bridges.speaker();
        if (speaker?.bridge.state) {
          const row = encodeURIComponent(speaker.bridge.state.name);
          open({ path: speaker.panel.context.path, row, view: 'live' });
        }
      }
    });
    app.commands.addCommand(SEND, {
      label: 'Show Live View in a Tab',
      caption:
        'Show the live view of this cell in a tab of its own, which follows the cell',
      icon: toTabIcon,
      isEnabled: () => Boolean(outputHere()),
      execute: () => {
        const here = outputHere();
        if (here) {
          open(here);
        }
      }
    });
    const outputHere = (): Place | null => {
      const panel = tracker.currentWidget;
      const node = app.contextMenuHitTest(each =>
        each.classList.contains('jp-OutputArea-child')
      );
      return panel && ((node && viewAt(panel, node)) ?? firstView(panel));
    };
    for (const command of [LIVE, SEND]) {
      palette?.addItem({ command, category: CATEGORY });
    }
    bridges.changed.connect(() => app.commands.notifyCommandChanged(LIVE));
    tracker.activeCellChanged.connect(() =>
      app.commands.notifyCommandChanged(SEND)
    );
    void restorer?.restore(known, {
      command: OPEN,
      args: ({ content }) => ({ ...content.place }),
      name: ({ content }) => keyOf(content.place)
    });
    return {
      open: (bridge, row, view) => {
        const panel =
          tracker.find(each => bridges.of(each) === bridge) ?? speaking();
        if (panel) {
          open({ path: panel.context.path, row, view });
        }
      }
    };
  }
};

let count = 0;

function newTab(place: Place): MainAreaWidget<LiveTab> {
  const content = new LiveTab(place);
  const name = notebookName(place.path);
  content.title.label = isView(place) ? decodeURIComponent(place.row) : name;
  content.title.caption = `Live view from ${name}`;
  const tab = new MainAreaWidget({ content });
  tab.id = `annarchy-lab-tab-${++count}`;
  tab.toolbar.hide();
  return tab;
}
