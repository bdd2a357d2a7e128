/**
 * The side of the explorer: what drives the neuron, its parameters, the plane, the curve.
 */

import type {
  Control,
  ExplorerLook,
  ExplorerName,
  ExplorerPlane
} from '../../messages.js';
import { ControlRow, type Sender } from '../shared/control_row.js';
import { h } from '../shared/dom.js';
import type { State } from './state.js';

type Option = readonly [value: string, text: string];

const SHAPES: readonly Option[] = [
  ['step', 'step'],
  ['pulse', 'pulse'],
  ['ramp', 'ramp'],
  ['sine', 'sine'],
  ['noise', 'noise'],
  ['drawn', 'drawn by hand']
];
const MEASURES: readonly Option[] = [
  ['rate', 'firing rate'],
  ['latency', 'first spike'],
  ['cv', 'CV of intervals'],
  ['mean', 'mean']
];
const USES = {
  step: ['level', 'start_ms'],
  pulse: ['level', 'start_ms', 'stop_ms'],
  ramp: ['level', 'start_ms', 'stop_ms'],
  sine: ['level', 'start_ms', 'period_ms'],
  noise: ['level', 'start_ms'],
  drawn: []
} as const;

type Wave =
  'level' | 'base' | 'start_ms' | 'stop_ms' | 'period_ms' | 'duration_ms';

export class Side {
  readonly root = h('div', {
    class: 'annl-controls annl-x-side',
    role: 'group',
    'aria-label': 'What is explored'
  });
  private readonly groups = h('div', { class: 'annl-groups' });
  private readonly drive = group('input');
  private readonly parameters = group('parameters');
  private readonly plane = group('phase plane');
  private readonly curve = group('curve');
  private rows: ControlRow[] = [];
  private waveRows = new Map<string, ControlRow>();
  private parameterRows = new Map<string, ControlRow>();
  private heldRows = new Map<string, ControlRow>();
  private shape = '';
  private about: ExplorerPlane | null = null;

  constructor(private readonly state: State) {
    this.groups.append(this.drive, this.parameters, this.plane, this.curve);
    this.root.append(this.groups);
  }

  /** Called when something other than the kernel should react: the number of changes. */
  onChange: () => void = () => undefined;

  dispose(): void {
    this.rows.forEach(row => row.dispose());
  }

  get changed(): number {
    return [...this.parameterRows.values()].filter(row => row.isChanged).length;
  }

  reset(): void {
    this.parameterRows.forEach(row => row.reset());
  }

  /** The kernel has answered everything: nothing waits any more. */
  settle(): void {
    const { look } = this.state;
    for (const [name, row] of this.waveRows) {
      row.settle(look[name as Wave], undefined);
    }
    this.state.controls.forEach((control, k) =>
      this.parameterRows
        .get(control.id)
        ?.settle(this.state.values[k], undefined)
    );
    for (const [name, row] of this.heldRows) {
      row.settle(this.heldValue(name), undefined);
    }
  }

  /** Build everything for another model, or another way of driving it. */
  build(): void {
    const hello = this.state.hello!;
    const shape = JSON.stringify([
      hello.controls.map(control => ({ ...control, value: 0 })),
      hello.drives,
      hello.states,
      this.state.look.drive,
      hello.minimum,
      hello.maximum
    ]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.dispose();
      this.rows = [];
      this.buildParameters();
    } else {
      hello.controls.forEach(control =>
        this.parameterRows.get(control.id)?.update(control)
      );
    }
    this.buildDrive();
    this.buildPlane();
    this.buildCurve();
  }

  /** Follow a shape that was drawn. */
  buildDrive(): void {
    const { look, hello } = this.state;
    this.waveRows.clear();
    const parts: Node[] = [];
    if (hello!.drives.length) {
      parts.push(
        choice('through', named(hello!.drives), look.drive, drive =>
          this.state.change({ drive, scanned: drive, second: '' })
        ),
        choice('waveform', SHAPES, look.shape, shape =>
          this.set({ shape: shape as ExplorerLook['shape'] }, 'drive')
        )
      );
      for (const name of USES[look.shape]) {
        parts.push(this.waveRow(name).root);
      }
    }
    parts.push(this.waveRow('duration_ms').root);
    fill(this.drive, parts);
  }

  /** Show what the plane holds. */
  showPlane(about: ExplorerPlane): void {
    const shape = (x: ExplorerPlane | null): string =>
      x ? `${x.x.name} ${x.y.name} ${x.is_line}` : '';
    const isNew = shape(about) !== shape(this.about);
    this.about = about;
    if (isNew) {
      this.buildPlane();
    } else {
      for (const [name, row] of this.heldRows) {
        row.update({ ...this.heldControl(name), value: this.heldValue(name) });
      }
    }
  }

  private buildParameters(): void {
    this.parameterRows.clear();
    const rows = this.state.controls.map(control => {
      const row = new ControlRow(
        control,
        sender((id, value) => {
          const seq = this.state.setValue(id, value);
          this.onChange();
          return seq;
        })
      );
      this.rows.push(row);
      this.parameterRows.set(control.id, row);
      return row.root;
    });
    const none = h('p', { class: 'annl-none' }, 'no parameters');
    fill(this.parameters, rows.length ? rows : [none]);
  }

  private buildPlane(): void {
    const { look, hello } = this.state;
    this.plane.hidden = !hello!.states.length;
    if (this.plane.hidden) {
      return;
    }
    const states = named(hello!.states);
    const none: Option = ['', 'its derivative'];
    const parts: Node[] = [
      choice('right', states, look.x, x =>
        this.set({ x, y: look.y === x ? look.x : look.y }, 'plane')
      ),
      choice('up', [...states.filter(([x]) => x !== look.x), none], look.y, y =>
        this.set({ y }, 'plane')
      )
    ];
    this.heldRows.clear();
    for (const { name } of hello!.states) {
      if (name !== look.x && name !== look.y && this.about) {
        const row = new ControlRow(
          this.heldControl(name),
          sender((_, value) => this.hold(name, value))
        );
        this.rows.push(row);
        this.heldRows.set(name, row);
        parts.push(row.root);
      }
    }
    parts.push(this.planeLinks());
    fill(this.plane, parts);
  }

