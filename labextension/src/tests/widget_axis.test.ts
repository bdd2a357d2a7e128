import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  KEPT_WINDOWS,
  TimeAxis,
  releaseAxis,
  sharedAxis
} from '../widgets/shared/axis.js';

const raster = {};
const rate = {};

test('the newest time of all views stands at the right', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 2500);
  axis.report(rate, 2480);
  assert.deepEqual(axis.span(), { start_ms: 1500, end_ms: 2500 });
});

test('a young network fills the window from the left', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 120);
  assert.deepEqual(axis.span(), { start_ms: 0, end_ms: 1000 });
});

test('dragging holds the axis, new data do not move it, a reset follows again', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 5000);
  axis.pan(-300);
  axis.report(raster, 5200);
  assert.ok(axis.isHeld);
  assert.equal(axis.span().end_ms, 4700);
  axis.reset();
  assert.equal(axis.span().end_ms, 5200);
});

test('one cannot drag into the future nor beyond what is kept', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 50_000);
  axis.pan(400);
  assert.equal(axis.span().end_ms, 50_000);
  axis.pan(-1e6);
  assert.equal(axis.span().start_ms, 50_000 - KEPT_WINDOWS * 1000);
});

test('zooming a held axis keeps the time under the pointer in place', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 5000);
  axis.pan(-1000);
  axis.zoom(0.5, 3200);
  const { start_ms, end_ms } = axis.span();
  assert.equal(end_ms - start_ms, 500);
  assert.ok(Math.abs((3200 - start_ms) / 500 - 0.2) < 1e-12);
});

test('zooming a following axis keeps the newest time at the right', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 5000);
  axis.zoom(2, 4100);
  assert.deepEqual(axis.span(), { start_ms: 3000, end_ms: 5000 });
});

test('a network set back to the start lets go of a held axis', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 5000);
  axis.pan(-500);
  axis.report(raster, 40);
  assert.ok(!axis.isHeld);
  assert.equal(axis.newest_ms, 40);
});

test('a view that nobody sees does not keep an old time alive', () => {
  const axis = new TimeAxis(1000);
  axis.report(raster, 5000);
  axis.report(rate, 5000);
  axis.report(raster, null);
  axis.report(rate, 10);
  assert.equal(axis.newest_ms, 10);
});

test('with reduced motion the axis moves in steps', () => {
  const axis = new TimeAxis(1000);
  axis.reducedMotion = true;
  const ends = [2010, 2200, 2250, 2251].map(t_ms => {
    axis.report(raster, t_ms);
    return axis.span().end_ms;
  });
  assert.deepEqual(ends, [2250, 2250, 2250, 2500]);
});

test('listeners hear of the hair once per change', () => {
  const axis = new TimeAxis(1000);
  const heard: string[] = [];
  const unsubscribe = axis.subscribe(event => heard.push(event));
  axis.setHair(12);
  axis.setHair(12);
  axis.setHair(null);
  unsubscribe();
  axis.setHair(3);
  assert.deepEqual(heard, ['hair', 'hair']);
});

test('views of one network share an axis until the last one goes', () => {
  const axis = sharedAxis('pulse', 1000);
  assert.equal(sharedAxis('pulse', 1000), axis);
  assert.notEqual(sharedAxis('other', 1000), axis);
  const unsubscribe = axis.subscribe(() => undefined);
  releaseAxis('pulse');
  assert.equal(sharedAxis('pulse', 1000), axis);
  unsubscribe();
  releaseAxis('pulse');
  assert.notEqual(sharedAxis('pulse', 1000), axis);
});

test('views wait for one that lags, not for one that stands still', () => {
  const axis = new TimeAxis(1000);
  const [a, b, still] = [{}, {}, {}];
  axis.report(a, 5000);
  axis.report(b, 5000);
  axis.report(still, 1000);
  axis.report(a, 5040);
  assert.equal(axis.span().end_ms, 5000);
  axis.report(b, 5035); // its last bin is not full yet
  assert.equal(axis.span().end_ms, 5040);
  axis.report(a, null);
  axis.report(b, null);
  assert.equal(axis.span().end_ms, 1000);
});
