"""Hebb, Oja and IBCM: growth and fixed points."""

import numpy as np
import pytest
from model_runs import after_one_spike

import annarchy_lab as ann

GIVEN = ann.Neuron("r = 0.0", name="Given")
LINEAR = ann.Neuron(equations="r = sum(exc)", name="Linear")


def joined(synapse, rates, weights, post=LINEAR, dt=1.0, size=1):
    net = ann.Network(dt=dt)
    pre = net.create(len(rates), GIVEN)
    pre.r = rates
    proj = net.connect(pre, net.create(size, post), "exc", synapse)
    proj.from_matrix(np.broadcast_to(weights, (size, len(rates))))
    net.compile(silent=True)
    return net, proj


@pytest.mark.proves("models-3-hebb", "models-1-class")
def test_hebb_grows_with_the_product_of_the_rates():
    net, proj = joined(ann.Hebb, [1.0, -2.0, 0.0], 0.5, GIVEN, dt=0.5)
    proj.post.r = 3.0
    net.simulate(20.0)
    growth = 0.01 * 3.0 * np.array([1.0, -2.0, 0.0]) * 20.0
    np.testing.assert_allclose(proj.w[0], np.maximum(0.5 + growth, 0.0), rtol=1e-12)


@pytest.mark.proves("models-3-oja")
@pytest.mark.parametrize("alpha", [1.0, 4.0])
def test_oja_ends_at_the_inputs_with_a_norm_of_its_own(alpha):
    rates = np.array([0.3, 1.2, 0.4])
    net, proj = joined(ann.Oja(eta=0.05, alpha=alpha), rates, 0.1)
    net.simulate(2000.0)
    w = np.array(proj.w[0])
    np.testing.assert_allclose(w, rates / np.linalg.norm(rates) / np.sqrt(alpha), rtol=1e-6)
    assert (w**2).sum() == pytest.approx(1.0 / alpha)


@pytest.mark.proves("models-3-oja")
def test_one_step_of_oja():
    net, proj = joined(ann.Oja(eta=0.1, alpha=2.0), [1.0, 30.0], [0.5, 0.2], GIVEN)
    proj.post.r = 3.0
    net.step()
    expected = 0.5 + 0.1 * (3.0 - 2.0 * 9.0 * 0.5), 0.2 + 0.1 * (90.0 - 2.0 * 9.0 * 0.2)
    assert proj.w[0] == pytest.approx([max(0.0, expected[0]), expected[1]])
    assert proj.w[0][0] == 0.0


@pytest.mark.proves("models-3-ibcm")
def test_ibcm_slides_its_threshold_first():
    net, proj = joined(ann.IBCM(eta=0.1, tau=4.0), [2.0, 1.0], 0.5, GIVEN, size=2)
    proj.post.r = [1.5, 0.2]
    w, theta = np.full((2, 2), 0.5), np.zeros(2)
    for _ in range(5):
        r = np.array([1.5, 0.2])
        theta = r**2 + (theta - r**2) * np.exp(-1.0 / 4.0)
        w = np.maximum(w + 0.1 * (r * (r - theta))[:, None] * np.array([2.0, 1.0]), 0.0)
        net.step()
        assert proj.theta == pytest.approx(theta)
        assert np.array(proj.w) == pytest.approx(w)


@pytest.mark.proves("models-3-ibcm")
def test_ibcm_selects_the_strong_input():
    # at the fixed point theta = r^2 = r, so r = 1
    net, proj = joined(ann.IBCM(eta=0.002, tau=100.0), [1.0, 0.1], [0.8, 0.8])
    net.simulate(20_000.0)
    assert proj.post.r[0] == pytest.approx(1.0, rel=1e-3)
    assert proj.theta[0] == pytest.approx(1.0, rel=1e-3)
    assert proj.w[0][0] > proj.w[0][1]


@pytest.mark.proves("models-3-localities")
def test_localities_as_python_sees_them():
    _, proj = joined(ann.IBCM, [1.0, 2.0], 0.5, size=3)
    assert proj.tau == 2000.0
    assert proj.theta == [0.0] * 3
    assert proj.w == [[0.5] * 2] * 3


@pytest.mark.proves("models-3-default-rate")
@pytest.mark.parametrize("synapse", [None, ann.Hebb, ann.Oja, ann.IBCM])
def test_what_is_transmitted(synapse):
    net, proj = joined(synapse, [1.0, 2.0], [0.5, 0.25])
    net.disable_learning()
    net.simulate(2.0)
    assert proj.post.r.tolist() == [1.0]


@pytest.mark.proves("models-3-default-spiking")
def test_spikes_add_their_weight():
    data, _ = after_one_spike(ann.IF_curr_exp(), ["g_exc", "g_inh"], 1.0, {"exc": 0.25, "inh": 0.5})
    assert (data["g_exc"][0], data["g_inh"][0]) == (0.25, 0.5)
