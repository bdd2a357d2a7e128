"""Stop conditions."""

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declare import Neuron, Parameter
from annarchy_lab.language.printer import print_expression

NEURON = Neuron("vt = 1.0", "dv/dt = -v", spike="v > vt").declaration


def test_forms():
    stop = parse_stop_condition("v > vt and spiked", NEURON)
    assert print_expression(stop.condition) == "v > vt and spiked"
    assert not stop.needs_all
    assert not parse_stop_condition("v > 10 : any", NEURON).needs_all
    assert parse_stop_condition("v > 10\n : all", NEURON).needs_all


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x > 1", "ANN102"),
        ("v > 1 : some", "ANN112"),
        ("v > 1 : any=1", "ANN112"),
        ("v >", "ANN105"),
        ("v = 1", "ANN106"),
        ("pre.v > 1", "ANN140"),
    ],
)
def test_mistakes(text, code):
    with pytest.raises(ModelError) as error:
        parse_stop_condition(text, NEURON, "pop0")
    assert [d.code for d in error.value.diagnostics] == [code]
    assert "Population 'pop0'" in str(error.value)


def test_a_bare_parameter_is_no_argument_of_a_draw_here():
    """Nothing in the model makes it global."""
    neuron = Neuron({"bare": Parameter(1.0), "shared": 2.0}, "r = bare").declaration
    parse_stop_condition("Gamma(shared, 1.0) > 1.0", neuron)
    with pytest.raises(ModelError, match="'bare' is no argument for Gamma"):
        parse_stop_condition("Gamma(bare, 1.0) > 1.0", neuron)
