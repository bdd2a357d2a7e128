"""Two events that cannot be combined."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import SynapseDeclaration
from annarchy_lab.language.model import Model

CODE: Final = "ANN138"


def event_conflict(model: Model) -> Iterator[Diagnostic]:
    """Report a synapse with both post_spike and pre_axon_spike.

    The order of the two within a step is not defined.

    Example: ``Synapse(pre_axon_spike="g_target += w", post_spike="w += 0.1")``.
    """
    synapse = model.declaration
    if not isinstance(synapse, SynapseDeclaration):
        return
    if synapse.post_spike is not None and synapse.pre_axon_spike is not None:
        statements = (*synapse.post_spike, *synapse.pre_axon_spike)
        yield Diagnostic(
            CODE,
            f"{model.label}: post_spike and pre_axon_spike cannot be combined",
            statements[0].span if statements else None,
            "use two projections with one synapse model each",
        )
