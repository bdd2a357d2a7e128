"""Many jobs at once: their results, in order or as they finish.

In: jobs, and what each was given.  Out: results; one exception for all that failed.
Not here: where the jobs come from (`network_runs`, `old_style`).
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, nullcontext
from typing import Any, TypeAlias

from annarchy_lab.api.messages import say
from annarchy_lab.api.parallel.failures import ParallelRunError, RunFailure
from annarchy_lab.api.parallel.pool import n_processes, outcomes
from annarchy_lab.api.parallel.worker import Outcome, Shared, packed, text_of, unpacked
from annarchy_lab.api.progress import bar
from annarchy_lab.api.sending import wake_all
from annarchy_lab.lightweight import dataclass

__all__ = ["Results", "Task", "collected", "finished", "in_turn"]


Results: TypeAlias = Generator[tuple[int, Any], None, None]


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and what to say of it if it fails."""

    job: Callable[[], object]
    arguments: Mapping[str, Any]


def finished(tasks: Sequence[Task], max_processes: int, *, progress: bool) -> Results:
    """Start all tasks and iterate over their numbers and results as they finish.

    Everything is checked and packed before this returns.

    Raises
    ------
    ANNarchyException
        If a job cannot be sent.
    ParallelRunError
        After the last result, if any run has failed.
    """
    n_processes(max_processes, len(tasks))
    shared = Shared.of_now()
    payloads = [packed((shared, task.job), f"run {i}") for i, task in enumerate(tasks)]
    return _without_failures(_arriving(tasks, payloads, max_processes), len(tasks), progress)


def in_turn(tasks: Sequence[Task], *, progress: bool) -> Results:
    """Do all tasks in this process, one after the other, and iterate over numbers and results.

    Raises
    ------
    ParallelRunError
        After the last result, if any run has failed.
    """
    done = ((i, _done_here(i, task)) for i, task in enumerate(tasks))
    return _without_failures(done, len(tasks), progress)


def collected(results: Results, number: int, *, measure_time: bool) -> list[Any]:
    """Return all results, in the order of the tasks.

    Parameters
    ----------
    results
        As they finish.
    number
        How many there are.
    measure_time
        Whether to print how long it took.

    Raises
    ------
    ParallelRunError
        With the results of the others, if any run has failed.
    """
    start = time.perf_counter()
    ordered: list[Any] = [None] * number
    try:
        for i, result in results:
            ordered[i] = result
    except ParallelRunError as failed:
        raise ParallelRunError(failed.failures, ordered, number) from failed.__cause__
    if measure_time:
        say(f"Running {number} networks took {time.perf_counter() - start} seconds.")
    return ordered


def _without_failures(ended: Results, number: int, progress: bool) -> Results:
    """Hand out results; failures come all at the end."""
    failures = []
    with bar(number, " runs") if progress else nullcontext() as shown, closing(ended):
        for i, result in ended:
            if shown is not None:
                shown.update(1)
            if isinstance(result, RunFailure):
                failures.append(result)
            else:
                yield i, result
    if failures:
        error = ParallelRunError(failures, (), number)
        raise error from error.failures[0].error


def _arriving(tasks: Sequence[Task], payloads: Sequence[bytes], max_processes: int) -> Results:
    with closing(outcomes(payloads, max_processes)) as arriving:
        for i, outcome in arriving:
            yield i, _arrived(i, tasks[i], outcome)


def _arrived(index: int, task: Task, outcome: Outcome) -> object:
    if outcome.result is not None:
        result = unpacked(outcome.result)
        wake_all()
        return result
    error = None if outcome.error is None else unpacked(outcome.error)
    return RunFailure(index, task.arguments, error, outcome.traceback)


def _done_here(index: int, task: Task) -> object:
    try:
        return task.job()
    except Exception as error:
        return RunFailure(index, task.arguments, error, text_of(error))
