"""Looking at a model by itself: who can, is known only to the lab.

In: what opens an explorer, installed by the package itself.
Out: `explored`.
Not here: exploring (`lab.explorer`).
"""

from collections.abc import Callable
from typing import Any, Final

__all__ = ["explored", "set_explorer"]

_openers: Final[list[Callable[..., Any]]] = []


def set_explorer(opener: Callable[..., Any]) -> None:
    """Install what opens an explorer; the package does so once."""
    _openers[:] = [opener]


def explored(model: object, *arguments: object, **options: object) -> Any:  # noqa: ANN401
    """Return the explorer of a model."""
    return _openers[0](model, *arguments, **options)
