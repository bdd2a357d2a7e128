/**
 * What a control is operated with: a slider, a toggle, a stepper; one file for each.
 */

import type { Control } from '../../messages.js';

/** Tells of a new value; the last one of a movement is final. */
export type Moved = (value: number, isFinal: boolean) => void;

export interface Operated {
  readonly root: HTMLElement;
  /** Whether the hand is on it. */
  readonly isHeld: boolean;
  /** Show a value, and the control as it is now. */
  show(control: Control, value: number): void;
}

export const nameOf = ({ group, label }: Control): string =>
  `${group} ${label}`;
