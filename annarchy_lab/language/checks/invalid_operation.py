"""A way to join the contributions of a dendrite that does not exist."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import SynapseDeclaration
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.vocabulary import OPERATIONS

CODE: Final = "ANN135"


def invalid_operation(model: Model) -> Iterator[Diagnostic]:
    """Report an ``operation`` other than sum, max, min, mean; spiking synapses only sum.

    A dendrite has one way to join what its synapses contribute; conductances can only add.

    Example: ``Synapse(psp="w * pre.r", operation="product")``.
    """
    synapse = model.declaration
    if not isinstance(synapse, SynapseDeclaration):
        return
    if synapse.operation not in OPERATIONS:
        message = f"unknown operation '{synapse.operation}'"
        rule = f"write one of {', '.join(OPERATIONS)}"
        hint = did_you_mean(synapse.operation, OPERATIONS, rule)
        yield Diagnostic(CODE, message, model.places.get("operation"), hint)
    elif synapse.is_spiking and synapse.operation != "sum":
        message = f"a spiking synapse has no operation '{synapse.operation}'"
        hint = "spiking synapses sum; leave operation out"
        yield Diagnostic(CODE, message, model.places.get("operation"), hint)
