/**
 * A dashboard: the transport bar on top, live views as tiles on a grid, and a way to change the
 * layout by mouse and keyboard.
 *
 * The kernel has the layout.  What is changed here is shown at once and told to it; it makes the
 * widgets, or says why it does not.
 */

import type {
  DashboardKind,
  DashboardLayout,
  DashboardPart,
  DashboardTile,
  LayoutRefused
} from '../messages.js';
import { h, setText, styles } from './shared/dom.js';
import { TileView, type TileHost } from './shared/dashboard_tile.js';
import css from './shared/dashboard.css';
import { mount, notebookPath, type HostModel } from './shared/hosting.js';
import { keepLayout, keptLayout } from './shared/keeping.js';
import {
  type Cleanup,
  Disposer,
  type RenderProps,
  tell
} from './shared/model.js';
import {
  bottom,
  COLUMNS,
  freeId,
  inOrder,
  room,
  settled
} from './shared/tiles.js';
import { moved } from './shared/tile_keys.js';

const TRAITS = [
  'name',
  'arrangement',
  'parts',
  'kinds',
  'is_own',
  'may_control'
];
const ROW_PX = 36;
const GAP_PX = 8;
const PATIENCE_MS = 600; // for a layout that the notebook has kept
const MOST_UNDO = 50;

class Dashboard implements TileHost {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly bar = h('div', { class: 'annl-dash-transport' });
  private readonly edit = button(
    'edit',
    '✎',
    'Edit the layout: move, add and change views'
  );
  private readonly done = button(
    'done',
    'Done',
    'Leave the layout as it is now (Escape)'
  );
  private readonly undo = button(
    'undo',
    'Undo',
    'Take the last change of the layout back'
  );
  private readonly usual = button(
    'usual',
    'Usual layout',
    'As a new dashboard has it'
  );
  private readonly add = h('select', {
    'aria-label': 'Add a view',
    'data-testid': 'annl-dash-add'
  });
  private readonly told = h('span', {
    class: 'annl-dash-told',
    role: 'status',
    'data-testid': 'annl-dash-told'
  });
  private readonly watching = h(
    'span',
    { class: 'annl-dash-watching', hidden: true },
    'watching only'
  );
  private readonly editor: HTMLElement;
  private readonly grid = h('div', { class: 'annl-tiles' });
  private readonly views = new Map<string, TileView>();
  private tiles: DashboardTile[] = [];
  private earlier: DashboardTile[][] = [];
  private editing = false;
  private isScheduled = false;
  private isReady = false; // whether the notebook was asked for a layout
  private wasOwn = false;
  private kept = '';

  constructor(readonly model: HostModel) {
    this.editor = h(
      'div',
      {
        class: 'annl-dash-editor',
        role: 'toolbar',
        'aria-label': 'Layout',
        hidden: true
      },
      this.add,
      this.undo,
      this.usual,
      this.done,
      this.told
    );
    const head = h(
      'div',
      { class: 'annl-dash-head' },
      this.bar,
      this.watching,
      this.edit
    );
    this.root = h(
      'div',
      {
        class: 'annl-dashboard',
        role: 'region',
        'data-testid': 'annl-dashboard',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(css),
      head,
      this.editor,
      this.grid
    );
    this.edit.setAttribute('aria-label', 'Edit the layout');
    this.listen();
    this.disposer.add(mount(model, model.get('transport') as string, this.bar));
    void this.begin();
  }

  dispose(): void {
    this.views.forEach(view => view.dispose());
    this.disposer.dispose();
    this.root.remove();
  }

  // --- what it is told -------------------------------------------------------------------

  private listen(): void {
    const update = (): void => this.schedule();
    for (const name of TRAITS) {
      this.model.on(`change:${name}`, update);
      this.disposer.add(() => this.model.off(`change:${name}`, update));
    }
    const receive = (message: unknown): void =>
      this.refused(message as LayoutRefused);
    this.model.on('msg:custom', receive);
    this.disposer.add(() => this.model.off('msg:custom', receive));
    this.disposer.listen(this.edit, 'click', () => this.setEditing(true));
    this.disposer.listen(this.done, 'click', () => this.setEditing(false));
    this.disposer.listen(this.undo, 'click', () => this.takeBack());
    this.disposer.listen(this.usual, 'click', () => this.haveUsual());
    this.disposer.listen(this.add, 'change', () => this.addView());
    this.disposer.listen(this.root, 'keydown', event => {
      if (event.key === 'Escape' && this.editing) {
        this.setEditing(false);
      }
    });
  }

  /** Ask the notebook for a layout first, so that no other one is seen for a moment. */
  private async begin(): Promise<void> {
    await connected(this.root);
    const { name, path } = this.place();
    const kept = this.model.get('is_own')
      ? null
      : keptLayout(this.root, name, path);
    if (kept && this.model.get('may_control')) {
      this.kept = JSON.stringify(kept);
      tell(this.model, { kind: 'layout', layout: kept, is_kept: true });
      await new Promise(resolve => setTimeout(resolve, PATIENCE_MS));
    }
    this.isReady = true;
    this.update();
  }

  private schedule(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      queueMicrotask(() => {
        this.isScheduled = false;
        this.isReady ||= Boolean(this.model.get('is_own'));
        this.update();
      });
    }
  }

