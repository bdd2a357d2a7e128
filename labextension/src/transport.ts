/**
 * The buttons in a notebook's toolbar that act on the network of its kernel: play or pause, step,
 * stop.  They are there only while there is a network.
 */

import { ToolbarButton } from '@jupyterlab/ui-components';
import { Panel, Widget } from '@lumino/widgets';
import type { Speaker } from './bridges.js';
import { transportIcons } from './icons.js';
import type { BridgeState, CommandName, RunState } from './messages.js';
import type { Settings } from './settings.js';
import { h } from './widgets/shared/element.js';

interface Action {
  command: CommandName & keyof typeof transportIcons;
  label: string;
  caption: string;
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
    caption: 'Let simulated time go on',
    shown: state => !isRunning(state),
    enabled: state => state !== 'compiling'
  },
  {
    command: 'pause',
    label: 'Pause',
    caption: 'Stand still at a step; nothing is lost',
    shown: isRunning,
    enabled: isRunning
  },
  {
    command: 'step',
    label: 'Step',
    caption: 'Simulate one step',
    shown: () => true,
    enabled: state => !isBusy(state) && state !== 'failed'
  },
  {
    command: 'stop',
    label: 'Stop',
    caption: 'End the run at a step',
    shown: () => true,
    enabled: isUnderWay
  }
];

/** Put the buttons into a notebook's toolbar; `choose` offers the networks of its kernel. */
export function addTransport(
  { panel, bridge }: Speaker,
  settings: Settings,
  choose: (button: HTMLElement) => void
): void {
  // one item, so that other items cannot come between its parts
  const box = new Panel();
  box.addClass('annl-toolbar');
  const name = new NameButton(choose);
  box.addWidget(name);
  const buttons = ACTIONS.map(({ command, label }) => {
    const button = new ToolbarButton({
      icon: transportIcons[command],
      tooltip: `${label} (annarchy_lab)`,
      onClick: () => bridge.send(command)
    });
    button.node.dataset.testid = `annl-toolbar-${command}`;
    box.addWidget(button);
    return button;
  });
  if (!panel.toolbar.insertBefore('spacer', 'annarchy-lab', box)) {
    panel.toolbar.addItem('annarchy-lab', box);
  }
  const update = (): void => {
    const { state } = bridge;
    const isShown = Boolean(state?.network) && settings.toolbar;
    box.setHidden(!isShown);
    name.tell(state);
    buttons.forEach((button, k) => {
      const action = ACTIONS[k];
      button.setHidden(!isShown || !action.shown(state!.state));
      button.enabled = state !== null && action.enabled(state.state);
    });
  };
  bridge.changed.connect(update);
  settings.changed.connect(update);
  panel.disposed.connect(() => {
    bridge.changed.disconnect(update);
    settings.changed.disconnect(update);
  });
  update();
}

/** The network's name before the buttons: those of cells look much alike.  Of several, a menu. */
class NameButton extends Widget {
  private readonly button = h('button', {
    class: 'annl-toolbar-name',
    'data-testid': 'annl-toolbar-name'
  });

  constructor(choose: (button: HTMLElement) => void) {
    super();
    this.addClass('annl-toolbar-item');
    this.node.append(this.button);
    this.button.addEventListener('click', () => choose(this.button));
  }

  tell(state: BridgeState | null): void {
    const name = state?.name || 'network';
    const n = state?.networks.length ?? 0;
    this.button.disabled = n < 2;
    this.button.textContent = name;
    this.button.dataset.several = String(n > 1);
    this.button.title =
      n < 2 ? name : `${name}, one of ${n} networks: click to choose`;
    if (n > 1) {
      this.button.setAttribute('aria-haspopup', 'menu');
    }
  }
}
