"""Which of very many elements a view looks at, so that a look takes bounded time.

In: how many there are.
Out: some of them, evenly spread.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_READ", "spread"]

MOST_READ: Final = 50_000


def spread(n: int, most: int = MOST_READ) -> NDArray[np.int64] | None:
    """Return at most `most` places among `n`, evenly spread; None if these are all."""
    if n <= most:
        return None
    return np.linspace(0, n - 1, most).round().astype(np.int64)