  private update(): void {
    if (!this.isReady) {
      return;
    }
    const mayControl = this.model.get('may_control') as boolean;
    this.edit.hidden = !mayControl || this.editing;
    this.watching.hidden = mayControl;
    this.root.classList.toggle('annl-watching', !mayControl);
    const name = this.model.get('name') as string;
    this.root.setAttribute('aria-label', `Dashboard of ${name}`);
    this.show(settled(this.arrangement.tiles));
    this.offer();
    this.keep();
  }

  private refused({ kind, reason }: LayoutRefused): void {
    if (kind === 'refused') {
      this.say(reason);
      this.isReady = true;
      this.update();
    }
  }

  private get arrangement(): DashboardLayout {
    return this.model.get('arrangement') as DashboardLayout;
  }

  private place(): { name: string; path: string } {
    return {
      name: this.model.get('name') as string,
      path: notebookPath(this.model)
    };
  }

  /** Let the notebook keep what somebody chose. */
  private keep(): void {
    const isOwn = this.model.get('is_own') as boolean;
    const layout = isOwn ? this.arrangement : null;
    const text = JSON.stringify(layout);
    if (text !== this.kept && (isOwn || this.wasOwn)) {
      this.kept = text;
      keepLayout(this.root, { ...this.place(), layout });
    }
    this.wasOwn = isOwn;
  }

  // --- tiles -----------------------------------------------------------------------------

  private show(tiles: DashboardTile[]): void {
    this.tiles = tiles;
    const parts = this.model.get('parts') as DashboardPart[];
    const known = new Map(parts.map(part => [part.id, part]));
    for (const [id, view] of this.views) {
      if (!tiles.some(tile => tile.id === id)) {
        view.dispose();
        this.views.delete(id);
      }
    }
    const isLocked = !this.model.get('may_control');
    for (const tile of inOrder(tiles)) {
      const view = this.views.get(tile.id) ?? new TileView(tile, this);
      this.views.set(tile.id, view);
      view.update(tile, known.get(tile.id));
      view.lock(isLocked);
    }
    this.order();
  }

  /** Tiles follow each other as one reads them, for the keyboard; a focus is not disturbed. */
  private order(): void {
    const wanted = inOrder(this.tiles).map(
      tile => this.views.get(tile.id)!.root
    );
    const root = this.root.getRootNode() as Document | ShadowRoot;
    const focused = root.activeElement;
    const isSame = wanted.every((node, k) => this.grid.children[k] === node);
    if (!isSame) {
      const missing = wanted.filter(node => node.parentElement !== this.grid);
      const isBusy = focused !== null && this.grid.contains(focused);
      this.grid.append(...(isBusy ? missing : wanted));
    }
  }

  isEditing(): boolean {
    return this.editing;
  }

  kind(name: string): DashboardKind | undefined {
    const kinds = this.model.get('kinds') as DashboardKind[];
    return kinds.find(kind => kind.kind === name);
  }

  cells(dx: number, dy: number): { x: number; y: number } {
    const column = (this.grid.clientWidth + GAP_PX) / COLUMNS;
    return {
      x: Math.round(dx / column),
      y: Math.round(dy / (ROW_PX + GAP_PX))
    };
  }

