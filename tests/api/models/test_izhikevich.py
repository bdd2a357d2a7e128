"""Izhikevich (2003): against a NumPy integration of the published equations."""

import numpy as np
import pytest
from model_runs import after_one_spike, alone

import annarchy_lab as ann

# regular, intrinsically bursting, chattering, fast, low-threshold spiking (figure 2 of the paper)
KINDS = {
    "a": np.array([0.02, 0.02, 0.02, 0.1, 0.02]),
    "b": np.array([0.2, 0.2, 0.2, 0.2, 0.25]),
    "c": np.array([-65.0, -55.0, -50.0, -65.0, -65.0]),
    "d": np.array([8.0, 4.0, 2.0, 2.0, 2.0]),
}
DT, N_STEPS = 0.25, 1200


def integrate(drive):
    a, b, c, d = KINDS.values()
    v, u = np.full(5, -65.0), np.full(5, -13.0)
    volts, spikes = [], {rank: [] for rank in range(5)}
    for step in range(N_STEPS):
        v, u = v + DT * (0.04 * (v * v) + 5 * v + 140 - u + drive), u + DT * a * (b * v - u)
        fires = v > 30.0
        v, u = np.where(fires, c, v), np.where(fires, u + d, u)
        for rank in np.flatnonzero(fires):
            spikes[int(rank)].append(step)
        volts.append(v)
    return np.array(volts), spikes


@pytest.fixture(scope="module")
def run():
    start = {"v": -65.0, "u": -13.0}
    model = ann.Izhikevich(i_offset=10.0)
    return alone(model, ["v", "spike"], N_STEPS * DT, size=5, dt=DT, **KINDS, **start)


@pytest.mark.proves("models-2-izhikevich", "models-2-local")
def test_it_is_an_independent_integration(run):
    volts, spikes = integrate(10.0)
    assert run["spike"] == spikes
    np.testing.assert_allclose(run["v"], volts, rtol=0, atol=1e-9)


def test_patterns_of_the_paper(run):
    intervals = [np.diff(run["spike"][rank]) * DT for rank in range(5)]
    regular, bursting, chattering, fast, _ = intervals
    assert regular[-1] > 1.5 * regular[0]  # adapts
    assert bursting[0] < 0.3 * bursting[-1]  # a burst, then single spikes
    assert chattering.min() < 4.0 < 15.0 < chattering.max()  # bursts all along
    assert len(fast) > 3 * len(regular)


@pytest.mark.proves("models-2-izhikevich")
def test_where_it_begins():
    pop = ann.Network().create(2, ann.Izhikevich(b=0.25, c=-60.0))
    assert (pop.v.tolist(), pop.u.tolist()) == ([-60.0] * 2, [-15.0] * 2)


@pytest.mark.proves("models-2-izhikevich-noise")
def test_noise_and_constant_input():
    values = {"i_offset": np.repeat([-70.0, -90.0], 2000), "noise": np.repeat([0.5, 2.0], 2000)}
    current = alone(ann.Izhikevich(), ["I"], 2.0, size=4000, dt=1.0, **values)["I"][-1]
    for part, mean, noise in ((current[:2000], -70.0, 0.5), (current[2000:], -90.0, 2.0)):
        assert abs(part.mean() - mean) < 4.0 * noise / np.sqrt(2000)
        assert abs(part.std() / noise - 1.0) < 4.0 / np.sqrt(4000)


@pytest.mark.proves("models-2-izhikevich-conductance")
def test_a_conductance_of_ones_own_and_instantaneous_synapses():
    model = ann.Izhikevich(conductance="g_exc * (10.0 - v)")
    data, _ = after_one_spike(model, ["v", "u", "I", "g_exc"], 3.0, {"exc": 0.5}, dt=1.0)
    assert data["I"][0] == 0.5 * (10.0 + 68.0)  # v is -68 when the spike arrives
    assert data["I"][1] == 0.0
    assert data["g_exc"].tolist() == [0.5, 0.0]
    plain, _ = after_one_spike(ann.Izhikevich(), ["I"], 3.0, {"exc": 3.0, "inh": 1.0}, dt=1.0)
    assert plain["I"].tolist() == [2.0, 0.0]


@pytest.mark.proves("models-2-refractory")
def test_a_refractory_period_of_each_neuron():
    model = ann.Izhikevich(i_offset=1000.0)  # spikes in each step that is free
    spikes = alone(model, ["spike"], 12.0, size=2, dt=1.0, tau_refrac=[0.0, 2.0])["spike"]
    assert [np.unique(np.diff(spikes[rank])).tolist() for rank in (0, 1)] == [[1], [3]]
