/**
 * The transport bar: what the run does, and the buttons that change it.
 *
 * It shows the traits that the kernel sets and never guesses: a button that was pressed waits
 * until the state has changed.
 */

import type { CommandName, RunState } from '../messages.js';
import { h, icon, setHidden, setText, setTitle, styles } from './shared/dom.js';
import type { IconName } from './shared/icons.js';
import css from './shared/transport.css';
import {
  type Cleanup,
  Disposer,
  type RenderProps,
  SILENT,
  tell,
  type WidgetModel
} from './shared/model.js';
import { formatNumber, formatTime } from './shared/ticks.js';

const SPEEDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 0];
const WORDS: Record<RunState, string> = {
  idle: 'ready',
  compiling: 'compiling',
  running: 'running',
  paused: 'paused',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed'
};
const LOAD_DOTS = 4;
const TRAITS = [
  'state',
  't_ms',
  'real_time_factor',
  'load',
  'serving',
  'plotting',
  'speed',
  'message',
  'name',
  'remedy_ms',
  'undo',
  'redo'
];
/** Where Ctrl+Z is ours: all that belongs to a network. */
const PANEL =
  '.annl-view, .annl-bar, .annl-timeline, .annl-controls, .annl-journal';
const TEXT_FIELDS = 'input:not([type=range]), textarea, select';

/** Which states leave a command something to do. */
const USEFUL: Record<'play' | 'step' | 'stop' | 'reset', readonly RunState[]> =
  {
    play: ['idle', 'running', 'paused', 'finished', 'stopped', 'failed'],
    step: ['idle', 'paused', 'finished', 'stopped'],
    stop: ['compiling', 'running', 'paused'],
    reset: ['idle', 'running', 'paused', 'finished', 'stopped', 'failed']
  };

class TransportBar {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly play = this.button('play', 'play', 'Play (Space)');
  private readonly step = this.button(
    'step',
    'step',
    'One step (→), one chunk (Shift →)'
  );
  private readonly halt = this.button('stop', 'stop', 'Stop');
  private readonly reset = this.button('reset', 'reset', 'Back to the start');
  private readonly undo = this.button('undo', 'undo', 'Undo (Ctrl+Z)');
  private readonly redo = this.button('redo', 'redo', 'Redo (Ctrl+Shift+Z)');
  private readonly remedy = h('button', {
    type: 'button',
    class: 'annl-remedy',
    hidden: true,
    'data-testid': 'annl-remedy'
  });
  private readonly name = text('name');
  private readonly state = text('state', { role: 'status' });
  private readonly time = text('time');
  private readonly factor = text('rtf');
  private readonly load = text('load');
  private readonly message = text('message', { role: 'alert' });
  private readonly speed = h('select', {
    'aria-label': 'Speed',
    title: 'Wanted speed, as a multiple of real time',
    'data-testid': 'annl-speed'
  });

