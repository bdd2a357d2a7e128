"""Weights that follow a difference of Gaussians: near excitation, far inhibition."""

import numpy as np

from annarchy_lab.connectivity.distance import edges_by_distance, require_numbers
from annarchy_lab.connectivity.edges import EdgeList, FloatArray
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import Value, draw_delays

__all__ = ["build"]


def build(  # noqa: PLR0913 - the arguments of the connector method
    ends: Ends,
    rng: np.random.Generator,
    *,
    amp_pos: float,
    sigma_pos: float,
    amp_neg: float,
    sigma_neg: float,
    delays: Value = 0.0,
    limit: float = 0.01,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect pairs with the difference of two Gaussians of their distance.

    ``w = amp_pos * exp(-d**2 / (2 * sigma_pos**2)) - amp_neg * exp(-d**2 / (2 * sigma_neg**2))``

    Parameters
    ----------
    ends
        Two populations with equally many dimensions, or views of them.
    rng
        Generator for random delays.
    amp_pos, sigma_pos
        Weight at distance 0 and width of the positive Gaussian.
    amp_neg, sigma_neg
        The same for the Gaussian that is subtracted.
    delays
        Delays in ms, a number or a distribution.  Default: none.
    limit
        Pairs stay unconnected if the size of their weight is at most this share of
        ``abs(amp_pos - amp_neg)``.  Default: 0.01.
    allow_self_connections
        Whether a neuron may connect to itself.  Default: False.

    Raises
    ------
    ANNarchyException
        If dimensions differ, or a sigma or delays are refused.
    """
    require_numbers("dog", amp_pos=amp_pos, sigma_pos=sigma_pos)
    require_numbers("dog", amp_neg=amp_neg, sigma_neg=sigma_neg, limit=limit)

    def profile(squares: FloatArray) -> FloatArray:
        near = amp_pos * np.exp(squares / (-2.0 * sigma_pos**2))
        far = amp_neg * np.exp(squares / (-2.0 * sigma_neg**2))
        return near - far

    threshold = limit * abs(amp_pos - amp_neg)
    pre, post, weights = edges_by_distance(
        ends, profile, threshold, keep_self=allow_self_connections
    )
    delays_ms = draw_delays(delays, len(post), rng)
    return EdgeList(ends.n_pre, ends.n_post, pre, post, weights, delays_ms)
