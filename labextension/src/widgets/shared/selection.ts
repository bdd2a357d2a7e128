/**
 * What is selected in the network, as one view marks it, and how the view asks for another.
 *
 * The kernel keeps the selection and translates it into items of each view, so that all views of a
 * network, also on other pages, agree; a view knows only its own rows, places or lines.
 */

import type { SelectedInfo, SelectRequest } from '../../messages.js';
import type { Box } from './axes.js';
import { h, styles } from './dom.js';
import { type Disposer, tell, type WidgetModel } from './model.js';
import css from './selection.css';

const CLICK_PX = 3;
const NOTHING: SelectedInfo = { label: '', marks: [] };

/** The selection of a view; `changed` is called when another one is marked. */
export class Picks {
  constructor(
    private readonly model: WidgetModel,
    disposer: Disposer,
    changed: () => void
  ) {
    model.on('change:selected', changed);
    disposer.add(() => model.off('change:selected', changed));
  }

  get label(): string {
    return this.info.label;
  }

  get marks(): readonly number[][] {
    return this.info.marks;
  }

  pick(item: number): void {
    const request: SelectRequest = { kind: 'select', item };
    tell(this.model, request);
  }

  clear(): void {
    this.pick(-1);
  }

  private get info(): SelectedInfo {
    const info = this.model.get('selected') as Partial<SelectedInfo> | null;
    return { ...NOTHING, ...info };
  }
}

export interface Pickable {
  /** The item at a place of the plot (CSS pixels); null where there is none. */
  itemAt(x: number, y: number): number | null;
  /** Where a key leads; null if it does not move the selection. */
  itemBy?(key: string): number | null;
}

/** Let clicks and keys select: a drag is no click, Escape ends the selection. */
export function attachPicking(
  area: HTMLElement,
  pickable: Pickable,
  picks: Picks,
  disposer: Disposer
): void {
  watchClicks(area, disposer, (x, y) => {
    const item = pickable.itemAt(x, y);
    if (item !== null) {
      picks.pick(item);
    }
  });
  // before other listeners of the plot: a key that moves the selection means nothing else
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const isEnd = event.key === 'Escape' && picks.label !== '';
    const item = isEnd ? -1 : (pickable.itemBy?.(event.key) ?? null);
    if (item !== null) {
      event.preventDefault();
      event.stopImmediatePropagation();
      picks.pick(item);
    }
  };
  disposer.listen(area, 'keydown', press, { capture: true });
}

/** Call with the place of each click in `area`; a pointer that moved meanwhile has dragged. */
export function watchClicks(
  area: HTMLElement,
  disposer: Disposer,
  clicked: (x: number, y: number) => void
): void {
  let down: PointerEvent | null = null;
  disposer.listen(area, 'pointerdown', event => {
    down = event.button === 0 ? event : null;
  });
  disposer.listen(area, 'pointerup', event => {
    const from = down;
    down = null;
    if (from && isNear(from, event)) {
      const ground = area.getBoundingClientRect();
      clicked(event.clientX - ground.left, event.clientY - ground.top);
    }
  });
}

const isNear = (a: PointerEvent, b: PointerEvent): boolean =>
  Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) <= CLICK_PX;

/** Lines across a plot at the rows that are marked; row 0 is at the bottom. */
export class RowMarks {
  private lines: HTMLElement[] = [];

  constructor(private readonly area: HTMLElement) {
    area.append(styles(css));
  }

  place(rows: readonly number[], nRows: number, box: Box): void {
    while (this.lines.length > rows.length) {
      this.lines.pop()!.remove();
    }
    while (this.lines.length < rows.length) {
      const line = h('div', { class: 'annl-row', 'data-testid': 'annl-row' });
      this.lines.push(line);
      this.area.append(line);
    }
    rows.forEach((row, k) => {
      const y = box.top + box.height * (1 - (row + 0.5) / Math.max(nRows, 1));
      const { style, dataset } = this.lines[k];
      dataset.row = String(row);
      style.width = `${box.width}px`;
      style.transform = `translate(${box.left}px, ${Math.round(y)}px)`;
    });
  }
}
