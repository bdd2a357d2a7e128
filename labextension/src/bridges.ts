/**
 * The bridges of all open notebooks, and which of them the page speaks of.
 */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { Bridge } from './bridge.js';

export interface Speaker {
  bridge: Bridge;
  panel: NotebookPanel;
}

export type IBridges = Bridges;
export const IBridges = new Token<IBridges>('annarchy-lab:IBridges');

export class Bridges {
  /** A bridge has changed, or another notebook is in front. */
  readonly changed = new Signal<this, void>(this);
  /** The same, or time has passed somewhere: many times a second. */
  readonly told = new Signal<this, void>(this);
  private readonly known = new Map<ISessionContext, Bridge>();

  /** `onPanel`, `onBridge`: told of every notebook and of every bridge, also of the first ones. */
  constructor(
    private readonly tracker: INotebookTracker,
    private readonly onPanel: (speaker: Speaker) => void,
    private readonly onBridge: (bridge: Bridge) => void,
    private readonly speed: () => number
  ) {
    const add = (panel: NotebookPanel): void =>
      this.onPanel({ panel, bridge: this.of(panel) });
    tracker.widgetAdded.connect((_, panel) => add(panel));
    this.changed.connect(() => this.told.emit());
    tracker.currentChanged.connect(() => this.changed.emit());
    tracker.forEach(add);
  }

  /** The bridge of a notebook; two views of one notebook share it. */
  of(panel: NotebookPanel): Bridge {
    const { sessionContext } = panel;
    const known = this.known.get(sessionContext);
    if (known) {
      return known;
    }
    const bridge = new Bridge(sessionContext, this.speed);
    this.known.set(sessionContext, bridge);
    bridge.told.connect(() => this.told.emit());
    bridge.changed.connect(() => this.changed.emit());
    sessionContext.disposed.connect(() => {
      this.known.delete(sessionContext);
      this.changed.emit();
    });
    this.onBridge(bridge);
    return bridge;
  }

  /** The bridge of the notebook that a cell with this text is in. */
  ofText(text: object): Bridge | null {
    const panel = this.tracker.find(({ content }) =>
      content.widgets.some(({ model }) => model.sharedModel === text)
    );
    return panel ? this.of(panel) : null;
  }

  /** The bridge of the notebook in front, whatever it says. */
  front(): Bridge | null {
    const front = this.tracker.currentWidget;
    return front && this.of(front);
  }

  /** The notebook in front if it has something to say, else one whose network runs. */
  speaker(): Speaker | null {
    const front = this.tracker.currentWidget;
    if (front && speaks(this.of(front))) {
      return { panel: front, bridge: this.of(front) };
    }
    const panel = this.tracker.find(
      other => this.of(other).state?.state === 'running'
    );
    return panel ? { panel, bridge: this.of(panel) } : null;
  }
}

const speaks = ({ state, otherVersion }: Bridge): boolean =>
  Boolean(state?.network) || otherVersion !== null;
