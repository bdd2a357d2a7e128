/**
 * Requests that wait for the answer with their number, however long it takes.
 */

export class Waiting<Answer extends { id: string }> {
  private count = 0;
  private readonly open = new Map<string, (answer: Answer | null) => void>();

  /** Send a request under a number of its own; null if the kernel goes away before it answers. */
  ask(send: (id: string) => void): Promise<Answer | null> {
    const id = String(++this.count);
    return new Promise(resolve => {
      this.open.set(id, resolve);
      send(id);
    });
  }

  receive(answer: Answer): void {
    this.open.get(answer.id)?.(answer);
    this.open.delete(answer.id);
  }

  /** Nobody will answer any more. */
  clear(): void {
    this.open.forEach(resolve => resolve(null));
    this.open.clear();
  }
}
