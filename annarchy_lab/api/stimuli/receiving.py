"""What of a population can be stimulated.

In: its model and targets.
Out: the attributes, the best first; what a name means; why another one cannot be.
Not here: giving stimuli (`stimulating`).
"""

from typing import TYPE_CHECKING, Final

from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import input_name
from annarchy_lab.ir.timetable import Playback
from annarchy_lab.language.declaration import Kind, Locality, ValueType
from annarchy_lab.language.syntax import Name, Ode, walk

if TYPE_CHECKING:
    from annarchy_lab.api.population import Population

__all__ = ["receiving_attribute", "receiving_attributes"]

CURRENTS: Final = ("i", "iext", "istim", "iinj", "ioffset", "iapp", "ie", "input", "drive", "inp")
"""Usual names of an input current, in small letters and without underscores."""
RATES: Final = ("rates", "baseline", "b", "noise")


def receiving_attributes(population: "Population") -> tuple[str, ...]:
    """Return what a stimulus can be added to: currents, targets, then all others."""
    declared = [
        attribute.name
        for attribute in population.declaration.attributes
        if not _why_not(population, attribute.name)
    ]
    targets = [
        input_name(target, is_spiking=population.is_spiking) for target in population.targets
    ]
    currents = [name for name in declared if name.lower().replace("_", "") in CURRENTS]
    rates = [name for name in RATES if name in declared]
    return tuple(dict.fromkeys([*currents, *targets, *rates, *declared]))


def receiving_attribute(population: "Population", name: str | None) -> str:
    """Return the attribute that a stimulus is added to.

    Parameters
    ----------
    name
        Its name, or that of a target.  Default: the best of all.

    Raises
    ------
    ANNarchyException
        If there is none, or it cannot be stimulated, with the reason.
    """
    known = receiving_attributes(population)
    if name is None:
        if not known:
            raise ANNarchyException(
                f"{population.name} has nothing that a stimulus could be added to: give its model "
                "a parameter for a current."
            )
        return known[0]
    if name in population.targets:
        name = input_name(name, is_spiking=population.is_spiking)
    if name in known:
        return name
    reason = _why_not(population, name)
    if reason:
        raise ANNarchyException(f"{name} of {population.name} cannot be stimulated: {reason}")
    hint = did_you_mean(name, known)
    raise ANNarchyException(f"{population.name} has no {name!r} to stimulate.{hint}")


def _why_not(population: "Population", name: str) -> str:
    """Say why nothing can be added to an attribute of the model; empty if it can, or is none."""
    declaration = population.declaration
    attribute = next((a for a in declaration.attributes if a.name == name), None)
    if attribute is None:
        return ""
    if attribute.type is not ValueType.FLOAT:
        return f"it is {attribute.type.value}, not a real number."
    if population._localities[name] is Locality.GLOBAL:
        return "it is one value for all neurons; without ': population' each has its own."
    timetable = population._timetable()
    if isinstance(timetable, Playback) and name in timetable.rows:
        return "its timetable sets it in each step."
    if attribute.kind is Kind.VARIABLE and _is_computed_anew(population, name):
        return "its equation computes it anew in each step; add a parameter to that equation."
    return ""


def _is_computed_anew(population: "Population", name: str) -> bool:
    equations = [e for e in population.declaration.equations if e.assigned == name]
    if not equations or isinstance(equations[0].statement, Ode):
        return False
    nodes = walk(equations[0].statement.value)
    return not any(isinstance(node, Name) and node.id == name for node in nodes)
