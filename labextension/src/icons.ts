/**
 * Our icons, drawn on a 16 x 16 grid; `jp-icon3` takes the colour of the theme.
 */

import { LabIcon } from '@jupyterlab/ui-components';
import { ICONS } from './widgets/shared/icons.js';

const drawn = (name: string, inside: string): LabIcon =>
  new LabIcon({
    name: `annarchy-lab:${name}`,
    svgstr:
      '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" ' +
      `viewBox="0 0 16 16">${inside}</svg>`
  });

const filled = (path: string): string =>
  `<path class="jp-icon3" fill="#616161" d="${path}"/>`;
const lined = (path: string): string =>
  // no fill of its own, since the theme would colour that as well
  '<g style="fill: none"><path class="jp-icon3" stroke="#616161" ' +
  `stroke-width="1.3" stroke-linecap="round" d="${path}"/></g>`;

const sign = (name: keyof typeof ICONS): LabIcon =>
  drawn(name, filled(ICONS[name]));

/** The signs of the transport. */
export const transportIcons = {
  play: sign('play'),
  pause: sign('pause'),
  step: sign('step'),
  stop: sign('stop'),
  reset: sign('reset')
} as const;

/** Three neurons and what connects them: the lab itself, and a network. */
export const networkIcon = drawn(
  'network',
  lined('M4.6 5.1 7 11M11.3 5 9 11M5.6 3.8h4.8') +
    filled(
      'M3.7 1.7a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2zM12.3 1.7a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z' +
        'M8 10.1a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z'
    )
);
/** A group of neurons. */
export const populationIcon = drawn(
  'population',
  filled(
    'M5 2.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6zM11.4 4.6a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z' +
      'M6.3 9a2.3 2.3 0 1 1 0 4.6A2.3 2.3 0 0 1 6.3 9z'
  )
);
/** From one to another. */
export const projectionIcon = drawn(
  'projection',
  lined('M5.4 8h6.4M9.6 5.4 12.4 8l-2.8 2.6') +
    filled('M3.2 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z')
);
/** A trace being recorded. */
export const monitorIcon = drawn(
  'monitor',
  lined('M1.8 9.4h3L6.4 4l2.6 8 1.7-4.2h3.5')
);
/** A differential equation. */
export const modelIcon = drawn(
  'model',
  lined(
    'M8.8 2.2c-2-.7-2.8.6-3 2.2L4.6 13.8M3.4 6.6h4.4M9.2 7.4l4 5.4M13.2 7.4l-4 5.4'
  )
);
/** A view that leaves the notebook for a tab of its own. */
export const toTabIcon = drawn(
  'to-tab',
  lined('M6.4 3.4H2.9v9.7h9.7V9.6M9.2 2.9h3.9v3.9M12.8 3.2 7.4 8.6')
);
