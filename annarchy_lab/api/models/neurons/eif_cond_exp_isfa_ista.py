"""`EIF_cond_exp_isfa_ista`: the adaptive exponential neuron, conductances decay."""

from typing import Final

from annarchy_lab.api.models.neurons.conductances import DECAY
from annarchy_lab.api.models.quantities import COMMON, Value, Words, parameters
from annarchy_lab.language.declare import Neuron, Variable

__all__ = ["EIF_cond_exp_isfa_ista"]

WORDS: Final[Words] = {
    **COMMON,
    "tau_w": ("ms", "time constant of the adaptation"),
    "a": ("nS", "how much the adaptation follows the potential"),
    "b": ("nA", "increment of the adaptation at a spike"),
    "delta_T": ("mV", "steepness of the exponential"),
    "v_spike": ("mV", "potential that is a spike"),
}


class EIF_cond_exp_isfa_ista(Neuron):  # noqa: N801 - its published name
    r"""Adaptive exponential integrate-and-fire neuron with exponentially decaying conductances.

    .. math::

        I = g_{exc} (e_{rev,E} - v) + g_{inh} (e_{rev,I} - v) + i_{offset}

        \tau_m \frac{dv}{dt} = v_{rest} - v + \Delta_T e^{(v - v_{thresh}) / \Delta_T}
            + \frac{\tau_m}{c_m} (I - w)

        \tau_w \frac{dw}{dt} = \frac{a}{1000} (v - v_{rest}) - w

    integrated with the explicit method, and

    .. math::

        \tau_{syn,E} \frac{dg_{exc}}{dt} = -g_{exc}, \qquad
        \tau_{syn,I} \frac{dg_{inh}}{dt} = -g_{inh}

    with the exponential one, all from the values of the step before.  At a spike, when
    :math:`v > v_{spike}`: :math:`v \leftarrow v_{reset}`, :math:`w \leftarrow w + b`.

    Parameters
    ----------
    v_rest
        Resting potential in mV.  Default: -70.6.
    cm
        Capacity of the membrane in nF.  Default: 0.281.
    tau_m
        Time constant of the membrane in ms.  Default: 9.3667.
    tau_refrac
        Refractory period in ms.  Default: 0.1.
    tau_syn_E, tau_syn_I
        Decay times of excitation and inhibition in ms.  Default: 5, 5.
    e_rev_E, e_rev_I
        Reversal potentials of excitation and inhibition in mV.  Default: 0, -80.
    tau_w
        Time constant of the adaptation in ms.  Default: 144.
    a
        How much the adaptation follows the potential, in nS.  Default: 4.
    b
        Increment of the adaptation at a spike in nA.  Default: 0.0805.
    i_offset
        Constant current in nA.  Default: 0.
    delta_T
        Steepness of the exponential in mV.  Default: 2.
    v_thresh
        Threshold of the exponential in mV.  Default: -50.4.
    v_reset
        Potential after a spike in mV.  Default: -70.6.
    v_spike
        Potential that is a spike, in mV.  Default: -40.

    Notes
    -----
    All parameters are local.  Variables: ``I`` in nA; ``v`` in mV, which begins at `v_reset`;
    ``w``, the adaptation in nA; ``g_exc`` and ``g_inh`` in µS.

    R. Brette and W. Gerstner (2005), Adaptive exponential integrate-and-fire model as an effective
    description of neuronal activity, Journal of Neurophysiology 94:3637-3642.

    Examples
    --------
    >>> EIF_cond_exp_isfa_ista(a=2.0, b=0.0)
    <Neuron 'EIF_cond_exp_isfa_ista': spiking, 16 parameters, 5 variables>
    """

    def __init__(  # noqa: PLR0913 - every parameter is one
        self,
        v_rest: Value = -70.6,
        cm: Value = 0.281,
        tau_m: Value = 9.3667,
        tau_refrac: Value = 0.1,
        tau_syn_E: Value = 5.0,  # noqa: N803 - PyNN's names
        tau_syn_I: Value = 5.0,  # noqa: N803
        e_rev_E: Value = 0.0,  # noqa: N803
        e_rev_I: Value = -80.0,  # noqa: N803
        tau_w: Value = 144.0,
        a: Value = 4.0,
        b: Value = 0.0805,
        i_offset: Value = 0.0,
        delta_T: Value = 2.0,  # noqa: N803
        v_thresh: Value = -50.4,
        v_reset: Value = -70.6,
        v_spike: Value = -40.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "local", WORDS),
            equations=[
                Variable(
                    "I = g_exc * (e_rev_E - v) + g_inh * (e_rev_I - v) + i_offset",
                    unit="nA",
                    description="input current",
                ),
                Variable(
                    "tau_m * dv/dt = v_rest - v + delta_T * exp((v - v_thresh)/delta_T)"
                    " + tau_m/cm * (I - w)",
                    init="v_reset",
                    method="explicit",
                    unit="mV",
                    description="membrane potential",
                ),
                Variable(
                    "tau_w * dw/dt = a * (v - v_rest)/1000.0 - w",
                    method="explicit",
                    unit="nA",
                    description="adaptation",
                ),
                *DECAY,
            ],
            spike="v > v_spike",
            reset=["v = v_reset", "w += b"],
            refractory="tau_refrac",
            description="Adaptive exponential neuron, Brette and Gerstner (2005).",
        )
