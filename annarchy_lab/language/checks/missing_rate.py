"""A rate-coded neuron without a rate."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model

CODE: Final = "ANN120"


def missing_rate(model: Model) -> Iterator[Diagnostic]:
    """Report a neuron that has neither ``r`` nor a spike condition.

    Synapses read ``pre.r`` of rate-coded neurons, so it must exist.

    Example: ``Neuron(equations="v = sum(exc)")``.
    """
    declaration = model.declaration
    is_written = "r" in model.attributes or "r" in model.broken_names
    is_rate_coded = model.is_neuron and not declaration.is_spiking and not model.lacks_spike
    if is_rate_coded and not is_written:
        yield Diagnostic(
            CODE,
            f"{model.label}: a rate-coded neuron needs a variable or parameter 'r'",
            None,
            "add an equation such as r = pos(v), or give spike= to make it a spiking neuron",
        )
