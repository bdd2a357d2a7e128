/**
 * The controls: the attributes of a running network that can be changed, by group.
 */

import type { Control, ControlsMessage } from '../messages.js';
import { ControlRow } from './shared/control_row.js';
import { h, setText, styles } from './shared/dom.js';
import css from './shared/controls.css';
import {
  Disposer,
  type Cleanup,
  type RenderProps,
  type WidgetModel
} from './shared/model.js';

class Controls {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly rows = new Map<string, ControlRow>();
  private readonly groups = h('div', { class: 'annl-groups' });
  private readonly changed = h('span', { 'data-testid': 'annl-changed' });
  private readonly resetAll = h(
    'button',
    { type: 'button', class: 'annl-link', 'data-testid': 'annl-reset-all' },
    'back to the start'
  );
  private readonly foot: HTMLElement;
  private shape = '';
  private seq = 0;

  constructor(private readonly model: WidgetModel) {
    this.foot = h('div', { class: 'annl-foot' }, this.changed, this.resetAll);
    this.root = h(
      'div',
      {
        class: 'annl-controls',
        role: 'group',
        'aria-label': 'Parameters',
        'data-testid': 'annl-controls',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(css),
      this.groups,
      this.foot
    );
    this.listen();
    this.update();
  }

  dispose(): void {
    this.rows.forEach(row => row.dispose());
    this.disposer.dispose();
    this.root.remove();
  }

  private listen(): void {
    const update = (): void => this.update();
    const receive = (message: unknown): void =>
      this.receive(message as ControlsMessage);
    this.model.on('change:controls', update);
    this.model.on('msg:custom', receive);
    this.disposer.add(() => this.model.off('change:controls', update));
    this.disposer.add(() => this.model.off('msg:custom', receive));
    this.disposer.listen(this.resetAll, 'click', () => {
      this.rows.forEach(row => row.reset());
    });
  }

  /** Another list: values alone are shown in place, so that focus and drags survive. */
  private update(): void {
    const controls = this.model.get('controls') as Control[];
    const shape = JSON.stringify(controls.map(c => ({ ...c, value: null })));
    if (shape === this.shape) {
      controls.forEach(control => this.rows.get(control.id)!.update(control));
    } else {
      this.shape = shape;
      this.build(controls);
    }
    this.showFoot();
  }

  private build(controls: readonly Control[]): void {
    this.rows.forEach(row => row.dispose());
    this.rows.clear();
    const groups = new Map<string, HTMLElement>();
    for (const control of controls) {
      const row = new ControlRow(control, (id, value, final) =>
        this.send(id, value, final)
      );
      this.rows.set(control.id, row);
      this.groupOf(groups, control.group).append(row.root);
    }
    this.groups.replaceChildren(...groups.values());
    if (!controls.length) {
      this.groups.append(h('p', { class: 'annl-none' }, 'nothing to change'));
    }
  }

  private groupOf(groups: Map<string, HTMLElement>, name: string): HTMLElement {
    let group = groups.get(name);
    if (!group) {
      const heading = h('div', { class: 'annl-group-name', title: name }, name);
      group = h('div', {
        class: 'annl-group',
        role: 'group',
        'aria-label': name
      });
      group.append(heading);
      groups.set(name, group);
    }
    return group;
  }

  private send(id: string, value: number, final: boolean): number {
    this.seq++;
    this.model.send?.({ kind: 'change', id, value, final, seq: this.seq });
    this.showFoot();
    return this.seq;
  }

  private receive(message: ControlsMessage): void {
    const row = this.rows.get(message.id);
    if (message.kind === 'effective') {
      row?.settle(message.value, message.seq);
    } else if (message.kind === 'refused') {
      row?.settle(message.value, message.seq, message.reason);
    }
    this.showFoot();
  }

  private showFoot(): void {
    const n = [...this.rows.values()].filter(row => row.isChanged).length;
    this.foot.classList.toggle('annl-quiet', n === 0);
    setText(this.changed, `${n} changed`);
    this.resetAll.disabled = n === 0;
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const controls = new Controls(model);
  el.append(controls.root);
  return () => controls.dispose();
}

export default { render };
