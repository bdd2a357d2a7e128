"""Standard models: neurons and synapses that many networks use, as classes with parameters.

In: parameters as keywords.
Out: ordinary `Neuron` and `Synapse` objects, whose equations are text like that of any user.
Not here: populations and projections.

``models.Neurons.list_standard_neurons()`` and ``models.Synapses.list_standard_synapses()`` tell
what there is.
"""

from annarchy_lab.api.models import neurons as Neurons  # noqa: N812 - ANNarchy's name
from annarchy_lab.api.models import synapses as Synapses  # noqa: N812

__all__ = ["Neurons", "Synapses"]