  private planeLinks(): HTMLElement {
    const links = [
      link('fit', 'New limits around the trace', () => this.state.fit()),
      link('start of the model', 'Start the trace where the model starts', () =>
        this.state.change({ start: [] })
      )
    ];
    if (this.heldRows.size) {
      links.push(
        link('hold at rest', 'Hold the other states at the fixed point', () =>
          this.state.change({ held: [] })
        )
      );
    }
    return h('div', { class: 'annl-x-links' }, ...links);
  }

  private buildCurve(): void {
    const { look, hello, controls } = this.state;
    const parameters = controls.map(({ name }): Option => [name, name]);
    const drive: Option[] = look.drive
      ? [[look.drive, `${look.drive} (input)`]]
      : [];
    const all = [...drive, ...parameters];
    const measures = hello!.is_spiking ? MEASURES : MEASURES.slice(-1);
    fill(this.curve, [
      choice('over', all, look.scanned, scanned =>
        this.set(
          { scanned, second: look.second === scanned ? '' : look.second },
          'curve'
        )
      ),
      choice(
        'and',
        [['', 'nothing: a curve'], ...all.filter(([x]) => x !== look.scanned)],
        look.second,
        second => this.set({ second }, 'curve')
      ),
      choice('measure', measures, look.measure, measure =>
        this.set({ measure: measure as ExplorerLook['measure'] }, 'curve')
      )
    ]);
    this.curve.hidden = !all.length;
  }

  private set(
    part: Partial<ExplorerLook>,
    which: 'drive' | 'plane' | 'curve'
  ): void {
    this.state.change(part);
    const build = {
      drive: () => this.buildDrive(),
      plane: () => this.buildPlane(),
      curve: () => this.buildCurve()
    };
    build[which]();
  }

  private waveRow(name: Wave): ControlRow {
    const row = new ControlRow(
      this.waveControl(name),
      sender((_, value) => this.state.change({ [name]: value }))
    );
    this.rows.push(row);
    this.waveRows.set(name, row);
    return row;
  }

  private waveControl(name: Wave): Control {
    const { look, hello } = this.state;
    const end = Math.max(look.duration_ms, 200);
    const [minimum, maximum] = {
      level: [hello!.minimum, hello!.maximum],
      base: [hello!.minimum, hello!.maximum],
      start_ms: [0, end],
      stop_ms: [0, end],
      period_ms: [2, end],
      duration_ms: [20, 2000]
    }[name];
    const isLevel = name === 'level' || name === 'base';
    const unit = isLevel ? this.state.unitOf(look.drive) : 'ms';
    return {
      ...control(name, isLevel ? name : name.replace('_ms', ''), unit),
      value: look[name],
      minimum: Math.min(minimum, look[name]),
      maximum: Math.max(maximum, look[name]),
      initial: hello!.look[name],
      is_log: name === 'duration_ms'
    };
  }

  private heldValue(name: string): number {
    const k = this.state.hello!.states.findIndex(state => state.name === name);
    return this.about?.held[k] ?? 0;
  }

  private heldControl(name: string): Control {
    const value = this.heldValue(name);
    const reach = Math.max(2 * Math.abs(value), 1);
    return {
      ...control(name, name, this.state.unitOf(name)),
      description: `${name} is held at this value in the plane`,
      value,
      minimum: value < 0 ? -reach : 0,
      maximum: value < 0 ? 0 : reach,
      initial: value
    };
  }

  private hold(name: string, value: number): number {
    const { hello } = this.state;
    const held = hello!.states.map((state, k) =>
      state.name === name ? value : (this.about?.held[k] ?? 0)
    );
    return this.state.change({ held });
  }
}

const control = (id: string, label: string, unit: string): Control => ({
  id: `@${id}`,
  group: 'explorer',
  name: id,
  label,
  unit,
  value: 0,
  minimum: 0,
  maximum: 1,
  initial: 0,
  kind: 'set',
  is_log: false,
  enabled: true,
  reason: ''
});

/** Everything but a change is for networks. */
const sender = (change: (id: string, value: number) => number): Sender => ({
  change,
  ask: () => undefined,
  edit: () => 0,
  reset: () => undefined
});

const named = (names: readonly ExplorerName[]): Option[] =>
  names.map(({ name }): Option => [name, name]);

function group(name: string): HTMLElement {
  const heading = h('div', { class: 'annl-group-name' }, name);
  return h(
    'div',
    {
      class: 'annl-group',
      role: 'group',
      'aria-label': name,
      'data-group': name
    },
    heading
  );
}

function fill(element: HTMLElement, parts: readonly Node[]): void {
  element.replaceChildren(element.firstChild!, ...parts);
}

function choice(
  label: string,
  options: readonly Option[],
  value: string,
  onChange: (value: string) => void
): HTMLElement {
  const select = h(
    'select',
    { 'aria-label': label, 'data-testid': `annl-x-${label}` },
    ...options.map(([each, text]) => h('option', { value: each }, text))
  );
  select.value = value;
  select.addEventListener('change', () => onChange(select.value));
  return h('label', { class: 'annl-x-choice' }, h('span', {}, label), select);
}

export function link(
  text: string,
  title: string,
  onClick: () => void
): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: 'annl-link', title },
    text
  );
  button.addEventListener('click', onClick);
  return button;
}
