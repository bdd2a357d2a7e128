import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { move, places, typed, type Row } from '../inspector/rows.js';
import { outlineText } from '../outline_text.js';
import { keyOf, placeOf } from '../tabs/place.js';
import { Waiting } from '../waiting.js';

const row = (
  id: string,
  depth: number,
  can_open = false,
  is_open = false
): Row => ({ id, depth, name: id, can_open, is_open });
const ROWS = [
  row('net', 1, true, true),
  row('Populations', 2, true, true),
  row('Exc', 3, true, false),
  row('excitable', 3),
  row('Monitors', 2),
  row('other', 1)
];

test('arrows walk over rows and stop at the ends', () => {
  assert.deepEqual(move(ROWS, 'net', 'ArrowDown'), { to: 'Populations' });
  assert.deepEqual(move(ROWS, 'Monitors', 'ArrowUp'), { to: 'excitable' });
  assert.deepEqual(move(ROWS, 'Exc', 'Home'), { to: 'net' });
  assert.deepEqual(move(ROWS, 'Exc', 'End'), { to: 'other' });
  assert.equal(move(ROWS, 'net', 'ArrowUp'), null);
  assert.equal(move(ROWS, 'other', 'ArrowDown'), null);
  assert.equal(move(ROWS, 'net', 'F5'), null);
});

test('left and right open, close, and lead up and down the tree', () => {
  assert.deepEqual(move(ROWS, 'Exc', 'ArrowRight'), { toggle: 'Exc' });
  assert.deepEqual(move(ROWS, 'net', 'ArrowRight'), { to: 'Populations' });
  assert.equal(move(ROWS, 'excitable', 'ArrowRight'), null);
  assert.deepEqual(move(ROWS, 'net', 'ArrowLeft'), { toggle: 'net' });
  assert.deepEqual(move(ROWS, 'Exc', 'ArrowLeft'), { to: 'Populations' });
  assert.equal(move(ROWS, 'other', 'ArrowLeft'), null);
});

test('typed letters find the next row, whatever their case', () => {
  assert.equal(typed(ROWS, 'net', 'e'), 'Exc');
  assert.equal(typed(ROWS, 'Exc', 'e'), 'excitable');
  assert.equal(typed(ROWS, 'Exc', 'ex'), 'Exc');
  assert.equal(typed(ROWS, 'Exc', 'exci'), 'excitable');
  assert.equal(typed(ROWS, 'other', 'n'), 'net');
  assert.equal(typed(ROWS, 'net', 'z'), null);
});

test('each row knows its place among its siblings', () => {
  assert.deepEqual(places(ROWS), [
    [1, 2],
    [1, 2],
    [1, 2],
    [2, 2],
    [2, 2],
    [2, 2]
  ]);
});

test('a tab is found again by what it shows', () => {
  const view = { path: 'a.ipynb', row: 'net', view: 'live' } as const;
  const output = { path: 'a.ipynb', cell: 'c1', output: 0 };
  assert.deepEqual(placeOf({ ...view }), view);
  assert.deepEqual(placeOf(output), output);
  assert.equal(placeOf({ path: 'a.ipynb' }), null);
  assert.notEqual(keyOf(view), keyOf({ ...view, view: 'rate' }));
  assert.notEqual(keyOf(view), keyOf(output));
});

test('cells of ours have names in the table of contents', () => {
  assert.equal(outlineText('%%neuron Izhikevich\na'), 'Izhikevich (neuron)');
  assert.equal(outlineText('%%synapse --help STDP'), 'STDP (synapse)');
  assert.equal(outlineText('%%network net --dt 1.0'), 'net (network)');
  assert.equal(outlineText('%%neuron'), null);
  assert.equal(outlineText('%%neuronal x'), null);
  assert.equal(outlineText('net = Network()'), null);
});

test('an answer goes to the one who asked, and to nobody when the kernel is gone', async () => {
  const waiting = new Waiting<{ id: string; text: string }>();
  const sent: string[] = [];
  const first = waiting.ask(id => sent.push(id));
  const second = waiting.ask(id => sent.push(id));
  waiting.receive({ id: sent[1], text: 'two' });
  assert.equal((await second)?.text, 'two');
  waiting.clear();
  assert.equal(await first, null);
});

const schema = JSON.parse(
  readFileSync(
    new URL('../../schema/settings.json', import.meta.url)
  ).toString()
);

test('the defaults are those of the schema', () => {
  const text = readFileSync(
    new URL('../../src/settings.ts', import.meta.url)
  ).toString();
  const [, defaults] = /DEFAULTS = \{([^}]*)\}/.exec(text) ?? [];
  for (const [name, { default: value }] of Object.entries<{ default: unknown }>(
    schema.properties
  )) {
    const written = typeof value === 'string' ? `'${value}'` : String(value);
    assert.ok(defaults.includes(`${name}: ${written}`), name);
  }
});
