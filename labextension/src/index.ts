/**
 * The labextension: a list of plugins, each in a file of its own.
 *
 * Sugar only: every one of them may be missing and the lab still works.
 */

import { cells } from './cells.js';
import { dashboardLayout } from './dashboard_layout.js';
import { live } from './live.js';

export default [cells, live, dashboardLayout];
