"""Weights that fall with the distance like a Gaussian."""

import numpy as np

from annarchy_lab.connectivity.distance import edges_by_distance, require_numbers
from annarchy_lab.connectivity.edges import EdgeList, FloatArray
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import Value, draw_delays

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    amp: float,
    sigma: float,
    delays: Value = 0.0,
    limit: float = 0.01,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect near pairs with ``w = amp * exp(-d**2 / (2 * sigma**2))``.

    Parameters
    ----------
    ends
        Two populations with equally many dimensions, or views of them.
    rng
        Generator for random delays.
    amp
        Weight at distance 0.
    sigma
        Width, above 0, where 1 is the width of a whole population.
    delays
        Delays in ms, a number or a distribution.  Default: none.
    limit
        Pairs whose weight is at most this share of `amp` stay unconnected.  Default: 0.01.
    allow_self_connections
        Whether a neuron may connect to itself.  Default: False.

    Raises
    ------
    ANNarchyException
        If dimensions differ, or sigma or delays are refused.
    """
    require_numbers("gaussian", amp=amp, sigma=sigma, limit=limit)

    def profile(squares: FloatArray) -> FloatArray:
        return amp * np.exp(squares / (-2.0 * sigma**2))

    threshold = limit * abs(amp)
    pre, post, weights = edges_by_distance(
        ends, profile, threshold, keep_self=allow_self_connections
    )
    delays_ms = draw_delays(delays, len(post), rng)
    return EdgeList(ends.n_pre, ends.n_post, pre, post, weights, delays_ms)
