import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { BridgeState } from '../messages.js';
import { mismatchText, statusText } from '../status_text.js';
import { isSame, VERSION } from '../version.js';

const running: BridgeState = {
  kind: 'state',
  version: VERSION,
  network: 'n1',
  name: 'pulse',
  state: 'running',
  t_ms: 12_340,
  real_time_factor: 0.998,
  speed: 1,
  message: '',
  networks: [{ key: 'n1', name: 'pulse' }],
  is_chosen: false
};

const plain = (parts: string[]): string => parts.join('').replace('\uFE0E', '');

test('a running network shows its time and its pace', () => {
  const { parts, hint } = statusText(running);
  assert.equal(plain(parts), 'pulse ▶ 12.3 s · 1.0×');
  assert.match(hint, /running at 1.0× real time/);
});

test('a standing one shows no pace', () => {
  const { parts } = statusText({ ...running, state: 'paused', name: '' });
  assert.equal(plain(parts), 'network ⏸ 12.3 s');
});

test('a failed one says why', () => {
  const message = 'NaN in v of neuron 17';
  const { hint } = statusText({ ...running, state: 'failed', message });
  assert.equal(hint, 'pulse failed: NaN in v of neuron 17');
});

test('the version is that of the package', () => {
  const json = readFileSync(new URL('../../package.json', import.meta.url));
  assert.equal(JSON.parse(json.toString()).version, VERSION);
});

test('releases must agree, and so must the protocol', () => {
  assert.ok(isSame(VERSION));
  assert.ok(isSame(`${VERSION}.dev3`));
  assert.ok(!isSame('99.0.0'));
  assert.ok(!isSame(VERSION, 99));
});

test('a mismatch names both versions and a remedy', () => {
  const { parts, hint } = mismatchText('99.0.0');
  assert.ok(parts[0].includes('99.0.0') && parts[0].includes(VERSION));
  assert.match(hint, /reload the page/);
});
