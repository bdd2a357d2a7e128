"""The usual dashboard of a network: which views it has, and where.

In: a scene.
Out: a `Layout`.
Not here: layouts that somebody has made (`layout`).

The rules, in the order in which views are taken:

1. *Along time*, at the left, below each other: a raster if any population spikes; the rates; a
   trace of ``v``, else ``r``, else the first variable, of the first population that is no mere
   input.
2. *As it is now*, beside them: a map of each population of two dimensions, two at most; the
   weights of each projection that learns, two at most: receptive fields where the pre population
   has two dimensions, else the matrix; a histogram of the first of these weights; a graph of the
   network, if it has several populations.  The first four of these.
3. *Controls* at the right, if there is anything to steer; the timeline at the bottom.  The
   transport bar is always on top.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.control_list import control_list
from annarchy_lab.lab.dashboards.kinds import KINDS, Kind, kind_of, subjects_of
from annarchy_lab.lab.dashboards.layout import COLUMNS, Layout, Tile
from annarchy_lab.lab.dashboards.scene import Scene
from annarchy_lab.lab.views.shown import Shown
from annarchy_lab.lab.views.views import default_variable
from annarchy_lab.language.declaration import Kind as AttributeKind

__all__ = ["usual_layout"]

MOST_MAPS: Final = 2
MOST_LEARNING: Final = 2
MOST_STATES: Final = 4
CONTROLS_WIDTH: Final = 3
STATES_WIDTH: Final = 4
STATE_HEIGHT: Final = 6
TIMELINE_HEIGHT: Final = 3
LEAST_HEIGHT: Final = 8
RASTER_HEIGHT: Final = 6
TIMED_HEIGHT: Final = 3
TIMED_HEIGHT_ALONE: Final = 4
"""Without a raster above it."""


def usual_layout(scene: Scene) -> Layout:
    """Return the layout that a new dashboard of a network has."""
    timed, states = list(_along_time(scene)), list(_as_it_is_now(scene))[:MOST_STATES]
    right = CONTROLS_WIDTH if control_list(scene.session.network, scene.main) else 0
    middle = STATES_WIDTH if states and timed else COLUMNS - right if states else 0
    left = COLUMNS - right - middle
    beside, below = (states[:2], states[2:]) if timed else (states, [])
    heights = _timed_heights(timed)
    height = max(sum(heights), STATE_HEIGHT * len(beside), LEAST_HEIGHT)
    columns = _stacked(timed, 0, left, _stretched(heights, height))
    columns += _stacked(beside, left, middle, _stretched([STATE_HEIGHT] * len(beside), height))
    columns += _in_a_row(below, height, (left, middle))
    y = max([height, *(tile.y + tile.h for tile in columns)])
    columns.append(Tile("timeline", "timeline").at(0, y, COLUMNS, TIMELINE_HEIGHT))
    if right:
        columns.append(Tile("controls", "controls").at(COLUMNS - right, 0, right, height))
    return Layout(tuple(columns))


def _along_time(scene: Scene) -> Iterator[Tile]:
    for name in ("raster", "rate"):
        if subjects_of(_kind(name), scene):
            yield Tile(name, name)
    traced = _traced(scene)
    if traced is not None:
        variable = default_variable(traced)
        yield Tile("trace", "trace", (traced.name,), (variable,), (0,))


def _as_it_is_now(scene: Scene) -> Iterator[Tile]:
    maps = [name for name in subjects_of(_kind("map"), scene) if _is_plane(scene, name)]
    for number, name in enumerate(maps[:MOST_MAPS]):
        yield Tile(f"map-{number + 1}", "map", (name,))
    learning = [name for name, each in scene.projections.items() if _learns(each)]
    for number, name in enumerate(learning[:MOST_LEARNING]):
        is_plane = scene.projections[name].pre.population.dimension == 2
        kind = "fields" if is_plane else "weights"
        yield Tile(f"{kind}-{number + 1}", kind, (name,), ("w",))
        if number == 0:
            yield Tile("histogram-1", "histogram", (name,), ("w",))
    if len(scene.session.network.get_populations()) > 1:
        yield Tile("graph", "graph")


def _traced(scene: Scene) -> Shown | None:
    """Return whose variable is traced: with ``v``, else with input, else the first one."""
    able = [group for group in scene.main if _kind("trace").fits(group)]
    wanted = [group for group in able if "v" in group.group.variables]
    fed = [group for group in able if group.group.targets and group.group.variables]
    return next(iter(wanted or fed or able), None)


def _is_plane(scene: Scene, name: str) -> bool:
    group = scene.groups[name].group
    return isinstance(group, Population) and group.dimension == 2 and min(group.geometry) > 1


def _learns(projection: Projection) -> bool:
    """Whether its weights change by themselves."""
    declaration = projection.declaration
    is_variable = declaration.attribute("w").kind is AttributeKind.VARIABLE
    return is_variable and _kind("weights").fits(projection) is not None


def _timed_heights(tiles: Sequence[Tile]) -> list[int]:
    has_raster = any(tile.kind == "raster" for tile in tiles)
    plain = TIMED_HEIGHT if has_raster else TIMED_HEIGHT_ALONE
    return [RASTER_HEIGHT if tile.kind == "raster" else plain for tile in tiles]


def _stretched(heights: Sequence[int], total: int) -> list[int]:
    """Return heights that fill a column, each with its share of what is left."""
    rest = max(total - sum(heights), 0)
    n = max(len(heights), 1)
    return [height + rest // n + (k < rest % n) for k, height in enumerate(heights)]


def _stacked(tiles: Sequence[Tile], x: int, width: int, heights: Sequence[int]) -> list[Tile]:
    placed, y = [], 0
    for tile, height in zip(tiles, heights, strict=True):
        placed.append(tile.at(x, y, width, height))
        y += height
    return placed


def _in_a_row(tiles: Sequence[Tile], y: int, widths: tuple[int, int]) -> list[Tile]:
    places = ((0, widths[0]), (widths[0], widths[1]))
    return [
        tile.at(x, y, width, STATE_HEIGHT) for tile, (x, width) in zip(tiles, places, strict=False)
    ]


def _kind(name: str) -> Kind:
    found = kind_of(name)
    return found if found is not None else KINDS[0]
