/**
 * The buttons in a notebook's toolbar that act on the network of its kernel: play or pause, step,
 * stop.  They are there only while there is a network.
 */

import { LabIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import type { Speaker } from './bridges.js';
import type { CommandName, RunState } from './messages.js';
import { ICONS } from './widgets/shared/icons.js';

interface Action {
  command: CommandName & keyof typeof ICONS;
  label: string;
  /** States in which the button is shown, and in which it can be pressed. */
  shown: (state: RunState) => boolean;
  enabled: (state: RunState) => boolean;
}

const isRunning = (state: RunState): boolean => state === 'running';
const isBusy = (state: RunState): boolean =>
  state === 'running' || state === 'compiling';
const isUnderWay = (state: RunState): boolean =>
  isBusy(state) || state === 'paused';

export const ACTIONS: readonly Action[] = [
  {
    command: 'play',
    label: 'Play',
    shown: state => !isRunning(state),
    enabled: state => state !== 'compiling'
  },
  {
    command: 'pause',
    label: 'Pause',
    shown: isRunning,
    enabled: isRunning
  },
  {
    command: 'step',
    label: 'Step',
    shown: () => true,
    enabled: state => !isBusy(state) && state !== 'failed'
  },
  {
    command: 'stop',
    label: 'Stop',
    shown: () => true,
    enabled: isUnderWay
  }
];

/** Put the buttons into a notebook's toolbar. */
export function addTransport({ panel, bridge }: Speaker): void {
  const name = nameItem();
  panel.toolbar.insertBefore('spacer', 'annarchy-lab-name', name);
  const buttons = ACTIONS.map(({ command, label }) => {
    const button = new ToolbarButton({
      icon: iconOf(command),
      tooltip: `${label} (annarchy_lab)`,
      onClick: () => bridge.send(command)
    });
    button.node.dataset.testid = `annl-toolbar-${command}`;
    panel.toolbar.insertBefore('spacer', `annarchy-lab-${command}`, button);
    return button;
  });
  const update = (): void => {
    const { state } = bridge;
    name.setHidden(!state?.network);
    name.node.textContent = state?.name || 'network';
    buttons.forEach((button, k) => {
      const action = ACTIONS[k];
      button.setHidden(!state?.network || !action.shown(state.state));
      button.enabled = state !== null && action.enabled(state.state);
    });
  };
  bridge.changed.connect(update);
  panel.disposed.connect(() => bridge.changed.disconnect(update));
  update();
}

/** The network's name before the buttons: those of cells look much alike. */
function nameItem(): Widget {
  const item = new Widget();
  item.node.style.cssText =
    'align-self: center; max-width: 12em; padding: 0 4px 0 12px; overflow: hidden; ' +
    'text-overflow: ellipsis; white-space: nowrap; color: var(--jp-ui-font-color2); ' +
    'font-size: var(--jp-ui-font-size1);';
  return item;
}

function iconOf(command: Action['command']): LabIcon {
  const name = `annarchy-lab:${command}`;
  const path = `<path class="jp-icon3" fill="#616161" d="${ICONS[command]}"/>`;
  const svgstr =
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" ' +
    `viewBox="0 0 16 16">${path}</svg>`;
  return LabIcon.resolve({ icon: { name, svgstr } });
}
