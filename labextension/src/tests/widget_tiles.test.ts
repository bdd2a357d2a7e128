import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved } from '../widgets/shared/tile_keys.js';
import {
  bottom,
  fitted,
  freeId,
  inOrder,
  room,
  settled,
  type Box
} from '../widgets/shared/tiles.js';

const box = (id: string, x: number, y: number, w: number, h: number): Box => ({
  id,
  x,
  y,
  w,
  h
});
const TWO = [box('a', 0, 0, 6, 4), box('b', 0, 4, 6, 3)];
const places = (boxes: readonly Box[]): string =>
  boxes.map(b => `${b.id}${b.x},${b.y}`).join(' ');

test('tiles that fit stay where they are', () => {
  assert.deepEqual(settled(TWO), TWO);
});

test('holes above tiles close', () => {
  assert.equal(places(settled([box('a', 2, 7, 3, 3)])), 'a2,0');
});

test('the tile that is moved keeps its place, others go down', () => {
  const boxes = [box('a', 0, 0, 6, 4), box('c', 3, 0, 6, 2)];
  assert.equal(places(settled(boxes, 'c')), 'a0,2 c3,0');
  assert.equal(places(settled(boxes, 'a')), 'a0,0 c3,4');
});

test('nothing leaves the grid, and nothing overlaps', () => {
  let seed = 1;
  const random = (n: number): number =>
    (seed = (seed * 16807) % 2147483647) % n;
  for (let k = 0; k < 200; k++) {
    const boxes = Array.from({ length: 8 }, (_, n) =>
      box(`t${n}`, random(14), random(20), 1 + random(14), 1 + random(9))
    );
    const cells = new Set<string>();
    for (const b of settled(boxes, 't3')) {
      assert.ok(b.x >= 0 && b.x + b.w <= 12 && b.h >= 2);
      for (let x = b.x; x < b.x + b.w; x++) {
        for (let y = b.y; y < b.y + b.h; y++) {
          assert.ok(!cells.has(`${x},${y}`), `overlap at ${x},${y}`);
          cells.add(`${x},${y}`);
        }
      }
    }
  }
});

test('keys move a tile past the next one, and resize it', () => {
  const down = moved(TWO, 'a', 'ArrowDown', false)!;
  const after = settled(
    TWO.map(b => (b.id === 'a' ? down : b)),
    'a'
  );
  assert.equal(places(after), 'a0,3 b0,0');
  const up = moved(after, 'a', 'ArrowUp', false)!;
  const back = settled(
    after.map(b => (b.id === 'a' ? up : b)),
    'a'
  );
  assert.equal(places(back), 'a0,0 b0,4');
  assert.equal(moved(TWO, 'a', 'ArrowRight', true)!.w, 7);
  assert.equal(moved(TWO, 'a', 'ArrowUp', true)!.h, 3);
  assert.equal(moved(TWO, 'a', 'x', false), null);
  assert.equal(fitted({ ...TWO[0], x: -1 }).x, 0);
});

test('a new tile takes the first room there is', () => {
  assert.equal(places([room(TWO, 4, 3)]), '6,0');
  assert.equal(places([room(TWO, 8, 3)]), '0,7');
  assert.equal(bottom(TWO), 7);
  assert.equal(freeId([box('map-1', 0, 0, 1, 1)], 'map'), 'map-2');
  assert.equal(places(inOrder([TWO[1], TWO[0]])), places(TWO));
});
