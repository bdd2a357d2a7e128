"""Mistakes in the text of a model that only its network shows.

In: nothing.
Out: one `Fault` per kind of mistake, as in `language.faults`.
Not here: mistakes of a model by itself (`language.checks`), of a method (`numerics`).
"""

from typing import Final

from annarchy_lab.language.faults import Fault

__all__ = [
    "FAULTS",
    "MISSING_ATTRIBUTE",
    "MISSING_NAME",
    "MISSING_OPERAND",
    "MISSING_SUM",
    "OVERSIZED",
    "UNBOUNDED_DELAY",
]

MISSING_NAME: Final = Fault(
    "ANN301",
    "missing_name",
    "A name that the model may use, but not in this network or between these populations.",
    "psp = w * exp(t_pre - t) between rate-coded populations",
)
MISSING_ATTRIBUTE: Final = Fault(
    "ANN304",
    "missing_attribute",
    "``pre.x`` or ``post.x`` where that population has no attribute x.",
    "psp = w * pre.u",
)
MISSING_OPERAND: Final = Fault(
    "ANN306",
    "missing_operand",
    "A mean, norm or extreme of what a population does not have once per neuron.",
    "dw/dt = pre.r - mean(pre.u)",
)
MISSING_SUM: Final = Fault(
    "ANN307",
    "missing_sum",
    "``pre.sum(target)`` or ``post.sum(target)`` where no projection feeds that target.",
    "dw/dt = pre.r * post.sum(teacher)",
)
OVERSIZED: Final = Fault(
    "ANN308",
    "oversized",
    "An expression that is huge once its powers and functions are written out.",
    "r = (((v^16)^16)^16)^16",
)

UNBOUNDED_DELAY: Final = Fault(
    "ANN309",
    "unbounded_delay",
    "A delay of new synapses from a distribution without a maximum: spikes are kept as long as it.",
    "creating = 'pre.r > 1 : d=Normal(5.0, 1.0)'",
)

FAULTS: Final = (
    MISSING_NAME,
    MISSING_ATTRIBUTE,
    MISSING_OPERAND,
    MISSING_SUM,
    OVERSIZED,
    UNBOUNDED_DELAY,
)
"""All kinds, in the order of their codes."""
