/**
 * Elements and icons.  Texts enter as text nodes only, so a name can never become markup.
 */

import base from './base.css';
import { ICONS, type IconName } from './icons.js';

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
