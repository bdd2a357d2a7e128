/**
 * The raster view: one row per neuron, one dot per spike, newest at the right.
 */

import { Brush } from './shared/brush.js';
import { Disposer, type Cleanup, type RenderProps } from './shared/model.js';
import { heightOf, Plot } from './shared/plot.js';
import { RasterPainter } from './shared/raster_painter.js';
import { rowAfter } from './shared/rows.js';
import {
  attachPicking,
  Picks,
  RowMarks,
  type Pickable
} from './shared/selection.js';
import { nearestRow } from './shared/spikes.js';
import { Stream } from './shared/stream.js';

const HEIGHT = 300;
const REACH_PX = 6;

/** A raster in which a neuron can be selected. */
class SelectableRaster extends RasterPainter implements Pickable {
  private readonly rowMarks: RowMarks;
  private readonly picks: Picks;

  constructor(plot: Plot, props: RenderProps, disposer: Disposer) {
    super(plot);
    this.rowMarks = new RowMarks(plot.area);
    this.picks = new Picks(props.model, disposer, () => this.mark());
    attachPicking(plot.area, this, this.picks, disposer);
  }

  override paint(): void {
    super.paint();
    this.mark();
  }

  /** The neuron of a dot nearby, else that of the row. */
  itemAt(x: number, y: number): number | null {
    const { axis } = this.plot;
    const { left, top, width, height } = this.plot.box();
    const [right, up] = [(x - left) / width, 1 - (y - top) / height];
    if (!axis || right < 0 || right > 1 || up < 0 || up >= 1 || !this.nRows) {
      return null;
    }
    const { start_ms, end_ms } = axis.span();
    const row = up * this.nRows;
    const ms = (end_ms - start_ms) / width;
    const near = nearestRow(
      this.store.within(start_ms, end_ms),
      { t_ms: start_ms + right * (end_ms - start_ms), row },
      { t_ms: REACH_PX * ms, rows: REACH_PX * (this.nRows / height) }
    );
    return near ?? Math.floor(row);
  }

  itemBy(key: string): number | null {
    return rowAfter(key, this.picks.marks[0]?.[0] ?? null, this.nRows);
  }

  private mark(): void {
    const rows = this.picks.marks.map(([row]) => row);
    this.rowMarks.place(rows, this.nRows, this.plot.box());
  }
}

function render(props: RenderProps): Cleanup {
  const { model, el } = props;
  const disposer = new Disposer();
  const plot = new Plot('raster', heightOf(model, HEIGHT), el, disposer);
  const painter = new SelectableRaster(plot, props, disposer);
  new Brush(model, { area: plot.area, isUpright: true }, painter, disposer);
  const stop = new Stream(model, plot, painter).start();
  return () => {
    stop();
    disposer.dispose();
  };
}

export default { render };
