/**
 * A network graph as SVG: built once per description, then only what has changed is written.
 */

import type { GraphEdge, GraphHello, GraphNode } from '../../messages.js';
import { fitted } from './axes.js';
import { setText } from './dom.js';
import { valueText } from './figures.js';
import {
  endOf,
  labelPlace,
  loadOf,
  pathOf,
  thicknessOf,
  wayOf,
  type Placing,
  type Point
} from './graph_shapes.js';
import { cssColor, paletteColor, type Rgb, type Theme } from './theme.js';
import { formatNumber } from './ticks.js';

const SVG = 'http://www.w3.org/2000/svg';
const PAD = 12;
const RATE_ROOM = 78;
const BAR_HEIGHT = 6;
/** So few edges that all of them can say what they are. */
const FEW = 6;
const DASH = '6 3';
const INHIBITORY: Record<'light' | 'dark', Rgb> = {
  light: [192, 57, 43],
  dark: [255, 130, 110]
};
const OTHER: Record<'light' | 'dark', Rgb> = {
  light: [123, 79, 163],
  dark: [196, 160, 232]
};

type Effect = GraphEdge['effect'];

/** What is known of the connections of an edge. */
export interface EdgeState {
  mean: number;
  synapses: number;
}

export function make<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

export function colorOf(effect: Effect, theme: Theme): string {
  const ground = theme.isDark ? 'dark' : 'light';
  if (effect === 'excitatory') {
    return theme.text;
  }
  return cssColor((effect === 'inhibitory' ? INHIBITORY : OTHER)[ground]);
}

/** What an edge of a kind ends in; its tip is at 0, 0, and it comes from the left. */
export function markOf(effect: Effect, color: string): SVGElement {
  if (effect === 'inhibitory') {
    return make('circle', { cx: -4, cy: 0, r: 4.6, fill: color });
  }
  const points =
    effect === 'excitatory' ? '1,0 -11,-4.8 -11,4.8' : '1,0 -6,-5 -13,0 -6,5';
  return make('polygon', { points, fill: color });
}

interface NodeParts {
  group: SVGGElement;
  rate: SVGTextElement;
  bar: SVGRectElement;
}

interface EdgeParts {
  group: SVGGElement;
  lines: SVGPathElement[];
  line: SVGPathElement;
  mark: SVGElement;
  label: SVGTextElement;
}

export class GraphPicture {
  readonly element = make('svg', { 'aria-hidden': 'false' });
  /** Where nodes stand; changed while one is dragged. */
  nodes: GraphNode[] = [];
  /** The ways of the edges. */
  ways: Point[][] = [];
  private readonly world = make('g');
  private readonly pen = document.createElement('canvas').getContext('2d')!;
  private hello: GraphHello | null = null;
  private nodeParts: NodeParts[] = [];
  private edgeParts: EdgeParts[] = [];

  constructor(private readonly key: string) {
    this.element.append(this.world);
  }

  idOf(item: number): string {
    return `annl-${this.key}-${item}`;
  }

  build(hello: GraphHello, theme: Theme): void {
    this.hello = hello;
    this.nodes = hello.nodes.map(node => ({ ...node }));
    this.edgeParts = hello.edges.map((edge, k) =>
      this.buildEdge(edge, hello.nodes.length + k, theme)
    );
    this.nodeParts = hello.nodes.map((node, k) =>
      this.buildNode(node, k, theme)
    );
    this.world.replaceChildren(
      ...this.edgeParts.map(({ group }) => group),
      ...this.nodeParts.map(({ group }) => group)
    );
    this.world.classList.toggle('annl-few', hello.edges.length <= FEW);
    this.ways = [];
    this.route(null);
    this.nodes.forEach((_, k) => this.stand(k));
  }

  place({ scale, x, y }: Placing): void {
    const transform = `translate(${x} ${y}) scale(${scale})`;
    this.world.setAttribute('transform', transform);
  }

  /** Put a node elsewhere; its edges follow. */
  move(node: number, dx: number, dy: number): void {
    this.nodes[node].x += dx;
    this.nodes[node].y += dy;
    this.stand(node);
    this.route(node);
  }

  showRate(node: number, rate: number): void {
    const { rate: text } = this.nodeParts[node];
    const isSpiking = this.nodes[node].is_spiking;
    setText(text, rateText(rate, isSpiking));
  }

  showLoad(node: number, rate: number, most: number): void {
    const load = loadOf(rate, this.nodes[node].is_spiking, most);
    const width = load * (this.hello!.node_width - 2 * PAD - RATE_ROOM);
    this.nodeParts[node].bar.setAttribute('width', width.toFixed(1));
  }

  showEdge(edge: number, { mean, synapses }: EdgeState): void {
    const { line, label } = this.edgeParts[edge];
    const { target } = this.hello!.edges[edge];
    const weight = Number.isNaN(mean) ? '' : ` · w ${brief(mean)}`;
    setText(label, `${target} · ${formatNumber(synapses, 0)}${weight}`);
    line.setAttribute('stroke-width', thicknessOf(synapses).toFixed(2));
  }

