"""Driving the network of Izhikevich (2003) by hand in ANNarchy."""

import time
from itertools import pairwise

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from simulators.annarchy.izhikevich import build
from specs import interactive as spec
from specs.izhikevich import cells

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate whole, in chunks, and in chunks with a read and a write; spikes are recorded."""
    ann = common.load(clock)
    noise = cells(case.size, case.seed)["noise"]
    with clock.phase("build"):
        net, pop = build(ann, case)
        net.monitor(pop, "spike")
    common.compiled(clock, case, net)
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
    return spec.work(case, ann.__release__, *parts)
