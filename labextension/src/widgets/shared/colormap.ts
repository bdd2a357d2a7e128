/**
 * Values as colours.  Pure.
 */

import { cssColor, pixelColor, type Rgb } from './theme.js';

const LEVELS = 256;

const channels = (color: string): Rgb => [
  parseInt(color.slice(1, 3), 16),
  parseInt(color.slice(3, 5), 16),
  parseInt(color.slice(5, 7), 16)
];

/** Pixels for evenly spaced shares of a scale, between colours on straight lines. */
export function colorTable(colors: readonly string[]): Uint32Array {
  const stops = colors.map(channels);
  const last = stops.length - 1;
  return Uint32Array.from({ length: LEVELS }, (_, level) => {
    const place = (level / (LEVELS - 1)) * last;
    const k = Math.min(Math.floor(place), last - 1);
    const mix = (c: 0 | 1 | 2): number =>
      Math.round(stops[k][c] + (place - k) * (stops[k + 1][c] - stops[k][c]));
    return pixelColor([mix(0), mix(1), mix(2)]);
  });
}

/** Values as pixels; transparent where there is none. */
export function paintValues(
  values: ArrayLike<number>,
  low: number,
  high: number,
  table: Uint32Array,
  pixels: Uint32Array
): void {
  const scale = (table.length - 1) / (high - low || 1);
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    const level = Math.round((value - low) * scale);
    pixels[k] = Number.isNaN(value)
      ? 0
      : table[Math.min(Math.max(level, 0), table.length - 1)];
  }
}

/** Lightness (of OKLab) of the first and the last colour of a ramp. */
const RAMP = { light: [0.93, 0.3], dark: [0.27, 0.95] } as const;
/** How much of its colour the first and the last one keep. */
const PALE = [0.25, 0.6] as const;

/**
 * Pixels of one hue whose lightness grows evenly away from the ground: numbers are read by lightness,
 * whatever colours somebody sees.
 */
export function ramp(color: Rgb, isDark: boolean): Uint32Array {
  return Uint32Array.from({ length: LEVELS }, (_, level) =>
    pixelColor(rampColor(color, isDark, level / (LEVELS - 1)))
  );
}

/** The same as CSS has it, from left to right. */
export function rampGradient(color: Rgb, isDark: boolean): string {
  const stops = [0, 0.25, 0.5, 0.75, 1].map(share =>
    cssColor(rampColor(color, isDark, share))
  );
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function rampColor(color: Rgb, isDark: boolean, share: number): Rgb {
  const [lightness, a, b] = oklab(color);
  const [first, last] = RAMP[isDark ? 'dark' : 'light'];
  const now = first + share * (last - first);
  const own = (lightness - first) / (last - first);
  const kept =
    share < own
      ? PALE[0] + (1 - PALE[0]) * (share / own)
      : 1 - (1 - PALE[1]) * ((share - own) / (1 - own));
  return fromOklab([now, kept * a, kept * b]);
}

// OKLab (Ottosson, 2020)

const linear = (c: number): number =>
  c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const gamma = (c: number): number =>
  c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;

function oklab(color: Rgb): [number, number, number] {
  const [r, g, b] = color.map(c => linear(c / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}

function fromOklab([light, a, b]: [number, number, number]): Rgb {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (c: number): number =>
    Math.round(255 * gamma(Math.min(Math.max(c, 0), 1)));
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  ];
}
