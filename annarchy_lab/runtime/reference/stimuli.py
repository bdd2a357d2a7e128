"""What is laid on top of a population for some steps.

In: `Stimulus` values, the population's attributes, the executed step.
Out: `Stimuli`: what they add, what they take off again, who spikes.
Not here: which are refused (`runtime.stimulating`).
"""

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.stimulus import SPIKES, Stimulus
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.values import Values
from annarchy_lab.runtime.stimulating import is_put_back, receives

__all__ = ["Stimuli"]


class Stimuli:
    """The stimuli of one population, in the order in which they came."""

    def __init__(self) -> None:
        self.all: list[Stimulus] = []
        self._saved: list[tuple[str, NDArray[np.int64], Array]] = []

    def add(self, values: Values, arithmetic: Arithmetic, elapsed: int) -> None:
        """Add what neurons receive in this step."""
        for each in self.all:
            row = each.row_at(elapsed)
            if each.attribute == SPIKES or row < 0:
                continue
            array, ranks = values[each.attribute], each.ranks
            if is_put_back(values.attributes, each.attribute):
                self._saved.append((each.attribute, ranks, array[ranks].copy()))
            array[ranks] = array[ranks] + arithmetic.cast(each.values[row], DType.REAL)

    def remove(self, values: Values) -> None:
        """Let parameters be as they were; the first stimulus saved that, so it comes last."""
        while self._saved:
            name, ranks, saved = self._saved.pop()
            values[name][ranks] = saved

    def spiking(self, elapsed: int) -> NDArray[np.int64]:
        """Return who is made to spike in this step."""
        ranks = [
            each.ranks
            for each in self.all
            if each.attribute == SPIKES and each.row_at(elapsed) >= 0
        ]
        return np.concatenate([*ranks, np.empty(0, np.int64)])

    def keep_fitting(self, values: Values) -> None:
        """Forget those whose attribute is there no more."""
        attributes = values.attributes
        self.all = [
            s for s in self.all if s.attribute == SPIKES or receives(attributes, s.attribute)
        ]
