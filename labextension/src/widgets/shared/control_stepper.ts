/**
 * Two buttons for whole numbers; the field beside them takes any.
 */

import type { Control } from '../../messages.js';
import { h } from './dom.js';
import { nameOf, type Moved, type Operated } from './operated.js';

export class ControlStepper implements Operated {
  readonly root: HTMLElement;
  readonly isHeld = false;
  private value = 0;

  constructor(control: Control, moved: Moved) {
    const button = (sign: string, by: number, what: string): HTMLElement => {
      const made = h(
        'button',
        {
          type: 'button',
          disabled: !control.enabled,
          'aria-label': `${nameOf(control)}, ${what}`,
          'data-testid': `annl-${what}`
        },
        sign
      );
      made.addEventListener('click', () => moved(this.value + by, true));
      return made;
    };
    this.root = h(
      'span',
      { class: 'annl-stepper' },
      button('−', -1, 'less'),
      button('+', 1, 'more')
    );
  }

  show(_control: Control, value: number): void {
    this.value = value;
  }
}
