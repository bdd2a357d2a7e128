/**
 * The panel in the right side bar: what is in the networks of the notebook in front, as it is now.
 *
 * The kernel is asked for what is on screen, and only while the panel is seen.
 */

import { PanelWithToolbar } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { Bridge } from '../bridge.js';
import type { Bridges } from '../bridges.js';
import { networkIcon } from '../icons.js';
import type { BridgeRow, BridgeTree, TabName } from '../messages.js';
import { mismatchText } from '../status_text.js';
import { h } from '../widgets/shared/element.js';
import { watchTheme } from '../widgets/shared/theme.js';
import { Details } from './details.js';
import { nothing } from './teaching.js';
import { Tree } from './tree.js';

/** A kernel that has not answered for so long is busy. */
const PATIENCE_MS = 1500;
const BUSY =
  'The kernel is busy with a cell and answers between cells; these rows may be old.';

export type OpenView = (bridge: Bridge, row: string, view: TabName) => void;

export class InspectorPanel extends PanelWithToolbar {
  private bridge: Bridge | null = null;
  private tree: BridgeTree | null = null;
  private readonly opened = new Set<string>();
  private readonly closed = new Set<string>();
  private readonly search = h('input', {
    type: 'search',
    class: 'annl-inspector-search jp-mod-styled',
    placeholder: 'Search by name or model',
    'aria-label': 'Search networks',
    'data-testid': 'annl-inspector-search'
  });
  private readonly note = h('div', {
    class: 'annl-inspector-note',
    role: 'status'
  });
  private readonly empty = h('div', {
    class: 'annl-empty',
    'data-testid': 'annl-inspector-empty'
  });
  private readonly view: Tree;
  private readonly details: Details;
  private timer = 0;
  private isAsking = false;
  private readonly unwatch: () => void;

  constructor(
    private readonly bridges: Bridges,
    private readonly openView: OpenView
  ) {
    super();
    this.id = 'annarchy-lab-inspector';
    this.title.icon = networkIcon;
    this.title.caption = 'Networks (annarchy_lab)';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Networks');
    this.node.dataset.testid = 'annl-inspector';
    this.addClass('annl-inspector');
    this.view = new Tree({
      toggle: row => this.toggle(row),
      select: row => this.details.show(row),
      mark: row => this.ask(row.id),
      activate: row => this.activateRow(row)
    });
    this.details = new Details((row, view) => this.open(row, view));
    const body = new Widget();
    body.addClass('annl-inspector-body');
    body.node.append(
      this.search,
      this.note,
      this.empty,
      this.view.node,
      this.details.node
    );
    this.addWidget(body);
    this.search.addEventListener('input', () => this.ask());
    this.search.addEventListener('keydown', event => this.onSearchKey(event));
    bridges.changed.connect(this.refresh, this);
    document.addEventListener('visibilitychange', this.look);
    this.unwatch = watchTheme(() => this.view.recolor());
    this.refresh();
  }

  /** The row that commands of the context menu mean. */
  get selected(): BridgeRow | null {
    return this.view.selected;
  }

  /** Open a live view of the selected row. */
  openSelected(view: TabName): void {
    if (this.selected) {
      this.open(this.selected, view);
    }
  }

  dispose(): void {
    this.unwatch();
    document.removeEventListener('visibilitychange', this.look);
    this.leave();
    super.dispose();
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.ask();
  }

  protected onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.ask();
  }

  protected onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.search.focus();
  }

  // --- what is asked -------------------------------------------------------------------------

  private readonly look = (): void => this.ask();

  private get isLookedAt(): boolean {
    return this.isVisible && !document.hidden;
  }

  private ask(selected = ''): void {
    this.bridge?.inspect(
      this.isLookedAt
        ? {
            visible: true,
            opened: [...this.opened],
            closed: [...this.closed],
            search: this.search.value.trim(),
            selected
          }
        : null
    );
    this.wait(this.isLookedAt && Boolean(this.bridge?.state));
  }

  /** Say so if no answer comes. */
  private wait(isAsking: boolean): void {
    clearTimeout(this.timer);
    this.isAsking = isAsking;
    this.note.textContent = '';
    if (isAsking) {
      this.timer = window.setTimeout(() => {
        this.note.textContent = this.isAsking ? BUSY : '';
      }, PATIENCE_MS);
    }
  }

  private toggle({ id, is_open }: BridgeRow): void {
    (is_open ? this.opened : this.closed).delete(id);
    (is_open ? this.closed : this.opened).add(id);
    this.ask();
  }

  // --- what is shown -------------------------------------------------------------------------

  private refresh(): void {
    const bridge = this.bridges.speaker()?.bridge ?? this.bridges.front();
    if (bridge !== this.bridge) {
      this.leave();
      this.bridge = bridge;
      bridge?.treeChanged.connect(this.onTree, this);
      this.ask();
    }
    this.draw();
  }

  private leave(): void {
    this.bridge?.inspect(null);
    this.bridge?.treeChanged.disconnect(this.onTree, this);
    this.bridge = null;
    this.tree = null;
  }

  private onTree(_: Bridge, tree: BridgeTree): void {
    this.tree = tree;
    this.wait(false);
    this.draw();
  }

  private draw(): void {
    const { bridge } = this;
    if (!bridge?.state) {
      this.tree = null; // the kernel is gone, or another one
    }
    const rows = this.tree?.rows ?? [];
    const isSearching = this.search.value.trim() !== '';
    this.view.show(rows, bridge?.state?.name ?? '');
    this.view.node.hidden = !rows.length;
    this.search.hidden = !rows.length && !isSearching;
    this.empty.hidden = rows.length > 0;
    if (this.tree?.n_more) {
      this.note.textContent = `${this.tree.n_more} more rows: search for them.`;
    }
    if (!rows.length) {
      this.empty.replaceChildren(
        ...(bridge?.otherVersion != null
          ? [h('p', {}, mismatchText(bridge.otherVersion).hint)]
          : nothing(
              bridge?.state ? (isSearching ? 'found' : 'network') : 'lab',
              this.search.value.trim()
            ))
      );
    }
  }

  // --- what is done --------------------------------------------------------------------------

  private activateRow(row: BridgeRow): void {
    if (row.views.length) {
      this.open(row, row.views[0]);
    } else if (row.can_open) {
      this.toggle(row);
    }
  }

  private open(row: BridgeRow, view: TabName): void {
    if (this.bridge) {
      this.openView(this.bridge, row.id, view);
    }
  }

  private onSearchKey(event: KeyboardEvent): void {
    const first = this.view.node.querySelector<HTMLElement>('[tabindex="0"]');
    if (event.key === 'ArrowDown' && first) {
      event.preventDefault();
      first.focus();
    } else if (event.key === 'Escape' && this.search.value) {
      event.stopPropagation();
      this.search.value = '';
      this.ask();
    }
  }
}
