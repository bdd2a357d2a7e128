"""By which factor attributes stand scaled.

In: the announcements of changes, see `annarchy_lab.api.changes`.
Out: the factor of an attribute, or of some of its elements.
Not here: the values that are multiplied; the network keeps them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ScaleBook"]

Key = tuple[str, str, bytes | None]


class ScaleBook:
    """The factors of one network; one for all that was never scaled, or was set since."""

    def __init__(self) -> None:
        self._factors: dict[Key, float] = {}

    def note(self, object_name: str, attribute: str, kind: str, value: Any) -> None:  # noqa: ANN401
        """Follow a change."""
        match kind:
            case "scale":
                self._factors[object_name, attribute, None] = value
            case "scale_at":
                indices, factor = value
                self._factors[object_name, attribute, np.asarray(indices).tobytes()] = factor
            case "set" | "set_at":
                self._forget(lambda key: key[:2] == (object_name, attribute))
            case "reset":
                self._forget(lambda key: key[1] != "w")  # weights survive a reset
            case _:
                pass

    def become(self, factors: Mapping[Key, float]) -> None:
        """Take over the factors of another time."""
        self._factors = dict(factors)

    def factor(self, object_name: str, attribute: str, indices: NDArray[np.int64] | None) -> float:
        """Return the factor by which some elements stand scaled."""
        which = None if indices is None else indices.tobytes()
        return self._factors.get((object_name, attribute, which), 1.0)

    def _forget(self, is_meant: Any) -> None:  # noqa: ANN401 - a predicate of keys
        self._factors = {k: f for k, f in self._factors.items() if not is_meant(k)}
