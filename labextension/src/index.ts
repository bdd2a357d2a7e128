/**
 * The labextension: a list of plugins, each in a file of its own.
 *
 * Sugar only: every one of them may be missing and the lab still works.
 */

import '../style/index.css';
import { cells } from './cells.js';
import { dashboardLayout } from './dashboard_layout.js';
import { explore } from './explore.js';
import { inspector } from './inspector/plugin.js';
import { keys } from './keys.js';
import { live } from './live.js';
import { outline } from './outline.js';
import { saved } from './saved/plugin.js';
import { settings } from './settings.js';
import { tabs } from './tabs/plugin.js';

export default [
  settings,
  cells,
  keys,
  live,
  dashboardLayout,
  tabs,
  inspector,
  explore,
  outline,
  saved
];
