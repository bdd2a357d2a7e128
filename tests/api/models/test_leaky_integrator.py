import numpy as np
import pytest
from model_runs import alone

import annarchy_lab as ann


@pytest.mark.proves("models-1-leaky-integrator", "models-1-class")
def test_it_relaxes_to_input_and_baseline():
    net = ann.Network(dt=0.5)
    exc, inh = (net.create(2, ann.Neuron("r = 0.0")) for _ in range(2))
    exc.r, inh.r = [1.0, 2.0], 0.5
    pop = net.create(2, ann.LeakyIntegrator)  # the class itself
    pop.B, pop.T, pop.tau = [0.0, 0.25], 0.4, 20.0
    net.connect(exc, pop, "exc").one_to_one(1.0)
    net.connect(inh, pop, "inh").one_to_one(1.0)
    monitor = net.monitor(pop, ["v", "r"])
    net.compile(silent=True)
    net.simulate(50.0)
    data = monitor.get()
    end = np.array([0.5, 1.75])
    t = 0.5 * np.arange(1, 101)[:, None]
    v = end * (1.0 - np.exp(-t / 20.0))
    np.testing.assert_allclose(data["v"], v, rtol=1e-12)
    np.testing.assert_allclose(data["r"], np.maximum(v - 0.4, 0.0), rtol=0, atol=1e-12)


@pytest.mark.proves("models-1-leaky-fragments")
def test_noise_has_the_variance_of_theory():
    model = ann.LeakyIntegrator(tau=5.0, B=2.0, sum="", noise="Normal(0.0, 3.0)")
    v = alone(model, ["v"], 60.0, size=2000, dt=1.0)["v"][-1]
    gain = 1.0 - np.exp(-1.0 / 5.0)
    deviation = 3.0 * gain / np.sqrt(1.0 - (1.0 - gain) ** 2)
    # standard errors: of the mean, deviation / sqrt(2000); of the deviation, 1 / sqrt(4000)
    assert abs(v.mean() - 2.0) < 4.0 * deviation / np.sqrt(2000)
    assert abs(v.std() / deviation - 1.0) < 4.0 / np.sqrt(4000)


@pytest.mark.proves("models-1-leaky-fragments")
def test_sum_is_the_users_own():
    net = ann.Network(dt=1.0)
    pre = net.create(3, ann.Neuron("r = 2.0"))
    pop = net.create(1, ann.LeakyIntegrator(tau=1e-6, sum="sum(a)/(1.0 + sum(b))"))
    net.connect(pre, pop, "a").all_to_all(1.0)
    net.connect(pre, pop, "b").all_to_all(0.5)
    net.compile(silent=True)
    net.simulate(2.0)
    assert pop.r[0] == pytest.approx(6.0 / 4.0)
    assert "noise" not in str(ann.LeakyIntegrator())
