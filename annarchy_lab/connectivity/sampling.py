"""Random subsets, drawn in time proportional to what is chosen.

In: numbers of candidates, a NumPy generator.
Out: chosen positions, ascending; the same generator state gives the same choice.
Not here: ranks and views; patterns map positions to ranks.
"""

from collections.abc import Iterator

import numpy as np

from annarchy_lab.connectivity.edges import IntArray, LongArray

__all__ = ["bernoulli_parts", "choose_in_rows", "distinct_in_rows"]

# Gaps per draw: few enough to stay in the cache, many enough to hide the call.
GAPS_PER_DRAW = 1 << 18
# Below this share of the candidates drawing again what was drawn twice is the faster way.
SPARSE_SHARE = 0.25


def bernoulli_parts(n: int, probability: float, rng: np.random.Generator) -> Iterator[LongArray]:
    """Choose each of `n` positions independently with the same probability.

    Draws the gaps between chosen positions, which are geometric: the cost is that of the
    positions chosen, not of those tried.

    Parameters
    ----------
    n
        Number of positions.
    probability
        Chance of each, 0 to 1.
    rng
        Generator.

    Yields
    ------
    numpy.ndarray
        Chosen positions, ascending, int64, part by part.
    """
    if probability <= 0 or n == 0:
        return
    if probability >= 1:
        for start in range(0, n, GAPS_PER_DRAW):
            yield np.arange(start, min(start + GAPS_PER_DRAW, n), dtype=np.int64)
        return
    # A gap beyond the end ends the search; cut there, no sum of gaps overflows.
    n_gaps = max(1, min(GAPS_PER_DRAW, int(n * probability * 1.1) + 16, 2**62 // (n + 1)))
    last = -1
    while last < n:
        gaps = np.minimum(rng.geometric(probability, n_gaps), n + 1)
        positions = last + np.cumsum(gaps, dtype=np.int64)
        last = int(positions[-1])
        yield positions if last < n else positions[: np.searchsorted(positions, n)]


def distinct_in_rows(n_rows: int, n: int, number: int, rng: np.random.Generator) -> IntArray:
    """Choose `number` distinct positions out of `n`, for each row anew.

    Parameters
    ----------
    n_rows
        Number of rows.
    n
        Number of candidates.
    number
        How many to choose, 0 to `n`.
    rng
        Generator.

    Returns
    -------
    numpy.ndarray
        Shape ``(n_rows, number)``, int32, each row ascending.
    """
    if 2 * number > n:
        return _all_but(n, distinct_in_rows(n_rows, n, n - number, rng))
    if number <= SPARSE_SHARE * n:
        return _redraw_repeats(n_rows, n, number, rng)
    candidates = np.tile(np.arange(n, dtype=np.int32), (n_rows, 1))
    chosen = rng.permuted(candidates, axis=1)[:, :number]
    return np.sort(chosen, axis=1)


def choose_in_rows(n: int, number: int, excluded: LongArray, rng: np.random.Generator) -> IntArray:
    """Choose distinct positions for each row, where a row may have to leave one out.

    Parameters
    ----------
    n
        Number of candidates.
    number
        How many to choose; below `n` if any row leaves one out, else at most `n`.
    excluded
        For each row the position that it must not choose, or -1.
    rng
        Generator.

    Returns
    -------
    numpy.ndarray
        Shape ``(len(excluded), number)``, int32, each row ascending.
    """
    chosen = np.empty((len(excluded), number), np.int32)
    excludes = excluded >= 0
    n_excluding = int(np.count_nonzero(excludes))
    chosen[~excludes] = distinct_in_rows(len(excluded) - n_excluding, n, number, rng)
    if n_excluding:
        others = distinct_in_rows(n_excluding, n - 1, number, rng)
        chosen[excludes] = others + (others >= excluded[excludes, np.newaxis])
    return chosen


def _redraw_repeats(n_rows: int, n: int, number: int, rng: np.random.Generator) -> IntArray:
    # The first distinct values of a sequence of uniform draws are a uniform subset; drawing
    # again as many as were repeated never passes the number wanted.
    chosen = np.sort(rng.integers(0, n, (n_rows, number), dtype=np.int32), axis=1)
    rows = np.arange(n_rows)
    while rows.size:
        values = chosen[rows]
        repeated = np.zeros(values.shape, bool)
        repeated[:, 1:] = values[:, 1:] == values[:, :-1]
        unfinished = repeated.any(axis=1)
        rows, values, repeated = rows[unfinished], values[unfinished], repeated[unfinished]
        values[repeated] = rng.integers(0, n, int(repeated.sum()), dtype=np.int32)
        chosen[rows] = np.sort(values, axis=1)
    return chosen


def _all_but(n: int, left_out: IntArray) -> IntArray:
    n_rows, n_left_out = left_out.shape
    is_chosen = np.ones((n_rows, n), bool)
    is_chosen[np.arange(n_rows)[:, np.newaxis], left_out] = False
    return np.nonzero(is_chosen)[1].astype(np.int32).reshape(n_rows, n - n_left_out)
