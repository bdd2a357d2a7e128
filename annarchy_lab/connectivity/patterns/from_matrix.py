"""Weights from a matrix that a user wrote down."""

import numpy as np
from numpy.typing import ArrayLike

from annarchy_lab.connectivity.edges import EdgeList, FloatArray, sorted_edges
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import draw_delays
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    weights: ArrayLike,
    delays: ArrayLike | RandomDistribution = 0.0,
    pre_post: bool = False,
) -> EdgeList:
    """Connect each pair that has a number in a matrix.

    Parameters
    ----------
    ends
        What to connect.  Rows and columns follow the order of the views.
    rng
        Generator for random delays.
    weights
        Nested list or array of shape ``(post, pre)``; None or NaN means no synapse, 0 means one
        of weight 0.
    delays
        Delays in ms: a number, a distribution, or a matrix of the same shape.  Default: none.
    pre_post
        Whether the matrices have the shape ``(pre, post)`` instead.  Default: False.

    Raises
    ------
    ANNarchyException
        If a matrix has another shape or holds anything but numbers, or a delay is missing.
    """
    matrix = _matrix("weights", weights, ends, pre_post)
    is_edge = ~np.isnan(matrix)
    post_positions, pre_positions = np.nonzero(is_edge)
    delays_ms: float | FloatArray | None
    if isinstance(delays, RandomDistribution) or np.ndim(delays) == 0:
        delays_ms = draw_delays(delays, len(post_positions), rng)
    else:
        delays_ms = _matrix("delays", delays, ends, pre_post)[is_edge]
    pre, post = ends.pre_ranks[pre_positions], ends.post_ranks[post_positions]
    return sorted_edges(ends.n_pre, ends.n_post, pre, post, matrix[is_edge], delays_ms)


def _matrix(name: str, values: ArrayLike, ends: Ends, pre_post: bool) -> FloatArray:
    try:
        matrix = np.asarray(values, np.float64)  # turns None into NaN
    except (TypeError, ValueError):
        raise ANNarchyException(
            f"from_matrix: {name} must be a rectangle of numbers and None."
        ) from None
    matrix = matrix.T if pre_post else matrix
    n_post, n_pre = len(ends.post_ranks), len(ends.pre_ranks)
    if matrix.shape != (n_post, n_pre):
        given = matrix.shape[::-1] if pre_post else matrix.shape
        shape = f"(pre, post) = ({n_pre}, {n_post})"
        wanted = shape if pre_post else f"(post, pre) = ({n_post}, {n_pre})"
        raise ANNarchyException(f"from_matrix: {name} must have the shape {wanted}, not {given}.")
    return matrix
