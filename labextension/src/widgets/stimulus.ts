/**
 * The stimulus tool: pulses and spikes for a group of neurons, by a button, a key or a brush.
 */

import type {
  GivenStimulus,
  StimulusMessage,
  StimulusSettings,
  StimulusTarget
} from '../messages.js';
import { h, setText, styles } from './shared/dom.js';
import {
  type Cleanup,
  Disposer,
  type RenderProps,
  sync,
  tell,
  type WidgetModel
} from './shared/model.js';
import { readNumbers, shortNumber } from './shared/numbers.js';
import controlsCss from './shared/controls.css';
import css from './shared/stimulus.css';
import {
  cssColor,
  paletteColor,
  readTheme,
  watchTheme
} from './shared/theme.js';

const BRUSH_PX = 14;
const SELECTED = 'selected neuron';
type FieldName = 'amplitude' | 'duration' | 'noise' | 'period';
type Field = Record<FieldName, HTMLInputElement>;

class Stimulus {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly swatch = h('i', { class: 'annl-swatch' });
  private readonly heading = h('button', {
    type: 'button',
    class: 'annl-group-name',
    'data-testid': 'annl-stimulus-fold'
  });
  private readonly target = select('who is stimulated', 'annl-target');
  private readonly attribute = select('what is added to', 'annl-attribute');
  private readonly fields: Field = {
    amplitude: field('amplitude', '5'),
    duration: field('duration', '20'),
    noise: field('noise', '0'),
    period: field('period', '')
  };
  private readonly unit = h('span', { class: 'annl-unit' });
  private readonly pulse = action('pulse', '⎍ pulse', 'Give the pulse (p)');
  private readonly fire = action('fire', '↯ spikes', 'Let them spike (s)');
  private readonly draw = action(
    'draw',
    '✎ draw',
    'Draw on an activity map or a raster (d)'
  );
  private readonly size = h('input', {
    type: 'range',
    min: 2,
    max: 60,
    step: 1,
    value: BRUSH_PX,
    class: 'annl-size',
    'aria-label': 'size of the brush',
    'data-testid': 'annl-brush-size'
  });
  private readonly drawing = h('div', {
    class: 'annl-stimulus-line annl-drawing',
    hidden: true
  });
  private readonly fires = h('input', {
    type: 'checkbox',
    'data-testid': 'annl-draw-fires'
  });
  private readonly given = h('ul', { class: 'annl-given' });
  private readonly said = h('div', {
    class: 'annl-said',
    role: 'status',
    'data-testid': 'annl-said'
  });

  constructor(private readonly model: WidgetModel) {
    this.root = this.layOut();
    this.listen();
    this.showTargets();
    this.showState();
    this.showFold();
  }

  dispose(): void {
    this.disposer.dispose();
    this.root.remove();
  }

