"""One spike through three kinds of synapse: instantaneous, exponential and alpha-shaped.

The notebook's settings: steps of 1 ms, a spike at 10 ms, time constants of 10 ms.  A spike emitted
at step 10 arrives at step 11, where monitors see conductances before their decay.
"""

import numpy as np
import pytest

import annarchy_lab as ann

pytestmark = pytest.mark.science

TAU, ARRIVAL, N_STEPS = 10.0, 11, 100
GAIN = np.exp((TAU - 0.5) / TAU)  # makes the peak of alpha the weight
WEIGHTS = {"a": 5.0, "b": 1.0, "c": 2.0}


@pytest.fixture(scope="module", params=["explicit", "exponential"])
def run(request):
    """The method, and g_a, g_b, alpha_c and v of 100 ms."""
    neuron = ann.Neuron(
        parameters={"tau": 20.0, "E_L": -70.0, "v_T": 0.0, "tau_b": TAU, "tau_c": TAU},
        equations=[
            ann.Variable("tau * dv/dt = E_L - v + g_a + g_b + alpha_c", init=-70.0),
            ann.Variable("tau_b * dg_b/dt = -g_b", method=request.param),
            ann.Variable("tau_c * dg_c/dt = -g_c", method=request.param),
            ann.Variable(
                "tau_c * dalpha_c/dt = exp((tau_c - dt/2.0)/tau_c) * g_c - alpha_c",
                method=request.param,
            ),
        ],
        spike="v > v_T",
        reset="v = E_L",
    )
    net = ann.Network(dt=1.0)
    source = net.create(ann.SpikeSourceArray([10.0]))
    target = net.create(1, neuron)
    for name, weight in WEIGHTS.items():
        net.connect(source, target, name).one_to_one(weight)
    monitor = net.monitor(target, ["g_a", "g_b", "alpha_c", "v"])
    net.compile(silent=True)
    net.simulate(N_STEPS)
    return request.param, {name: values[:, 0] for name, values in monitor.get().items()}


@pytest.fixture
def decay(run):
    """What a step leaves of an exponential decay."""
    return 1.0 - 1.0 / TAU if run[0] == "explicit" else np.exp(-1.0 / TAU)


def after_arrival(n):
    """Steps since the arrival, and whether it was before or in this step."""
    since = np.arange(n) - ARRIVAL
    return since, since >= 0


def test_a_target_without_equation_is_a_pulse_of_one_step(run):
    expected = np.zeros(N_STEPS)
    expected[ARRIVAL] = WEIGHTS["a"]
    assert np.array_equal(run[1]["g_a"], expected)


def test_an_exponential_target_decays_from_its_weight(run, decay):
    since, arrived = after_arrival(N_STEPS)
    expected = np.where(arrived, WEIGHTS["b"] * decay ** np.maximum(since, 0), 0.0)
    # a hundred factors, half a unit in the last place each
    np.testing.assert_allclose(run[1]["g_b"], expected, rtol=1e-13)


def test_alpha_peaks_at_its_weight_ten_ms_after_the_spike(run, decay):
    alpha = run[1]["alpha_c"]
    # The old g feeds alpha: after n steps alpha = w * gain * (1 - decay) * n * decay^(n - 1).
    since, _ = after_arrival(N_STEPS)
    n = np.maximum(since + 1, 0)
    expected = WEIGHTS["c"] * GAIN * (1.0 - decay) * n * decay ** (n - 1.0)
    np.testing.assert_allclose(alpha, expected, rtol=1e-13)
    # Euler's discrete peak has the same height in two steps, 19 and 20.
    assert alpha.argmax() in (19, 20)
    assert alpha[20] == pytest.approx(alpha.max(), rel=1e-12)
    # The gain is exact for small steps; at dt = tau / 10 the peak is within 0.5 % of the weight.
    assert alpha.max() == pytest.approx(WEIGHTS["c"], rel=0.005)


def test_the_membrane_sums_the_three(run, decay):
    data = run[1]
    # v uses this step's g_a and g_b before their decay, and alpha as the step before left it.
    drive = data["g_a"] + data["g_b"] + np.r_[0.0, data["alpha_c"][:-1]]
    v, expected = -70.0, []
    for current in drive:
        v += (-70.0 - v + current) / 20.0
        expected.append(v)
    np.testing.assert_allclose(data["v"], expected, rtol=1e-14)
    assert data["v"].max() < -67.0
