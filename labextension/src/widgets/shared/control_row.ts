/**
 * One control: name, slider, typed value, unit, the mark of its value at the start.
 *
 * It answers at once with its own text, and shows that it waits until the kernel has confirmed
 * the change.  Sending is left to the widget around it.
 */

import type { Control } from '../../messages.js';
import { h, setText } from './dom.js';
import {
  fromSlider,
  readValue,
  share,
  sliderOf,
  toSlider,
  writeValue
} from './values.js';

const SEND_EVERY_MS = 40;

/** Sends a change and returns its number. */
export type Send = (id: string, value: number, final: boolean) => number;

export class ControlRow {
  readonly root: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly number: HTMLInputElement;
  private readonly back: HTMLButtonElement;
  private readonly problem: HTMLElement;
  private value: number;
  private sentSeq = 0;
  private ackedSeq = 0;
  private isHeld = false;
  private timer: number | null = null;
  private sentAt = -Infinity;

  constructor(
    private control: Control,
    private readonly send: Send
  ) {
    this.value = control.value;
    const name = `${control.group} ${control.label}`;
    const { min, max, step } = sliderOf(control);
    const off = !control.enabled;
    this.slider = h('input', {
      type: 'range',
      min,
      max,
      step,
      disabled: off,
      'aria-label': name,
      'data-testid': 'annl-slider'
    });
    this.number = h('input', {
      type: 'text',
      inputmode: 'decimal',
      disabled: off,
      'aria-label': `${name}, value`,
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
    this.root = this.layOut(control);
    this.listen();
    this.show();
  }

  get isChanged(): boolean {
    return this.value !== this.control.initial;
  }

  /** The kernel's list came again: keep what the user is about to change. */
  update(control: Control): void {
    this.control = control;
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
    this.complain(reason);
    this.show();
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

  private isBusy(): boolean {
    const isTyping = this.number === activeElement(this.number);
    return this.isHeld || isTyping || this.sentSeq > this.ackedSeq;
  }

  private layOut(control: Control): HTMLElement {
    const { label, description, reason, enabled, unit, kind } = control;
    const hint = enabled ? (description ?? '') : reason;
    const row = h(
      'div',
      {
        class: 'annl-control',
        title: hint,
        'data-testid': 'annl-control',
        'data-id': control.id,
        'data-name': control.name,
        'data-group': control.group,
        'data-enabled': String(enabled)
      },
      h('span', { class: 'annl-label' }, label),
      h('span', { class: 'annl-slider' }, h('i', {}), this.slider),
      h(
        'span',
        { class: 'annl-number' },
        this.number,
        h(
          'span',
          { class: 'annl-unit', title: unit },
          kind === 'scale' ? '×' : unit
        )
      ),
      this.back,
      this.problem
    );
    row.style.setProperty('--initial', String(share(control, control.initial)));
    return row;
  }

  private listen(): void {
    this.slider.addEventListener('input', () => {
      this.isHeld = true;
      const position = Number(this.slider.value);
      this.change(fromSlider(this.control, position), false);
    });
    this.slider.addEventListener('change', () => {
      this.isHeld = false;
      this.change(this.value, true);
    });
    this.slider.addEventListener('dblclick', () => this.reset());
    this.back.addEventListener('click', () => this.reset());
    this.number.addEventListener('focus', () => this.number.select());
    this.number.addEventListener('blur', () => this.type());
    this.number.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        this.type();
        this.number.select();
      } else if (event.key === 'Escape') {
        this.complain('');
        this.writeNumber();
        this.number.select();
      }
    });
  }

  /** Take over what stands in the field. */
  private type(): void {
    if (this.number.value === writeValue(this.control, this.value)) {
      this.complain('');
      return;
    }
    const reading = readValue(this.control, this.number.value);
    if ('problem' in reading) {
      this.complain(reading.problem);
    } else {
      this.change(reading.value, true);
    }
  }

  private change(value: number, isFinal: boolean): void {
    this.value = value;
    this.complain('');
    this.show();
    this.writeNumber();
    if (isFinal) {
      this.transmit(true);
    } else {
      const rest = this.sentAt + SEND_EVERY_MS - performance.now();
      this.timer ??= window.setTimeout(
        () => this.transmit(false),
        Math.max(rest, 0)
      );
    }
  }

  private transmit(isFinal: boolean): void {
    this.dispose();
    this.timer = null;
    this.sentAt = performance.now();
    this.sentSeq = this.send(this.control.id, this.value, isFinal);
    this.show();
  }

  private complain(problem: string): void {
    setText(this.problem, problem);
    this.problem.hidden = !problem;
    this.number.setAttribute('aria-invalid', String(Boolean(problem)));
  }

  private writeNumber(): void {
    this.number.value = writeValue(this.control, this.value);
  }

  private show(): void {
    const { control, value } = this;
    const text = writeValue(control, value);
    if (!this.isHeld) {
      this.slider.value = String(toSlider(control, value));
    }
    if (this.number !== activeElement(this.number)) {
      this.number.value = text;
    }
    this.slider.setAttribute(
      'aria-valuetext',
      `${text} ${control.unit}`.trim()
    );
    this.root.style.setProperty('--value', String(share(control, value)));
    this.root.dataset.value = String(value);
    this.root.dataset.changed = String(this.isChanged);
    this.root.dataset.waiting = String(this.sentSeq > this.ackedSeq);
    const start =
      `${writeValue(control, control.initial)} ${control.unit}`.trim();
    this.back.title = `Back to ${start}, its value at the start`;
    this.back.setAttribute('aria-label', this.back.title);
    this.back.disabled = !this.isChanged || !control.enabled;
  }
}

/** The focused element of the document or shadow root around an element. */
const activeElement = (element: HTMLElement): Element | null =>
  (element.getRootNode() as Document | ShadowRoot).activeElement;
