"""What is selected in a network: one thing at a time, shared by all views of it.

In: what a user clicked, as a feed understands it.
Out: `Selection` values; which neurons a view shows that follows them.
Not here: who is told (`session`), what a view marks (`feeds`), the call for cells (`views`).

A selection is no part of the network: it changes nothing of what runs, and no journal knows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["Selection", "followed"]


@dataclass(frozen=True, slots=True)
class Selection:
    """One selected thing: a population, a neuron, a projection, a dendrite or a synapse.

    Attributes
    ----------
    population
        Name of the population; of a projection the one behind it.
    rank
        Of the neuron there; None for a whole population or projection.
    projection
        Name of the projection; empty for a population or neuron.
    pre_rank
        Of the synapse; None for a whole projection or dendrite.
    label
        How to call it.
    color_index
        Place in the palette.
    ranks
        Of a part of a population; None for the whole one.
    """

    population: str
    rank: int | None = None
    projection: str = ""
    pre_rank: int | None = None
    label: str = ""
    color_index: int = field(default=0, compare=False)
    ranks: NDArray[np.int64] | None = field(default=None, compare=False, repr=False)

    @property
    def neuron(self) -> tuple[str, int] | None:
        """Population and rank of the selected neuron, if it is one or belongs to one."""
        return None if self.rank is None else (self.population, self.rank)


def followed(
    own: Sequence[Selection], selection: Selection | None, has: Callable[[str], bool]
) -> tuple[Selection, ...]:
    """Return which neurons a view of single neurons shows.

    Parameters
    ----------
    own
        Those it was made for: the selected one stands in place of a single one, and beside
        several of the same population.
    selection
        What is selected.
    has
        Whether a population has what the view shows.
    """
    own = tuple(own)
    if selection is None or selection.rank is None or not own or not has(selection.population):
        return own
    if len(own) == 1:
        return own if own[0].neuron == selection.neuron else (selection,)
    is_there = any(neuron.neuron == selection.neuron for neuron in own)
    is_alike = own[0].population == selection.population
    return (*own, selection) if is_alike and not is_there else own
