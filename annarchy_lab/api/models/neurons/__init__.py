"""Standard models of neurons, one file each.

In: parameters.  Out: ordinary `Neuron` objects.
Not here: populations that are inputs.
"""

from annarchy_lab.api.models.neurons.eif_cond_alpha_isfa_ista import EIF_cond_alpha_isfa_ista
from annarchy_lab.api.models.neurons.eif_cond_exp_isfa_ista import EIF_cond_exp_isfa_ista
from annarchy_lab.api.models.neurons.gif_curr import GIF_curr
from annarchy_lab.api.models.neurons.gif_curr_exp import GIF_curr_exp
from annarchy_lab.api.models.neurons.hh_cond_exp import HH_cond_exp
from annarchy_lab.api.models.neurons.if_cond_alpha import IF_cond_alpha
from annarchy_lab.api.models.neurons.if_cond_exp import IF_cond_exp
from annarchy_lab.api.models.neurons.if_curr_alpha import IF_curr_alpha
from annarchy_lab.api.models.neurons.if_curr_exp import IF_curr_exp
from annarchy_lab.api.models.neurons.izhikevich import Izhikevich
from annarchy_lab.api.models.neurons.leaky_integrator import LeakyIntegrator
from annarchy_lab.language.declare import Neuron

__all__ = [
    "EIF_cond_alpha_isfa_ista",
    "EIF_cond_exp_isfa_ista",
    "GIF_curr",
    "GIF_curr_exp",
    "HH_cond_exp",
    "IF_cond_alpha",
    "IF_cond_exp",
    "IF_curr_alpha",
    "IF_curr_exp",
    "Izhikevich",
    "LeakyIntegrator",
    "list_standard_neurons",
]


def list_standard_neurons() -> list[type[Neuron]]:
    """Return the classes of all standard neuron models."""
    return [
        LeakyIntegrator,
        Izhikevich,
        IF_curr_exp,
        IF_cond_exp,
        IF_curr_alpha,
        IF_cond_alpha,
        EIF_cond_exp_isfa_ista,
        EIF_cond_alpha_isfa_ista,
        GIF_curr,
        GIF_curr_exp,
        HH_cond_exp,
    ]
