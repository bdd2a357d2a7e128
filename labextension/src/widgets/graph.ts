/**
 * The network graph: groups of neurons with their rates, and the projections between them.
 *
 * Nodes are dragged, clicked and reached by keys; the wheel zooms, dragging the ground moves all.
 */

import type {
  CardInfo,
  GraphFrame,
  GraphHello,
  PlaceRequest
} from '../messages.js';
import { asFloat32, asUint32 } from './shared/bytes.js';
import { CardPanel } from './shared/card.js';
import { h, styles } from './shared/dom.js';
import { valueText } from './shared/figures.js';
import { watchDrags, watchWheel } from './shared/gestures.js';
import css from './shared/graph.css';
import { attachGraphKeys } from './shared/graph_keys.js';
import {
  colorOf,
  GraphPicture,
  make,
  markOf,
  rateText
} from './shared/graph_picture.js';
import {
  boundsOf,
  edgeAt,
  fit,
  nodeAt,
  zoomed,
  type Placing,
  type Point
} from './shared/graph_shapes.js';
import {
  type Binary,
  type Cleanup,
  Disposer,
  type RenderProps,
  tell
} from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { attachPicking, Picks, type Pickable } from './shared/selection.js';
import { Stream, type Painter } from './shared/stream.js';
import type { Theme } from './shared/theme.js';
import { formatNumber } from './shared/ticks.js';

const HEIGHT = 400;
const REACH_PX = 7;
const NUMBERS_EVERY_MS = 250;
const KEYS =
  'Arrow keys go from node to node, E to its connections, Enter selects, Escape ends that; ' +
  'plus and minus zoom, 0 shows everything, T puts dragged nodes back.';
const NOTHING: CardInfo = {
  title: 'nothing selected',
  subtitle: 'Click a population or a connection.',
  color_index: -1,
  sections: []
};
const EFFECTS = ['excitatory', 'inhibitory', 'other'] as const;

let nPictures = 0;

export class GraphPainter implements Painter<GraphHello, GraphFrame>, Pickable {
  private readonly picture = new GraphPicture(`graph${nPictures++}`);
  private readonly panel = new CardPanel();
  private readonly key = h('div', { class: 'annl-graph-key' });
  private readonly picks: Picks;
  private about: GraphHello | null = null;
  private theme: Theme | null = null;
  private card: CardInfo = NOTHING;
  private rates = new Float32Array(0);
  private weights = new Float32Array(0);
  private counts = new Uint32Array(0);
  private placing: Placing = { scale: 1, x: 0, y: 0 };
  private isPlaced = false; // by the user
  private dragged: number | null = null;
  private focused: number | null = null;
  private near: number | null = null;
  private numbersAt = -Infinity;
  private most = 1; // of rate-coded nodes; grows only, so that bars keep their meaning

  constructor(
    private readonly plot: Plot,
    private readonly props: RenderProps,
    disposer: Disposer
  ) {
    this.picks = new Picks(props.model, disposer, () => this.showMarks());
    this.arrange();
    attachPicking(plot.area, this, this.picks, disposer);
    this.attachPointer(disposer);
    attachGraphKeys(plot.area, this, disposer);
  }

  // --- what comes from the kernel --------------------------------------------------------

  hello(hello: GraphHello, theme: Theme): void {
    const names = (of: GraphHello | null): string =>
      JSON.stringify(of?.nodes.map(({ name }) => name));
    const isSame = names(hello) === names(this.about);
    this.about = hello;
    this.plot.describe(hello.title, [], KEYS);
    this.plot.area.setAttribute('role', 'group');
    this.plot.root.setAttribute('aria-label', `network ${hello.title}`);
    if (!isSame) {
      this.isPlaced = false;
      this.focused = null;
    }
    this.resize(theme);
  }

  add(frame: GraphFrame, buffers: Binary[]): void {
    this.rates = Float32Array.from(asFloat32(buffers[0]));
    this.weights = Float32Array.from(asFloat32(buffers[1]));
    this.counts = Uint32Array.from(asUint32(buffers[2]));
    this.card = frame.card ?? this.card;
    this.rates.forEach((rate, k) => {
      const isCoded = this.about?.nodes[k]?.is_spiking === false;
      this.most = isCoded
        ? Math.max(this.most, Math.abs(rate) || 0)
        : this.most;
    });
  }

  clear(): void {
    this.numbersAt = -Infinity;
    this.most = 1;
  }

  // --- painting --------------------------------------------------------------------------

  resize(theme: Theme): void {
    this.theme = theme;
    if (!this.about) {
      return;
    }
    if (this.dragged === null) {
      this.picture.build(this.about, theme);
    }
    this.buildKey(this.about, theme);
    this.fitUnlessPlaced();
    this.numbersAt = -Infinity;
    this.showMarks();
    this.point(this.near);
  }

