"""Facts about the lines between widgets and the browser, in one place.

ipykernel remembers from which (sub)shell a comm was last sent on, and routes the browser's messages
there.  A comm that a cell has used would so be heard only when no cell is busy; a control must act
at once.  `pin` keeps the browser's messages on the subshell that the browser has asked for.

A widget opens a comm to the notebook, unless `LINE` gives it another line: that of a served page.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

__all__ = ["LINE", "pin"]

LINE: Final[ContextVar[Callable[[Any], Any] | None]] = ContextVar("LINE", default=None)
"""Gives a new widget its comm, in the thread that makes it; None: the notebook's."""


def pin(comm: Any) -> None:  # noqa: ANN401 - comm classes share no public base
    """Let messages of the browser be handled while a cell is busy, where the kernel can do that."""
    # Private to ipykernel, so: used where it exists; a kernel test tells if it goes.
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = _as_asked


def _as_asked(_data: object, default: object) -> object:
    return default
