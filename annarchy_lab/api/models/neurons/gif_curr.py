"""`GIF_curr`: the generalised integrate-and-fire neuron."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Neuron, Variable
from annarchy_lab.language.template import Template

__all__ = ["WORDS", "GIF_curr", "equations"]


WORDS: Final[Words] = {
    "C_m": ("pF", "capacity of the membrane"),
    "tau_m": ("ms", "time constant of the membrane"),
    "tau_v": ("ms", "time constant of the threshold"),
    "J_v": ("mV ms", "strength of the adaptation"),
    "u_r": ("mV", "resting and reset potential"),
    "u_th": ("mV", "threshold at rest"),
    "c": ("Hz", "rate at the threshold"),
    "delta_u": ("mV", "softness of the threshold"),
    "I_ext": ("pA", "constant current"),
    "refractory_period": ("ms", "refractory period"),
}


def equations(current: str | None) -> list[str | Variable]:
    """Return the equations of the membrane, the threshold and the rate.

    Parameters
    ----------
    current
        An expression that is added to the input of the membrane.
    """
    membrane = "tau_m * du/dt = -u + u_r + R * I_ext + {current}"
    return [
        Variable("R = tau_m/C_m", locality="global", unit="GOhm", description="resistance"),
        Variable(
            Template(membrane, {"current": current}),
            init="u_r",
            method="explicit",
            unit="mV",
            description="membrane potential",
        ),
        Variable(
            "tau_v * dv/dt = -(v - u_th)",
            init="u_th",
            method="explicit",
            unit="mV",
            description="threshold",
        ),
        Variable("Lambda = c * exp((u - v)/delta_u)", unit="Hz", description="rate"),
        Variable("p = Uniform(0.0, 1.0) * 1000.0/dt", unit="Hz", description="drawn in each step"),
    ]


class GIF_curr(Neuron):  # noqa: N801 - its published name
    r"""Generalised integrate-and-fire neuron with an adaptive threshold and escape noise.

    .. math::

        \tau_m \frac{du}{dt} = -u + u_r + R I_{ext} + \mathrm{current},
            \qquad R = \frac{\tau_m}{C_m}

        \tau_v \frac{dv}{dt} = -(v - u_{th}), \qquad
        \Lambda = c \, e^{(u - v) / \Delta_u}

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
    ``p``, which is drawn in each step.

    T. Schwalger, M. Deger and W. Gerstner (2017), Towards a theory of cortical columns, PLOS
    Computational Biology 13:e1005507.

    Examples
    --------
    >>> GIF_curr(I_ext=500.0)
    <Neuron 'GIF_curr': spiking, 10 parameters, 7 variables>
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
        current: str = "R*(g_exc - g_inh)",
        refractory_period: Value = 0.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", WORDS),
            equations=equations(current),
            spike="p < Lambda",
            reset=["u = u_r", "v += J_v/tau_v"],
            refractory="refractory_period",
            description="Generalised integrate-and-fire neuron, Schwalger et al. (2017).",
        )
