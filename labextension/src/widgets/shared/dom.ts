/**
 * Elements and icons.  Texts enter as text nodes only, so a name can never become markup.
 */

import base from './base.css';

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element with attributes and children; false and undefined leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children);
  return element;
}

/** Styles for one view, to be put into it: a shadow root sees no other. */
export const styles = (...sheets: string[]): HTMLStyleElement =>
  h('style', {}, base, ...sheets);

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a 16 x 16 grid, filled with the colour of the text. */
const ICONS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2.2v11H11z',
  stop: 'M3.5 3.5h9v9h-9z',
  reset:
    'M8 2.6a5.4 5.4 0 1 1-5.3 6.5l1.6-.4A3.8 3.8 0 1 0 5.2 5.4L7 7.2H2.2V2.4l1.9 1.9A5.4 5.4 0 0 1 8 2.6z'
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** Set a text only where it changed: no needless layout, no needless screen reader. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
