"""What can be recorded: objects, their parts, the names of their variables.

In: what a user hands to a monitor.
Out: the same, checked and addressed as the runtime addresses it.
Not here: recording (`monitor`), the shapes of what was recorded (`recorded`).
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import AXON_SPIKE, Recorder

__all__ = [
    "SPIKES",
    "Names",
    "Recordable",
    "as_list",
    "as_recordable",
    "locality_of",
    "owner_of",
    "recorder_of",
]

Names: TypeAlias = str | Sequence[str]
SPIKES = ("spike", AXON_SPIKE)
"""Names of what is recorded as steps of each neuron."""
Recordable: TypeAlias = Population | PopulationView | Projection | Dendrite


def as_list(variables: Names) -> list[str]:
    """Return one name or several as a list, each once.

    Raises
    ------
    ANNarchyException
        If they are no names.
    """
    names: object = [variables] if isinstance(variables, str) else variables
    if not isinstance(names, Iterable) or not all(isinstance(name, str) for name in names):
        raise ANNarchyException(f"variables are names of attributes, not {variables!r}.")
    return list(dict.fromkeys(names))


def as_recordable(obj: object) -> Recordable:
    """Return an object that a monitor can record; one neuron becomes a view.

    Raises
    ------
    ANNarchyException
        If it is nothing of the kind.
    """
    if isinstance(obj, IndividualNeuron):
        return PopulationView(obj.population, obj.ranks)
    if not isinstance(obj, Population | PopulationView | Projection | Dendrite):
        raise ANNarchyException(
            f"a monitor records a population, view, projection or dendrite, not {obj!r}."
        )
    return obj


def owner_of(obj: Recordable) -> Population | Projection:
    """Return the whole population or projection."""
    if isinstance(obj, Dendrite):
        return obj.projection
    return obj if isinstance(obj, Projection) else obj.population


def locality_of(obj: Recordable, variable: str) -> Locality:
    """Return the locality of a variable; conductances and sums are local."""
    return owner_of(obj)._localities.get(variable, Locality.LOCAL)


def recorder_of(obj: Recordable, variable: str) -> Recorder:
    """Return the description of a recording at every step.

    Raises
    ------
    ANNarchyException
        If the object has no such variable.
    """
    owner = owner_of(obj)
    if variable not in SPIKES:
        _check_variable(owner, variable)
        is_local = locality_of(obj, variable) is Locality.LOCAL
        if isinstance(obj, Dendrite) and is_local and obj.projection._is_rewirable:
            return Recorder("rows", owner.name, variable, dendrites=np.array([obj.post_rank]))
        return Recorder("rows", owner.name, variable, _positions(obj, variable))
    neuron = owner.declaration if isinstance(owner, Population) else None
    is_axonal = variable == AXON_SPIKE
    if neuron is None or (neuron.axon_spike if is_axonal else neuron.spike) is None:
        what = "axonal spikes" if is_axonal else "spikes"
        reason = ": it is rate-coded" if neuron is not None and neuron.spike is None else ""
        raise ANNarchyException(f"{owner.name} has no {what} to record{reason}.")
    kind = AXON_SPIKE if is_axonal else ""
    return Recorder("spikes", owner.name, kind, _positions(obj, variable))


def _positions(obj: Recordable, variable: str) -> NDArray[np.int64] | None:
    """Return which elements of the owner's attribute are recorded; None for all."""
    locality = locality_of(obj, variable)
    if isinstance(obj, Population | Projection) or locality is Locality.GLOBAL:
        return None
    if isinstance(obj, PopulationView):
        return obj.ranks
    return np.array([obj.post_rank]) if locality is Locality.SEMIGLOBAL else obj.positions


def _check_variable(owner: Population | Projection, variable: str) -> None:
    inputs = []
    if isinstance(owner, Population) and not owner.is_spiking:
        targets = dict.fromkeys([*owner.declaration.targets, *owner.targets])
        inputs = [f"sum({target})" for target in targets]
    known = [*owner.attributes, *inputs]
    if variable not in known:
        raise ANNarchyException(
            f"{owner.name} has no variable {variable!r} to record."
            + (
                owner._about_missing(variable, [*known, *SPIKES])
                or f" There are: {', '.join(known)}."
            )
        )
