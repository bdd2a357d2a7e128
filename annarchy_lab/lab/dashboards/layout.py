"""Layouts: which views a dashboard has and where they stand, as data.

In: JSON, from a notebook's metadata, a file, or the page.
Out: `Layout`, which is JSON again; mistakes are explained.
Not here: whether a network has what a layout names (`kinds`), which one is usual (`rules`).
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeAlias

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.messages import DashboardLayout, DashboardTile
from annarchy_lab.lab.schema.checking import problem_of
from annarchy_lab.lightweight import dataclass

__all__ = ["COLUMNS", "FORMAT", "Layout", "LayoutSource", "Tile"]

COLUMNS: Final = 12
FORMAT: Final = "annarchy-lab-dashboard"
WINDOW_MS: Final = 1000.0
MOST_BYTES: Final = 1_000_000
"""Of a file that is read as a layout."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One view and its place.

    Attributes
    ----------
    id
        Unique in the layout.
    kind
        As `kinds` has it.
    of
        Names of what it shows; empty: all that fit.
    variables, neurons
        Which of them; empty: the usual ones.
    x, y, w, h
        Place in columns and rows.
    """

    id: str
    kind: str
    of: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    neurons: tuple[int, ...] = ()
    x: int = 0
    y: int = 0
    w: int = 4
    h: int = 6

    @property
    def what(self) -> tuple[object, ...]:
        """What it shows, wherever it stands."""
        return self.kind, self.of, self.variables, self.neurons

    def at(self, x: int, y: int, w: int, h: int) -> "Tile":
        """Return it in another place."""
        return replace(self, x=x, y=y, w=w, h=h)

    def as_json(self) -> DashboardTile:
        """Return it as the page and files have it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "of": list(self.of),
            "variables": list(self.variables),
            "neurons": list(self.neurons),
            "x": self.x,
            "y": self.y,
            "w": self.w,
            "h": self.h,
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """All views of a dashboard.

    Attributes
    ----------
    tiles
        The views.
    window_ms
        Time that the plots show.
    """

    tiles: tuple[Tile, ...] = ()
    window_ms: float = WINDOW_MS

    def as_json(self) -> DashboardLayout:
        """Return it as notebooks, files and the page have it."""
        return {
            "format": FORMAT,
            "version": 1,
            "window_ms": self.window_ms,
            "tiles": [tile.as_json() for tile in self.tiles],
        }

    @classmethod
    def read(cls, source: "LayoutSource") -> "Layout":
        """Return the layout that a value or a file holds.

        Raises
        ------
        ANNarchyException
            If it is none; the message names the place.
        """
        if isinstance(source, Layout):
            return source
        found = source if isinstance(source, Mapping) else _of_file(Path(source))
        _require_valid(found)
        tiles = [_tile(tile) for tile in found["tiles"]]
        return cls(_distinct(tiles), float(found["window_ms"]))


LayoutSource: TypeAlias = Layout | Mapping[str, Any] | str | PathLike[str]


def _of_file(path: Path) -> Any:  # noqa: ANN401 - whatever the JSON holds
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ANNarchyException(f"{path} is too large for the layout of a dashboard.")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ANNarchyException(f"cannot read the layout {path}: {error.strerror}.") from None
    except ValueError as error:
        raise ANNarchyException(f"{path} is no JSON: {error}.") from None


def _require_valid(found: object) -> None:
    """Raise if something is no layout; say what is wrong with it, and where."""
    problem = problem_of(found, "DashboardLayout", "layout")
    if problem:
        raise ANNarchyException(f"this is no layout of a dashboard: {problem}.")


def _tile(found: Mapping[str, Any]) -> Tile:
    lists = (tuple(found["of"]), tuple(found["variables"]), tuple(map(int, found["neurons"])))
    return Tile(found["id"], found["kind"], *lists, *(int(found[key]) for key in "xywh"))


def _distinct(tiles: list[Tile]) -> tuple[Tile, ...]:
    """Return tiles that stay on the grid and whose names differ."""
    seen: set[str] = set()
    found = []
    for tile in tiles:
        name, number = tile.id, 2
        while name in seen:
            name, number = f"{tile.id[:36]}-{number}", number + 1
        seen.add(name)
        w = min(tile.w, COLUMNS)
        found.append(replace(tile, id=name, w=w, x=min(tile.x, COLUMNS - w)))
    return tuple(found)
