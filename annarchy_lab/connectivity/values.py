"""Weights and delays of edges: one number, or draws from a distribution.

In: what a user gave as ``weights`` or ``delays``, the number of edges, a generator.
Out: what `EdgeList` holds.  Random values are drawn in dendrite order, weights before delays.
Not here: weights that a pattern computes or reads from a matrix.
"""

from math import isfinite, isnan, nan
from numbers import Real
from typing import TypeAlias

import numpy as np

from annarchy_lab.connectivity.drawn import PART, Drawn
from annarchy_lab.connectivity.edges import EdgeList, FloatArray, IntArray, LongArray
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution

__all__ = [
    "Value",
    "as_number",
    "draw_delays",
    "draw_weights",
    "edges_with_values",
    "rows_with_values",
]

Value: TypeAlias = float | RandomDistribution


def draw_weights(weights: object, n_edges: int, rng: np.random.Generator) -> float | FloatArray:
    """Return one weight for all edges, or one drawn for each.

    Parameters
    ----------
    weights
        A number or a `RandomDistribution`.
    n_edges
        Number of edges.
    rng
        Generator for a distribution without one of its own.

    Raises
    ------
    ANNarchyException
        If `weights` is neither.
    """
    if isinstance(weights, RandomDistribution):
        return weights.draw((n_edges,), rng).astype(np.float64, copy=False)
    return _number("weights", weights)


def draw_delays(
    delays: object, n_edges: int, rng: np.random.Generator
) -> float | FloatArray | None:
    """Return None for no delay, one delay in ms for all edges, or one drawn for each.

    Parameters
    ----------
    delays
        Delay in ms (0: none), or a `RandomDistribution` of delays with a finite upper bound.
    n_edges
        Number of edges.
    rng
        Generator for a distribution without one of its own.

    Raises
    ------
    ANNarchyException
        If a number is negative or not finite, or a distribution has no finite bound.
    """
    if isinstance(delays, RandomDistribution):
        if not isfinite(delays.upper_bound):
            raise ANNarchyException(
                f"random delays need a finite maximum: give {delays!r} the argument max=."
            )
        # Anything below one step becomes one step; what is below zero would not be a delay.
        return np.maximum(delays.draw((n_edges,), rng).astype(np.float64), 0.0)
    delay = _number("delays", delays)
    if not 0.0 <= delay < np.inf:
        raise ANNarchyException(f"delays must be finite and at least 0 ms, not {delay}.")
    return delay or None


def edges_with_values(
    ends: Ends,
    pre_ranks: IntArray,
    post_ranks: IntArray,
    weights: object,
    delays: object,
    rng: np.random.Generator,
) -> EdgeList:
    """Give edges in dendrite order their weights and delays.

    Parameters
    ----------
    ends
        What is connected; only the sizes are read.
    pre_ranks, post_ranks
        The edges, in dendrite order.
    weights, delays, rng
        As in `draw_weights` and `draw_delays`.

    Raises
    ------
    ANNarchyException
        As `draw_weights` and `draw_delays`.
    """
    values = _values(len(post_ranks), weights, delays, rng)
    return EdgeList(ends.n_pre, ends.n_post, pre_ranks, post_ranks, *values)


def rows_with_values(
    ends: Ends,
    post_ranks: IntArray,
    row_sizes: LongArray,
    pre_ranks: IntArray,
    weights: object,
    delays: object,
    rng: np.random.Generator,
) -> EdgeList:
    """Give dendrites, one after another, their weights and delays.

    Parameters
    ----------
    ends
        What is connected; only the sizes are read.
    post_ranks, row_sizes
        Whose dendrites they are, ascending, and how many edges each has.
    pre_ranks
        Of all edges.
    weights, delays, rng
        As in `draw_weights` and `draw_delays`.

    Raises
    ------
    ANNarchyException
        As `draw_weights` and `draw_delays`.
    """
    sizes = np.zeros(ends.n_post, np.int64)
    sizes[post_ranks] = row_sizes
    values = _values(len(pre_ranks), weights, delays, rng)
    return EdgeList.of_rows(ends.n_pre, sizes, pre_ranks, *values)


def _values(
    n_edges: int, weights: object, delays: object, rng: np.random.Generator
) -> tuple[float | FloatArray | Drawn, float | FloatArray | None]:
    """Return weights and delays, drawn in this order; many weights are not kept."""
    drawn: float | FloatArray | Drawn
    if isinstance(weights, RandomDistribution) and n_edges > PART:
        drawn = Drawn.of(weights, n_edges, rng)
    else:
        drawn = draw_weights(weights, n_edges, rng)
    return drawn, draw_delays(delays, n_edges, rng)


def as_number(label: str, value: object) -> float:
    """Return an argument of a pattern as a number.

    Parameters
    ----------
    label
        The pattern and the argument, such as ``gaussian: sigma``.
    value
        What the user gave.

    Raises
    ------
    ANNarchyException
        If it is no number, or NaN.
    """
    number = float(value) if isinstance(value, Real) else nan
    if isnan(number):
        raise ANNarchyException(f"{label} must be a number, not {value!r}.")
    return number


def _number(name: str, value: object) -> float:
    number = float(value) if isinstance(value, Real) else nan
    if isnan(number):
        raise ANNarchyException(f"{name} must be a number or a random distribution, not {value!r}.")
    return number
