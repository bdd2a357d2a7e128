/**
 * One tile of a dashboard: its view, and while the layout is edited what moves and changes it.
 */

import type {
  DashboardKind,
  DashboardPart,
  DashboardTile
} from '../../messages.js';
import { h, setText } from './dom.js';
import { mount, type HostModel } from './hosting.js';
import { Disposer, type Cleanup } from './model.js';
import { fillSubjects, field, fillVariables } from './tile_choices.js';

export interface TileHost {
  model: HostModel;
  isEditing(): boolean;
  kind(name: string): DashboardKind | undefined;
  /** Columns and rows that a way of the pointer comes to. */
  cells(dx: number, dy: number): { x: number; y: number };
  /** Show it there while it is dragged. */
  preview(id: string, tile: DashboardTile): void;
  /** Have it so. */
  commit(id: string, tile: DashboardTile): void;
  /** Take back what was previewed. */
  cancel(): void;
  remove(id: string): void;
  /** A key was pressed on the handle; whether it meant something. */
  key(id: string, event: KeyboardEvent): boolean;
}

const MOVE_HINT =
  'Drag to move. Keys: arrows move, Shift with arrows resizes, Delete removes.';

export class TileView {
  readonly root: HTMLElement;
  readonly handle = h('button', { type: 'button', class: 'annl-tile-move' });
  private readonly body = h('div', { class: 'annl-tile-body' });
  private readonly problem = h('p', { class: 'annl-tile-problem' });
  private readonly head: HTMLElement;
  private readonly choices = h('span', { class: 'annl-tile-choices' });
  private readonly corner = h('div', {
    class: 'annl-tile-corner',
    'aria-hidden': 'true',
    title: 'Drag to resize'
  });
  private readonly disposer = new Disposer();
  private unmount: Cleanup = () => undefined;
  private shown = '';
  private offered = '';

  constructor(
    private tile: DashboardTile,
    private readonly host: TileHost
  ) {
    const remove = h(
      'button',
      { type: 'button', class: 'annl-tile-remove', title: 'Remove this view' },
      '×'
    );
    remove.setAttribute('aria-label', `Remove ${tile.id}`);
    this.handle.append('⠿');
    this.handle.title = MOVE_HINT;
    this.head = h(
      'div',
      { class: 'annl-tile-head' },
      this.handle,
      this.choices,
      remove
    );
    this.root = h(
      'section',
      { class: 'annl-tile', 'data-testid': `annl-tile-${tile.id}` },
      this.head,
      this.body,
      this.corner
    );
    this.disposer.listen(remove, 'click', () => host.remove(this.tile.id));
    this.disposer.listen(this.handle, 'keydown', event => {
      if (host.key(this.tile.id, event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
    this.drag(this.handle, (x, y) => ({
      x: this.tile.x + x,
      y: this.tile.y + y
    }));
    this.drag(this.corner, (x, y) => ({
      w: this.tile.w + x,
      h: this.tile.h + y
    }));
  }

  /** Show the tile as it is now. */
  update(tile: DashboardTile, part: DashboardPart | undefined): void {
    this.tile = tile;
    this.place(tile);
    const title = part?.title ?? tile.kind;
    this.root.setAttribute('aria-label', title);
    this.handle.setAttribute('aria-label', `Move or resize ${title}`);
    const shown = JSON.stringify([part?.model, part?.problem]);
    if (part && shown !== this.shown) {
      this.shown = shown;
      this.fill(part);
    }
    this.offer(title);
  }

  /** Put it somewhere, also for a moment. */
  place({ x, y, w, h: rows }: DashboardTile): void {
    this.root.style.setProperty('--column', `${x + 1} / span ${w}`);
    this.root.style.setProperty('--row', `${y + 1} / span ${rows}`);
    this.root.style.setProperty('--rows', String(rows));
  }

  /** What cannot be used by who may only watch. */
  lock(isLocked: boolean): void {
    const steers = ['controls', 'stimulus'].includes(this.tile.kind);
    this.body.inert = isLocked && steers;
  }

  dispose(): void {
    this.unmount();
    this.disposer.dispose();
    this.root.remove();
  }

  private fill(part: DashboardPart): void {
    this.unmount();
    this.unmount = () => undefined;
    this.root.classList.toggle('annl-misfit', !part.model);
    if (part.model) {
      this.unmount = mount(this.host.model, part.model, this.body);
    } else {
      setText(this.problem, `${part.title}: ${part.problem}`);
      this.body.replaceChildren(this.problem);
    }
  }

  /** What can be chosen, made anew only where it differs, so that the focus stays. */
  private offer(title: string): void {
    const kind = this.host.kind(this.tile.kind);
    const { of, variables, neurons } = this.tile;
    const offered = JSON.stringify([kind, of, variables, neurons]);
    if (offered === this.offered || !this.host.isEditing()) {
      return;
    }
    this.offered = offered;
    const focused = this.focusedField();
    this.choices.replaceChildren(
      h('span', { class: 'annl-tile-kind' }, kind?.label ?? title)
    );
    const change = (changes: Partial<DashboardTile>): void =>
      this.host.commit(this.tile.id, { ...this.tile, ...changes });
    if (kind) {
      fillSubjects(this.choices, kind, this.tile, change);
      fillVariables(this.choices, kind, this.tile, change);
    }
    if (focused) {
      field(this.choices, focused)?.focus();
    }
  }

  private focusedField(): string {
    const root = this.root.getRootNode() as Document | ShadowRoot;
    const active = root.activeElement as HTMLElement | null;
    return active && this.choices.contains(active)
      ? (active.dataset.field ?? '')
      : '';
  }

  private drag(
    grip: HTMLElement,
    change: (x: number, y: number) => Partial<DashboardTile>
  ): void {
    this.disposer.listen(grip, 'pointerdown', start => {
      if (start.button !== 0 || !this.host.isEditing()) {
        return;
      }
      grip.setPointerCapture(start.pointerId);
      this.root.classList.add('annl-dragged');
      let latest = this.tile;
      const move = (event: PointerEvent): void => {
        const { x, y } = this.host.cells(
          event.clientX - start.clientX,
          event.clientY - start.clientY
        );
        latest = { ...this.tile, ...change(x, y) };
        this.host.preview(this.tile.id, latest);
      };
      const end = (event: PointerEvent | KeyboardEvent): void => {
        const isDone = event.type === 'pointerup';
        if (event instanceof KeyboardEvent && event.key !== 'Escape') {
          return;
        }
        grip.removeEventListener('pointermove', move);
        grip.removeEventListener('pointerup', end);
        grip.removeEventListener('pointercancel', end);
        window.removeEventListener('keydown', end, true);
        this.root.classList.remove('annl-dragged');
        if (isDone && latest !== this.tile) {
          this.host.commit(this.tile.id, latest);
        } else {
          this.host.cancel();
        }
      };
      grip.addEventListener('pointermove', move);
      grip.addEventListener('pointerup', end);
      grip.addEventListener('pointercancel', end);
      window.addEventListener('keydown', end, true);
    });
  }
}
