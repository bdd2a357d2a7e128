"""`Neuron`: what each form of the arguments declares; `Neuron` and `Synapse` as objects."""

import numpy as np
import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.distributions import Normal, Uniform
from annarchy_lab.language import surroundings
from annarchy_lab.language.declaration import Kind, Locality, ValueType
from annarchy_lab.language.declare import Creating, Neuron, Parameter, Synapse, Variable
from annarchy_lab.language.functions import parse_function
from annarchy_lab.language.printer import print_expression
from annarchy_lab.language.surroundings import Surroundings, set_surroundings
from annarchy_lab.language.syntax import Binary, Name


def names(model, kind=None):
    return [a.name for a in model.declaration.attributes if kind in (None, a.kind)]


def codes(error):
    return [diagnostic.code for diagnostic in error.value.diagnostics]


@pytest.fixture
def constant_tau(monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant and a function that exist for all models."""
    square = parse_function("square(x) = x^2")
    monkeypatch.setattr(surroundings, "_providers", [])  # the one before comes back
    set_surroundings(lambda: Surroundings(frozenset({"TAU"}), {"square": square}))


# --- parameters ---------------------------------------------------------------------------


def test_text_parameters_are_local():
    neuron = Neuron("a = 1/2 : population, int\n b = True ; c = -3", "r = a + c")
    a, b, c = (neuron.declaration.attribute(name) for name in "abc")
    assert (a.locality, a.type, a.initial) == (Locality.GLOBAL, ValueType.INT, 0)
    assert (b.locality, b.type, b.initial) == (Locality.LOCAL, ValueType.BOOL, True)
    assert (c.type, c.initial, c.is_locality_explicit) == (ValueType.FLOAT, -3.0, True)


def test_dict_parameters_are_global_or_undecided():
    neuron = Neuron(
        {
            "a": 1,
            "b": Parameter(2.0, range=(0, 20), unit="mV", description="reset"),
            "c": Parameter(3, locality="local", type=int),
            "d": Uniform(0.0, 1.0),
            "e": Parameter(Normal(0.0, 1.0)),
            "f": "40/1000.",
            "g": np.float32(0.5),
        },
        "r = a + b + c + d + e + f + g",
    )
    a, b, c, d, e, f, g = neuron.declaration.attributes[:7]
    assert (a.locality, a.is_locality_explicit, a.initial) == (Locality.GLOBAL, True, 1.0)
    assert (b.locality, b.is_locality_explicit) == (Locality.GLOBAL, False)
    assert (b.control_range, b.unit, b.description) == ((0.0, 20.0), "mV", "reset")
    assert (c.locality, c.is_locality_explicit, c.type) == (Locality.LOCAL, True, ValueType.INT)
    assert (d.locality, d.initial) == (Locality.LOCAL, Uniform(0.0, 1.0))
    assert (e.locality, e.is_locality_explicit) == (Locality.LOCAL, False)
    assert (f.initial, g.initial) == (0.04, 0.5)


def test_comments_describe():
    neuron = Neuron("c = -65.0   # reset potential (mV)\nd = 8.0 # a jump (see below)", "r = c")
    c, d = neuron.declaration.attributes[:2]
    assert (c.description, c.unit) == ("reset potential", "mV")
    assert (d.description, d.unit) == ("a jump (see below)", "")


def test_constants_and_extra_values(constant_tau):
    class Constant(float):
        name = "TAU"

    neuron = Neuron({"a": Constant(3.0), "b": "TAU"}, "r = square(a) + TAU : init=TAU")
    assert [a.initial for a in neuron.declaration.attributes] == ["TAU", "TAU", "TAU"]
    extra = Neuron("a = big", "r = a : init=big", extra_values={"big": 7})
    assert [a.initial for a in extra.declaration.attributes] == [7, 7]


def test_first_positional_argument_is_parameters():
    neuron = Neuron("r=0.0")
    assert neuron.declaration.attribute("r").kind is Kind.PARAMETER


# --- variables ----------------------------------------------------------------------------


def test_variables_of_all_forms():
    neuron = Neuron(
        {"vr": -65.0, "tau": 10.0},
        [
            "I = 1.0; J = 2.0",
            Variable("tau*dv/dt + v = I", init="vr", min=-90, max="2*vr", method="exponential"),
            Variable("r = v : init=Uniform(0.0, 1.0)", type=int),
            Variable("n = 1", locality="global", type="bool", init=True),
        ],
    )
    assert names(neuron, Kind.VARIABLE) == ["I", "J", "v", "r", "n"]
    v, r, n = (neuron.declaration.attribute(name) for name in "vrn")
    assert v.initial == "vr"
    assert print_expression(v.lower) == "-90"
    assert print_expression(v.upper) == "2 * vr"
    assert neuron.declaration.equations[2].method == "exponential"
    assert (r.type, r.initial) == (ValueType.INT, Uniform(0.0, 1.0))
    assert (n.type, n.initial, n.locality) == (ValueType.BOOL, True, Locality.GLOBAL)


def test_dv_is_not_the_gradient_of_v():
    neuron = Neuron("", "dv = 2.0\ndv/dt = dv\nr = v")
    assert names(neuron) == ["dv", "v", "r"]


def test_a_declared_name_that_begins_with_d_can_be_divided_by_dt():
    neuron = Neuron("delta = 1.0", "r = delta/dt")
    value = neuron.declaration.equations[0].statement.value
    assert value == Binary("/", Name("delta"), Name("dt"))


def test_equations_keep_their_words():
    neuron = Neuron("", "r = 1.0 +  # one\n  2.0 : max=1.0, unless_refractory")
    (equation,) = neuron.declaration.equations
    assert equation.text == "r = 1.0 + 2.0 : max=1.0, unless_refractory"
    assert equation.flags == {"unless_refractory"}
    assert equation.method is None


@pytest.mark.parametrize(
    ("flag", "method"),
    [("runge-kutta4", "rk4"), ("rk4", "rk4"), ("midpoint", "midpoint"), ("implicit", "implicit")],
)
def test_methods_have_one_name(flag, method):
    neuron = Neuron("", f"dr/dt = -r : {flag}")
    assert neuron.declaration.equations[0].method == method


# --- spiking neurons ----------------------------------------------------------------------


def test_conductances_are_declared():
    neuron = Neuron("g_L = 10.0", "dv/dt = -g_L*v + g_exc", spike="v > 1", reset="v = 0; g_inh = 0")
    assert names(neuron) == ["g_L", "v", "g_inh", "g_exc"]
    assert neuron.declaration.targets == ("inh", "exc")
    assert neuron.is_spiking


def test_sums_are_targets():
    neuron = Neuron("", "r = sum(exc) - sum(inh) + sum() + sum(exc)")
    assert neuron.declaration.targets == ("exc", "inh")
    assert neuron.declaration.sums_all_targets
    assert not neuron.is_spiking


@pytest.mark.parametrize(("given", "expected"), [(2.0, 2.0), (3, 3.0), ("2.5", 2.5), (None, None)])
def test_refractory_as_a_number(given, expected):
    assert Neuron("", "v = 1", spike="v > 1", refractory=given).declaration.refractory == expected


def test_refractory_as_a_name():
    neuron = Neuron("tau = 1.0", "v = 1", spike="v > 1", refractory="tau")
    assert neuron.declaration.refractory == Name("tau")


def test_reset_as_a_list():
    neuron = Neuron("", "v = 1", spike="v > 1", reset=["v = 0", "v += t_last"])
    assert len(neuron.declaration.reset) == 2


def test_a_parameter_that_reset_assigns_becomes_a_variable():
    neuron = Neuron({"a": Parameter(3.0), "b": 1.0}, "v = a", spike="v > 1", reset="a += b")
    a = neuron.declaration.attribute("a")
    assert (a.kind, a.locality, a.initial) == (Kind.VARIABLE, Locality.LOCAL, 3.0)


# --- models as objects --------------------------------------------------------------------


def test_names():
    assert Neuron("r = 1.0").name == "Rate-coded neuron"
    assert Neuron("v = 1.0", spike="v > 1").name == "Spiking neuron"
    assert Synapse().name == "Rate-coded synapse"
    assert Synapse(pre_spike="g_target += w").name == "Spiking synapse"
    assert Neuron("r = 1.0", name="Mine", description="a neuron").name == "Mine"


def test_subclasses_name_their_model():
    class Leaky(Neuron):
        def __init__(self, tau=10.0):
            Neuron.__init__(self, {"tau": tau}, "tau*dr/dt + r = sum(exc)")

    assert Leaky(tau=3.0).name == "Leaky"
    assert Leaky(tau=3.0).declaration.attribute("tau").initial == 3.0


def test_printing():
    neuron = Neuron("a = 1.0  # gain (mV)", "r = a", name="N", description="A neuron.")
    assert repr(neuron) == "<Neuron 'N': rate-coded, 1 parameter, 1 variable>"
    assert str(neuron) == (
        "Neuron 'N': rate-coded, 1 parameter, 1 variable\n"
        "  A neuron.\n"
        "  parameters:\n"
        "    a = 1.0 : local  # gain (mV)\n"
        "  equations:\n"
        "    r = a"
    )


def test_equal_models_have_equal_declarations():
    one = Neuron("a = 1.0", "r = a + 1").declaration
    other = Neuron("\n  a = 1.0", "r = a + 1").declaration
    assert one == other
    assert hash(one) == hash(other)


def test_exact_is_noticed():
    synapse = Synapse("", "dx/dt = -x : exact", pre_spike="x += 1")
    assert synapse.declaration.equations[0].method == "event-driven"
    assert "event-driven" in synapse.notices[0].render()


# --- mistakes -----------------------------------------------------------------------------


def test_all_mistakes_at_once():
    with pytest.raises(ModelError) as error:
        Neuron("size = 1.0", "r = foo\nv = (1\nx = v +", name="Bad")
    assert sorted(codes(error)) == ["ANN102", "ANN103", "ANN105", "ANN121"]


def test_one_mistake_is_told_once():
    with pytest.raises(ModelError) as error:
        Neuron("tau = 1 +", "tau*dr/dt + v = 1 2\ndv/dt = r + mean(r)")
    assert sorted(codes(error)) == ["ANN105", "ANN105"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Neuron(3),
        lambda: Neuron("", 3),
        lambda: Neuron("", ["r = 1", 3]),
        lambda: Neuron("r = 1.0", spike=3),
        lambda: Neuron("r = 1.0", functions=3),
        lambda: Neuron({"r": [1, 2]}),
        lambda: Neuron("", Variable(3)),
        lambda: Neuron("", [Variable("r = 1; v = 2")]),
        lambda: Neuron("", Variable("r = 1", min=Uniform(0, 1))),
        lambda: Neuron("v = 1", "", "v > 1", refractory=[1]),
        lambda: Synapse(pruning=Creating("pre.r > 1")),
        lambda: Synapse(pre_spike=Variable("x = 1")),
    ],
    ids=range(12),
)
def test_wrong_python_types(make):
    with pytest.raises(ModelError) as error:
        make()
    assert "ANN115" in codes(error)


def test_constants_stay_unknown_without_a_provider():
    with pytest.raises(ModelError) as error:
        Neuron("", "r = TAU")
    assert codes(error) == ["ANN102"]
