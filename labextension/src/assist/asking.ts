/**
 * Questions about a cell: who is asked, and how long an answer is waited for.
 */

import type { BridgeAnswer, BridgeQuestion } from '../messages.js';

/** Ask the kernel; null where none answers in time. */
export type Ask = (
  about: BridgeQuestion['about'],
  text: string,
  cursor: number
) => Promise<BridgeAnswer | null>;

/** Nobody is there. */
export const askNobody: Ask = async () => null;

/** Below the time after which JupyterLab gives up on a list of completions. */
export const PATIENCE_MS = 700;

/** A kernel that has not answered so many gets no more until it does. */
const MOST_OPEN = 4;

/** The questions that wait for an answer. */
export class Questions {
  private count = 0;
  private readonly open = new Map<string, (answer: BridgeAnswer) => void>();

  ask(
    send: (question: BridgeQuestion) => void,
    ...[about, text, cursor]: Parameters<Ask>
  ): Promise<BridgeAnswer | null> {
    if (this.open.size >= MOST_OPEN) {
      return Promise.resolve(null);
    }
    const id = `q${++this.count}`;
    return new Promise(resolve => {
      // a late answer still ends the question: the kernel is there again
      this.open.set(id, resolve);
      setTimeout(() => resolve(null), PATIENCE_MS);
      send({ kind: 'question', id, about, text, cursor });
    });
  }

  receive(answer: BridgeAnswer): void {
    this.open.get(answer.id)?.(answer);
    this.open.delete(answer.id);
  }

  /** The kernel is gone. */
  clear(): void {
    this.open.clear();
  }
}
