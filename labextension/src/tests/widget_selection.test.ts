import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GridHello } from '../messages.js';
import { cellOf, itemOf } from '../widgets/shared/cells.js';
import { Lens } from '../widgets/shared/lens.js';
import { rowAfter } from '../widgets/shared/rows.js';
import { nearestRow, type Chunk } from '../widgets/shared/spikes.js';

const close = (a: number, b: number): void =>
  assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test('keys move the selected row, from either end if there is none', () => {
  assert.equal(rowAfter('ArrowUp', null, 5), 0);
  assert.equal(rowAfter('ArrowDown', null, 5), 4);
  assert.equal(rowAfter('ArrowUp', 4, 5), 4);
  assert.equal(rowAfter('ArrowDown', 3, 5), 2);
  assert.equal(rowAfter('ArrowLeft', 3, 5), null);
  assert.equal(rowAfter('ArrowUp', null, 0), null);
});

test('a click near a dot means its row, wherever it points', () => {
  const spikes: Chunk = {
    kind: 'spikes',
    t0_ms: 100,
    t1_ms: 200,
    dropped: 0,
    times: Float32Array.of(10, 50),
    rows: Uint32Array.of(3, 40)
  };
  const reach = { t_ms: 5, rows: 4 };
  assert.equal(nearestRow([spikes], { t_ms: 148, row: 42.5 }, reach), 40);
  assert.equal(nearestRow([spikes], { t_ms: 130, row: 42.5 }, reach), null);
  assert.equal(nearestRow([], { t_ms: 0, row: 0 }, reach), null);
});

test('places and cells follow each other', () => {
  const hello = { x_size: 600, y_size: 10, n_columns: 256, n_rows: 10 };
  const grid = hello as GridHello;
  for (const column of [0, 1, 17, 255]) {
    const item = itemOf(grid, { column, row: 7 });
    const cell = cellOf(grid, item % 600, Math.floor(item / 600));
    assert.deepEqual(cell, { column, row: 7 });
  }
});

test('a lens keeps what is under the pointer', () => {
  const lens = new Lens();
  const box = { left: 10, top: 20, width: 200, height: 100 };
  lens.zoom(0.5, 0.25, 1);
  assert.ok(lens.isZoomed);
  close(lens.x + 0.25 * lens.size, 0.25);
  close(lens.y + lens.size, 1);
  const whole = lens.whole(box);
  close(whole.left + 0.25 * whole.width, 10 + 50);
  close(whole.top + whole.height, 120);
});

test('a lens stays inside the picture and does not zoom without end', () => {
  const lens = new Lens();
  lens.zoom(3, 0, 0);
  assert.ok(!lens.isZoomed);
  lens.zoom(0.5, 0, 0);
  lens.pan(-4, 9);
  assert.deepEqual([lens.x, lens.y], [0, 0.5]);
  for (let k = 0; k < 50; k++) {
    lens.zoom(0.5);
  }
  close(lens.size, 1 / 64);
  lens.reset();
  assert.deepEqual([lens.x, lens.y, lens.size], [0, 0, 1]);
});

test('a lens moves just as far as it takes to see something', () => {
  const lens = new Lens();
  lens.zoom(0.25, 0, 0);
  lens.reveal(0.1, 0.1, 0.05, 0.05);
  assert.deepEqual([lens.x, lens.y], [0, 0]);
  lens.reveal(0.5, 0.95, 0.05, 0.05);
  close(lens.x, 0.3);
  close(lens.y, 0.75);
});
