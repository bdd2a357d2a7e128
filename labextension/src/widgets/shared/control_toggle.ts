/**
 * A switch: on is 1, off is 0.
 */

import type { Control } from '../../messages.js';
import { h, setText } from './dom.js';
import { nameOf, type Moved, type Operated } from './operated.js';

export class ControlToggle implements Operated {
  readonly root: HTMLElement;
  readonly isHeld = false;
  private readonly button: HTMLButtonElement;
  private readonly word = h('span', { class: 'annl-switch-word' });

  constructor(control: Control, moved: Moved) {
    this.button = h(
      'button',
      {
        type: 'button',
        role: 'switch',
        class: 'annl-switch',
        disabled: !control.enabled,
        'aria-label': nameOf(control),
        'data-testid': 'annl-switch'
      },
      h('i', {})
    );
    this.root = h('span', { class: 'annl-toggle' }, this.button, this.word);
    this.button.addEventListener('click', () => moved(this.isOn ? 0 : 1, true));
  }

  show(_control: Control, value: number): void {
    this.button.setAttribute('aria-checked', String(value !== 0));
    setText(this.word, value !== 0 ? 'on' : 'off');
  }

  private get isOn(): boolean {
    return this.button.getAttribute('aria-checked') === 'true';
  }
}
