"""Reading, writing and resetting attributes."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Parameter, Synapse
from annarchy_lab.language.surroundings import Surroundings
from annarchy_lab.runtime.backend import Write

PRE = Neuron(equations="r = t")
POST = Neuron("tau = 10.0\nk = 3 : population, int", "r = sum(exc) + tau*0\nn = n : int")
LEARNING = Synapse(
    {"eta": Parameter(0.5), "top": Parameter(2.0, locality="global")},
    "s = top : postsynaptic\nx = x + eta\nw = w + eta : max=top",
)


@pytest.fixture
def simulator(sketch):
    net = sketch(dtype="float32")
    net.population("pre", 2, PRE)
    net.population("post", 3, POST, n=4)
    net.projection("pre", "post", LEARNING, weights=np.arange(6.0))
    net.projection("pre", "post", name="plain", weights=0.25)
    return net.load()


def put(simulator, owner, attribute, values, indices=None):
    where = None if indices is None else np.array(indices, np.int64)
    return simulator.write([Write(owner, attribute, np.asarray(values), where)])


@pytest.mark.parametrize(
    ("owner", "attribute", "shape", "dtype"),
    [
        ("pre", "r", (2,), "float32"),
        ("post", "tau", (3,), "float32"),
        ("post", "k", (), "int32"),
        ("post", "n", (3,), "int32"),
        ("post", "sum(exc)", (3,), "float32"),
        ("proj", "w", (6,), "float32"),
        ("proj", "eta", (), "float32"),
        ("proj", "top", (), "float32"),
        ("proj", "s", (3,), "float32"),
        ("plain", "w", (), "float32"),
    ],
)
def test_locality_decides_the_shape(simulator, owner, attribute, shape, dtype):
    values = simulator.read(owner, attribute)
    assert (values.shape, values.dtype) == (shape, dtype)


def test_what_is_read_is_a_copy(simulator):
    simulator.read("post", "tau")[:] = 0
    assert simulator.read("post", "tau").tolist() == [10.0] * 3


def test_one_number_becomes_one_each_with_the_first_element(simulator):
    put(simulator, "proj", "eta", 0.75)
    assert simulator.read("proj", "eta").shape == ()
    put(simulator, "proj", "eta", [0.25, 0.125], [1, 4])
    expected = [0.75, 0.25, 0.75, 0.75, 0.125, 0.75]
    assert simulator.read("proj", "eta").tolist() == expected
    simulator.run(1)
    assert simulator.read("proj", "x").tolist() == expected
    put(simulator, "proj", "eta", 1.0)
    assert simulator.read("proj", "eta").tolist() == [1.0] * 6


def test_single_weights_transmit_like_many(simulator):
    simulator.run(2)
    one = simulator.read("post", "sum(exc)")
    simulator.reset(["pre", "post", "proj"], reseed=True)
    put(simulator, "proj", "w", np.arange(6.0))
    put(simulator, "plain", "w", np.full(6, 0.25))
    simulator.run(2)
    np.testing.assert_array_equal(simulator.read("post", "sum(exc)"), one)


def test_writes_are_converted(simulator):
    put(simulator, "post", "n", [2.9, -2.9, np.nan])
    assert simulator.read("post", "n").tolist() == [2, -2, 0]
    put(simulator, "post", "n", 2**40)
    assert simulator.read("post", "n").tolist() == [2**31 - 1] * 3


def test_writes_act_before_the_next_step(simulator):
    simulator.run(3)
    assert put(simulator, "pre", "r", [1.0, 2.0]) == 3
    simulator.set_flag("plain", "transmission", False)
    put(simulator, "proj", "w", [1.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    simulator.run(1)
    assert simulator.read("post", "sum(exc)").tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("owner", "attribute", "values", "indices", "message"),
    [
        ("nobody", "r", 1.0, None, "no population or projection called 'nobody'"),
        ("post", "x", 1.0, None, "'post' has no attribute 'x'; it has tau, k"),
        ("post", "k", [1, 2], None, "'k' of 'post' takes 1 value"),
        ("post", "k", 1, [0], "'k' of 'post' is global"),
        ("post", "tau", [1.0, 2.0], None, r"takes 1 value or shape \(3,\)"),
        ("post", "tau", 1.0, [3], "has no element 3: there are 3"),
        ("post", "tau", 1.0, [-1], "has no element -1"),
        ("proj", "w", [1.0, 2.0], [0], r"takes 1 value or shape \(1,\)"),
    ],
)
def test_impossible_writes_are_refused(simulator, owner, attribute, values, indices, message):
    before = simulator.read("pre", "r")
    with pytest.raises(ANNarchyException, match=message):
        simulator.write(
            [
                Write("pre", "r", np.asarray(5.0)),
                Write(owner, attribute, np.asarray(values), indices and np.array(indices)),
            ]
        )
    np.testing.assert_array_equal(simulator.read("pre", "r"), before)


def test_flags_that_do_not_exist_are_refused(simulator):
    for name, flag in (("proj", "learning"), ("pre", "update")):
        with pytest.raises(ANNarchyException, match=f"'{name}' has no flag '{flag}'"):
            simulator.set_flag(name, flag, True)


def test_reset_goes_back_to_the_load_but_keeps_weights(simulator):
    put(simulator, "post", "tau", [1.0, 2.0, 3.0])
    put(simulator, "proj", "eta", [0.25], [1])
    simulator.run(4)
    weights = simulator.read("proj", "w")
    simulator.reset(["post", "proj"], reseed=True)
    assert simulator.step == 0
    assert simulator.read("pre", "r").tolist() == [3.0, 3.0]
    assert simulator.read("post", "tau").tolist() == [10.0] * 3
    assert simulator.read("post", "sum(exc)").tolist() == [0.0] * 3
    assert simulator.read("proj", "eta").tolist() == [0.5] * 6
    assert simulator.read("proj", "x").tolist() == [0.0] * 6
    np.testing.assert_array_equal(simulator.read("proj", "w"), weights)


def test_reset_empties_spikes_and_the_past(sketch, trace):
    net = sketch()
    spiker = Neuron(equations="v = t", spike="t == 3.0", reset="")
    net.population("pre", 1, spiker)
    net.population("clock", 1, Neuron(equations="r = t"))
    listener = Neuron(equations="v = g_exc\nlast = t_last", spike="False", reset="")
    net.population("post", 1, listener)
    net.population("sum", 1, Neuron(equations="r = sum(exc)"))
    traces = Synapse(equations="dx/dt = -x/10.0 : event-driven", pre_spike="g_target += w\nx += 1")
    net.projection("pre", "post", traces, delay_steps=3, name="spikes")
    net.projection("clock", "sum", delay_steps=3, name="rates")
    simulator = net.load()
    simulator.run(5)
    simulator.reset(["pre", "clock", "post", "sum", "spikes", "rates"], reseed=True)
    assert simulator.spikes("pre").size == 0
    found = trace(simulator, 8, "post.g_exc", "sum.r", "spikes.x")
    np.testing.assert_array_equal(found["post.g_exc"], [0, 0, 0, 0, 0, 0, 1, 0])
    np.testing.assert_array_equal(found["sum.r"], [0, 0, 0, 0, 1, 2, 3, 4])
    assert found["spikes.x"][-1] == 1.0


def test_constants_can_be_read_and_written(sketch, monkeypatch):
    known = Surroundings(frozenset({"c"}))
    monkeypatch.setattr("annarchy_lab.language.build.current_surroundings", lambda: known)
    net = sketch(constants={"c": 2.0})
    net.population("pop", 1, Neuron(equations="r = c"))
    simulator = net.load()
    simulator.run(1)
    assert simulator.read("pop", "r") == [2.0]
    put(simulator, "pop", "c", 3.0)
    simulator.run(1)
    assert simulator.read("pop", "r") == [3.0]
