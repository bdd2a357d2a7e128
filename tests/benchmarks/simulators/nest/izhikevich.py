"""The pulse-coupled network of Izhikevich (2003) in NEST."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import common
from specs import izhikevich as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded, and v where the network is small."""
    nest = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        cells = spec.cells(case.size, case.seed)
        pop = nest.Create("izhikevich", case.size, {"consistent_integration": True, "V_th": 30.0})
        for name in "abcd":
            pop.set(**{name: cells[name].tolist()})
        pop.set(V_m=-65.0, U_m=(-65.0 * cells["b"]).tolist())
        n_exc, spikes = spec.split(case.size), []
        for part, std, fan, low, high in (
            (pop[:n_exc], spec.NOISE[0], spec.N_FROM_EXC, 0.0, spec.W_EXC),
            (pop[n_exc:], spec.NOISE[1], spec.N_FROM_INH, -spec.W_INH, 0.0),
        ):
            noise = {"mean": 0.0, "std": std, "dt": spec.DT_MS}
            nest.Connect(nest.Create("noise_generator", params=noise), part)
            rule = {"rule": "fixed_indegree", "indegree": fan}
            weight = nest.random.uniform(low, high)
            nest.Connect(
                part,
                pop,
                "all_to_all" if spec.is_dense(case.size) else rule,
                {"weight": weight, "delay": spec.DT_MS},
            )
            spikes.append(common.record(nest, part))
        if "v" in spec.recorded(case.size):
            meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 1.0})
            nest.Connect(meter, pop)
    common.simulated(clock, case, nest)
    return spec.work(case, nest.__version__, *map(common.count, spikes))
