"""What a network graph shows: groups of neurons, and the projections between them.

In: a network; populations or parts of them.
Out: `Link` values, and which groups to show where none are asked for.
Not here: where they stand (`graph_layout`), how active they are (`feeds.graph`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import End, Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import StateError
from annarchy_lab.lab.views.shown import Group, Shown
from annarchy_lab.language.declaration import SynapseDeclaration
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.connectivity.edges import EdgeList

__all__ = [
    "Effect",
    "Link",
    "effect_of",
    "is_plastic",
    "links_between",
    "n_synapses_of",
    "usual_groups",
]

Effect: TypeAlias = Literal["excitatory", "inhibitory", "other"]
_EFFECTS: Final[Mapping[str, Effect]] = {
    "exc": "excitatory", "ampa": "excitatory", "nmda": "excitatory",
    "inh": "inhibitory", "gaba": "inhibitory",
}  # fmt: skip


@dataclass(slots=True)
class Link:
    """The synapses of a projection that lead from one group to another.

    Attributes
    ----------
    projection
        The projection.
    source, sink
        Places of the groups.
    target
        What it feeds.
    """

    projection: Projection
    source: int
    sink: int
    target: str
    _is_pre: NDArray[np.bool_] | None = field(repr=False, default=None)
    _is_post: NDArray[np.bool_] | None = field(repr=False, default=None)
    _edges: "EdgeList | None" = field(repr=False, default=None)
    _found: NDArray[np.int64] | None = field(repr=False, default=None)

    @property
    def effect(self) -> Effect:
        """What it does to its target, as far as the name of that tells."""
        return effect_of(self.target)

    @property
    def is_whole(self) -> bool:
        """Whether these are all synapses of the projection."""
        return self._is_pre is None

    @property
    def n_synapses(self) -> int:
        """Number of synapses now."""
        found = self.positions()
        return n_synapses_of(self.projection) if found is None else len(found)

    def positions(self) -> NDArray[np.int64] | None:
        """Return which synapses of the projection these are; None for all of them."""
        if self._is_pre is None or self._is_post is None or not n_synapses_of(self.projection):
            return None
        edges = self.projection.edges
        if edges is not self._edges:
            is_own = self._is_pre[edges.pre_ranks] & self._is_post[edges.post_ranks]
            self._edges, self._found = edges, np.flatnonzero(is_own)
        return self._found


def links_between(network: Network, groups: Sequence[Shown]) -> tuple[Link, ...]:
    """Return how the groups are connected, in the order of the projections."""
    found = [
        Link(projection, source, sink, target, *_masks(projection, groups[source], groups[sink]))
        for projection in network.get_projections()
        for source in _places(projection.pre, groups)
        for sink in _places(projection.post, groups)
        for target in _targets(projection)
    ]
    return tuple(link for link in found if link.is_whole or link.n_synapses)


def usual_groups(network: Network) -> list[Group]:
    """Return the populations; one that is connected in parts, as these parts and what is left."""
    found: list[Group] = []
    for population in network.get_populations():
        parts = _parts(population, network.get_projections())
        found += parts or [population]
        left = np.ones(population.size, np.bool_)
        for part in parts:
            left[part.ranks] = False
        if parts and left.any():
            found.append(PopulationView(population, np.flatnonzero(left)))
    return found


def n_synapses_of(projection: Projection) -> int:
    """Return the number of synapses, 0 before they are made."""
    try:
        return projection.nb_synapses
    except StateError:
        return 0


def effect_of(target: str) -> Effect:
    """Return what the name of a target says about its effect."""
    name = target.lower()
    return next((effect for word, effect in _EFFECTS.items() if word in name), "other")


def is_plastic(declaration: SynapseDeclaration) -> bool:
    """Whether weights change, or synapses come and go."""
    events = (declaration.pre_spike, declaration.post_spike, declaration.pre_axon_spike)
    lines = [*declaration.equations, *(line for event in events for line in event or ())]
    has_rules = declaration.creating is not None or declaration.pruning is not None
    return has_rules or any(line.assigned == "w" for line in lines)


def _parts(population: Population, projections: Sequence[Projection]) -> list[PopulationView]:
    """Return the parts of a population that projections name, if no two of them overlap."""
    ends = [end for each in projections for end in (each.pre, each.post)]
    views: dict[bytes, PopulationView] = {}
    for end in ends:
        if isinstance(end, PopulationView) and end.population is population:
            views.setdefault(np.sort(end.ranks).tobytes(), end)
    parts = [view for view in views.values() if view.size < population.size]
    if any(np.intersect1d(a.ranks, b.ranks).size for a, b in combinations(parts, 2)):
        return []
    return sorted(parts, key=lambda view: int(view.ranks.min(initial=population.size)))


def _places(end: End, groups: Sequence[Shown]) -> Iterator[int]:
    """Yield the groups that share neurons with an end of a projection."""
    for place, group in enumerate(groups):
        if group.population == end.population.name and np.intersect1d(group.ranks, end.ranks).size:
            yield place


def _masks(
    projection: Projection, source: Shown, sink: Shown
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | tuple[None, None]:
    """Return which pre and post neurons belong to two groups; None twice if all do."""
    pre, post = projection.pre, projection.post
    if np.isin(pre.ranks, source.ranks).all() and np.isin(post.ranks, sink.ranks).all():
        return None, None
    masks = []
    for end, group in ((pre, source), (post, sink)):
        mask = np.zeros(end.population.size, np.bool_)
        mask[group.ranks] = True
        masks.append(mask)
    return masks[0], masks[1]


def _targets(projection: Projection) -> list[str]:
    target = projection.target
    return [target] if isinstance(target, str) else target
