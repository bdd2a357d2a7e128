"""Random numbers: which stream, which element, which step."""

import numpy as np
import pytest
from sketch import CpuSketch, Sketch

from annarchy_lab.diagnostics import BackendError
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime import _bridge, streams
from annarchy_lab.runtime.cpu import network_state
from annarchy_lab.runtime.reference import network

N = 300
NOISY = Neuron(equations="a = Uniform(0.0, 1.0)\nr = Normal(0.0, 1.0)")


def numbers(source, stream, n=N, *, seed=1, rng_step=0, dtype=np.float64):
    return getattr(_bridge, f"{source}_block")(
        dtype, seed, streams.stream_of(*stream), n, 0, rng_step
    )


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_neurons_draw_by_rank(sketch, dtype):
    net = sketch(seed=99, dtype=dtype)
    net.population("pop", N, NOISY)
    simulator = net.load()
    for step in range(2):
        simulator.run(1)
        options = {"seed": 99, "rng_step": step, "dtype": np.dtype(dtype)}
        expected = numbers("uniform", ("pop", "equations", "a", 0), **options)
        np.testing.assert_array_equal(simulator.read("pop", "a"), expected)
        expected = numbers("normal", ("pop", "equations", "r", 0), **options)
        np.testing.assert_array_equal(simulator.read("pop", "r"), expected)


@pytest.mark.proves("5-identical-calls")
def test_calls_in_one_equation_draw_independently(sketch):
    net = sketch()
    net.population("pop", N, Neuron(equations="r = Uniform(0, 1) - Uniform(0, 1)"))
    simulator = net.load()
    simulator.run(1)
    first, second = (numbers("uniform", ("pop", "equations", "r", k)) for k in (0, 1))
    np.testing.assert_array_equal(simulator.read("pop", "r"), first - second)


def test_a_global_draw_is_that_of_element_zero(sketch):
    net = sketch()
    net.population("pop", 3, Neuron(equations="g = Uniform(0, 1) : population\nr = g"))
    simulator = net.load()
    simulator.run(1)
    expected = numbers("uniform", ("pop", "equations", "g", 0), 1)[0]
    assert simulator.read("pop", "r").tolist() == [expected] * 3


@pytest.mark.proves("5-per-synapse", "5-fresh-per-dendrite")
def test_edges_draw_by_position_and_dendrites_by_post_rank(sketch):
    net = sketch()
    net.population("pre", 20, Neuron("r = 1.0"))
    net.population("post", 20, Neuron(equations="r = sum(exc)"))
    text = "s = Uniform(0, 1) : postsynaptic\nx = Normal(0, 1)"
    net.projection("pre", "post", Synapse(equations=text), name="noisy")
    simulator = net.load()
    simulator.run(1)
    expected = numbers("uniform", ("noisy", "equations", "s", 0), 20)
    np.testing.assert_array_equal(simulator.read("noisy", "s"), expected)
    expected = numbers("normal", ("noisy", "equations", "x", 0), 400)
    np.testing.assert_array_equal(simulator.read("noisy", "x"), expected)


@pytest.mark.proves("5-reset-draw", "5-spike-draw")
def test_resets_and_conditions_draw_by_rank(sketch):
    net = sketch()
    net.population(
        "pop",
        N,
        Neuron(equations="v = v\nx = x", spike="Uniform(0, 1) < 0.3", reset="x = Normal(0, 1)"),
    )
    simulator = net.load()
    simulator.run(1)
    fires = numbers("uniform", ("pop", "spike", "", 0)) < 0.3
    assert simulator.spikes("pop").tolist() == np.flatnonzero(fires).tolist()
    expected = np.where(fires, numbers("normal", ("pop", "reset", "x", 0)), 0.0)
    np.testing.assert_array_equal(simulator.read("pop", "x"), expected)


@pytest.mark.proves("5-once-per-step")
def test_a_method_uses_one_draw_for_all_its_evaluations(sketch):
    net = sketch()
    net.population("pop", N, Neuron(equations="dr/dt = Normal(0, 1) : midpoint"))
    simulator = net.load()
    simulator.run(1)
    expected = numbers("normal", ("pop", "equations", "r", 0))
    np.testing.assert_array_equal(simulator.read("pop", "r"), expected)


def test_reset_draws_anew_only_with_the_seed(sketch):
    net = sketch()
    net.population("pop", N, NOISY)
    simulator = net.load()
    simulator.run(2)
    second = simulator.read("pop", "a")
    simulator.reset(["pop"], reseed=False)
    simulator.run(1)
    third = simulator.read("pop", "a")
    simulator.reset(["pop"], reseed=True)
    simulator.run(2)
    np.testing.assert_array_equal(simulator.read("pop", "a"), second)
    assert (third != second).all()


@pytest.mark.proves("5-rng-step")
def test_another_seed_begins_anew(sketch):
    net = sketch()
    net.population("pop", N, NOISY)
    simulator = net.load()
    simulator.run(3)
    simulator.reseed(2**63 + 5)
    assert simulator.step == 3
    simulator.run(1)
    expected = numbers("uniform", ("pop", "equations", "a", 0), seed=2**63 + 5)
    np.testing.assert_array_equal(simulator.read("pop", "a"), expected)


@pytest.mark.proves("5-rng-step")
def test_the_settable_step_leaves_random_numbers_alone(sketch):
    net = sketch()
    net.population("pop", N, NOISY)
    simulator = net.load()
    simulator.step = 1000
    simulator.run(1)
    expected = numbers("uniform", ("pop", "equations", "a", 0))
    np.testing.assert_array_equal(simulator.read("pop", "a"), expected)


@pytest.mark.parametrize("module", [network, network_state], ids=["reference", "cpu"])
def test_streams_that_collide_are_refused(module, monkeypatch):
    net = CpuSketch() if module is network_state else Sketch()
    net.population("pop", N, NOISY)
    monkeypatch.setattr(module, "stream_of", lambda *_: 7)
    with pytest.raises(BackendError, match="rename"):
        net.load()
