"""Progress bars: in a terminal, or as a widget in a notebook.

In: work that can be done in pieces.  Out: the work done, and a bar that moved.
Not here: the bars themselves, which are those of tqdm; it is loaded with the first one.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["bar", "in_pieces"]

PIECE_S: Final = 0.1
"""Wall time between two looks at the bar; less than a user notices, more than it costs."""


def bar(total: float, unit: str) -> "AbstractContextManager[Any]":
    """Return a bar of tqdm for `total` units of work."""
    from tqdm.auto import tqdm

    # a bar counts up to whole numbers only if they are some
    whole = int(total) if float(total).is_integer() else total
    shown: AbstractContextManager[Any] = tqdm(total=whole, unit=unit)
    return shown


def in_pieces(run: Callable[[int], int], n_steps: int, dt: float) -> None:
    """Execute steps under a bar that counts simulated ms.

    Parameters
    ----------
    run
        Executes some steps.
    n_steps
        How many there are.
    dt
        Step in ms.
    """
    done, piece = 0, 1
    with bar(n_steps * dt, " ms") as shown:
        while done < n_steps:
            start = time.perf_counter()
            n_now = min(piece, n_steps - done)
            run(n_now)
            done += n_now
            shown.update(n_now * dt)
            seconds = max(time.perf_counter() - start, 1e-9)
            piece = max(1, round(piece * min(4.0, max(0.25, PIECE_S / seconds))))
