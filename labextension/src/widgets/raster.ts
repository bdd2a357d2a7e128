/**
 * The raster view: one row per neuron, one dot per spike, newest at the right.
 */

import { RasterPainter } from './shared/raster_painter.js';
import { Disposer, type Cleanup, type RenderProps } from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { Stream } from './shared/stream.js';

const HEIGHT = 300;

function render({ model, el }: RenderProps): Cleanup {
  const disposer = new Disposer();
  const plot = new Plot('raster', heightOf(model, HEIGHT), el, disposer);
  const stop = new Stream(model, plot, new RasterPainter(plot)).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
