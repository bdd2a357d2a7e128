/**
 * The signs of the transport bar, which the notebook's toolbar shares.
 */

/** Outlines on a 16 x 16 grid, filled with the colour of the text. */
export const ICONS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2.2v11H11z',
  stop: 'M3.5 3.5h9v9h-9z',
  reset:
    'M8 2.6a5.4 5.4 0 1 1-5.3 6.5l1.6-.4A3.8 3.8 0 1 0 5.2 5.4L7 7.2H2.2V2.4l1.9 1.9A5.4 5.4 0 0 1 8 2.6z',
  undo: 'M6.5 3.2v2.6h3.2a4 4 0 0 1 0 8H5v-1.7h4.7a2.3 2.3 0 0 0 0-4.6H6.5V10L2.6 6.6z',
  redo: 'M9.5 3.2v2.6H6.3a4 4 0 0 0 0 8H11v-1.7H6.3a2.3 2.3 0 0 1 0-4.6h3.2V10l3.9-3.4z',
  save: 'M7.3 2h1.4v6.3l2.2-2.2 1 1L8 11 4.1 7.1l1-1 2.2 2.2zM2.5 10.5h1.4v2.1h8.2v-2.1h1.4V14h-11z'
} as const;

export type IconName = keyof typeof ICONS;
