"""Standard models of synapses, one file each.

In: parameters.  Out: ordinary `Synapse` objects.
Not here: projections with a rule of their own.
"""

from annarchy_lab.api.models.synapses.hebb import Hebb
from annarchy_lab.api.models.synapses.ibcm import IBCM
from annarchy_lab.api.models.synapses.oja import Oja
from annarchy_lab.api.models.synapses.stdp import STDP
from annarchy_lab.api.models.synapses.stp import STP
from annarchy_lab.language.declare import Synapse

__all__ = ["IBCM", "STDP", "STP", "Hebb", "Oja", "list_standard_synapses"]


def list_standard_synapses() -> list[type[Synapse]]:
    """Return the classes of all standard synapse models."""
    return [Hebb, Oja, IBCM, STP, STDP]
