import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highlightTree, tagHighlighter, tags as t } from '@lezer/highlight';
import { modelLanguage } from '../language.js';

const colours = tagHighlighter([
  { tag: t.meta, class: 'meta' },
  { tag: t.definition(t.className), class: 'name' },
  { tag: t.attributeName, class: 'option' },
  { tag: t.heading1, class: 'section' },
  { tag: t.string, class: 'string' },
  { tag: t.comment, class: 'comment' },
  { tag: t.definition(t.variableName), class: 'defined' },
  { tag: t.function(t.definition(t.variableName)), class: 'function' },
  { tag: t.standard(t.variableName), class: 'builtin' },
  { tag: t.modifier, class: 'flag' },
  { tag: t.keyword, class: 'keyword' },
  { tag: t.self, class: 'side' },
  { tag: t.propertyName, class: 'attribute' },
  { tag: t.atom, class: 'atom' },
  { tag: t.number, class: 'number' },
  { tag: t.operator, class: 'operator' },
  { tag: t.variableName, class: 'variable' }
]);

/** The coloured pieces of a text, as `class:text`; signs without a colour are left out. */
function painted(text: string): string[] {
  const pieces: string[] = [];
  highlightTree(modelLanguage.parser.parse(text), colours, (from, to, name) => {
    pieces.push(`${name.split(' ').at(-1)}:${text.slice(from, to)}`);
  });
  return pieces;
}

/** The same for one line inside a section of a neuron. */
function line(text: string, section = 'equations'): string[] {
  return painted(`%%neuron N\n${section}:\n    ${text}`).slice(3);
}

test('the first line names the model and its options', () => {
  assert.deepEqual(painted('%%neuron Izhikevich --quiet'), [
    'meta:%%neuron',
    'name:Izhikevich',
    'option:--quiet'
  ]);
});

test('a magic is one only in the first line and as a whole word', () => {
  assert.ok(!painted('x = 1\n%%neuron N').some(p => p.startsWith('meta')));
  assert.ok(!painted('%%neurons N').some(p => p.startsWith('meta')));
});

test('a docstring may span lines and ends where it says', () => {
  assert.deepEqual(painted('%%neuron N\n"""One.\n\nspike: no"""\nspike: v'), [
    'meta:%%neuron',
    'name:N',
    'string:"""One.',
    'string:spike: no"""',
    'section:spike',
    'variable:v'
  ]);
});

test('parameters have a name, a number, a range and a description', () => {
  assert.deepEqual(line('noise = 5.0 in 0..20  # amplitude', 'parameters'), [
    'defined:noise',
    'operator:=',
    'number:5.0',
    'keyword:in',
    'number:0',
    'operator:..',
    'number:20',
    'comment:# amplitude'
  ]);
  assert.deepEqual(line('c = -65. in -70.5..-5e1', 'parameters').slice(2), [
    'operator:-',
    'number:65.',
    'keyword:in',
    'operator:-',
    'number:70.5',
    'operator:..-',
    'number:5e1'
  ]);
});

test('a gradient is a definition, flags stand behind the last colon', () => {
  assert.deepEqual(line('dv/dt = (E - v) / tau : init=-65, max=v_max'), [
    'defined:dv/dt',
    'operator:=',
    'variable:E',
    'operator:-',
    'variable:v',
    'operator:/',
    'variable:tau',
    'flag:init',
    'operator:=-',
    'number:65',
    'flag:max',
    'operator:=',
    'variable:v_max'
  ]);
  assert.deepEqual(line('tau * dg_exc / dt = -g_exc : event-driven'), [
    'variable:tau',
    'operator:*',
    'defined:dg_exc / dt',
    'operator:=',
    'operator:-',
    'variable:g_exc',
    'flag:event-driven'
  ]);
});

test('the colons of if and else begin no flags', () => {
  assert.deepEqual(line('x = if v > 0: min(v) else: 0 : population'), [
    'defined:x',
    'operator:=',
    'keyword:if',
    'variable:v',
    'operator:>',
    'number:0',
    'builtin:min',
    'variable:v',
    'keyword:else',
    'number:0',
    'flag:population'
  ]);
  assert.ok(!line('x = if v: 1 else: min(v)').includes('flag:min'));
});

test('flag words are ordinary names elsewhere', () => {
  assert.deepEqual(line('r = min + init'), [
    'defined:r',
    'operator:=',
    'variable:min',
    'operator:+',
    'variable:init'
  ]);
});

test('a section may stand on one line with its body', () => {
  assert.deepEqual(painted('spike: v >= 30\nreset: v = c; u += d'), [
    'section:spike',
    'variable:v',
    'operator:>=',
    'number:30',
    'section:reset',
    'defined:v',
    'operator:=',
    'variable:c',
    'defined:u',
    'operator:+=',
    'variable:d'
  ]);
});

test('a section word is an ordinary name without its colon or inside a block', () => {
  assert.deepEqual(line('reset: v'), ['variable:reset', 'variable:v']);
  assert.deepEqual(line('psp = reset'), [
    'defined:psp',
    'operator:=',
    'variable:reset'
  ]);
});

test('synapses: both sides, events, reductions, operation', () => {
  const text = '%%synapse S\npsp: w * pre.r\noperation: max\npre_spike:\n';
  assert.deepEqual(
    painted(text + '    g_target += w * post.sum(exc)').slice(2),
    [
      'section:psp',
      'variable:w',
      'operator:*',
      'side:pre',
      'attribute:.r',
      'section:operation',
      'builtin:max',
      'section:pre_spike',
      'defined:g_target',
      'operator:+=',
      'variable:w',
      'operator:*',
      'side:post',
      'attribute:.sum',
      'variable:exc'
    ]
  );
});

test('functions, built-ins, time and prose', () => {
  assert.deepEqual(line('gain(x, y) = x * exp(y)', 'functions'), [
    'function:gain',
    'variable:x',
    'variable:y',
    'operator:=',
    'variable:x',
    'operator:*',
    'builtin:exp',
    'variable:y'
  ]);
  assert.deepEqual(line('I = 2e-3 * Normal(0.0, 1.0) * t').slice(2), [
    'number:2e-3',
    'operator:*',
    'builtin:Normal',
    'number:0.0',
    'number:1.0',
    'operator:*',
    'atom:t'
  ]);
  assert.deepEqual(painted('reference: Izhikevich (2003), IEEE'), [
    'section:reference',
    'string:Izhikevich (2003), IEEE'
  ]);
});

test('half-typed and foreign text is painted without complaint', () => {
  for (const text of [
    '%%neuron',
    'spike',
    'dv/dt =',
    'x = (',
    '"""',
    '@ $ 🧠'
  ]) {
    assert.doesNotThrow(() => painted(text));
  }
});
