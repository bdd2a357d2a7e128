"""The rule of Bienenstock, Cooper and Munro with a sliding threshold, on two inputs.

Intrator and Cooper (1992), Neural Networks 5:3, with the notebook's settings: eta = 0.01,
tau = 100 ms, weights of 1, rates of 1 and 0.1 for one second.  With constant rates both weights
change in proportion to them; the rule tells inputs apart when patterns alternate.
"""

import numpy as np
import pytest

import annarchy_lab as ann

pytestmark = pytest.mark.science

RATES = np.array([1.0, 0.1])
POST = ann.Neuron(equations="r = sum(exc)", name="Linear neuron")
BCM = ann.Synapse(
    parameters={"eta": 0.01, "tau": 100.0},
    equations=[
        ann.Variable(
            "tau * dtheta/dt + theta = (post.r)^2", locality="semiglobal", method="exponential"
        ),
        ann.Variable("dw/dt = eta * post.r * (post.r - theta) * pre.r", min=0.0, method="explicit"),
    ],
    name="BCM",
)


def network(inputs=None):
    net = ann.Network(dt=1.0)
    pre, post = net.create(inputs or ann.InputArray(2)), net.create(1, POST)
    proj = net.connect(pre, post, "exc", BCM)
    proj.all_to_all(1.0, force_multiple_weights=True)
    return net, pre, post, proj


def test_every_value_of_the_first_second():
    net, pre, post, proj = network()
    m, n = net.monitor(post, "r"), net.monitor(proj, ["w", "theta"])
    net.compile(silent=True)
    pre.r = RATES
    net.simulate(1000.0)
    r, data = m.get("r"), n.get()
    assert data["w"].shape == (1000, 1, 2)
    assert data["theta"].shape == (1000, 1)
    rows = [(r[k, 0], data["theta"][k, 0], *data["w"][k, 0]) for k in range(1000)]
    # the same few operations in the same order, but for exp and the order of a sum
    np.testing.assert_allclose(rows, integrate(1000), rtol=1e-12)
    # Both weights grow until the threshold has overtaken the rate, then fall until the rate is
    # small; the change of the second is always a tenth of that of the first.
    w = data["w"][:, 0]
    assert 80 < w[:, 0].argmax() < 120
    assert w[:, 0].max() > 2.0
    assert w[:, 0].min() < 0.01
    np.testing.assert_allclose(w[:, 0] - 10.0 * w[:, 1], -9.0, atol=1e-11)


def integrate(n_steps):
    """r, theta and both weights at each step, shape (n_steps, 4)."""
    w, theta, rows = np.ones(2), 0.0, []
    for _ in range(n_steps):
        r = float(w @ RATES)
        theta += (1.0 - np.exp(-1.0 / 100.0)) * (r**2 - theta)
        w = np.maximum(w + 0.01 * r * (r - theta) * RATES, 0.0)
        rows.append((r, theta, *w))
    return rows


def test_the_rate_settles_where_it_equals_its_threshold():
    net, pre, post, proj = network()
    # eta * tau * |rates|^2 is 1.01 in the notebook, and the rate circles its fixed point for ever,
    # from 0.86 to 1.14; the threshold must be faster than the weights, which is below 1.
    proj.tau = 20.0
    net.compile(silent=True)
    pre.r = RATES
    net.simulate(5000.0)
    # theta = r^2 = r, so r = 1, on the line w0 - 10 w1 = -9; the circles shrink by e in 50 ms, so
    # that 5 s leave rounding.
    assert post.r[0] == pytest.approx(1.0, abs=1e-9)
    assert proj.theta[0] == pytest.approx(1.0, abs=1e-9)
    assert proj.w[0] == pytest.approx([0.91 / 1.01, 1.0 / 1.01], abs=1e-9)


def test_alternating_inputs_are_told_apart():
    # patterns of 50 ms, for ever
    net, _, _, proj = network(ann.TimedArray([[1.0, 0.1], [0.1, 1.0]], 2, 50.0, 100.0))
    proj.set({"tau": 1000.0, "eta": 0.0005, "w": [[1.0, 0.9]]})
    net.compile(silent=True)
    net.simulate(100_000.0)
    w = proj.w[0]
    # The input that is a little ahead wins, the other falls to its bound: theta becomes the mean
    # of r^2, and the mean change of w0 vanishes where w0 = 1.001 / (1.01 * 0.505) = 1.963.
    assert w[1] == 0.0
    # After each change of the pattern one step in fifty pairs the old rate with the new input,
    # and theta follows the patterns a little: 1.958.
    assert w[0] == pytest.approx(1.001 / (1.01 * 0.505), rel=0.01)
