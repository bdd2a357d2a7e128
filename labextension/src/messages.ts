// What the kernel and the browser say to each other.
// Written by annarchy_lab.lab.schema.generate from messages.json; do not edit by hand.

export const PROTOCOL = 1;

/**
 * The kinds of live views.
 */
export type ViewName =
  | 'raster'
  | 'rate'
  | 'trace'
  | 'grid'
  | 'histogram'
  | 'phase'
  | 'graph'
  | 'inputs';

/**
 * The states of a run, as the transport bar and the status bar name them.
 */
export type RunState =
  | 'idle'
  | 'compiling'
  | 'running'
  | 'paused'
  | 'finished'
  | 'stopped'
  | 'failed';

/**
 * A population or view, as the plots name and colour it.
 */
export interface PopulationInfo {
  name: string;
  /** Number of neurons (rows). */
  size: number;
  /** Place in the palette; the same population has the same one in every view. */
  color_index: number;
}

/**
 * One line of a line plot.
 */
export interface SeriesInfo {
  name: string;
  /** Place in the palette. */
  color_index: number;
}

/**
 * What does not change while a raster is shown; clears the view.
 * Row 0 is the first neuron of the first population, at the bottom.
 */
export interface RasterHello {
  kind: 'hello';
  protocol: 1;
  view: 'raster';
  /** Key of the time axis that views share. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** Time shown at first (ms). */
  window_ms: number;
  /** Whether to label the time axis; default true. A stack of views needs it once. */
  time_axis?: boolean;
  populations: PopulationInfo[];
}

/**
 * What does not change while population rates are shown; clears the view.
 */
export interface RateHello {
  kind: 'hello';
  protocol: 1;
  view: 'rate';
  /** Key of the time axis that views share. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** Time shown at first (ms). */
  window_ms: number;
  /** Whether to label the time axis; default true. A stack of views needs it once. */
  time_axis?: boolean;
  /** Unit of the values, such as Hz; may be empty. */
  unit: string;
  series: SeriesInfo[];
}

/**
 * What does not change while the values of a variable are shown; clears the
 * view.
 */
export interface TraceHello {
  kind: 'hello';
  protocol: 1;
  view: 'trace';
  /** Key of the time axis that views share. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** Time shown at first (ms). */
  window_ms: number;
  /** Whether to label the time axis; default true. A stack of views needs it once. */
  time_axis?: boolean;
  /** Name of the variable. */
  label: string;
  /** Unit of the values, such as mV; may be empty. */
  unit: string;
  series: SeriesInfo[];
}

/**
 * What does not change while a picture of cells is shown; clears the view.
 * A map has one neuron in each place, a matrix one synapse, fields the synapses
 * of some neurons side by side.  Place 0, 0 is at the top left.  A cell pools
 * several places where there are more of them than cells.
 */
export interface GridHello {
  kind: 'hello';
  protocol: 1;
  view: 'grid';
  /** Key of the network. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  layout: 'map' | 'matrix' | 'fields';
  x_label: string;
  y_label: string;
  /** Places in a row. */
  x_size: number;
  /** Places in a column. */
  y_size: number;
  /** Rank at the left of a matrix; default 0. */
  x_first?: number;
  /** Rank at the top of a matrix; default 0. */
  y_first?: number;
  /** Cells in a row. */
  n_columns: number;
  /** Cells in a column. */
  n_rows: number;
  /** Of a map: whether neurons have two coordinates. */
  has_coordinates?: boolean;
  /** Post ranks of the fields, row by row. */
  fields?: number[];
  /** Places of a field, without the gap. */
  field_width?: number;
  /** Places of a field, without the gap. */
  field_height?: number;
  /** Name of the values. */
  label: string;
  /** Unit of the values; may be empty. */
  unit: string;
  /** What has the values, in the plural. */
  item: string;
  /** Equally spaced colours (#rrggbb). */
  colors: string[];
  /** The same for values around 0. */
  signed_colors: string[];
  /** On a dark ground. */
  signed_colors_dark: string[];
}

/**
 * What does not change while a histogram is shown; clears the view.
 */
export interface HistogramHello {
  kind: 'hello';
  protocol: 1;
  view: 'histogram';
  /** Key of the network. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** Name of the values. */
  label: string;
  /** Unit of the values; may be empty. */
  unit: string;
  /** What is counted, in the plural. */
  item: string;
  /** Place in the palette. */
  color_index: number;
  /** Whether counts have a logarithmic axis at first. */
  is_log: boolean;
}

/**
 * What does not change while a phase plane is shown; clears the view.
 */
export interface PhaseHello {
  kind: 'hello';
  protocol: 1;
  view: 'phase';
  /** Key of the network. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** How much of the past is shown (ms). */
  trail_ms: number;
  /** Name of the variable to the right. */
  x_label: string;
  x_unit: string;
  /** Name of the variable upwards. */
  y_label: string;
  y_unit: string;
  series: SeriesInfo[];
}

