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
        message = f"{model.label}: unknown operation '{synapse.operation}'"
        rule = f"write one of {', '.join(OPERATIONS)}"
        yield Diagnostic(CODE, message, None, did_you_mean(synapse.operation, OPERATIONS, rule))
    elif synapse.is_spiking and synapse.operation != "sum":
        message = f"{model.label}: a spiking synapse has no operation '{synapse.operation}'"
        yield Diagnostic(CODE, message, None, "spiking synapses sum; leave operation out")
