/**
 * The tree of the inspector: rows that are updated in place, so that nothing flickers while numbers
 * change, with the keys of a tree view.
 */

import { caretRightIcon, type LabIcon } from '@jupyterlab/ui-components';
import {
  modelIcon,
  monitorIcon,
  networkIcon,
  populationIcon,
  projectionIcon
} from '../icons.js';
import type { BridgeRow, RowKind } from '../messages.js';
import { h } from '../widgets/shared/element.js';
import { cssColor, paletteColor, readTheme } from '../widgets/shared/theme.js';
import { move, places, typed } from './rows.js';

const ICONS: Partial<Record<RowKind, LabIcon>> = {
  network: networkIcon,
  population: populationIcon,
  view: populationIcon,
  projection: projectionIcon,
  monitor: monitorIcon,
  model: modelIcon
};
/** After so long without a key, a new word is begun. */
const WORD_MS = 700;

export interface TreeActions {
  /** Open or close a row. */
  toggle: (row: BridgeRow) => void;
  /** Another row is selected. */
  select: (row: BridgeRow | null) => void;
  /** A row was clicked: views mark what it stands for. */
  mark: (row: BridgeRow) => void;
  /** Do what a row is for. */
  activate: (row: BridgeRow) => void;
}

interface Line {
  node: HTMLElement;
  name: HTMLElement;
  detail: HTMLElement;
  value: HTMLElement;
  icon: HTMLElement;
}

export class Tree {
  readonly node = h('div', {
    class: 'annl-tree',
    role: 'tree',
    'aria-label': 'Networks of this kernel',
    'data-testid': 'annl-inspector-tree',
    'data-lm-suppress-shortcuts': 'true'
  });
  private rows: readonly BridgeRow[] = [];
  private readonly lines = new Map<string, Line>();
  private selectedId = '';
  private word = '';
  private wordAt = 0;

  constructor(private readonly actions: TreeActions) {
    this.node.addEventListener('keydown', event => this.onKey(event));
    this.node.addEventListener('click', event => this.onClick(event));
    this.node.addEventListener('dblclick', event => this.onDoubleClick(event));
    this.node.addEventListener('contextmenu', ({ target }) =>
      this.select(this.rowAt(target)?.id ?? '')
    );
  }

  get selected(): BridgeRow | null {
    return this.rows.find(({ id }) => id === this.selectedId) ?? null;
  }

  /** Show these rows, `current` being the name of the network that commands mean. */
  show(rows: readonly BridgeRow[], current: string): void {
    this.rows = rows;
    const kept = new Set(rows.map(({ id }) => id));
    for (const [id, line] of this.lines) {
      if (!kept.has(id)) {
        line.node.remove();
        this.lines.delete(id);
      }
    }
    const siblings = places(rows);
    rows.forEach((row, index) => {
      const line = this.line(row);
      fill(line, row, siblings[index]);
      const isCurrent = row.kind === 'network' && row.name === current;
      set(line.node, 'aria-current', isCurrent ? 'true' : null);
      if (this.node.children[index] !== line.node) {
        this.node.insertBefore(line.node, this.node.children[index] ?? null);
      }
    });
    this.select(kept.has(this.selectedId) ? this.selectedId : '');
  }

  /** The theme has changed. */
  recolor(): void {
    this.rows.forEach(row => color(this.line(row), row, this.node));
  }

  private line(row: BridgeRow): Line {
    const known = this.lines.get(row.id);
    if (known) {
      return known;
    }
    const line = newLine(row);
    color(line, row, this.node);
    this.lines.set(row.id, line);
    return line;
  }

  private select(id: string, focus = false): void {
    const hasChanged = id !== this.selectedId;
    this.selectedId = id;
    const stop = id || this.rows[0]?.id; // where Tab enters
    for (const [each, { node }] of this.lines) {
      set(node, 'aria-selected', String(each === id));
      set(node, 'tabindex', each === stop ? '0' : '-1');
    }
    if (focus) {
      this.lines.get(id)?.node.focus();
      this.lines.get(id)?.node.scrollIntoView({ block: 'nearest' });
    }
    if (hasChanged || this.selected) {
      this.actions.select(this.selected);
    }
  }

