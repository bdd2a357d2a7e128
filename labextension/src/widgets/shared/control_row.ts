/**
 * One control: name, what a change takes, slider or switch, typed value, unit, the way back.
 *
 * It answers at once with its own text, and shows that it waits until the kernel has confirmed
 * the change.  Sending is left to the widget around it.
 */

import type { Control, ElementsMessage } from '../../messages.js';
import { ArrayEditor, type Edit } from './array_editor.js';
import { ControlSlider } from './control_slider.js';
import { ControlStepper } from './control_stepper.js';
import { ControlToggle } from './control_toggle.js';
import { h, setText } from './dom.js';
import { nameOf, type Operated } from './operated.js';
import { safetyMark, safetyOf } from './safety.js';
import { readValue, widened, writeValue } from './values.js';

const SEND_EVERY_MS = 33; // a frame

/** Sends a change and returns its number. */
export type Send = (id: string, value: number, final: boolean) => number;

/** What a row asks the widget around it to send. */
export interface Sender {
  change: Send;
  /** Asks for the values one by one. */
  ask(id: string): void;
  /** Sends many values, or where to draw them from, and returns the number. */
  edit(id: string, edit: Edit): number;
  /** Resets the network. */
  reset(): void;
}

/** The sender of rows whose values are neither edited one by one nor reset. */
const onlyChanges = (change: Send): Sender => ({
  change,
  ask: () => undefined,
  edit: () => 0,
  reset: () => undefined
});

export class ControlRow {
  readonly root: HTMLElement;
  private readonly operated: Operated;
  private readonly number: HTMLInputElement;
  private readonly back: HTMLButtonElement;
  private readonly problem: HTMLElement;
  private readonly resetNow: HTMLButtonElement;
  private readonly each: HTMLButtonElement | null;
  private readonly send: Sender;
  private editor: ArrayEditor | null = null;
  private value: number;
  private beyond: number | null = null;
  private sentSeq = 0;
  private ackedSeq = 0;
  private timer: number | null = null;
  private sentAt = -Infinity;

  constructor(
    private control: Control,
    send: Sender | Send
  ) {
    this.send = typeof send === 'function' ? onlyChanges(send) : send;
    this.value = control.value;
    this.operated = this.made(control);
    this.number = h('input', {
      type: 'text',
      inputmode: 'decimal',
      disabled: !control.enabled,
      'aria-label': `${nameOf(control)}, value`,
      'data-testid': 'annl-number'
    });
    this.back = h('button', {
      type: 'button',
      class: 'annl-back',
      'data-testid': 'annl-back'
    });
    this.problem = h('div', {
      class: 'annl-problem',
      role: 'alert',
      hidden: true
    });
    this.resetNow = h(
      'button',
      {
        type: 'button',
        class: 'annl-link annl-reset-now',
        hidden: true,
        'data-testid': 'annl-reset-now'
      },
      'reset now'
    );
    this.each = this.madeEach(control);
    this.root = this.layOut(control);
    this.listen();
    this.show();
  }

  get isChanged(): boolean {
    return this.value !== this.control.initial;
  }

  /** Whether a word of the search is in its names. */
  matches(text: string): boolean {
    const { group, label, name, description } = this.control;
    return `${group} ${label} ${name} ${description ?? ''}`
      .toLowerCase()
      .includes(text);
  }

  /** The kernel's list came again: keep what the user is about to change. */
  update(control: Control): void {
    const { minimum, maximum } = this.control; // a slider that was widened stays so
    this.control = widened(widened(control, minimum), maximum);
    if (!this.isBusy()) {
      this.value = control.value;
      this.show();
    }
  }

  /** The kernel confirmed or refused changes up to `seq`, or all. */
  settle(value: number, seq: number | undefined, reason = ''): void {
    this.ackedSeq = Math.max(this.ackedSeq, seq ?? this.sentSeq);
    if (!this.isBusy() || reason) {
      this.value = value;
    }
    if (this.control.kind === 'start' && !reason) {
      this.resetNow.hidden = false;
    }
    this.complain(reason);
    this.show();
  }

  /** The values one by one came. */
  receive(message: ElementsMessage): void {
    this.editor?.show(message);
  }

  /** The network was reset: start values hold now. */
  noteReset(): void {
    this.resetNow.hidden = true;
  }

  /** Go back to the value at the start. */
  reset(): void {
    if (this.control.enabled && this.isChanged) {
      this.change(this.control.initial, true);
    }
  }

  dispose(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
  }

  private made(control: Control): Operated {
    const moved = (value: number, isFinal: boolean): void =>
      this.change(value, isFinal);
    switch (control.form) {
      case 'toggle':
        return new ControlToggle(control, moved);
      case 'stepper':
        return new ControlStepper(control, moved);
      default:
        return new ControlSlider(control, moved, () => this.reset());
    }
  }

  private madeEach(control: Control): HTMLButtonElement | null {
    const n = control.n_elements ?? 0;
    if (n < 2 || !control.enabled) {
      return null;
    }
    const what = `${nameOf(control)}: ${n} values, one by one`;
    return h(
      'button',
      {
        type: 'button',
        class: 'annl-each',
        title: what,
        'aria-label': what,
        'aria-expanded': 'false',
        'data-testid': 'annl-each'
      },
      '⋯'
    );
  }

