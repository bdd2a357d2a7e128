/**
 * The timeline: where the network is in its time.  Dragging back shows the past in all plots and
 * changes nothing; *continue from here* rewinds to exactly that step, *branch here* keeps what came
 * after it.
 */

import type { CommandName, Timeline, TimelineBranch } from '../messages.js';
import { releaseAxis, sharedAxis, type TimeAxis } from './shared/axis.js';
import { h, setText, styles } from './shared/dom.js';
import {
  type Cleanup,
  Disposer,
  type RenderProps,
  tell,
  type WidgetModel
} from './shared/model.js';
import { formatTime } from './shared/ticks.js';
import {
  clusters,
  keptText,
  memoryText,
  rangeOf,
  shareOf,
  snapped,
  type Range
} from './shared/time_range.js';
import css from './shared/timeline.css';

const CLUSTER_PX = 9;
const ANSWER_MS = 400;
const FOLLOW_EVERY_MS = 200; // while time passes: marks creep, numbers must be read

class TimelineBar {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly readout = h('span', {
    class: 'annl-at',
    'data-testid': 'annl-timeline-at'
  });
  private readonly go = this.button('continue', 'Continue from here');
  private readonly branch = this.button('branch', 'Branch here');
  private readonly follow = this.button('follow-now', 'Back to now');
  private readonly actions = h(
    'span',
    { class: 'annl-actions', 'data-testid': 'annl-timeline-actions' },
    this.go,
    this.branch,
    this.follow
  );
  private readonly branches = h('span', {
    class: 'annl-branches',
    role: 'group',
    'aria-label': 'Branches'
  });
  private readonly memory = h('span', {
    class: 'annl-memory',
    'data-testid': 'annl-timeline-memory'
  });
  private readonly whole = h(
    'button',
    { type: 'button', class: 'annl-whole', 'data-testid': 'annl-timeline-all' },
    'all'
  );
  private readonly lines = h('div', { class: 'annl-lines' });
  private readonly frames = h('div', { class: 'annl-frames' });
  private readonly marks = h('div', { class: 'annl-marks' });
  private readonly sight = h('div', { class: 'annl-sight' });
  private readonly thumb = h('div', { class: 'annl-thumb' });
  private readonly first = h('span', { class: 'annl-first' });
  private readonly last = h('span', { class: 'annl-last' });
  private readonly track = h(
    'div',
    {
      class: 'annl-track',
      role: 'slider',
      tabindex: 0,
      'aria-label': 'Time shown in all plots',
      'data-testid': 'annl-timeline-track'
    },
    this.sight,
    this.lines,
    this.frames,
    this.marks,
    this.thumb
  );
  private readonly live = h('span', {
    class: 'annl-hidden',
    role: 'status',
    'data-testid': 'annl-timeline-status'
  });
  private axis: TimeAxis | null = null;
  private leaveAxis: Cleanup = () => undefined;
  private range: Range = { lo_ms: 0, hi_ms: 1 };
  private isWhole = false;
  private request: number | null = null;
  private timer: number | null = null;
  private paintedAt = -Infinity;
  private drawn = '';
  private nAnswers = 0;
  private isWaiting = false;

