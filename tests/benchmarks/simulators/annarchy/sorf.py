"""Self-organising receptive fields in ANNarchy."""

from typing import Any

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import sorf as spec

__all__ = ["run"]

NMDA = "nmda(v, t, s) = ((v-t)/(s))^2 / (1.0 + ((v-t)/(s))^2)"
CONSTANTS = {"tau_ampa": 5.0, "tau_nmda": 150.0, "tau_gabaa": 6.0, "tau_gabab": 150.0}
REVERSALS = {"vrev_ampa": 0.0, "vrev_nmda": 0.0, "vrev_gabaa": -70.0, "vrev_gabab": -90.0}
COMPETITION = {
    "Rtarget": 75.0,
    "tau_plus": 51.0,
    "tau_minus": 78.0,
    "A_plus": -0.000041,
    "A_minus": -0.000015,
}


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the spikes of four populations are recorded."""
    ann = common.load(clock)
    with clock.phase("build"):
        net = common.network(ann, case, spec.DT_MS)
        inputs, observed, learned = build(ann, net)
        monitors = [net.monitor(pop, "spike") for pop in observed]
    common.compiled(clock, case, net)
    on, off = spec.gratings(case.seed)
    with clock.phase("simulate"):
        for stimulus in range(spec.n_stimuli(case.duration_ms)):
            inputs[0].rates, inputs[1].rates = on[stimulus], off[stimulus]
            net.simulate(spec.ON_MS)
            inputs[0].rates, inputs[1].rates = spec.IDLE_HZ, spec.IDLE_HZ
            net.simulate(spec.OFF_MS)
    with clock.phase("read"):
        counts = tuple(common.counts(each.get("spike"))[1] for each in monitors)
        mean_weight = float(np.mean([each.w for each in learned]))
    return spec.work(case, ann.__release__, counts, mean_weight)


def build(ann: Any, net: Any) -> tuple[Any, Any, Any]:
    """Return the inputs, the populations that are recorded, the projections that learn."""
    cell, homeo = neuron(ann), synapse(ann)
    size, up, down = (spec.SIDE, spec.SIDE), ["ampa", "nmda"], ["gabaa", "gabab"]
    inputs = [net.create(ann.PoissonPopulation(size, rates=spec.IDLE_HZ)) for _ in range(2)]
    buffers = [net.create(size, cell) for _ in range(2)]
    for source, buffer in zip(inputs, buffers, strict=True):
        net.connect(source, buffer, up).one_to_one(ann.Uniform(0.2, 0.6))
    exc, inh = net.create(spec.N_CELLS, cell), net.create(spec.N_CELLS, cell)
    for cells in (exc, inh):
        cells.compute_firing_rate(spec.WINDOW_MS)
    learned = [net.connect(buffer, exc, up, homeo) for buffer in buffers]
    for proj in learned:
        proj.all_to_all(ann.Uniform(0.004, 0.015))
    competition = net.connect(exc, inh, up, homeo)
    competition.all_to_all(ann.Uniform(0.116, 0.403))
    for name, value in COMPETITION.items():
        setattr(competition, name, value)
    net.connect(inh, exc, down).all_to_all(ann.Uniform(0.065, 0.259))
    return inputs, (inputs[0], buffers[0], exc, inh), learned


def neuron(ann: Any) -> Any:
    """Return the regular spiking neuron with four conductances."""
    return ann.Neuron(
        parameters={"a": 0.02, "b": 0.2, "c": -65.0, "d": 8.0, **CONSTANTS, **REVERSALS},
        equations=[
            ann.Variable(
                "I = g_ampa * (vrev_ampa - v) + g_nmda * nmda(v, -80.0, 60.0) * (vrev_nmda - v)"
                " + g_gabaa * (vrev_gabaa - v) + g_gabab * (vrev_gabab - v)"
            ),
            ann.Variable(
                "dv/dt = (0.04 * v + 5.0) * v + 140.0 - u + I",
                init=-65.0,
                min=-90.0,
                method="midpoint",
            ),
            ann.Variable("du/dt = a * (b*v - u)", init=-13.0, method="midpoint"),
            *(
                ann.Variable(f"tau_{target} * dg_{target}/dt = -g_{target}", method="exponential")
                for target in ("ampa", "nmda", "gabaa", "gabab")
            ),
        ],
        spike="v >= 30.",
        reset="v = c\nu += d\ng_ampa = 0.0\ng_nmda = 0.0\ng_gabaa = 0.0\ng_gabab = 0.0",
        functions=NMDA,
        refractory=1.0,
    )


def synapse(ann: Any) -> Any:
    """Return the homeostatic synapse."""
    return ann.Synapse(
        parameters={
            "tau_plus": 60.0,
            "tau_minus": 90.0,
            "A_plus": 0.000045,
            "A_minus": 0.00003,
            "alpha": 0.1,
            "beta": 50.0,
            "gamma": 50.0,
            "Rtarget": 10.0,
            "T": spec.WINDOW_MS,
        },
        equations=[
            ann.Variable("R = post.r", locality="semiglobal"),
            ann.Variable(
                "K = R/(T * (1. + fabs(1. - R / Rtarget) * gamma))", locality="semiglobal"
            ),
            ann.Variable("stdp = if t_post >= t_pre: ltp else: - ltd"),
            ann.Variable("w += (alpha * w * (1- R/Rtarget) + beta * stdp ) * K", min=0.0, max=10.0),
            ann.Variable("tau_plus * dltp/dt = -ltp", method="exponential"),
            ann.Variable("tau_minus * dltd/dt = -ltd", method="exponential"),
        ],
        pre_spike="g_target += w\nltp = A_plus",
        post_spike="ltd = A_minus",
    )
