/**
 * The frame around a plot: title, legend, what the hair reads, the plotting area, and the texts
 * that stand in it when there is nothing to see.  It knows no data and paints none.
 */

import { plotBox, type Box } from './axes.js';
import type { TimeAxis } from './axis.js';
import { h, setHidden, setText, setTitle, styles } from './dom.js';
import { attachGestures, attachHold } from './gestures.js';
import type { Disposer, WidgetModel } from './model.js';
import { PlotHead, type LegendItem, type Scale } from './plot_head.js';
import type { Theme } from './theme.js';
import css from './plot.css';
import { readTime } from './ticks.js';

export type { LegendItem } from './plot_head.js';

const SUMMARY_EVERY_MS = 3000;

/** The height a widget asks for, else the view's own. */
export const heightOf = (model: WidgetModel, own: number): number =>
  Number(model.get('height')) || own;

export class Plot {
  readonly root: HTMLElement;
  readonly area: HTMLElement;
  axis: TimeAxis | null = null;
  isLabelled = true;
  /** How far up the plotting area the pointer is, 0..1; null when it is not there. */
  pointerShare: number | null = null;
  /** Where the pointer is in the plot (CSS pixels); null when it is not there. */
  pointer: { x: number; y: number } | null = null;
  /** Called when something else than data has changed what a plot without a time axis shows. */
  onChange: (isStale: boolean) => void = () => undefined;
  /** Called when a plot without a time axis is held or follows again. */
  onHold: (isHeld: boolean) => void = () => undefined;
  private isStill = false;
  /** Whether dragging moves the picture. */
  isMovable = false;
  /** Shows everything again in a plot that was zoomed into; null while it is not. */
  unzoom: (() => void) | null = null;
  /** Small buttons at the end of the head. */
  readonly tools: HTMLElement;
  private readonly head: PlotHead;
  private readonly notice = h('div', { class: 'annl-notice' });
  private readonly hair = h('div', { class: 'annl-hair', hidden: true });
  private readonly cursor = h('div', { class: 'annl-cursor', hidden: true });
  private readonly summary = h('div', {
    class: 'annl-summary',
    'data-testid': 'annl-summary'
  });
  private summarisedAt = -Infinity;
  /** Of the area (CSS pixels), as last told: asking for it makes the page lay itself out. */
  private size: { width: number; height: number } | null = null;

  constructor(
    readonly kind: string,
    height: number,
    el: HTMLElement,
    disposer: Disposer,
    /** A part of a view has the styles of the whole, and what it shows is not held. */
    { isPart = false } = {}
  ) {
    this.area = h(
      'div',
      { class: 'annl-plot', tabindex: 0, 'data-testid': `annl-${kind}-plot` },
      this.cursor,
      this.hair,
      this.notice
    );
    this.area.style.height = `${height}px`;
    this.head = new PlotHead(disposer);
    this.tools = this.head.tools;
    this.root = h(
      'div',
      {
        class: 'annl-view',
        role: 'figure',
        'data-testid': `annl-${kind}`,
        'data-frames': 0,
        'data-lm-suppress-shortcuts': 'true'
      },
      isPart ? '' : styles(css),
      this.head.root,
      this.area,
      this.summary
    );
    el.append(this.root);
    disposer.add(() => this.root.remove());
    disposer.listen(this.head.follow, 'click', () =>
      this.unzoom ? this.unzoom() : this.followAgain()
    );
    this.describeBySummary();
    this.watchSize(disposer);
    this.watchPointer(disposer);
    if (!isPart) {
      attachHold(this, disposer);
      attachGestures(
        { plot: this.area, axis: () => this.axis, box: () => this.box() },
        disposer
      );
    }
  }

