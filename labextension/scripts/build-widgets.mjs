// Bundles every live view into one self-contained module that anywidget loads from the wheel.
// `--watch` rebuilds on every change; open notebooks pick it up with ANYWIDGET_HMR=1.
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const views = [
  'raster',
  'rate',
  'trace',
  'grid',
  'histogram',
  'phase',
  'explorer',
  'stimulus',
  'graph',
  'inputs',
  'transport',
  'timeline',
  'journal',
  'controls',
  'dashboard',
  'served'
];
const root = new URL('..', import.meta.url);
const options = {
  absWorkingDir: fileURLToPath(root),
  entryPoints: views.map(name => `src/widgets/${name}.ts`),
  outdir: '../annarchy_lab/lab/static',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'inline',
  loader: { '.css': 'text' },
  logLevel: 'info'
};

if (process.argv.includes('--watch')) {
  await (await context({ ...options, minify: false })).watch();
} else {
  await build(options);
  // What is bundled travels with its licence.
  const licence = new URL('../annarchy_lab/lab/static/uPlot.LICENSE.txt', root);
  await copyFile(new URL('node_modules/uplot/LICENSE', root), licence);
}
