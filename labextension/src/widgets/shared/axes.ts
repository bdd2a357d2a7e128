/**
 * The axes of every plot, painted alike: the same margins, so that plots above each other share
 * their time; labels that slide with their tick and fade at the edges instead of jumping.
 */

import type { TimeSpan } from './axis.js';
import type { Theme } from './theme.js';
import { timeTicks, type Tick } from './ticks.js';

const MARGIN = { left: 60, right: 14, top: 6, bottom: 37 } as const;
const BOTTOM_WITHOUT_LABELS = 9;
const FADE_PX = 12;
const OVERHANG_PX = 8;
const TICK_PX = 4;
const PX_PER_TIME_TICK = 84;
const PX_PER_VALUE_TICK = 20;
const MOST_TIME_TICKS = 10;
const LABEL_X = 7;

/** The plotting area inside a view (CSS pixels). */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface ValueAxis {
  label: string;
  lo: number;
  hi: number;
  ticks: Tick[];
  hasGrid: boolean;
}

type Context = CanvasRenderingContext2D;

export function plotBox(
  width: number,
  height: number,
  isLabelled: boolean
): Box {
  const bottom = isLabelled ? MARGIN.bottom : BOTTOM_WITHOUT_LABELS;
  return {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(width - MARGIN.left - MARGIN.right, 1),
    height: Math.max(height - MARGIN.top - bottom, 1)
  };
}

/** How many ticks fit on a value axis of this height. */
export const valueTickCount = (height: number): number =>
  Math.min(Math.max(Math.floor(height / PX_PER_VALUE_TICK), 2), 6);

/** Paint both axes around `box`; the context must be scaled to CSS pixels. */
export function paintAxes(
  ctx: Context,
  box: Box,
  theme: Theme,
  time: TimeSpan,
  value: ValueAxis,
  isLabelled: boolean
): void {
  ctx.save();
  ctx.lineWidth = 1;
  ctx.font = theme.smallFont;
  ctx.textBaseline = 'middle';
  paintValueAxis(ctx, box, theme, value);
  paintTimeAxis(ctx, box, theme, time, isLabelled);
  ctx.restore();
}

function paintValueAxis(
  ctx: Context,
  box: Box,
  theme: Theme,
  axis: ValueAxis
): void {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  ctx.textAlign = 'right';
  for (const tick of axis.ticks) {
    const share = (tick.value - axis.lo) / (axis.hi - axis.lo || 1);
    const y = Math.round(bottom - share * box.height) + 0.5;
    if (axis.hasGrid && y < bottom - 2) {
      line(ctx, theme.grid, box.left, y, right, y);
    }
    line(ctx, theme.line, box.left - TICK_PX, y, box.left, y);
    ctx.fillStyle = theme.muted;
    ctx.fillText(tick.text, box.left - TICK_PX - 4, y);
  }
  line(ctx, theme.line, box.left - 0.5, box.top, box.left - 0.5, bottom + 1);
  paintValueLabel(ctx, box, theme, axis.label);
}

export function paintValueLabel(
  ctx: Context,
  box: Box,
  theme: Theme,
  label: string
): void {
  ctx.save();
  ctx.translate(LABEL_X, box.top + box.height / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = 'center';
  ctx.fillStyle = theme.text;
  ctx.fillText(fitted(ctx, label, box.height + 12), 0, 0);
  ctx.restore();
}

/** Paint the axes of a plane of two values around `box`. */
export function paintPlane(
  ctx: Context,
  box: Box,
  theme: Theme,
  x: ValueAxis,
  y: ValueAxis,
  isLabelled = true
): void {
  const right = box.left + box.width;
  const bottom = box.top + box.height + 0.5;
  ctx.save();
  ctx.lineWidth = 1;
  ctx.font = theme.smallFont;
  ctx.textBaseline = 'middle';
  paintValueAxis(ctx, box, theme, y);
  line(ctx, theme.line, box.left, bottom, right, bottom);
  ctx.textAlign = 'center';
  for (const tick of x.ticks) {
    const share = (tick.value - x.lo) / (x.hi - x.lo || 1);
    const mark = Math.round(box.left + share * box.width) + 0.5;
    if (x.hasGrid && mark < right - 2) {
      line(ctx, theme.grid, mark, box.top, mark, bottom);
    }
    line(ctx, theme.line, mark, bottom, mark, bottom + TICK_PX);
    if (isLabelled) {
      ctx.fillStyle = theme.muted;
      ctx.fillText(tick.text, mark, bottom + TICK_PX + 8);
    }
  }
  if (isLabelled) {
    ctx.fillStyle = theme.text;
    ctx.fillText(
      fitted(ctx, x.label, box.width),
      box.left + box.width / 2,
      bottom + 27
    );
  }
  ctx.restore();
}

/** How many ticks fit on a horizontal axis of values. */
export const acrossTickCount = (width: number): number =>
  Math.min(Math.max(Math.floor(width / PX_PER_TIME_TICK), 3), MOST_TIME_TICKS);

function paintTimeAxis(
  ctx: Context,
  box: Box,
  theme: Theme,
  time: TimeSpan,
  isLabelled: boolean
): void {
  const bottom = box.top + box.height + 0.5;
  const right = box.left + box.width;
  const { start_ms, end_ms } = time;
  const room = Math.floor(box.width / PX_PER_TIME_TICK);
  const count = Math.min(Math.max(room, 2), MOST_TIME_TICKS);
  const { unit, ticks } = timeTicks(start_ms, end_ms, count);
  line(ctx, theme.line, box.left, bottom, right, bottom);
  ctx.textAlign = 'center';
  ctx.fillStyle = theme.muted;
  for (const tick of ticks) {
    const share = (tick.value - start_ms) / (end_ms - start_ms);
    const x = box.left + share * box.width;
    const mark = Math.round(x) + 0.5;
    line(ctx, theme.line, mark, bottom, mark, bottom + TICK_PX);
    if (isLabelled) {
      const edge = Math.min(x - box.left, right - x) + OVERHANG_PX;
      ctx.globalAlpha = Math.min(Math.max(edge / FADE_PX, 0), 1);
      ctx.fillText(tick.text, x, bottom + TICK_PX + 8);
      ctx.globalAlpha = 1;
    }
  }
  if (isLabelled) {
    ctx.fillStyle = theme.text;
    ctx.fillText(`time (${unit})`, box.left + box.width / 2, bottom + 27);
  }
}

export function line(
  ctx: Context,
  color: string,
  x0: number,
  y0: number,
  x1: number,
  y1: number
): void {
  ctx.strokeStyle = color;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** A text cut with an ellipsis where it is longer than `width`. */
export function fitted(ctx: Context, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) {
    return text;
  }
  let n = text.length;
  while (n > 1 && ctx.measureText(`${text.slice(0, n)}…`).width > width) {
    n--;
  }
  return `${text.slice(0, n)}…`;
}
