/**
 * What the status bar says of a network: `pulse ▶ 12.3 s · 1.0×`.
 */

import type { BridgeState, RunState } from './messages.js';
import { VERSION } from './version.js';

// the selector after a sign asks for the plain form, not for an emoji
const SIGNS: Record<RunState, string> = {
  idle: '○',
  compiling: '…',
  running: '▶\uFE0E',
  paused: '⏸\uFE0E',
  finished: '✓',
  stopped: '■',
  failed: '✕'
};

export interface StatusText {
  /** Pieces that stand beside each other; joined they are the text. */
  parts: string[];
  hint: string;
}

export function statusText(state: BridgeState): StatusText {
  const seconds = `${(state.t_ms / 1000).toFixed(1)} s`;
  const isRunning = state.state === 'running';
  const factor = `${state.real_time_factor.toFixed(1)}×`;
  return {
    parts: [
      `${state.name || 'network'} `,
      SIGNS[state.state],
      isRunning ? ` ${seconds} · ${factor}` : ` ${seconds}`
    ],
    hint: hint(state, factor)
  };
}

function hint(state: BridgeState, factor: string): string {
  const name = state.name || 'The network';
  if (state.message) {
    return `${name} ${state.state}: ${state.message}`;
  }
  const pace = state.state === 'running' ? ` at ${factor} real time` : '';
  const n = state.networks.length;
  const others = n > 1 ? `, one of ${n} networks` : '';
  return `${name}${others} is ${state.state}${pace}; click to go there`;
}

export const mismatchText = (other: string): StatusText => ({
  parts: [`annarchy_lab ${other}, extension ${VERSION}`],
  hint:
    `annarchy_lab is ${other} in the kernel, ${VERSION} in JupyterLab: reload the page, or ` +
    'install the same version in both.'
});
