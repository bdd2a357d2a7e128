"""Random numbers of one object's equations.

In: a call in the text (`ir.expression.Draw`), the clock.
Out: this step's numbers of some or of all elements (docs/exactness.md, section 2).
Not here: the generator, which is the core's.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from annarchy_lab.ir.expression import Draw, DType
from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.reference.arithmetic import Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.streams import stream_of

__all__ = ["Draws"]

_BLOCK: dict[str, Callable[..., Array]] = {
    "uniform": _bridge.uniform_block,
    "normal": _bridge.normal_block,
    "gamma": _bridge.gamma_block,
    "binomial": _bridge.binomial_block,
    "discrete": _bridge.discrete_block,
}
_SINGLE: dict[str, Callable[..., Array]] = {
    "uniform": _bridge.uniform_at,
    "normal": _bridge.normal_at,
    "gamma": _bridge.gamma_at,
    "binomial": _bridge.binomial_at,
    "discrete": _bridge.discrete_at,
}
Arguments = tuple[float, ...]


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

    def of_all(self, draw: Draw, arguments: Arguments, n_elements: int) -> Array:
        """Return the numbers of elements ``0 .. n_elements``."""
        return self._drawn(_BLOCK[draw.source], draw, arguments, n_elements)

    def of_some(self, draw: Draw, arguments: Arguments, elements: Array) -> Array:
        """Return the numbers of some elements, the same as `of_all` has for them."""
        return self._drawn(_SINGLE[draw.source], draw, arguments, elements)

    def _drawn(
        self,
        function: Callable[..., Array],
        draw: Draw,
        arguments: Arguments,
        elements: int | Array,
    ) -> Array:
        real = (self._real,) if draw.dtype is DType.REAL else ()
        key = (self._clock.seed, self.stream(draw), elements)
        first_draw = () if arguments else (0,)  # with arguments, the core counts draws itself
        return function(*real, *arguments, *key, *first_draw, self._clock.rng_step)
