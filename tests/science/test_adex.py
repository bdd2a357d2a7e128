"""Eight firing patterns of one model: the adaptive exponential integrate-and-fire neuron.

Naud, Marcille, Clopath and Gerstner (2008), Biol Cybern 99:335: a step of current for 500 ms, with
the parameters of its table 1 and, as in the notebook, a refractory period of 2 ms and steps of
0.1 ms.
"""

import numpy as np
import pytest

import annarchy_lab as ann

pytestmark = pytest.mark.science

DT, N_STEPS, N_REFRACTORY = 0.1, 5500, 20
PATTERNS = (
    "tonic spiking",
    "adaptation",
    "initial bursting",
    "regular bursting",
    "delayed accelerating",
    "delayed regular bursting",
    "transient spiking",
    "irregular spiking",
)
# pF, nS, mV, nS, ms, pA, mV, pA
VALUES = {
    "C": [200, 200, 130, 200, 200, 100, 100, 100],
    "gL": [10, 12, 18, 10, 12, 10, 10, 12],
    "E_L": [-70, -70, -58, -58, -70, -65, -65, -60],
    "a": [2, 2, 4, 2, -10, -10, 10, -11],
    "tau_w": [30, 300, 150, 120, 300, 90, 90, 130],
    "b": [0, 60, 120, 100, 0, 30, 100, 30],
    "v_r": [-58, -58, -50, -46, -58, -47, -47, -48],
    "I": [500, 500, 400, 210, 300, 110, 180, 160],
}
ADEX = ann.Neuron(
    parameters={name: ann.Parameter(values[0]) for name, values in VALUES.items()}
    | {"v_T": ann.Parameter(-50.0), "delta_T": ann.Parameter(2.0), "v_spike": ann.Parameter(0.0)},
    equations=[
        ann.Variable(
            "C * dv/dt = -gL * (v - E_L) + gL * delta_T * exp((v - v_T)/delta_T) + I - w",
            init=-70.0,
        ),
        ann.Variable("tau_w * dw/dt = a * (v - E_L) - w", init=0.0),
    ],
    spike="v >= v_spike",
    reset="""
        v = v_r
        w += b
    """,
    refractory=2.0,
    name="AdEx",
)


@pytest.fixture(scope="module")
def run():
    """Potentials, shape (5500, 8), and spike steps by rank."""
    net = ann.Network(dt=DT)
    pop = net.create(len(PATTERNS), ADEX)
    pop.set(VALUES)
    pop.v = pop.E_L
    monitor = net.monitor(pop, ["v", "spike"])
    net.compile(silent=True)
    net.simulate(500.0)
    pop.I = 0.0
    net.simulate(50.0)
    data = monitor.get()
    return data["v"], data["spike"]


def pattern_of(spikes_ms):
    """Name a pattern by when its spikes begin and how the intervals go on."""
    intervals = np.diff(spikes_ms)
    if len(intervals) < 2:
        return "transient spiking"
    start = "delayed " if spikes_ms[0] > 25.0 else ""
    ratios = intervals[1:] / intervals[:-1]
    if np.all(np.abs(ratios - 1.0) < 0.1):
        # from interval to interval all the same, or all the same way
        first, last = intervals[0], intervals[-1]
        return f"{start}accelerating" if last < 0.8 * first else "tonic spiking"
    if np.all(ratios[:-1] > 1.0) and np.all(ratios < 2.0):
        return "adaptation"
    settled = intervals[len(intervals) // 3 :]
    if settled.max() < 1.2 * settled.min():
        return "initial bursting"
    for n in range(2, 6):
        if np.all(np.abs(settled[n:] / settled[:-n] - 1.0) < 0.06):
            return f"{start}regular bursting"
    return "irregular spiking"


@pytest.mark.parametrize("rank", range(len(PATTERNS)), ids=PATTERNS)
def test_pattern(run, rank):
    assert pattern_of(np.array(run[1][rank]) * DT) == PATTERNS[rank]


def test_silence_after_the_current(run):
    # the tonic neuron is beyond its threshold when the current ends, and completes that spike
    assert max(max(steps) for steps in run[1].values()) < 5010


def test_every_spike_is_that_of_an_independent_integration(run):
    volts, spikes = integrate()
    assert run[1] == spikes
    # exp may differ in the last place; the irregular neuron, the only chaotic one, amplifies that
    np.testing.assert_allclose(run[0], volts, rtol=0, atol=1e-5)


def integrate():
    """Euler's method in NumPy: potentials (5500, 8) and spike steps by rank."""
    C, gL, E_L, a, tau_w, b, v_r, current = (np.array(VALUES[k], float) for k in VALUES)
    v, w, silent_steps = E_L.copy(), np.zeros(len(C)), np.zeros(len(C), int)
    volts, spikes = [], {rank: [] for rank in range(len(C))}
    for step in range(N_STEPS):
        drive = current if step < 5000 else 0.0
        dv = DT / C * (-gL * (v - E_L) + gL * 2.0 * np.exp((v + 50.0) / 2.0) + drive - w)
        dw = DT / tau_w * (a * (v - E_L) - w)
        is_free = silent_steps <= 0
        v, w = np.where(is_free, v + dv, v), np.where(is_free, w + dw, w)
        fires = is_free & (v >= 0.0)
        silent_steps = np.where(fires, N_REFRACTORY, silent_steps - 1)
        v, w = np.where(fires, v_r, v), np.where(fires, w + b, w)
        for rank in np.flatnonzero(fires):
            spikes[int(rank)].append(step)
        volts.append(v)
    return np.array(volts), spikes
