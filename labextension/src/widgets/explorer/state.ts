/**
 * What the explorer shows now, and how it asks for it: one request under way, the newest one next.
 */

import type {
  Control,
  ExplorerHello,
  ExplorerLook,
  ExplorerRequest,
  ExplorerSettled
} from '../../messages.js';
import { tell, type WidgetModel } from '../shared/model.js';

/** A request that is not answered within this time no longer keeps others waiting. */
const PATIENCE_MS = 5000;

export class State {
  hello: ExplorerHello | null = null;
  look!: ExplorerLook;
  values: number[] = [];
  private seq = 0;
  private isWaiting = false;
  private isStale = false;
  private wantsFit = false;
  private timer: number | null = null;
  private sentAt = 0;

  constructor(private readonly model: WidgetModel) {}

  /** Take over what the kernel shows. */
  greet(hello: ExplorerHello): void {
    this.hello = hello;
    this.look = { ...hello.look };
    this.values = hello.controls.map(control => control.value);
  }

  /** Change what is shown. */
  change(part: Partial<ExplorerLook>): number {
    this.look = { ...this.look, ...part };
    return this.ask();
  }

  /** Change a parameter. */
  setValue(id: string, value: number): number {
    const k = this.controls.findIndex(control => control.id === id);
    this.values[k] = value;
    return this.ask();
  }

  /** Give the plane new limits. */
  fit(): void {
    this.wantsFit = true;
    this.ask();
  }

  settle({ seq }: ExplorerSettled): void {
    if (seq >= this.seq || seq === 0) {
      this.isWaiting = false;
    }
    if (this.isStale) {
      this.send();
    }
  }

  stop(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
  }

  get controls(): readonly Control[] {
    return this.hello?.controls ?? [];
  }

  unitOf(name: string): string {
    const hello = this.hello;
    const known = [...(hello?.states ?? []), ...(hello?.drives ?? [])];
    return (
      known.find(each => each.name === name)?.unit ??
      this.controls.find(control => control.name === name)?.unit ??
      ''
    );
  }

  /** Ask once per turn of the event loop, and never twice at a time. */
  private ask(): number {
    this.isStale = true;
    const isLate = performance.now() - this.sentAt > PATIENCE_MS;
    if (!this.isWaiting || isLate) {
      this.timer ??= window.setTimeout(() => this.send(), 0);
    }
    return this.seq + 1;
  }

  private send(): void {
    this.stop();
    this.timer = null;
    this.isStale = false;
    this.isWaiting = true;
    this.sentAt = performance.now();
    this.seq++;
    const request: ExplorerRequest = {
      kind: 'explore',
      seq: this.seq,
      look: this.look,
      values: this.values,
      fit: this.wantsFit
    };
    this.wantsFit = false;
    tell(this.model, request);
  }
}
