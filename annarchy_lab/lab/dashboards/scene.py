"""What a network has that a dashboard can show, by name.

In: a network; the user's variables; which populations and views are wanted.
Out: `Scene`.
Not here: which kinds of views show what (`kinds`).

A population that variables of the user divide completely, as in
``Exc, Inh = pop[:800], pop[800:]``, is shown by its parts.  Populations and
parts have the same colours in all views.
"""

from collections.abc import Mapping

import numpy as np

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.shown import Group, Groups, Shown, shown
from annarchy_lab.lightweight import dataclass

__all__ = ["Scene"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What can be shown.

    Attributes
    ----------
    session
        That of the network.
    main
        What is shown where nothing is named.
    groups
        By name: these, all populations, and the parts of them that have names.
    projections
        By name.
    """

    session: Session
    main: tuple[Shown, ...]
    groups: Mapping[str, Shown]
    projections: Mapping[str, Projection]

    @classmethod
    def of(cls, session: Session, views: Groups = None) -> "Scene":
        """Return what the network of a session has.

        Raises
        ------
        ANNarchyException
            If one of `views` is no population or view of the network.
        """
        network = session.network
        parts = _named_parts(session)
        if views is None:
            views = {}
            for each in network.get_populations():
                whole: dict[str, Group] = {_name(each): each}
                views |= _divided(each, parts) or whole
        main = shown(network, views, LABORATORY.name_of)
        own: dict[str, Group] = {_name(p): p for p in network.get_populations()}
        known = {group.name: group.group for group in main}
        every = known | {name: group for name, group in (own | parts).items() if name not in known}
        groups = {group.name: group for group in shown(network, every, LABORATORY.name_of)}
        projections = {_name(p): p for p in network.get_projections()}
        return cls(session, main, groups, projections)

    def group(self, name: str) -> Shown | None:
        """Return a group by the name it is shown by, or by that of the population."""
        found = self.groups.get(name)
        if found is not None:
            return found
        own = (group for group in self.groups.values() if isinstance(group.group, Population))
        return next((group for group in own if group.group.name == name), None)

    def projection(self, name: str) -> Projection | None:
        """Return a projection by the user's name for it, or by its own."""
        found = self.projections.get(name)
        if found is not None:
            return found
        return next((p for p in self.projections.values() if p.name == name), None)


def _name(thing: Population | Projection) -> str:
    return LABORATORY.name_of(thing) or thing.name


def _named_parts(session: Session) -> dict[str, Group]:
    """Return the views of this network that variables of the user hold."""
    found: dict[str, Group] = {}
    for name, value in tuple(LABORATORY.namespace().items()):
        if not isinstance(value, PopulationView) or value.network is not session.network:
            continue
        if not name.startswith("_") and not _is_known(value, found):
            found[name] = value
    return found


def _is_known(view: Group, found: Mapping[str, Group]) -> bool:
    """Whether these neurons have a name already."""
    return any(
        other.population is view.population and np.array_equal(other.ranks, view.ranks)
        for other in found.values()
    )


def _divided(population: Population, parts: Mapping[str, Group]) -> dict[str, Group]:
    """Return the parts that make up a population, each neuron in one; empty if they do not."""
    own = {name: part for name, part in parts.items() if part.population is population}
    ranks = np.concatenate([part.ranks for part in own.values()] or [np.empty(0, np.int64)])
    is_whole = len(own) > 1 and len(ranks) == population.size == len(np.unique(ranks))
    return own if is_whole else {}
