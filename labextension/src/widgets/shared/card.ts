/**
 * The card of what is selected: headings, names and values, as the kernel tells them.
 */

import type { CardInfo, CardSection } from '../../messages.js';
import css from './card.css';
import { h, setText, styles } from './dom.js';
import { cssColor, paletteColor, type Theme } from './theme.js';

export class CardPanel {
  readonly root = h('div', {
    class: 'annl-panel',
    tabindex: 0,
    role: 'region',
    'aria-label': 'What is selected',
    'data-testid': 'annl-card'
  });
  private readonly title = h('span');
  private readonly swatch = h('i');
  private readonly about = h('div', { class: 'annl-panel-about' });
  private readonly body = h('div', { class: 'annl-panel-body' });
  private shape = '';
  private values: HTMLElement[] = [];

  constructor() {
    this.root.append(
      styles(css),
      h('div', { class: 'annl-panel-title' }, this.swatch, this.title),
      this.about,
      this.body
    );
  }

  /** Show a card; only what has changed is touched, so that scrolling and reading go on. */
  show(card: CardInfo, theme: Theme): void {
    setText(this.title, card.title);
    setText(this.about, card.subtitle);
    const hasColor = card.color_index >= 0;
    this.swatch.hidden = !hasColor;
    if (hasColor) {
      const color = paletteColor(theme, card.color_index);
      this.swatch.style.background = cssColor(color);
    }
    const shape = JSON.stringify([card.title, card.sections.map(shapeOf)]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.values = [];
      this.body.replaceChildren(...card.sections.map(s => this.build(s)));
    }
    const texts = card.sections.flatMap(({ rows }) => rows.map(r => r.at(-1)!));
    texts.forEach((text, k) => setText(this.values[k], text));
  }

  private build({ title, rows, is_code }: CardSection): HTMLElement {
    if (is_code) {
      const lines = rows.map(() => h('code'));
      this.values.push(...lines);
      return h('section', {}, h('h4', {}, title), ...lines);
    }
    const list = h('dl');
    for (const [name] of rows) {
      const value = h('dd');
      this.values.push(value);
      list.append(h('dt', {}, name), value);
    }
    return h('section', {}, h('h4', {}, title), list);
  }
}

const shapeOf = ({ title, rows, is_code }: CardSection): unknown => [
  title,
  is_code,
  rows.map(row => (row.length > 1 ? row[0] : ''))
];
