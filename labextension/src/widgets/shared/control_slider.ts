/**
 * A slider, linear or logarithmic, with the mark of the value at the start.
 */

import type { Control } from '../../messages.js';
import { h } from './dom.js';
import { nameOf, type Moved, type Operated } from './operated.js';
import { fromSlider, share, sliderOf, toSlider, writeValue } from './values.js';

export class ControlSlider implements Operated {
  readonly root: HTMLElement;
  isHeld = false;
  private readonly input: HTMLInputElement;

  constructor(
    private control: Control,
    private readonly moved: Moved,
    back: () => void
  ) {
    this.input = h('input', {
      type: 'range',
      disabled: !control.enabled,
      'aria-label': nameOf(control),
      'data-testid': 'annl-slider'
    });
    this.root = h('span', { class: 'annl-slider' }, h('i', {}), this.input);
    this.input.addEventListener('input', () => {
      this.isHeld = true;
      this.moved(this.value, false);
    });
    this.input.addEventListener('change', () => {
      this.isHeld = false;
      this.moved(this.value, true);
    });
    this.input.addEventListener('dblclick', back);
  }

  show(control: Control, value: number): void {
    this.control = control;
    const { min, max, step } = sliderOf(control);
    this.input.min = String(min);
    this.input.max = String(max);
    this.input.step = String(step);
    if (!this.isHeld) {
      this.input.value = String(toSlider(control, value));
    }
    const text = `${writeValue(control, value)} ${control.unit}`.trim();
    this.input.setAttribute('aria-valuetext', text);
    this.root.style.setProperty('--value', String(share(control, value)));
    const start = share(control, control.initial);
    this.root.style.setProperty('--initial', String(start));
  }

  private get value(): number {
    return fromSlider(this.control, Number(this.input.value));
  }
}
