"""Each pre neuron sends to the same number of post neurons."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, stable_order
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.fan import choose_partners
from annarchy_lab.connectivity.values import Value, edges_with_values

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    number: int,
    weights: Value = 1.0,
    delays: Value = 0.0,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect each pre neuron to `number` distinct post neurons, all choices equally likely.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Generator for partners, weights and delays.
    number
        Partners of each neuron.
    weights
        A number or a distribution.  Default: 1.
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
    choosers, candidates = np.sort(ends.pre_ranks), np.sort(ends.post_ranks)
    keep_self = allow_self_connections or not ends.same_population
    post = choose_partners(choosers, candidates, number, rng, keep_self=keep_self).ravel()
    order = stable_order(post)
    pre = np.repeat(choosers, int(number))[order]
    return edges_with_values(ends, pre, post[order], weights, delays, rng)
