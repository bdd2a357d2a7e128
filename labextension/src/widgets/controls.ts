/**
 * The controls: the attributes of a running network that can be changed, by group.
 */

import type { Control, ControlsMessage } from '../messages.js';
import { ControlRow, type Sender } from './shared/control_row.js';
import { h, setText, styles } from './shared/dom.js';
import css from './shared/controls.css';
import {
  type Cleanup,
  Disposer,
  type RenderProps,
  tell,
  type WidgetModel
} from './shared/model.js';

/** More controls than this can be searched. */
const MANY = 12;

class Controls {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly rows = new Map<string, ControlRow>();
  private readonly collapsed = new Set<string>();
  private readonly search = h('input', {
    type: 'search',
    class: 'annl-search',
    placeholder: 'find a parameter',
    'aria-label': 'find a parameter',
    hidden: true,
    'data-testid': 'annl-search'
  });
  private readonly notice = h('div', {
    class: 'annl-controls-word',
    role: 'status',
    hidden: true,
    'data-testid': 'annl-notice'
  });
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
      this.search,
      this.notice,
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
    for (const name of ['change:controls', 'change:notice']) {
      this.model.on(name, update);
      this.disposer.add(() => this.model.off(name, update));
    }
    this.model.on('msg:custom', receive);
    this.disposer.add(() => this.model.off('msg:custom', receive));
    this.disposer.listen(this.resetAll, 'click', () => {
      this.rows.forEach(row => row.reset());
    });
    this.disposer.listen(this.search, 'input', () => this.filter());
    this.disposer.listen<'keydown'>(this.search, 'keydown', event => {
      if (event.key === 'Escape') {
        this.search.value = '';
        this.filter();
      }
    });
  }

  /** Another list: values alone are shown in place, so that focus and drags survive. */
  private update(): void {
    const controls = this.model.get('controls') as Control[];
    const shape = JSON.stringify(
      controls.map(c => ({ ...c, value: 0, minimum: 0, maximum: 0 }))
    );
    if (shape === this.shape) {
      controls.forEach(control => this.rows.get(control.id)!.update(control));
    } else {
      this.shape = shape;
      this.build(controls);
    }
    const notice = (this.model.get('notice') as string | undefined) ?? '';
    setText(this.notice, notice);
    this.notice.hidden = !notice;
    this.showFoot();
  }

  private build(controls: readonly Control[]): void {
    this.rows.forEach(row => row.dispose());
    this.rows.clear();
    const groups = new Map<string, HTMLElement>();
    const sender = this.sender();
    for (const control of controls) {
      const row = new ControlRow(control, sender);
      this.rows.set(control.id, row);
      this.groupOf(groups, control.group).append(row.root);
    }
    this.groups.replaceChildren(...groups.values());
    if (!controls.length) {
      this.groups.append(h('p', { class: 'annl-none' }, 'nothing to change'));
    }
    this.search.hidden = controls.length <= MANY;
    this.filter();
  }

  private groupOf(groups: Map<string, HTMLElement>, name: string): HTMLElement {
    let group = groups.get(name);
    if (!group) {
      const heading = h(
        'button',
        {
          type: 'button',
          class: 'annl-group-name',
          title: name,
          'aria-expanded': String(!this.collapsed.has(name)),
          'data-testid': 'annl-group-name'
        },
        name
      );
      group = h('div', {
        class: 'annl-group',
        role: 'group',
        'aria-label': name,
        'data-group': name
      });
      group.append(heading);
      groups.set(name, group);
      heading.addEventListener('click', () => this.fold(name, heading));
      this.showFold(name, group);
    }
    return group;
  }

  private fold(name: string, heading: HTMLElement): void {
    if (!this.collapsed.delete(name)) {
      this.collapsed.add(name);
    }
    heading.setAttribute('aria-expanded', String(!this.collapsed.has(name)));
    this.showFold(name, heading.parentElement!);
  }

  private showFold(name: string, group: HTMLElement): void {
    group.classList.toggle('annl-folded', this.collapsed.has(name));
  }

  /** Show only what is looked for, also in groups that are folded. */
  private filter(): void {
    const text = this.search.hidden
      ? ''
      : this.search.value.trim().toLowerCase();
    this.rows.forEach(row => (row.root.hidden = !row.matches(text)));
    for (const group of this.groups.children) {
      const rows = [...group.querySelectorAll<HTMLElement>('.annl-control')];
      const isEmpty = rows.length > 0 && rows.every(row => row.hidden);
      (group as HTMLElement).hidden = isEmpty;
      group.classList.toggle('annl-found', Boolean(text));
    }
  }

  private sender(): Sender {
    const send = (message: object): number => {
      this.seq++;
      tell(this.model, { ...message, seq: this.seq });
      this.showFoot();
      return this.seq;
    };
    return {
      change: (id, value, final) => send({ kind: 'change', id, value, final }),
      edit: (id, edit) => send({ kind: 'edit', id, ...edit }),
      ask: id => tell(this.model, { kind: 'elements?', id }),
      reset: () => tell(this.model, { kind: 'reset!' })
    };
  }

  private receive(message: ControlsMessage): void {
    const row = this.rows.get(message.id);
    if (message.kind === 'effective') {
      row?.settle(message.value, message.seq);
    } else if (message.kind === 'refused') {
      row?.settle(message.value, message.seq, message.reason);
    } else if (message.kind === 'elements') {
      row?.receive(message);
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
