"""How conductances of the spiking standard models decay, and the second stage of alpha functions.

In: nothing.  Out: equations that several models share.
Not here: what the membrane makes of them.
"""

from typing import Final

from annarchy_lab.language.declare import Variable

__all__ = ["ALPHA_PEAKS", "ALPHA_STAGE", "DECAY"]

DECAY: Final = [
    Variable("tau_syn_E * dg_exc/dt = -g_exc", method="exponential", description="excitation"),
    Variable("tau_syn_I * dg_inh/dt = -g_inh", method="exponential", description="inhibition"),
]
"""Each spike adds its weight, which decays exponentially."""

ALPHA_PEAKS: Final = [
    Variable("gmax_exc = exp((tau_syn_E - dt/2.0)/tau_syn_E)"),
    Variable("gmax_inh = exp((tau_syn_I - dt/2.0)/tau_syn_I)"),
]
"""Makes the peak of an alpha function the weight, also when it is integrated in steps."""

ALPHA_STAGE: Final = [
    Variable(
        "tau_syn_E * dalpha_exc/dt = gmax_exc * g_exc - alpha_exc",
        method="exponential",
        description="excitation, an alpha function after each spike",
    ),
    Variable(
        "tau_syn_I * dalpha_inh/dt = gmax_inh * g_inh - alpha_inh",
        method="exponential",
        description="inhibition, an alpha function after each spike",
    ),
]
"""The second stage: peaks tau_syn after the arrival of a spike."""