  constructor(private readonly model: WidgetModel) {
    this.root = h(
      'div',
      {
        class: 'annl-timeline',
        role: 'group',
        'aria-label': 'Timeline',
        'data-testid': 'annl-timeline',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(css),
      h('div', { class: 'annl-timeline-head' }, this.readout, this.actions),
      h('div', { class: 'annl-timeline-body' }, this.whole, this.track),
      h(
        'div',
        { class: 'annl-timeline-ends' },
        this.first,
        this.branches,
        this.memory,
        this.last
      ),
      this.live
    );
    this.listen();
    this.update();
  }

  dispose(): void {
    this.leaveAxis();
    if (this.request !== null) {
      cancelAnimationFrame(this.request);
    }
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.disposer.dispose();
    this.root.remove();
  }

  private get told(): Timeline {
    return this.model.get('timeline') as Timeline;
  }

  private get now_ms(): number {
    const newest = this.axis?.newest_ms ?? 0;
    return newest || this.told.t_ms;
  }

  /** The time that is looked at. */
  private get at_ms(): number {
    return this.axis?.cursor_ms ?? this.now_ms;
  }

  private get isBack(): boolean {
    return this.axis?.cursor_ms !== null && this.axis !== null;
  }

  private listen(): void {
    const { disposer, track } = this;
    const update = (): void => this.update();
    this.model.on('change:timeline', update);
    disposer.add(() => this.model.off('change:timeline', update));
    disposer.listen(this.go, 'click', () => this.travel('rewind'));
    disposer.listen(this.branch, 'click', () => this.travel('branch'));
    disposer.listen(this.follow, 'click', () => this.axis?.reset());
    disposer.listen(this.whole, 'click', () => {
      this.isWhole = !this.isWhole;
      this.schedule();
    });
    disposer.listen(track, 'keydown', event => this.onKey(event));
    let isDragged = false;
    disposer.listen(track, 'pointerdown', event => {
      if (event.button === 0) {
        isDragged = true;
        track.setPointerCapture(event.pointerId);
        const mark = (event.target as HTMLElement).dataset.time;
        this.lookAt(mark === undefined ? this.timeAt(event) : Number(mark));
        track.focus({ preventScroll: true });
        event.preventDefault();
      }
    });
    disposer.listen(track, 'pointermove', event => {
      if (isDragged) {
        this.lookAt(this.timeAt(event));
      }
    });
    for (const type of ['pointerup', 'pointercancel'] as const) {
      disposer.listen(track, type, () => {
        isDragged = false;
      });
    }
    const observer = new ResizeObserver(() => {
      this.drawn = '';
      this.schedule();
    });
    observer.observe(track);
    disposer.add(() => observer.disconnect());
  }

  private timeAt(event: PointerEvent): number {
    const { left, width } = this.track.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    const { lo_ms, hi_ms } = this.range;
    return lo_ms + share * (hi_ms - lo_ms);
  }

  /** Show a time of the past in all plots; the newest one is followed again. */
  private lookAt(t_ms: number): void {
    const axis = this.axis;
    if (!axis) {
      return;
    }
    const near = (this.range.hi_ms - this.range.lo_ms) / 300;
    if (t_ms >= this.now_ms - near) {
      axis.reset();
    } else {
      axis.report(this, this.told.t_ms);
      axis.goTo(snapped(Math.max(t_ms, this.range.lo_ms), this.told.dt_ms));
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { dt_ms, window_ms } = this.told;
    const small = event.shiftKey ? dt_ms : Math.max(window_ms / 100, dt_ms);
    const actions: Record<string, () => void> = {
      ArrowLeft: () => this.lookAt(this.at_ms - small),
      ArrowDown: () => this.lookAt(this.at_ms - small),
      ArrowRight: () => this.lookAt(this.at_ms + small),
      ArrowUp: () => this.lookAt(this.at_ms + small),
      PageDown: () => this.lookAt(this.at_ms - window_ms / 2),
      PageUp: () => this.lookAt(this.at_ms + window_ms / 2),
      Home: () => this.lookAt(this.range.lo_ms),
      End: () => this.axis?.reset(),
      Escape: () => this.axis?.reset(),
      Enter: () => this.travel('rewind'),
      b: () => this.travel('branch')
    };
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  }

  private travel(command: 'rewind' | 'branch'): void {
    const button = command === 'rewind' ? this.go : this.branch;
    if (this.isBack && !button.disabled) {
      this.send(command, this.at_ms);
    }
  }

  private send(command: CommandName, value: number): void {
    tell(this.model, { kind: 'command', command, value });
    this.isWaiting = true;
    window.setTimeout(() => this.schedule(), ANSWER_MS);
  }

  private update(): void {
    const { network, window_ms, n_answers, t_ms, problem } = this.told;
    if (!this.axis) {
      this.axis = sharedAxis(network, window_ms);
      const unsubscribe = this.axis.subscribe(() => this.follows());
      this.leaveAxis = () => {
        this.axis?.report(this, null);
        unsubscribe();
        releaseAxis(network);
      };
    }
    this.axis.report(this, t_ms);
    if (n_answers !== this.nAnswers) {
      this.nAnswers = n_answers;
      this.isWaiting = false;
      if (!problem) {
        this.axis.reset();
        setText(this.live, `The network is at ${formatTime(t_ms, 1)}.`);
      } else {
        setText(this.live, problem);
      }
    }
    this.drawn = '';
    this.schedule();
  }

  /** The plots show another time: as it passes, or because somebody looks at it. */
  private follows(): void {
    const rest = this.paintedAt + FOLLOW_EVERY_MS - performance.now();
    if (rest <= 0 || this.axis?.isHeld || this.root.dataset.back === 'true') {
      this.schedule();
    } else {
      this.timer ??= window.setTimeout(() => {
        this.timer = null;
        this.schedule();
      }, rest);
    }
  }

  private schedule(): void {
    this.request ??= requestAnimationFrame(() => {
      this.request = null;
      this.paint();
    });
  }

  private paint(): void {
    this.paintedAt = performance.now();
    const told = this.told;
    const axis = this.axis;
    if (!axis) {
      return;
    }
    this.range = rangeOf(told, this.now_ms, axis.kept_ms, this.isWhole);
    this.paintThumb(axis);
    this.paintTrack(told);
    this.paintTexts(told);
    this.root.dataset.at = String(this.at_ms);
    this.root.dataset.back = String(this.isBack);
  }

  private at(element: HTMLElement, t_ms: number): void {
    element.style.left = `${100 * shareOf(this.range, t_ms)}%`;
  }

  private paintThumb(axis: TimeAxis): void {
    this.at(this.thumb, this.at_ms);
    const { start_ms, end_ms } = axis.span();
    const from = shareOf(this.range, start_ms);
    const to = shareOf(this.range, Math.min(end_ms, this.range.hi_ms));
    this.sight.style.left = `${100 * from}%`;
    this.sight.style.width = `${100 * Math.max(to - from, 0)}%`;
    const { track, range, at_ms } = this;
    track.setAttribute('aria-valuemin', String(Math.round(range.lo_ms)));
    track.setAttribute('aria-valuemax', String(Math.round(this.now_ms)));
    track.setAttribute('aria-valuenow', String(Math.round(at_ms)));
    track.setAttribute('aria-valuetext', this.valueText());
  }

  private valueText(): string {
    const back_ms = this.now_ms - this.at_ms;
    const at = formatTime(this.at_ms, Number.isInteger(this.at_ms) ? 0 : 1);
    return this.isBack ? `${at}, ${formatTime(back_ms)} back` : `${at}, now`;
  }

  /** Lines, keyframes and marks, wherever they have moved by more than a pixel. */
  private paintTrack(told: Timeline): void {
    const { lo_ms, hi_ms } = this.range;
    const pixel = (hi_ms - lo_ms) / Math.max(this.track.clientWidth, 1);
    const drawn = `${Math.round(lo_ms / pixel)} ${Math.round(hi_ms / pixel)}`;
    if (drawn === this.drawn) {
      return;
    }
    this.drawn = drawn;
    const line = (
      from_ms: number,
      to_ms: number,
      kind: string
    ): HTMLElement => {
      const made = h('i', { class: kind });
      const from = shareOf(this.range, from_ms);
      made.style.left = `${100 * from}%`;
      made.style.width = `${100 * Math.max(shareOf(this.range, to_ms) - from, 0)}%`;
      return made;
    };
    this.lines.replaceChildren(
      line(lo_ms, this.now_ms, 'annl-past'),
      ...told.branches.map(each =>
        line(each.from_ms, each.until_ms, 'annl-future')
      )
    );
    const ticks = (times: readonly number[], kind: string): HTMLElement[] =>
      times
        .filter(t_ms => t_ms >= lo_ms && t_ms <= hi_ms)
        .map(t_ms => {
          const tick = h('i', { class: kind });
          this.at(tick, t_ms);
          return tick;
        });
    this.frames.replaceChildren(
      ...ticks(told.keyframes, 'annl-frame'),
      ...ticks(told.checkpoints, 'annl-checkpoint')
    );
    this.marks.replaceChildren(
      ...clusters(told.marks, this.range, CLUSTER_PX * pixel).map(group => {
        const mark = h('i', {
          class: 'annl-mark',
          title: group.text,
          'data-time': group.t_ms,
          'data-n': group.n > 1 ? group.n : undefined
        });
        this.at(mark, group.t_ms);
        return mark;
      })
    );
  }

  private paintTexts(told: Timeline): void {
    const { isBack, at_ms, range } = this;
    const digits = isBack && !Number.isInteger(at_ms) ? 1 : 0;
    setText(
      this.readout,
      isBack
        ? `at ${formatTime(at_ms, digits)} · ${formatTime(this.now_ms - at_ms)} back`
        : `now · ${formatTime(at_ms, digits)}`
    );
    this.actions.classList.toggle('annl-off', !isBack);
    const first = told.keyframes[0];
    const reason =
      first === undefined
        ? 'No keyframes are kept: the network is too large for them, or has not run live.'
        : at_ms < first
          ? `The network can go back to ${formatTime(first)} at most.`
          : '';
    this.showAction(
      this.go,
      reason,
      'rewind to exactly this step and go on; Redo makes later changes again (Enter)'
    );
    this.showAction(
      this.branch,
      reason,
      'the same, and keep what came after it (B)'
    );
    this.follow.disabled = !isBack;
    this.root.classList.toggle('annl-waiting', this.isWaiting);
    setText(this.first, formatTime(range.lo_ms));
    setText(this.last, formatTime(range.hi_ms));
    setText(this.whole, this.isWhole ? 'recent' : 'all');
    this.whole.title = this.isWhole
      ? 'Show what the plots keep'
      : 'Show all of the time that the network can go back to';
    setText(this.memory, `${keptText(told)} · ${memoryText(told)}`);
    this.memory.title =
      'How far back the network can go, and the memory of its keyframes; ' +
      'net.keyframes(budget_bytes=...) changes it.';
    this.showBranches(told);
  }

  private showAction(
    button: HTMLButtonElement,
    reason: string,
    what: string
  ): void {
    button.disabled = !this.isBack || reason !== '' || this.isWaiting;
    button.title = reason || what;
  }

  private showBranches(told: Timeline): void {
    const key = JSON.stringify([told.line, told.branches]);
    if (this.branches.dataset.key === key) {
      return;
    }
    this.branches.dataset.key = key;
    this.branches.hidden = !told.branches.length;
    this.branches.replaceChildren(
      h(
        'span',
        { class: 'annl-here', title: 'The branch that the network is on' },
        told.line
      ),
      ...told.branches.map((each, k) => this.branchButton(each, k))
    );
  }

  private branchButton(each: TimelineBranch, k: number): HTMLElement {
    const span = `${formatTime(each.from_ms)} to ${formatTime(each.until_ms)}`;
    const button = h(
      'button',
      {
        type: 'button',
        title: `Go to the end of ${each.name} (${span}); the present is kept.`,
        'data-testid': 'annl-timeline-switch'
      },
      each.name
    );
    // the list may change while somebody aims
    button.addEventListener('click', () => this.send('switch', k));
    return button;
  }

  private button(id: string, label: string): HTMLButtonElement {
    return h(
      'button',
      { type: 'button', 'data-testid': `annl-timeline-${id}` },
      label
    );
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const bar = new TimelineBar(model);
  el.append(bar.root);
  return () => bar.dispose();
}

export default { render };
