"""The first pre neuron to the first post neuron, the second to the second, and so on."""

import warnings

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, stable_order
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import Value, edges_with_values

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    weights: Value = 1.0,
    delays: Value = 0.0,
) -> EdgeList:
    """Connect neurons by position, in views too; within one population each neuron to itself.

    Warns if the sizes differ; the neurons beyond the smaller size stay unconnected.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Generator for random weights and delays.
    weights
        A number or a distribution.  Default: 1.
    delays
        Delays in ms, a number or a distribution.  Default: none.

    Raises
    ------
    ANNarchyException
        If weights or delays are refused.
    """
    n_pre, n_post = len(ends.pre_ranks), len(ends.post_ranks)
    size = min(n_pre, n_post)
    if n_pre != n_post:
        warnings.warn(
            f"one_to_one connects {n_pre} pre to {n_post} post neurons: only the first {size} "
            "of each are connected.",
            stacklevel=2,
        )
    order = stable_order(ends.post_ranks[:size])
    pre, post = ends.pre_ranks[:size][order], ends.post_ranks[:size][order]
    return edges_with_values(ends, pre, post, weights, delays, rng)
