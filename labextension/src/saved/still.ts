/**
 * What a notebook keeps of a live view, by mime type, and what is said under it.
 */

export type Bundle = Record<string, unknown>;

export const WIDGET = 'application/vnd.jupyter.widget-view+json';
/** Marks outputs of ours; no other program knows it. */
export const VIEW = 'application/vnd.annarchy-lab.view+json';

const PICTURES = ['image/png', 'image/svg+xml', 'text/html'] as const;

/** Whether the live view may still appear, does not, or cannot in this page. */
export type Fate = 'awaited' | 'lost' | 'impossible';

const NEXT: Record<Fate, string> = {
  awaited: 'Looking for the live view …',
  lost: 'Run the cell to make it live again.',
  impossible: 'Live views need ipywidgets, which this JupyterLab does not have.'
};

/** The mime type of the best still picture in a bundle; null if there is none. */
export function pictureIn(bundle: Bundle): string | null {
  return PICTURES.find(mime => bundle[mime]) ?? null;
}

/** What the live view was called. */
export function nameOf(bundle: Bundle): string {
  const view = bundle[VIEW] as { what?: unknown } | undefined;
  return typeof view?.what === 'string' && view.what ? view.what : 'live view';
}

/** The widget that shows it live; empty if it was closed. */
export function modelOf(bundle: Bundle): string {
  const view = bundle[WIDGET] as { model_id?: unknown } | undefined;
  return typeof view?.model_id === 'string' ? view.model_id : '';
}

/** The line under a picture. */
export function captionOf(bundle: Bundle, fate: Fate): string {
  const name = nameOf(bundle);
  return `${kept(pictureIn(bundle))}: ${name}. ${NEXT[fate]}`;
}

/** The same for those who do not see the picture. */
export const alternative = (bundle: Bundle): string =>
  `${nameOf(bundle)}, as the last run left it`;

function kept(picture: string | null): string {
  if (picture === 'text/html') {
    return 'Values of the last run';
  }
  return picture ? 'Picture of the last run' : 'No picture was saved';
}
