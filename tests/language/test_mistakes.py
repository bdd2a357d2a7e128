"""Several mistakes at once, and no message about what only follows from another mistake."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.distributions import Uniform
from annarchy_lab.language.declare import Creating, Neuron, Parameter, Pruning, Synapse, Variable


def mistakes(make):
    """Each mistake as ``code: marked text``, sorted."""
    with pytest.raises(ModelError) as error:
        make()
    return sorted(
        f"{d.code}: {d.span.text}" if d.span is not None else d.code
        for d in error.value.diagnostics
    )


ONE_MISTAKE = {
    "spiking without spike": (
        lambda: Neuron(
            "tau = 1.0",
            "tau*dv/dt = g_exc - v + t_last\ndg_exc/dt = -g_exc",
            reset="v = 0.0; g_inh = 0.0",
            refractory=2.0,
        ),
        "ANN144: v = 0.0",
    ),
    "refractory without spike": (
        lambda: Neuron("", "dv/dt = g_exc - v", refractory="2.0"),
        "ANN144: refractory='2.0'",
    ),
    "axon_spike without spike": (
        lambda: Neuron("", "dv/dt = g_exc - v", axon_spike="v > g_exc"),
        "ANN144: v > g_exc",
    ),
    "misspelt parameter, used everywhere": (
        lambda: Neuron("taau = 1.0", "tau*dr/dt = -r : min=-tau, max=tau\ntau*du/dt = r - u/tau"),
        "ANN102: tau",
    ),
    "misspelt variable in reset": (
        lambda: Neuron("", "dv/dt = 1.0", spike="v > 1", reset="vv = 0.0; vv += 1.0"),
        "ANN102: vv",
    ),
    "unreadable parameter": (
        lambda: Neuron("tau = 1.0 +", "tau*dr/dt = -r : max=tau\nv = tau : init=tau"),
        "ANN105: ",
    ),
    "unreadable spike": (
        lambda: Neuron("", "dv/dt = g_exc", spike="v >", reset="v = t_last"),
        "ANN105: ",
    ),
    "unreadable equation": (
        lambda: Neuron("", "dv/dt = g_exc )", spike="v > 1", reset="v = 0.0; g_exc = v"),
        "ANN103: )",
    ),
    "unreadable function": (
        lambda: Neuron("", "r = f(1.0) + f(2.0)", functions="f(x, x) = x"),
        "ANN117: x",
    ),
    "unknown flag that may mean a locality": (
        lambda: Neuron("tau = 1.0 : globl", "g = tau : population\nr = Normal(0.0, tau)"),
        "ANN126: globl",
    ),
    "locality that does not exist": (
        lambda: Neuron({"tau": Parameter(1.0, "globl")}, "g = tau : population\nr = tau"),
        "ANN128: locality='globl'",
    ),
    "variable whose locality may be another one": (
        lambda: Neuron("a = 1.0", "g = a : globl\nh = g : population\nr = h"),
        "ANN126: globl",
    ),
    "second equation with other bounds": (
        lambda: Neuron("", "r = 1.0 : min=0.0\nr = 2.0 : min=1.0"),
        "ANN122: r = 2.0 : min=1.0",
    ),
    "method of an assignment beside another one": (
        lambda: Neuron("", "dr/dt = -v : rk4\nv = 1 : midpoint\nx = 1 +"),
        "ANN105: ",
    ),
    "equations that are no text": (lambda: Neuron("a = 1.0", 3), "ANN115: equations=3"),
    "a Variable that is no text": (
        lambda: Neuron("a = 1.0", Variable(3)),
        "ANN115: equation=3",
    ),
    "an array as a condition": (
        lambda: Neuron("", "v = 1.0", np.zeros(2)),
        "ANN115: spike=array([0., 0.])",
    ),
    "an extra value that is no number": (
        lambda: Neuron("a = big", "r = a", extra_values={"big": [1]}),
        "ANN115: a",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "expected"), ONE_MISTAKE.values(), ids=ONE_MISTAKE)
def test_one_mistake_is_told_once(make, expected):
    assert mistakes(make) == [expected]


def test_all_mistakes_of_a_neuron_are_told_at_once():
    assert mistakes(
        lambda: Neuron(
            {"size": 1.0, "a": Parameter(1.0, locality="lokal"), "b": "1/0"},
            [
                "v = foo(1.0) : bar",
                Variable("r = v )", init="2*a", min=Uniform(0.0, 1.0), type="double"),
                "x = if v > 0: 1",
            ],
            functions="f(y) = z",
        )
    ) == [
        "ANN103: )",
        "ANN104: ",
        "ANN113: 1/0",
        "ANN113: 2*a",
        "ANN115: min=Uniform(min=0.0, max=1.0)",
        "ANN121: size",
        "ANN125: foo(1.0)",
        "ANN126: bar",
        "ANN128: locality='lokal'",
        "ANN147: z",
    ]


def test_all_mistakes_of_a_synapse_are_told_at_once():
    assert mistakes(
        lambda: Synapse(
            "tau = 10.0",
            "dx/dt = -x*y : event-driven\nm = pre.r : postsynaptic",
            psp="w * sum(exc)",
            operation="max",
            pre_spike="g_target += w; dz/dt = 1",
            post_spike="g_target = 0",
            pruning=Pruning("age > 10", proba=2.0),
            creating=Creating("pre.r > 1", w="mu"),
        )
    ) == [
        "ANN102: y",
        "ANN119: proba=2.0",
        "ANN119: w='mu'",
        "ANN131: pre.r",
        "ANN132: dz/dt",
        "ANN135: operation='max'",
        "ANN141: g_target",
        "ANN142: sum(exc)",
    ]


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (lambda: Neuron("", "r = g_exc"), "give spike= a condition, or write sum(exc)"),
        (lambda: Neuron("", "r = t_last"), "only spiking neurons have it"),
        (lambda: Neuron("", "v = 1.0", spike="v > 1", reset="v = spiked"), "stop conditions only"),
        (lambda: Synapse(psp="w * rate"), "write pre.rate or post.rate if a neuron has it"),
        (lambda: Synapse(psp="w * pre"), "name an attribute: pre.r"),
        (lambda: Neuron("", "r = tanh"), "call it: tanh(...)"),
        (lambda: Neuron("", "r = f", functions="f(x) = x"), "call it: f(...)"),
        (lambda: Neuron("", "r = Unifrom(0.0, 1.0)"), "did you mean 'Uniform'?"),
        (lambda: Neuron("a = 1.0", "r = a(1.0)"), "write '*' to multiply"),
        (lambda: Neuron("a = 1.0 : populaton", "r = a"), "did you mean 'population'?"),
        (lambda: Neuron("", "\N{GREEK CAPITAL LETTER DELTA} = 1.0"), "ASCII letters: Delta"),
        (lambda: Neuron("", "\N{GREEK SMALL LETTER TAU}_m = 1.0"), "digits and '_'"),
        (lambda: Neuron("s = 1.0", "r = Normal(0.0, s)"), "declare 's' as global (: population)"),
    ],
)  # fmt: skip
def test_hints(make, hint):
    with pytest.raises(ModelError) as error:
        make()
    (diagnostic,) = (d for d in error.value.diagnostics if d.code != "ANN120")
    assert hint in diagnostic.hint


def test_places_in_python_arguments():
    with pytest.raises(ModelError) as error:
        Neuron(
            {"a": Parameter("40/1000. +", locality="global"), "b": "Uniform(0,\n 1"},
            Variable("r = a : max=b", min="-w_max", init="v\u200b"),
            name="Places",
        )
    assert (
        error.value.message
        == """\
error[ANN105]: the text ends too early
  --> Neuron 'Places', parameters, line 1
 1 | a = Parameter('40/1000. +', locality='global')
   |                          ^
   = help: complete it
error[ANN103]: this parenthesis is never closed
  --> Neuron 'Places', parameters, line 1
 1 | Uniform(0,
   |        ^
   = help: add the missing ')'
error[ANN101]: the letter ZERO WIDTH SPACE does not belong to the language
  --> Neuron 'Places', equations, line 1
 1 | v\u200b
   |  ^
   = help: remove it
error[ANN102]: unknown name 'w_max' in min of 'r'
  --> Neuron 'Places', equations, line 1
 1 | min='-w_max'
   |       ^^^^^
   = help: declare it in parameters"""
    )


def test_a_method_without_a_gradient_is_noticed():
    (notice,) = Neuron("", "r = 1.0 : exponential").notices
    assert "has no effect" in notice.message
