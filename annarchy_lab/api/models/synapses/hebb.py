"""`Hebb`: what fires together, wires together."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Synapse, Variable

__all__ = ["Hebb"]

WORDS: Final[Words] = {"eta": ("1/ms", "learning rate")}


class Hebb(Synapse):
    r"""Plain Hebbian learning between rate-coded neurons, without a bound.

    .. math::

        \frac{dw}{dt} = \eta \, r^{pre} r^{post}, \qquad w \geq 0

    integrated with the explicit method; transmits :math:`w \, r^{pre}`.

    Parameters
    ----------
    eta
        Learning rate in 1/ms, global.  Default: 0.01.

    Notes
    -----
    Variable: ``w``, local.  D. O. Hebb (1949), The Organization of Behavior, Wiley.

    Examples
    --------
    >>> Hebb(eta=0.001)
    <Synapse 'Hebb': rate-coded, 1 parameter, 1 variable>
    """

    def __init__(self, eta: Value = 0.01) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", WORDS),
            equations=Variable("dw/dt = eta * pre.r * post.r", min=0.0, method="explicit"),
            description="Hebbian learning, Hebb (1949).",
        )
