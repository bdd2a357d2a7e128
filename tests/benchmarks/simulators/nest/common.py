"""What the NEST networks share: setting up, and running with the clock running.

`prepare` sorts the connections; after it the network is ready.  NEST is imported when a network is
run, so that these files can be read without it.
"""

import contextlib
import sys
from typing import Any

from measuring.case import Case
from measuring.clock import Clock

__all__ = ["count", "load", "record", "simulated"]


def load(clock: Clock, case: Case, dt_ms: float) -> Any:
    """Import it and begin with nothing."""
    with clock.phase("import"), contextlib.redirect_stdout(sys.stderr):
        import nest
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.set(
        resolution=dt_ms,
        local_num_threads=case.n_threads,
        rng_seed=case.seed,
        print_time=False,
    )
    return nest


def simulated(clock: Clock, case: Case, nest: Any) -> None:
    """Simulate."""
    with clock.phase("prepare"):
        nest.Prepare()
    with clock.phase("simulate"):
        nest.Run(case.duration_ms)
    nest.Cleanup()


def record(nest: Any, nodes: Any) -> Any:
    """Record spikes."""
    recorder = nest.Create("spike_recorder")
    nest.Connect(nodes, recorder)
    return recorder


def count(recorder: Any) -> int:
    """Return how many spikes were recorded."""
    return int(recorder.n_events)
