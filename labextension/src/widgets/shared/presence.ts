/**
 * Whether somebody can see a view: the kernel is told, and asked for a start when somebody can.
 */

import { sync, tell, type Disposer, type WidgetModel } from './model.js';

const ASK_AGAIN_MS = [1000, 3000, 6000];

/** Tells pages apart; the modules of a page share nothing but this. */
const PAGE = Symbol.for('annarchy_lab.page.1');

function page(): string {
  const here = globalThis as { [PAGE]?: string };
  return (here[PAGE] ??= Math.random().toString(36).slice(2));
}

/** The views of this widget that somebody can see; anywidget loads this module once per widget. */
const LOOKING = new Set<object>();

export interface Present {
  /** Somebody began to look, or nobody does any more. */
  onLook(isVisible: boolean): void;
  /** The kernel has not answered in time. */
  onSilence(): void;
}

export class Presence {
  private isOnScreen = false;
  private isSeen = false;
  private timers: number[] = [];

  constructor(
    private readonly model: WidgetModel,
    private readonly view: Present
  ) {}

  get isVisible(): boolean {
    return this.isSeen;
  }

  /** Follow what can be seen of `root` from now on. */
  watch(root: HTMLElement, disposer: Disposer): void {
    const observer = new IntersectionObserver(entries => {
      this.isOnScreen = entries.at(-1)!.isIntersecting;
      this.update();
    });
    observer.observe(root);
    disposer.add(() => observer.disconnect());
    const changed = (): void => this.update();
    document.addEventListener('visibilitychange', changed);
    disposer.add(() =>
      document.removeEventListener('visibilitychange', changed)
    );
  }

  /** The kernel said hello: it is asked no more. */
  heard(): void {
    this.timers.forEach(clearTimeout);
  }

  /** The kernel wants to know whether this view is still seen. */
  answer(): void {
    if (this.isSeen) {
      tell(this.model, { kind: 'looking', page: page() });
    }
  }

  leave(): void {
    this.set(false);
    this.timers.forEach(clearTimeout);
  }

  private update(): void {
    const isVisible = this.isOnScreen && document.visibilityState === 'visible';
    if (isVisible === this.isSeen) {
      return;
    }
    this.set(isVisible);
    if (isVisible) {
      this.ask();
    }
    this.view.onLook(isVisible);
  }

  private set(isVisible: boolean): void {
    this.isSeen = isVisible;
    if (isVisible) {
      LOOKING.add(this);
    } else {
      LOOKING.delete(this);
    }
    this.model.set('visible', LOOKING.size > 0);
    sync(this.model);
  }

  /** Ask for a hello and a snapshot, and again if nothing comes. */
  ask(attempt = 0): void {
    this.timers.forEach(clearTimeout);
    if (!this.isSeen) {
      return;
    }
    const next = (): void => {
      if (attempt + 1 < ASK_AGAIN_MS.length) {
        this.ask(attempt + 1);
      } else {
        this.view.onSilence();
      }
    };
    this.timers = [window.setTimeout(next, ASK_AGAIN_MS[attempt])];
    tell(this.model, { kind: 'hello?', page: page() });
  }
}
