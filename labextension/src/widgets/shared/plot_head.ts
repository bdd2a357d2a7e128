/**
 * The line above a plot: title, facts, legend, what the hair reads, small buttons.  Where there is
 * little room facts and names stand below the title, and what does not fit is left out whole: the
 * tooltip tells all of it.
 */

import { h, setHidden, setText, setTitle } from './dom.js';
import type { Disposer } from './model.js';
import { cssColor, paletteColor, type Theme } from './theme.js';

const NOTE_EVERY_MS = 500;

export interface LegendItem {
  name: string;
  color_index: number;
}

/** Colours of numbers, between the least and the largest one. */
export interface Scale {
  low: string;
  high: string;
  /** One gradient per population, as CSS has it. */
  gradients: readonly string[];
  title: string;
}

export class PlotHead {
  readonly root: HTMLElement;
  /** Small buttons at the end. */
  readonly tools = h('span', { class: 'annl-tools' });
  readonly follow = h(
    'button',
    {
      type: 'button',
      class: 'annl-follow',
      hidden: true,
      title: 'Follow the newest time again (double click, Home)',
      'data-testid': 'annl-follow'
    },
    'held · follow ▸'
  );
  private readonly title = h('span', { class: 'annl-title' });
  private readonly note = h('span', { class: 'annl-note' });
  private readonly legend = h('span', { class: 'annl-legend' });
  private readonly scale = h('span', { class: 'annl-scale', hidden: true });
  private readonly ghosts = h('span', { class: 'annl-ghosts' });
  private readonly details = h(
    'span',
    { class: 'annl-facts' },
    this.note,
    this.legend,
    this.scale,
    this.ghosts
  );
  private readonly readout = h('span', {
    class: 'annl-readout',
    'data-testid': 'annl-readout'
  });
  private readonly warning = h('span', { class: 'annl-warning', hidden: true });
  private values: HTMLElement[] = [];
  private valuesLength = 0;
  private notedAt = -Infinity;
  private noted = '';

  constructor(disposer: Disposer) {
    this.root = h(
      'div',
      { class: 'annl-head' },
      this.title,
      this.details,
      this.warning,
      this.readout,
      this.follow,
      this.tools
    );
    const sizes = new ResizeObserver(() => this.fold());
    sizes.observe(this.details);
    disposer.add(() => sizes.disconnect());
    disposer.listen(this.root, 'pointerenter', () => this.tellAll());
  }

  /** Name the plot and its lines. */
  describe(title: string, items: readonly LegendItem[]): void {
    setText(this.title, title);
    const isNamed =
      items.length === 1 && ` ${title}`.endsWith(` ${items[0].name}`);
    this.values = items.map(() => h('span', { class: 'annl-value' }));
    this.legend.replaceChildren(
      ...items.map((item, k) =>
        h(
          'span',
          { class: 'annl-item', title: item.name },
          h('i', { 'data-color': item.color_index }),
          // a title that names the only line needs no second mention, but the line its height
          h('span', { class: 'annl-name' }, isNamed ? '\u200b' : item.name),
          this.values[k]
        )
      )
    );
    this.changed();
  }

  /** Colour the legend. */
  applyTheme(theme: Theme): void {
    for (const swatch of this.legend.querySelectorAll<HTMLElement>('i')) {
      const index = Number(swatch.dataset.color);
      swatch.style.background = cssColor(paletteColor(theme, index));
    }
  }

  /** Write beside a name of the legend; empty clears. */
  setValues(texts: readonly string[]): void {
    this.values.forEach((span, k) => setText(span, texts[k] ?? ''));
    const length = texts.reduce((n, text) => n + text.length, 0);
    if (length !== this.valuesLength) {
      this.valuesLength = length;
      this.fold();
    }
  }

  /** Facts beside the title, two spaces apart; those that change faster than one can read wait. */
  setNote(text: string): void {
    const now = performance.now();
    const isFirst = !this.noted || !text;
    if (
      text !== this.noted &&
      (isFirst || now - this.notedAt > NOTE_EVERY_MS)
    ) {
      this.notedAt = now;
      this.noted = text;
      const facts = text.split(/ {2,}/).filter(Boolean);
      this.note.replaceChildren(
        ...facts.map(fact => h('span', { class: 'annl-fact' }, fact))
      );
      this.changed();
    }
  }

  /** Say which colour means which number; null: none does. */
  setScale(scale: Scale | null): void {
    this.scale.hidden = !scale;
    if (scale) {
      const strips = scale.gradients.map(gradient => {
        const strip = h('i');
        strip.style.background = gradient;
        return strip;
      });
      this.scale.replaceChildren(
        scale.low,
        h('span', { class: 'annl-scale-strips' }, ...strips),
        scale.high
      );
      this.scale.title = scale.title;
    }
    this.changed();
  }

  /** Name the other branches that are drawn beneath. */
  setGhosts(names: readonly string[]): void {
    this.ghosts.replaceChildren(
      ...names.map(name =>
        h(
          'span',
          {
            class: 'annl-ghost',
            title: `${name}: another branch, drawn lighter`
          },
          name
        )
      )
    );
    this.changed();
  }

  /** What is missing from the picture. */
  warn(text: string, title: string): void {
    setText(this.warning, text);
    setTitle(this.warning, title);
    setHidden(this.warning, !text);
  }

  /** What the hair or the pointer reads. */
  read(text: string): void {
    setText(this.readout, text);
  }

  private changed(): void {
    this.tellAll();
    this.fold();
  }

  /** What may be cut or left out stands in the tooltip. */
  private tellAll(): void {
    const rows = [this.title, ...this.legend.children, ...this.ghosts.children];
    const words = [rows[0].textContent, this.noted, ...texts(rows.slice(1))];
    const all = words.filter(Boolean).join('\n');
    this.title.title = all;
    this.details.title = all;
  }

  /** Mark that something was left out. */
  private fold(): void {
    const { scrollHeight, clientHeight } = this.details;
    this.root.classList.toggle('annl-cut', scrollHeight > clientHeight + 2);
  }
}

const texts = (rows: readonly Element[]): string[] =>
  rows.map(row =>
    [...row.childNodes]
      .map(({ textContent }) => textContent)
      .filter(Boolean)
      .join(' ')
  );
