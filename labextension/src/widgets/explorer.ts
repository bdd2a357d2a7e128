/**
 * The explorer of one neuron model: traces under a waveform that can be drawn, the phase plane, a
 * curve, and a control for everything.
 */

import type {
  ExplorerMessage,
  LookingQuestion,
  PhaseFrame,
  PhaseHello
} from '../messages.js';
import { PROTOCOL } from '../messages.js';
import css from './explorer/explorer.css';
import { CurveView } from './explorer/curve.js';
import { PlaneView } from './explorer/plane.js';
import { link, Side } from './explorer/side.js';
import { State } from './explorer/state.js';
import { traceOf, Traces } from './explorer/trace.js';
import controls from './shared/controls.css';
import { h, setText, styles } from './shared/dom.js';
import { ExportMenu } from './shared/export_menu.js';
import {
  type Binary,
  type Cleanup,
  Disposer,
  type RenderProps,
  sync,
  SILENT,
  tell,
  type WidgetModel
} from './shared/model.js';
import plot from './shared/plot.css';
import { Presence } from './shared/presence.js';
import { watchTheme } from './shared/theme.js';

type Message = ExplorerMessage | PhaseHello | PhaseFrame | LookingQuestion;

const NO_PLANE = 'no differential equation, so no phase plane';

class ExplorerWidget {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly state: State;
  private readonly side: Side;
  private readonly traces: Traces;
  private readonly plane: PlaneView;
  private readonly curve: CurveView;
  private readonly name = h('span', { class: 'annl-x-name' });
  private readonly about = h('span', { class: 'annl-x-quiet' });
  private readonly whole = h('span', {
    class: 'annl-x-quiet',
    'data-testid': 'annl-x-points'
  });
  private readonly problem = h('span', {
    class: 'annl-x-problem',
    role: 'alert',
    'data-testid': 'annl-x-problem'
  });
  private readonly notes = h('div', { class: 'annl-x-notes' });
  private readonly held = h('div', {});
  private readonly words = h('div', {});
  private readonly said = h('span', { class: 'annl-x-quiet', role: 'status' });
  private readonly changed = h('span', { class: 'annl-x-quiet' });
  private readonly back = link(
    'back to the start',
    'Give all parameters the values that they had at the start',
    () => this.side.reset()
  );
  private readonly apply = link(
    'write to the network',
    'Give the whole population the values of the changed parameters',
    () => tell(this.model, { kind: 'apply' })
  );
  private readonly code = h('pre', {
    tabindex: 0,
    'data-testid': 'annl-x-code'
  });
  private readonly codeBox = h(
    'div',
    { class: 'annl-x-code', hidden: true },
    this.code
  );
  private readonly tools = h('span', { class: 'annl-tools' });
  private readonly presence: Presence;

  constructor(
    private readonly model: WidgetModel,
    el: HTMLElement
  ) {
    this.state = new State(model);
    this.presence = new Presence(model, {
      onLook: () => undefined,
      onSilence: () => {
        if (!this.state.hello) {
          setText(this.about, SILENT);
        }
      }
    });
    this.side = new Side(this.state);
    this.traces = new Traces(this.state, this.disposer);
    this.plane = new PlaneView(this.state, this.disposer);
    this.curve = new CurveView(this.disposer);
    this.root = this.layOut();
    const { root, tools } = this;
    new ExportMenu({ root, tools, axis: null }, model, this.disposer);
    el.append(this.root);
    this.notes.append(this.held, this.words);
    this.connect();
    this.watch();
  }

  dispose(): void {
    this.presence.leave();
    this.state.stop();
    this.side.dispose();
    this.disposer.dispose();
    this.root.remove();
  }

  private get panes() {
    return [...this.traces.panes, this.plane.pane, this.curve.pane];
  }

