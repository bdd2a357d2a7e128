"""`GIF_curr_exp`: the generalised integrate-and-fire neuron and decaying currents."""

from typing import Final

from annarchy_lab.api.models.neurons.gif_curr import WORDS, equations
from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Neuron, Variable

__all__ = ["GIF_curr_exp"]


CURRENTS: Final[Words] = {
    **WORDS,
    "tau_g_exc": ("ms", "decay time of excitation"),
    "tau_g_inh": ("ms", "decay time of inhibition"),
}


class GIF_curr_exp(Neuron):  # noqa: N801 - its published name
    r"""Generalised integrate-and-fire neuron, see `GIF_curr`, with decaying currents.

    .. math::

        \tau_m \frac{du}{dt} = -u + u_r + R I_{ext} + \mathrm{current},
            \qquad R = \frac{\tau_m}{C_m}

        \tau_v \frac{dv}{dt} = -(v - u_{th}), \qquad
        \Lambda = c \, e^{(u - v) / \Delta_u}

        \tau_{g,exc} \frac{dg_{exc}}{dt} = -g_{exc}, \qquad
        \tau_{g,inh} \frac{dg_{inh}}{dt} = -g_{inh}

    integrated with the explicit method.  A step has a spike with the probability
    :math:`\Lambda \, dt / 1000`; then :math:`u \leftarrow u_r`,
    :math:`v \leftarrow v + J_v / \tau_v`.

    Parameters
    ----------
    C_m
        Capacity of the membrane in pF.  Default: 250.
    tau_m
        Time constant of the membrane in ms.  Default: 10.
    tau_v
        Time constant of the threshold in ms.  Default: 1000.
    J_v
        Strength of the adaptation in mV ms; a spike raises the threshold by ``J_v / tau_v``.
        Default: 1000.
    u_r
        Resting and reset potential in mV.  Default: -65.
    u_th
        Threshold at rest in mV.  Default: -50.
    c
        Rate at the threshold in Hz.  Default: 10.
    delta_u
        Softness of the threshold in mV.  Default: 5.
    I_ext
        Constant current in pA.  Default: 375.
    tau_g_exc, tau_g_inh
        Decay times of excitation and inhibition in ms.  Default: 5, 5.
    current
        An expression that is added to the input, in mV.  Default: ``"R*(g_exc - g_inh)"``; an empty
        text for none.
    refractory_period
        In ms.  Default: 0.

    Raises
    ------
    ModelError
        If `current` cannot be read, with the place in it.

    Notes
    -----
    All parameters are global.  Variables: ``R`` in GOhm (global); ``u``, the potential, which
    begins at `u_r`; ``v``, the threshold, which begins at `u_th`; ``Lambda``, the rate in Hz;
    ``p``, which is drawn in each step;
    ``g_exc`` and ``g_inh`` in pA.

    T. Schwalger, M. Deger and W. Gerstner (2017), Towards a theory of cortical columns, PLOS
    Computational Biology 13:e1005507.

    Examples
    --------
    >>> GIF_curr_exp(I_ext=500.0)
    <Neuron 'GIF_curr_exp': spiking, 12 parameters, 7 variables>
    """

    def __init__(  # noqa: PLR0913 - every parameter is one
        self,
        C_m: Value = 250.0,  # noqa: N803 - published names
        tau_m: Value = 10.0,
        tau_v: Value = 1000.0,
        J_v: Value = 1000.0,  # noqa: N803
        u_r: Value = -65.0,
        u_th: Value = -50.0,
        c: Value = 10.0,
        delta_u: Value = 5.0,
        I_ext: Value = 375.0,  # noqa: N803
        tau_g_exc: Value = 5.0,
        tau_g_inh: Value = 5.0,
        current: str = "R*(g_exc - g_inh)",
        refractory_period: Value = 0.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", CURRENTS),
            equations=[
                *equations(current),
                Variable("tau_g_exc * dg_exc/dt = -g_exc", method="explicit", unit="pA"),
                Variable("tau_g_inh * dg_inh/dt = -g_inh", method="explicit", unit="pA"),
            ],
            spike="p < Lambda",
            reset=["u = u_r", "v += J_v/tau_v"],
            refractory="refractory_period",
            description="Generalised integrate-and-fire neuron with decaying currents.",
        )
