/**
 * Lab widgets in a page of a Panel server: a widget manager of a few lines.
 *
 * One component holds a tree of widgets.  Python relays to it what it would send on their comms, in
 * batches; each widget's own front end is loaded from its `_esm`, as anywidget does it, so that
 * nothing comes from another host.
 */

import type { Binary, Cleanup, CustomListener } from './shared/model.js';

interface Relayed {
  id: string;
  method: 'open' | 'update' | 'custom' | 'close';
  state?: Record<string, unknown>;
  content?: unknown;
  buffers?: unknown[];
}

interface Batch {
  root: string;
  messages: Relayed[];
}

interface Component {
  send_msg(data: unknown): void;
  on(event: string, callback: (event: { data?: unknown }) => void): void;
}

type FrontEnd = {
  render(props: { model: ServedModel; el: HTMLElement }): Cleanup | void;
};

type Listener = (...args: unknown[]) => void;

class ServedModel {
  private readonly listeners = new Map<string, Set<Listener>>();
  private changed: Record<string, unknown> = {};

  constructor(
    readonly id: string,
    private state: Record<string, unknown>,
    readonly widget_manager: ServedManager,
    private readonly relay: (message: object) => void
  ) {}

  get(name: string): unknown {
    return this.state[name];
  }

  set(name: string, value: unknown): void {
    this.state[name] = value;
    this.changed[name] = value;
  }

  save_changes(): void {
    const state = this.changed;
    this.changed = {};
    this.relay({ id: this.id, method: 'update', state });
  }

  send(content: unknown): void {
    this.relay({ id: this.id, method: 'custom', content });
  }

  on(event: string, callback: Listener | CustomListener): void {
    const known = this.listeners.get(event) ?? new Set();
    known.add(callback as Listener);
    this.listeners.set(event, known);
  }

  off(event: string, callback: Listener | CustomListener): void {
    this.listeners.get(event)?.delete(callback as Listener);
  }

  update(state: Record<string, unknown>): void {
    this.state = { ...this.state, ...state };
    Object.keys(state).forEach(name => this.emit(`change:${name}`));
  }

  custom(content: unknown, buffers: Binary[]): void {
    this.emit('msg:custom', content, buffers);
  }

  private emit(event: string, ...args: unknown[]): void {
    this.listeners.get(event)?.forEach(listener => listener(...args));
  }
}

class ServedManager {
  private readonly models = new Map<string, ServedModel>();
  private readonly waiting = new Map<
    string,
    ((model: ServedModel) => void)[]
  >();
  private readonly frontEnds = new Map<string, Promise<FrontEnd>>();

  constructor(private readonly relay: (message: object) => void) {}

  get_model(id: string): Promise<ServedModel> {
    const known = this.models.get(id);
    return known
      ? Promise.resolve(known)
      : new Promise(resolve => {
          this.waiting.set(id, [...(this.waiting.get(id) ?? []), resolve]);
        });
  }

  async create_view(
    model: ServedModel
  ): Promise<{ el: HTMLElement; remove(): void }> {
    const { render } = await this.frontEnd(model);
    const el = document.createElement('div');
    const cleanup = render({ model, el });
    const remove = (): void => {
      cleanup?.();
      el.remove();
    };
    return { el, remove };
  }

  receive({ id, method, state, content, buffers }: Relayed): void {
    if (method === 'open') {
      const model = new ServedModel(id, state ?? {}, this, this.relay);
      this.models.set(id, model);
      this.waiting.get(id)?.forEach(resolve => resolve(model));
      this.waiting.delete(id);
    } else if (method === 'close') {
      this.models.delete(id);
      this.frontEnds.delete(id);
    } else if (method === 'update') {
      this.models.get(id)?.update(state ?? {});
    } else {
      this.models.get(id)?.custom(content, (buffers ?? []).map(asBinary));
    }
  }

  /** The module of a widget, loaded once for each, as anywidget does it: modules have a state. */
  private frontEnd(model: ServedModel): Promise<FrontEnd> {
    let known = this.frontEnds.get(model.id);
    if (!known) {
      const text = model.get('_esm') as string;
      const blob = new Blob([text], { type: 'text/javascript' });
      const address = URL.createObjectURL(blob);
      known = import(/* @vite-ignore */ address).then(module => {
        URL.revokeObjectURL(address);
        return module.default as FrontEnd;
      });
      this.frontEnds.set(model.id, known);
    }
    return known;
  }
}

/** Bytes as they come from Bokeh: an array, a typed array, or a buffer. */
function asBinary(buffer: unknown): Binary {
  return buffer instanceof ArrayBuffer || ArrayBuffer.isView(buffer)
    ? buffer
    : new Uint8Array(buffer as number[]);
}

export function render({ model }: { model: Component }): HTMLElement {
  const host = document.createElement('div');
  host.style.width = '100%';
  const manager = new ServedManager(message => model.send_msg(message));
  let isShown = false;
  model.on('msg:custom', event => {
    const { root, messages } = (event.data ?? event) as unknown as Batch;
    messages.forEach(message => manager.receive(message));
    if (!isShown) {
      isShown = true;
      void manager
        .get_model(root)
        .then(found => manager.create_view(found))
        .then(view => host.append(view.el));
    }
  });
  model.send_msg({ id: '', method: 'ready' });
  return host;
}
