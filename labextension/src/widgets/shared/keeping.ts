/**
 * Layouts in the notebook's metadata: a dashboard tells and asks by events of the page, and the
 * JupyterLab extension, where there is one, answers.  Without it nothing happens.
 */

import type { DashboardLayout } from '../../messages.js';

/** Somebody chose a layout, or none any more (null). */
export const KEEP = 'annarchy-lab:keep-layout';
/** Which layout does the notebook have? */
export const KEPT = 'annarchy-lab:kept-layout';

export interface KeepDetail {
  name: string;
  path: string;
  layout: DashboardLayout | null;
}

export interface KeptDetail {
  name: string;
  path: string;
  /** Called at once if there is a layout. */
  answer(layout: unknown): void;
}

const bubbling = { bubbles: true, composed: true };

export function keepLayout(el: HTMLElement, detail: KeepDetail): void {
  el.dispatchEvent(new CustomEvent(KEEP, { ...bubbling, detail }));
}

export function keptLayout(
  el: HTMLElement,
  name: string,
  path: string
): unknown {
  let found: unknown = null;
  const answer = (layout: unknown): void => {
    found = layout;
  };
  const detail: KeptDetail = { name, path, answer };
  el.dispatchEvent(new CustomEvent(KEPT, { ...bubbling, detail }));
  return found;
}
