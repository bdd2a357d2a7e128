/**
 * The buttons in a notebook's toolbar that act on the network of its kernel: play or pause, step,
 * stop.  They are there only while there is a network.
 */

import {
  fastForwardIcon,
  pauseIcon,
  runIcon,
  stopIcon,
  ToolbarButton,
  type LabIcon
} from '@jupyterlab/ui-components';
import type { Speaker } from './bridges.js';
import type { CommandName, RunState } from './messages.js';

interface Action {
  command: CommandName;
  label: string;
  icon: LabIcon;
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
    icon: runIcon,
    shown: state => !isRunning(state),
    enabled: state => state !== 'compiling'
  },
  {
    command: 'pause',
    label: 'Pause',
    icon: pauseIcon,
    shown: isRunning,
    enabled: isRunning
  },
  {
    command: 'step',
    label: 'Step',
    icon: fastForwardIcon,
    shown: () => true,
    enabled: state => !isBusy(state) && state !== 'failed'
  },
  {
    command: 'stop',
    label: 'Stop',
    icon: stopIcon,
    shown: () => true,
    enabled: isUnderWay
  }
];

/** Put the buttons into a notebook's toolbar. */
export function addTransport({ panel, bridge }: Speaker): void {
  const buttons = ACTIONS.map(({ command, label, icon }) => {
    const button = new ToolbarButton({
      icon,
      tooltip: `${label} (annarchy_lab)`,
      onClick: () => bridge.send(command)
    });
    button.node.dataset.testid = `annl-toolbar-${command}`;
    panel.toolbar.insertBefore('spacer', `annarchy-lab-${command}`, button);
    return button;
  });
  const update = (): void => {
    const { state } = bridge;
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
