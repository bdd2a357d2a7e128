"""What live views show: populations and parts of them, with a name and a colour.

In: populations and views of the API.
Out: `Shown` values.
Not here: what is drawn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.messages import PopulationInfo, SeriesInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lightweight import dataclass

__all__ = ["Group", "Groups", "Shown", "shown"]

Group: TypeAlias = Population | PopulationView
Groups: TypeAlias = "Mapping[str, Group] | Sequence[Group | Shown] | Group | Shown | None"


@dataclass(frozen=True, slots=True)
class Shown:
    """A population, or a part of one, as views name and colour it.

    Attributes
    ----------
    group
        The population or view itself.
    color_index
        Place in the palette; the same in every view.
    """

    name: str
    group: Group
    color_index: int

    @property
    def population(self) -> str:
        """Name of the whole population."""
        return self.group.population.name

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self.group.size

    @property
    def ranks(self) -> NDArray[np.int64]:
        """Ranks in the whole population, in the order of the view."""
        return self.group.ranks

    @property
    def indices(self) -> NDArray[np.int64] | None:
        """The same as recorders take them: None for a whole population."""
        return None if isinstance(self.group, Population) else self.group.ranks

    @property
    def row_info(self) -> PopulationInfo:
        """How a raster announces it."""
        return {"name": self.name, "size": self.size, "color_index": self.color_index}

    @property
    def series_info(self) -> SeriesInfo:
        """How a line plot announces it."""
        return {"name": self.name, "color_index": self.color_index}

    def unit_of(self, name: str) -> str:
        """Return the unit of a variable; empty if it has none."""
        return next((a.unit for a in self.group.declaration.attributes if a.name == name), "")

    def places(self, neurons: int | Sequence[int]) -> NDArray[np.int64]:
        """Return ranks in the group as an array; raise `ANNarchyException` if there are no such."""
        places = np.atleast_1d(np.asarray(neurons, np.int64))
        if not places.size or places.min() < 0 or places.max() >= self.size:
            raise ANNarchyException(f"{self.name} has neurons 0 to {self.size - 1}, not {neurons}.")
        return places

    def series(self, places: NDArray[np.int64]) -> list[SeriesInfo]:
        """Return one line per neuron: a single one has the colour of its group."""
        first = self.color_index if len(places) == 1 else 0
        return [
            {"name": f"neuron {place}", "color_index": first + index}
            for index, place in enumerate(places.tolist())
        ]

    def selection(self, place: int | None = None) -> Selection:
        """Return what is selected with the neuron at a place of the group, or with all of it."""
        if place is None:
            ranks, label = self.indices, self.name
            return Selection(self.population, None, "", None, label, self.color_index, ranks)
        label = f"{self.name}[{place}]"
        rank = int(self.ranks[place])
        return Selection(self.population, rank, label=label, color_index=self.color_index)

    def places_of(self, selection: Selection) -> list[int]:
        """Return where in the group the selected neuron stands; nothing if it does not."""
        if selection.population != self.population or selection.rank is None:
            return []
        places: list[int] = np.flatnonzero(self.ranks == selection.rank).tolist()
        return places

    def check_variable(self, name: str) -> None:
        """Raise `ANNarchyException` if there is no variable of this name."""
        known = [*self.group.variables, *self.group.parameters]
        if name not in known and not name.startswith("g_"):
            names = ", ".join(known)
            raise ANNarchyException(f"{self.name} has no variable {name!r}: it has {names}.")


def shown(
    network: Network, groups: Groups, name_of: Callable[[object], str | None]
) -> tuple[Shown, ...]:
    """Return what to show.

    Parameters
    ----------
    network
        The network.
    groups
        Names and what they stand for; or populations and views, which are called as the user's
        variables are; None for all populations.  What is `Shown` keeps its name and colour.
    name_of
        Name of the user's variable that holds an object, if there is one.

    Raises
    ------
    ANNarchyException
        If something is no population or view of this network.
    """
    if groups is None:
        groups = network.get_populations()
    elif isinstance(groups, Population | PopulationView | Shown):
        groups = [groups]
    found = []
    for index, (name, group) in enumerate(_pairs(groups, name_of)):
        own = group.group if isinstance(group, Shown) else group
        if not isinstance(own, Population | PopulationView) or own.network is not network:
            raise ANNarchyException(f"{name} is no population or view of this network: {own!r}.")
        found.append(group if isinstance(group, Shown) else Shown(name, own, index))
    return tuple(found)


def _pairs(
    groups: "Mapping[str, Any] | Iterable[Any]", name_of: Callable[[object], str | None]
) -> list[tuple[str, Any]]:
    if isinstance(groups, Mapping):
        return [(str(name), group) for name, group in groups.items()]
    return [(_name(group, name_of), group) for group in groups]


def _name(group: object, name_of: Callable[[object], str | None]) -> str:
    if isinstance(group, Shown):
        return group.name
    return name_of(group) or str(getattr(group, "name", repr(group)))
