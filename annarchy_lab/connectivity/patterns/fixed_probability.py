"""Each pair with the same probability, independently."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.sampling import bernoulli_parts
from annarchy_lab.connectivity.values import Value, as_number, rows_with_values
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
    row_sizes = np.zeros(len(post_view), np.int64)
    found = bytearray()  # grows in place, which parts and their sum would not
    for pairs in bernoulli_parts(len(pre_view) * len(post_view), float(probability), rng):
        rows, places = np.divmod(pairs, len(pre_view))
        pre = pre_view[places]
        if ends.same_object and not allow_self_connections:
            is_other = pre != post_view[rows]
            pre, rows = pre[is_other], rows[is_other]
        row_sizes += np.bincount(rows, minlength=len(post_view))
        found += pre.data
    pre = np.frombuffer(found, np.int32)
    return rows_with_values(ends, post_view, row_sizes, pre, weights, delays, rng)
