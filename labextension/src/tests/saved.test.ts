import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alternative,
  captionOf,
  modelOf,
  nameOf,
  pictureIn,
  VIEW,
  WIDGET
} from '../saved/still.js';

const PNG = {
  [VIEW]: { what: 'raster of spikes' },
  [WIDGET]: { model_id: 'abc', version_major: 2, version_minor: 0 },
  'image/png': 'iVBORw0KGgo=',
  'text/plain': 'raster of spikes (live: run the cell again to get it back)'
};

test('the best picture of a bundle is taken', () => {
  assert.equal(pictureIn({ ...PNG, 'text/html': '<p>' }), 'image/png');
  assert.equal(
    pictureIn({ 'text/html': '<p>', 'image/svg+xml': '<svg>' }),
    'image/svg+xml'
  );
  assert.equal(pictureIn({ 'text/html': '<p>', 'image/png': '' }), 'text/html');
  assert.equal(pictureIn({ 'text/plain': 'a raster' }), null);
});

test('a picture says what it is and how it lives again', () => {
  assert.equal(
    captionOf(PNG, 'lost'),
    'Picture of the last run: raster of spikes. Run the cell to make it live again.'
  );
  assert.match(captionOf(PNG, 'awaited'), /Looking for the live view/);
  assert.match(captionOf(PNG, 'impossible'), /need ipywidgets/);
  assert.equal(alternative(PNG), 'raster of spikes, as the last run left it');
});

test('tables and missing pictures are called what they are', () => {
  const table = { [VIEW]: { what: 'controls' }, 'text/html': '<table>' };
  assert.match(
    captionOf(table, 'lost'),
    /^Values of the last run: controls\. /
  );
  const nothing = { [VIEW]: { what: 'rates' } };
  assert.match(captionOf(nothing, 'lost'), /^No picture was saved: rates\. /);
});

test('files that others have written do no harm', () => {
  for (const odd of [{}, { [VIEW]: null }, { [VIEW]: { what: 7 } }]) {
    assert.equal(nameOf(odd), 'live view');
  }
  assert.equal(modelOf(PNG), 'abc');
  for (const odd of [{}, { [WIDGET]: null }, { [WIDGET]: { model_id: 1 } }]) {
    assert.equal(modelOf(odd), '');
  }
});
