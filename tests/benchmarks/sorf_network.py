"""Self-organising receptive fields by homeostatic plasticity (Carlson et al. 2013, IJCNN)."""

import numpy as np

import annarchy_lab as ann

SIZE, N_STIMULI, N_CELLS = (32, 32), 40, 4
MAX_HZ, CYCLES = 28.0, 1.2
WINDOW_MS, ON_MS, OFF_MS = 10_000.0, 2000.0, 500.0

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
        "T": WINDOW_MS,
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

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        self.inputs = [self.create(ann.PoissonPopulation(size, rates=1.0)) for _ in range(2)]
        self.buffers = [self.create(size, RS) for _ in range(2)]
        self.exc, self.inh = self.create(N_CELLS, RS), self.create(N_CELLS, RS)
        up, down = ["ampa", "nmda"], ["gabaa", "gabab"]
        for source, buffer in zip(self.inputs, self.buffers, strict=True):
            self.connect(source, buffer, up).one_to_one(ann.Uniform(0.2, 0.6))
        for cells in (self.exc, self.inh):
            cells.compute_firing_rate(WINDOW_MS)
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

    def show(self, n_stimuli: int = N_STIMULI) -> None:
        """Simulate an epoch: gratings of all orientations in random order, 2.5 s each."""
        for stimulus in self.default_rng.permutation(N_STIMULI)[:n_stimuli]:
            wave = grating(np.pi * stimulus / N_STIMULI)
            for source, part in zip(self.inputs, (wave, -wave), strict=True):
                source.rates = MAX_HZ * np.maximum(part, 0.0)
            self.simulate(ON_MS)
            for source in self.inputs:
                source.rates = 1.0
            self.simulate(OFF_MS)


def grating(angle: float, phase: float = 0.0) -> np.ndarray:
    """Return a sine wave across the field of inputs, -1 to 1."""
    axis = np.linspace(-1.0, 1.0, SIZE[0])
    x, y = np.meshgrid(axis, axis)
    return np.sin(2.0 * np.pi * (np.cos(angle) * x + np.sin(angle) * y) * CYCLES + phase)
