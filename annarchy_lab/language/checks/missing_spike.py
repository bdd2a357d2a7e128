"""What only a spiking neuron can have, without a condition for spikes."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.language.model import Model

CODE: Final = "ANN144"


def missing_spike(model: Model) -> Iterator[Diagnostic]:
    """Report reset, axon_spike or refractory without spike, and axon_reset without axon_spike.

    They would never run.

    Example: ``Neuron(equations="r = v", reset="r = 0")``.
    """
    neuron = model.declaration
    if not isinstance(neuron, NeuronDeclaration):
        return
    has = {
        "reset": bool(neuron.reset),
        "axon_spike": neuron.axon_spike is not None,
        "refractory": neuron.refractory is not None,
    }
    missing = [] if neuron.is_spiking else [(word, "spike") for word in has if has[word]]
    if neuron.axon_reset and neuron.axon_spike is None:
        missing.append(("axon_reset", "axon_spike"))
    for word, condition in missing:
        message = f"{model.label}: {word} without {condition}"
        yield Diagnostic(CODE, message, None, f"give {condition}= a condition, or remove {word}")
