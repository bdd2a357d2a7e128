"""A locality that this kind of model does not have."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.vocabulary import LOCALITY_WORDS, NEURON_LOCALITIES, SYNAPSE_LOCALITIES

CODE: Final = "ANN129"


def misplaced_locality(model: Model) -> Iterator[Diagnostic]:
    """Report localities of synapses in a neuron and of neurons in a synapse.

    Only synapses have a post-synaptic neuron to share a value; ``population`` and ``projection``
    are the older words for global, one for each kind of model.

    Example: ``tau = 10.0 : postsynaptic`` in a neuron.
    """
    right = NEURON_LOCALITIES if model.is_neuron else SYNAPSE_LOCALITIES
    wrong = LOCALITY_WORDS.keys() - right
    for line in model.lines:
        for option in line.options:
            if option.key == "locality" and option.value in wrong:
                message = f"a {model.kind} has no locality '{option.value}'"
                hint = "write local or global" + ("" if model.is_neuron else ", or semiglobal")
                yield Diagnostic(CODE, message, option.span, hint)
