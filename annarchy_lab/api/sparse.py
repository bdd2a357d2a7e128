"""Sparse matrices of SciPy for `from_sparse`: random ones, and delays for the entries of another.

In: sizes, a probability, numbers or distributions.  Out: matrices of shape (pre, post).
Not here: connecting.
"""

from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.connectivity.sampling import distinct_in_rows
from annarchy_lab.connectivity.values import Value, draw_delays, draw_weights
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from scipy.sparse import lil_matrix

__all__ = ["sparse_delays_from_weights", "sparse_random_matrix"]

End = Population | PopulationView | SupportsIndex


def sparse_random_matrix(
    pre: End,
    post: End,
    proba: float,
    weights: Value = 1.0,
    rng: np.random.Generator | None = None,
) -> "lil_matrix":
    """Return a random sparse matrix of weights.

    Each pre neuron gets a number of partners from a binomial distribution, which are then chosen
    with equal chances.

    Parameters
    ----------
    pre, post
        Populations or views, or their sizes.
    proba
        Probability of each pair, from 0 to 1.
    weights
        A number or a distribution.  Default: 1.
    rng
        Generator.  Default: that of the network of `pre`, else a fresh one.

    Returns
    -------
    scipy.sparse.lil_matrix
        Shape ``(pre, post)``, as `from_sparse` takes it.

    Raises
    ------
    ANNarchyException
        If the probability is outside of 0 to 1.
    """
    from scipy.sparse import coo_matrix

    if not 0 <= proba <= 1:
        raise ANNarchyException(f"proba must lie between 0 and 1, not {proba}.")
    n_pre, n_post = _size(pre), _size(post)
    generator = rng or (np.random.default_rng() if _is_size(pre) else pre.network.default_rng)  # type: ignore[union-attr] # no size
    counts = generator.binomial(n_post, proba, n_pre)
    parts = [distinct_in_rows(1, n_post, int(n), generator)[0] for n in counts]
    columns = np.concatenate([*parts, np.empty(0, np.int32)])
    rows = np.repeat(np.arange(n_pre), counts)
    values = np.broadcast_to(draw_weights(weights, len(columns), generator), columns.shape)
    return coo_matrix((values, (rows, columns)), shape=(n_pre, n_post)).tolil()


def sparse_delays_from_weights(
    weights: Any,  # noqa: ANN401 - a matrix of SciPy
    delays: Value,
    rng: np.random.Generator | None = None,
) -> "lil_matrix":
    """Return delays for all entries of a sparse matrix of weights.

    Parameters
    ----------
    weights
        Sparse matrix of SciPy, shape ``(pre, post)``.
    delays
        In ms, a number or a distribution with a finite maximum.
    rng
        Generator.  Default: a fresh one.

    Returns
    -------
    scipy.sparse.lil_matrix
        Shape ``(pre, post)``, as `from_sparse` takes it.

    Raises
    ------
    ANNarchyException
        If `weights` is no sparse matrix, or the delays are refused.
    """
    from scipy.sparse import coo_matrix, issparse

    if not issparse(weights):
        raise ANNarchyException(f"weights must be a sparse matrix of SciPy, not {type(weights)}.")
    entries: Any = coo_matrix(weights)  # type: ignore[call-overload] # a sparse one
    drawn = draw_delays(delays, len(entries.row), rng or np.random.default_rng())
    values = np.broadcast_to(0.0 if drawn is None else drawn, entries.row.shape)
    return coo_matrix((values, (entries.row, entries.col)), shape=entries.shape).tolil()


def _is_size(end: End) -> bool:
    return not isinstance(end, Population | PopulationView)


def _size(end: End) -> int:
    if isinstance(end, Population | PopulationView):
        return end.size
    return int(end)
