"""Each post neuron receives from the same number of pre neurons."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.fan import choose_partners
from annarchy_lab.connectivity.values import Value, rows_with_values

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    number: int,
    weights: Value,
    delays: Value = 0.0,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect each post neuron to `number` distinct pre neurons, all choices equally likely.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Generator for partners, weights and delays.
    number
        Partners of each neuron.
    weights
        A number or a distribution.
    delays
        Delays in ms, a number or a distribution.  Default: none.
    allow_self_connections
        Whether a neuron may connect to itself.  Default: False, within one population and
        between views of it.

    Raises
    ------
    ANNarchyException
        If there are fewer than `number` neurons to choose from, or weights or delays are refused.
    """
    choosers, candidates = np.sort(ends.post_ranks), np.sort(ends.pre_ranks)
    keep_self = allow_self_connections or not ends.same_population
    pre = choose_partners(choosers, candidates, number, rng, keep_self=keep_self).ravel()
    row_sizes = np.full(len(choosers), int(number))
    return rows_with_values(ends, choosers, row_sizes, pre, weights, delays, rng)
