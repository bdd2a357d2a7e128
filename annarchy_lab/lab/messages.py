"""What the kernel and the browser say to each other.

Written by annarchy_lab.lab.schema.generate from messages.json; do not edit by hand.
"""

from typing import Literal, NotRequired, TypedDict

__all__ = [
    "PROTOCOL",
    "BinnedFrame",
    "BridgeAnswer",
    "BridgeChoice",
    "BridgeCommand",
    "BridgeHello",
    "BridgeInspect",
    "BridgeNetwork",
    "BridgeOpen",
    "BridgeProblem",
    "BridgeQuestion",
    "BridgeReply",
    "BridgeRow",
    "BridgeState",
    "BridgeTab",
    "BridgeTabClosed",
    "BridgeTabRequest",
    "BridgeTree",
    "BridgeWord",
    "CardInfo",
    "CardSection",
    "ChangeMessage",
    "CommandMessage",
    "CommandName",
    "Control",
    "ControlsMessage",
    "ControlsTraits",
    "DashboardKind",
    "DashboardLayout",
    "DashboardPart",
    "DashboardSubject",
    "DashboardTile",
    "DashboardTraits",
    "EditMessage",
    "EffectiveMessage",
    "ElementsMessage",
    "ElementsQuestion",
    "ExplorerCurve",
    "ExplorerHello",
    "ExplorerLine",
    "ExplorerLook",
    "ExplorerMessage",
    "ExplorerName",
    "ExplorerPlane",
    "ExplorerPoint",
    "ExplorerRequest",
    "ExplorerSettled",
    "ExplorerText",
    "ExplorerTrace",
    "ExportRequest",
    "ExportedMessage",
    "GivenStimulus",
    "GraphEdge",
    "GraphFrame",
    "GraphHello",
    "GraphNode",
    "GridFrame",
    "GridHello",
    "HelloRequest",
    "HistogramFrame",
    "HistogramHello",
    "InputsFrame",
    "InputsHello",
    "JournalRequest",
    "JournalRow",
    "JournalScript",
    "JournalTraits",
    "LayoutMessage",
    "LayoutRefused",
    "LookingAnswer",
    "LookingQuestion",
    "PaintMessage",
    "PhaseFrame",
    "PhaseHello",
    "PlaceRequest",
    "PopulationInfo",
    "RasterHello",
    "RateFrame",
    "RateHello",
    "RefusedMessage",
    "ResetRequest",
    "RowKind",
    "RunState",
    "Safety",
    "SelectRequest",
    "SelectedInfo",
    "SeriesInfo",
    "SpikeFrame",
    "StimulusMessage",
    "StimulusSettings",
    "StimulusTarget",
    "StimulusTraits",
    "TabName",
    "Timeline",
    "TimelineBranch",
    "TimelineMark",
    "TimelineTraits",
    "TraceFrame",
    "TraceHello",
    "TransportTraits",
    "UsualLayoutMessage",
    "ViewMessage",
    "ViewName",
    "ViewTraits",
]

PROTOCOL = 1

# The kinds of live views.
ViewName = Literal["raster", "rate", "trace", "grid", "histogram", "phase", "graph", "inputs"]

# The states of a run, as the transport bar and the status bar name them.
RunState = Literal["idle", "compiling", "running", "paused", "finished", "stopped", "failed"]


class PopulationInfo(TypedDict):
    """A population or view, as the plots name and colour it."""

    name: str
    # Number of neurons (rows).
    size: int
    # Place in the palette; the same population has the same one in every view.
    color_index: int


class SeriesInfo(TypedDict):
    """One line of a line plot."""

    name: str
    # Place in the palette.
    color_index: int


class RasterHello(TypedDict):
    """What does not change while a raster is shown; clears the view.

    Row 0 is the first neuron of the first population, at the bottom.
    """

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["raster"]
    # Key of the time axis that views share.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    # Time shown at first (ms).
    window_ms: float
    # Whether to label the time axis; default true. A stack of views needs it once.
    time_axis: NotRequired[bool]
    populations: list[PopulationInfo]


class RateHello(TypedDict):
    """What does not change while population rates are shown; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["rate"]
    # Key of the time axis that views share.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    # Time shown at first (ms).
    window_ms: float
    # Whether to label the time axis; default true. A stack of views needs it once.
    time_axis: NotRequired[bool]
    # Unit of the values, such as Hz; may be empty.
    unit: str
    series: list[SeriesInfo]


class TraceHello(TypedDict):
    """What does not change while the values of a variable are shown; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["trace"]
    # Key of the time axis that views share.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    # Time shown at first (ms).
    window_ms: float
    # Whether to label the time axis; default true. A stack of views needs it once.
    time_axis: NotRequired[bool]
    # Name of the variable.
    label: str
    # Unit of the values, such as mV; may be empty.
    unit: str
    series: list[SeriesInfo]


