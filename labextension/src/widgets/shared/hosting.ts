/**
 * Widgets inside a widget: their views are made by whoever makes views here, JupyterLab's widget
 * manager or the one of a served page.
 */

import type { Cleanup, WidgetModel } from './model.js';

const REFERENCE = 'IPY_MODEL_';

interface View {
  el: HTMLElement;
  remove(): void;
}

interface Manager {
  get_model(id: string): Promise<unknown>;
  create_view(model: unknown, options?: object): Promise<View>;
  /** Of JupyterLab: the document that the widget belongs to. */
  context?: { path?: string };
}

export interface HostModel extends WidgetModel {
  widget_manager: Manager;
}

/** The notebook that the widget belongs to; empty where there is none. */
export const notebookPath = (model: HostModel): string =>
  model.widget_manager.context?.path ?? '';

/** Show the widget behind a reference in `place`; returns how to take it away. */
export function mount(
  model: HostModel,
  reference: string,
  place: HTMLElement
): Cleanup {
  let isGone = false;
  let view: View | null = null;
  const show = async (): Promise<void> => {
    const manager = model.widget_manager;
    const child = await manager.get_model(reference.slice(REFERENCE.length));
    if (isGone) {
      return;
    }
    const made = await manager.create_view(child, {});
    if (isGone) {
      made.remove();
      return;
    }
    view = made;
    place.replaceChildren(view.el);
  };
  show().catch(() => {
    if (!isGone) {
      place.textContent =
        'The kernel no longer has this view: run the cell again.';
    }
  });
  return () => {
    isGone = true;
    view?.remove();
    place.replaceChildren();
  };
}
