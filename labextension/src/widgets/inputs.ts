/**
 * The card of what is selected, as a view of its own: a neuron's variables and inputs.
 */

import type { InputsFrame, InputsHello } from '../messages.js';
import { CardPanel } from './shared/card.js';
import { Disposer, type Cleanup, type RenderProps } from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { Stream, type Painter } from './shared/stream.js';
import type { Theme } from './shared/theme.js';

const HEIGHT = 300;

class InputsPainter implements Painter<InputsHello, InputsFrame> {
  private readonly panel = new CardPanel();
  private frame: InputsFrame | null = null;
  private theme: Theme | null = null;

  constructor(private readonly plot: Plot) {
    plot.isMovable = true; // dragging marks text
    plot.area.style.cssText += '; user-select: text; cursor: auto';
    plot.area.removeAttribute('tabindex');
    plot.area.prepend(this.panel.root);
  }

  hello(hello: InputsHello, theme: Theme): void {
    this.plot.describe(`selected in ${hello.title}`, [], '');
    this.plot.area.setAttribute('role', 'group');
    this.resize(theme);
  }

  add(frame: InputsFrame): void {
    this.frame = frame;
  }

  clear(): void {
    this.frame = null;
  }

  resize(theme: Theme): void {
    this.theme = theme;
  }

  paint(): void {
    this.plot.say(this.frame ? '' : 'no values yet');
    if (this.frame && this.theme) {
      this.panel.show(this.frame.card, this.theme);
    }
  }

  read(): string {
    return '';
  }

  summary(): string {
    const card = this.frame?.card;
    return card ? `${card.title}: ${card.subtitle}` : '';
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const disposer = new Disposer();
  const plot = new Plot('inputs', heightOf(model, HEIGHT), el, disposer);
  const stop = new Stream(model, plot, new InputsPainter(plot)).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