class GridHello(TypedDict):
    """What does not change while a picture of cells is shown; clears the view.

    A map has one neuron in each place, a matrix one synapse, fields the synapses of some neurons
    side by side.  Place 0, 0 is at the top left.  A cell pools several places where there are more
    of them than cells.
    """

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["grid"]
    # Key of the network.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    layout: Literal["map", "matrix", "fields"]
    x_label: str
    y_label: str
    # Places in a row.
    x_size: int
    # Places in a column.
    y_size: int
    # Rank at the left of a matrix; default 0.
    x_first: NotRequired[int]
    # Rank at the top of a matrix; default 0.
    y_first: NotRequired[int]
    # Cells in a row.
    n_columns: int
    # Cells in a column.
    n_rows: int
    # Of a map: whether neurons have two coordinates.
    has_coordinates: NotRequired[bool]
    # Post ranks of the fields, row by row.
    fields: NotRequired[list[int]]
    # Places of a field, without the gap.
    field_width: NotRequired[int]
    # Places of a field, without the gap.
    field_height: NotRequired[int]
    # Name of the values.
    label: str
    # Unit of the values; may be empty.
    unit: str
    # What has the values, in the plural.
    item: str
    # Equally spaced colours (#rrggbb).
    colors: list[str]
    # The same for values around 0.
    signed_colors: list[str]
    # On a dark ground.
    signed_colors_dark: list[str]


class HistogramHello(TypedDict):
    """What does not change while a histogram is shown; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["histogram"]
    # Key of the network.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    # Name of the values.
    label: str
    # Unit of the values; may be empty.
    unit: str
    # What is counted, in the plural.
    item: str
    # Place in the palette.
    color_index: int
    # Whether counts have a logarithmic axis at first.
    is_log: bool


class PhaseHello(TypedDict):
    """What does not change while a phase plane is shown; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["phase"]
    # Key of the network.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    # How much of the past is shown (ms).
    trail_ms: float
    # Name of the variable to the right.
    x_label: str
    x_unit: str
    # Name of the variable upwards.
    y_label: str
    y_unit: str
    series: list[SeriesInfo]


class GraphNode(TypedDict):
    """A group of neurons in a network graph."""

    name: str
    # Number of neurons.
    size: int
    # Neurons along each dimension.
    geometry: list[int]
    # Name of the neuron model.
    model: str
    # Whether its rate is one of spikes, in Hz.
    is_spiking: bool
    # Place in the palette.
    color_index: int
    # Middle of the node (CSS pixels at zoom 1).
    x: float
    y: float


class GraphEdge(TypedDict):
    """The synapses of a projection between two groups."""

    # Of the projection.
    name: str
    # Place of a node.
    source: int
    # Place of a node.
    sink: int
    target: str
    effect: Literal["excitatory", "inhibitory", "other"]
    # Name of the synapse model.
    model: str
    is_plastic: bool
    # How far its middle lies left of the straight line; of a loop, right of the node's middle.
    bend: float


class GraphHello(TypedDict):
    """What does not change while a network graph is shown."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["graph"]
    # Key of the network.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float
    node_width: float
    node_height: float
    nodes: list[GraphNode]
    edges: list[GraphEdge]


class CardSection(TypedDict):
    """Some rows under a heading: a name and a value each, or lines of a model."""

    title: str
    rows: list[list[str]]
    is_code: bool


class CardInfo(TypedDict):
    """What is known of what is selected."""

    title: str
    subtitle: str
    # Place in the palette; -1 for none.
    color_index: int
    sections: list[CardSection]


class InputsHello(TypedDict):
    """What does not change while a card of what is selected is shown; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["inputs"]
    # Key of the network.
    network: str
    title: str
    # Step of the network (ms).
    dt_ms: float