  private layOut(): HTMLElement {
    const { first, second, drive } = this.traces;
    const copy = link(
      'copy as Python',
      'The model with the values of its parameters now',
      () => tell(this.model, { kind: 'python?' })
    );
    copy.dataset.testid = 'annl-x-copy';
    this.apply.hidden = true;
    const lower = h(
      'div',
      { class: 'annl-x-lower' },
      this.plane.pane.root,
      this.curve.pane.root
    );
    const left = h('div', {}, first.root, second.root, drive.root, lower);
    return h(
      'div',
      {
        class: 'annl-view annl-x',
        role: 'figure',
        'aria-label': 'Explorer of a neuron model',
        'data-testid': 'annl-explorer',
        'data-settled': 0,
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(plot, controls, css),
      h(
        'div',
        { class: 'annl-x-top' },
        this.name,
        this.about,
        this.whole,
        this.problem,
        this.tools
      ),
      h('div', { class: 'annl-x-body' }, left, this.side.root),
      h(
        'div',
        { class: 'annl-x-foot' },
        this.notes,
        this.said,
        this.changed,
        this.back,
        copy,
        this.apply
      ),
      this.codeBox
    );
  }

  private connect(): void {
    const receive = (message: unknown, buffers: Binary[]): void =>
      this.receive(message as Message, buffers);
    this.model.on('msg:custom', receive);
    this.disposer.add(() => this.model.off('msg:custom', receive));
    this.side.onChange = () => this.showChanged();
    this.traces.onDrawn = () => this.side.buildDrive();
    this.curve.onPick = (x, y) => this.pick(x, y);
    setText(this.about, 'connecting …');
  }

  private watch(): void {
    const changed = (): void => {
      this.panes.forEach(pane => pane.resize());
      this.paint();
    };
    const sizes = new ResizeObserver(changed);
    this.panes.forEach(pane => sizes.observe(pane.area));
    this.disposer.add(() => sizes.disconnect());
    this.disposer.add(watchTheme(changed));
    this.presence.watch(this.root, this.disposer);
  }

  private receive(message: Message, buffers: Binary[]): void {
    switch (message.kind) {
      case 'hello':
        this.greet(message);
        break;
      case 'trace': {
        const data = traceOf(message, buffers);
        this.traces.show(data);
        this.plane.showTrace(data);
        break;
      }
      case 'plane':
        this.side.showPlane(message);
        this.plane.show(message, buffers);
        setText(this.held, message.note);
        setText(this.whole, this.plane.words());
        break;
      case 'curve':
        this.curve.show(
          message,
          buffers,
          message.x.name === this.state.look.drive
        );
        break;
      case 'settled':
        this.settled(message.seq, message.problem);
        break;
      case 'python':
        this.showCode(message.text);
        break;
      case 'looking?':
        this.presence.answer();
        break;
      case 'said':
        setText(this.said, message.text);
        break;
      default:
        this.takeLive(message, buffers);
    }
  }

  private greet(hello: Message & { kind: 'hello' }): void {
    this.presence.heard();
    if ((hello.protocol as number) !== PROTOCOL) {
      setText(
        this.about,
        'restart the kernel and reload the page: versions differ'
      );
      return;
    }
    if (hello.view !== 'explorer') {
      this.plane.clearLive();
      return;
    }
    this.state.greet(hello);
    setText(this.name, hello.title);
    this.name.title = hello.title;
    this.root.setAttribute('aria-label', `Explorer of ${hello.title}`);
    const live = hello.live ? ` · the dot is neuron ${hello.live}` : '';
    setText(this.about, `step ${hello.dt_ms} ms${live}`);
    setText(this.words, hello.notes.join(' '));
    this.apply.hidden = !hello.live;
    this.side.build();
    if (!hello.states.length) {
      this.plane.empty(NO_PLANE);
      setText(this.whole, '');
    }
    if (!hello.look.scanned) {
      this.curve.empty('nothing to vary');
    }
    this.showChanged();
  }

  private settled(seq: number, problem: string): void {
    this.state.settle({ kind: 'settled', seq, problem });
    this.side.settle();
    setText(this.problem, problem);
    this.root.dataset.settled = String(Number(this.root.dataset.settled) + 1);
  }

  private takeLive(message: PhaseFrame, buffers: Binary[]): void {
    this.plane.addLive(message, buffers);
    if (message.answer) {
      this.model.set('acked', message.seq);
      sync(this.model);
    }
  }

  private pick(x: number, y: number | null): void {
    const { look } = this.state;
    this.take(look.scanned, x);
    if (y !== null) {
      this.take(look.second, y);
    }
    this.side.build();
    this.showChanged();
  }

  private take(name: string, value: number): void {
    const rounded = Number(value.toPrecision(5));
    if (name === this.state.look.drive) {
      const shape =
        this.state.look.shape === 'drawn' ? 'step' : this.state.look.shape;
      this.state.change({ level: rounded, shape });
    } else {
      this.state.setValue(name, rounded);
      const control = this.state.controls.find(each => each.id === name);
      if (control) {
        control.value = rounded;
      }
    }
  }

  private showCode(text: string): void {
    setText(this.code, text);
    this.codeBox.hidden = false;
    navigator.clipboard?.writeText(text).then(
      () => setText(this.said, 'copied'),
      () => setText(this.said, 'select the text and copy it')
    );
  }

  private showChanged(): void {
    const n = this.side.changed;
    setText(this.changed, n ? `${n} changed` : '');
    this.back.disabled = n === 0;
    setText(this.said, '');
  }

  private paint(): void {
    this.traces.paint();
    this.plane.paint();
    this.curve.paint();
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const widget = new ExplorerWidget(model, el);
  return () => widget.dispose();
}

export default { render };