  paint(): void {
    const { about, theme } = this;
    if (!about || !theme) {
      return;
    }
    this.plot.say(about.nodes.length ? '' : 'no populations yet');
    this.rates.forEach((rate, k) => this.picture.showLoad(k, rate, this.most));
    const now = performance.now();
    if (now - this.numbersAt > NUMBERS_EVERY_MS) {
      this.numbersAt = now;
      this.showNumbers(about);
    }
    const isNothing = !this.picks.label && !this.card.sections.length;
    this.panel.show(isNothing ? NOTHING : this.card, theme);
    this.plot.setNote(this.note(about));
  }

  read(): string {
    return this.near === null ? '' : this.words(this.near);
  }

  summary(): string {
    const { about } = this;
    return about
      ? `network ${about.title}: ${about.nodes.map((_, k) => this.words(k)).join('; ')}`
      : '';
  }

  private note({ nodes, edges }: GraphHello): string {
    const many = (n: number, one: string, more: string): string =>
      `${n} ${n === 1 ? one : more}`;
    return (
      `${many(nodes.length, 'population', 'populations')}, ` +
      many(edges.length, 'connection', 'connections')
    );
  }

  private showNumbers({ nodes, edges }: GraphHello): void {
    nodes.forEach((_, k) => {
      this.picture.showRate(k, this.rates[k] ?? NaN);
      this.picture.label(k, this.words(k));
    });
    edges.forEach((_, k) => {
      this.picture.showEdge(k, {
        mean: this.weights[4 * k] ?? NaN,
        synapses: this.counts[k] ?? 0
      });
      this.picture.label(nodes.length + k, this.words(nodes.length + k));
    });
  }

  /** An item in words. */
  words(item: number): string {
    const { nodes, edges } = this.about!;
    const node = nodes[item];
    if (node) {
      const rate = rateText(this.rates[item] ?? NaN, node.is_spiking);
      const size = `${formatNumber(node.size, 0)} neurons`;
      return [node.name, size, node.model, rate].filter(Boolean).join(', ');
    }
    const k = item - nodes.length;
    const { name, source, sink, target, is_plastic } = edges[k];
    const mean = this.weights[4 * k] ?? NaN;
    return [
      `${name}: ${nodes[source].name} → ${nodes[sink].name}`,
      target,
      `${formatNumber(this.counts[k] ?? 0, 0)} synapses`,
      Number.isNaN(mean) ? '' : `mean weight ${valueText(mean, '')}`,
      is_plastic ? 'plastic' : ''
    ]
      .filter(Boolean)
      .join(', ');
  }

  // --- what is selected, pointed at, focused ---------------------------------------------

  get nodes(): GraphHello['nodes'] {
    return this.picture.nodes;
  }

  get edges(): GraphHello['edges'] {
    return this.about?.edges ?? [];
  }

  get focus(): number | null {
    return this.focused ?? this.picks.marks[0]?.[0] ?? null;
  }

  /** Let the keys stand on an item; null: on none. */
  setFocus(item: number | null): void {
    this.focused = item;
    const { area } = this.plot;
    if (item === null) {
      area.removeAttribute('aria-activedescendant');
    } else {
      area.setAttribute('aria-activedescendant', this.picture.idOf(item));
    }
    this.point(item);
    this.showMarks();
    this.plot.onChange(false);
  }

  pick(item: number): void {
    this.picks.pick(item);
  }

  itemAt(x: number, y: number): number | null {
    if (!this.about) {
      return null;
    }
    const at = this.inside({ x, y });
    const size = {
      width: this.about.node_width,
      height: this.about.node_height
    };
    const node = nodeAt(this.nodes, size, at);
    if (node !== null) {
      return node;
    }
    const edge = edgeAt(this.picture.ways, at, REACH_PX / this.placing.scale);
    return edge === null ? null : this.nodes.length + edge;
  }

  /** Show what belongs to an item that is pointed at; the rest is quiet meanwhile. */
  private point(item: number | null): void {
    this.near = item;
    const n = this.nodes.length;
    const own = this.edges.flatMap(({ source, sink }, k) =>
      source === item || sink === item || item === n + k ? [n + k] : []
    );
    this.picture.mark('annl-is-near', own);
    this.picture.hush(own.length > 0);
  }

  private showMarks(): void {
    const items = this.picks.marks.map(([item]) => item);
    this.picture.mark('annl-is-selected', items);
    const focused = this.focused === null ? [] : [this.focused];
    this.picture.mark('annl-is-focused', focused);
  }

  // --- where it stands -------------------------------------------------------------------

  /** Zoom around a place of the plot; the middle by default. */
  zoom(factor: number, at: Point = this.middle()): void {
    this.placing = zoomed(this.placing, factor, at);
    this.setPlaced(true);
  }

  /** Show everything. */
  showAll(): void {
    this.setPlaced(false);
  }

  /** Put all nodes back where they stood. */
  tidy(): void {
    this.send({ kind: 'place', node: -1, x: 0, y: 0 });
    this.showAll();
  }

