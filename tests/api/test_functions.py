"""Functions that users declare, called from Python and named by equations."""

import math

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.diagnostics import ANNarchyException, ModelError, StateError


@pytest.fixture(autouse=True)
def fresh():
    ann.clear()
    yield
    ann.clear()


@pytest.fixture(params=[np.float64, np.float32], ids=["float64", "float32"])
def net(request):
    net = ann.Network(dt=0.5, seed=1)
    net.config(dtype=request.param)
    return net


@pytest.mark.proves("api-4-functions")
def test_a_call_gives_the_bits_of_the_equations(net):
    text = "curve(x, s) = if x > 0: exp(-x^2 / (2*s^2)) else: tanh(x) / 3"
    model = ann.Neuron(
        parameters=dict(x=ann.Parameter(0.0, locality="local")),
        equations="r = curve(x, 0.7)",
        functions=text,
    )
    pop = net.create(7, model)
    pop.x = np.linspace(-1, 1, 7)
    assert pop.functions == ["curve"]
    net.compile(silent=True, backend="reference")
    net.step()
    np.testing.assert_array_equal(pop.curve(pop.x, 0.7), pop.r)
    assert pop.curve(0.5, 0.7) == pytest.approx(math.exp(-0.25 / 0.98), rel=1e-6)


def test_functions_of_a_synapse_and_of_everybody(net):
    gain = ann.Constant("gain", 3.0)
    ann.add_function("scaled(x) = gain * x")
    pop = net.create(2, ann.Neuron(equations="r = scaled(2.0)"))
    synapse = ann.Synapse(functions="twice(x) = scaled(x) + scaled(x)", psp="twice(w)")
    proj = net.connect(pop, pop, "exc", synapse).all_to_all(1.0)
    net.compile(silent=True, backend="reference")
    net.step()
    assert pop.r.tolist() == [6.0, 6.0]
    assert proj.twice([1.0, 2.0]) == [6.0, 12.0]
    assert ann.functions("scaled", net)(1.0) == 3.0
    gain.set(5.0)
    assert ann.functions("scaled", net)([1.0]) == [5.0]
    net.step()
    assert pop.r.tolist() == [10.0, 10.0]


def test_types_of_arguments_and_result(net):
    model = ann.Neuron(equations="r = f(2.7)", functions="f(x) = x / 2 : float, int")
    pop = net.create(1, model)
    net.compile(silent=True, backend="reference")
    net.step()
    assert pop.r.tolist() == [1.0]
    assert pop.f([2.7, -2.7]) == [1.0, -1.0]


def test_lists_of_equal_lengths_only(net):
    pop = net.create(1, ann.Neuron(equations="r = f(1, 2)", functions="f(x, y) = x - y"))
    with pytest.raises(StateError, match="not compiled"):
        pop.f(1, 2)
    net.compile(silent=True, backend="reference")
    assert pop.f([1, 2], 1) == [0.0, 1.0]
    with pytest.raises(ANNarchyException, match="different lengths"):
        pop.f([1, 2], [1, 2, 3])
    with pytest.raises(ANNarchyException, match=r"f\(x, y\) takes 2 arguments, not 1"):
        pop.f(1)
    with pytest.raises(ANNarchyException, match="takes numbers"):
        pop.f("one", 2)
    assert repr(pop.f) == "<Function f(x, y)>"


def test_global_functions_of_the_implicit_network():
    ann.add_function("half(x) = x / 2")
    ann.Population(1, ann.Neuron(equations="r = half(1)"))
    ann.compile(silent=True)
    assert ann.functions("half")([1, 2]) == [0.5, 1.0]
    with pytest.raises(ANNarchyException, match=r"no function 'hlaf'.*half"):
        ann.functions("hlaf")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f(x) = x * tau", "unknown name 'tau' in the function 'f'"),
        ("f(x) = x + Uniform(0, 1)", "Uniform cannot be drawn in the function 'f'"),
        ("f(x) = x + pre.r", "'pre.r' in the function 'f'"),
    ],
)
def test_a_global_function_knows_its_arguments_and_constants_only(text, message):
    with pytest.raises(ModelError) as error:
        ann.add_function(text)
    assert message in str(error.value)
    assert "^" in str(error.value)
