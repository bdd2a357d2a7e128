"""`STP`: synapses that tire and recover."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, as_number, parameters
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Synapse, Variable

__all__ = ["STP"]

TIMES: Final[Words] = {
    "tau_rec": ("ms", "time constant of the recovery"),
    "tau_facil": ("ms", "time constant of the facilitation"),
}
USE: Final[Words] = {"U": ("", "use of the resources at a spike")}


class STP(Synapse):
    r"""Short-term plasticity of spiking synapses: depression and facilitation.

    .. math::

        \frac{dx}{dt} = \frac{1 - x}{\tau_{rec}}, \qquad \frac{du}{dt} = \frac{U - u}{\tau_{facil}}

    integrated exactly whenever a spike needs them.  At a pre-synaptic spike, in this order:

    .. math::

        g \leftarrow g + w \, u \, x, \qquad x \leftarrow x \, (1 - u), \qquad
        u \leftarrow u + U (1 - u)

    Parameters
    ----------
    tau_rec
        Time constant of the recovery in ms, global, above 0.  Default: 100.
    tau_facil
        Time constant of the facilitation in ms, global, above 0.  Default: 0.01, no facilitation.
    U
        Use of the resources at a spike, local.  Default: 0.5.

    Raises
    ------
    ANNarchyException
        If a time constant is not above 0.

    Notes
    -----
    Variables: ``x``, the resources left, which begin at 1; ``u``, the use, which begins at `U`;
    both local.

    M. Tsodyks, A. Uziel and H. Markram (2000), Synchrony generation in recurrent networks with
    frequency-dependent synapses, Journal of Neuroscience 20:RC50.

    Examples
    --------
    >>> STP(tau_rec=800.0, U=0.5)
    <Synapse 'STP': spiking, 4 parameters, 2 variables>
    """

    def __init__(
        self,
        tau_rec: Value = 100.0,
        tau_facil: Value = 0.01,
        U: Value = 0.5,  # noqa: N803 - the name in the paper
    ) -> None:
        times = {"tau_rec": tau_rec, "tau_facil": tau_facil}
        for name, value in times.items():
            number = as_number(value)
            if number is not None and not number > 0:
                raise ANNarchyException(f"STP: {name} = {value!r} must be above 0 ms.")
        super().__init__(
            parameters=parameters(times, "global", TIMES) | parameters({"U": U}, "local", USE),
            equations=[
                Variable(
                    "dx/dt = (1.0 - x)/tau_rec",
                    init=1.0,
                    method="event-driven",
                    description="resources left",
                ),
                Variable(
                    "du/dt = (U - u)/tau_facil", init="U", method="event-driven", description="use"
                ),
            ],
            pre_spike=["g_target += w * u * x", "x *= 1.0 - u", "u += U * (1.0 - u)"],
            description="Short-term plasticity, Tsodyks, Uziel and Markram (2000).",
        )