  /** Say in words what an item is. */
  label(item: number, words: string): void {
    this.groupOf(item)?.setAttribute('aria-label', words);
  }

  /** Let a class stand at some items only. */
  mark(name: string, items: readonly number[]): void {
    for (const { group } of [...this.edgeParts, ...this.nodeParts]) {
      group.classList.remove(name);
    }
    items.forEach(item => this.groupOf(item)?.classList.add(name));
  }

  /** Quiet all edges but those that are near. */
  hush(isHushed: boolean): void {
    this.world.classList.toggle('annl-is-hushed', isHushed);
  }

  private groupOf(item: number): SVGGElement | undefined {
    const n = this.nodeParts.length;
    return (this.nodeParts[item] ?? this.edgeParts[item - n])?.group;
  }

  private buildNode(node: GraphNode, item: number, theme: Theme): NodeParts {
    const { node_width: width, node_height: height } = this.hello!;
    const color = cssColor(paletteColor(theme, node.color_index));
    const room = width - 2 * PAD;
    const base = theme.font;
    const text = (
      y: number,
      kind: string,
      words: string,
      font: string
    ): SVGTextElement => {
      this.pen.font = font;
      const element = make('text', { x: PAD, y, class: `annl-node-${kind}` });
      element.textContent = fitted(this.pen, words, room);
      return element;
    };
    const size = node.geometry.map(n => formatNumber(n, 0)).join(' × ');
    const rate = make('text', {
      x: width - PAD,
      y: height - 10,
      class: 'annl-node-rate'
    });
    const track = width - 2 * PAD - RATE_ROOM;
    const strip = (of: number, more: Record<string, string>): SVGRectElement =>
      make('rect', {
        x: PAD,
        y: height - 10 - BAR_HEIGHT - 1,
        width: of,
        height: BAR_HEIGHT,
        rx: 3,
        ...more
      });
    const bar = strip(0, { fill: color });
    const box = { width, height, rx: 7 };
    const group = make(
      'g',
      { class: 'annl-node', role: 'img', id: this.idOf(item) },
      make('rect', {
        ...{ x: -4, y: -4, width: width + 8, height: height + 8, rx: 10 },
        class: 'annl-node-ring'
      }),
      make('rect', { ...box, class: 'annl-node-box', stroke: color }),
      text(20, 'name', node.name, `600 ${base}`),
      text(37, 'about', `${size} · ${node.model}`, theme.smallFont),
      strip(track, { class: 'annl-node-track' }),
      bar,
      rate,
      titled(node.name)
    );
    group.dataset.node = String(item);
    return { group, rate, bar };
  }

  private buildEdge(edge: GraphEdge, item: number, theme: Theme): EdgeParts {
    const color = colorOf(edge.effect, theme);
    const line = make('path', {
      class: 'annl-edge-line',
      stroke: color,
      ...(edge.is_plastic ? { 'stroke-dasharray': DASH } : {})
    });
    const lines = [
      make('path', { class: 'annl-edge-ring' }),
      make('path', { class: 'annl-edge-reach' }),
      line
    ];
    const mark = make('g', {}, markOf(edge.effect, color));
    const label = make('text', { class: 'annl-edge-label' });
    const group = make(
      'g',
      { class: 'annl-edge', role: 'img', id: this.idOf(item) },
      ...lines,
      mark,
      label,
      titled(edge.name)
    );
    group.dataset.edge = String(item);
    return { group, lines, line, mark, label };
  }

  private stand(node: number): void {
    const { node_width: width, node_height: height } = this.hello!;
    const { x, y } = this.nodes[node];
    const place = `translate(${x - width / 2} ${y - height / 2})`;
    this.nodeParts[node].group.setAttribute('transform', place);
  }

  /** Lay the edges of one node, or all. */
  private route(node: number | null): void {
    const hello = this.hello!;
    const size = { width: hello.node_width, height: hello.node_height };
    hello.edges.forEach(({ source, sink, bend }, k) => {
      if (node !== null && source !== node && sink !== node) {
        return;
      }
      const way = wayOf(this.nodes[source], this.nodes[sink], bend, size);
      const { lines, mark, label } = this.edgeParts[k];
      this.ways[k] = way;
      lines.forEach(line => line.setAttribute('d', pathOf(way)));
      const { x, y, angle } = endOf(way);
      const turned = `translate(${x} ${y}) rotate(${angle})`;
      mark.setAttribute('transform', turned);
      const at = labelPlace(way);
      label.setAttribute('x', String(at.x));
      label.setAttribute('y', String(at.y));
    });
  }
}

/** Three figures, which is what fits on an edge. */
const brief = (value: number): string =>
  String(Number(value.toPrecision(3))).replace('-', '−');

export const rateText = (rate: number, isSpiking: boolean): string =>
  Number.isNaN(rate)
    ? ''
    : isSpiking
      ? `${formatNumber(rate, rate < 10 ? 1 : 0)} Hz`
      : `r ${valueText(rate, '')}`;

function titled(words: string): SVGTitleElement {
  const title = make('title');
  title.textContent = words;
  return title;
}
