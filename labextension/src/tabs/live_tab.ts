/**
 * The content of a tab with a live view: the widget, or an honest word on why it is not there.
 *
 * The widget is drawn by the notebook's own renderers, so that it belongs to the notebook's widget
 * manager and survives whatever that survives.
 */

import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';
import { networkIcon } from '../icons.js';
import { pictureIn, WIDGET, type Bundle } from '../saved/still.js';
import { h } from '../widgets/shared/element.js';
import { isView, type Place } from './place.js';

export class LiveTab extends Panel {
  private readonly message = h('div', {
    class: 'annl-tab-message',
    role: 'status',
    'data-testid': 'annl-tab-message'
  });
  private renderer: IRenderMime.IRenderer | null = null;
  private shown = '';

  constructor(public place: Place) {
    super();
    this.addClass('annl-tab');
    this.node.dataset.testid = 'annl-tab';
    this.node.dataset.view = isView(place) ? place.view : 'output';
    this.title.icon = networkIcon;
    this.title.closable = true;
    const head = new Widget({ node: this.message });
    this.addWidget(head);
  }

  /** Show a widget by the id of its model; again for the same one does nothing. */
  async showWidget(panel: NotebookPanel, model: string): Promise<void> {
    await this.show_(panel, model, WIDGET, {
      [WIDGET]: { model_id: model, version_major: 2, version_minor: 0 }
    });
  }

  /** Show the picture that a live view has left behind. */
  async showPicture(panel: NotebookPanel, bundle: Bundle): Promise<void> {
    const mime = pictureIn(bundle);
    if (mime) {
      const picture = bundle[mime];
      await this.show_(panel, String(picture), mime, { [mime]: picture });
    } else {
      this.drop();
    }
  }

  /** Say something above the view; the action is offered as a button. */
  say(text: string, label = '', action: () => void = () => undefined): void {
    this.message.replaceChildren(text);
    if (text && label) {
      const button = h('button', { class: 'jp-mod-styled' }, label);
      button.addEventListener('click', action);
      this.message.append(button);
    }
  }

  /** Take the view away. */
  drop(): void {
    this.renderer?.dispose();
    this.renderer = null;
    this.shown = '';
    this.node.dataset.model = '';
  }

  protected onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.measure();
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.measure();
  }

  private measure(): void {
    const { clientHeight } = this.node;
    if (clientHeight) {
      this.node.style.setProperty('--annl-tab-height', `${clientHeight}px`);
    }
  }

  private async show_(
    { content }: NotebookPanel,
    key: string,
    mime: string,
    data: Bundle
  ): Promise<void> {
    if (this.shown === key) {
      return;
    }
    this.drop();
    this.shown = key;
    this.node.dataset.model = key.slice(0, 64);
    const { rendermime } = content;
    const renderer = rendermime.createRenderer(mime);
    this.renderer = renderer;
    this.addWidget(renderer);
    this.measure();
    const model = rendermime.createModel({
      data: data as never,
      trusted: true
    });
    await renderer.renderModel(model);
  }
}
