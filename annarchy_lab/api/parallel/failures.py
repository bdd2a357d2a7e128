"""What is told when some of many runs fail: which, with what arguments, and why.

In: exceptions of other processes.  Out: `ParallelRunError`, which carries the results of the rest.
Not here: catching them (`worker`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = ["ParallelRunError", "RunFailure"]

N_SHOWN: Final = 3
"""Failures that are written out; the others are all in `ParallelRunError.failures`."""


@dataclass(frozen=True, slots=True)
class RunFailure:
    """One run that failed.

    Attributes
    ----------
    index
        Number of the run, from 0.
    arguments
        What it was given, the seed among it.
    error
        The exception; None if it could not be brought here.
    traceback
        Its text, in the process where it happened.
    """

    index: int
    arguments: Mapping[str, Any]
    error: BaseException | None
    traceback: str

    def __str__(self) -> str:
        given = ", ".join(f"{name}={_short(value)}" for name, value in self.arguments.items())
        return f"Run {self.index} ({given}):\n{self.traceback.rstrip()}"


class ParallelRunError(ANNarchyException):
    """Some runs failed; the results of the others are not lost.

    Attributes
    ----------
    failures
        One for each run that failed, in the order of the runs.
    results
        One for each run, None for those that failed; empty if they were handed out one by one.
    """

    def __init__(self, failures: Sequence[RunFailure], results: Sequence[Any], number: int) -> None:
        self.failures = tuple(sorted(failures, key=lambda failure: failure.index))
        self.results = list(results)
        shown = "\n\n".join(str(failure) for failure in self.failures[:N_SHOWN])
        more = len(self.failures) - N_SHOWN
        rest = f"\n\n... and {more} more, in .failures." if more > 0 else ""
        kept = " The results of the others are in .results." if self.results else ""
        super().__init__(f"{len(failures)} of {number} runs failed.{kept}\n\n{shown}{rest}")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