  constructor(private readonly model: WidgetModel) {
    this.root = h(
      'div',
      {
        class: 'annl-bar',
        role: 'toolbar',
        tabindex: 0,
        'aria-label': 'Simulation',
        'data-testid': 'annl-transport',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(css),
      this.name,
      h(
        'span',
        { class: 'annl-buttons' },
        this.play,
        this.step,
        this.halt,
        this.reset,
        this.undo,
        this.redo
      ),
      this.state,
      this.time,
      h('label', { class: 'annl-speed' }, 'speed ', this.speed),
      this.factor,
      this.load,
      this.message,
      this.remedy
    );
    this.listen();
    this.update();
  }

  dispose(): void {
    this.disposer.dispose();
    this.root.remove();
  }

  private trait<T>(name: string): T {
    return this.model.get(name) as T;
  }

  private listen(): void {
    let isDue = false; // one message changes several traits
    const update = (): void => {
      if (!isDue) {
        isDue = true;
        queueMicrotask(() => {
          isDue = false;
          this.update();
        });
      }
    };
    for (const name of TRAITS) {
      this.model.on(`change:${name}`, update);
      this.disposer.add(() => this.model.off(`change:${name}`, update));
    }
    this.disposer.listen(this.speed, 'change', () =>
      this.send('speed', Number(this.speed.value))
    );
    this.disposer.listen(this.play, 'click', () => this.toggle());
    this.disposer.listen(this.step, 'click', event =>
      this.send(event.shiftKey ? 'chunk' : 'step')
    );
    this.disposer.listen(this.halt, 'click', () => this.send('stop'));
    this.disposer.listen(this.reset, 'click', () => this.send('reset'));
    this.disposer.listen(this.undo, 'click', () => this.send('undo'));
    this.disposer.listen(this.redo, 'click', () => this.send('redo'));
    this.disposer.listen(this.remedy, 'click', () =>
      this.send('rewind', this.trait<number>('remedy_ms'))
    );
    this.disposer.listen(this.root, 'keydown', event => this.onKey(event));
    this.disposer.listen(document, 'keydown', event => this.onUndoKey(event), {
      capture: true
    });
  }

  private onKey(event: KeyboardEvent): void {
    const inSelect = event.target === this.speed;
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.ctrlKey || event.metaKey || event.altKey || inSelect) {
      return;
    }
    if (event.key === ' ' && !onButton) {
      this.toggle();
    } else if (event.key === 'ArrowRight' && !this.step.disabled) {
      this.send(event.shiftKey ? 'chunk' : 'step');
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Ctrl+Z and Ctrl+Shift+Z, wherever the focus is in the panel of this bar. */
  private onUndoKey(event: KeyboardEvent): void {
    const isOurs = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    const command =
      key === 'y' || (key === 'z' && event.shiftKey)
        ? 'redo'
        : key === 'z'
          ? 'undo'
          : null;
    const target = event.composedPath()[0];
    if (!isOurs || !command || !(target instanceof HTMLElement)) {
      return;
    }
    const place = (el: HTMLElement): Element | null =>
      el.closest('.jp-OutputArea-child, .jp-OutputArea-output') ??
      el.closest('body');
    if (
      target.matches(TEXT_FIELDS) ||
      !target.closest(PANEL) ||
      place(target) !== place(this.root)
    ) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = command === 'undo' ? this.undo : this.redo;
    if (!button.disabled) {
      this.send(command);
    }
  }

  private toggle(): void {
    if (!this.play.disabled) {
      this.send(this.trait('state') === 'running' ? 'pause' : 'play');
    }
  }

  private send(command: CommandName, value?: number): void {
    const extra = value === undefined ? {} : { value };
    if (!tell(this.model, { kind: 'command', command, ...extra })) {
      setText(this.message, SILENT);
      setHidden(this.message, false);
      return;
    }
    if (command !== 'speed' && command !== 'undo' && command !== 'redo') {
      this.root.classList.add('annl-waiting');
    }
  }

  private update(): void {
    const state = this.trait<RunState>('state');
    if (this.root.dataset.state !== state) {
      this.root.dataset.state = state;
      this.root.classList.remove('annl-waiting');
      this.showButtons(state);
      setText(this.state, WORDS[state]);
    }
    setText(this.name, this.trait<string>('name') || '');
    this.showFigures(state);
    this.showSpeed(this.trait<number>('speed'));
    setText(this.message, this.trait<string>('message') || '');
    setHidden(this.message, !this.message.textContent);
    this.showUndo(this.undo, 'Undo', this.trait<string>('undo'), 'Ctrl+Z');
    this.showUndo(
      this.redo,
      'Redo',
      this.trait<string>('redo'),
      'Ctrl+Shift+Z'
    );
    const remedy_ms = this.trait<number>('remedy_ms');
    setHidden(this.remedy, !(remedy_ms >= 0));
    setText(
      this.remedy,
      remedy_ms >= 0 ? `Rewind to ${formatTime(remedy_ms)}` : ''
    );
  }

  /** Say what it would do; what cannot be undone begins with a dash. */
  private showUndo(
    button: HTMLButtonElement,
    word: string,
    what: string | undefined,
    keys: string
  ): void {
    const told = what
      ? `${word} ${what} (${keys})`
      : `Nothing to ${word.toLowerCase()}`;
    button.disabled = !what || what.startsWith('—');
    if (button.title !== told) {
      button.title = told;
      button.setAttribute('aria-label', told);
    }
  }

  private showButtons(state: RunState): void {
    const isRunning = state === 'running';
    this.play.replaceChildren(icon(isRunning ? 'pause' : 'play'));
    this.play.title = isRunning ? 'Pause (Space)' : 'Play (Space)';
    this.play.setAttribute('aria-label', isRunning ? 'Pause' : 'Play');
    this.play.disabled = !USEFUL.play.includes(state);
    this.step.disabled = !USEFUL.step.includes(state);
    this.halt.disabled = !USEFUL.stop.includes(state);
    this.reset.disabled = !USEFUL.reset.includes(state);
  }

  private showFigures(state: RunState): void {
    const t_ms = this.trait<number>('t_ms');
    const isRunning = state === 'running';
    // a running clock needs no fractions, a standing one shows where exactly it stands
    const digits = isRunning || Number.isInteger(t_ms) ? 0 : 2;
    setText(this.time, formatTime(t_ms, digits));
    this.root.dataset.time = String(t_ms);
    const factor = this.trait<number>('real_time_factor');
    const precise = factor < 10 ? 2 : 0;
    setText(
      this.factor,
      isRunning ? `${formatNumber(factor, precise)}× real time` : ''
    );
    this.showLoad(isRunning ? this.trait<number>('load') : 0, isRunning);
  }

  private showLoad(load: number, isRunning: boolean): void {
    setHidden(this.load, !isRunning);
    const lit = Math.min(Math.ceil(load * LOAD_DOTS - 1e-6), LOAD_DOTS);
    const dots = '●'.repeat(lit) + '○'.repeat(LOAD_DOTS - lit);
    const amount =
      load <= 1.05
        ? `${Math.round(load * 100)} % of a core`
        : `${load.toFixed(1)} cores`;
    setText(this.load, `${dots} ${amount}`);
    this.load.setAttribute('aria-label', amount);
    const shares = sharesInWords(
      load,
      this.trait<number>('serving'),
      this.trait<number>('plotting')
    );
    setTitle(this.load, shares);
  }

  private showSpeed(speed: number): void {
    const speeds = speedsWith(speed);
    if (this.speed.dataset.speeds !== String(speeds)) {
      this.speed.dataset.speeds = String(speeds);
      this.speed.replaceChildren(
        ...speeds.map(s => h('option', { value: s }, s ? `${s}×` : 'max'))
      );
    }
    this.speed.value = String(speed);
  }

  private button(
    id: string,
    glyph: IconName,
    title: string
  ): HTMLButtonElement {
    return h(
      'button',
      {
        type: 'button',
        title,
        'aria-label': title,
        'data-testid': `annl-${id}`
      },
      icon(glyph)
    );
  }
}

/** Where the time goes, as a tooltip. */
function sharesInWords(
  computing: number,
  serving: number,
  plotting: number
): string {
  const idle = Math.max(0, 1 - computing - serving);
  return [
    'Lately, of the time of this run:',
    `${percent(computing)} computing steps`,
    `${percent(serving)} held up between steps, by views and changes`,
    `${percent(idle)} idle, waiting for the clock`,
    `Views and controls take ${percent(plotting)} of another core.`
  ].join('\n');
}

function percent(share: number): string {
  const digits = share > 0 && share < 0.095 ? 1 : 0;
  return `${(100 * share).toFixed(digits)} %`;
}

/** The speeds to choose from, slowest first, unlimited (0) last, among them the present one. */
function speedsWith(speed: number): number[] {
  const size = (s: number): number => s || Infinity;
  return [...new Set([...SPEEDS, speed])].sort((a, b) =>
    size(a) < size(b) ? -1 : 1
  );
}

function text(id: string, more: Record<string, string> = {}): HTMLElement {
  return h('span', {
    class: `annl-${id}`,
    'data-testid': `annl-${id}`,
    ...more
  });
}

function render({ model, el }: RenderProps): Cleanup {
  const bar = new TransportBar(model);
  el.append(bar.root);
  return () => bar.dispose();
}

export default { render };
