"""Where the time goes: of compiling, and of a step.

In: what a backend has measured.
Out: `TimeReport`, numbers and a table.
Not here: measuring; the time of a simulation as a whole (`stopwatch`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.step_times import StepTimes

__all__ = ["TimeReport"]

UNITS: Final = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


@dataclass(frozen=True, slots=True, repr=False)
class TimeReport:
    """Where the time goes that a network takes; shown as a table.

    Attributes
    ----------
    seconds
        Of compiling, by stage.
    n_compiled
        How many modules a compiler was called for; those of earlier sessions are kept.
    parts
        Seconds of one step on average, by part: what it does, and of which object.  Wall time of
        the leading thread.
    n_steps
        Steps so far.
    n_measured
        How many of them were measured: so many, chosen at random, that it costs about one part in
        300 of the simulation.
    dt_ms
        Simulated time of a step, in ms.
    n_steps_with
        How many of all steps were taken by 0, 1, 2, ... threads, up to those that were asked for.
    """

    seconds: Mapping[str, float]
    n_compiled: int
    parts: Mapping[str, float] = field(default_factory=dict)
    n_steps: int = 0
    n_measured: int = 0
    dt_ms: float = 1.0
    n_steps_with: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, seconds: Mapping[str, float], n_compiled: int, steps: StepTimes, dt_ms: float
    ) -> "TimeReport":
        """Return the report of what was measured."""
        parts = {name: spent / max(steps.n_steps, 1) for name, spent in steps.seconds.items()}
        return cls(
            dict(seconds),
            n_compiled,
            parts,
            steps.n_steps,
            steps.n_measured,
            dt_ms,
            steps.n_steps_with,
        )

    @property
    def step_seconds(self) -> float:
        """Seconds that one step takes on average; 0 before the first one."""
        return sum(self.parts.values())

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        stages = ", ".join(f"{name} {_readable(spent)}" for name, spent in self.seconds.items())
        modules = f"{self.n_compiled} module{'' if self.n_compiled == 1 else 's'}"
        yield f"compiling {_readable(sum(self.seconds.values()))} ({modules}): {stages}"
        step = self.step_seconds
        if not step:
            yield "no step was measured yet"
            return
        speed = self.dt_ms / 1000.0 / step
        share = f"measured {self.n_measured:,} of {self.n_steps:,}"
        yield f"one step {_readable(step)}, {speed:,.4g} times real time ({share}):"
        if len(self.n_steps_with) > 2:
            yield f"threads: {self._threads()}"
        for name, spent in sorted(self.parts.items(), key=lambda part: -part[1]):
            yield f"{_readable(spent):>11}{100 * spent / step:6.1f} %  {name}"

    def _threads(self) -> str:
        n_steps = max(sum(self.n_steps_with), 1)
        shares = (
            f"{100 * taken / n_steps:.3g} % of the steps by {n}"
            for n, taken in enumerate(self.n_steps_with)
            if taken
        )
        return f"{len(self.n_steps_with) - 1} asked for; {', '.join(shares)}"


def _readable(seconds: float) -> str:
    unit, name = next((each for each in UNITS if seconds >= each[0]), UNITS[-1])
    return f"{seconds / unit:.3g} {name}"
