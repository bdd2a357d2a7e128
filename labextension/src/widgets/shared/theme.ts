/**
 * Colours and type from JupyterLab's tokens, with plain fallbacks where there is no JupyterLab.
 *
 * Populations are coloured after Okabe and Ito (2008), which people with any kind of colour vision
 * tell apart; on a dark ground the same hues are lightened.
 */

export type Rgb = readonly [number, number, number];

const OKABE_ITO: readonly Rgb[] = [
  [0, 114, 178], // blue
  [213, 94, 0], // vermillion
  [0, 158, 115], // bluish green
  [204, 121, 167], // reddish purple
  [230, 159, 0], // orange
  [86, 180, 233], // sky blue
  [240, 228, 66] // yellow
];
const LIGHTEN_IN_THE_DARK = 0.28;
const DARKEN_YELLOW: Rgb = [190, 170, 0]; // pure yellow is invisible on white

export interface Theme {
  isDark: boolean;
  text: string;
  muted: string;
  line: string;
  grid: string;
  font: string;
  smallFont: string;
  palette: readonly Rgb[];
}

export const cssColor = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

/** A colour as the bytes of a little-endian pixel: 0xAABBGGRR. */
export const pixelColor = ([r, g, b]: Rgb): number =>
  ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

export const paletteColor = (theme: Theme, index: number): Rgb =>
  theme.palette[index % theme.palette.length];

export function palette(isDark: boolean): readonly Rgb[] {
  const lighten = (c: number): number =>
    Math.round(c + (255 - c) * LIGHTEN_IN_THE_DARK);
  return OKABE_ITO.map((rgb, index): Rgb => {
    if (isDark) {
      return [lighten(rgb[0]), lighten(rgb[1]), lighten(rgb[2])];
    }
    return index === 6 ? DARKEN_YELLOW : rgb;
  });
}

/** Read the theme as it is where `el` stands. */
export function readTheme(el: HTMLElement): Theme {
  const style = getComputedStyle(el);
  const token: Token = (name, fallback) =>
    style.getPropertyValue(name).trim() || fallback;
  const isDark = onDarkGround(el);
  if (asks('(forced-colors: active)')) {
    return {
      ...systemColors,
      isDark,
      ...fonts(token),
      palette: palette(isDark)
    };
  }
  const text = token('--jp-ui-font-color1', isDark ? '#e6e6e6' : '#212121');
  const wantsMore = asks('(prefers-contrast: more)');
  const muted = token('--jp-ui-font-color2', isDark ? '#a8a8a8' : '#616161');
  const line = token('--jp-border-color1', isDark ? '#5a5a5a' : '#bdbdbd');
  return {
    isDark,
    text,
    muted: wantsMore ? text : muted,
    line: wantsMore ? text : line,
    grid: wantsMore
      ? line
      : token('--jp-border-color3', isDark ? '#303030' : '#eeeeee'),
    ...fonts(token),
    palette: palette(isDark)
  };
}

type Token = (name: string, fallback: string) => string;

function fonts(token: Token): Pick<Theme, 'font' | 'smallFont'> {
  const family = token('--jp-ui-font-family', 'system-ui, sans-serif');
  return {
    font: `${token('--jp-ui-font-size1', '13px')} ${family}`,
    smallFont: `${token('--jp-ui-font-size0', '11px')} ${family}`
  };
}

/** Where the system dictates colours, ours are its own. */
const systemColors = {
  text: 'CanvasText',
  muted: 'CanvasText',
  line: 'CanvasText',
  grid: 'GrayText'
} as const;

const asks = (query: string): boolean => matchMedia(query).matches;

function onDarkGround(el: HTMLElement): boolean {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) {
    return light === 'false';
  }
  for (let node: HTMLElement | null = el; node; node = node.parentElement) {
    const rgb = getComputedStyle(node).backgroundColor.match(/[\d.]+/g);
    if (rgb && (rgb.length < 4 || Number(rgb[3]) > 0.5)) {
      const [r, g, b] = rgb.map(Number);
      return 0.299 * r + 0.587 * g + 0.114 * b < 128;
    }
  }
  return false;
}

const LOOKS = [
  '(forced-colors: active)',
  '(prefers-contrast: more)',
  '(prefers-color-scheme: dark)'
];

/** Call back when the theme may have changed; returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributes = {
    attributeFilter: [
      'class',
      'style',
      'data-jp-theme-name',
      'data-jp-theme-light'
    ]
  };
  observer.observe(document.body, attributes);
  observer.observe(document.documentElement, attributes);
  // JupyterLab swaps the style sheet of a theme before or after it names the theme
  const sheets = (event: Event): void => {
    if (event.target instanceof HTMLLinkElement) {
      changed();
    }
  };
  document.addEventListener('load', sheets, true);
  const wishes = LOOKS.map(query => matchMedia(query));
  wishes.forEach(wish => wish.addEventListener('change', changed));
  return () => {
    observer.disconnect();
    wishes.forEach(wish => wish.removeEventListener('change', changed));
    document.removeEventListener('load', sheets, true);
  };
}

export const prefersReducedMotion = (): boolean =>
  asks('(prefers-reduced-motion: reduce)');
