import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Questions } from '../assist/asking.js';
import { mistakes, nearest } from '../assist/mistakes.js';
import { placeAt } from '../assist/place.js';
import { calledAt, fitting, meaningAt } from '../assist/words.js';
import type { BridgeAnswer, BridgeQuestion } from '../messages.js';

const CELL = `%%neuron LIF
"""Leaky, reset: none."""
parameters:
    tau = 20.0 in 5..50   # time constant (ms)
functions: gain(x, y) = x*y
equations:
    tau * dv/dt + v = g_exc : init=0.0
spike: v > 1
`;

/** What fits where the text has a bar. */
function fits(text: string): string[] {
  const offset = text.indexOf('|');
  const { start, words } = fitting(text.replace('|', ''), offset);
  const typed = text.slice(start, offset).toLowerCase();
  assert.ok(words.every(({ word }) => word.toLowerCase().startsWith(typed)));
  return words.map(({ insert }) => insert);
}

const inEquations = (line: string) =>
  fits(CELL.replace('equations:\n', `equations:\n    ${line}|\n`));

test('words of the cell come before those of the language', () => {
  assert.deepEqual(inEquations('x = t').slice(0, 2), ['tau', 'tan']);
  assert.deepEqual(inEquations('x = ga'), ['gain', 'Gamma']);
  assert.deepEqual(inEquations('x = v'), ['v']);
});

test('flags stand behind the colon, sections at the start of a line', () => {
  assert.deepEqual(inEquations('x = 1 : mi'), ['min=', 'midpoint']);
  assert.deepEqual(inEquations('x = if v > 1: mi'), ['min']);
  assert.deepEqual(fits(`${CELL}re|`), ['reference:', 'reset:', 'refractory:']);
  assert.ok(fits('%%synapse S\nps|').includes('psp:'));
});

test('nothing fits in prose, comments and the first line', () => {
  assert.deepEqual(inEquations('x = 1 # t'), []);
  assert.deepEqual(fits(CELL.replace('Leaky', 'Leaky t|')), []);
  assert.deepEqual(fits(CELL.replace('LIF', 'LIF|')), []);
  assert.equal(placeAt('x = 1\ny = t', 11), null);
});

test('a call knows which argument is written', () => {
  const text = `%%neuron N\nequations:\n    x = clip(gain(v, 2), 0, `;
  const place = placeAt(text, text.length)!;
  assert.equal(calledAt(text, place)?.form, 'clip(x, low, high)');
  assert.equal(place.argument, 2);
  assert.equal(text.slice(place.callAt, place.callAt + 5), 'clip(');
  const own = CELL.replace('v > 1', 'gain(v, ');
  const at = own.indexOf('gain(v') + 8;
  assert.equal(calledAt(own, placeAt(own, at)!)?.form, 'gain(x, y)');
});

test('words have a meaning without a kernel', () => {
  const found = meaningAt(CELL, CELL.indexOf('init') + 2);
  assert.equal(found?.word.form, 'init=0.0');
  const name = meaningAt(CELL, CELL.indexOf('tau *') + 1);
  assert.equal(name?.word.form, 'tau = 20.0 in 5..50');
});

test('misspelt sections are seen without a kernel', () => {
  const [one, ...others] = mistakes(CELL.replace('spike:', 'spikes:'));
  assert.equal(one.fix, 'spike');
  assert.equal(CELL.slice(one.start, one.stop - 1), 'spike');
  assert.deepEqual(others, []);
  assert.deepEqual(mistakes(CELL), []);
  assert.equal(mistakes(`${CELL}spike: v > 2\n`).length, 1);
  assert.deepEqual(mistakes('spikes: 1'), []);
});

test('only what is near is suggested', () => {
  assert.equal(nearest('equatoins', ['equations', 'reset']), 'equations');
  assert.equal(nearest('banana', ['equations', 'reset']), '');
});

test('a kernel that does not answer is asked no more, until it does', async () => {
  const questions = new Questions();
  const sent: BridgeQuestion[] = [];
  const ask = () => questions.ask(q => sent.push(q), 'problems', CELL, 0);
  const waiting = Array.from({ length: 6 }, ask);
  assert.equal(sent.length, 4);
  assert.deepEqual(await Promise.all(waiting), Array(6).fill(null));
  questions.receive({ id: sent[0].id } as BridgeAnswer);
  const last = ask();
  assert.equal(sent.length, 5);
  const answer = { id: sent[4].id } as BridgeAnswer;
  questions.receive(answer);
  assert.equal(await last, answer);
});