  private setPlaced(isPlaced: boolean): void {
    this.isPlaced = isPlaced;
    this.plot.unzoom = isPlaced ? () => this.showAll() : null;
    this.fitUnlessPlaced();
    this.picture.place(this.placing);
    this.plot.onChange(false);
  }

  private fitUnlessPlaced(): void {
    const { about, plot } = this;
    if (about && !this.isPlaced && about.nodes.length) {
      const size = { width: about.node_width, height: about.node_height };
      const bounds = boundsOf(this.nodes, this.picture.ways, size);
      const { width, height } = plot;
      // room for the key below
      this.placing = fit(bounds, { width, height: height - 14 });
    }
    this.picture.place(this.placing);
  }

  private middle(): Point {
    return { x: this.plot.width / 2, y: this.plot.height / 2 };
  }

  /** A place of the plot in the units of the graph. */
  private inside({ x, y }: Point): Point {
    const { scale, x: dx, y: dy } = this.placing;
    return { x: (x - dx) / scale, y: (y - dy) / scale };
  }

  private placeOf(event: MouseEvent): Point {
    const ground = this.plot.area.getBoundingClientRect();
    return { x: event.clientX - ground.left, y: event.clientY - ground.top };
  }

  private attachPointer(disposer: Disposer): void {
    const { area } = this.plot;
    watchWheel(area, disposer, (event, factor) => {
      this.zoom(1 / factor, this.placeOf(event));
      return true;
    });
    watchDrags(area, disposer, {
      canStart: event => {
        const { x, y } = this.placeOf(event);
        const item = this.itemAt(x, y);
        const isNode = item !== null && item < this.nodes.length;
        this.dragged = isNode ? item : null;
        return this.about !== null;
      },
      move: (dx, dy) => this.drag(dx, dy),
      end: () => this.drop()
    });
    disposer.listen(area, 'pointerup', () => (this.dragged = null));
    disposer.listen(area, 'dblclick', () => this.showAll());
    disposer.listen(area, 'pointermove', event => {
      const { x, y } = this.placeOf(event);
      const item = event.buttons ? this.near : this.itemAt(x, y);
      if (item !== this.near) {
        this.point(item);
      }
    });
    disposer.listen(area, 'pointerleave', () => this.point(null));
    disposer.listen(area, 'blur', () => this.setFocus(null));
  }

  private drag(dx: number, dy: number): void {
    const { scale, x, y } = this.placing;
    if (this.dragged !== null) {
      this.picture.move(this.dragged, dx / scale, dy / scale);
    } else {
      this.placing = { scale, x: x + dx, y: y + dy };
      this.setPlaced(true);
    }
  }

  /** The kernel knows where nodes stand, so that other views and saved notebooks do. */
  private drop(): void {
    if (this.dragged !== null) {
      const { x, y } = this.nodes[this.dragged];
      this.isPlaced = true; // nothing else moves under the hand
      this.send({ kind: 'place', node: this.dragged, x, y });
      this.plot.unzoom = () => this.showAll();
    }
  }

  private send(request: PlaceRequest): void {
    tell(this.props.model, request);
  }

  // --- the frame around it ---------------------------------------------------------------

  /** The graph on the left, the card on the right; below each other where it is narrow. */
  private arrange(): void {
    const { area, root } = this.plot;
    this.plot.isMovable = true;
    area.prepend(this.picture.element);
    area.append(this.key);
    const side = h('div', { class: 'annl-graph-side' }, this.panel.root);
    side.style.height = area.style.height;
    const parts = h('div', { class: 'annl-graph-parts' });
    const graph = h('div', { class: 'annl-graph' }, styles(css), parts);
    area.replaceWith(graph);
    parts.append(area, side);
    root.classList.add('annl-wide');
  }

  private buildKey({ edges }: GraphHello, theme: Theme): void {
    const entry = (words: string, drawn: SVGElement[]): HTMLElement => {
      const svg = make('svg', { viewBox: '-26 -5 28 10' }, ...drawn);
      return h('span', {}, svg, words);
    };
    const line = (color: string, dash: string): SVGElement =>
      make('path', {
        d: 'M-25 0H-3',
        stroke: color,
        'stroke-width': 1.5,
        'stroke-dasharray': dash
      });
    const shown = EFFECTS.filter(e => edges.some(({ effect }) => effect === e));
    const entries = shown.map(effect => {
      const color = colorOf(effect, theme);
      return entry(effect, [line(color, ''), markOf(effect, color)]);
    });
    if (edges.some(edge => edge.is_plastic)) {
      entries.push(entry('plastic', [line(theme.muted, '6 3')]));
    }
    this.key.replaceChildren(...entries);
  }
}

function render(props: RenderProps): Cleanup {
  const { model, el } = props;
  const disposer = new Disposer();
  const plot = new Plot('graph', heightOf(model, HEIGHT), el, disposer);
  const painter = new GraphPainter(plot, props, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
