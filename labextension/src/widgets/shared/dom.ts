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

/**
 * Set a text only where it changed: no needless layout, no needless screen reader.  A text that
 * stands there alone is written over, which costs the page less than another one in its place.
 */
export function setText(node: Node, text: string): void {
  const { firstChild } = node;
  const isAlone = firstChild instanceof Text && !firstChild.nextSibling;
  if (isAlone && text) {
    if (firstChild.data !== text) {
      firstChild.data = text;
    }
  } else if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Set what is told on hover, only where it changed. */
export function setTitle(element: HTMLElement, title: string): void {
  if (element.title !== title) {
    element.title = title;
  }
}

/** Hide or show, only where that changes: setting it again costs the page its styles. */
export function setHidden(element: HTMLElement, isHidden: boolean): void {
  if (element.hidden !== isHidden) {
    element.hidden = isHidden;
  }
}
