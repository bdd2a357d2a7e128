/**
 * The shapes of a network graph: how edges run between nodes, what lies where.  Pure.
 *
 * `lab/views/still_graph.py` draws the same shapes for saved notebooks.
 */

import type { GraphEdge, GraphNode } from '../../messages.js';
import type { Box } from './axes.js';

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const LOOP_PX = 46;
const LOOP_FOOT = 11;
const LOOP_BELLY = 26;
const MARGIN = 22;
/** A small network is not blown up beyond this. */
const LARGEST_SCALE = 1.15;
const FULL_HZ = 100;
/** How far from its direction an arrow key looks. */
const NARROWEST_COSINE = 0.35;
const ALONG_EDGE = 0.35;

const shares = (n: number): number[] =>
  Array.from({ length: n + 1 }, (_, k) => k / n);

/** The way of an edge between the borders of its nodes. */
export function wayOf(
  source: Point,
  sink: Point,
  bend: number,
  size: Size
): Point[] {
  if (source.x === sink.x && source.y === sink.y) {
    return loop({ x: source.x + bend, y: source.y - size.height / 2 });
  }
  const [dx, dy] = [sink.x - source.x, sink.y - source.y];
  const length = Math.hypot(dx, dy);
  const isOn = (point: Point, node: Point): boolean =>
    Math.abs(point.x - node.x) < size.width / 2 + 1 &&
    Math.abs(point.y - node.y) < size.height / 2 + 1;
  const way = shares(64)
    .map(t => {
      const off = (4 * t * (1 - t) * bend) / length;
      return {
        x: source.x + t * dx + off * dy,
        y: source.y + t * dy - off * dx
      };
    })
    .filter(point => !isOn(point, source) && !isOn(point, sink));
  return way.length > 1 ? way : [source, sink];
}

function loop(top: Point): Point[] {
  const corners = [
    [-LOOP_FOOT, 0],
    [-LOOP_BELLY, -LOOP_PX],
    [LOOP_BELLY, -LOOP_PX],
    [LOOP_FOOT, 0]
  ];
  return shares(24).map(t => {
    const weights = [
      (1 - t) ** 3,
      3 * t * (1 - t) ** 2,
      3 * t * t * (1 - t),
      t ** 3
    ];
    const sum = (axis: number): number =>
      corners.reduce((total, c, k) => total + weights[k] * c[axis], 0);
    return { x: top.x + sum(0), y: top.y + sum(1) };
  });
}

