"""Tsodyks, Uziel and Markram (2000): trains of spikes against the iterated equations."""

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.diagnostics import ANNarchyException

DT = 0.5
SUMMER = ann.Neuron(equations="n = n + g_exc", spike="n < -1.0", name="Summer")


def responses(n_spikes, period=50.0, weight=2.0, **values):
    """What each spike of a regular train transmits."""
    net = ann.Network(dt=DT)
    pre, post = net.create(1, regular(period)), net.create(1, SUMMER)
    proj = net.connect(pre, post, "exc", ann.STP(**values)).one_to_one(weight)
    monitor = net.monitor(post, "g_exc")
    net.compile(silent=True)
    net.simulate(n_spikes * period)
    g = monitor.get("g_exc")[:, 0]
    return g[g != 0.0], proj


def regular(period):
    n_steps = round(period / DT)
    return ann.Neuron(
        equations=[ann.Variable("k += 1", init=-1, type=int)],
        spike=f"modulo(k, {n_steps}) == 0",
        name="Regular",
    )


@pytest.mark.proves("models-3-stp")
@pytest.mark.parametrize(
    "values",
    [
        {"tau_rec": 800.0, "U": 0.5},
        {"tau_rec": 130.0, "tau_facil": 530.0, "U": 0.03},
        {"tau_rec": 300.0, "tau_facil": 100.0, "U": 0.2},
    ],
)
def test_a_train_is_the_iterated_map_and_ends_at_the_steady_state(values):
    values = {"tau_facil": 0.01, **values}
    use, decay_x, decay_u = (
        values["U"],
        np.exp(-50.0 / values["tau_rec"]),
        np.exp(-50.0 / values["tau_facil"]),
    )
    x, u, expected = 1.0, use, []
    for _ in range(80):
        expected.append(2.0 * u * x)
        x, u = x * (1 - u), u + use * (1 - u)
        x, u = 1 + (x - 1) * decay_x, use + (u - use) * decay_u
    found, _ = responses(80, **values)
    np.testing.assert_allclose(found, expected[: len(found)], rtol=1e-10)
    assert len(found) >= 79
    u_end = use / (1 - (1 - use) * decay_u)
    x_end = (1 - decay_x) / (1 - (1 - u_end) * decay_x)
    assert found[-1] == pytest.approx(2.0 * u_end * x_end, rel=1e-4)


@pytest.mark.proves("models-3-stp", "models-3-localities")
def test_depression_facilitation_and_localities():
    tired, proj = responses(10, tau_rec=800.0, U=0.5)
    assert np.all(np.diff(tired) < 0)
    assert (proj.tau_rec, proj.U) == (800.0, [[0.5]])
    eager, _ = responses(10, tau_rec=10.0, tau_facil=1000.0, U=0.05)
    assert np.all(np.diff(eager) > 0)


@pytest.mark.proves("models-3-stp-time-constants")
@pytest.mark.parametrize("name", ["tau_rec", "tau_facil"])
@pytest.mark.parametrize("value", [0, -1.0, float("nan")])
def test_time_constants_are_above_zero(name, value):
    with pytest.raises(ANNarchyException, match=name):
        ann.STP(**{name: value})
