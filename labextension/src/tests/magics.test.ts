import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamLanguage, getIndentation, language } from '@codemirror/language';
import { EditorState, type TransactionSpec } from '@codemirror/state';
import { modelLanguage } from '../language.js';
import { modelCells } from '../magics.js';

const python = StreamLanguage.define({
  token: stream => (stream.skipToEnd(), null)
});

/** An editor as JupyterLab makes it: a language of its own, then our extension. */
function editor(doc: string): EditorState {
  return EditorState.create({
    doc,
    extensions: [language.of(python), modelCells(doc)]
  });
}

const isOn = (state: EditorState) => state.facet(language) === modelLanguage;
const after = (state: EditorState, ...specs: TransactionSpec[]) =>
  specs.reduce((now, spec) => now.update(spec).state, state);

test('model cells have it from the start, others do not', () => {
  assert.ok(isOn(editor('%%neuron N\nspike: v > 0')));
  assert.ok(isOn(editor('%%synapse S')));
  assert.ok(!isOn(editor('import numpy')));
  assert.ok(!isOn(editor('\n%%neuron N')));
  assert.ok(!isOn(editor('%%network net')));
});

test('it comes and goes with the first line', () => {
  const state = after(editor('x = 1'), {
    changes: { from: 0, insert: '%%neuron N\n' }
  });
  assert.ok(isOn(state));
  assert.ok(!isOn(after(state, { changes: { from: 0, to: 1 } })));
});

test('changes further down leave it alone', () => {
  const state = editor('%%neuron N\n');
  assert.ok(
    isOn(after(state, { changes: { from: state.doc.length, insert: 'x' } }))
  );
});

test('two editors do not share a switch', () => {
  const [one, two] = [editor('%%neuron N'), editor('%%neuron M')];
  assert.ok(!isOn(after(one, { changes: { from: 0, to: 2 } })));
  assert.ok(isOn(two));
});

test('comments are written with #', () => {
  const [data] = editor('%%neuron N').languageDataAt('commentTokens', 0);
  assert.deepEqual(data, { line: '#' });
});

test('a block is indented by one unit, a section word is not', () => {
  const doc = '%%neuron N\nequations:\n\nspike: v > 0\n\n';
  const state = editor(doc);
  const indentAt = (line: number) =>
    getIndentation(state, state.doc.line(line).from);
  assert.equal(indentAt(3), 2);
  assert.equal(indentAt(4), 0);
  assert.equal(indentAt(5), 0);
});
