/**
 * What keys do in a network graph: they go from node to node along edges, and select.
 */

import type { GraphEdge, GraphNode } from '../../messages.js';
import { ZOOM_PER_NOTCH } from './gestures.js';
import { edgeAfter, isDirection, nodeBy } from './graph_shapes.js';
import type { Disposer } from './model.js';

export interface GraphTarget {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** The item that keys stand on: nodes first, edges behind them. */
  readonly focus: number | null;
  setFocus(item: number | null): void;
  pick(item: number): void;
  zoom(factor: number): void;
  showAll(): void;
  tidy(): void;
}

export function attachGraphKeys(
  area: HTMLElement,
  target: GraphTarget,
  disposer: Disposer
): void {
  disposer.listen(area, 'keydown', event => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && target.nodes.length && press(event.key, target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

/** Do what a key says; returns whether it says anything. */
function press(key: string, target: GraphTarget): boolean {
  const actions: Record<string, () => void> = {
    Enter: () => target.focus !== null && target.pick(target.focus),
    ' ': () => target.focus !== null && target.pick(target.focus),
    e: () => goToEdge(target),
    E: () => goToEdge(target),
    '+': () => target.zoom(ZOOM_PER_NOTCH),
    '=': () => target.zoom(ZOOM_PER_NOTCH),
    '-': () => target.zoom(1 / ZOOM_PER_NOTCH),
    '0': () => target.showAll(),
    Home: () => target.showAll(),
    t: () => target.tidy(),
    T: () => target.tidy()
  };
  const action = isDirection(key) ? () => goTo(key, target) : actions[key];
  action?.();
  return action !== undefined;
}

/** From a node to its neighbour; from an edge to the node at its end; at first to the first node. */
function goTo(key: string, target: GraphTarget): void {
  const { nodes, edges, focus } = target;
  if (focus === null) {
    target.setFocus(0);
  } else if (focus >= nodes.length) {
    target.setFocus(edges[focus - nodes.length].sink);
  } else {
    target.setFocus(nodeBy(key, focus, nodes, edges));
  }
}

function goToEdge(target: GraphTarget): void {
  const { nodes, edges, focus } = target;
  const n = nodes.length;
  const isEdge = focus !== null && focus >= n;
  const node = isEdge ? edges[focus - n].source : (focus ?? 0);
  const edge = edgeAfter(node, isEdge ? focus - n : null, edges);
  if (edge !== null) {
    target.setFocus(n + edge);
  }
}
