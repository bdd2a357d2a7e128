/** Everything that helps while a model cell is written, for one editor. */

import type { Extension } from '@codemirror/state';
import type { Ask } from './asking.js';
import { help } from './help.js';
import { look } from './look.js';
import { underlines } from './underlines.js';

export const assistance = (ask: Ask): Extension => [
  look,
  underlines(ask),
  help(ask)
];
