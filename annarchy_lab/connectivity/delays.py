"""Delays: from milliseconds to steps.

In: delays in ms as an `EdgeList` holds them, and the step of the network.
Out: whole steps.
Not here: drawing random delays (`values`), the queues that carry them out (the runtime).
"""

from typing import overload

import numpy as np

from annarchy_lab.connectivity.edges import FloatArray, IntArray
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["delay_steps"]


@overload
def delay_steps(delays_ms: float | None, dt_ms: float) -> int: ...
@overload
def delay_steps(delays_ms: FloatArray, dt_ms: float) -> IntArray: ...
def delay_steps(delays_ms: float | FloatArray | None, dt_ms: float) -> int | IntArray:
    """Round delays to steps: half to even, at least one.

    Parameters
    ----------
    delays_ms
        None (no delay), one delay in ms, or one per edge.
    dt_ms
        Step in ms.

    Returns
    -------
    int or numpy.ndarray
        Steps; int32 of the same shape for an array.

    Raises
    ------
    ANNarchyException
        If a delay is negative, not finite, or 2**31 steps or longer.

    Examples
    --------
    >>> [delay_steps(d, dt_ms=1.0) for d in (None, 0.0, 0.4, 0.6, 1.5, 2.5)]
    [1, 1, 1, 1, 2, 2]
    """
    if delays_ms is None:
        return 1
    steps = np.rint(np.asarray(delays_ms, np.float64) / dt_ms)  # rint is Python's half-to-even rule
    if not np.all((steps >= 0) & (steps <= np.iinfo(np.int32).max)):
        raise ANNarchyException(
            f"delays must be at least 0 ms and below 2**31 steps of {dt_ms} ms each."
        )
    whole = np.maximum(steps, 1).astype(np.int32)
    return whole if isinstance(delays_ms, np.ndarray) else int(whole)
