"""``parallel_run`` in the 4.8 style: a plain function, for copies of one network or for several.

In: a function of a number and a network.  Out: its results.
Not here: the 5.0 style (`network_runs`).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.magic import magic_network
from annarchy_lab.api.messages import warn_once
from annarchy_lab.api.network import Network
from annarchy_lab.api.parallel.arguments import (
    checked_method,
    checked_number,
    dealt,
    seeds_of,
)
from annarchy_lab.api.parallel.jobs import CopiedRun, GivenRun, fill_cache
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.parallel.runs import Task

__all__ = ["parallel_run"]


def parallel_run(  # noqa: PLR0913 - as in ANNarchy
    method: Callable[..., Any],
    networks: Sequence[Network] | None = None,
    number: int = 0,
    max_processes: int = -1,
    measure_time: bool = False,
    sequential: bool = False,
    same_seed: bool = False,
    annarchy_json: str = "",
    visible_cores: Sequence[int] = (),
    *,
    progress: bool = False,
    **args: Any,  # noqa: ANN401 - for the method
) -> list[Any]:
    """Call a function with several networks, each in a process of its own.

    Parameters
    ----------
    method
        ``method(idx, net, **args)``; ``net.get(pop)`` finds the object of `net` that corresponds to
        one of the script.
    networks
        Networks to run, as they are now; those here do not change.
    number
        Instead of `networks`: so many copies of the network of the 4.8 style, with weights drawn
        anew in each, at time 0 and compiled.
    max_processes
        At most so many at once.  Default: one per core.
    measure_time
        Whether to print how long it took.
    sequential
        Whether to run one after the other in this process instead.
    same_seed
        Whether all have the same seed; else that of each copy is drawn from that of the original.
    annarchy_json, visible_cores
        Accepted as in ANNarchy; they have no effect.
    progress
        Whether to show a progress bar.
    **args
        For the method; a list holds one item per network.

    Returns
    -------
    list
        What `method` returned for each network, in order.

    Raises
    ------
    ANNarchyException
        If there is nothing to run, or an argument cannot be used or sent.
    ParallelRunError
        If runs failed; it tells which, and carries the results of the others.
    """
    from annarchy_lab.api.parallel.runs import collected, finished, in_turn

    if annarchy_json or len(visible_cores):
        warn_once("annarchy_json and visible_cores have no effect on parallel_run.")
    n_threads = magic_network().settings.num_threads if sequential else 1
    method = checked_method(method)
    if networks is not None and len(networks):
        tasks = _of_networks(method, networks, args, same_seed=same_seed)
    else:
        tasks = _of_copies(method, number, args, n_threads, same_seed=same_seed)
    if sequential:
        results = in_turn(tasks, progress=progress)
    else:
        results = finished(tasks, max_processes, progress=progress)
    return collected(results, len(tasks), measure_time=measure_time)


def _of_networks(
    method: Callable[..., Any],
    networks: Sequence[Network],
    args: dict[str, Any],
    *,
    same_seed: bool,
) -> "list[Task]":
    from annarchy_lab.api.parallel.runs import Task

    for network in networks:
        if not isinstance(network, Network):
            raise ANNarchyException(f"networks is a list of networks, not of {network!r}.")
    seed = networks[0].seed if same_seed else None
    return [
        Task(
            GivenRun(method, network, i, seed, options),
            {**options, "seed": network.seed if seed is None else seed},
        )
        for i, (network, options) in enumerate(
            zip(networks, dealt(args, len(networks)), strict=True)
        )
    ]


def _of_copies(
    method: Callable[..., Any],
    number: int,
    args: dict[str, Any],
    n_threads: int,
    *,
    same_seed: bool,
) -> "list[Task]":
    from annarchy_lab.api.parallel.runs import Task

    network, number = magic_network(), checked_number(number)
    seeds = seeds_of("same" if same_seed else None, number, network.seed, network.default_rng)
    each = enumerate(zip(dealt(args, number), seeds, strict=True))
    jobs = [CopiedRun(method, network, i, seed, args, n_threads) for i, (args, seed) in each]
    if not network.compiled:
        fill_cache(jobs[0])
    return [Task(job, {**job.options, "seed": job.seed}) for job in jobs]
