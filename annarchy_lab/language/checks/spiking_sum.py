"""``sum(target)`` in a neuron that receives spikes."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import WeightedSum, walk

CODE: Final = "ANN149"


def spiking_sum(model: Model) -> Iterator[Diagnostic]:
    """Report a weighted sum in a spiking neuron.

    Rates are summed; spikes increment conductances, which decay as the neuron's equations say.

    Example: ``dv/dt = sum(exc) - v`` in a neuron with ``spike="v > 1"``.
    """
    if not (model.is_neuron and model.declaration.is_spiking):
        return
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, WeightedSum) and node.owner is None:
                message = f"'{node.span.text}' in {site.what}: a spiking neuron receives no sum"
                hint = f"write g_{node.target or 'exc'}, the conductance that spikes increment"
                yield Diagnostic(CODE, message, node.span, hint)
