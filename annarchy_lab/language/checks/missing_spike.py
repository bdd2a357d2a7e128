"""What only a spiking neuron can have, without a condition for spikes."""

from collections.abc import Iterator, Mapping
from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.language.model import NEURON_EVENTS, Model

CODE: Final = "ANN144"


def missing_spike(model: Model) -> Iterator[Diagnostic]:
    """Report reset, axon_spike or refractory without spike, and axon_reset without axon_spike.

    They would never run.

    Example: ``Neuron(equations="r = v", reset="r = 0")``.
    """
    neuron = model.declaration
    if not isinstance(neuron, NeuronDeclaration):
        return
    if model.lacks_spike:
        yield _without(model, _parts(model, neuron), "spike")
    elif neuron.axon_reset and neuron.axon_spike is None:
        yield _without(model, {"axon_reset": neuron.axon_reset[0].span}, "axon_spike")


def _parts(model: Model, neuron: NeuronDeclaration) -> dict[str, Span | None]:
    """Return the parts that need a spike, each with its place."""
    events = {section: getattr(neuron, section) for section in NEURON_EVENTS}
    places = {section: lines[0].span for section, lines in events.items() if lines}
    if neuron.axon_spike is not None:
        places["axon_spike"] = neuron.axon_spike.span
    if neuron.refractory is not None:
        places["refractory"] = model.places.get("refractory")
    return places


def _without(model: Model, parts: Mapping[str, Span | None], condition: str) -> Diagnostic:
    words = " and ".join(parts)
    hint = f"give {condition}= a condition, or remove {words}"
    place = next(iter(parts.values()))
    return Diagnostic(CODE, f"{model.label}: {words} without {condition}", place, hint)
