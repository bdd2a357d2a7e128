/**
 * The item of the status bar: the true state of the network, and the way to it.
 */

import type { IStatusBar } from '@jupyterlab/statusbar';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Bridges } from './bridges.js';
import type { Settings } from './settings.js';
import { mismatchText, statusText } from './status_text.js';

/** Parts of the lab, by which the cell that shows them is found. */
const LIVE = '[data-testid="annl-transport"], [data-testid="annl-raster"]';

// pieces are centred, each for itself: a sign from another font would move the text around it
const STYLE =
  'display: inline-flex; align-items: center; white-space: pre; border: 0; padding: 0 4px; ' +
  'background: none; font: inherit; font-variant-numeric: tabular-nums; cursor: pointer;';

export class StatusItem extends Widget {
  /** Whether there is anything to say has changed. */
  readonly activeChanged = new Signal<this, void>(this);
  private panel: NotebookPanel | null = null;

  constructor(
    private readonly bridges: Bridges,
    private readonly settings: Settings,
    private readonly open: (panel: NotebookPanel) => void
  ) {
    super({ node: document.createElement('button') });
    this.addClass('jp-StatusBar-TextItem');
    this.node.style.cssText = STYLE;
    this.node.dataset.testid = 'annl-status';
    this.node.addEventListener('click', () => this.jump());
    bridges.told.connect(() => this.refresh());
    settings.changed.connect(() => this.refresh());
    this.refresh();
  }

  get isActive(): boolean {
    return this.panel !== null;
  }

  private refresh(): void {
    const speaker = this.settings.statusBar ? this.bridges.speaker() : null;
    const wasActive = this.isActive;
    this.panel = speaker?.panel ?? null;
    if (speaker) {
      const { state, otherVersion } = speaker.bridge;
      const { parts, hint } =
        otherVersion !== null ? mismatchText(otherVersion) : statusText(state!);
      this.write(parts);
      this.node.title = hint;
      this.node.dataset.state = state?.state ?? 'differs';
      const isBad = otherVersion !== null || state!.state === 'failed';
      this.node.style.color = isBad ? 'var(--jp-error-color1)' : 'inherit';
    }
    if (wasActive !== this.isActive) {
      this.activeChanged.emit();
    }
  }

  /** Write over what changes many times a second; other parts are made anew. */
  private write(parts: readonly string[]): void {
    const { childNodes } = this.node;
    if (childNodes.length !== parts.length) {
      this.node.replaceChildren(...parts.map(span));
    }
    childNodes.forEach((child, k) => {
      if (child.textContent !== parts[k]) {
        child.textContent = parts[k];
      }
    });
  }

  /** To the notebook, and there to the cell that shows the network. */
  private jump(): void {
    if (this.panel) {
      this.open(this.panel);
      const cell = this.panel.content.widgets.find(each =>
        each.node.querySelector(LIVE)
      );
      if (cell) {
        void this.panel.content.scrollToCell(cell);
      }
    }
  }
}

function span(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

export function addStatusItem(bar: IStatusBar, item: StatusItem): void {
  bar.registerStatusItem('annarchy-lab:status', {
    item,
    align: 'left',
    rank: 100,
    isActive: () => item.isActive,
    activeStateChanged: item.activeChanged
  });
}
