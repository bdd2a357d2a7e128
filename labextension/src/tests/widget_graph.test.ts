import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GraphEdge, GraphNode } from '../messages.js';
import {
  boundsOf,
  edgeAfter,
  edgeAt,
  endOf,
  fit,
  labelPlace,
  loadOf,
  nodeAt,
  nodeBy,
  wayOf,
  zoomed
} from '../widgets/shared/graph_shapes.js';

const SIZE = { width: 100, height: 40 };
const at = (x: number, y: number): GraphNode => ({
  ...{ name: 'n', size: 1, geometry: [1], model: 'm', is_spiking: true },
  ...{ color_index: 0, x, y }
});
const tie = (source: number, sink: number): GraphEdge => ({
  ...{ name: 'e', target: 'exc', effect: 'excitatory', model: 'm' },
  ...{ is_plastic: false, bend: 0, source, sink }
});

test('an edge leaves one node and ends at the other', () => {
  const way = wayOf(at(0, 0), at(300, 0), 0, SIZE);
  assert.ok(way[0].x >= 50 && way[0].x < 60);
  const end = endOf(way);
  assert.ok(end.x <= 250 && end.x > 240);
  assert.deepEqual([end.y, end.angle], [0, 0]);
});

test('edges of both directions bow to different sides', () => {
  const there = wayOf(at(0, 0), at(300, 0), 20, SIZE);
  const back = wayOf(at(300, 0), at(0, 0), 20, SIZE);
  const middle = (way: { y: number }[]): number => way[way.length >> 1].y;
  assert.ok(middle(there) < -19 && middle(back) > 19);
  assert.ok(labelPlace(there).y < middle(there));
  assert.ok(labelPlace(back).y > middle(back));
});

test('a loop stands on its node', () => {
  const way = wayOf(at(0, 0), at(0, 0), 30, SIZE);
  assert.ok(way.every(({ y }) => y <= -20));
  assert.equal(Math.round((way[0].x + way.at(-1)!.x) / 2), 30);
});

test('nodes that cover each other are joined all the same', () => {
  assert.equal(wayOf(at(0, 0), at(1, 0), 0, SIZE).length, 2);
});

test('the same network is drawn the same way', () => {
  const draw = () => wayOf(at(3, 7), at(211, 90), -34, SIZE);
  assert.deepEqual(draw(), draw());
});

test('what is under the pointer is found: nodes exactly, edges nearly', () => {
  const nodes = [at(0, 0), at(300, 0)];
  assert.equal(nodeAt(nodes, SIZE, { x: 49, y: 19 }), 0);
  assert.equal(nodeAt(nodes, SIZE, { x: 51, y: 0 }), null);
  const ways = [
    wayOf(nodes[0], nodes[1], 20, SIZE),
    wayOf(nodes[1], nodes[0], 20, SIZE)
  ];
  assert.equal(edgeAt(ways, { x: 150, y: -17 }, 6), 0);
  assert.equal(edgeAt(ways, { x: 150, y: 24 }, 6), 1);
  assert.equal(edgeAt(ways, { x: 150, y: 0 }, 6), null);
});

test('everything fits, and a small network is not blown up', () => {
  const nodes = [at(0, 0), at(3000, 900)];
  const bounds = boundsOf(nodes, [], SIZE);
  assert.deepEqual(bounds, { left: -50, top: -20, width: 3100, height: 940 });
  const { scale, x, y } = fit(bounds, { width: 800, height: 400 });
  assert.ok(x + scale * -50 >= 0 && x + scale * 3050 <= 800);
  assert.ok(y + scale * -20 >= 0 && y + scale * 920 <= 400);
  const alone = boundsOf([at(0, 0)], [], SIZE);
  assert.ok(fit(alone, { width: 800, height: 400 }).scale < 1.2);
});

test('zooming keeps what is under the pointer', () => {
  const before = { scale: 1, x: 10, y: 20 };
  const after = zoomed(before, 2, { x: 110, y: 70 });
  assert.deepEqual(after, { scale: 2, x: -90, y: -30 });
  assert.equal(zoomed(before, 1e9, { x: 0, y: 0 }).scale, 4);
});

test('arrow keys follow edges before they go to whoever is near', () => {
  const nodes = [at(0, 0), at(200, 20), at(400, -40), at(0, 150)];
  assert.equal(nodeBy('ArrowRight', 0, nodes, []), 1);
  assert.equal(nodeBy('ArrowRight', 0, nodes, [tie(2, 0)]), 2);
  assert.equal(nodeBy('ArrowDown', 0, nodes, [tie(2, 0)]), 3);
  assert.equal(nodeBy('ArrowLeft', 0, nodes, []), 0);
});

test('the edges of a node come one after the other', () => {
  const edges = [tie(0, 1), tie(2, 1), tie(1, 0)];
  assert.equal(edgeAfter(0, null, edges), 0);
  assert.equal(edgeAfter(0, 0, edges), 2);
  assert.equal(edgeAfter(0, 2, edges), 0);
  assert.equal(edgeAfter(3, null, edges), null);
});

test('the bar of a node grows with its rate', () => {
  const loads = [NaN, 0, 1, 50, 1000].map(rate => loadOf(rate, true, 1));
  assert.equal(loads[0], 0);
  assert.equal(loads[1], 0);
  assert.ok(loads[2] > 0.1 && loads[2] < loads[3]);
  assert.equal(loads[4], 1);
  assert.equal(loadOf(-0.5, false, 2), 0.25);
});
