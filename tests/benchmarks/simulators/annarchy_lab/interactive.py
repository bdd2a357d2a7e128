"""Driving the network of Izhikevich (2003) by hand."""

import time
from itertools import pairwise

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from simulators.annarchy_lab.izhikevich import build
from specs import interactive as spec
from specs.izhikevich import DT_MS, cells

import annarchy_lab as ann

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate whole, in chunks, and in chunks with a read and a write; spikes are recorded."""
    common.settle(case, DT_MS)
    noise = cells(case.size, case.seed)["noise"]
    with clock.phase("build"):
        net = build(case.size, case.seed)
        pop = net.get_population("neurons")
        net.monitor(pop, "spike")
    common.compiled(clock, net)
    chunks = range(round(case.duration_ms / spec.CHUNK_MS))
    with clock.phase("simulate"):
        net.simulate(case.duration_ms)
        times = [time.process_time()]
        net.simulate(case.duration_ms)
        times.append(time.process_time())
        for _ in chunks:
            net.simulate(spec.CHUNK_MS)
        times.append(time.process_time())
        for _ in chunks:
            net.simulate(spec.CHUNK_MS)
            pop.v  # noqa: B018 - reading is the work
            pop.noise = noise
        times.append(time.process_time())
    parts = [after - before for before, after in pairwise(times)]
    return spec.work(case, ann.__version__, *parts)