class GraphFrame(TypedDict):
    """The activity of all nodes and the weights of all edges at t_ms; replaces those before.

    Binary buffers:
    float32[n_nodes]: mean rate, NaN where nothing is known
    float32[n_edges][4]: mean, minimum, median, maximum of the weights, NaN where nothing is known
    uint32[n_edges]: synapses
    """

    kind: Literal["frame", "snapshot"]
    view: Literal["graph"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Time of the values (ms).
    t_ms: float
    # Always 0.
    dropped: int
    card: NotRequired[CardInfo]


class InputsFrame(TypedDict):
    """What is known at t_ms of what is selected; replaces what was known before."""

    kind: Literal["frame", "snapshot"]
    view: Literal["inputs"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Time of the values (ms).
    t_ms: float
    # Always 0.
    dropped: int
    card: CardInfo


class PlaceRequest(TypedDict):
    """Browser to kernel: somebody has moved a node of a network graph."""

    kind: Literal["place"]
    # Which one; -1: all of them go back.
    node: int
    x: float
    y: float


class SpikeFrame(TypedDict):
    """Single spikes of t0_ms <= t < t_ms.

    A snapshot replaces what is shown, a frame is appended.
    Binary buffers:
    float32[n_spikes]: times (ms) after t0_ms, ascending
    uint32[n_spikes]: rows
    """

    kind: Literal["frame", "snapshot"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Newest time (ms).
    t_ms: float
    # Start of the frame (ms).
    t0_ms: float
    # Spikes of this span that are missing here.
    dropped: int
    binned: Literal[False]


class BinnedFrame(TypedDict):
    """Counts of spikes in equal time bins between t0_ms and t_ms and in equal groups of rows.

    Binary buffers:
    dtype[n_rows][n_columns]: counts, row group 0 holds row 0, columns ascend in time
    """

    kind: Literal["frame", "snapshot"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Newest time (ms).
    t_ms: float
    # Start of the frame (ms).
    t0_ms: float
    # Spikes of this span that are missing here.
    dropped: int
    binned: Literal[True]
    n_columns: int
    # Number of row groups.
    n_rows: int
    dtype: Literal["uint8", "uint16"]


class RateFrame(TypedDict):
    """Bin k covers t0_ms + k * bin_ms up to the next one.

    Only whole bins are sent.
    Binary buffers:
    float32[n]: one buffer per series, mean rate in each bin, NaN where nothing is known
    """

    # ghost: of another branch; it is not acknowledged.
    kind: Literal["frame", "snapshot", "ghost"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Newest time (ms).
    t_ms: float
    # Start of the first bin (ms).
    t0_ms: float
    # Of a ghost: its name.
    branch: NotRequired[str]
    # Bins of this span that are missing here.
    dropped: int
    bin_ms: float


class TraceFrame(TypedDict):
    """Sample k belongs to t0_ms + k * dt_ms.

    With an envelope it stands for the span up to the next sample.
    Binary buffers:
    float32[n]: one buffer per series, values; float32[n][2] (minimum, maximum) with an envelope
    """

    # ghost: of another branch; it is not acknowledged.
    kind: Literal["frame", "snapshot", "ghost"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Newest time (ms).
    t_ms: float
    # Time of the first sample (ms).
    t0_ms: float
    # Of a ghost: its name.
    branch: NotRequired[str]
    # Samples of this span that are missing here.
    dropped: int
    # Time between samples (ms).
    dt_ms: float
    envelope: bool


class GridFrame(TypedDict):
    """The state at t_ms; replaces the one before.

    Statistics are of all items, not of cells.
    Binary buffers:
    float32[n_rows][n_columns]: mean of each cell, NaN where it is empty
    uint32[n_rows][n_columns]: items in each cell; left out where they are as before
    """

    kind: Literal["frame", "snapshot"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Time of the state (ms).
    t_ms: float
    # Spikes since the last frame that are missing here.
    dropped: int
    # Value of the first colour.
    low: float
    # Value of the last colour.
    high: float
    # Whether 0 stands in the middle of the scale.
    signed: bool
    # Number of items.
    n: int
    # Those that are NaN or infinite.
    n_unknown: int
    minimum: float
    maximum: float
    mean: float


class HistogramFrame(TypedDict):
    """The values at t_ms; replaces those before.

    Bins are equally wide between low and high.
    Binary buffers:
    uint32[n_bins]: values in each bin
    """

    kind: Literal["frame", "snapshot"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Time of the values (ms).
    t_ms: float
    # Always 0: a state is whole.
    dropped: int
    # Start of the first bin.
    low: float
    # End of the last bin.
    high: float
    # Number of values.
    n: int
    # Those that are NaN or infinite.
    n_unknown: int
    # Those that lie in no bin.
    n_outside: int
    minimum: float
    maximum: float
    mean: float


class PhaseFrame(TypedDict):
    """Sample k belongs to t0_ms + k * dt_ms.

    A snapshot replaces what is shown, a frame is appended.
    Binary buffers:
    float32[n_series][2][n]: to the right and upwards, NaN where nothing is known
    """

    kind: Literal["frame", "snapshot"]
    # Grows by one.
    seq: int
    # Whether the view is to acknowledge this when it is painted.
    answer: NotRequired[bool]
    # Newest time (ms).
    t_ms: float
    # Time of the first sample (ms).
    t0_ms: float
    # Steps of this span that are missing here.
    dropped: int
    # Time between samples (ms).
    dt_ms: float


# Anything that the kernel sends to a live view.
ViewMessage = (
    RasterHello
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
    | InputsFrame
)


class SelectedInfo(TypedDict):
    """What is selected in the network, as one view marks it."""

    # How it is called; empty if nothing is selected.
    label: str
    # Its items in the view: rows of a raster, series, nodes and edges of a graph, [i]; places of a
    # picture of cells, [x, y, width, height].
    marks: list[list[int]]


class SelectRequest(TypedDict):
    """Browser to kernel: somebody clicked an item of a live view, or ended the selection."""

    kind: Literal["select"]
    # A row, series, node or edge; of a picture of cells y * x_size + x; -1 selects nothing.
    item: int


class HelloRequest(TypedDict):
    """A view appeared or came back: it wants a hello and a snapshot."""

    kind: Literal["hello?"]
    # Of all views in one page the same, so that one of them can answer for all.
    page: NotRequired[str]


class LookingQuestion(TypedDict):
    """To all views of a widget, one of which looks away: whoever still looks says so."""

    kind: Literal["looking?"]


class LookingAnswer(TypedDict):
    """Somebody still looks, in another browser."""

    kind: Literal["looking"]
    # Of all views in one page the same, so that one of them can answer for all.
    page: NotRequired[str]


class ExportRequest(TypedDict):
    """Browser to kernel: a user wants the picture or the numbers of a view."""

    kind: Literal["export"]
    # The answer repeats it.
    id: str
    format: Literal["png", "svg", "npz"]
    # What is shown, of a view along time.
    start_ms: NotRequired[float]
    end_ms: NotRequired[float]


class ExportedMessage(TypedDict):
    """Kernel to browser: what was asked for, as the bytes of a file.

    Binary buffers:
    uint8[n]: the file; none where there is a problem
    """

    kind: Literal["exported"]
    id: str
    # What the file should be called.
    name: str
    # Why there is none; empty when all is well.
    problem: str


class ViewTraits(TypedDict):
    """Synchronised state of a live view.

    Behind a frame that asks for an answer at most three follow without one; none is sent while
    nobody can see it.
    """

    # seq of the newest painted frame; set by the view when it is asked for an answer.
    acked: int
    # Whether somebody can see it; set by the view.
    visible: bool
    # Height of the plot (CSS pixels); 0 = the view's own.
    height: int
    selected: SelectedInfo


# What a user can ask of a run.
CommandName = Literal[
    "play",
    "pause",
    "step",
    "chunk",
    "stop",
    "reset",
    "speed",
    "undo",
    "redo",
    "rewind",
    "branch",
    "switch",
]


class TransportTraits(TypedDict):
    """Synchronised state of the transport bar; set by the kernel."""

    state: RunState
    # Simulated time (ms).
    t_ms: float
    # Measured: simulated time / wall time.
    real_time_factor: float
    # Share of one core in use; 1.0 = one whole core.
    load: float
    # Wanted real-time factor; 0 = as fast as it goes.
    speed: float
    # What failed, and the remedy; empty when all is well.
    message: str
    # Name of the network; may be empty.
    name: str
    # A time to go back to that mends what failed; negative for none.
    remedy_ms: float
    # What undoing would do; empty for nothing.
    undo: str
    # What doing it once more would do; empty for nothing.
    redo: str


class TimelineMark(TypedDict):
    """A change of the present past."""

    t_ms: float
    # What was changed, from what to what.
    text: str


class TimelineBranch(TypedDict):
    """A future that was left; to switch to it is to send its place in the list."""

    name: str
    # Where it and the present part.
    from_ms: float
    # How far it came.
    until_ms: float


class Timeline(TypedDict):
    """What the timeline shows besides what the views have."""

    # Key of the time axis that views share.
    network: str
    # Step of the network (ms).
    dt_ms: float
    # Time that views show at first (ms).
    window_ms: float
    # The present, or where it was a moment ago.
    t_ms: float
    # Times (ms), ascending; empty: one cannot go back.
    keyframes: list[float]
    # Times (ms) of those that somebody holds.
    checkpoints: list[float]
    marks: list[TimelineMark]
    # Name of the branch that the network is on.
    line: str
    branches: list[TimelineBranch]
    # Memory that keyframes take.
    n_bytes: int
    # Memory that they may take.
    budget_bytes: int
    # Grows with each answered command.
    n_answers: int
    # What went wrong; empty when all is well.
    problem: str


class TimelineTraits(TypedDict):
    """Synchronised state of the timeline; set by the kernel."""

    timeline: Timeline


class JournalRow(TypedDict):
    """One line of a journal, in words."""

    t_ms: float
    what: str
    change: str
    # Who made it: cell, control, callback, undo ...
    by: str
    # Whether time was set back before it since.
    is_undone: bool


class JournalTraits(TypedDict):
    """Synchronised state of the table of a journal; set by the kernel."""

    # The newest ones.
    rows: list[JournalRow]
    # How many there are in all.
    n_rows: int
    # The file; empty before the first live run.
    path: str
    # Why it cannot be replayed; empty if it can.
    note: str
    # Key of the time axis that views share.
    network: str


class JournalRequest(TypedDict):
    """Browser to kernel: a plain script is wanted that does the same."""

    kind: Literal["script?"]


class JournalScript(TypedDict):
    """Kernel to browser: the script."""

    kind: Literal["script"]
    # Empty where there is none.
    text: str
    # Why not.
    problem: str


class CommandMessage(TypedDict):
    """Browser to kernel: a button or key of the transport bar."""

    kind: Literal["command"]
    command: CommandName
    # Of speed: the wanted real-time factor, 0 = max; of rewind and branch: the time (ms); of
    # switch: the place in the list of branches.
    value: NotRequired[float]


# What a change takes: live, at the next step; recomputed, live with what depends on it; reset, from
# the next reset on; fixed, it cannot be changed.
Safety = Literal["live", "recomputed", "reset", "fixed"]


class Control(TypedDict):
    """One attribute that can be changed while the network runs."""

    # Unique within the widget.
    id: str
    # Heading under which it stands: a population, view or projection.
    group: str
    # Name of the attribute.
    name: str
    # What it says beside the slider.
    label: str
    unit: str
    # Shown as a hint.
    description: NotRequired[str]
    value: float
    minimum: float
    maximum: float
    # Value at the start; a double click returns to it.
    initial: float
    # set: the value itself; scale: a factor on the values at the start; flag: on (1) or off (0);
    # start: the value after the next reset.
    kind: Literal["set", "scale", "flag", "start"]
    # How it is operated; default: slider. A toggle has the values 0 and 1, a stepper whole numbers.
    form: NotRequired[Literal["slider", "toggle", "stepper"]]
    safety: NotRequired[Safety]
    # What the safety means here, in a sentence.
    safety_text: NotRequired[str]
    # How many values there are to edit one by one; 0 or missing: they cannot be.
    n_elements: NotRequired[int]
    # Whether the slider is logarithmic; minimum is then above 0.
    is_log: bool
    enabled: bool
    # Why it is disabled and what would make it live.
    reason: str


class ElementsQuestion(TypedDict):
    """Browser to kernel: which values has this control, one by one?."""

    kind: Literal["elements?"]
    id: str


class ElementsMessage(TypedDict):
    """Kernel to browser: the values of a control, one by one where there are few."""

    kind: Literal["elements"]
    id: str
    n: int
    minimum: float
    mean: float
    maximum: float
    # Empty where there are many.
    values: list[float]
    # Rank of the first, for the labels.
    first: int


class EditMessage(TypedDict):
    """Browser to kernel: many values of a control at once.

    A list, or a distribution to draw from.
    """

    kind: Literal["edit"]
    id: str
    seq: int
    values: NotRequired[list[float]]
    distribution: NotRequired[Literal["Uniform", "Normal", "LogNormal", "Exponential", "Gamma"]]
    arguments: NotRequired[list[float]]
    seed: NotRequired[int]


class StimulusTarget(TypedDict):
    """A group of neurons that can be stimulated."""

    name: str
    size: int
    color_index: int
    # What a pulse can be added to, the best first.
    attributes: list[str]
    # The unit of each; may be empty.
    units: list[str]
    # A fair amplitude for each.
    amplitudes: list[float]
    # Whether these neurons can be made to spike.
    can_fire: bool


class StimulusSettings(TypedDict):
    """What a stimulus does."""

    # Name of a group; empty: the selected neuron.
    target: str
    attribute: str
    amplitude: float
    duration_ms: float
    # Standard deviation.
    noise: float
    # 0: once.
    period_ms: float


class GivenStimulus(TypedDict):
    """A stimulus that comes back until it is ended."""

    number: int
    text: str


class StimulusTraits(TypedDict):
    """Synchronised state of the stimulus tool; set by the kernel."""

    targets: list[StimulusTarget]
    given: list[GivenStimulus]
    # Radius of the brush in CSS pixels, 0: nothing is drawn.
    brush: int
    # The selected neuron; may be empty.
    selected: str
    # What the last stimulus did, or why there was none.
    said: str
    is_refused: bool


class StimulusMessage(TypedDict):
    """Browser to kernel: give a stimulus, make neurons spike, draw with a brush, or end one."""

    kind: Literal["pulse", "fire", "draw", "end"]
    settings: NotRequired[StimulusSettings]
    # Whether drawing makes neurons spike.
    fires: NotRequired[bool]
    # Of the brush; 0: draw no more.
    radius: NotRequired[int]
    number: NotRequired[int]


class PaintMessage(TypedDict):
    """Browser to kernel: a brush went over these items of a view."""

    kind: Literal["paint"]
    items: list[int]


class ResetRequest(TypedDict):
    """Browser to kernel: reset the network, so that changed start values take effect."""

    kind: Literal["reset!"]


class ControlsTraits(TypedDict):
    """Synchronised state of the controls; set by the kernel."""

    controls: list[Control]
    # What became of controls that went; may be empty.
    notice: NotRequired[str]


class ChangeMessage(TypedDict):
    """Browser to kernel: a control was moved or typed."""

    kind: Literal["change"]
    id: str
    value: float
    # False while the slider is still held.
    final: bool
    # Grows by one within a view; the answer repeats it.
    seq: int


class EffectiveMessage(TypedDict):
    """Kernel to browser: a change took effect.

    Answers every change of this control up to seq, or all of them when it names none.
    """

    kind: Literal["effective"]
    id: str
    # The value that the network now has.
    value: float
    # Step before which it took effect.
    step: int
    seq: NotRequired[int]


class RefusedMessage(TypedDict):
    """Kernel to browser: a change was not made."""

    kind: Literal["refused"]
    id: str
    # The value that the network still has.
    value: float
    reason: str
    seq: NotRequired[int]


# Anything that the kernel sends to the controls.
ControlsMessage = EffectiveMessage | RefusedMessage | ElementsMessage


class ExplorerName(TypedDict):
    """A state, or something that can be driven."""

    name: str
    unit: str


class ExplorerLook(TypedDict):
    """What an explorer shows, besides the values of parameters."""

    # What the neuron is driven through; empty for nothing.
    drive: str
    shape: Literal["step", "ramp", "pulse", "sine", "noise", "drawn"]
    level: float
    base: float
    start_ms: float
    stop_ms: float
    period_ms: float
    duration_ms: float
    # Of what was drawn, equally spaced.
    points: list[float]
    # State to the right; empty if the model has none.
    x: str
    # State upwards; empty for a line with its derivative.
    y: str
    # Value of each state where the plane does not vary it; empty for those at the start.
    held: list[float]
    # Where the trace starts; empty for the model's own.
    start: list[float]
    # What the curve varies; what is driven for an f-I curve.
    scanned: str
    # What a map varies besides; empty for a curve.
    second: str
    measure: Literal["rate", "latency", "mean", "cv"]


class ExplorerHello(TypedDict):
    """The model that is explored and everything that can be chosen; clears the view."""

    kind: Literal["hello"]
    protocol: Literal[1]
    view: Literal["explorer"]
    title: str
    # Step (ms).
    dt_ms: float
    is_spiking: bool
    states: list[ExplorerName]
    # Value of each state at the start.
    starts: list[float]
    drives: list[ExplorerName]
    # Lowest level of what is driven.
    minimum: float
    # Highest level of what is driven.
    maximum: float
    # What the pictures leave out.
    notes: list[str]
    # The parameters.
    controls: list[Control]
    look: ExplorerLook
    # The neuron of a network that is shown besides; may be empty.
    live: str


class ExplorerRequest(TypedDict):
    """What is to be shown now.

    Only the newest request is answered.
    """

    kind: Literal["explore"]
    # Grows by one.
    seq: int
    look: ExplorerLook
    # Of the parameters, in the order of the controls.
    values: list[float]
    # Whether the plane takes new limits.
    fit: bool


class ExplorerTrace(TypedDict):
    """What one neuron does.

    Points are thinned so that no peak is lost.
    Binary buffers:
    float32[n]: times (ms)
    float32[n]: the state to the right, or the output where there is none
    float32[n]: the state upwards; zeros without one
    float32[n_wave]: what drives it, equally spaced over the duration
    float32[n_spikes]: times of spikes (ms)
    """

    kind: Literal["trace"]
    seq: int
    # Name of the first values.
    label: str
    unit: str
    duration_ms: float


class ExplorerLine(TypedDict):
    """A line in the plane; its points stand in the buffer, after those of the lines before."""

    # x and y: where the derivative of that state vanishes.
    role: Literal["x", "y", "threshold", "reset", "rate"]
    n_points: int


class ExplorerPoint(TypedDict):
    """A fixed point."""

    x: float
    y: float
    # Such as stable focus.
    kind: str
    is_stable: bool
    is_saddle: bool
    # Whether the neuron spikes before it gets there.
    is_beyond: bool
    # Eigenvalues, in words.
    text: str


class ExplorerPlane(TypedDict):
    """The phase plane, or the phase line of one state with its derivative.

    Binary buffers:
    float32[n_points][2]: all lines
    float32[n_arrows][4]: places and directions, in shares of the axes
    """

    kind: Literal["plane"]
    seq: int
    x: ExplorerName
    y: ExplorerName
    # Whether the derivative is drawn upwards.
    is_line: bool
    x_min: float
    x_max: float
    y_min: float
    y_max: float
    lines: list[ExplorerLine]
    points: list[ExplorerPoint]
    # Fixed points of the whole model, where it has more states than the plane.
    whole: str
    # What is held.
    note: str
    # Value of each state where the plane does not vary it.
    held: list[float]


class ExplorerCurve(TypedDict):
    """A measure against one parameter, or as a map against two.

    Binary buffers:
    float32[n_x]: values of the first
    float32[n_y]: values of the second
    float32[n_x][n_y]: the measure; [n_x] for a curve
    """

    kind: Literal["curve"]
    seq: int
    x: ExplorerName
    y: ExplorerName
    measure: ExplorerName
    is_map: bool
    # Value of the first as it is now.
    x_now: float
    # Value of the second as it is now.
    y_now: float
    # Of a map: equally spaced colours (#rrggbb).
    colors: list[str]


class ExplorerSettled(TypedDict):
    """Everything that a request asked for has been told."""

    kind: Literal["settled"]
    seq: int
    # What could not be done; may be empty.
    problem: str


class ExplorerText(TypedDict):
    """The model as it is now, as Python; or what became of a wish."""

    kind: Literal["python", "said"]
    text: str


# Anything that the kernel sends to an explorer.
ExplorerMessage = (
    ExplorerHello | ExplorerTrace | ExplorerPlane | ExplorerCurve | ExplorerSettled | ExplorerText
)


class BridgeHello(TypedDict):
    """Kernel to extension: the comm target annarchy_lab is ready.

    It is the data of a comm annarchy_lab.hello that the kernel opens and closes.
    """

    kind: Literal["hello"]
    protocol: int
    # Version of the Python package.
    version: str


class DashboardTile(TypedDict):
    """One view of a dashboard and its place on a grid of twelve columns."""

    # Unique in the layout.
    id: str
    # What it shows, such as raster.
    kind: str
    # Names of populations, views or projections; empty: all that fit.
    of: list[str]
    # Which variables of them; empty: the usual ones.
    variables: list[str]
    # Ranks of single neurons; empty: the usual ones.
    neurons: list[int]
    # First column.
    x: int
    # First row.
    y: int
    # Columns.
    w: int
    # Rows.
    h: int


class DashboardLayout(TypedDict):
    """Which views a dashboard has, and where.

    Kept in the metadata of notebooks and in files.
    """

    format: Literal["annarchy-lab-dashboard"]
    version: Literal[1]
    # Time that plots show (ms).
    window_ms: float
    tiles: list[DashboardTile]


class DashboardPart(TypedDict):
    """What stands in a tile: a live view, or why there is none."""

    # Of the tile.
    id: str
    # Of the tile, where its view has none.
    title: str
    # The widget, as a reference to its model; empty if there is none.
    model: str
    # Why it cannot be shown; empty when it is.
    problem: str


class DashboardSubject(TypedDict):
    """A population, view or projection that a kind of view can show."""

    name: str
    # Among which one can choose.
    variables: list[str]


class DashboardKind(TypedDict):
    """A kind of view that this network can have."""

    kind: str
    label: str
    # How many subjects it shows.
    takes: Literal["none", "one", "many"]
    # How many variables are chosen.
    n_variables: int
    # Whether single neurons are chosen.
    has_neurons: bool
    subjects: list[DashboardSubject]
    # Columns at first.
    w: int
    # Rows at first.
    h: int


class DashboardTraits(TypedDict):
    """Synchronised state of a dashboard; set by the kernel."""

    # Of the network; under it a notebook keeps the layout.
    name: str
    # The transport bar, as a reference to its model.
    transport: str
    arrangement: DashboardLayout
    parts: list[DashboardPart]
    kinds: list[DashboardKind]
    # Whether the layout was chosen by somebody: a kept one does not replace it.
    is_own: bool
    # Whether this page may change anything.
    may_control: bool


class LayoutMessage(TypedDict):
    """Browser to kernel: another layout, by hand or as the notebook has kept it."""

    kind: Literal["layout"]
    layout: DashboardLayout
    # Whether the notebook has kept it.
    is_kept: bool


class UsualLayoutMessage(TypedDict):
    """Browser to kernel: the layout that a new dashboard would have."""

    kind: Literal["usual"]


class LayoutRefused(TypedDict):
    """Kernel to browser: a layout was not taken; the one before stays."""

    kind: Literal["refused"]
    reason: str


class BridgeOpen(TypedDict):
    """Extension to kernel: the data with which it opens each of its two comms.

    Requests go by control, state comes by push.
    """

    role: Literal["control", "push"]
    protocol: int
    # Version of the extension.
    version: str
    # Real-time factor with which networks begin, as the user has set it; 0 = max.
    speed: NotRequired[float]


class BridgeCommand(TypedDict):
    """Extension to kernel, by control: act on a network."""

    kind: Literal["command"]
    # The reply repeats it.
    id: str
    command: CommandName
    # Of speed: the wanted real-time factor, 0 = max.
    value: NotRequired[float]
    # Key of the network that is meant, where not the current one.
    network: NotRequired[str]


class BridgeReply(TypedDict):
    """Kernel to extension, by control: the answer to a command."""

    kind: Literal["reply"]
    id: str
    ok: bool
    # Why not, and what to do; empty when ok.
    message: str


class BridgeQuestion(TypedDict):
    """Extension to kernel, by control: asks about a model cell.

    What fits at a place, what stands there, or what is wrong in all of it.
    """

    kind: Literal["question"]
    # The answer repeats it.
    id: str
    about: Literal["completions", "meaning", "problems"]
    # The whole cell.
    text: str
    # Place in it, in UTF-16 units, as all places here.
    cursor: int


class BridgeWord(TypedDict):
    """A word that may stand in a model cell, and what it means."""

    word: str
    # What a completion types.
    insert: str
    kind: str
    # How it is written.
    form: str
    text: str
    unit: str
    # Name and meaning of each.
    arguments: list[list[str]]


class BridgeProblem(TypedDict):
    """What is wrong at one place of a model cell."""

    start: int
    stop: int
    severity: Literal["error", "warning"]
    code: str
    message: str
    hint: str
    # What to write there instead; empty if unknown.
    fix: str


class BridgeAnswer(TypedDict):
    """Kernel to extension, by control: the answer to a question.

    Lists that it is not about are empty.
    """

    kind: Literal["answer"]
    id: str
    # Where the typed beginning of a word starts.
    start: int
    # Which argument is written, -1 for none.
    argument: int
    words: list[BridgeWord]
    problems: list[BridgeProblem]


class BridgeNetwork(TypedDict):
    """One of the networks of a kernel."""

    key: str
    # As the user calls it.
    name: str


class BridgeState(TypedDict):
    """Kernel to extension, by push: the network that runs, or the newest one.

    Sent when the comm opens, on every change of state, and while running at most ten times a
    second.
    """

    kind: Literal["state"]
    # Version of the Python package.
    version: str
    # Key of the network; empty when there is none.
    network: str
    # Name of the network, as the user gave it.
    name: str
    state: RunState
    t_ms: float
    real_time_factor: float
    speed: float
    message: str
    # All compiled networks of this kernel, the newest last.
    networks: list[BridgeNetwork]
    # Whether the user chose this network.
    is_chosen: bool


class BridgeChoice(TypedDict):
    """Extension to kernel, by control: which network commands mean from now on.

    So do status bar and toolbar, in all pages of this kernel.
    """

    kind: Literal["choice"]
    # Its key; empty for the one that runs, or the newest.
    network: str


class BridgeInspect(TypedDict):
    """Extension to kernel, by push: what the inspector of this page shows.

    Trees follow, at most two a second, until one says that it is not visible.
    """

    kind: Literal["inspect"]
    visible: bool
    # Rows that the user has opened.
    opened: list[str]
    # Rows that the user has closed.
    closed: list[str]
    # Only rows with these words, and what they are in.
    search: str
    # Row that the user has clicked: all views mark what it stands for.
    selected: NotRequired[str]


# The live views that can be opened in a tab.
TabName = Literal[
    "live",
    "graph",
    "raster",
    "rate",
    "trace",
    "map",
    "histogram",
    "phase",
    "weights",
    "fields",
    "controls",
]

# What a row of the inspector stands for.
RowKind = Literal[
    "network", "group", "population", "view", "projection", "monitor", "model", "attribute", "fact"
]


class BridgeRow(TypedDict):
    """One row of the inspector."""

    # Made from names, so that it is the same for a network that was built anew.
    id: str
    depth: int
    kind: RowKind
    name: str
    # What does not change: size, model, ends.
    detail: str
    # What is so now.
    value: str
    # What row and value mean, in a sentence.
    hint: str
    # Whether there are rows below it.
    can_open: bool
    is_open: bool
    # Place in the palette; -1 for none.
    color_index: int
    # Live views of it, the usual one first.
    views: list[TabName]


class BridgeTree(TypedDict):
    """Kernel to extension, by push: all rows of the inspector that can be seen, top down.

    Sent when any of them has changed.
    """

    kind: Literal["tree"]
    rows: list[BridgeRow]
    # Rows that were too many to send.
    n_more: int


class BridgeTabRequest(TypedDict):
    """Extension to kernel, by control: asks for a live view to be shown in a tab.

    Asked again, the same view is given, unless its network was built anew.
    """

    kind: Literal["tab"]
    # The answer repeats it.
    id: str
    # Of what: a row of the inspector; empty for the current network.
    row: str
    view: TabName


class BridgeTab(TypedDict):
    """Kernel to extension, by control: a live view, or why there is none."""

    kind: Literal["tab"]
    id: str
    row: str
    view: TabName
    # Id of the widget's model; empty when there is none.
    model: str
    title: str
    # Key of its network.
    network: str
    # Why there is none, and what to do.
    message: str


class BridgeTabClosed(TypedDict):
    """Extension to kernel, by control: nobody shows this view any more."""

    kind: Literal["tab-closed"]
    row: str
    view: TabName
