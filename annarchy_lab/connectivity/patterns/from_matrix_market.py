"""Weights from a file of the Matrix Market format (math.nist.gov/MatrixMarket)."""

from os import PathLike, fspath
from typing import Any

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.patterns import from_matrix, from_sparse
from annarchy_lab.connectivity.values import Value
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["build"]


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    filename: "str | PathLike[str]",
    delays: Value = 0.0,
) -> EdgeList:
    """Connect each pair that has an entry in the file.

    Parameters
    ----------
    ends
        What to connect.  Rows and columns follow the order of the views.
    rng
        Generator for random delays.
    filename
        Name of the file, packed (``.gz``) or not; the matrix has the shape ``(pre, post)``.
        Entries without a number weigh 1.
    delays
        Delays in ms, a number or a distribution.  Default: none.

    Raises
    ------
    ANNarchyException
        If the file is missing or damaged, or the matrix has another shape or is complex.
    """
    matrix = _read(fspath(filename))
    if matrix.dtype.kind == "c":
        raise ANNarchyException(f"from_matrix_market: weights are real, those of {filename} not.")
    if isinstance(matrix, np.ndarray):
        return from_matrix.build(ends, rng, weights=matrix, delays=delays, pre_post=True)
    return from_sparse.build(ends, rng, weights=matrix, delays=delays)


def _read(filename: str) -> Any:  # noqa: ANN401 - a matrix of SciPy, or an array
    from scipy.io import mmread  # heavy, and only needed here

    try:
        return mmread(filename)
    except FileNotFoundError:
        raise ANNarchyException(f"from_matrix_market: there is no file {filename}.") from None
    except (OSError, ValueError, OverflowError, EOFError) as error:
        raise ANNarchyException(
            f"from_matrix_market: {filename} cannot be read: {error}."
        ) from error
