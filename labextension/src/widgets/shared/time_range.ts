/**
 * What a timeline shows of the time of a network: which span, which marks stand for several changes,
 * what its memory says.  Pure.
 */

import type { Timeline, TimelineMark } from '../../messages.js';
import { formatNumber, formatTime } from './ticks.js';

export interface Range {
  lo_ms: number;
  hi_ms: number;
}

export interface Cluster {
  t_ms: number;
  text: string;
  n: number;
}

const MOST_LINES = 12;
const MIB = 2 ** 20;

/** The span to show: what plots keep, or all that one can go back to, and every future. */
export function rangeOf(
  told: Timeline,
  now_ms: number,
  kept_ms: number,
  isWhole: boolean
): Range {
  const futures = told.branches.map(each => each.until_ms);
  const hi_ms = Math.max(now_ms, told.window_ms, ...futures);
  const recent = Math.max(now_ms - kept_ms, 0);
  const first = told.keyframes[0] ?? recent;
  return { lo_ms: isWhole ? Math.min(first, recent) : recent, hi_ms };
}

/** Where a time stands in a range, 0..1. */
export function shareOf({ lo_ms, hi_ms }: Range, t_ms: number): number {
  return Math.min(Math.max((t_ms - lo_ms) / (hi_ms - lo_ms || 1), 0), 1);
}

/** The step edge next to a time. */
export function snapped(t_ms: number, dt_ms: number): number {
  const steps = Math.round(t_ms / dt_ms);
  return Number((steps * dt_ms).toPrecision(15));
}

/** Marks in a range; those closer than `near_ms` to the one before stand together. */
export function clusters(
  marks: readonly TimelineMark[],
  { lo_ms, hi_ms }: Range,
  near_ms: number
): Cluster[] {
  const groups: { t_ms: number; texts: string[] }[] = [];
  for (const mark of marks) {
    if (mark.t_ms < lo_ms || mark.t_ms > hi_ms) {
      continue;
    }
    const text = `${formatTime(mark.t_ms)}  ${mark.text}`;
    const last = groups.at(-1);
    if (last && mark.t_ms - last.t_ms < near_ms) {
      last.texts.push(text);
    } else {
      groups.push({ t_ms: mark.t_ms, texts: [text] });
    }
  }
  return groups.map(({ t_ms, texts }) => {
    const shown = texts.slice(0, MOST_LINES);
    const rest = texts.length - shown.length;
    const text = [...shown, ...(rest ? [`… and ${rest} more`] : [])].join('\n');
    return { t_ms, text, n: texts.length };
  });
}

/** How far back the network can go. */
export function keptText(told: Timeline): string {
  const first = told.keyframes[0];
  if (first === undefined) {
    return 'cannot go back';
  }
  const seconds = (told.t_ms - first) / 1000;
  return `keeps ${formatNumber(seconds, seconds < 10 ? 1 : 0)} s`;
}

/** The memory of the keyframes. */
export function memoryText(told: Timeline): string {
  const used = told.n_bytes / MIB;
  const of = Math.round(told.budget_bytes / MIB);
  return `${formatNumber(used, used < 10 ? 1 : 0)} of ${formatNumber(of, 0)} MB`;
}
