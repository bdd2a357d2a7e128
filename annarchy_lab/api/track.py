"""One variable that a monitor records, and what its recorders have left so far.

In: a `Recorder`.  Out: `Track`.
Not here: which variables there are (`monitor`), the shapes of the data (`recorded`).
"""

from dataclasses import dataclass, field, replace

import numpy as np

from annarchy_lab.runtime.backend import Recorder, Recording, Simulator

__all__ = ["Track"]


@dataclass(slots=True)
class Track:
    """One recorded variable.

    Attributes
    ----------
    recorder
        What the runtime is asked to record.
    number
        The recorder's number there; None while there is none.
    is_on
        Whether it records.
    earlier
        What recorders with another period have left behind.
    intervals
        ``(start, stop)`` steps of the data that was returned last.
    """

    recorder: Recorder
    number: int | None = None
    is_on: bool = True
    earlier: list[Recording] = field(default_factory=list)
    intervals: tuple[tuple[int, int], ...] = ()

    def attach(self, simulator: Simulator, period_steps: int, offset_steps: int) -> None:
        """Begin to record."""
        asked = replace(self.recorder, is_started=self.is_on)
        if asked.kind == "rows":
            asked = replace(asked, period_steps=period_steps, offset_steps=offset_steps)
        self.number = simulator.add_recorder(asked)

    def detach(self, simulator: Simulator, *, keep: bool = False) -> None:
        """End the recording; forget what was recorded, unless `keep`."""
        if self.number is None:
            return
        if keep:
            self.earlier.append(simulator.collect(self.number))
        else:
            self.earlier.clear()
        simulator.remove_recorder(self.number)
        self.number = None

    def switch(self, simulator: Simulator | None, *, is_on: bool) -> None:
        """Pause or go on."""
        if simulator is not None and self.number is not None and self.is_on != is_on:
            simulator.switch_recorder(self.number, is_on=is_on)
        self.is_on = is_on

    def collect(self, simulator: Simulator, *, keep: bool) -> Recording:
        """Return everything recorded since the last time and, unless `keep`, forget it."""
        parts = list(self.earlier)
        if self.number is not None:
            parts.append(simulator.collect(self.number, keep=keep))
        if not keep:
            self.earlier.clear()
        return _joined(parts)


def _joined(parts: list[Recording]) -> Recording:
    # An empty recording may not know how wide its rows are.
    filled = [part for part in parts if len(part.steps)] or parts[-1:]
    return Recording(
        np.concatenate([part.steps for part in filled]),
        np.concatenate([part.data for part in filled]),
        tuple((a, b) for part in parts for a, b in part.intervals if a < b),
        sum(part.n_dropped for part in parts),
        tuple(row_ptr for part in filled for row_ptr in part.row_ptrs),
    )
