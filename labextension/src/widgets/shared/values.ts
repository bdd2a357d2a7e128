/**
 * Values of a control: where they stand on its slider, how they are written and read.  Pure.
 */

import type { Control } from '../../messages.js';
import { decimals, niceStep } from './ticks.js';

type Scale = Pick<Control, 'minimum' | 'maximum' | 'is_log'>;

const STEPS = 200;
const LOG_DIGITS = 3;
/** Of a field, beyond which zeros at the end go. */
const MOST_CHARACTERS = 7;

/** The native slider behind a control: its own numbers, or their logarithms. */
export interface Slider {
  min: number;
  max: number;
  step: number;
}

export function sliderOf({ minimum, maximum, is_log }: Scale): Slider {
  if (is_log) {
    const [min, max] = [Math.log10(minimum), Math.log10(maximum)];
    return { min, max, step: (max - min) / STEPS };
  }
  const step = niceStep(maximum - minimum || 1, STEPS);
  return { min: minimum, max: maximum, step };
}

/** Where a value stands on the slider, in the slider's own numbers. */
export const toSlider = (scale: Scale, value: number): number =>
  scale.is_log ? Math.log10(Math.max(value, scale.minimum)) : value;

/** The value that a position of the slider means, rounded to what can be told apart. */
export function fromSlider(scale: Scale, position: number): number {
  const { minimum, maximum, is_log } = scale;
  const exact = is_log ? 10 ** position : position;
  const rounded = is_log
    ? Number(exact.toPrecision(LOG_DIGITS))
    : Number(exact.toPrecision(12));
  return Math.min(Math.max(rounded, minimum), maximum);
}

/** How far along the slider a value stands, 0..1. */
export function share(scale: Scale, value: number): number {
  const { min, max } = sliderOf(scale);
  const place = (toSlider(scale, value) - min) / (max - min || 1);
  return Math.min(Math.max(place, 0), 1);
}

/** A value as text: as many digits as the slider tells apart, more where the value needs them. */
export function writeValue(
  scale: Scale & Pick<Control, 'form'>,
  value: number
): string {
  if (scale.form === 'stepper') {
    return String(value);
  }
  const step = scale.is_log ? value / 100 : sliderOf(scale).step;
  const digits = Math.min(decimals(Math.abs(step) || 1), 6);
  const short = value.toFixed(digits);
  if (short.length > MOST_CHARACTERS) {
    return String(Number(value.toPrecision(LOG_DIGITS)));
  }
  const exact = String(Number(value.toPrecision(7)));
  return exact.length > short.length && !exact.includes('e') ? exact : short;
}

/** A value; or one beyond the slider, which may be meant; or what is wrong. */
export type Reading = { value: number } | { problem: string; beyond?: number };

/** What a user typed, with or without the unit, or what is wrong with it. */
export function readValue(scale: Scale, text: string, unit = ''): Reading {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  const bare =
    unit && plain.endsWith(unit) ? plain.slice(0, -unit.length).trim() : plain;
  const value = Number(bare);
  const { minimum, maximum, is_log } = scale;
  if (!bare || !Number.isFinite(value)) {
    return { problem: 'not a number' };
  }
  if (value >= minimum && value <= maximum) {
    return { value };
  }
  const problem = `between ${minimum} and ${maximum}`;
  return is_log && value <= 0 ? { problem } : { problem, beyond: value };
}

/** The scale, wide enough for a value. */
export const widened = <S extends Scale>(scale: S, value: number): S => ({
  ...scale,
  minimum: Math.min(scale.minimum, value),
  maximum: Math.max(scale.maximum, value)
});
