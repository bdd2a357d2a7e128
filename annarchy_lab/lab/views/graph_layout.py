"""Where the nodes of a network graph stand, and how its edges run between them.

In: the number of nodes, and which of them are connected.
Out: `Layout`: places of nodes and bends of edges, in CSS pixels; the same for the same network.
Not here: what nodes and edges stand for (`graph_parts`), who paints them (TypeScript,
`still_graph`).

Columns follow the trophic levels of MacKay, Johnson and Sansom (2020), "How directed is a directed
network?": inputs come left of what they drive, and what drives each other stands side by side.
Within columns nodes are exchanged as long as that makes edges shorter, frees nodes from edges that
run through them, or uncrosses edges.
"""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["NODE_HEIGHT", "NODE_WIDTH", "Layout", "bends_of", "lay_out"]

NODE_WIDTH: Final = 172.0
NODE_HEIGHT: Final = 62.0
_PITCH: Final = np.array([310.0, 138.0])
"""Between the middles of two neighbours, to the right and down."""
_DENSE_PITCH: Final = np.array([256.0, 138.0])
"""The same where edges are too many to say what they are."""
_FEW_EDGES: Final = 6
_LANE: Final = 34.0
"""Between edges of the same two nodes."""
_SHIFTS: Final = tuple(sign * d for d in (0.0, 45.0, 80.0, 120.0, 170.0, 230.0) for sign in (1, -1))
_CLEARANCE: Final = 8.0
_MOST_LOOKS: Final = 30_000
"""At edges, while nodes are exchanged; a larger network is not worth more time."""

Pairs: TypeAlias = Sequence[tuple[int, int]]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layout:
    """A graph on paper.

    Attributes
    ----------
    places
        Middles of the nodes, shape ``(n_nodes, 2)``.
    bends
        How far the middle of each edge lies to the left of the straight line, seen along it, shape
        ``(n_edges,)``; of an edge from a node to itself how far right of the node's middle.
    """

    places: Floats
    bends: Floats


def lay_out(n_nodes: int, edges: Pairs) -> Layout:
    """Return where nodes stand and how edges run.

    Parameters
    ----------
    n_nodes
        Number of nodes.
    edges
        Source and sink of each; several may be alike.
    """
    ties = np.array(sorted({(a, b) for a, b in edges if a != b}), np.int64).reshape(-1, 2)
    columns = _columns(n_nodes, ties)
    pitch = _PITCH if len(edges) <= _FEW_EDGES else _DENSE_PITCH
    places = _arranged(columns, n_nodes, ties, pitch)
    return Layout(places, bends_of(places, edges))


def bends_of(places: Floats, edges: Pairs) -> Floats:
    """Return how edges run between nodes that stand at `places`."""
    bends = np.zeros(len(edges))
    bundles: dict[tuple[int, int], list[int]] = {}
    for index, (a, b) in enumerate(edges):
        bundles.setdefault((min(a, b), max(a, b)), []).append(index)
    for (a, b), members in bundles.items():
        lanes: Floats = np.arange(float(len(members))) - (len(members) - 1) / 2
        if a == b:
            # from the right, so that what comes from above has room
            lane = min(_LANE, (NODE_WIDTH - 50.0) / len(members))
            bends[members] = NODE_WIDTH / 2 - 36.0 - lane * np.arange(len(members))
            continue
        signs = np.array([1.0 if edges[index] == (a, b) else -1.0 for index in members])
        order = np.argsort(-signs, kind="stable")  # both directions keep to their own side
        lanes[order] = lanes.copy()
        shift = _free_shift(places, a, b, lanes * _LANE)
        bends[members] = signs * (lanes * _LANE + shift)
    return bends


# Columns


