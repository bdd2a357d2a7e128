"""A neuron of a network of the user, whose state is shown beside its equations.

In: ``pop[15]``, a population (its first neuron), or one neuron.
Out: `Live`.
Not here: the dot that moves (`lab.widgets.explorer`).
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.language.declare import Neuron
from annarchy_lab.lightweight import dataclass

__all__ = ["Live", "live_neuron"]


@dataclass(frozen=True, slots=True)
class Live:
    """One neuron of a network.

    Attributes
    ----------
    population
        Its population.
    rank
        Its rank there.
    """

    population: Population
    rank: int

    def parameters(self) -> dict[str, float]:
        """Return the values of its parameters now."""
        return {name: self._value(name) for name in self.population.parameters}

    def write(self, values: Mapping[str, float]) -> None:
        """Set parameters of the whole population."""
        if values:
            self.population.set(dict(values))

    def _value(self, name: str) -> float:
        values = np.asarray(self.population.get(name), np.float64).ravel()
        return float(values[self.rank if values.size > 1 else 0])


def live_neuron(of: object, neuron: Neuron) -> Live:
    """Return the neuron that is meant.

    Raises
    ------
    ANNarchyException
        If it is none, or one of another model.
    """
    if isinstance(of, Population):
        found = Live(of, 0)
    elif isinstance(of, PopulationView | IndividualNeuron) and len(of.ranks):
        found = Live(of.population, int(of.ranks[0]))
    else:
        raise ANNarchyException(f"{of!r} is no neuron of a network: give pop[15], or a population.")
    if _model(found.population.declaration) != _model(neuron.declaration):
        raise ANNarchyException(
            f"{found.population.name} has neurons of {found.population.neuron_type.name!r}, "
            f"not of {neuron.name!r}."
        )
    return found


def _model(declaration: NeuronDeclaration) -> NeuronDeclaration:
    """Return what two populations of one model have in common; each has a refractory period."""
    return replace(declaration, refractory=None)
