"""Poisson populations: neurons that spike at random with given rates.

In: rates in Hz, as numbers, as an equation, or as the sum of a rate-coded input.
Out: `PoissonPopulation`, an ordinary population of a small neuron model.
Not here: rates that follow a schedule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annarchy_lab.api.population import Population
from annarchy_lab.connectivity import geometry as places
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declare import Neuron, Parameter, Variable
from annarchy_lab.language.template import Template

if TYPE_CHECKING:
    from annarchy_lab.api.changes import Change
    from annarchy_lab.api.network import Network

__all__ = ["PoissonPopulation"]

RATES = "rates"
DRAW = "Uniform(0.0, 1.0) * 1000.0 / dt"
"""Below a rate with the probability rate * dt / 1000."""
NAME, DESCRIPTION = "Poisson", "Spikes at random with a given rate."
Rates = ArrayLike | RandomDistribution
Texts = str | Mapping[str, Any]


class PoissonPopulation(Population):
    """Neurons that spike at random, independently of each other.

    In every step each neuron spikes with a probability of ``rates * dt / 1000``; at negative rates
    it never does.  Where rates are an equation or a target, it draws ``p``, uniform between 0 and
    1000/dt, and spikes if that is below its rate.  Where they are numbers, the gaps between spikes
    are drawn instead, which takes less time, and there is no ``p``.  Attributes are ``rates`` (Hz)
    and ``p`` (Hz).

    Parameters
    ----------
    geometry
        Number of neurons, or a tuple of dimensions.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...
    rates
        Rates in Hz: a number; a list or an array of shape `geometry` or ``(size,)``; a random
        distribution, drawn once; or the right side of an equation, such as
        ``"if t < 200.0 : 2000.0 else : 0.0"``, evaluated in every step.  Numbers may be set at
        any time.
    target
        Instead of `rates`: a target.  Rate-coded populations may be connected with it, and the
        rate of each neuron is the weighted sum of what reaches it, formed anew in every step.
    parameters
        Parameters that an equation of `rates` names, as for `Neuron`.
    refractory
        Period in ms after a spike in which a neuron never spikes; or the name of a
        parameter that holds it.
    network
        The network it joins.  Default: the one of the 4.8 style.

    Raises
    ------
    ANNarchyException
        If there are neither rates nor a target, or both, or rates do not fit the geometry.
    ModelError
        If the equation cannot be read.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> net = Network(seed=1)
    >>> pop = PoissonPopulation((2, 3), rates=15.0, network=net)
    >>> pop.rates, pop.size
    (15.0, 6)
    """

    def __init__(
        self,
        geometry: SupportsIndex | Sequence[SupportsIndex],
        name: str | None = None,
        rates: Rates | str | None = None,
        target: str | None = None,
        parameters: Texts | None = None,
        refractory: float | str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        _check_choice(rates, target, parameters)
        self._rate_targets = () if target is None else (target,)
        shape = places.as_geometry(geometry)
        values = None if rates is None or isinstance(rates, str) else _fitting(rates, shape)
        neuron = _neuron(rates, target, parameters, refractory)
        super().__init__(shape, neuron, name, network=network)
        if values is not None:
            self.set({RATES: values})

    @property
    def has_fixed_rates(self) -> bool:
        """Whether rates are numbers that may be set, rather than computed in every step."""
        return RATES in self.parameters

    def sum(self, target: str) -> NDArray[Any]:
        """Return the weighted sum of a target: the rates of the last step, shape ``(size,)``."""
        if target not in self._rate_targets:
            return super().sum(target)
        self._network._require_simulator()
        return np.ravel(self.get(RATES))

    def reset(self, attributes: Sequence[str] | None = None) -> None:
        """Set attributes back to their values at the start, then `clear`.

        Parameters
        ----------
        attributes
            Their names.  Default: all.
        """
        names = self.attributes if attributes is None else list(attributes)
        computed = () if self.has_fixed_rates else (RATES,)
        super().reset([name for name in names if name not in computed])

    def _about_missing(self, name: str, known: Iterable[str]) -> str:
        if name == "p" and self.has_fixed_rates:
            return (
                " Rates are numbers, so the gaps between spikes are drawn, not a number for each "
                "neuron and step; with rates as an equation, such as '15.0', there is p."
            )
        return super()._about_missing(name, known)

    def _change(
        self, name: str, value: object, indices: NDArray[np.int64] | None = None
    ) -> "Change":
        if name == RATES and not self.has_fixed_rates:
            how = f"the sum of {self._rate_targets[0]!r}" if self._rate_targets else "an equation"
            raise ANNarchyException(
                f"rates of {self._name} follow {how} and cannot be set; only rates that were given "
                "as numbers can."
            )
        return super()._change(name, value, indices)


def _check_choice(rates: object, target: object, parameters: object) -> None:
    has_rates = bool(rates.strip()) if isinstance(rates, str) else rates is not None
    if not has_rates and target is None:
        raise ANNarchyException(
            "a PoissonPopulation needs rates (numbers in Hz or an equation), or a target whose "
            "weighted sum they are."
        )
    if has_rates and target is not None:
        raise ANNarchyException("a PoissonPopulation has either rates or a target, not both.")
    if target is not None and not (isinstance(target, str) and target.isidentifier()):
        raise ANNarchyException(f"a target is a name such as 'exc', not {target!r}.")
    if parameters and not isinstance(rates, str):
        raise ANNarchyException(
            "parameters of a PoissonPopulation belong to an equation: give rates as a text that "
            "names them."
        )


def _fitting(rates: Rates, shape: places.Geometry) -> object:
    """Return rates, checked before there is a population that could be left behind."""
    if isinstance(rates, RandomDistribution):
        return rates
    try:
        values = np.asarray(rates, np.float64)
    except (TypeError, ValueError):
        raise ANNarchyException(f"rates are numbers in Hz or an equation, not {rates!r}.") from None
    if values.ndim and values.size != places.size_of(shape):
        raise ANNarchyException(
            f"rates of a population of shape {shape} cannot have the shape {values.shape}."
        )
    return values if values.ndim else values.item()


def _neuron(
    rates: Rates | str | None,
    target: str | None,
    parameters: Texts | None,
    refractory: float | str | None,
) -> Neuron:
    computed = rates if isinstance(rates, str) else None if target is None else f"g_{target}"
    if computed is None:
        return _at_numbers(refractory)
    equation = Variable(Template(f"{RATES} = {{{RATES}}}", {RATES: computed}))
    return Neuron(
        parameters=parameters or {},
        equations=[equation, f"p = {DRAW}"],
        spike=f"p < {RATES}",
        refractory=refractory,
        name=NAME,
        description=DESCRIPTION,
    )


def _at_numbers(refractory: float | str | None) -> Neuron:
    """Return neurons whose rates change between two steps only, so that gaps may be drawn."""
    neuron = Neuron(
        parameters={RATES: Parameter(0.0)},
        spike=f"{DRAW} < {RATES}",
        refractory=refractory,
        name=NAME,
        description=DESCRIPTION,
    )
    return Neuron.from_declaration(replace(neuron.declaration, gap_rates=RATES), neuron.notices)