  private watchSize(disposer: Disposer): void {
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.area;
      this.size = { width, height };
    });
    observer.observe(this.area);
    disposer.add(() => observer.disconnect());
  }

  private watchPointer(disposer: Disposer): void {
    disposer.listen(this.area, 'pointermove', event => {
      const { top, height } = this.box();
      const ground = this.area.getBoundingClientRect();
      const y = event.clientY - ground.top - top;
      this.pointerShare = y >= 0 && y <= height ? 1 - y / height : null;
      this.pointer = {
        x: event.clientX - ground.left,
        y: event.clientY - ground.top
      };
      this.onChange(false);
    });
    disposer.listen(this.area, 'pointerleave', () => {
      this.pointerShare = null;
      this.pointer = null;
      this.onChange(false);
    });
    // only who stands on the plot is told of it while it changes
    disposer.listen(this.area, 'focus', () =>
      this.summary.setAttribute('aria-live', 'polite')
    );
    disposer.listen(this.area, 'blur', () =>
      this.summary.setAttribute('aria-live', 'off')
    );
  }

  /** Whether a plot without a time axis keeps what it shows. */
  get isHeld(): boolean {
    return this.isStill;
  }

  /** Keep what is shown, or follow again; a time axis is held by itself. */
  hold(isHeld: boolean): void {
    if (!this.axis && isHeld !== this.isStill) {
      this.isStill = isHeld;
      this.head.follow.hidden = !isHeld;
      this.onHold(isHeld);
    }
  }

  /** Show the newest again. */
  followAgain(): void {
    this.axis?.reset();
    this.hold(false);
  }

  private describeBySummary(): void {
    this.summary.id = `annl-summary-${Math.random().toString(36).slice(2)}`;
    this.area.setAttribute('aria-describedby', this.summary.id);
  }

  get width(): number {
    return this.size?.width ?? this.area.clientWidth;
  }

  get height(): number {
    return this.size?.height ?? this.area.clientHeight;
  }

  box(): Box {
    return plotBox(this.width, this.height, this.isLabelled);
  }

  /** Name the plot and its lines or populations. */
  describe(
    title: string,
    items: readonly LegendItem[],
    keys = 'Arrow keys move in time, plus and minus zoom, Home follows.'
  ): void {
    const names = items.map(item => item.name).join(', ');
    this.root.setAttribute('aria-label', names ? `${title}: ${names}` : title);
    this.area.setAttribute('role', 'img');
    this.area.setAttribute('aria-label', `${title}. ${keys}`);
    this.head.describe(title, items);
  }

  /** Colour the legend. */
  applyTheme(theme: Theme): void {
    this.head.applyTheme(theme);
  }

  /** Name the other branches that are drawn beneath. */
  setGhosts(names: readonly string[]): void {
    this.head.setGhosts(names);
  }

  /** Write beside a name of the legend; empty clears. */
  setValues(texts: readonly string[]): void {
    this.head.setValues(texts);
  }

  /** Facts beside the title, two spaces apart. */
  setNote(text: string): void {
    this.head.setNote(text);
  }

  /** Say which colour means which number; null: none does. */
  setScale(scale: Scale | null): void {
    this.head.setScale(scale);
  }

  /** What stands in the middle of the plot instead of data. */
  say(text: string): void {
    setText(this.notice, text);
  }

  /** What is missing from the picture. */
  warn(text: string, title = ''): void {
    this.head.warn(text, title);
  }

  /** Say in words what is shown; at once where somebody asked, else not more often than is read. */
  summarise(say: () => string, now = false): void {
    const time = performance.now();
    if (!now && time - this.summarisedAt < SUMMARY_EVERY_MS) {
      return;
    }
    const text = say();
    if (text) {
      this.summarisedAt = time;
      setText(this.summary, text);
    }
  }

  /** Move the hair and show whether the axis is held; `extra` is read beside the time. */
  showAxis(extra: string): void {
    const axis = this.axis;
    const hair_ms = axis?.hair_ms ?? null;
    const { follow } = this.head;
    setHidden(follow, !(axis?.isHeld ?? this.isStill) && !this.unzoom);
    setText(follow, this.unzoom ? 'zoomed · all ▸' : 'held · follow ▸');
    setTitle(
      follow,
      this.unzoom
        ? 'Show everything again (double click, 0)'
        : 'Follow the newest time again (double click, Home)'
    );
    this.place(this.cursor, axis?.cursor_ms ?? null);
    this.place(this.hair, hair_ms);
    if (!axis || hair_ms === null) {
      this.head.read(axis ? '' : extra);
      return;
    }
    const { start_ms, end_ms } = axis.span();
    const time = readTime(hair_ms, end_ms - start_ms, this.box().width);
    this.head.read(extra ? `${extra}   ${time}` : time);
  }

  /** Put a vertical line at a time; it is hidden where that is not in sight. */
  private place(line: HTMLElement, t_ms: number | null): void {
    const span = this.axis?.span();
    const share =
      span && t_ms !== null
        ? (t_ms - span.start_ms) / (span.end_ms - span.start_ms)
        : -1;
    const isInSight = share >= 0 && share <= 1;
    setHidden(line, !isInSight);
    if (isInSight) {
      const box = this.box();
      line.style.height = `${box.height}px`;
      line.style.top = `${box.top}px`;
      const x = Math.round(box.left + share * box.width);
      line.style.transform = `translateX(${x}px)`;
    }
  }
}