  private rowAt(target: EventTarget | null): BridgeRow | null {
    const node = (target as HTMLElement).closest<HTMLElement>('.annl-tree-row');
    return this.rows.find(({ id }) => id === node?.dataset.row) ?? null;
  }

  private onClick(event: MouseEvent): void {
    const row = this.rowAt(event.target);
    if (!row) {
      return;
    }
    this.select(row.id, true);
    if (event.detail < 2) {
      this.actions.mark(row);
    }
    const isTwisty = (event.target as HTMLElement).closest('.annl-twisty');
    // of a double click on a heading, both clicks would undo each other
    if (
      row.can_open &&
      (isTwisty || (row.kind === 'group' && event.detail < 2))
    ) {
      this.actions.toggle(row);
    }
  }

  private onDoubleClick(event: MouseEvent): void {
    const row = this.rowAt(event.target);
    const isTwisty = (event.target as HTMLElement).closest('.annl-twisty');
    if (row && !isTwisty && row.kind !== 'group') {
      this.actions.activate(row);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const current = this.rowAt(event.target);
    if (!current || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'Enter') {
      this.actions.activate(current);
    } else if (event.key === ' ' && !this.isTyping) {
      this.select(current.id, true);
      this.actions.mark(current);
    } else if (event.key.length === 1) {
      this.type(current, event.key);
    } else {
      const found = move(this.rows, current.id, event.key);
      if (!found) {
        return;
      }
      if (found.toggle) {
        this.actions.toggle(current);
      } else if (found.to) {
        this.select(found.to, true);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private get isTyping(): boolean {
    return performance.now() - this.wordAt < WORD_MS;
  }

  private type(current: BridgeRow, letter: string): void {
    this.word = this.isTyping ? this.word + letter : letter;
    this.wordAt = performance.now();
    const found = typed(this.rows, current.id, this.word);
    if (found) {
      this.select(found, true);
    }
  }
}

function newLine(row: BridgeRow): Line {
  const twisty = h('span', { class: 'annl-twisty', 'aria-hidden': 'true' });
  caretRightIcon.element({ container: twisty, tag: 'span' });
  const icon = h('span', { class: 'annl-kind', 'aria-hidden': 'true' });
  ICONS[row.kind]?.element({ container: icon });
  const name = h('span', { class: 'annl-tree-name' });
  const detail = h('span', { class: 'annl-detail' });
  const value = h('span', { class: 'annl-tree-value' });
  const node = h(
    'div',
    { class: 'annl-tree-row', role: 'treeitem', 'data-kind': row.kind },
    twisty,
    icon,
    name,
    detail,
    value
  );
  node.dataset.row = row.id;
  return { node, name, detail, value, icon };
}

function fill(line: Line, row: BridgeRow, [place, n]: [number, number]): void {
  write(line.name, row.name);
  write(line.detail, row.detail);
  write(line.value, row.value);
  set(line.node, 'aria-level', String(row.depth));
  set(line.node, 'aria-posinset', String(place));
  set(line.node, 'aria-setsize', String(n));
  set(line.node, 'aria-expanded', row.can_open ? String(row.is_open) : null);
  set(line.node, 'title', titleOf(row));
  line.node.style.setProperty('--annl-depth', String(row.depth - 1));
}

function titleOf({ name, detail, hint, views }: BridgeRow): string {
  const open = views.length ? 'double click: open a live view' : '';
  return [[name, detail].filter(Boolean).join(': '), hint, open]
    .filter(Boolean)
    .join('\n');
}

function color(line: Line, row: BridgeRow, node: HTMLElement): void {
  if (row.color_index >= 0) {
    const rgb = paletteColor(readTheme(node), row.color_index);
    line.icon.style.setProperty('--annl-color', cssColor(rgb));
    line.icon.classList.add('annl-colored');
  }
}

function write(node: Node, text: string): void {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

function set(node: HTMLElement, name: string, value: string | null): void {
  if (node.getAttribute(name) === value) {
    return;
  }
  if (value === null) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value);
  }
}
