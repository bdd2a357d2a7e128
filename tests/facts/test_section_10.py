"""§10: functions of models and for all models, and constants."""

import math

import numpy as np
import pytest
from fact_tools import CLOCK, SUMMER, evaluated, refusal, spiker, traces

import annarchy_lab as ann

# Functions


@pytest.mark.proves("10-local", "10-calls-builtins", "10-arguments-local")
def test_functions_of_a_model(net):
    """An argument may be called like an attribute, and means only the argument."""
    functions = "twice(x) = 2 * x\n\nmix(a, b) = twice(a) + exp(b) ; none() = 0.5"
    found = evaluated(net, "x = mix(b, 0.0)\ny = twice(twice(1.0)) + none()", "a = 100.0\nb = 3.0",
                      functions=functions)  # fmt: skip
    assert (found["x"], found["y"]) == (7.0, 4.5)
    refusal(lambda: ann.Neuron("", "r = twice(t)"), "unknown function 'twice'")


@pytest.mark.proves("10-local")
def test_functions_of_a_synapse(net):
    synapse = ann.Synapse("", "x = half(pre.r)", psp="half(w) * pre.r", functions="half(x) = x / 2")
    pre, post = net.create(1, CLOCK), net.create(1, SUMMER)
    proj = net.connect(pre, post, "exc", synapse).one_to_one(4.0)
    found = traces(net, 3, x=(proj, "x"), r=(post, "r"))
    assert found == dict(x=[0.0, 0.5, 1.0], r=[0.0, 0.0, 2.0])


@pytest.mark.proves("10-global", "1-add-function")
def test_functions_in_every_kind_of_text(net):
    ann.add_function("twice(x) = 2 * x")
    neuron = ann.Neuron(
        equations="v += twice(0.5)", spike="twice(v) > 4.0", reset="v = twice(-1.0)",
        refractory="twice(1.0)",
    )  # fmt: skip
    synapse = ann.Synapse(pre_spike="g_target += twice(w)", post_spike="w = twice(w)")
    pop, cells = net.create(1, neuron), spiker(net, 0.0)
    proj = net.connect(cells, pop, "exc", synapse).one_to_one(1.0)
    found = traces(net, 6, v=(pop, "v"), g=(pop, "g_exc"), w=(proj, "w"))
    assert found["v"] == [1.0, 2.0, -2.0, -2.0, -2.0, -1.0]
    assert found["g"] == [0.0, 2.0, 0.0, 0.0, 0.0, 0.0]
    assert found["w"] == [1.0, 1.0, 2.0, 2.0, 2.0, 2.0]


@pytest.mark.proves("10-expression-only")
@pytest.mark.parametrize("text", ["f(x) = y = x", "f(x) += x", "f(x)", "f = 1.0", "f(x, x) = x"])
def test_a_function_is_one_expression(text):
    refusal(lambda: ann.add_function(text), "error[ANN1")
    refusal(lambda: ann.Neuron("", "r = t", functions=text), "error[ANN1")


@pytest.mark.proves("10-conditional")
def test_a_conditional_function(net):
    functions = "g(x) = ite(x > 0.0, 5.0, 1.0)\nf(x) = if x > 1.0: 10.0 else: g(x)"
    pop = net.create(1, ann.Neuron(equations="r = f(t)", functions=functions))
    assert traces(net, 3, r=(pop, "r"))["r"] == [1.0, 5.0, 10.0]


@pytest.mark.proves("10-types")
def test_types_of_functions(net):
    functions = """
        whole(x) = x : int, int
        is_big(x) = x > 1.5 : bool
        plain(x) = x
        rest(x, y) = x - y : float, float, int
    """
    text = "a = whole(2.9)\nb = ite(is_big(2.0), 1.0, 0.0)\nc = plain(2.9)\nd = rest(2.9, 2.9)"
    found = evaluated(net, text, functions=functions)
    assert [found[name] for name in "abc"] == [2.0, 1.0, 2.9]
    assert found["d"] == pytest.approx(0.9, rel=1e-15)


@pytest.mark.proves("10-unknown-symbol", "10-arguments-local")
@pytest.mark.parametrize(
    "body", ["x + tau", "x + t", "pre.r * x", "nothere(x)", "sum(exc) + x", "mean(x)", "f(x)"]
)
def test_what_a_function_does_not_know(body):
    refusal(lambda: ann.Neuron("tau = 1.0", "r = t", functions=f"f(x) = {body}"), "error[ANN1")
    refusal(lambda: ann.add_function(f"f(x) = {body}"), "error[ANN1")


