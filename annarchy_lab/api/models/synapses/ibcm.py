"""`IBCM`: learning with a threshold that slides."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Synapse, Variable

__all__ = ["IBCM"]

WORDS: Final[Words] = {
    "eta": ("1/ms", "learning rate"),
    "tau": ("ms", "time constant of the threshold"),
}


class IBCM(Synapse):
    r"""Learning between rate-coded neurons with a sliding threshold.

    .. math::

        \tau \frac{d\theta}{dt} + \theta = (r^{post})^2

        \frac{dw}{dt} = \eta \, r^{post} (r^{post} - \theta) \, r^{pre}, \qquad w \geq 0

    The threshold, one per post-synaptic neuron, is integrated first, with the exponential method;
    the weight then with the explicit one.  Transmits :math:`w \, r^{pre}`.

    Parameters
    ----------
    eta
        Learning rate in 1/ms, global.  Default: 0.01.
    tau
        Time constant of the threshold in ms, global.  Default: 2000.

    Notes
    -----
    Variables: ``theta``, semiglobal; ``w``, local.

    N. Intrator and L. N. Cooper (1992), Objective function formulation of the BCM theory of visual
    cortical plasticity, Neural Networks 5:3-17.

    Examples
    --------
    >>> IBCM(tau=100.0)
    <Synapse 'IBCM': rate-coded, 2 parameters, 2 variables>
    """

    def __init__(self, eta: Value = 0.01, tau: Value = 2000.0) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", WORDS),
            equations=[
                Variable(
                    "tau * dtheta/dt + theta = post.r^2",
                    locality="semiglobal",
                    method="exponential",
                    description="threshold",
                ),
                Variable(
                    "dw/dt = eta * post.r * (post.r - theta) * pre.r", min=0.0, method="explicit"
                ),
            ],
            description="Learning with a sliding threshold, Intrator and Cooper (1992).",
        )
