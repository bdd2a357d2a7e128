/**
 * The grid view: values as coloured cells - activity maps, matrices of weights, receptive fields.
 */

import { Brush } from './shared/brush.js';
import { GridPainter } from './shared/grid_painter.js';
import { Disposer, type Cleanup, type RenderProps } from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { Picks } from './shared/selection.js';
import { Stream } from './shared/stream.js';

const HEIGHT = 300;

function render({ model, el }: RenderProps): Cleanup {
  const disposer = new Disposer();
  const plot = new Plot('grid', heightOf(model, HEIGHT), el, disposer);
  const picks = new Picks(model, disposer, () => plot.onChange(true));
  const painter = new GridPainter(plot, picks, disposer);
  new Brush(model, { area: plot.area, isUpright: false }, painter, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
