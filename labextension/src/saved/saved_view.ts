/**
 * An output with a live view: the widget, or its last picture while there is none.
 *
 * ipywidgets' own renderer draws the widget.  It finds its renderers again by their class when a
 * kernel comes, so it is not replaced: the one that belongs to our output is told what to do
 * besides.  Where it has nothing to show, its element holds our picture, which it overwrites itself
 * as soon as the widget is there.
 */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { Notebook } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { h } from '../widgets/shared/element.js';
import {
  alternative,
  captionOf,
  modelOf,
  pictureIn,
  WIDGET,
  type Bundle,
  type Fate
} from './still.js';

/** For how long nothing is said: mostly, the live view is there by then. */
const PATIENCE_MS = 300;
/** When a notebook is opened, it takes a moment until it has a kernel or is known to have none. */
const OPENING_MS = 2500;
/** States of a kernel in which it cannot bring the widget. */
const HOPELESS = ['unknown', 'dead', 'terminating', 'disconnected'];

type Model = IRenderMime.IMimeModel;

export interface Surroundings {
  rendermime: Notebook['rendermime'];
  session: ISessionContext;
}

/** A renderer of our outputs. */
export function savedView(notebook: Surroundings): IRenderMime.IRenderer {
  const { rendermime } = notebook;
  const isPossible = rendermime.getFactory(WIDGET) !== undefined;
  const renderer = isPossible
    ? rendermime.createRenderer(WIDGET)
    : new Nothing();
  new SavedView(renderer, notebook, isPossible);
  return renderer;
}

/** Where there are no widgets at all. */
class Nothing extends Widget implements IRenderMime.IRenderer {
  async renderModel(): Promise<void> {}
}

class SavedView {
  private readonly caption = h('figcaption');
  private readonly figure = h('figure', {
    class: 'annl-still',
    'data-testid': 'annl-still'
  });
  private readonly theirs: (model: Model) => Promise<void>;
  private picture: IRenderMime.IRenderer | null = null;
  private bundle: Bundle = {};
  private drawn: unknown = null;
  private shown = ''; // the widget that was asked for last
  private waiting = ''; // what their renderer says while it waits
  private isSettled = false;
  private isOpening = true;

  constructor(
    private readonly renderer: IRenderMime.IRenderer,
    private readonly notebook: Surroundings,
    private readonly isPossible: boolean
  ) {
    this.theirs = renderer.renderModel.bind(renderer);
    renderer.renderModel = model => this.render(model);
    renderer.disposed.connect(this.leave, this);
    notebook.session.statusChanged.connect(this.say, this);
    notebook.session.connectionStatusChanged.connect(this.say, this);
    window.setTimeout(() => {
      this.isOpening = false;
      this.say();
    }, OPENING_MS);
  }

  private async render(model: Model): Promise<void> {
    const id = modelOf(model.data as Bundle);
    this.bundle = model.data as Bundle;
    if (id === this.shown && this.isLive) {
      return; // a newer picture of what is there live
    }
    const wasShown = this.isShown;
    this.shown = id;
    this.isSettled = false;
    const done = this.theirs(model);
    this.waiting = this.renderer.node.textContent ?? '';
    if (wasShown) {
      await this.show(model); // at once, so that nothing jumps
    } else {
      window.setTimeout(() => void this.show(model), PATIENCE_MS);
    }
    await done;
    // it begins anew by itself if it has left its word of waiting
    const { node } = this.renderer;
    this.isSettled = !this.isShown && node.textContent !== this.waiting;
    await this.show(model);
  }

  /** Put the picture in the place of the missing widget. */
  private async show(model: Model): Promise<void> {
    const isClosed = !this.shown; // by the user, together with its output
    if (this.isLive || isClosed || this.renderer.isDisposed) {
      return;
    }
    this.say();
    if (!this.isShown) {
      this.renderer.node.replaceChildren(this.figure);
    }
    await this.draw(model);
  }

  private async draw(model: Model): Promise<void> {
    const mime = pictureIn(this.bundle);
    const source = mime && this.bundle[mime];
    if (source === this.drawn && this.figure.contains(this.caption)) {
      return;
    }
    this.drawn = source;
    const old = this.picture;
    this.picture = mime ? this.notebook.rendermime.createRenderer(mime) : null;
    await this.picture?.renderModel(model);
    const image = this.picture?.node.querySelector('img');
    image?.setAttribute('alt', alternative(this.bundle));
    this.figure.replaceChildren(
      ...(this.picture ? [this.picture.node] : []),
      this.caption
    );
    old?.dispose();
  }

  private say(): void {
    this.caption.textContent = captionOf(this.bundle, this.fate);
  }

  private leave(): void {
    this.picture?.dispose();
    Signal.clearData(this);
  }

  private get fate(): Fate {
    if (!this.isPossible) {
      return 'impossible';
    }
    const { hasNoKernel, kernelDisplayStatus } = this.notebook.session;
    const isHopeless = hasNoKernel || HOPELESS.includes(kernelDisplayStatus);
    return this.isSettled || (isHopeless && !this.isOpening)
      ? 'lost'
      : 'awaited';
  }

  private get isLive(): boolean {
    return [...this.renderer.children()].length > 0;
  }

  private get isShown(): boolean {
    return this.renderer.node.contains(this.figure);
  }
}