def _columns(n_nodes: int, ties: NDArray[np.int64]) -> list[list[list[int]]]:
    """Return levels of columns of nodes; a level that is too high has several columns."""
    levels = np.floor(_levels(n_nodes, ties) + 0.5 + 1e-9).astype(np.int64)
    most = max(1, math.floor(math.sqrt(1.15 * n_nodes) + 0.4))
    found = []
    for level in np.unique(levels):
        members = np.flatnonzero(levels == level).tolist()
        n_columns = -(-len(members) // most)
        found.append([members[k::n_columns] for k in range(n_columns)])
    return found


def _levels(n_nodes: int, ties: NDArray[np.int64]) -> Floats:
    """Return the trophic level of each node, 0 for the lowest of those that hang together."""
    flow = np.zeros((n_nodes, n_nodes))
    flow[ties[:, 0], ties[:, 1]] = 1.0
    both = flow + flow.T
    laplacian = np.diag(both.sum(axis=1)) - both
    levels, *_ = np.linalg.lstsq(laplacian, flow.sum(axis=0) - flow.sum(axis=1), rcond=1e-9)
    for part in _parts(both > 0.0):
        levels[part] -= levels[part].min()
    return np.asarray(levels)


def _parts(is_tied: NDArray[np.bool_]) -> list[list[int]]:
    """Return the nodes that hang together."""
    left, parts = set(range(len(is_tied))), []
    while left:
        part, fresh = set[int](), {min(left)}
        while fresh:
            part |= fresh
            fresh = {int(k) for node in fresh for k in np.flatnonzero(is_tied[node])} - part
        left -= part
        parts.append(sorted(part))
    return parts


# Places within columns


def _arranged(
    columns: list[list[list[int]]], n_nodes: int, ties: NDArray[np.int64], pitch: Floats
) -> Floats:
    places = np.zeros((n_nodes, 2))
    x = 0
    for level in columns:
        for column in level:
            for row, node in enumerate(column):
                places[node] = (x, row - (len(column) - 1) / 2)
            x += 1
    places *= pitch
    groups = [[node for column in level for node in column] for level in columns]
    pairs = [pair for group in groups for pair in combinations(sorted(group), 2)]
    n_tries = _MOST_LOOKS // max(len(ties), 1)
    while pairs and n_tries > 0:
        tried = pairs[:n_tries]
        n_tries -= len(tried)
        if not sum(_exchanged(places, ties, a, b) for a, b in tried):
            break
    return places


def _exchanged(places: Floats, ties: NDArray[np.int64], a: int, b: int) -> bool:
    """Exchange two nodes if the graph looks better then; return whether it does."""
    before = _cost(places, ties, a, b)
    places[[a, b]] = places[[b, a]]
    if _cost(places, ties, a, b) < before - 1e-9:
        return True
    places[[a, b]] = places[[b, a]]
    return False


def _cost(places: Floats, ties: NDArray[np.int64], a: int, b: int) -> float:
    """Return how bad straight edges look, as far as it depends on where two nodes stand."""
    own = ties[((ties == a) | (ties == b)).any(axis=1)]
    if not len(ties):
        return 0.0
    start, stop = places[own[:, 0]], places[own[:, 1]]
    length = np.hypot(*((stop - start) / _PITCH).T).sum()
    share = np.linspace(0.0, 1.0, 9)[1:-1, None, None]
    through = _hits(start + share * (stop - start), places, own).sum()
    crossings = _n_crossings(start, stop, places[ties[:, 0]], places[ties[:, 1]])
    return float(length + 0.4 * through + 0.5 * crossings)


def _hits(points: Floats, places: Floats, ties: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many points of each edge lie on nodes that are not its ends.

    Parameters
    ----------
    points
        Shape ``(n_points, n_edges, 2)``.
    ties
        Ends of each edge, shape ``(n_edges, 2)``.
    """
    reach = np.array([NODE_WIDTH / 2 + _CLEARANCE, NODE_HEIGHT / 2 + _CLEARANCE])
    is_on: NDArray[np.bool_] = np.all(np.abs(points[:, :, None] - places) < reach, axis=-1)
    rows = np.arange(len(ties))
    is_on[:, rows, ties[:, 0]] = is_on[:, rows, ties[:, 1]] = False
    hits: NDArray[np.int64] = is_on.sum(axis=(0, 2))
    return hits


def _n_crossings(start: Floats, stop: Floats, others_start: Floats, others_stop: Floats) -> int:
    """Return how many pairs of straight edges cross."""

    def side(a: Floats, b: Floats, c: Floats) -> Floats:
        along, across = b - a, c - a
        return np.asarray(along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0])

    a, b, c, d = start[:, None], stop[:, None], others_start[None], others_stop[None]
    crosses = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(crosses.sum())


# Bends


def _free_shift(places: Floats, a: int, b: int, lanes: Floats) -> float:
    """Return how far the edges between two nodes must swerve to pass the others."""
    shifts = np.array(_SHIFTS)
    offsets = (shifts[:, None] + lanes).ravel()
    ties = np.repeat([[a, b]], len(offsets), axis=0)
    hits = _hits(_curve(places[a], places[b], offsets), places, ties)
    cost = hits.reshape(len(shifts), -1).sum(axis=1) + 1e-3 * np.abs(shifts)
    return float(shifts[int(np.argmin(cost))])


def _curve(start: Floats, stop: Floats, bends: Floats) -> Floats:
    """Return points along curves between two places, shape ``(n_points, n_bends, 2)``."""
    along = stop - start
    left = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    share = np.linspace(0.0, 1.0, 17)[1:-1, None, None]
    straight = start + share * along
    return np.asarray(straight + 4.0 * share * (1.0 - share) * bends[:, None] * left)
