/**
 * Many values of one control: few in a strip of fields, many from a distribution.
 */

import type { Control, EditMessage, ElementsMessage } from '../../messages.js';
import { h, setText } from './dom.js';
import { readNumbers, shortNumber } from './numbers.js';

export type Edit = Omit<EditMessage, 'kind' | 'id' | 'seq'>;

type Name = NonNullable<EditMessage['distribution']>;

/** Names of the arguments, and how they start for values around a mean. */
const DISTRIBUTIONS: Record<
  Name,
  { names: string[]; first: (mean: number) => number[] }
> = {
  Uniform: { names: ['from', 'to'], first: m => [0.9 * m, 1.1 * m] },
  Normal: {
    names: ['mean', 'sd'],
    first: m => [m, Math.abs(0.1 * m) || 1]
  },
  LogNormal: {
    names: ['mean of log', 'sd of log'],
    first: m => [Math.log(Math.abs(m) || 1), 0.1]
  },
  Exponential: { names: ['rate'], first: m => [1 / (Math.abs(m) || 1)] },
  Gamma: { names: ['shape', 'scale'], first: m => [2, Math.abs(m) / 2 || 1] }
};

export class ArrayEditor {
  readonly root: HTMLElement;
  private readonly summary = h('div', { class: 'annl-array-summary' });
  private readonly strip = h('div', {
    class: 'annl-strip',
    role: 'group',
    hidden: true
  });
  private readonly fields: HTMLInputElement[] = [];
  private readonly choice = h('select', {
    'aria-label': 'distribution',
    'data-testid': 'annl-distribution'
  });
  private readonly arguments = h('span', { class: 'annl-arguments' });
  private readonly seed = h('input', {
    type: 'text',
    inputmode: 'numeric',
    value: '1',
    size: 4,
    'aria-label': 'seed'
  });
  private readonly problem = h('div', { class: 'annl-problem', role: 'alert' });
  private mean = 1;

  constructor(
    private readonly control: Control,
    private readonly send: (edit: Edit) => void,
    private readonly close: () => void
  ) {
    Object.keys(DISTRIBUTIONS).forEach(name =>
      this.choice.append(h('option', { value: name }, name))
    );
    this.root = this.layOut();
    this.choice.addEventListener('change', () => this.showArguments());
    this.root.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.close();
      }
    });
    this.showArguments();
  }

  /** The values as they are now. */
  show(message: ElementsMessage): void {
    const { n, minimum, mean, maximum, values, first } = message;
    const [low, middle, high] = [minimum, mean, maximum].map(shortNumber);
    this.mean = mean;
    setText(this.summary, `${n} values: ${low} … ${high}, mean ${middle}`);
    this.strip.hidden = !values.length;
    if (values.length !== this.fields.length) {
      this.fields.length = 0;
      this.fields.push(...values.map((_, k) => this.field(k, first)));
      this.strip.replaceChildren(...this.fields);
      this.showArguments();
    }
    this.fields.forEach((field, k) => {
      field.value = shortNumber(values[k]);
    });
  }

  private layOut(): HTMLElement {
    const apply = this.button('set', 'annl-apply', () => this.apply());
    const draw = this.button('draw', 'annl-draw', () => this.draw());
    const label = `${this.control.group} ${this.control.label}`;
    this.strip.setAttribute('aria-label', `${label}, values`);
    return h(
      'div',
      {
        class: 'annl-array',
        role: 'group',
        'aria-label': `${label}, one by one`,
        'data-testid': 'annl-array'
      },
      this.summary,
      this.strip,
      h(
        'div',
        { class: 'annl-array-line' },
        this.choice,
        this.arguments,
        h('label', {}, 'seed ', this.seed)
      ),
      h('div', { class: 'annl-array-line' }, apply, draw),
      this.problem
    );
  }

  private button(text: string, id: string, act: () => void): HTMLButtonElement {
    const made = h(
      'button',
      { type: 'button', class: 'annl-button', 'data-testid': id },
      text
    );
    made.addEventListener('click', act);
    return made;
  }

  private field(k: number, first: number): HTMLInputElement {
    const field = h('input', {
      type: 'text',
      inputmode: 'decimal',
      title: String(first + k),
      'aria-label': `value of ${first + k}`
    });
    field.addEventListener('paste', event => {
      const numbers = readNumbers(event.clipboardData?.getData('text') ?? '');
      if (numbers && numbers.length > 1) {
        event.preventDefault();
        this.fields
          .slice(k, k + numbers.length)
          .forEach((each, j) => (each.value = shortNumber(numbers[j])));
      }
    });
    field.addEventListener('keydown', event => {
      const next = { ArrowLeft: k - 1, ArrowRight: k + 1 }[event.key];
      const isAtEnd =
        field.selectionStart === field.selectionEnd &&
        field.selectionStart ===
          (event.key === 'ArrowLeft' ? 0 : field.value.length);
      if (event.key === 'Enter') {
        this.apply();
      } else if (next !== undefined && isAtEnd) {
        this.fields[next]?.focus();
      }
    });
    return field;
  }

  private showArguments(): void {
    const { names, first } = DISTRIBUTIONS[this.choice.value as Name];
    const values = first(this.mean);
    const inputs = names.map((name, k) =>
      h('input', {
        type: 'text',
        inputmode: 'decimal',
        size: 6,
        title: name,
        'aria-label': name,
        value: shortNumber(values[k])
      })
    );
    this.arguments.replaceChildren(...inputs);
  }

  private apply(): void {
    const values = this.fields.map(field => readNumbers(field.value));
    const wrong = values.findIndex(numbers => numbers?.length !== 1);
    if (wrong >= 0) {
      this.complain('not a number', this.fields[wrong]);
    } else if (values.length) {
      this.complain('');
      this.send({ values: values.map(numbers => numbers![0]) });
    }
  }

  private draw(): void {
    const inputs = [...this.arguments.querySelectorAll('input')];
    const values = [...inputs, this.seed].map(each => readNumbers(each.value));
    const wrong = values.findIndex(numbers => numbers?.length !== 1);
    if (wrong >= 0) {
      this.complain('not a number', [...inputs, this.seed][wrong]);
      return;
    }
    this.complain('');
    const numbers = values.map(each => each![0]);
    this.send({
      distribution: this.choice.value as Name,
      arguments: numbers.slice(0, -1),
      seed: Math.max(0, Math.round(numbers.at(-1)!))
    });
  }

  private complain(problem: string, field?: HTMLInputElement): void {
    setText(this.problem, problem);
    field?.focus();
  }
}
