/**
 * What a view may ask of the widget behind it: the part of anywidget's model that works in
 * JupyterLab, Notebook 7 and Panel alike.
 */

/** A binary buffer as it arrives: a view on a part of a larger message. */
export type Binary = DataView | ArrayBuffer | ArrayBufferView;

export type CustomListener = (message: unknown, buffers: Binary[]) => void;

export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send?(content: unknown): void;
  on(event: 'msg:custom', callback: CustomListener): void;
  on(event: string, callback: () => void): void;
  off(event: 'msg:custom', callback: CustomListener): void;
  off(event: string, callback: () => void): void;
}

/** What a view says that hears nothing. */
export const SILENT =
  'No answer from the kernel. If it was restarted, run the cell again.';

/** Send a message; false where nobody hears it any more, because the kernel was restarted. */
export function tell(model: WidgetModel, content: unknown): boolean {
  return isHeard(() => model.send?.(content));
}

/** Send what was set; false where nobody hears it any more. */
export function sync(model: WidgetModel): boolean {
  return isHeard(() => model.save_changes());
}

function isHeard(send: () => void): boolean {
  try {
    send();
    return true;
  } catch {
    return false; // JupyterLab throws "Cannot send" for good, and tells nobody before
  }
}

export interface RenderProps {
  model: WidgetModel;
  el: HTMLElement;
}

/** Undoes everything that `render` did. */
export type Cleanup = () => void;

/** Collects what has to be undone when a view goes. */
export class Disposer {
  private readonly undo: Cleanup[] = [];

  add(cleanup: Cleanup): void {
    this.undo.push(cleanup);
  }

  listen<K extends keyof HTMLElementEventMap>(
    target: EventTarget,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions
  ): void {
    target.addEventListener(type, listener as EventListener, options);
    this.add(() =>
      target.removeEventListener(type, listener as EventListener, options)
    );
  }

  dispose(): void {
    while (this.undo.length) {
      this.undo.pop()!();
    }
  }
}