  preview(id: string, tile: DashboardTile): void {
    for (const shown of settled(this.with(id, tile), id)) {
      this.views.get(shown.id)?.place(shown);
    }
  }

  cancel(): void {
    this.tiles.forEach(tile => this.views.get(tile.id)?.place(tile));
  }

  commit(id: string, tile: DashboardTile): void {
    this.change(settled(this.with(id, tile), id));
    const now = this.tiles.find(other => other.id === id);
    if (now) {
      this.say(
        `column ${now.x + 1}, row ${now.y + 1}, ${now.w} columns wide, ${now.h} rows high`
      );
    }
  }

  remove(id: string): void {
    this.change(settled(this.tiles.filter(tile => tile.id !== id)));
    this.say('removed; Undo brings it back');
    this.undo.focus();
  }

  key(id: string, event: KeyboardEvent): boolean {
    if (event.key === 'Delete') {
      this.remove(id);
      return true;
    }
    const tile = moved(this.tiles, id, event.key, event.shiftKey);
    if (!tile) {
      return false;
    }
    this.commit(id, tile);
    return true;
  }

  private with(id: string, tile: DashboardTile): DashboardTile[] {
    return this.tiles.map(other => (other.id === id ? tile : other));
  }

  /** Have other tiles: seen at once, told to the kernel, and to be taken back. */
  private change(tiles: DashboardTile[]): void {
    this.earlier = [...this.earlier, this.tiles].slice(-MOST_UNDO);
    this.tell(tiles);
  }

  private tell(tiles: DashboardTile[]): void {
    this.show(tiles);
    const layout = { ...this.arrangement, tiles };
    tell(this.model, { kind: 'layout', layout, is_kept: false });
    this.offer();
  }

  // --- editing ---------------------------------------------------------------------------

  private setEditing(editing: boolean): void {
    this.editing = editing;
    this.editor.hidden = !editing;
    this.root.classList.toggle('annl-editing', editing);
    this.say('');
    this.update();
    (editing ? this.add : this.edit).focus();
  }

  private takeBack(): void {
    const tiles = this.earlier.pop();
    if (tiles) {
      this.tell(tiles);
      this.say('taken back');
    }
  }

  private haveUsual(): void {
    this.earlier = [...this.earlier, this.tiles].slice(-MOST_UNDO);
    tell(this.model, { kind: 'usual' });
    this.say('the usual layout; Undo brings yours back');
    this.offer();
  }

  private addView(): void {
    const kind = this.kind(this.add.value);
    this.add.value = '';
    if (!kind) {
      return;
    }
    const { x, y } = room(this.tiles, kind.w, kind.h);
    const tile: DashboardTile = {
      id: freeId(this.tiles, kind.kind),
      kind: kind.kind,
      of: [],
      variables: [],
      neurons: [],
      x,
      y,
      w: kind.w,
      h: kind.h
    };
    this.change(settled([...this.tiles, tile]));
    this.say(`${kind.label} added in row ${y + 1}`);
    this.views.get(tile.id)?.handle.focus();
    this.views.get(tile.id)?.root.scrollIntoView({ block: 'nearest' });
  }

  private offer(): void {
    const kinds = this.model.get('kinds') as DashboardKind[];
    const shape = kinds.map(({ kind, label }) => `${kind} ${label}`).join();
    if (this.add.dataset.shape !== shape) {
      this.add.dataset.shape = shape;
      this.add.replaceChildren(
        h('option', { value: '' }, 'Add a view …'),
        ...kinds.map(({ kind, label }) => h('option', { value: kind }, label))
      );
    }
    this.undo.disabled = !this.earlier.length;
    this.grid.style.setProperty('--last', String(bottom(this.tiles)));
  }

  private say(text: string): void {
    setText(this.told, text);
  }
}

function button(id: string, label: string, title: string): HTMLButtonElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'annl-dash-button',
      title,
      'data-testid': `annl-dash-${id}`
    },
    label
  );
}

/** Wait until an element stands in the page: events rise from there only. */
async function connected(el: HTMLElement): Promise<void> {
  for (let k = 0; k < 100 && !el.isConnected; k++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const dashboard = new Dashboard(model as HostModel);
  el.append(dashboard.root);
  return () => dashboard.dispose();
}

export default { render };
