"""A fixed number of partners for each neuron: what both fixed_number patterns share.

In: the neurons that choose, those they choose from, how many.
Out: for each neuron its partners.
Not here: which end chooses.
"""

from numbers import Real

import numpy as np

from annarchy_lab.connectivity.edges import IntArray
from annarchy_lab.connectivity.sampling import choose_in_rows
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["choose_partners"]


def choose_partners(
    choosers: IntArray,
    candidates: IntArray,
    number: int,
    rng: np.random.Generator,
    *,
    keep_self: bool,
) -> IntArray:
    """Choose distinct partners for each neuron.

    Parameters
    ----------
    choosers
        Ranks of the neurons that choose.
    candidates
        Ranks that they choose from, ascending.
    number
        Partners of each neuron.
    rng
        Generator.
    keep_self
        Whether a rank may choose the equal rank.

    Returns
    -------
    numpy.ndarray
        Shape ``(len(choosers), number)``, each row ascending.

    Raises
    ------
    ANNarchyException
        If `number` is negative or larger than the number of candidates.
    """
    _check_number(number, len(candidates))
    number = int(number)
    position = np.searchsorted(candidates, choosers)
    is_candidate = np.isin(choosers, candidates)
    excluded = np.where(is_candidate & (not keep_self), position, -1)
    if number == len(candidates) and (excluded >= 0).any():
        raise ANNarchyException(
            f"number = {number} leaves no choice but a self-connection: set it lower, or "
            "allow_self_connections=True."
        )
    return candidates[choose_in_rows(len(candidates), number, excluded, rng)]


def _check_number(number: object, n_candidates: int) -> None:
    is_whole = isinstance(number, Real) and float(number).is_integer()
    if not (is_whole and 0 <= number <= n_candidates):  # type: ignore[operator] # a number
        raise ANNarchyException(
            f"number must be an integer from 0 to {n_candidates}, "
            f"the neurons to choose from, not {number!r}."
        )