@pytest.mark.proves("10-from-python", "10-unequal-lengths")
def test_calling_functions_from_python(net):
    ann.Constant("cc", 0.5)
    functions = "mix(x, y) = 2 * x + y + cc\nround_up(x) = ceil(x) : int"
    pop = net.create(2, ann.Neuron("", "r = mix(t, t)", functions=functions))
    synapse = ann.Synapse(functions="scaled(x) = 3 * x")
    proj = net.connect(pop, net.create(1, SUMMER), "exc", synapse).all_to_all(1.0)
    net.compile(silent=True)
    assert pop.mix(1.0, 2.0) == 4.5
    assert pop.mix([1.0, 2.0], [3.0, 4.0]) == [5.5, 8.5]
    assert proj.scaled([1.0, 2.0]) == [3.0, 6.0]
    assert pop.round_up(2.1) == 3
    refusal(lambda: pop.mix([1.0, 2.0], [1.0]), "different lengths")
    refusal(lambda: pop.mix(1.0), "takes 2 arguments")


@pytest.mark.proves("10-functions-call")
def test_calling_a_global_function(net):
    ann.add_function("gauss(x, s) = exp(-x^2 / (2*s^2))")
    net.create(1, CLOCK)
    net.compile(silent=True)
    gauss = ann.functions("gauss", net)
    assert gauss(1.0, 2.0) == pytest.approx(math.exp(-1 / 8), rel=1e-15)
    assert gauss([0.0, 1.0], [1.0, 1.0]) == pytest.approx([1.0, math.exp(-0.5)], rel=1e-15)


# Constants


@pytest.mark.proves("10-constant-float")
def test_a_constant_is_a_float():
    c = ann.Constant("cc", 2.5)
    assert isinstance(c, float)
    results = (c + 1, 2 * c, c**2, -c, c / 5, np.float64(1.0) + c)
    assert results == (3.5, 5.0, 6.25, -2.5, 0.5, 3.5)
    assert {type(result) for result in results[:5]} == {float}
    assert (c < 3, c == 2.5, float(c), int(c)) == (True, True, 2.5, 2)


@pytest.mark.proves("10-constant-in-equations", "3-constants")
def test_a_constant_in_every_kind_of_text(net):
    ann.Constant("cc", 2.0)
    neuron = ann.Neuron(
        "p = cc", "v += cc * f(1.0) : max=10*cc, init=cc", spike="v > 3 * cc", reset="v = -cc",
        refractory="cc", functions="f(x) = cc * x",
    )  # fmt: skip
    synapse = ann.Synapse("", "x = cc", pre_spike="g_target += cc * w", post_spike="w += cc")
    pop = net.create(1, neuron)
    proj = net.connect(spiker(net, 0.0), pop, "exc", synapse).one_to_one(1.0)
    found = traces(net, 6, v=(pop, "v"), g=(pop, "g_exc"), w=(proj, "w"), x=(proj, "x"))
    assert found["v"] == [6.0, -2.0, -2.0, -2.0, 2.0, 6.0]
    assert found["g"] == [0.0, 2.0, 0.0, 0.0, 0.0, 0.0]
    assert (found["w"][-1], found["x"][-1], pop.p.tolist()) == (3.0, 2.0, [2.0])


@pytest.mark.proves("10-constant-set")
def test_a_changed_constant_reaches_those_who_know_it(make):
    shared = ann.Constant("shared", 1.0)
    nets = [make(), make()]
    own = nets[0].constant("own", 10.0)
    pops = [nets[0].create(1, ann.Neuron(equations="r = shared + own")),
            nets[1].create(1, ann.Neuron(equations="r = shared"))]  # fmt: skip
    for net in nets:
        net.compile(silent=True)
    own.set(20.0)
    for net in nets:
        net.step()
    assert [pop.r[0] for pop in pops] == [21.0, 1.0]
    shared.set(5.0)
    for net in nets:
        net.step()
    assert [pop.r[0] for pop in pops] == [25.0, 5.0]
    assert nets[0].get_constant("own") == 20.0
    refusal(lambda: nets[1].get_constant("own"), "'own'")


@pytest.mark.proves("10-parameter-shadows")
def test_a_parameter_hides_a_constant(net):
    cc = ann.Constant("cc", 2.0)
    found = evaluated(net, "x = cc", "cc = 7.0")
    assert found["x"] == 7.0
    cc.set(3.0)
    net.step()
    assert net.get_populations()[0].x[0] == 7.0
