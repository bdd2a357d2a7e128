import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const SHARED = 'src/widgets/shared';
/** Sheets that all widgets have, or that stand around those of others. */
const COMMON = ['base.css', 'dashboard.css'];

/** The classes whose look a sheet defines wherever they stand. */
function classes(path: string): string[] {
  const heads = readFileSync(path, 'utf8').matchAll(/^(\.annl-[\w-]+) \{/gm);
  return [...new Set([...heads].map(head => head[1]))];
}

test('no two sheets give one class its look: a page has them all', () => {
  const paths = readdirSync(SHARED)
    .filter(name => name.endsWith('.css') && !COMMON.includes(name))
    .map(name => join(SHARED, name));
  const all = paths.flatMap(classes).sort();
  assert.deepEqual(
    all.filter((name, k) => name === all[k - 1]),
    []
  );
});

test('sheets of the side bar and those of views share no class', () => {
  const all = (folder: string): Set<string> =>
    new Set(
      readdirSync(folder)
        .filter(name => name.endsWith('.css'))
        .flatMap(name => readFileSync(join(folder, name), 'utf8'))
        .flatMap(text => text.match(/\.annl-[\w-]+/g) ?? [])
    );
  const views = all(SHARED);
  const shared = [...all('style')].filter(name => views.has(name));
  assert.deepEqual(shared, ['.annl-plot']); // plots in tabs are as high as their tab
});
