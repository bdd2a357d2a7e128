"""What an ODE lets decay ends at 0: in every 64th run nothing is left below all normal numbers."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.numerics.registry import METHODS

CELL = Neuron("", "dr/dt = -r/2.0", name="Cell")
FADING = Synapse("", "dtrace/dt = -trace/20.0 : init=1e-300\ndw/dt = -w/30.0", name="Fading")


def neurons(sketch, text, r, **options):
    net = sketch(dt_ms=1.0, **options)
    net.population("pop", 3, Neuron("", text, name="Cell"), r=np.array(r))
    return net.load()


def ends_at_zero(found, settled):
    """Check columns of decaying values: in the runs `settled` nothing is left of tiny ones."""
    tiny = np.finfo(found.dtype).tiny
    is_tiny = (found != 0) & (np.abs(found) < tiny)
    assert not np.any(is_tiny[settled])
    assert np.all(found[0] != 0)
    is_left = found != 0
    assert np.all(is_left[:-1] | ~is_left[1:])  # behind zero comes nothing else
    np.testing.assert_array_equal(found[-1], 0)
    assert not np.any(np.signbit(found[-1]))
    return is_tiny.sum(axis=0)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("method", METHODS)
def test_neurons_rest_at_zero(sketch, trace, method, dtype):
    values = np.array([1.0, -3.0, 1e6]) * np.finfo(dtype).tiny * 1e6
    simulator = neurons(sketch, "dr/dt = -r/20.0", values, method=method, dtype=dtype)
    found = trace(simulator, 1000, "pop.r")["pop.r"]
    assert found.dtype == dtype
    n_tiny = ends_at_zero(found, slice(None, None, 64))
    assert np.all((n_tiny > 0) & (n_tiny < 64))


def test_a_system_of_many_equations_rests_at_zero(sketch, trace):
    """Its function is too long to be compiled twice."""
    names = [f"x{k}" for k in range(12)]
    total = " + ".join(names)
    lines = [f"d{x}/dt = -({total} + {x})/20.0 : init=1e-305, implicit" for x in names]
    simulator = neurons(sketch, "\n".join([*lines, "r = x0"]), [0.0, 0.0, 0.0])
    found = trace(simulator, 500, *(f"pop.{x}" for x in names))
    for values in found.values():
        ends_at_zero(values, slice(None, None, 64))


def test_a_step_is_the_same_wherever_a_run_begins(sketch):
    net = sketch(dt_ms=1.0)
    net.population("pop", 1, Neuron("", "dr/dt = -r/20.0", name="Cell"), r=np.array([1e-310]))
    simulator = net.load()
    simulator.step = 60
    simulator.run(4)
    assert simulator.read("pop", "r") > 0
    simulator.run(1)
    assert simulator.read("pop", "r") == 0


def test_infinite_and_undefined_values_stay(sketch):
    simulator = neurons(sketch, "dr/dt = 0.5*r", [np.inf, np.nan, -1e-300])
    simulator.run(1)
    np.testing.assert_array_equal(simulator.read("pop", "r"), [np.inf, np.nan, -1.5e-300])


@pytest.mark.parametrize(("period", "offset"), [(1, 0), (7, 3), (64, 63), (100, 1)])
def test_variables_of_synapses_rest_at_zero(sketch, trace, period, offset):
    net = sketch(dt_ms=0.1)
    net.population("pre", 2, CELL)
    net.population("post", 2, CELL)
    net.projection("pre", "post", synapse=FADING, name="proj", w=np.full(4, 1e-295))
    simulator = net.load()
    simulator.set_learning("proj", period, offset)
    steps = np.arange(24_000)
    found = trace(simulator, steps.size, "proj.trace", "proj.w")
    settled = ((steps - offset) % period == 0) & (steps % 64 < period)
    for values in found.values():
        ends_at_zero(values, settled)


def test_what_is_assigned_may_be_of_any_size(sketch):
    simulator = neurons(sketch, "dx/dt = -x : init=1.0\nr = 0.5*r", [1e-323, 1e-310, 1.0])
    simulator.run(1)
    assert simulator.read("pop", "r").tolist() == [5e-324, 5e-311, 0.5]
