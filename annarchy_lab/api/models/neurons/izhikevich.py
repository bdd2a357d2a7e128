"""`Izhikevich`: the quadratic integrate-and-fire neuron with recovery."""

from typing import Final

from annarchy_lab.api.models.quantities import COMMON, Value, Words, as_number, parameters
from annarchy_lab.language.declare import Neuron, Variable
from annarchy_lab.language.template import Template

__all__ = ["Izhikevich"]

WORDS: Final[Words] = {
    "a": ("1/ms", "rate of the recovery"),
    "b": ("1/ms", "how much the recovery follows the potential"),
    "c": ("mV", "potential after a spike"),
    "d": ("mV/ms", "increment of the recovery at a spike"),
    "v_thresh": COMMON["v_thresh"],
    "i_offset": ("mV/ms", "constant input"),
    "noise": ("mV/ms", "amplitude of normal noise"),
    "tau_refrac": COMMON["tau_refrac"],
}


class Izhikevich(Neuron):
    r"""Simple spiking neuron that fires in many patterns.

    .. math::

        I = \mathrm{conductance} + \mathrm{noise} \cdot \mathcal{N}(0, 1) + i_{\mathrm{offset}}

        \frac{dv}{dt} = 0.04 v^2 + 5 v + 140 - u + I, \qquad \frac{du}{dt} = a (b v - u)

    integrated with the explicit method.  At a spike, when :math:`v > v_{thresh}`:
    :math:`v \leftarrow c`, :math:`u \leftarrow u + d`.

    Parameters
    ----------
    a
        Rate of the recovery in 1/ms.  Default: 0.02.
    b
        How much the recovery follows the potential, in 1/ms.  Default: 0.2.
    c
        Potential after a spike in mV.  Default: -65.
    d
        Increment of the recovery at a spike in mV/ms.  Default: 8.
    v_thresh
        Threshold in mV.  Default: 30.
    i_offset
        Constant input in mV/ms.  Default: 0.
    noise
        Amplitude of normal noise in mV/ms.  Default: 0.
    tau_refrac
        Refractory period in ms.  Default: 0.
    conductance
        How inputs are joined: an expression.  Default: ``"g_exc - g_inh"``.

    Raises
    ------
    ModelError
        If `conductance` cannot be read, with the place in it.

    Notes
    -----
    All parameters are local.  Variables: ``I``; ``v``, the potential in mV, which begins at `c`;
    ``u``, the recovery in mV/ms, which begins at ``b * c``, or at 0 where one of them is drawn for
    each neuron.  Synapses are instantaneous: a
    conductance is there for the one step after a spike arrives.

    E. M. Izhikevich (2003), Simple model of spiking neurons, IEEE Transactions on Neural
    Networks 14:1569-1572.

    Examples
    --------
    >>> Izhikevich(a=0.1, d=2.0)  # fast spiking
    <Neuron 'Izhikevich': spiking, 8 parameters, 5 variables>
    """

    def __init__(  # noqa: PLR0913 - every parameter is one
        self,
        a: Value = 0.02,
        b: Value = 0.2,
        c: Value = -65.0,
        d: Value = 8.0,
        v_thresh: Value = 30.0,
        i_offset: Value = 0.0,
        noise: Value = 0.0,
        tau_refrac: Value = 0.0,
        conductance: str = "g_exc - g_inh",
    ) -> None:
        own = parameters(locals(), "local", WORDS)
        start = (as_number(b) or 0.0) * (as_number(c) or 0.0)
        text = "I = {conductance} + noise * Normal(0.0, 1.0) + i_offset"
        super().__init__(
            parameters=own,
            equations=[
                Variable(
                    Template(text, {"conductance": conductance}), unit="mV/ms", description="input"
                ),
                Variable(
                    "dv/dt = 0.04 * v^2 + 5.0 * v + 140.0 - u + I",
                    init="c",
                    method="explicit",
                    unit="mV",
                    description="membrane potential",
                ),
                Variable(
                    "du/dt = a * (b * v - u)",
                    init=start,
                    method="explicit",
                    unit="mV/ms",
                    description="recovery",
                ),
            ],
            spike="v > v_thresh",
            reset=["v = c", "u += d"],
            refractory="tau_refrac",
            description="Simple model of a spiking neuron, Izhikevich (2003).",
        )
