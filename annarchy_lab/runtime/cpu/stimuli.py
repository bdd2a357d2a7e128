"""Stimuli in the core's memory.

In: `Stimulus` values.
Out: `Laid`: a stimulus and its arrays, once, in the dtypes of the core.
Not here: the phases that read them (`phases.stimuli`).
"""

from typing import Any

import numpy as np

from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.runtime.cpu.arrays import allocate, converted

__all__ = ["Laid"]


class Laid:
    """One stimulus.

    Attributes
    ----------
    ranks, values
        Those of the stimulus.
    saved
        What the attribute was without it, during a step.
    """

    def __init__(self, stimulus: Stimulus, real: np.dtype[Any]) -> None:
        self.stimulus = stimulus
        n_ranks = len(stimulus.ranks)
        self.ranks = allocate(stimulus.ranks, np.dtype(np.int64), n_ranks)
        values = converted(stimulus.values, real).ravel()
        self.values = allocate(values, real, values.size)
        self.saved = allocate(0, real, n_ranks)
