/**
 * Keeps a tab true: what it shows follows the notebook, its kernel and its network.
 */

import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { CodeCellModel } from '@jupyterlab/cells';
import type { Bridge } from '../bridge.js';
import type { Bridges } from '../bridges.js';
import type { BridgeState } from '../messages.js';
import { mismatchText } from '../status_text.js';
import { WIDGET, type Bundle } from '../saved/still.js';
import type { LiveTab } from './live_tab.js';
import {
  isView,
  notebookName,
  type OutputPlace,
  type ViewPlace
} from './place.js';

export interface Notebooks {
  tracker: INotebookTracker;
  bridges: Bridges;
  open: (path: string) => void;
}

/** Follow until the tab is closed. */
export function follow(tab: LiveTab, notebooks: Notebooks): void {
  const follower = new Follower(tab, notebooks);
  const { tracker, bridges } = notebooks;
  tracker.widgetAdded.connect(follower.look, follower);
  bridges.changed.connect(follower.look, follower);
  tab.disposed.connect(() => {
    tracker.widgetAdded.disconnect(follower.look, follower);
    bridges.changed.disconnect(follower.look, follower);
    follower.leave();
  });
  follower.look();
}

class Follower {
  private panel: NotebookPanel | null = null;
  private told = ''; // of which networks the last answer came
  private isAsking = false;

  constructor(
    private readonly tab: LiveTab,
    private readonly notebooks: Notebooks
  ) {}

  /** Something has changed: the notebook, its kernel, its networks, or the cell. */
  look(): void {
    const { place } = this.tab;
    const { tracker, open } = this.notebooks;
    const panel =
      tracker.find(each => each.context.path === place.path) ?? null;
    this.attach(panel);
    const name = notebookName(place.path);
    if (!panel) {
      this.tab.drop();
      this.tab.say(
        `${name} is closed; its network may still run.`,
        'Open It',
        () => open(place.path)
      );
    } else if (!panel.context.isReady) {
      void panel.context.ready.then(() => this.tab.isDisposed || this.look());
    } else if (isView(place)) {
      this.lookAtView(panel, place);
    } else {
      void this.lookAtOutput(panel, place);
    }
  }

  /** The tab is closed. */
  leave(): void {
    const { place } = this.tab;
    if (this.panel && isView(place)) {
      this.notebooks.bridges.of(this.panel).closeTab(place.row, place.view);
    }
    this.attach(null);
  }

  private attach(panel: NotebookPanel | null): void {
    if (panel === this.panel) {
      return;
    }
    this.told = '';
    this.panel?.content.model?.contentChanged.disconnect(this.look, this);
    this.panel?.context.pathChanged.disconnect(this.onPath, this);
    this.panel = panel;
    panel?.context.pathChanged.connect(this.onPath, this);
    panel?.disposed.connect(() => {
      if (this.panel === panel && !this.tab.isDisposed) {
        this.look();
      }
    });
    if (panel && !isView(this.tab.place)) {
      void panel.context.ready.then(() =>
        panel.content.model?.contentChanged.connect(this.look, this)
      );
    }
  }

  private onPath(_: unknown, path: string): void {
    this.tab.place = { ...this.tab.place, path };
  }

  // --- a view that the kernel makes for us ----------------------------------------------------

  private lookAtView(panel: NotebookPanel, place: ViewPlace): void {
    const bridge = this.notebooks.bridges.of(panel);
    const { state, otherVersion } = bridge;
    if (otherVersion !== null) {
      this.tab.drop();
      this.tab.say(mismatchText(otherVersion).hint);
    } else if (!state) {
      this.told = '';
      this.tab.drop();
      this.tab.say(
        `The kernel of ${notebookName(place.path)} has no network to show: it is starting, was ` +
          'restarted, or has ended. Run the cells that build the network; it then appears here.'
      );
    } else if (networksOf(state) !== this.told && !this.isAsking) {
      this.told = networksOf(state);
      void this.ask(panel, bridge, place);
    }
  }

  private async ask(
    panel: NotebookPanel,
    bridge: Bridge,
    place: ViewPlace
  ): Promise<void> {
    this.isAsking = true;
    const answer = await bridge.openTab(place.row, place.view);
    this.isAsking = false;
    if (this.tab.isDisposed) {
      return;
    }
    if (!answer) {
      this.told = '';
    } else if (answer.model) {
      this.tab.place = { ...place, row: answer.row };
      this.tab.title.label = answer.title;
      this.tab.title.caption = `${answer.title}, from ${notebookName(place.path)}`;
      this.tab.say('');
      await this.tab.showWidget(panel, answer.model);
    } else {
      this.tab.drop();
      this.tab.say(sentence(answer.message));
    }
    // what has changed meanwhile was not asked for
    if (bridge.state && networksOf(bridge.state) !== this.told) {
      this.look();
    }
  }

  // --- an output of a cell --------------------------------------------------------------------

  private async lookAtOutput(
    panel: NotebookPanel,
    place: OutputPlace
  ): Promise<void> {
    const cell = panel.content.widgets.find(
      ({ model }) => model.id === place.cell
    );
    const outputs = (cell?.model as CodeCellModel | undefined)?.outputs;
    const bundle = outputs?.get(place.output)?.data as Bundle | undefined;
    const view = bundle?.[WIDGET] as { model_id: string } | undefined;
    const name = notebookName(place.path);
    if (!cell || !bundle || !view) {
      this.tab.drop();
      this.tab.say(
        cell
          ? `The cell of ${name} shows no live view now; run it again.`
          : `The cell was removed from ${name}.`
      );
    } else if (await isAlive(panel, view.model_id)) {
      this.tab.say('');
      await this.tab.showWidget(panel, view.model_id);
    } else if (!this.tab.isDisposed) {
      this.tab.say(
        `The kernel of ${name} does not know this view any more: it was restarted or has ended. ` +
          'This is the last picture of it; run the cell again to bring it back.'
      );
      await this.tab.showPicture(panel, bundle);
    }
  }
}

const networksOf = ({ networks }: BridgeState): string =>
  networks.map(({ key, name }) => `${key} ${name}`).join('\n');

/** Whether the kernel still has the widget. */
async function isAlive(panel: NotebookPanel, model: string): Promise<boolean> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel) {
    return false;
  }
  if (kernel.hasComm(model)) {
    return true;
  }
  const target_name = 'jupyter.widget';
  const { content } = await kernel.requestCommInfo({ target_name });
  return content.status === 'ok' && model in content.comms;
}

const sentence = (text: string): string =>
  text && text[0].toUpperCase() + text.slice(1);
