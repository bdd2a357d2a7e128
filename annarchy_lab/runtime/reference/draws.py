"""Random numbers of one object's equations.

In: a call in the text (`ir.expression.Draw`), the clock.
Out: this step's numbers of some or of all elements (docs/exactness.md, section 2).
Not here: the generator, which is the core's.
"""

from typing import Any

import numpy as np

from annarchy_lab.ir.expression import Draw
from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.reference.arithmetic import Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.streams import stream_of

__all__ = ["Draws"]

_BLOCK = {"uniform": _bridge.uniform_block, "normal": _bridge.normal_block}
_SINGLE = {"uniform": _bridge.uniform_at, "normal": _bridge.normal_at}


class Draws:
    """The streams of one population or projection.

    Parameters
    ----------
    object_name
        Its name, on which its streams depend.
    real
        The network's real type.
    """

    def __init__(self, object_name: str, clock: Clock, real: np.dtype[Any]) -> None:
        self._object_name = object_name
        self._clock = clock
        self._real = real
        self._streams: dict[Draw, int] = {}

    def stream(self, draw: Draw) -> int:
        """Return the stream of a call."""
        if draw not in self._streams:
            parts = (draw.place, draw.attribute, draw.ordinal)
            self._streams[draw] = stream_of(self._object_name, *parts)
        return self._streams[draw]

    def of_all(self, draw: Draw, n_elements: int) -> Array:
        """Return the numbers of elements ``0 .. n_elements``."""
        block = _BLOCK[draw.source]
        numbers: Array = block(*self._key(draw), n_elements, 0, self._clock.rng_step)
        return numbers

    def of_some(self, draw: Draw, elements: Array) -> Array:
        """Return the numbers of some elements, the same as `of_all` has for them."""
        single = _SINGLE[draw.source]
        numbers: Array = single(*self._key(draw), elements, 0, self._clock.rng_step)
        return numbers

    def _key(self, draw: Draw) -> tuple[np.dtype[Any], int, int]:
        return self._real, self._clock.seed, self.stream(draw)
