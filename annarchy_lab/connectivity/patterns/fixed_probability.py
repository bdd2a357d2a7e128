"""Each pair with the same probability, independently."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.sampling import bernoulli_positions
from annarchy_lab.connectivity.values import Value, as_number, edges_with_values
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    probability: float,
    weights: Value,
    delays: Value = 0.0,
    allow_self_connections: bool = False,
) -> EdgeList:
    """Connect each pair with a probability; the time needed follows the edges made.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Generator for pairs, weights and delays.
    probability
        Chance of each pair, 0 to 1.
    weights
        A number or a distribution.
    delays
        Delays in ms, a number or a distribution.  Default: none.
    allow_self_connections
        Whether a neuron may connect to itself.  Default: False, but only where pre and post are
        the same object; two views of one population keep self-connections, as in ANNarchy.

    Raises
    ------
    ANNarchyException
        If the probability is outside 0 to 1, or weights or delays are refused.
    """
    probability = as_number("fixed_probability: probability", probability)
    if not 0 <= probability <= 1:
        raise ANNarchyException(
            f"fixed_probability: probability must lie between 0 and 1, not {probability}."
        )
    pre_view, post_view = np.sort(ends.pre_ranks), np.sort(ends.post_ranks)
    pairs = bernoulli_positions(len(pre_view) * len(post_view), float(probability), rng)
    row_starts = np.arange(len(post_view) + 1) * len(pre_view)
    row_sizes = np.diff(np.searchsorted(pairs, row_starts))
    post = np.repeat(post_view, row_sizes)
    pairs -= np.repeat(row_starts[:-1], row_sizes)
    pre = pre_view[pairs]
    if ends.same_object and not allow_self_connections:
        is_other = pre != post
        pre, post = pre[is_other], post[is_other]
    return edges_with_values(ends, pre, post, weights, delays, rng)
