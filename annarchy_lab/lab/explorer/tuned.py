"""A model with other values of its parameters, and its text.

In: a neuron model, values of parameters now and before.
Out: a neuron model; Python.
Not here: exchanging the model of a network (`Network.replace`).
"""

from collections.abc import Mapping
from dataclasses import replace

from annarchy_lab.ir.model import REFRACTORY
from annarchy_lab.lab.journals.as_python import as_python
from annarchy_lab.language.declaration import ValueType
from annarchy_lab.language.declare import Neuron

__all__ = ["as_text", "tuned"]


def tuned(neuron: Neuron, now: Mapping[str, float], before: Mapping[str, float]) -> Neuron:
    """Return the model with the values of all parameters that were changed."""
    changed = {name: value for name, value in now.items() if value != before[name]}
    declaration = neuron.declaration
    attributes = tuple(
        replace(a, initial=round(changed[a.name]) if a.type is ValueType.INT else changed[a.name])
        if a.name in changed
        else a
        for a in declaration.attributes
    )
    refractory = changed.get(REFRACTORY, declaration.refractory)
    return Neuron.from_declaration(
        replace(declaration, attributes=attributes, refractory=refractory), neuron.notices
    )


def as_text(neuron: Neuron) -> str:
    """Return the model as Python; ``ann`` is this package."""
    return as_python(neuron.declaration)
