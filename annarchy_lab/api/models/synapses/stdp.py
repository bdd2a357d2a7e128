"""`STDP`: learning from the order of spikes."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Synapse, Variable

__all__ = ["STDP"]

WORDS: Final[Words] = {
    "tau_plus": ("ms", "time constant of potentiation"),
    "tau_minus": ("ms", "time constant of depression"),
    "A_plus": ("", "potentiation by a pair, in parts of w_max"),
    "A_minus": ("", "depression by a pair, in parts of w_max"),
    "w_min": ("", "lowest weight"),
    "w_max": ("", "highest weight"),
}


class STDP(Synapse):
    r"""Spike-timing dependent plasticity with traces of all spikes.

    .. math::

        \tau_+ \frac{dx}{dt} = -x, \qquad \tau_- \frac{dy}{dt} = -y

    integrated exactly whenever a spike needs them.  At a pre-synaptic spike, in this order:

    .. math::

        g \leftarrow g + w, \qquad x \leftarrow x + A_+ w_{max}, \qquad
        w \leftarrow \mathrm{clip}(w + y, w_{min}, w_{max})

    and at a post-synaptic one:

    .. math::

        y \leftarrow y - A_- w_{max}, \qquad w \leftarrow \mathrm{clip}(w + x, w_{min}, w_{max})

    Parameters
    ----------
    tau_plus, tau_minus
        Time constants of potentiation and depression in ms.  Default: 20, 20.
    A_plus, A_minus
        Potentiation and depression by a pair, in parts of `w_max`.  Default: 0.01, 0.01.
    w_min, w_max
        Lowest and highest weight.  Default: 0, 1.

    Notes
    -----
    All parameters are global.  Variables: the traces ``x`` and ``y``, and ``w``, all local.

    S. Song and L. F. Abbott (2001), Cortical development and remapping through spike
    timing-dependent plasticity, Neuron 32:339-350.

    Examples
    --------
    >>> STDP(A_minus=0.0105, w_max=0.01)
    <Synapse 'STDP': spiking, 6 parameters, 3 variables>
    """

    def __init__(
        self,
        tau_plus: Value = 20.0,
        tau_minus: Value = 20.0,
        A_plus: Value = 0.01,  # noqa: N803 - published names
        A_minus: Value = 0.01,  # noqa: N803
        w_min: Value = 0.0,
        w_max: Value = 1.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", WORDS),
            equations=[
                Variable(
                    "tau_plus * dx/dt = -x",
                    method="event-driven",
                    description="trace of pre-synaptic spikes",
                ),
                Variable(
                    "tau_minus * dy/dt = -y",
                    method="event-driven",
                    description="trace of post-synaptic spikes",
                ),
            ],
            pre_spike=["g_target += w", "x += A_plus * w_max", "w = clip(w + y, w_min, w_max)"],
            post_spike=["y -= A_minus * w_max", "w = clip(w + x, w_min, w_max)"],
            description="Spike-timing dependent plasticity, Song and Abbott (2001).",
        )
