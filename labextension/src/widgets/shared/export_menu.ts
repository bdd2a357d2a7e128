/**
 * The menu of a view: its picture or its numbers as a file, or the picture in the clipboard.
 *
 * The kernel draws what is asked for, from the numbers it keeps: a picture for a paper is no
 * photograph of the screen.  What the page shows stays as it is, whatever comes of it.
 */

import type { ExportedMessage, ExportRequest } from '../../messages.js';
import { h, icon, setText } from './dom.js';
import { type Binary, type Disposer, tell, type WidgetModel } from './model.js';

type Format = ExportRequest['format'];

const TYPES: Record<Format, string> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  npz: 'application/zip'
};
const ITEMS: readonly { text: string; hint: string; key: string }[] = [
  { key: 'png', text: 'Picture', hint: 'PNG' },
  { key: 'svg', text: 'Drawing', hint: 'SVG' },
  { key: 'npz', text: 'Numbers', hint: 'NPZ' },
  { key: 'copy', text: 'Copy picture', hint: '' }
];
const PATIENCE_MS = 20_000;
const TOLD_MS = 5000;
const SILENT =
  'No answer from the kernel. The picture stays; run the cell again to export it.';

interface Wish {
  resolve: (file: Blob) => void;
  reject: (problem: Error) => void;
  format: Format;
  name: string;
}

/** What the menu belongs to: its root is positioned; a time axis says which stretch is shown. */
interface Exported {
  readonly root: HTMLElement;
  readonly tools: HTMLElement;
  readonly axis: { span(): { start_ms: number; end_ms: number } } | null;
}

export class ExportMenu {
  private readonly button = h(
    'button',
    {
      type: 'button',
      class: 'annl-export',
      title: 'Save or copy this view',
      'aria-label': 'Save or copy this view',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-testid': 'annl-export'
    },
    icon('save')
  );
  private readonly menu = h('div', {
    class: 'annl-menu',
    role: 'menu',
    popover: 'auto',
    'data-testid': 'annl-export-menu'
  });
  private readonly told = h('div', {
    class: 'annl-told',
    role: 'status',
    'data-testid': 'annl-export-told'
  });
  private readonly wishes = new Map<string, Wish>();
  private timer: number | undefined;

  constructor(
    private readonly plot: Exported,
    private readonly model: WidgetModel,
    disposer: Disposer
  ) {
    this.menu.append(...ITEMS.map(item => this.itemOf(item, disposer)));
    plot.tools.append(this.button);
    plot.root.append(this.menu, this.told);
    disposer.listen(this.button, 'click', () => this.menu.togglePopover?.());
    disposer.listen(this.button, 'keydown', event => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.menu.showPopover?.();
      }
    });
    disposer.listen(this.menu, 'toggle' as 'click', event => {
      this.opened((event as unknown as ToggleEvent).newState === 'open');
    });
    disposer.listen(this.menu, 'keydown', event => this.press(event));
    const away = { capture: true, passive: true };
    disposer.listen(document, 'scroll', () => this.menu.hidePopover?.(), away);
    const hear = (message: unknown, buffers: Binary[]): void =>
      this.hear(message as ExportedMessage, buffers);
    model.on('msg:custom', hear);
    disposer.add(() => model.off('msg:custom', hear));
    disposer.add(() => clearTimeout(this.timer));
  }

  private itemOf(
    { key, text, hint }: (typeof ITEMS)[number],
    disposer: Disposer
  ): HTMLElement {
    const item = h(
      'button',
      { type: 'button', role: 'menuitem', tabindex: -1, 'data-export': key },
      h('span', {}, text),
      h('span', { class: 'annl-menu-hint' }, hint)
    );
    disposer.listen(item, 'click', () => {
      this.menu.hidePopover?.();
      this.button.focus();
      void this.perform(key);
    });
    return item;
  }

  /** The menu hangs under its button, in the top layer, where nothing clips it. */
  private opened(isOpen: boolean): void {
    this.button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      const { right, bottom, top } = this.button.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = this.menu;
      const isLow = bottom + height + 4 > innerHeight;
      this.menu.style.left = `${Math.max(right - width, 4)}px`;
      this.menu.style.top = `${isLow ? top - height - 2 : bottom + 2}px`;
      this.items()[0].focus();
    }
  }

  private items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  private press(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.findIndex(item => item.matches(':focus'));
    const next: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: -1
    };
    if (event.key in next) {
      event.preventDefault();
      items.at(next[event.key] % items.length)!.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      this.menu.hidePopover?.();
      this.button.focus();
    }
    event.stopPropagation();
  }

  private async perform(key: string): Promise<void> {
    try {
      if (key === 'copy') {
        await this.copy();
        this.tell('Copied.');
      } else {
        const { blob, name } = await this.ask(key as Format);
        download(blob, name);
        this.tell(`Saved ${name}.`);
      }
    } catch (problem) {
      this.tell((problem as Error).message, true);
    }
  }

  private async copy(): Promise<void> {
    if (!navigator.clipboard?.write) {
      throw new Error(
        'This page may not use the clipboard (it came without https): save the picture instead.'
      );
    }
    // some browsers allow it only in the moment of the click: the picture may follow
    const picture = this.ask('png').then(({ blob }) => blob);
    await navigator.clipboard.write([
      new ClipboardItem({ 'image/png': picture })
    ]);
  }

  private async ask(format: Format): Promise<{ blob: Blob; name: string }> {
    const id = `${Date.now().toString(36)}${Math.random().toString(36)}`;
    const wish = { format, name: '' } as Wish;
    const answer = new Promise<Blob>((resolve, reject) => {
      Object.assign(wish, { resolve, reject });
    });
    this.wishes.set(id, wish);
    const span = this.plot.axis?.span();
    this.tell('drawing …');
    tell(this.model, { kind: 'export', id, format, ...span });
    const timer = setTimeout(() => wish.reject(new Error(SILENT)), PATIENCE_MS);
    try {
      return { blob: await answer, name: wish.name };
    } finally {
      clearTimeout(timer);
      this.wishes.delete(id);
    }
  }

  private hear(message: ExportedMessage, buffers: Binary[]): void {
    const wish = message.kind === 'exported' && this.wishes.get(message.id);
    if (!wish) {
      return; // of another kind, or for another view of this widget
    }
    if (message.problem || !buffers.length) {
      wish.reject(new Error(message.problem || SILENT));
    } else {
      wish.name = message.name;
      wish.resolve(
        new Blob([buffers[0] as BlobPart], { type: TYPES[wish.format] })
      );
    }
  }

  /** Say how it went; what went wrong stays until something else is tried. */
  private tell(text: string, isProblem = false): void {
    clearTimeout(this.timer);
    setText(this.told, text);
    this.told.classList.toggle('annl-problem', isProblem);
    if (!isProblem) {
      this.timer = window.setTimeout(() => setText(this.told, ''), TOLD_MS);
    }
  }
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
