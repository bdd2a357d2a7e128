"""The marks of a picture of a network: nodes with their rates, edges and what they end in.

In: a `GraphPanel`.
Out: marks of a drawing; the same shapes as ``graph_shapes.ts`` has on the page.
Not here: where nodes stand (`annarchy_lab.lab.views.graph_layout`).
"""

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.exporting.drawing import LIGHT, Bars, Dots, Drawing, Path, Text
from annarchy_lab.lab.exporting.panel import GraphPanel
from annarchy_lab.lab.exporting.places import fitted
from annarchy_lab.lab.views.graph_layout import NODE_HEIGHT, NODE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annarchy_lab.lab.messages import GraphEdge, GraphNode

__all__ = ["draw_graph", "graph_size"]

MOST_WIDTH: Final = 820.0
PAD: Final = 16.0
INSET: Final = 12.0
LOOP: Final = np.array([[-11.0, 0.0], [-26.0, -46.0], [26.0, -46.0], [11.0, 0.0]])
FULL_HZ: Final = 100.0
DASH: Final = (6.0, 4.0)
COLORS: Final = {
    "inhibitory": ("#C0392B", "#FF826E"),
    "other": ("#7B4FA3", "#C4A0E8"),
}
ENDS: Final = {
    "excitatory": np.array([[-9.0, -4.5], [0.0, 0.0], [-9.0, 4.5]]),
    "other": np.array([[0.0, 0.0], [-5.5, -4.5], [-11.0, 0.0], [-5.5, 4.5], [0.0, 0.0]]),
}
DOT: Final = 8.5
Floats = NDArray[np.float64]


def graph_size(panel: GraphPanel) -> tuple[float, float]:
    """Return width and height of a picture of a network."""
    _, (width, height), scale = _frame(panel)
    return width * scale + 2 * PAD, height * scale + 2 * PAD


def draw_graph(drawing: Drawing, panel: GraphPanel, top: float) -> None:
    """Put a network into a drawing, its upper edge at `top`."""
    corner, _, scale = _frame(panel)
    origin = np.array([PAD, top + PAD]) - scale * corner
    for edge in panel.edges:
        _draw_edge(drawing, edge, origin + scale * _way(edge, panel.nodes), scale)
    most = _most(panel)
    for node, rate in zip(panel.nodes, panel.rates, strict=True):
        place = origin + scale * np.array([node["x"], node["y"]])
        _draw_node(drawing, node, place, scale)
        _draw_rate(drawing, node, rate, place, scale, most)


def load_of(rate: float, most: float, *, is_spiking: bool) -> float:
    """Return how full the bar of a node is, 0..1.

    Parameters
    ----------
    rate
        Of the node.
    most
        The largest of rate-coded nodes.
    is_spiking
        Whether the rate is one of spikes, in Hz: then by its logarithm.
    """
    if not math.isfinite(rate):
        return 0.0
    share = math.log1p(max(rate, 0.0)) / math.log1p(FULL_HZ) if is_spiking else abs(rate) / most
    return min(share, 1.0)


def _frame(panel: GraphPanel) -> tuple[Floats, Floats, float]:
    """Return the upper left corner of everything, its size, and the scale at which it fits."""
    places = np.array([[node["x"], node["y"]] for node in panel.nodes])
    half = np.array([NODE_WIDTH, NODE_HEIGHT]) / 2
    ways = [_way(edge, panel.nodes) for edge in panel.edges]
    points = np.concatenate([places - half, places + half, *ways])
    low = points.min(axis=0)
    size = points.max(axis=0) - low
    return low, size, min(1.0, MOST_WIDTH / float(size[0]))


def _way(edge: "GraphEdge", nodes: "Sequence[GraphNode]") -> Floats:
    """Return the way of an edge between the borders of its nodes, shape ``(n, 2)``."""
    source, sink = nodes[edge["source"]], nodes[edge["sink"]]
    start, stop = np.array([source["x"], source["y"]]), np.array([sink["x"], sink["y"]])
    if edge["source"] == edge["sink"]:
        feet: Floats = start + np.array([edge["bend"], -NODE_HEIGHT / 2])
        return feet + _loop()
    along = stop - start
    side = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    share = np.linspace(0.0, 1.0, 65)[:, None]
    way: Floats = start + share * along + 4.0 * share * (1.0 - share) * edge["bend"] * side
    half = np.array([NODE_WIDTH / 2 + 1.0, NODE_HEIGHT / 2 + 1.0])
    is_free = np.ones(len(way), np.bool_)
    for node in (start, stop):
        is_free &= (np.abs(way - node) >= half).any(axis=1)
    return way[is_free] if is_free.sum() > 1 else np.array([start, stop])


