"""`HH_cond_exp`: the neuron of Hodgkin and Huxley as Traub made it."""

from typing import Final

from annarchy_lab.api.models.neurons.conductances import DECAY
from annarchy_lab.api.models.quantities import COMMON, Value, Words, parameters
from annarchy_lab.language.declare import Neuron, Variable

__all__ = ["HH_cond_exp"]

WORDS: Final[Words] = {
    "gbar_Na": ("µS", "largest conductance of sodium"),
    "gbar_K": ("µS", "largest conductance of potassium"),
    "gleak": ("µS", "leak conductance"),
    "cm": COMMON["cm"],
    "v_offset": ("mV", "offset of the rates"),
    "e_rev_Na": ("mV", "reversal potential of sodium"),
    "e_rev_K": ("mV", "reversal potential of potassium"),
    "e_rev_leak": ("mV", "reversal potential of the leak"),
    **{name: COMMON[name] for name in ("e_rev_E", "e_rev_I", "tau_syn_E", "tau_syn_I")},
    **{name: COMMON[name] for name in ("i_offset", "v_thresh")},
}

# z / (exp(z) - 1), also where it is 0 / 0: at that potential the published formula is no number
LINOID: Final = "linoid(z) = ite(abs(z) < 1e-3, 1.0 - z/2.0 + z*z/12.0, z/(exp(z) - 1.0))"

RATES: Final = [
    Variable("an = 0.16 * linoid((15.0 - v + v_offset)/5.0)", unit="1/ms"),
    Variable("am = 1.28 * linoid((13.0 - v + v_offset)/4.0)", unit="1/ms"),
    Variable("ah = 0.128 * exp((17.0 - v + v_offset)/18.0)", unit="1/ms"),
    Variable("bn = 0.5 * exp((10.0 - v + v_offset)/40.0)", unit="1/ms"),
    Variable("bm = 1.4 * linoid((v - v_offset - 40.0)/5.0)", unit="1/ms"),
    Variable("bh = 4.0/(1.0 + exp(10.0 - v + v_offset))", unit="1/ms"),
]
GATES: Final = [
    Variable(f"d{x}/dt = a{x} * (1.0 - {x}) - b{x} * {x}", init=start, method="exponential")
    for x, start in (("n", 0.0), ("m", 0.0), ("h", 1.0))
]
MEMBRANE: Final = Variable(
    "cm * dv/dt = gleak * (e_rev_leak - v) + gbar_K * n^4 * (e_rev_K - v)"
    " + gbar_Na * m^3 * h * (e_rev_Na - v)"
    " + g_exc * (e_rev_E - v) + g_inh * (e_rev_I - v) + i_offset",
    init="e_rev_leak",
    method="exponential",
    unit="mV",
    description="membrane potential",
)


class HH_cond_exp(Neuron):  # noqa: N801 - its published name
    r"""Hodgkin-Huxley neuron with Traub's rates and exponentially decaying conductances.

    .. math::

        c_m \frac{dv}{dt} = g_{leak} (e_{rev,leak} - v) + \bar g_K n^4 (e_{rev,K} - v)
            + \bar g_{Na} m^3 h (e_{rev,Na} - v)
            + g_{exc} (e_{rev,E} - v) + g_{inh} (e_{rev,I} - v) + i_{offset}

        \frac{dy}{dt} = \alpha_y (1 - y) - \beta_y y, \qquad y \in \{n, m, h\}

    with, for :math:`x = v - v_{offset}`,

    .. math::

        \alpha_n = \frac{0.032 (15 - x)}{e^{(15 - x) / 5} - 1}, \quad
        \alpha_m = \frac{0.32 (13 - x)}{e^{(13 - x) / 4} - 1}, \quad
        \alpha_h = 0.128 e^{(17 - x) / 18}

        \beta_n = 0.5 e^{(10 - x) / 40}, \quad
        \beta_m = \frac{0.28 (x - 40)}{e^{(x - 40) / 5} - 1}, \quad
        \beta_h = \frac{4}{1 + e^{10 - x}}

    and decaying ``g_exc`` and ``g_inh``, integrated with the exponential method, all from the
    values of the step before.  A spike is when `v` rises above `v_thresh`; nothing is reset.

    Parameters
    ----------
    gbar_Na, gbar_K
        Largest conductances of sodium and potassium in µS.  Default: 20, 6.
    gleak
        Leak conductance in µS.  Default: 0.01.
    cm
        Capacity of the membrane in nF.  Default: 0.2.
    v_offset
        Offset of the rates in mV.  Default: -63.
    e_rev_Na, e_rev_K, e_rev_leak
        Reversal potentials of sodium, potassium and the leak in mV.  Default: 50, -90, -65.
    e_rev_E, e_rev_I
        Reversal potentials of excitation and inhibition in mV.  Default: 0, -80.
    tau_syn_E, tau_syn_I
        Decay times of excitation and inhibition in ms.  Default: 0.2, 2.
    i_offset
        Constant current in nA.  Default: 0.
    v_thresh
        Threshold in mV.  Default: 0.

    Notes
    -----
    All parameters are local.  Variables: ``prev_v``, the potential of the step before; the rates
    ``an am ah bn bm bh`` in 1/ms; the gates ``n m h``, which begin at 0, 0, 1; ``v`` in mV, which
    begins at `e_rev_leak`; ``g_exc`` and ``g_inh`` in µS.  Steps should be short, 0.01 ms or so.

    The rate :math:`\beta_h` is that of ANNarchy; Traub and Miles have
    :math:`4 / (1 + e^{(40 - x) / 5})`, with which the neuron fires on and on at 0.5 nA.

    R. D. Traub and R. Miles (1991), Neuronal Networks of the Hippocampus, Cambridge University
    Press.

    Examples
    --------
    >>> HH_cond_exp(i_offset=0.2)
    <Neuron 'HH_cond_exp': spiking, 14 parameters, 13 variables>
    """

    def __init__(  # noqa: PLR0913 - every parameter is one
        self,
        gbar_Na: Value = 20.0,  # noqa: N803 - PyNN's names
        gbar_K: Value = 6.0,  # noqa: N803
        gleak: Value = 0.01,
        cm: Value = 0.2,
        v_offset: Value = -63.0,
        e_rev_Na: Value = 50.0,  # noqa: N803
        e_rev_K: Value = -90.0,  # noqa: N803
        e_rev_leak: Value = -65.0,
        e_rev_E: Value = 0.0,  # noqa: N803
        e_rev_I: Value = -80.0,  # noqa: N803
        tau_syn_E: Value = 0.2,  # noqa: N803
        tau_syn_I: Value = 2.0,  # noqa: N803
        i_offset: Value = 0.0,
        v_thresh: Value = 0.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "local", WORDS),
            equations=["prev_v = v", *RATES, *GATES, MEMBRANE, *DECAY],
            spike="(v > v_thresh) and (prev_v <= v_thresh)",
            reset="",
            functions=LINOID,
            description="Hodgkin-Huxley neuron, Traub and Miles (1991).",
        )
