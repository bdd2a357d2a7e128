"""`LeakyIntegrator`: the rate-coded neuron that most models start from."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Neuron, Variable
from annarchy_lab.language.template import Template

__all__ = ["LeakyIntegrator"]

TIME: Final[Words] = {
    "tau": ("ms", "time constant"),
    "T": ("", "threshold"),
}
BASELINE: Final[Words] = {"B": ("", "baseline")}


class LeakyIntegrator(Neuron):
    r"""Leaky integrator of its inputs with a rectified linear rate.

    .. math::

        \tau \frac{dv}{dt} + v = \mathrm{sum} + B + \mathrm{noise}, \qquad r = (v - T)^+

    integrated with the exponential method.

    Parameters
    ----------
    tau
        Time constant in ms, global.  Default: 10.
    B
        Baseline, local.  Default: 0.
    T
        Threshold, global.  Default: 0.
    sum
        How inputs are joined: an expression.  Default: ``"sum(exc) - sum(inh)"``.
    noise
        An expression that is added, such as ``"Normal(0.0, 1.0)"``.  Default: none.

    Raises
    ------
    ModelError
        If `sum` or `noise` cannot be read, with the place in it.

    Notes
    -----
    Variables: ``v``, the activity, and ``r``, the rate, both local and 0 at the start.

    After P. Dayan and L. F. Abbott (2001), Theoretical Neuroscience, MIT Press, chapter 7.

    Examples
    --------
    >>> LeakyIntegrator(tau=20.0, sum="sum(exc)", noise="Uniform(-0.1, 0.1)")
    <Neuron 'LeakyIntegrator': rate-coded, 3 parameters, 2 variables>
    """

    def __init__(
        self,
        tau: Value = 10.0,
        B: Value = 0.0,  # noqa: N803 - ANNarchy's name
        T: Value = 0.0,  # noqa: N803
        sum: str = "sum(exc) - sum(inh)",
        noise: str | None = None,
    ) -> None:
        fillings = {"sum": sum, "noise": noise}
        super().__init__(
            parameters=parameters({"tau": tau, "T": T}, "global", TIME)
            | parameters({"B": B}, "local", BASELINE),
            equations=[
                Variable(
                    Template("tau * dv/dt + v = {sum} + B + {noise}", fillings),
                    method="exponential",
                    description="activity",
                ),
                Variable("r = pos(v - T)", description="rate"),
            ],
            description="Leaky integrator with a rectified linear rate.",
        )
