/**
 * What the user has set; without a registry of settings, the defaults.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

const ID = 'annarchy-lab:settings';

/** As in `schema/settings.json`; a test compares. */
export const DEFAULTS = {
  statusBar: true,
  toolbar: true,
  diagnostics: true,
  speed: 1,
  tabs: 'beside' as 'beside' | 'tab'
};
export type Values = typeof DEFAULTS;

export class Settings {
  readonly changed = new Signal<this, void>(this);
  private values: Values = DEFAULTS;

  get statusBar(): boolean {
    return this.values.statusBar;
  }

  get toolbar(): boolean {
    return this.values.toolbar;
  }

  get diagnostics(): boolean {
    return this.values.diagnostics;
  }

  /** Real-time factor with which networks begin; 0 for no limit. */
  get speed(): number {
    return this.values.speed;
  }

  /** Where live views open: beside the notebook, or as one more tab. */
  get tabs(): Values['tabs'] {
    return this.values.tabs;
  }

  set(values: Partial<Values>): void {
    this.values = { ...DEFAULTS, ...values };
    this.changed.emit();
  }
}

export type ISettings = Settings;
export const ISettings = new Token<ISettings>('annarchy-lab:ISettings');

export const settings: JupyterFrontEndPlugin<ISettings> = {
  id: ID,
  description: 'Settings of annarchy_lab',
  autoStart: true,
  provides: ISettings,
  optional: [ISettingRegistry],
  activate: (_app: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const known = new Settings();
    void registry
      ?.load(ID)
      .then(loaded => {
        const update = (): void =>
          known.set(loaded.composite as Partial<Values>);
        loaded.changed.connect(update);
        update();
      })
      .catch(reason => console.warn(`no settings of annarchy_lab: ${reason}`));
    return known;
  }
};
