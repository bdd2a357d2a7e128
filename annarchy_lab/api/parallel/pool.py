"""Processes that do jobs, as many at once as wanted.

In: jobs.  Out: their outcomes, in the order in which they finish.
Not here: what a job is (`jobs`), what a process does with it (`worker`).

Processes stay for a minute for the next call.  Each uses one thread.  When the user interrupts, or
does not want the remaining results, they are killed at once.
"""

from collections.abc import Generator, Sequence
from typing import Any, Final, TypeAlias

from annarchy_lab.api.parallel.worker import Outcome, prepare, work
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["n_processes", "outcomes"]

Outcomes: TypeAlias = Generator[tuple[int, Outcome], None, None]

IDLE_S: Final = 60
ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def n_processes(max_processes: object, number: int) -> int:
    """Return how many processes to use.

    Parameters
    ----------
    max_processes
        At most so many; -1 for one per core that this process may use.
    number
        Of jobs.

    Raises
    ------
    ANNarchyException
        If `max_processes` is neither -1 nor at least 1.
    """
    from loky import cpu_count  # it knows what a scheduler leaves us

    wanted = max_processes if isinstance(max_processes, int) else 0
    if wanted < 1 and wanted != -1:
        raise ANNarchyException(
            f"max_processes is at least 1, or -1 for all cores, not {max_processes!r}."
        )
    return max(1, min(number, cpu_count() if wanted == -1 else wanted))


def outcomes(payloads: Sequence[bytes], max_processes: int) -> Outcomes:
    """Do jobs and iterate over their numbers and outcomes as they finish."""
    from concurrent.futures import as_completed

    from loky import get_reusable_executor

    if not payloads:
        return
    executor: Any = get_reusable_executor(
        max_workers=n_processes(max_processes, len(payloads)),
        timeout=IDLE_S,
        initializer=prepare,
        env=ONE_THREAD,
    )
    is_over = False
    try:
        futures = {executor.submit(work, payload): i for i, payload in enumerate(payloads)}
        for future in as_completed(futures):
            yield futures[future], _outcome(future)
        is_over = True
    finally:
        if not is_over:
            executor.shutdown(wait=True, kill_workers=True)


def _outcome(future: Any) -> Outcome:  # noqa: ANN401 - a future of loky
    try:
        outcome: Outcome = future.result()
    except Exception as error:  # the process has died, most often for want of memory
        return Outcome(None, f"{type(error).__name__}: {error}")
    return outcome
