"""``net.parallel_run``: a network that builds itself, many times over.

In: a function of a network, how often.  Out: `ParallelRuns`, the part of a network that runs it.
Not here: the 4.8 style (`old_style`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from annarchy_lab.api.old_names import OldNames
from annarchy_lab.api.parallel.arguments import (
    checked_method,
    checked_number,
    dealt,
    seeds_of,
    split,
)
from annarchy_lab.api.parallel.jobs import CopiedRun, FreshRun, fill_cache
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    import numpy as np

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.parallel.runs import Task

__all__ = ["ParallelRuns"]


class ParallelRuns(OldNames):
    """Running copies of a network in other processes."""

    if TYPE_CHECKING:

        @property
        def default_rng(self) -> np.random.Generator: ...  # noqa: D102 - that of `Network`

    def parallel_run(
        self,
        method: Callable[..., Any],
        number: int,
        max_processes: int = -1,
        seeds: str | Sequence[int] | None = None,
        measure_time: bool = False,
        *,
        progress: bool = False,
        **kwargs: Any,  # noqa: ANN401 - for the constructor or the method
    ) -> list[Any]:
        """Call a function with copies of this network, each in a process of its own.

        Parameters
        ----------
        method
            ``method(net, **kwargs)``; called with a network that the class of this one makes anew,
            compiled; for the network of the 4.8 style, with a copy of everything in it.  The
            function may stand in a notebook cell.
        number
            How many runs.
        max_processes
            At most so many at once.  Default: one per core.
        seeds
            Default: random ones, fixed by the seed of this network.  ``'same'``: the seed of this
            network for all; ``'sequential'``: that, the next, ...; or a list.
        measure_time
            Whether to print how long it took.
        progress
            Whether to show a progress bar.
        **kwargs
            Arguments whose names the constructor of the class knows go there, and the others to
            `method`; a list holds one item per run.  Other arguments of the constructor, and the
            settings, are those of this network, but each process uses one thread.

        Returns
        -------
        list
            What `method` returned in each run, in order.

        Raises
        ------
        ANNarchyException
            If this is a plain `Network`, or an argument cannot be used or sent.
        ParallelRunError
            If runs failed; it tells which, and carries the results of the others.
        """
        from annarchy_lab.api.parallel.runs import collected, finished

        tasks = self._tasks(method, number, seeds, kwargs)
        results = finished(tasks, max_processes, progress=progress)
        return collected(results, len(tasks), measure_time=measure_time)

    def parallel_results(
        self,
        method: Callable[..., Any],
        number: int,
        max_processes: int = -1,
        seeds: str | Sequence[int] | None = None,
        *,
        progress: bool = False,
        **kwargs: Any,  # noqa: ANN401 - for the constructor or the method
    ) -> Iterator[tuple[int, Any]]:
        """Do as `parallel_run`, but iterate over results as soon as each is there.

        Parameters
        ----------
        method, number, max_processes, seeds, progress, **kwargs
            As for `parallel_run`.

        Returns
        -------
        iterator
            Number of a run and what `method` returned in it, the first that finishes first.
            Whoever stops iterating ends the runs that are not finished.

        Raises
        ------
        ANNarchyException
            As `parallel_run`.
        ParallelRunError
            After the last result, if runs failed.
        """
        from annarchy_lab.api.parallel.runs import finished

        tasks = self._tasks(method, number, seeds, kwargs)
        return finished(tasks, max_processes, progress=progress)

    # Below: our own

    def _tasks(
        self,
        method: Callable[..., Any],
        number: int,
        seeds: str | Sequence[int] | None,
        kwargs: dict[str, Any],
    ) -> "list[Task]":
        from annarchy_lab.api.parallel.runs import Task

        number, method = checked_number(number), checked_method(method)
        if self.id != 0:
            self._require_own_class()
        chosen = seeds_of(seeds, number, self.seed, self.default_rng)
        made, options = split(kwargs, type(self), method) if self.id else ({}, kwargs)
        for_class, for_method = dealt(made, number), dealt(options, number)
        jobs: Sequence[FreshRun | CopiedRun]
        if self.id:
            jobs = [
                self._fresh_run(method, {**for_class[i], "seed": chosen[i]}, for_method[i])
                for i in range(number)
            ]
        else:
            network = cast("Network", self)
            jobs = [
                CopiedRun(method, network, None, chosen[i], for_method[i], 1) for i in range(number)
            ]
        if not self.compiled:
            fill_cache(jobs[0])
        return [
            Task(job, {**for_class[i], **for_method[i], "seed": chosen[i]})
            for i, job in enumerate(jobs)
        ]

    def _fresh_run(
        self, method: Callable[..., Any], given: dict[str, Any], options: dict[str, Any]
    ) -> FreshRun:
        args, kwargs = self._arguments_with((), given)
        config = replace(self._config, num_threads=1)
        return FreshRun(type(self), args, kwargs, config, self._backend, method, options)

    def _require_own_class(self) -> None:
        if not self._builds_itself:
            raise ANNarchyException(
                "parallel_run makes the network anew in each process: write a class that derives "
                "from Network and builds the network in its constructor."
            )
