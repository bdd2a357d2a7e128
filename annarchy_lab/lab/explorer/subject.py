"""The model that is explored: its parameters, its start, its benches and fields.

In: a neuron declaration, its surroundings.
Out: `Subject`; for each way of driving it a `Driven`, made once.
Not here: what is found out (`explorer`).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.model import REFRACTORY
from annarchy_lab.lab.explorer.bench import Bench
from annarchy_lab.lab.explorer.field import Field
from annarchy_lab.lab.explorer.isolated import (
    all_expressions,
    inner_name,
    is_own,
    isolated,
    with_expressions,
)
from annarchy_lab.lab.explorer.means import mean_of_draw
from annarchy_lab.lab.explorer.surroundings import Surroundings
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Initial,
    Kind,
    NeuronDeclaration,
    ValueType,
)

__all__ = ["Driven", "Subject"]

N_DRAWN = 1000
MOST_BENCHES = 4


class Driven:
    """A model that is driven through one attribute.

    Attributes
    ----------
    name
        What is driven; None for nothing.
    inner
        How the private model calls it.
    declaration
        The private model.
    field
        Its vector field.
    """

    def __init__(
        self, declaration: NeuronDeclaration, name: str | None, surroundings: Surroundings
    ) -> None:
        self.name = name
        self.inner = None if name is None else inner_name(name)
        self.declaration = isolated(declaration, name)
        self.field = Field(self.declaration, surroundings.context, surroundings.dt_ms)
        self._surroundings = surroundings
        self._benches: dict[tuple[int, bool], Bench] = {}

    def shared_name(self, name: str) -> str:
        """Return how the private model calls a parameter that may differ between neurons.

        Raises
        ------
        ANNarchyException
            If it may not.
        """
        if name == self.name and self.inner is not None:
            return self.inner
        attribute = next((a for a in self.declaration.attributes if a.name == name), None)
        if attribute is not None and not is_own(attribute):
            raise ANNarchyException(
                f"{name} is the argument of a random distribution, so that all neurons share it: "
                "it cannot be scanned."
            )
        return name

    def bench(self, n_neurons: int, *, is_played: bool = False) -> Bench:
        """Return a bench; a few are kept."""
        key = (n_neurons, is_played and self.inner is not None)
        if key not in self._benches:
            if len(self._benches) >= MOST_BENCHES:
                self._benches.pop(next(iter(self._benches))).close()
            played = self.inner if key[1] else None
            self._benches[key] = Bench(self.declaration, n_neurons, self._surroundings, played)
        return self._benches[key]


class Subject:
    """One neuron model, alone.

    Parameters
    ----------
    declaration
        The model.
    surroundings
        Its world.

    Attributes
    ----------
    parameters
        The numbers that can be varied, with their values in the model.
    """

    def __init__(self, declaration: NeuronDeclaration, surroundings: Surroundings) -> None:
        self.declaration = declaration
        self.surroundings = surroundings
        self._driven: dict[str | None, Driven] = {}
        given = {a.name: a for a in declaration.attributes}
        self.parameters = {
            name: self._number(a.initial, {})
            for name, a in given.items()
            if a.kind is Kind.PARAMETER and a.type is not ValueType.BOOL
        }
        if isinstance(declaration.refractory, float | int):
            self.parameters[REFRACTORY] = float(declaration.refractory)

    def driven(self, name: str | None) -> Driven:
        """Return the model driven through an attribute."""
        if name not in self._driven:
            self._driven[name] = Driven(self.declaration, name, self.surroundings)
        return self._driven[name]

    def calm(self, name: str | None) -> Driven:
        """Return the same without noise: each random number is its mean."""
        if not self.is_noisy:
            return self.driven(name)
        return Driven(with_expressions(self.declaration, mean_of_draw), name, self.surroundings)

    def start(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """Return the value of every variable at the start."""
        return {
            a.name: self._number(a.initial, parameters)
            for a in self.declaration.attributes
            if a.kind is Kind.VARIABLE
        }

    def values(
        self, parameters: Mapping[str, Any], start: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what benches and fields take: constants, parameters, variables at the start."""
        flags = {
            a.name: bool(a.initial) for a in self.declaration.attributes if a.type is ValueType.BOOL
        }
        return {
            **flags,
            **self.surroundings.constants,
            **self.start(parameters),
            **parameters,
            **(start or {}),
        }

    def attribute(self, name: str) -> AttributeDeclaration | None:
        """Return how an attribute was declared."""
        return next((a for a in self.declaration.attributes if a.name == name), None)

    def unit(self, name: str) -> str:
        """Return the unit of an attribute; empty if it has none."""
        if name == REFRACTORY:
            return "ms"
        attribute = self.attribute(name)
        return "" if attribute is None else attribute.unit

    @property
    def is_noisy(self) -> bool:
        """Whether its equations draw random numbers."""
        return any(isinstance(node, s.Draw) for node in all_expressions(self.declaration))

    @property
    def reads_population(self) -> bool:
        """Whether its equations read a mean or the like over the whole population."""
        nodes = all_expressions(self.declaration)
        return any(isinstance(node, s.GlobalOperation) for node in nodes)

    def _number(self, initial: Initial, parameters: Mapping[str, float]) -> float:
        if isinstance(initial, RandomDistribution):
            return float(np.mean(initial.draw(N_DRAWN, np.random.default_rng(0))))
        if not isinstance(initial, str):
            return float(initial)
        if initial in parameters:
            return float(parameters[initial])
        if initial in self.surroundings.constants:
            return float(self.surroundings.constants[initial])
        attribute = self.attribute(initial)
        return 0.0 if attribute is None else self._number(attribute.initial, parameters)
