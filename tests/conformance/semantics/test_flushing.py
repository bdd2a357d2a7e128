"""What an ODE lets decay ends at 0: below the smallest normal number nothing is left of it."""

import numpy as np
import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.numerics.registry import METHODS

CELL = Neuron("", "dr/dt = -r/2.0", name="Cell")


def neurons(sketch, text, r, **options):
    net = sketch(dt_ms=1.0, **options)
    net.population("pop", 3, Neuron("", text, name="Cell"), r=np.array(r))
    return net.load()


def smallest_before_zero(found):
    """Return the last value of each column that is not 0; behind it nothing else comes."""
    is_left = found != 0
    n_left = is_left.sum(axis=0)
    assert np.all(is_left == (np.arange(len(found))[:, np.newaxis] < n_left))
    assert np.all(n_left < len(found))
    return np.abs(found[n_left - 1, np.arange(found.shape[1])])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("method", METHODS)
def test_neurons_rest_at_zero(sketch, trace, method, dtype):
    values = [1.0, -3.0, 1e-30]
    simulator = neurons(sketch, "dr/dt = -r/2.0", values, method=method, dtype=dtype)
    found = trace(simulator, 2200, "pop.r")["pop.r"]
    assert found.dtype == dtype
    tiny, last = np.finfo(dtype).tiny, smallest_before_zero(found)
    assert np.all((last >= tiny) & (last < 10 * tiny))
    assert not np.any(np.signbit(found[-1]))


def test_infinite_and_undefined_values_stay(sketch):
    simulator = neurons(sketch, "dr/dt = 0.5*r", [np.inf, np.nan, -1e-300])
    simulator.run(1)
    np.testing.assert_array_equal(simulator.read("pop", "r"), [np.inf, np.nan, -1.5e-300])


def test_variables_of_synapses_rest_at_zero(sketch, trace):
    net = sketch(dt_ms=1.0)
    net.population("pre", 2, CELL)
    net.population("post", 2, CELL)
    synapse = Synapse("", "dtrace/dt = -trace/2.0 : init=1.0\ndw/dt = -w/3.0", name="Fading")
    net.projection("pre", "post", synapse=synapse, name="proj")
    simulator = net.load()
    found = trace(simulator, 3000, "proj.trace", "proj.w")
    for values in found.values():
        assert np.all(smallest_before_zero(values) >= np.finfo(np.float64).tiny)


def test_what_is_assigned_may_be_of_any_size(sketch):
    simulator = neurons(sketch, "dx/dt = -x : init=1.0\nr = 0.5*r", [1e-323, 1e-310, 1.0])
    simulator.run(1)
    assert simulator.read("pop", "r").tolist() == [5e-324, 5e-311, 0.5]
