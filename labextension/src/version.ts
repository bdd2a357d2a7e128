/**
 * The version of this extension, and whether a kernel package goes with it.
 */

import { PROTOCOL } from './messages.js';

/** As in package.json; a test compares. */
export const VERSION = '0.1.0';

/** The release of a version: `0.1.0` of `0.1.0.dev3` and of `0.1.0-alpha`. */
const release = (version: string): string =>
  /^\d+(\.\d+)*/.exec(version)?.[0] ?? version;

/** Whether the two sides understand each other; a kernel too old to name its protocol does not. */
export const isSame = (version: string, protocol = PROTOCOL): boolean =>
  protocol === PROTOCOL && release(version) === release(VERSION);
