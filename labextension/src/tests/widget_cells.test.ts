import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GridHello } from '../messages.js';
import {
  cellAt,
  moved,
  nameOf,
  pictureBox,
  placesOf
} from '../widgets/shared/cells.js';
import { colorTable, paintValues } from '../widgets/shared/colormap.js';
import { statisticsText, valueText } from '../widgets/shared/figures.js';

const ROOM = { left: 60, top: 6, width: 600, height: 300 };

function hello(more: Partial<GridHello> = {}): GridHello {
  return {
    kind: 'hello',
    protocol: 1,
    view: 'grid',
    network: 'n',
    title: 'r of sheet',
    dt_ms: 1,
    layout: 'map',
    x_label: 'column',
    y_label: 'row',
    x_size: 4,
    y_size: 3,
    n_columns: 4,
    n_rows: 3,
    has_coordinates: true,
    label: 'r',
    unit: 'Hz',
    item: 'neurons',
    colors: [],
    signed_colors: [],
    signed_colors_dark: [],
    ...more
  };
}

test('a map keeps the shape of its population, a matrix fills the height', () => {
  assert.deepEqual(pictureBox(hello(), ROOM), { ...ROOM, width: 400 });
  const wide = hello({ x_size: 40, y_size: 10, layout: 'map' });
  assert.equal(pictureBox(wide, ROOM).height, 150);
  const matrix = hello({ x_size: 1000, y_size: 10, layout: 'matrix' });
  assert.deepEqual(pictureBox(matrix, ROOM), ROOM);
});

test('the pointer finds its cell, and nothing outside', () => {
  const box = { left: 60, top: 6, width: 400, height: 300 };
  assert.deepEqual(cellAt(hello(), box, { x: 61, y: 7 }), {
    column: 0,
    row: 0
  });
  assert.deepEqual(cellAt(hello(), box, { x: 459, y: 305 }), {
    column: 3,
    row: 2
  });
  assert.equal(cellAt(hello(), box, { x: 59, y: 100 }), null);
  assert.equal(cellAt(hello(), box, { x: 100, y: 307 }), null);
});

test('arrow keys move from cell to cell and stop at the edge', () => {
  const start = moved(hello(), null, 'ArrowRight');
  assert.deepEqual(start, { column: 0, row: 0 });
  const down = moved(hello(), start, 'ArrowDown');
  assert.deepEqual(down, { column: 0, row: 1 });
  assert.deepEqual(moved(hello(), down, 'ArrowLeft'), down);
});

test('a cell is named as Python would index it', () => {
  const cell = { column: 2, row: 1 };
  assert.equal(nameOf(hello(), cell), '(1, 2)  rank 6');
  assert.equal(nameOf(hello({ has_coordinates: false }), cell), 'rank 6');
  const matrix = hello({ layout: 'matrix', x_first: 10 });
  assert.equal(nameOf(matrix, cell), 'post 1 ← pre 12');
});

test('pooled cells name all their places, and each place is in one cell', () => {
  const matrix = hello({ layout: 'matrix', x_size: 9, y_size: 3 });
  assert.equal(nameOf(matrix, { column: 0, row: 0 }), 'post 0 ← pre 0–2');
  const covered = [0, 1, 2, 3].flatMap(cell => placesOf(cell, 4, 9));
  assert.deepEqual(covered, [0, 2, 3, 4, 5, 6, 7, 8]);
  // as the kernel counts: place * n_cells // size
  for (let place = 0; place < 9; place++) {
    const [first, last] = placesOf(Math.floor((place * 4) / 9), 4, 9);
    assert.ok(first <= place && place <= last);
  }
});

test('a place in a field is named by both ends, a gap by nothing', () => {
  const fields = hello({
    layout: 'fields',
    x_size: 5, // two fields of 2 x 2 places and a gap
    y_size: 2,
    n_columns: 5,
    n_rows: 2,
    fields: [7, 9],
    field_width: 2,
    field_height: 2
  });
  assert.equal(nameOf(fields, { column: 4, row: 1 }), 'post 9 ← pre 3 (1, 1)');
  assert.equal(nameOf(fields, { column: 2, row: 0 }), '');
});

test('values have four figures and a true minus sign', () => {
  assert.equal(valueText(-64.378, 'mV'), '−64.38 mV');
  assert.equal(valueText(0, ''), '0.000');
  assert.equal(valueText(0.000123, ''), '1.23e−4');
  assert.equal(valueText(NaN, ''), '–');
});

test('statistics say of how many values, and how many are none', () => {
  const frame = { minimum: -1, mean: 0.5, maximum: 2, n: 7, n_unknown: 0 };
  assert.equal(
    statisticsText(frame, 'mV', 'neurons'),
    'min −1.000  mean 0.5000  max 2.000 mV  of 7 neurons'
  );
  const odd = statisticsText({ ...frame, n_unknown: 2 }, '', 'synapses');
  assert.ok(odd.endsWith('of 7 synapses, 2 not finite'));
});

test('colours lie on straight lines between stops, empty cells are transparent', () => {
  const table = colorTable(['#000000', '#ff0000', '#ffffff']);
  assert.equal(table[0], 0xff000000);
  assert.equal(table[255], 0xffffffff);
  const pixels = new Uint32Array(5);
  paintValues([-9, 0, 1, 9, NaN], 0, 1, table, pixels);
  const [first, last] = [table[0], table[255]];
  assert.deepEqual([...pixels], [first, first, last, last, 0]);
});
