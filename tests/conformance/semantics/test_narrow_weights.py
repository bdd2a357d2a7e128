"""float32 weights among float64: rounded where they are stored, widened where they are read."""

import numpy as np
import pytest
from sketch import all_to_all

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import NewEdges, Write

NARROW = {"weight_dtype": np.dtype(np.float32)}
SOURCE = Neuron(parameters="a = 0.1", equations="r = a")
SUM = Neuron(equations="r = sum(exc)")
TENTH = float(np.float32(0.1))
WEIGHTS = np.linspace(0.1, 0.9, 40)


def rated(sketch, synapse=None, weights=0.1, n_pre=1, **options):
    """Return a rate-coded projection from `n_pre` neurons to one, loaded."""
    net = sketch(**NARROW)
    net.population("pre", n_pre, SOURCE)
    net.population("post", 1, SUM)
    net.projection("pre", "post", synapse or Synapse(), weights=weights, **options)
    return net.load()


def rounded(values):
    return np.asarray(values, np.float64).astype(np.float32).astype(np.float64)


@pytest.mark.parametrize("may_rewire", [False, True])
@pytest.mark.parametrize("n_pre", [1, 40])
def test_products_and_sums_are_those_of_float64(sketch, n_pre, may_rewire):
    simulator = rated(sketch, weights=WEIGHTS[:n_pre], n_pre=n_pre, may_rewire=may_rewire)
    simulator.run(2)
    lanes = np.zeros(16)
    for edge, weight in enumerate(rounded(WEIGHTS[:n_pre])):
        lanes[edge % 16] += weight * 0.1
    while len(lanes) > 1:
        lanes = lanes[: len(lanes) // 2] + lanes[len(lanes) // 2 :]
    assert simulator.read("post", "r").tolist() == lanes.tolist()
    assert simulator.read("post", "r").dtype == np.float64


def test_one_weight_for_all_is_rounded_too(sketch):
    simulator = rated(sketch, weights=0.1)
    assert simulator.read("proj", "w").dtype == np.float32
    simulator.run(2)
    assert simulator.read("post", "r").tolist() == [TENTH * 0.1]


def test_what_is_written_is_rounded(sketch):
    simulator = rated(sketch, weights=WEIGHTS, n_pre=40)
    simulator.write([Write("proj", "w", np.array([1 / 3]), np.array([7]))])
    assert simulator.read("proj", "w")[7] == np.float32(1 / 3)
    simulator.write([Write("proj", "w", np.array(0.7))])
    assert simulator.read("proj", "w").tolist() == [float(np.float32(0.7))] * 40
    simulator.write([Write("proj", "w", np.array(1e300))])
    assert np.isposinf(simulator.read("proj", "w")).all()


def test_an_equation_computes_in_float64_and_rounds_once(sketch):
    learning = Synapse(equations="dw/dt = eta * (pre.r - w * 0.7)", parameters="eta = 0.3")
    simulator = rated(sketch, learning, weights=WEIGHTS, n_pre=40)
    expected = rounded(WEIGHTS)
    for _ in range(20):
        simulator.run(1)
        expected = rounded(expected + 0.3 * (0.1 - expected * 0.7))
        assert simulator.read("proj", "w").tolist() == expected.tolist()
    assert simulator.read("proj", "eta").dtype == np.float64


def test_other_variables_see_the_rounded_weight_and_are_not_rounded(sketch):
    synapse = Synapse(equations="w = 0.1\nx = w * 3.0\ny = 0.1", psp="x * pre.r")
    simulator = rated(sketch, synapse)
    simulator.run(2)
    assert simulator.read("proj", "x").tolist() == [TENTH * 3.0]
    assert simulator.read("proj", "y").tolist() == [0.1]
    assert simulator.read("post", "r").tolist() == [TENTH * 3.0 * 0.1]


def test_coupled_equations_compute_with_the_weights_of_before(sketch):
    coupled = Synapse(equations="dw/dt = x - w : midpoint\ndx/dt = w / 3.0 : midpoint, init=0.3")
    simulator = rated(sketch, coupled, weights=0.1)
    simulator.run(1)
    w_half, x_half = TENTH + 0.5 * (0.3 - TENTH), 0.3 + 0.5 * (TENTH / 3.0)
    assert simulator.read("proj", "w").tolist() == rounded([TENTH + (x_half - w_half)]).tolist()
    assert simulator.read("proj", "x").tolist() == [0.3 + w_half / 3.0]


def test_bounds_hold_for_what_is_stored_and_are_rounded(sketch):
    bounded = Synapse("top = 0.1", "w += 0.03 : max=top, min=0.0")
    simulator = rated(sketch, bounded, weights=0.0)
    found = []
    for _ in range(5):
        simulator.run(1)
        found.append(simulator.read("proj", "w").item())
    steps = [0.0]
    for _ in range(3):
        steps.append(float(np.float32(steps[-1] + 0.03)))
    assert found == [*steps[1:], TENTH, TENTH]


EVENTS = Synapse(
    parameters="tau = 10.0 : projection",
    equations="tau * dx/dt = -x : event-driven",
    pre_spike="g_target += w\nx += 0.1\nw = clip(w + 0.1 * x, 0.0, 0.3)",
)
BEAT = Neuron(parameters="every = 2.0", equations="c += 1.0", spike="c >= every", reset="c = 0.0")
CELL = Neuron(equations="g_exc = g_exc\nv = g_exc", spike="v > 1e9", reset="v = 0.0")


def beating(sketch, synapse, **options):
    net = sketch(**NARROW)
    net.population("pre", 3, BEAT, every=np.array([2.0, 2.0, 3.0]))
    net.population("post", 2, CELL)
    net.projection("pre", "post", synapse, **options)
    return net.load()


@pytest.mark.parametrize("delay_steps", [1, np.array([1, 2, 3, 1, 2, 3], np.int32)], ids=str)
@pytest.mark.parametrize("synapse", [Synapse(), EVENTS], ids=["static", "plastic"])
def test_conductances_take_in_widened_weights(sketch, synapse, delay_steps):
    """Every contribution and every change of a weight, counted by hand for delays of one step."""
    simulator = beating(sketch, synapse, weights=WEIGHTS[:6], delay_steps=delay_steps)
    simulator.run(40)
    weights, g = simulator.read("proj", "w"), simulator.read("post", "g_exc")
    assert (weights.dtype, g.dtype) == (np.float32, np.float64)
    if np.ndim(delay_steps) or synapse is EVENTS:
        assert g.tolist() != rounded(g).tolist()
        return
    w, expected = rounded(WEIGHTS[:6]).reshape(2, 3), np.zeros(2)
    for step in range(1, 40):
        for pre, every in enumerate((2, 2, 3)):
            expected += w[:, pre] if step % every == 0 else 0.0
    assert g.tolist() == expected.tolist()


def test_an_event_rounds_what_it_stores(sketch):
    simulator = beating(sketch, EVENTS, weights=np.full(6, 0.1))
    simulator.run(3)
    assert simulator.read("proj", "x").tolist() == [0.1, 0.1, 0.0] * 2
    changed = float(np.float32(TENTH + 0.1 * 0.1))
    assert simulator.read("proj", "w").tolist() == [changed, changed, TENTH] * 2
    simulator.run(100)
    assert simulator.read("proj", "w").tolist() == [float(np.float32(0.3))] * 6


def test_decoded_rates_are_sums_of_widened_weights(sketch):
    net = sketch(**NARROW)
    net.population("pre", 3, BEAT)
    net.population("post", 2, SUM)
    net.projection("pre", "post", weights=WEIGHTS[:6], window_steps=4)
    simulator = net.load()
    simulator.run(11)
    w = rounded(WEIGHTS[:6]).reshape(2, 3)
    found = simulator.read("post", "r")
    assert found == pytest.approx(w.sum(axis=1) * 2 * 1000.0 / 4.0 / 3, rel=1e-12)
    assert found != pytest.approx(WEIGHTS[:6].reshape(2, 3).sum(axis=1) * 2 * 250.0 / 3, rel=1e-12)


def test_new_synapses_have_rounded_weights(sketch):
    rule = Synapse(parameters="a = 0.1", creating="pre.r > 0.05 : w=0.1")
    net = sketch(**NARROW)
    net.population("pop", 4, Neuron(equations="r = 0.1 + 0.0 * sum(exc)"))
    edges = all_to_all(4, 4, np.full(16, 0.1))
    few = type(edges)(4, 4, edges.pre_ranks[::5], edges.post_ranks[::5], WEIGHTS[:4])
    net.projection("pop", "pop", rule, edges=few)
    simulator = net.load()
    added = NewEdges(np.array([1]), np.array([0]), {"w": np.array([0.3])})
    simulator.rewire("proj", added)
    by_hand = simulator.read("proj", "w").tolist()
    assert by_hand == rounded([0.1, 0.3, *WEIGHTS[1:4]]).tolist()
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(2)
    weights = simulator.read("proj", "w")
    assert (len(weights), weights.dtype) == (16, np.float32)
    assert np.count_nonzero(weights == np.float32(0.1)) == 12  # the first of WEIGHTS, too


def test_a_state_goes_from_network_to_network(sketch):
    learning = Synapse(equations="dw/dt = 0.3 * (pre.r - w * 0.7)")
    one, other = (rated(sketch, learning, weights=WEIGHTS, n_pre=40) for _ in range(2))
    one.run(5)
    captured = one.capture()
    assert captured.objects["proj"].arrays["value/w"].dtype == np.float32
    one.run(5)
    other.restore(captured)
    other.run(5)
    assert other.read("proj", "w").tolist() == one.read("proj", "w").tolist()


def test_where_everything_is_float32_weights_are_as_ever(sketch):
    found = []
    for options in ({}, NARROW):
        net = sketch(dtype="float32", **options)
        net.population("pre", 40, SOURCE)
        net.population("post", 1, SUM)
        net.projection("pre", "post", weights=WEIGHTS)
        simulator = net.load()
        simulator.run(2)
        found.append(simulator.read("post", "r").tolist())
        assert simulator.ir("proj").count("single") == 0
    assert found[0] == found[1]


def test_a_write_that_does_not_fit_is_refused_as_ever(sketch):
    simulator = rated(sketch, weights=WEIGHTS, n_pre=40)
    with pytest.raises(ANNarchyException, match="no element 40"):
        simulator.write([Write("proj", "w", np.array([1.0]), np.array([40]))])
