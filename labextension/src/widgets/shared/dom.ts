/**
 * Elements, icons and styles of views.
 */

import base from './base.css';
import { h } from './element.js';
import { ICONS, type IconName } from './icons.js';

export { h };

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
