"""Self-organising receptive fields by homeostatic plasticity (Carlson et al. 2013, IJCNN)."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import sorf as spec

import annarchy_lab as ann

__all__ = ["HOMEOSTATIC", "RS", "Sorf", "run"]

RS = ann.Neuron(
    parameters={
        "a": 0.02,
        "b": 0.2,
        "c": -65.0,
        "d": 8.0,
        "tau_ampa": 5.0,
        "tau_nmda": 150.0,
        "tau_gabaa": 6.0,
        "tau_gabab": 150.0,
        "vrev_ampa": 0.0,
        "vrev_nmda": 0.0,
        "vrev_gabaa": -70.0,
        "vrev_gabab": -90.0,
    },
    equations=[
        ann.Variable("""
            I = g_ampa * (vrev_ampa - v) + g_nmda * nmda(v, -80.0, 60.0) * (vrev_nmda - v)
              + g_gabaa * (vrev_gabaa - v) + g_gabab * (vrev_gabab - v)
        """),
        ann.Variable(
            "dv/dt = (0.04 * v + 5.0) * v + 140.0 - u + I",
            init=-65.0,
            min=-90.0,
            method="midpoint",
        ),
        ann.Variable("du/dt = a * (b*v - u)", init=-13.0, method="midpoint"),
        ann.Variable("tau_ampa * dg_ampa/dt = -g_ampa", method="exponential"),
        ann.Variable("tau_nmda * dg_nmda/dt = -g_nmda", method="exponential"),
        ann.Variable("tau_gabaa * dg_gabaa/dt = -g_gabaa", method="exponential"),
        ann.Variable("tau_gabab * dg_gabab/dt = -g_gabab", method="exponential"),
    ],
    spike="v >= 30.",
    reset="""
        v = c
        u += d
        g_ampa = 0.0
        g_nmda = 0.0
        g_gabaa = 0.0
        g_gabab = 0.0
    """,
    functions="""
        nmda(v, t, s) = ((v-t)/(s))^2 / (1.0 + ((v-t)/(s))^2)
    """,
    refractory=1.0,
    name="RS neuron",
)
HOMEOSTATIC = ann.Synapse(
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
        ann.Variable("K = R/(T * (1. + fabs(1. - R / Rtarget) * gamma))", locality="semiglobal"),
        ann.Variable("stdp = if t_post >= t_pre: ltp else: - ltd"),
        ann.Variable("w += (alpha * w * (1- R/Rtarget) + beta * stdp ) * K", min=0.0, max=10.0),
        ann.Variable("tau_plus * dltp/dt = -ltp", method="exponential"),
        ann.Variable("tau_minus * dltd/dt = -ltd", method="exponential"),
    ],
    pre_spike="""
        g_target += w
        ltp = A_plus
    """,
    post_spike="ltd = A_minus",
    name="Homeostatic STDP",
)


class Sorf(ann.Network):
    """On and off inputs, each behind a buffer; four cells that compete by way of four others."""

    def __init__(self, size: tuple[int, int] = (spec.SIDE, spec.SIDE)) -> None:
        self.inputs = [self.create(ann.PoissonPopulation(size, rates=1.0)) for _ in range(2)]
        self.buffers = [self.create(size, RS) for _ in range(2)]
        self.exc, self.inh = self.create(spec.N_CELLS, RS), self.create(spec.N_CELLS, RS)
        up, down = ["ampa", "nmda"], ["gabaa", "gabab"]
        for source, buffer in zip(self.inputs, self.buffers, strict=True):
            self.connect(source, buffer, up).one_to_one(ann.Uniform(0.2, 0.6))
        for cells in (self.exc, self.inh):
            cells.compute_firing_rate(spec.WINDOW_MS)
        self.fields = [self.connect(buffer, self.exc, up, HOMEOSTATIC) for buffer in self.buffers]
        for field in self.fields:
            field.all_to_all(ann.Uniform(0.004, 0.015))
        self.competition = self.connect(self.exc, self.inh, up, HOMEOSTATIC)
        self.competition.all_to_all(ann.Uniform(0.116, 0.403))
        self.competition.Rtarget = 75.0
        self.competition.tau_plus = 51.0
        self.competition.tau_minus = 78.0
        self.competition.A_plus = -0.000041
        self.competition.A_minus = -0.000015
        self.connect(self.inh, self.exc, down).all_to_all(ann.Uniform(0.065, 0.259))

    def show(self, duration_ms: float = spec.EPOCH_MS, seed: int | None = None) -> None:
        """Simulate an epoch: gratings of all orientations in random order, 2.5 s each.

        Parameters
        ----------
        duration_ms
            How long, of an epoch.
        seed
            That of the order.  Default: another one in each epoch.
        """
        order = int(self.default_rng.integers(2**31)) if seed is None else seed
        on, off = spec.gratings(order)
        for stimulus in range(spec.n_stimuli(duration_ms)):
            self.inputs[0].rates, self.inputs[1].rates = on[stimulus], off[stimulus]
            self.simulate(spec.ON_MS)
            for source in self.inputs:
                source.rates = spec.IDLE_HZ
            self.simulate(spec.OFF_MS)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the spikes of four populations are recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = Sorf()
        observed = (net.inputs[0], net.buffers[0], net.exc, net.inh)
        monitors = [net.monitor(pop, "spike") for pop in observed]
    common.compiled(clock, net)
    with clock.phase("simulate"):
        net.show(case.duration_ms, case.seed)
    with clock.phase("read"):
        counts = [common.n_spikes(each.get("spike")) for each in monitors]
        mean_weight = float(np.mean([field.w for field in net.fields]))
    return spec.work(case, ann.__version__, tuple(counts), mean_weight)
