"""Synapses that were saved before."""

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["build"]


def build(ends: Ends, rng: np.random.Generator, *, edges: EdgeList) -> EdgeList:
    """Take over edges that a file holds.

    Parameters
    ----------
    ends
        What to connect.
    rng
        Not used.
    edges
        What the file says.

    Raises
    ------
    ANNarchyException
        If the populations have other sizes, or an edge ends outside of a view.
    """
    if (edges.n_pre, edges.n_post) != (ends.n_pre, ends.n_post):
        raise ANNarchyException(
            f"from_file: the file connects {edges.n_pre} to {edges.n_post} neurons, "
            f"not {ends.n_pre} to {ends.n_post}."
        )
    sides = (("pre", edges.pre_ranks, ends.pre_ranks), ("post", edges.post_ranks, ends.post_ranks))
    for side, ranks, view in sides:
        outside = ranks[~np.isin(ranks, view)]
        if outside.size:
            raise ANNarchyException(f"from_file: {side} rank {outside[0]} is not in the view.")
    return edges
