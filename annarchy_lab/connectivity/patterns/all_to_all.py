"""Every pre neuron to every post neuron."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import Value, rows_with_values

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    weights: Value,
    delays: Value = 0.0,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect all pairs.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Generator for random weights and delays.
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
        If weights or delays are refused.
    """
    pre_view, post_view = np.sort(ends.pre_ranks), np.sort(ends.post_ranks)
    pre = np.tile(pre_view, len(post_view))
    row_sizes = np.full(len(post_view), len(pre_view))
    if ends.same_population and not allow_self_connections:
        is_other = pre_view != post_view[:, np.newaxis]
        pre, row_sizes = pre[is_other.ravel()], np.count_nonzero(is_other, axis=1)
    return rows_with_values(ends, post_view, row_sizes, pre, weights, delays, rng)