def _loop() -> Floats:
    """Return the way of an edge from a node to itself, around the middle of its feet."""
    share = np.linspace(0.0, 1.0, 25)[:, None]
    back = 1.0 - share
    parts = back**3, 3 * share * back**2, 3 * share**2 * back, share**3
    return np.asarray(np.hstack(parts) @ LOOP)


def _draw_edge(drawing: Drawing, edge: "GraphEdge", way: Floats, scale: float) -> None:
    effect, is_light = edge["effect"], drawing.look is LIGHT
    color = drawing.look.ink if effect == "excitatory" else COLORS[effect][0 if is_light else 1]
    line = _dashed(way, scale) if edge["is_plastic"] else way
    drawing.add(Path(line, color, 1.5 * scale))
    tip, along = way[-1], way[-1] - way[-2]
    along = along / max(float(np.hypot(*along)), 1e-9)
    if effect == "inhibitory":
        drawing.add(Dots((tip - scale * DOT / 2 * along)[None], color, DOT * scale))
        return
    turn = np.array([[along[0], along[1]], [-along[1], along[0]]])
    drawing.add(Path(tip + scale * ENDS[effect] @ turn, color, 1.8 * scale))


def _dashed(way: Floats, scale: float) -> Floats:
    """Return a way with the pen lifted between dashes."""
    steps = np.hypot(*np.diff(way, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    on, off = (scale * part for part in DASH)
    at = np.arange(0.0, length[-1], 1.0)
    points = np.stack([np.interp(at, length, axis) for axis in way.T], axis=1)
    points[at % (on + off) > on] = np.nan
    return points


def _draw_node(drawing: Drawing, node: "GraphNode", place: Floats, scale: float) -> None:
    look, size = drawing.look, scale * np.array([NODE_WIDTH, NODE_HEIGHT])
    left, top = (place - size / 2).tolist()
    right, bottom = (place + size / 2).tolist()
    drawing.add(Bars(np.array([[left, top, *size]]), look.ground))
    border = np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])
    drawing.add(Path(border, look.color(node["color_index"]), 1.5 * scale))
    room = NODE_WIDTH - 2 * INSET
    x = left + INSET * scale
    name, about = fitted(node["name"], room * 0.88), fitted(_about(node), room)
    drawing.add(
        Text(x, top + 16 * scale, name, look.ink, 12 * scale, is_bold=True),
        Text(x, top + 33 * scale, about, look.quiet, 11 * scale),
    )


def _draw_rate(
    drawing: Drawing, node: "GraphNode", rate: float, place: Floats, scale: float, most: float
) -> None:
    look = drawing.look
    left, bottom = (place + scale * np.array([-NODE_WIDTH / 2 + INSET, NODE_HEIGHT / 2])).tolist()
    width, height = scale * (NODE_WIDTH - 2 * INSET - 78.0), 6.0 * scale
    top = bottom - 17 * scale
    load = load_of(rate, most, is_spiking=node["is_spiking"])
    drawing.add(
        Bars(np.array([[left, top, width, height]]), look.grid),
        Bars(np.array([[left, top, width * load, height]]), look.color(node["color_index"])),
    )
    if math.isfinite(rate):
        words = f"{rate:.3g} Hz" if node["is_spiking"] else f"r {rate:.3g}"
        x, y = float(place[0]) + scale * (NODE_WIDTH / 2 - INSET), top + height / 2
        drawing.add(Text(x, y, words.replace("-", "−"), look.ink, 11 * scale, "end"))


def _about(node: "GraphNode") -> str:
    return f"{' × '.join(map(str, node['geometry']))} · {node['model']}"


def _most(panel: GraphPanel) -> float:
    """Return the largest rate of rate-coded nodes, 1 at least."""
    pairs = zip(panel.nodes, panel.rates, strict=True)
    return max([1.0, *(abs(r) for n, r in pairs if not n["is_spiking"] and math.isfinite(r))])
