"""Synapses that come and go by rule in ANNarchy."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import rewiring as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    ann = common.load(clock)
    with clock.phase("build"):
        net = common.network(ann, case, spec.DT_MS, structural_plasticity=True)
        unit = ann.Neuron(equations="r = 0.0 * sum(exc) + Uniform(0.0, 1.0)")
        pop = net.create(case.size, unit)
        rule = ann.Synapse(
            parameters={"T": spec.MAX_AGE_MS},
            equations="age += 1.0",
            creating=f"pre.r * post.r > {spec.PRODUCT} : proba={spec.P_CREATE}, w={spec.W_NEW}",
            pruning=f"age > T : proba={spec.P_PRUNE}",
        )
        proj = net.connect(pop, pop, "exc", rule)
        proj.fixed_probability(spec.START, weights=spec.W_NEW)
    common.compiled(clock, case, net)
    proj.start_creating(period=spec.PERIOD_MS)
    proj.start_pruning(period=spec.PERIOD_MS)
    common.simulated(clock, net, case.duration_ms)
    return spec.work(case, ann.__release__, int(proj.nb_synapses))
