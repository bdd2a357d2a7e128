/**
 * What is under the tree: all that is known of the selected row, and buttons for its live views.
 */

import type { BridgeRow, TabName } from '../messages.js';
import { h } from '../widgets/shared/element.js';

export const VIEW_LABELS: Record<TabName, string> = {
  live: 'Live Panel',
  graph: 'Graph',
  raster: 'Spikes',
  rate: 'Rate',
  trace: 'Trace',
  map: 'Map',
  histogram: 'Histogram',
  phase: 'Phase Plane',
  weights: 'Weights',
  fields: 'Receptive Fields',
  controls: 'Controls'
};

export class Details {
  readonly node = h('div', {
    class: 'annl-details',
    role: 'group',
    'aria-label': 'Selected row',
    'data-testid': 'annl-inspector-details'
  });
  private readonly name = h('div', { class: 'annl-details-name' });
  private readonly text = h('div', { class: 'annl-details-text' });
  private readonly value = h('div', { class: 'annl-details-value' });
  private readonly hint = h('div', { class: 'annl-details-hint' });
  private readonly buttons = h('div', { class: 'annl-details-views' });
  private shown = '';

  constructor(private readonly open: (row: BridgeRow, view: TabName) => void) {
    this.node.append(this.name, this.text, this.value, this.hint, this.buttons);
    this.show(null);
  }

  show(row: BridgeRow | null): void {
    this.node.hidden = row === null || row.kind === 'group';
    this.name.textContent = row?.name ?? '';
    this.text.textContent = row?.detail ?? '';
    this.value.textContent = row?.value ?? '';
    this.hint.textContent = row?.hint ?? '';
    const shown = row ? `${row.id} ${row.views.join(' ')}` : '';
    if (row && shown !== this.shown) {
      // made anew only for another row: a button must not vanish under a click
      this.buttons.replaceChildren(
        ...row.views.map(view => this.button(row, view))
      );
    }
    this.shown = shown;
  }

  private button(row: BridgeRow, view: TabName): HTMLElement {
    const label = VIEW_LABELS[view];
    const button = h(
      'button',
      {
        class: 'jp-mod-styled jp-mod-minimal annl-details-button',
        title: `Open ${label} of ${row.name} in a tab`
      },
      label
    );
    button.addEventListener('click', () => this.open(row, view));
    return button;
  }
}
