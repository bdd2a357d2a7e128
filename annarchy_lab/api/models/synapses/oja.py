"""`Oja`: Hebbian learning that normalises itself."""

from typing import Final

from annarchy_lab.api.models.quantities import Value, Words, parameters
from annarchy_lab.language.declare import Synapse, Variable

__all__ = ["Oja"]

WORDS: Final[Words] = {
    "eta": ("1/ms", "learning rate"),
    "alpha": ("", "strength of the normalisation"),
}


class Oja(Synapse):
    r"""Hebbian learning between rate-coded neurons that keeps the norm of the weights.

    .. math::

        \frac{dw}{dt} = \eta \left( r^{pre} r^{post} - \alpha (r^{post})^2 w \right),
            \qquad w \geq 0

    integrated with the explicit method; transmits :math:`w \, r^{pre}`.  With a linear neuron the
    weights of a dendrite turn to the first principal component of the inputs, and their squares
    sum to :math:`1 / \alpha`.

    Parameters
    ----------
    eta
        Learning rate in 1/ms, global.  Default: 0.01.
    alpha
        Strength of the normalisation, global.  Default: 1.

    Notes
    -----
    Variable: ``w``, local.  E. Oja (1982), A simplified neuron model as a principal component
    analyzer, Journal of Mathematical Biology 15:267-273.

    Examples
    --------
    >>> Oja(alpha=2.0)
    <Synapse 'Oja': rate-coded, 2 parameters, 1 variable>
    """

    def __init__(self, eta: Value = 0.01, alpha: Value = 1.0) -> None:
        super().__init__(
            parameters=parameters(locals(), "global", WORDS),
            equations=Variable(
                "dw/dt = eta * (pre.r * post.r - alpha * post.r^2 * w)", min=0.0, method="explicit"
            ),
            description="Hebbian learning with normalisation, Oja (1982).",
        )
