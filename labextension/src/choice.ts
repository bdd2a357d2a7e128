/**
 * Choosing among the networks of one kernel: a menu under the toolbar, a list from the palette.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import { Menu } from '@lumino/widgets';
import type { Bridge } from './bridge.js';
import type { Bridges } from './bridges.js';

export const CHOOSE = 'annarchy-lab:choose-network';
const AUTOMATIC = 'The One That Runs, or the Newest';

/** Add the command; without arguments it asks. */
export function addChoice(app: JupyterFrontEnd, bridges: Bridges): void {
  const bridge = (): Bridge | null => bridges.speaker()?.bridge ?? null;
  app.commands.addCommand(CHOOSE, {
    label: ({ name }) => (name as string) ?? 'Choose the Network…',
    caption: 'Which network the toolbar, the status bar and commands mean',
    isEnabled: () => (bridge()?.state?.networks.length ?? 0) > 1,
    isToggled: ({ network }) => {
      const state = bridge()?.state;
      return network === (state?.is_chosen ? state.network : '');
    },
    execute: async ({ network }) => {
      const asked = bridge();
      if (typeof network === 'string') {
        asked?.choose(network);
      } else if (asked) {
        await ask(asked);
      }
    }
  });
}

/** Offer the networks of a kernel in a menu below a button. */
export function openMenu(
  app: JupyterFrontEnd,
  { state }: Bridge,
  button: HTMLElement
): void {
  const menu = new Menu({ commands: app.commands });
  const add = (network: string, name: string): void =>
    void menu.addItem({ command: CHOOSE, args: { network, name } });
  add('', AUTOMATIC);
  menu.addItem({ type: 'separator' });
  state?.networks.forEach(({ key, name }) => add(key, name));
  const { left, bottom } = button.getBoundingClientRect();
  menu.open(left, bottom);
  menu.aboutToClose.connect(() => void setTimeout(() => menu.dispose()));
}

async function ask(bridge: Bridge): Promise<void> {
  const networks = bridge.state?.networks ?? [];
  const items = [AUTOMATIC, ...networks.map(({ name }) => name)];
  const current = networks.findIndex(
    ({ key }) => key === bridge.state?.network
  );
  const { button, value } = await InputDialog.getItem({
    title: 'Which network do toolbar, status bar and commands mean?',
    items,
    current: bridge.state?.is_chosen ? current + 1 : 0
  });
  if (button.accept && value !== null) {
    bridge.choose(networks[items.indexOf(value) - 1]?.key ?? '');
  }
}