  private isBusy(): boolean {
    const isTyping = this.number === activeElement(this.number);
    return this.operated.isHeld || isTyping || this.sentSeq > this.ackedSeq;
  }

  private layOut(control: Control): HTMLElement {
    const { label, description, reason, enabled, unit, kind, form } = control;
    const sign = kind === 'scale' ? '×' : unit;
    const number = h(
      'span',
      { class: 'annl-number' },
      this.number,
      h('span', { class: 'annl-unit', title: unit }, sign)
    );
    number.hidden = form === 'toggle';
    return h(
      'div',
      {
        class: 'annl-control',
        title: enabled ? (description ?? '') : reason,
        'data-testid': 'annl-control',
        'data-id': control.id,
        'data-name': control.name,
        'data-group': control.group,
        'data-form': form ?? 'slider',
        'data-safety': safetyOf(control),
        'data-enabled': String(enabled)
      },
      h(
        'span',
        { class: 'annl-label' },
        h('span', { class: 'annl-parameter' }, label),
        safetyMark(control),
        this.resetNow
      ),
      this.operated.root,
      number,
      h('span', { class: 'annl-ends' }, this.each ?? '', this.back),
      this.problem
    );
  }

  private listen(): void {
    this.back.addEventListener('click', () => this.reset());
    this.resetNow.addEventListener('click', () => {
      this.send.reset();
      this.noteReset();
    });
    this.each?.addEventListener('click', () => this.toggleEditor());
    this.number.addEventListener('focus', () => this.number.select());
    this.number.addEventListener('blur', () => this.type(false));
    this.number.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        this.type(true);
        this.number.select();
      } else if (event.key === 'Escape') {
        this.forgetTyped();
        this.number.select();
      } else if (event.key === 'Home' && event.altKey) {
        this.reset();
      }
    });
  }

  /** Take over what stands in the field; Enter twice on a value beyond the slider widens it. */
  private type(isEnter: boolean): void {
    if (this.number.value === writeValue(this.control, this.value)) {
      this.forgetTyped();
      return;
    }
    const { control } = this;
    const reading = readValue(control, this.number.value, control.unit);
    if (!('problem' in reading)) {
      this.change(reading.value, true);
    } else if (reading.beyond === undefined) {
      this.complain(reading.problem);
    } else if (isEnter && this.beyond === reading.beyond) {
      this.control = widened(control, reading.beyond);
      this.change(reading.beyond, true);
    } else if (isEnter) {
      this.complain(`not ${reading.problem}: press Enter again to widen`);
      this.beyond = reading.beyond;
    } else {
      this.complain(`${this.number.value} is not ${reading.problem}`);
      this.writeNumber();
    }
  }

  private forgetTyped(): void {
    this.complain('');
    this.writeNumber();
  }

  private change(value: number, isFinal: boolean): void {
    const { form } = this.control;
    this.value = form === 'stepper' ? Math.round(value) : value;
    this.control = widened(this.control, this.value);
    this.complain('');
    this.show();
    this.writeNumber();
    if (isFinal) {
      this.transmit(true);
    } else {
      const rest = this.sentAt + SEND_EVERY_MS - performance.now();
      if (rest <= 0) {
        this.transmit(false);
      } else {
        this.timer ??= window.setTimeout(() => this.transmit(false), rest);
      }
    }
  }

  private transmit(isFinal: boolean): void {
    this.dispose();
    this.timer = null;
    this.sentAt = performance.now();
    this.sentSeq = this.send.change(this.control.id, this.value, isFinal);
    this.show();
  }

  private toggleEditor(): void {
    const isOpen = this.editor !== null;
    this.each?.setAttribute('aria-expanded', String(!isOpen));
    this.editor?.root.remove();
    this.editor = null;
    if (!isOpen) {
      this.editor = new ArrayEditor(
        this.control,
        edit => {
          this.complain('');
          this.sentSeq = this.send.edit(this.control.id, edit);
          this.show();
        },
        () => {
          this.toggleEditor();
          this.each?.focus();
        }
      );
      this.root.append(this.editor.root);
      this.send.ask(this.control.id);
    }
  }

  private complain(problem: string): void {
    this.beyond = null;
    setText(this.problem, problem);
    this.problem.hidden = !problem;
    this.number.setAttribute('aria-invalid', String(Boolean(problem)));
  }

  private writeNumber(): void {
    this.number.value = writeValue(this.control, this.value);
  }

  private show(): void {
    const { control, value } = this;
    this.operated.show(control, value);
    if (this.number !== activeElement(this.number)) {
      this.writeNumber();
    }
    this.root.dataset.value = String(value);
    this.root.dataset.changed = String(this.isChanged);
    this.root.dataset.waiting = String(this.sentSeq > this.ackedSeq);
    const start = this.startText(control);
    this.back.title = `Back to ${start}, its value at the start`;
    this.back.setAttribute('aria-label', this.back.title);
    this.back.disabled = !this.isChanged || !control.enabled;
  }

  private startText(control: Control): string {
    if (control.form === 'toggle') {
      return control.initial ? 'on' : 'off';
    }
    return `${writeValue(control, control.initial)} ${control.unit}`.trim();
  }
}

/** The focused element of the document or shadow root around an element. */
const activeElement = (element: HTMLElement): Element | null =>
  (element.getRootNode() as Document | ShadowRoot).activeElement;