  private layOut(): HTMLElement {
    const { amplitude, duration, noise, period } = this.fields;
    const size = h('label', {}, 'brush ', this.size);
    const fires = h('label', {}, this.fires, ' spikes');
    this.drawing.append(size, fires);
    return h(
      'div',
      {
        class: 'annl-controls annl-stimulus',
        role: 'group',
        'aria-label': 'Stimulus',
        tabindex: -1,
        'data-testid': 'annl-stimulus',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(controlsCss, css),
      this.isFoldable
        ? this.heading
        : h('div', { class: 'annl-stimulus-name' }, 'Stimulus'),
      line(this.swatch, this.target, this.attribute),
      h(
        'div',
        { class: 'annl-stimulus-fields' },
        labelled('add', amplitude, this.unit),
        labelled('±', noise, h('span')),
        labelled('for', duration, h('span', {}, 'ms')),
        labelled('every', period, h('span', {}, 'ms'))
      ),
      line(this.pulse, this.fire, this.draw),
      this.drawing,
      this.given,
      this.said
    );
  }

  private listen(): void {
    const targets = (): void => this.showTargets();
    const state = (): void => this.showState();
    this.on('targets', targets);
    this.on('is_folded', () => this.showFold());
    this.disposer.listen(this.heading, 'click', () => this.toggleFold());
    for (const name of ['given', 'brush', 'said', 'is_refused', 'selected']) {
      this.on(name, state);
    }
    this.disposer.listen(this.target, 'change', () => this.showAttributes());
    this.disposer.listen(this.attribute, 'change', () => this.showAmplitude());
    this.disposer.listen(this.pulse, 'click', () => this.send('pulse'));
    this.disposer.listen(this.fire, 'click', () => this.send('fire'));
    this.disposer.listen(this.draw, 'click', () => this.toggleDrawing());
    for (const part of [this.size, this.fires, ...this.inputs]) {
      this.disposer.listen(part, 'change', () => this.redraw());
    }
    this.disposer.listen(this.root, 'keydown', event => this.press(event));
    this.disposer.add(watchTheme(() => this.showColor()));
  }

  private on(name: string, call: () => void): void {
    this.model.on(`change:${name}`, call);
    this.disposer.add(() => this.model.off(`change:${name}`, call));
  }

  private get inputs(): HTMLElement[] {
    return [...Object.values(this.fields), this.target, this.attribute];
  }

  private get targets(): StimulusTarget[] {
    return (this.model.get('targets') as StimulusTarget[] | undefined) ?? [];
  }

  private get chosen(): StimulusTarget | undefined {
    return this.targets.find(({ name }) => name === this.target.value);
  }

  /** Whether it can be put away, as where there is little room. */
  private get isFoldable(): boolean {
    return Boolean(this.model.get('is_foldable'));
  }

  private get isFolded(): boolean {
    return this.isFoldable && Boolean(this.model.get('is_folded'));
  }

  /** What is put away does not stimulate: the brush is laid down. */
  private toggleFold(): void {
    if (this.brush && !this.isFolded) {
      this.toggleDrawing();
    }
    this.model.set('is_folded', !this.isFolded);
    sync(this.model);
    this.showFold();
  }

  private showFold(): void {
    setText(this.heading, 'Stimulus');
    this.heading.title = this.isFolded
      ? 'Give pulses and spikes, by a button, a key or a brush'
      : 'Put the stimulus tool away';
    this.heading.setAttribute('aria-expanded', String(!this.isFolded));
    this.root.classList.toggle('annl-folded', this.isFolded);
  }

  private get brush(): number {
    return Number(this.model.get('brush')) || 0;
  }

  /** Letters act unless one types; Enter in a field gives the pulse; Escape lays down the brush. */
  private press(event: KeyboardEvent): void {
    const isTyping =
      event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (event.ctrlKey || event.metaKey || event.altKey || this.isFolded) {
      return;
    }
    const actions: Record<string, () => void> = {
      p: () => this.send('pulse'),
      s: () => this.send('fire'),
      d: () => this.toggleDrawing()
    };
    if (event.key === 'Escape' && this.brush) {
      this.toggleDrawing();
    } else if (isTyping && event.key === 'Enter') {
      this.send('pulse');
    } else if (
      !isTyping &&
      actions[event.key] &&
      !(event.target instanceof HTMLSelectElement)
    ) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  private showTargets(): void {
    const isNew = !this.target.options.length;
    const before = this.target.value;
    const options = [...this.targets.map(({ name }) => name), ''];
    this.target.replaceChildren(
      ...options.map(name => h('option', { value: name }, name || SELECTED))
    );
    const stays = !isNew && options.includes(before);
    this.target.value = stays ? before : options[0];
    this.showAttributes();
  }

  private showAttributes(): void {
    const names = this.chosen?.attributes ?? [];
    this.attribute.replaceChildren(
      ...names.map(name => h('option', { value: name }, name))
    );
    this.attribute.hidden = !names.length;
    this.fire.disabled = this.chosen ? !this.chosen.can_fire : false;
    this.pulse.disabled = this.chosen !== undefined && !names.length;
    this.showColor();
    this.showAmplitude();
  }

  private showAmplitude(): void {
    const at = this.attribute.selectedIndex;
    const amplitude = this.chosen?.amplitudes[at];
    if (amplitude !== undefined) {
      this.fields.amplitude.value = shortNumber(amplitude);
    }
    setText(this.unit, this.chosen?.units[at] ?? '');
  }

  private showColor(): void {
    const { chosen } = this;
    const color = chosen
      ? cssColor(paletteColor(readTheme(this.root), chosen.color_index))
      : 'transparent';
    this.swatch.style.background = color;
  }

  private showState(): void {
    const selected = (this.model.get('selected') as string | undefined) ?? '';
    const last = this.target.options[this.target.options.length - 1];
    if (last) {
      setText(last, selected ? `${SELECTED} ${selected}` : SELECTED);
    }
    this.draw.setAttribute('aria-pressed', String(this.brush > 0));
    this.drawing.hidden = !this.brush;
    this.showGiven();
    setText(this.said, (this.model.get('said') as string | undefined) ?? '');
    const isRefused = Boolean(this.model.get('is_refused'));
    this.said.classList.toggle('annl-problem', isRefused);
  }

  private showGiven(): void {
    const given =
      (this.model.get('given') as GivenStimulus[] | undefined) ?? [];
    this.given.replaceChildren(
      ...given.map(({ number, text }) => {
        const end = h(
          'button',
          {
            type: 'button',
            class: 'annl-link',
            'aria-label': `end ${text}`,
            'data-testid': 'annl-end'
          },
          'end'
        );
        end.addEventListener('click', () => this.tell({ kind: 'end', number }));
        return h('li', { title: text }, h('span', {}, text), end);
      })
    );
    this.given.hidden = !given.length;
  }

  private toggleDrawing(): void {
    this.startDrawing(this.brush ? 0 : Number(this.size.value));
  }

  /** Another brush or another stimulus while it is held. */
  private redraw(): void {
    if (this.brush) {
      this.startDrawing(Number(this.size.value));
    }
  }

  private startDrawing(radius: number): void {
    const settings = this.settings();
    if (settings) {
      const fires = this.fires.checked;
      this.tell({ kind: 'draw', radius, fires, settings });
    }
  }

  private send(kind: 'pulse' | 'fire'): void {
    const button = kind === 'pulse' ? this.pulse : this.fire;
    const settings = this.settings();
    if (settings && !button.disabled) {
      this.tell({ kind, settings });
    }
  }

  private tell(message: StimulusMessage): void {
    tell(this.model, message);
  }

  /** What the fields say; null, and a word, where one holds no number. */
  private settings(): StimulusSettings | null {
    const values = {} as Record<FieldName, number>;
    for (const [name, input] of Object.entries(this.fields)) {
      const numbers = input.value.trim() ? readNumbers(input.value) : [0];
      const isWrong = numbers?.length !== 1;
      input.setAttribute('aria-invalid', String(isWrong));
      if (isWrong) {
        setText(this.said, `${name}: not a number`);
        this.said.classList.add('annl-problem');
        input.focus();
        return null;
      }
      values[name as FieldName] = numbers[0];
    }
    return {
      target: this.target.value,
      attribute: this.attribute.value,
      amplitude: values.amplitude,
      duration_ms: values.duration,
      noise: values.noise,
      period_ms: values.period
    };
  }
}

const line = (...parts: Node[]): HTMLElement =>
  h('div', { class: 'annl-stimulus-line' }, ...parts);

const select = (label: string, id: string): HTMLSelectElement =>
  h('select', { 'aria-label': label, title: label, 'data-testid': id });

const field = (name: FieldName, value: string): HTMLInputElement =>
  h('input', {
    type: 'text',
    inputmode: 'decimal',
    value,
    placeholder: name === 'period' ? 'once' : undefined,
    'aria-label': name,
    'data-testid': `annl-${name}`
  });

const action = (id: string, text: string, title: string): HTMLButtonElement =>
  h(
    'button',
    {
      type: 'button',
      class: 'annl-button',
      title,
      'data-testid': `annl-${id}`
    },
    text
  );

const labelled = (name: string, input: HTMLElement, unit: Node): HTMLElement =>
  h('label', {}, h('span', {}, name), input, unit);

function render({ model, el }: RenderProps): Cleanup {
  const stimulus = new Stimulus(model);
  el.append(stimulus.root);
  return () => stimulus.dispose();
}

export default { render };