/**
 * A group of neurons in a network graph.
 */
export interface GraphNode {
  name: string;
  /** Number of neurons. */
  size: number;
  /** Neurons along each dimension. */
  geometry: number[];
  /** Name of the neuron model. */
  model: string;
  /** Whether its rate is one of spikes, in Hz. */
  is_spiking: boolean;
  /** Place in the palette. */
  color_index: number;
  /** Middle of the node (CSS pixels at zoom 1). */
  x: number;
  y: number;
}

/**
 * The synapses of a projection between two groups.
 */
export interface GraphEdge {
  /** Of the projection. */
  name: string;
  /** Place of a node. */
  source: number;
  /** Place of a node. */
  sink: number;
  target: string;
  effect: 'excitatory' | 'inhibitory' | 'other';
  /** Name of the synapse model. */
  model: string;
  is_plastic: boolean;
  /** How far its middle lies left of the straight line; of a loop, right of the node's middle. */
  bend: number;
}

/**
 * What does not change while a network graph is shown.
 */
export interface GraphHello {
  kind: 'hello';
  protocol: 1;
  view: 'graph';
  /** Key of the network. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
  node_width: number;
  node_height: number;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/**
 * Some rows under a heading: a name and a value each, or lines of a model.
 */
export interface CardSection {
  title: string;
  rows: string[][];
  is_code: boolean;
}

/**
 * What is known of what is selected.
 */
export interface CardInfo {
  title: string;
  subtitle: string;
  /** Place in the palette; -1 for none. */
  color_index: number;
  sections: CardSection[];
}

/**
 * What does not change while a card of what is selected is shown; clears the
 * view.
 */
export interface InputsHello {
  kind: 'hello';
  protocol: 1;
  view: 'inputs';
  /** Key of the network. */
  network: string;
  title: string;
  /** Step of the network (ms). */
  dt_ms: number;
}

/**
 * The activity of all nodes and the weights of all edges at t_ms; replaces
 * those before.
 * Binary buffers:
 * float32[n_nodes]: mean rate, NaN where nothing is known
 * float32[n_edges][4]: mean, minimum, median, maximum of the weights, NaN where
 * nothing is known
 * uint32[n_edges]: synapses
 */
export interface GraphFrame {
  kind: 'frame' | 'snapshot';
  view: 'graph';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Time of the values (ms). */
  t_ms: number;
  /** Always 0. */
  dropped: number;
  card?: CardInfo;
}

/**
 * What is known at t_ms of what is selected; replaces what was known before.
 */
export interface InputsFrame {
  kind: 'frame' | 'snapshot';
  view: 'inputs';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Time of the values (ms). */
  t_ms: number;
  /** Always 0. */
  dropped: number;
  card: CardInfo;
}

/**
 * Browser to kernel: somebody has moved a node of a network graph.
 */
export interface PlaceRequest {
  kind: 'place';
  /** Which one; -1: all of them go back. */
  node: number;
  x: number;
  y: number;
}

/**
 * Single spikes of t0_ms <= t < t_ms.
 * A snapshot replaces what is shown, a frame is appended.
 * Binary buffers:
 * float32[n_spikes]: times (ms) after t0_ms, ascending
 * uint32[n_spikes]: rows
 */
export interface SpikeFrame {
  kind: 'frame' | 'snapshot';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Newest time (ms). */
  t_ms: number;
  /** Start of the frame (ms). */
  t0_ms: number;
  /** Spikes of this span that are missing here. */
  dropped: number;
  binned: false;
}

/**
 * Counts of spikes in equal time bins between t0_ms and t_ms and in equal
 * groups of rows.
 * Binary buffers:
 * dtype[n_rows][n_columns]: counts, row group 0 holds row 0, columns ascend in
 * time
 */
export interface BinnedFrame {
  kind: 'frame' | 'snapshot';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Newest time (ms). */
  t_ms: number;
  /** Start of the frame (ms). */
  t0_ms: number;
  /** Spikes of this span that are missing here. */
  dropped: number;
  binned: true;
  n_columns: number;
  /** Number of row groups. */
  n_rows: number;
  dtype: 'uint8' | 'uint16';
}

/**
 * Bin k covers t0_ms + k * bin_ms up to the next one.
 * Only whole bins are sent.
 * Binary buffers:
 * float32[n]: one buffer per series, mean rate in each bin, NaN where nothing
 * is known
 */
export interface RateFrame {
  /** ghost: of another branch; it is not acknowledged. */
  kind: 'frame' | 'snapshot' | 'ghost';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Newest time (ms). */
  t_ms: number;
  /** Start of the first bin (ms). */
  t0_ms: number;
  /** Of a ghost: its name. */
  branch?: string;
  /** Bins of this span that are missing here. */
  dropped: number;
  bin_ms: number;
}

/**
 * Sample k belongs to t0_ms + k * dt_ms.
 * With an envelope it stands for the span up to the next sample.
 * Binary buffers:
 * float32[n]: one buffer per series, values; float32[n][2] (minimum, maximum)
 * with an envelope
 */
export interface TraceFrame {
  /** ghost: of another branch; it is not acknowledged. */
  kind: 'frame' | 'snapshot' | 'ghost';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Newest time (ms). */
  t_ms: number;
  /** Time of the first sample (ms). */
  t0_ms: number;
  /** Of a ghost: its name. */
  branch?: string;
  /** Samples of this span that are missing here. */
  dropped: number;
  /** Time between samples (ms). */
  dt_ms: number;
  envelope: boolean;
}

/**
 * The state at t_ms; replaces the one before.
 * Statistics are of all items, not of cells.
 * Binary buffers:
 * float32[n_rows][n_columns]: mean of each cell, NaN where it is empty
 * uint32[n_rows][n_columns]: items in each cell; left out where they are as
 * before
 */
export interface GridFrame {
  kind: 'frame' | 'snapshot';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Time of the state (ms). */
  t_ms: number;
  /** Spikes since the last frame that are missing here. */
  dropped: number;
  /** Value of the first colour. */
  low: number;
  /** Value of the last colour. */
  high: number;
  /** Whether 0 stands in the middle of the scale. */
  signed: boolean;
  /** Number of items. */
  n: number;
  /** Those that are NaN or infinite. */
  n_unknown: number;
  minimum: number;
  maximum: number;
  mean: number;
}

/**
 * The values at t_ms; replaces those before.
 * Bins are equally wide between low and high.
 * Binary buffers:
 * uint32[n_bins]: values in each bin
 */
export interface HistogramFrame {
  kind: 'frame' | 'snapshot';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Time of the values (ms). */
  t_ms: number;
  /** Always 0: a state is whole. */
  dropped: number;
  /** Start of the first bin. */
  low: number;
  /** End of the last bin. */
  high: number;
  /** Number of values. */
  n: number;
  /** Those that are NaN or infinite. */
  n_unknown: number;
  /** Those that lie in no bin. */
  n_outside: number;
  minimum: number;
  maximum: number;
  mean: number;
}

/**
 * Sample k belongs to t0_ms + k * dt_ms.
 * A snapshot replaces what is shown, a frame is appended.
 * Binary buffers:
 * float32[n_series][2][n]: to the right and upwards, NaN where nothing is known
 */
export interface PhaseFrame {
  kind: 'frame' | 'snapshot';
  /** Grows by one. */
  seq: number;
  /** Whether the view is to acknowledge this when it is painted. */
  answer?: boolean;
  /** Newest time (ms). */
  t_ms: number;
  /** Time of the first sample (ms). */
  t0_ms: number;
  /** Steps of this span that are missing here. */
  dropped: number;
  /** Time between samples (ms). */
  dt_ms: number;
}

/**
 * Anything that the kernel sends to a live view.
 */
export type ViewMessage =
  | RasterHello
  | RateHello
  | TraceHello
  | GridHello
  | HistogramHello
  | PhaseHello
  | GraphHello
  | InputsHello
  | SpikeFrame
  | BinnedFrame
  | RateFrame
  | TraceFrame
  | GridFrame
  | HistogramFrame
  | PhaseFrame
  | GraphFrame
  | InputsFrame;

/**
 * What is selected in the network, as one view marks it.
 */
export interface SelectedInfo {
  /** How it is called; empty if nothing is selected. */
  label: string;
  /** Its items in the view: rows of a raster, series, nodes and edges of a graph, [i]; places of a picture of cells, [x, y, width, height]. */
  marks: number[][];
}

/**
 * Browser to kernel: somebody clicked an item of a live view, or ended the
 * selection.
 */
export interface SelectRequest {
  kind: 'select';
  /** A row, series, node or edge; of a picture of cells y * x_size + x; -1 selects nothing. */
  item: number;
}

/**
 * A view appeared or came back: it wants a hello and a snapshot.
 */
export interface HelloRequest {
  kind: 'hello?';
  /** Of all views in one page the same, so that one of them can answer for all. */
  page?: string;
}

/**
 * To all views of a widget, one of which looks away: whoever still looks says
 * so.
 */
export interface LookingQuestion {
  kind: 'looking?';
}

/**
 * Somebody still looks, in another browser.
 */
export interface LookingAnswer {
  kind: 'looking';
  /** Of all views in one page the same, so that one of them can answer for all. */
  page?: string;
}

/**
 * Browser to kernel: a user wants the picture or the numbers of a view.
 */
export interface ExportRequest {
  kind: 'export';
  /** The answer repeats it. */
  id: string;
  format: 'png' | 'svg' | 'npz';
  /** What is shown, of a view along time. */
  start_ms?: number;
  end_ms?: number;
}

/**
 * Kernel to browser: what was asked for, as the bytes of a file.
 * Binary buffers:
 * uint8[n]: the file; none where there is a problem
 */
export interface ExportedMessage {
  kind: 'exported';
  id: string;
  /** What the file should be called. */
  name: string;
  /** Why there is none; empty when all is well. */
  problem: string;
}

/**
 * Synchronised state of a live view.
 * Behind a frame that asks for an answer at most three follow without one; none
 * is sent while nobody can see it.
 */
export interface ViewTraits {
  /** seq of the newest painted frame; set by the view when it is asked for an answer. */
  acked: number;
  /** Whether somebody can see it; set by the view. */
  visible: boolean;
  /** Height of the plot (CSS pixels); 0 = the view's own. */
  height: number;
  selected: SelectedInfo;
}

/**
 * What a user can ask of a run.
 */
export type CommandName =
  | 'play'
  | 'pause'
  | 'step'
  | 'chunk'
  | 'stop'
  | 'reset'
  | 'speed'
  | 'undo'
  | 'redo'
  | 'rewind'
  | 'branch'
  | 'switch';

/**
 * Synchronised state of the transport bar; set by the kernel.
 */
export interface TransportTraits {
  state: RunState;
  /** Simulated time (ms). */
  t_ms: number;
  /** Measured: simulated time / wall time. */
  real_time_factor: number;
  /** Share of one core in use; 1.0 = one whole core. */
  load: number;
  /** Wanted real-time factor; 0 = as fast as it goes. */
  speed: number;
  /** What failed, and the remedy; empty when all is well. */
  message: string;
  /** Name of the network; may be empty. */
  name: string;
  /** A time to go back to that mends what failed; negative for none. */
  remedy_ms: number;
  /** What undoing would do; empty for nothing. */
  undo: string;
  /** What doing it once more would do; empty for nothing. */
  redo: string;
}

/**
 * A change of the present past.
 */
export interface TimelineMark {
  t_ms: number;
  /** What was changed, from what to what. */
  text: string;
}

/**
 * A future that was left; to switch to it is to send its place in the list.
 */
export interface TimelineBranch {
  name: string;
  /** Where it and the present part. */
  from_ms: number;
  /** How far it came. */
  until_ms: number;
}

/**
 * What the timeline shows besides what the views have.
 */
export interface Timeline {
  /** Key of the time axis that views share. */
  network: string;
  /** Step of the network (ms). */
  dt_ms: number;
  /** Time that views show at first (ms). */
  window_ms: number;
  /** The present, or where it was a moment ago. */
  t_ms: number;
  /** Times (ms), ascending; empty: one cannot go back. */
  keyframes: number[];
  /** Times (ms) of those that somebody holds. */
  checkpoints: number[];
  marks: TimelineMark[];
  /** Name of the branch that the network is on. */
  line: string;
  branches: TimelineBranch[];
  /** Memory that keyframes take. */
  n_bytes: number;
  /** Memory that they may take. */
  budget_bytes: number;
  /** Grows with each answered command. */
  n_answers: number;
  /** What went wrong; empty when all is well. */
  problem: string;
}

/**
 * Synchronised state of the timeline; set by the kernel.
 */
export interface TimelineTraits {
  timeline: Timeline;
}

/**
 * One line of a journal, in words.
 */
export interface JournalRow {
  t_ms: number;
  what: string;
  change: string;
  /** Who made it: cell, control, callback, undo ... */
  by: string;
  /** Whether time was set back before it since. */
  is_undone: boolean;
}

/**
 * Synchronised state of the table of a journal; set by the kernel.
 */
export interface JournalTraits {
  /** The newest ones. */
  rows: JournalRow[];
  /** How many there are in all. */
  n_rows: number;
  /** The file; empty before the first live run. */
  path: string;
  /** Why it cannot be replayed; empty if it can. */
  note: string;
  /** Key of the time axis that views share. */
  network: string;
}

/**
 * Browser to kernel: a plain script is wanted that does the same.
 */
export interface JournalRequest {
  kind: 'script?';
}

/**
 * Kernel to browser: the script.
 */
export interface JournalScript {
  kind: 'script';
  /** Empty where there is none. */
  text: string;
  /** Why not. */
  problem: string;
}

/**
 * Browser to kernel: a button or key of the transport bar.
 */
export interface CommandMessage {
  kind: 'command';
  command: CommandName;
  /** Of speed: the wanted real-time factor, 0 = max; of rewind and branch: the time (ms); of switch: the place in the list of branches. */
  value?: number;
}

/**
 * What a change takes: live, at the next step; recomputed, live with what
 * depends on it; reset, from the next reset on; fixed, it cannot be changed.
 */
export type Safety = 'live' | 'recomputed' | 'reset' | 'fixed';

/**
 * One attribute that can be changed while the network runs.
 */
export interface Control {
  /** Unique within the widget. */
  id: string;
  /** Heading under which it stands: a population, view or projection. */
  group: string;
  /** Name of the attribute. */
  name: string;
  /** What it says beside the slider. */
  label: string;
  unit: string;
  /** Shown as a hint. */
  description?: string;
  value: number;
  minimum: number;
  maximum: number;
  /** Value at the start; a double click returns to it. */
  initial: number;
  /** set: the value itself; scale: a factor on the values at the start; flag: on (1) or off (0); start: the value after the next reset. */
  kind: 'set' | 'scale' | 'flag' | 'start';
  /** How it is operated; default: slider. A toggle has the values 0 and 1, a stepper whole numbers. */
  form?: 'slider' | 'toggle' | 'stepper';
  safety?: Safety;
  /** What the safety means here, in a sentence. */
  safety_text?: string;
  /** How many values there are to edit one by one; 0 or missing: they cannot be. */
  n_elements?: number;
  /** Whether the slider is logarithmic; minimum is then above 0. */
  is_log: boolean;
  enabled: boolean;
  /** Why it is disabled and what would make it live. */
  reason: string;
}

/**
 * Browser to kernel: which values has this control, one by one?.
 */
export interface ElementsQuestion {
  kind: 'elements?';
  id: string;
}

/**
 * Kernel to browser: the values of a control, one by one where there are few.
 */
export interface ElementsMessage {
  kind: 'elements';
  id: string;
  n: number;
  minimum: number;
  mean: number;
  maximum: number;
  /** Empty where there are many. */
  values: number[];
  /** Rank of the first, for the labels. */
  first: number;
}

/**
 * Browser to kernel: many values of a control at once.
 * A list, or a distribution to draw from.
 */
export interface EditMessage {
  kind: 'edit';
  id: string;
  seq: number;
  values?: number[];
  distribution?: 'Uniform' | 'Normal' | 'LogNormal' | 'Exponential' | 'Gamma';
  arguments?: number[];
  seed?: number;
}

/**
 * A group of neurons that can be stimulated.
 */
export interface StimulusTarget {
  name: string;
  size: number;
  color_index: number;
  /** What a pulse can be added to, the best first. */
  attributes: string[];
  /** The unit of each; may be empty. */
  units: string[];
  /** A fair amplitude for each. */
  amplitudes: number[];
  /** Whether these neurons can be made to spike. */
  can_fire: boolean;
}

/**
 * What a stimulus does.
 */
export interface StimulusSettings {
  /** Name of a group; empty: the selected neuron. */
  target: string;
  attribute: string;
  amplitude: number;
  duration_ms: number;
  /** Standard deviation. */
  noise: number;
  /** 0: once. */
  period_ms: number;
}

/**
 * A stimulus that comes back until it is ended.
 */
export interface GivenStimulus {
  number: number;
  text: string;
}

/**
 * Synchronised state of the stimulus tool; set by the kernel.
 */
export interface StimulusTraits {
  targets: StimulusTarget[];
  given: GivenStimulus[];
  /** Radius of the brush in CSS pixels, 0: nothing is drawn. */
  brush: number;
  /** The selected neuron; may be empty. */
  selected: string;
  /** What the last stimulus did, or why there was none. */
  said: string;
  is_refused: boolean;
}

/**
 * Browser to kernel: give a stimulus, make neurons spike, draw with a brush, or
 * end one.
 */
export interface StimulusMessage {
  kind: 'pulse' | 'fire' | 'draw' | 'end';
  settings?: StimulusSettings;
  /** Whether drawing makes neurons spike. */
  fires?: boolean;
  /** Of the brush; 0: draw no more. */
  radius?: number;
  number?: number;
}

/**
 * Browser to kernel: a brush went over these items of a view.
 */
export interface PaintMessage {
  kind: 'paint';
  items: number[];
}

/**
 * Browser to kernel: reset the network, so that changed start values take
 * effect.
 */
export interface ResetRequest {
  kind: 'reset!';
}

/**
 * Synchronised state of the controls; set by the kernel.
 */
export interface ControlsTraits {
  controls: Control[];
  /** What became of controls that went; may be empty. */
  notice?: string;
}

/**
 * Browser to kernel: a control was moved or typed.
 */
export interface ChangeMessage {
  kind: 'change';
  id: string;
  value: number;
  /** False while the slider is still held. */
  final: boolean;
  /** Grows by one within a view; the answer repeats it. */
  seq: number;
}

/**
 * Kernel to browser: a change took effect.
 * Answers every change of this control up to seq, or all of them when it names
 * none.
 */
export interface EffectiveMessage {
  kind: 'effective';
  id: string;
  /** The value that the network now has. */
  value: number;
  /** Step before which it took effect. */
  step: number;
  seq?: number;
}

/**
 * Kernel to browser: a change was not made.
 */
export interface RefusedMessage {
  kind: 'refused';
  id: string;
  /** The value that the network still has. */
  value: number;
  reason: string;
  seq?: number;
}

/**
 * Anything that the kernel sends to the controls.
 */
export type ControlsMessage =
  EffectiveMessage | RefusedMessage | ElementsMessage;

/**
 * A state, or something that can be driven.
 */
export interface ExplorerName {
  name: string;
  unit: string;
}

/**
 * What an explorer shows, besides the values of parameters.
 */
export interface ExplorerLook {
  /** What the neuron is driven through; empty for nothing. */
  drive: string;
  shape: 'step' | 'ramp' | 'pulse' | 'sine' | 'noise' | 'drawn';
  level: number;
  base: number;
  start_ms: number;
  stop_ms: number;
  period_ms: number;
  duration_ms: number;
  /** Of what was drawn, equally spaced. */
  points: number[];
  /** State to the right; empty if the model has none. */
  x: string;
  /** State upwards; empty for a line with its derivative. */
  y: string;
  /** Value of each state where the plane does not vary it; empty for those at the start. */
  held: number[];
  /** Where the trace starts; empty for the model's own. */
  start: number[];
  /** What the curve varies; what is driven for an f-I curve. */
  scanned: string;
  /** What a map varies besides; empty for a curve. */
  second: string;
  measure: 'rate' | 'latency' | 'mean' | 'cv';
}

/**
 * The model that is explored and everything that can be chosen; clears the
 * view.
 */
export interface ExplorerHello {
  kind: 'hello';
  protocol: 1;
  view: 'explorer';
  title: string;
  /** Step (ms). */
  dt_ms: number;
  is_spiking: boolean;
  states: ExplorerName[];
  /** Value of each state at the start. */
  starts: number[];
  drives: ExplorerName[];
  /** Lowest level of what is driven. */
  minimum: number;
  /** Highest level of what is driven. */
  maximum: number;
  /** What the pictures leave out. */
  notes: string[];
  /** The parameters. */
  controls: Control[];
  look: ExplorerLook;
  /** The neuron of a network that is shown besides; may be empty. */
  live: string;
}

/**
 * What is to be shown now.
 * Only the newest request is answered.
 */
export interface ExplorerRequest {
  kind: 'explore';
  /** Grows by one. */
  seq: number;
  look: ExplorerLook;
  /** Of the parameters, in the order of the controls. */
  values: number[];
  /** Whether the plane takes new limits. */
  fit: boolean;
}

/**
 * What one neuron does.
 * Points are thinned so that no peak is lost.
 * Binary buffers:
 * float32[n]: times (ms)
 * float32[n]: the state to the right, or the output where there is none
 * float32[n]: the state upwards; zeros without one
 * float32[n_wave]: what drives it, equally spaced over the duration
 * float32[n_spikes]: times of spikes (ms)
 */
export interface ExplorerTrace {
  kind: 'trace';
  seq: number;
  /** Name of the first values. */
  label: string;
  unit: string;
  duration_ms: number;
}

/**
 * A line in the plane; its points stand in the buffer, after those of the lines
 * before.
 */
export interface ExplorerLine {
  /** x and y: where the derivative of that state vanishes. */
  role: 'x' | 'y' | 'threshold' | 'reset' | 'rate';
  n_points: number;
}

/**
 * A fixed point.
 */
export interface ExplorerPoint {
  x: number;
  y: number;
  /** Such as stable focus. */
  kind: string;
  is_stable: boolean;
  is_saddle: boolean;
  /** Whether the neuron spikes before it gets there. */
  is_beyond: boolean;
  /** Eigenvalues, in words. */
  text: string;
}

/**
 * The phase plane, or the phase line of one state with its derivative.
 * Binary buffers:
 * float32[n_points][2]: all lines
 * float32[n_arrows][4]: places and directions, in shares of the axes
 */
export interface ExplorerPlane {
  kind: 'plane';
  seq: number;
  x: ExplorerName;
  y: ExplorerName;
  /** Whether the derivative is drawn upwards. */
  is_line: boolean;
  x_min: number;
  x_max: number;
  y_min: number;
  y_max: number;
  lines: ExplorerLine[];
  points: ExplorerPoint[];
  /** Fixed points of the whole model, where it has more states than the plane. */
  whole: string;
  /** What is held. */
  note: string;
  /** Value of each state where the plane does not vary it. */
  held: number[];
}

/**
 * A measure against one parameter, or as a map against two.
 * Binary buffers:
 * float32[n_x]: values of the first
 * float32[n_y]: values of the second
 * float32[n_x][n_y]: the measure; [n_x] for a curve
 */
export interface ExplorerCurve {
  kind: 'curve';
  seq: number;
  x: ExplorerName;
  y: ExplorerName;
  measure: ExplorerName;
  is_map: boolean;
  /** Value of the first as it is now. */
  x_now: number;
  /** Value of the second as it is now. */
  y_now: number;
  /** Of a map: equally spaced colours (#rrggbb). */
  colors: string[];
}

/**
 * Everything that a request asked for has been told.
 */
export interface ExplorerSettled {
  kind: 'settled';
  seq: number;
  /** What could not be done; may be empty. */
  problem: string;
}

/**
 * The model as it is now, as Python; or what became of a wish.
 */
export interface ExplorerText {
  kind: 'python' | 'said';
  text: string;
}

/**
 * Anything that the kernel sends to an explorer.
 */
export type ExplorerMessage =
  | ExplorerHello
  | ExplorerTrace
  | ExplorerPlane
  | ExplorerCurve
  | ExplorerSettled
  | ExplorerText;

/**
 * Kernel to extension: the comm target annarchy_lab is ready.
 * It is the data of a comm annarchy_lab.hello that the kernel opens and closes.
 */
export interface BridgeHello {
  kind: 'hello';
  protocol: number;
  /** Version of the Python package. */
  version: string;
}

/**
 * One view of a dashboard and its place on a grid of twelve columns.
 */
export interface DashboardTile {
  /** Unique in the layout. */
  id: string;
  /** What it shows, such as raster. */
  kind: string;
  /** Names of populations, views or projections; empty: all that fit. */
  of: string[];
  /** Which variables of them; empty: the usual ones. */
  variables: string[];
  /** Ranks of single neurons; empty: the usual ones. */
  neurons: number[];
  /** First column. */
  x: number;
  /** First row. */
  y: number;
  /** Columns. */
  w: number;
  /** Rows. */
  h: number;
}

/**
 * Which views a dashboard has, and where.
 * Kept in the metadata of notebooks and in files.
 */
export interface DashboardLayout {
  format: 'annarchy-lab-dashboard';
  version: 1;
  /** Time that plots show (ms). */
  window_ms: number;
  tiles: DashboardTile[];
}

/**
 * What stands in a tile: a live view, or why there is none.
 */
export interface DashboardPart {
  /** Of the tile. */
  id: string;
  /** Of the tile, where its view has none. */
  title: string;
  /** The widget, as a reference to its model; empty if there is none. */
  model: string;
  /** Why it cannot be shown; empty when it is. */
  problem: string;
}

/**
 * A population, view or projection that a kind of view can show.
 */
export interface DashboardSubject {
  name: string;
  /** Among which one can choose. */
  variables: string[];
}

/**
 * A kind of view that this network can have.
 */
export interface DashboardKind {
  kind: string;
  label: string;
  /** How many subjects it shows. */
  takes: 'none' | 'one' | 'many';
  /** How many variables are chosen. */
  n_variables: number;
  /** Whether single neurons are chosen. */
  has_neurons: boolean;
  subjects: DashboardSubject[];
  /** Columns at first. */
  w: number;
  /** Rows at first. */
  h: number;
}

/**
 * Synchronised state of a dashboard; set by the kernel.
 */
export interface DashboardTraits {
  /** Of the network; under it a notebook keeps the layout. */
  name: string;
  /** The transport bar, as a reference to its model. */
  transport: string;
  arrangement: DashboardLayout;
  parts: DashboardPart[];
  kinds: DashboardKind[];
  /** Whether the layout was chosen by somebody: a kept one does not replace it. */
  is_own: boolean;
  /** Whether this page may change anything. */
  may_control: boolean;
}

/**
 * Browser to kernel: another layout, by hand or as the notebook has kept it.
 */
export interface LayoutMessage {
  kind: 'layout';
  layout: DashboardLayout;
  /** Whether the notebook has kept it. */
  is_kept: boolean;
}

/**
 * Browser to kernel: the layout that a new dashboard would have.
 */
export interface UsualLayoutMessage {
  kind: 'usual';
}

/**
 * Kernel to browser: a layout was not taken; the one before stays.
 */
export interface LayoutRefused {
  kind: 'refused';
  reason: string;
}

/**
 * Extension to kernel: the data with which it opens each of its two comms.
 * Requests go by control, state comes by push.
 */
export interface BridgeOpen {
  role: 'control' | 'push';
  protocol: number;
  /** Version of the extension. */
  version: string;
  /** Real-time factor with which networks begin, as the user has set it; 0 = max. */
  speed?: number;
}

/**
 * Extension to kernel, by control: act on a network.
 */
export interface BridgeCommand {
  kind: 'command';
  /** The reply repeats it. */
  id: string;
  command: CommandName;
  /** Of speed: the wanted real-time factor, 0 = max. */
  value?: number;
  /** Key of the network that is meant, where not the current one. */
  network?: string;
}

/**
 * Kernel to extension, by control: the answer to a command.
 */
export interface BridgeReply {
  kind: 'reply';
  id: string;
  ok: boolean;
  /** Why not, and what to do; empty when ok. */
  message: string;
}

/**
 * Extension to kernel, by control: asks about a model cell.
 * What fits at a place, what stands there, or what is wrong in all of it.
 */
export interface BridgeQuestion {
  kind: 'question';
  /** The answer repeats it. */
  id: string;
  about: 'completions' | 'meaning' | 'problems';
  /** The whole cell. */
  text: string;
  /** Place in it, in UTF-16 units, as all places here. */
  cursor: number;
}

/**
 * A word that may stand in a model cell, and what it means.
 */
export interface BridgeWord {
  word: string;
  /** What a completion types. */
  insert: string;
  kind: string;
  /** How it is written. */
  form: string;
  text: string;
  unit: string;
  /** Name and meaning of each. */
  arguments: string[][];
}

/**
 * What is wrong at one place of a model cell.
 */
export interface BridgeProblem {
  start: number;
  stop: number;
  severity: 'error' | 'warning';
  code: string;
  message: string;
  hint: string;
  /** What to write there instead; empty if unknown. */
  fix: string;
}

/**
 * Kernel to extension, by control: the answer to a question.
 * Lists that it is not about are empty.
 */
export interface BridgeAnswer {
  kind: 'answer';
  id: string;
  /** Where the typed beginning of a word starts. */
  start: number;
  /** Which argument is written, -1 for none. */
  argument: number;
  words: BridgeWord[];
  problems: BridgeProblem[];
}

/**
 * One of the networks of a kernel.
 */
export interface BridgeNetwork {
  key: string;
  /** As the user calls it. */
  name: string;
}

/**
 * Kernel to extension, by push: the network that runs, or the newest one.
 * Sent when the comm opens, on every change of state, and while running at most
 * ten times a second.
 */
export interface BridgeState {
  kind: 'state';
  /** Version of the Python package. */
  version: string;
  /** Key of the network; empty when there is none. */
  network: string;
  /** Name of the network, as the user gave it. */
  name: string;
  state: RunState;
  t_ms: number;
  real_time_factor: number;
  speed: number;
  message: string;
  /** All compiled networks of this kernel, the newest last. */
  networks: BridgeNetwork[];
  /** Whether the user chose this network. */
  is_chosen: boolean;
}

/**
 * Extension to kernel, by control: which network commands mean from now on.
 * So do status bar and toolbar, in all pages of this kernel.
 */
export interface BridgeChoice {
  kind: 'choice';
  /** Its key; empty for the one that runs, or the newest. */
  network: string;
}

/**
 * Extension to kernel, by push: what the inspector of this page shows.
 * Trees follow, at most two a second, until one says that it is not visible.
 */
export interface BridgeInspect {
  kind: 'inspect';
  visible: boolean;
  /** Rows that the user has opened. */
  opened: string[];
  /** Rows that the user has closed. */
  closed: string[];
  /** Only rows with these words, and what they are in. */
  search: string;
  /** Row that the user has clicked: all views mark what it stands for. */
  selected?: string;
}

/**
 * The live views that can be opened in a tab.
 */
export type TabName =
  | 'live'
  | 'graph'
  | 'raster'
  | 'rate'
  | 'trace'
  | 'map'
  | 'histogram'
  | 'phase'
  | 'weights'
  | 'fields'
  | 'controls';

/**
 * What a row of the inspector stands for.
 */
export type RowKind =
  | 'network'
  | 'group'
  | 'population'
  | 'view'
  | 'projection'
  | 'monitor'
  | 'model'
  | 'attribute'
  | 'fact';

/**
 * One row of the inspector.
 */
export interface BridgeRow {
  /** Made from names, so that it is the same for a network that was built anew. */
  id: string;
  depth: number;
  kind: RowKind;
  name: string;
  /** What does not change: size, model, ends. */
  detail: string;
  /** What is so now. */
  value: string;
  /** What row and value mean, in a sentence. */
  hint: string;
  /** Whether there are rows below it. */
  can_open: boolean;
  is_open: boolean;
  /** Place in the palette; -1 for none. */
  color_index: number;
  /** Live views of it, the usual one first. */
  views: TabName[];
}

/**
 * Kernel to extension, by push: all rows of the inspector that can be seen, top
 * down.
 * Sent when any of them has changed.
 */
export interface BridgeTree {
  kind: 'tree';
  rows: BridgeRow[];
  /** Rows that were too many to send. */
  n_more: number;
}

/**
 * Extension to kernel, by control: asks for a live view to be shown in a tab.
 * Asked again, the same view is given, unless its network was built anew.
 */
export interface BridgeTabRequest {
  kind: 'tab';
  /** The answer repeats it. */
  id: string;
  /** Of what: a row of the inspector; empty for the current network. */
  row: string;
  view: TabName;
}

/**
 * Kernel to extension, by control: a live view, or why there is none.
 */
export interface BridgeTab {
  kind: 'tab';
  id: string;
  row: string;
  view: TabName;
  /** Id of the widget's model; empty when there is none. */
  model: string;
  title: string;
  /** Key of its network. */
  network: string;
  /** Why there is none, and what to do. */
  message: string;
}

/**
 * Extension to kernel, by control: nobody shows this view any more.
 */
export interface BridgeTabClosed {
  kind: 'tab-closed';
  row: string;
  view: TabName;
}