export const pathOf = (way: readonly Point[]): string =>
  `M${way.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

/** Where an edge ends and into which direction (degrees). */
export function endOf(way: readonly Point[]): Point & { angle: number } {
  const [from, to] = [way.at(-2)!, way.at(-1)!];
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return { ...to, angle };
}

/** Where the words of an edge stand: beside its middle, on the outer side of its bow. */
export function labelPlace(way: readonly Point[]): Point {
  const [first, middle, last] = [
    way[0],
    way[way.length >> 1],
    way[way.length - 1]
  ];
  const away = middle.y - (first.y + last.y) / 2;
  return { x: middle.x, y: middle.y + (away > 1 ? 13 : -6) };
}

/** The smallest box around everything. */
export function boundsOf(
  nodes: readonly Point[],
  ways: readonly Point[][],
  { width, height }: Size
): Box {
  const xs = [
    ...nodes.flatMap(({ x }) => [x - width / 2, x + width / 2]),
    ...ways.flat().map(({ x }) => x)
  ];
  const ys = [
    ...nodes.flatMap(({ y }) => [y - height / 2, y + height / 2]),
    ...ways.flat().map(({ y }) => y)
  ];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    left,
    top,
    width: Math.max(...xs) - left,
    height: Math.max(...ys) - top
  };
}

/** How the graph is placed in the plot: first scaled, then moved. */
export interface Placing extends Point {
  scale: number;
}

/** As large as fits into a room, in its middle. */
export function fit(bounds: Box, room: Size): Placing {
  const scale = Math.min(
    Math.max(room.width - 2 * MARGIN, 20) / Math.max(bounds.width, 1),
    Math.max(room.height - 2 * MARGIN, 20) / Math.max(bounds.height, 1),
    LARGEST_SCALE
  );
  return {
    scale,
    x: room.width / 2 - scale * (bounds.left + bounds.width / 2),
    y: room.height / 2 - scale * (bounds.top + bounds.height / 2)
  };
}

/** Zoom by `factor`, above 1 inwards, so that what lies under `at` stays there. */
export function zoomed(placing: Placing, factor: number, at: Point): Placing {
  const scale = Math.min(Math.max(placing.scale * factor, 0.1), 4);
  const ratio = scale / placing.scale;
  return {
    scale,
    x: at.x - ratio * (at.x - placing.x),
    y: at.y - ratio * (at.y - placing.y)
  };
}

/** The node at a place of the graph; the last one lies on top. */
export function nodeAt(
  nodes: readonly Point[],
  { width, height }: Size,
  at: Point
): number | null {
  for (let k = nodes.length - 1; k >= 0; k--) {
    const { x, y } = nodes[k];
    if (Math.abs(at.x - x) <= width / 2 && Math.abs(at.y - y) <= height / 2) {
      return k;
    }
  }
  return null;
}

/** The edge that passes nearest to a place, if it passes within `reach`. */
export function edgeAt(
  ways: readonly Point[][],
  at: Point,
  reach: number
): number | null {
  let [nearest, best]: [number | null, number] = [null, reach];
  ways.forEach((way, k) => {
    for (let i = 1; i < way.length; i++) {
      const distance = toSegment(at, way[i - 1], way[i]);
      if (distance < best) {
        [nearest, best] = [k, distance];
      }
    }
  });
  return nearest;
}

function toSegment(at: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = (at.x - a.x) * dx + (at.y - a.y) * dy;
  const t = Math.min(Math.max(along / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

export const isDirection = (key: string): boolean => key in DIRECTIONS;

/** The node that an arrow key leads to: rather along an edge than to one that is just near. */
export function nodeBy(
  key: string,
  from: number,
  nodes: readonly GraphNode[],
  edges: readonly Pick<GraphEdge, 'source' | 'sink'>[]
): number {
  const [right, down] = DIRECTIONS[key];
  const tied = new Set(
    edges.flatMap(({ source, sink }) =>
      source === from ? [sink] : sink === from ? [source] : []
    )
  );
  let [found, best] = [from, Infinity];
  nodes.forEach((node, k) => {
    const [dx, dy] = [node.x - nodes[from].x, node.y - nodes[from].y];
    const length = Math.hypot(dx, dy);
    const cosine = length ? (dx * right + dy * down) / length : 0;
    const cost = (length / cosine) * (tied.has(k) ? ALONG_EDGE : 1);
    if (k !== from && cosine > NARROWEST_COSINE && cost < best) {
      [found, best] = [k, cost];
    }
  });
  return found;
}

/** The next edge of a node; null where it has none. */
export function edgeAfter(
  node: number,
  current: number | null,
  edges: readonly Pick<GraphEdge, 'source' | 'sink'>[]
): number | null {
  const own = edges.flatMap(({ source, sink }, k) =>
    source === node || sink === node ? [k] : []
  );
  const place = current === null ? -1 : own.indexOf(current);
  return own.length ? own[(place + 1) % own.length] : null;
}

/**
 * How full the bar of a node is, 0..1: by the logarithm of a rate in Hz, so that 1 Hz and 50 Hz are
 * both seen; of a rate-coded node by its share of the largest one.
 */
export function loadOf(rate: number, isSpiking: boolean, most: number): number {
  if (!Number.isFinite(rate)) {
    return 0;
  }
  const share = isSpiking
    ? Math.log1p(Math.max(rate, 0)) / Math.log1p(FULL_HZ)
    : Math.abs(rate) / most;
  return Math.min(share, 1);
}

/** How thick the line of so many synapses is (CSS pixels). */
export const thicknessOf = (synapses: number): number =>
  1 + 0.4 * Math.log10(1 + synapses);
