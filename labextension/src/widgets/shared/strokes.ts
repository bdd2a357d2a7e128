/**
 * Lines thicker than a pixel, drawn as several thin ones beside each other: without a graphics card
 * Chromium draws those ten times as fast, and pointed corners do not reach beyond their values.
 */

/** Thicker ones would show gaps between the thin ones. */
const WIDEST = 3.5;

/** How far the thin lines stand from the middle of a line of this width (device pixels). */
export function offsets(width: number): [number, number][] {
  const far = (width - 1) / 2;
  if (far <= 0) {
    return [[0, 0]];
  }
  return far < 0.5
    ? [
        [-far, -far],
        [far, far]
      ]
    : [
        [-far, 0],
        [far, 0],
        [0, -far],
        [0, far]
      ];
}

/** Stroke a path of an opaque colour, `width` CSS pixels wide; the context may be scaled by `scale`. */
export function strokeWide(
  ctx: CanvasRenderingContext2D,
  path: Path2D,
  width: number,
  scale: number
): void {
  const pixels = width * devicePixelRatio;
  if (pixels > WIDEST) {
    ctx.lineWidth = pixels / scale;
    ctx.stroke(path);
    return;
  }
  ctx.lineWidth = 1 / scale;
  for (const [right, down] of offsets(pixels)) {
    ctx.translate(right / scale, down / scale);
    ctx.stroke(path);
    ctx.translate(-right / scale, -down / scale);
  }
}
