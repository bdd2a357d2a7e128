"""Calls of random distributions: how many arguments, and which."""

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.vocabulary import DISTRIBUTIONS

COUNTS = {
    "Uniform": (2,),
    "DiscreteUniform": (2,),
    "Normal": (2, 3, 4),
    "LogNormal": (2, 3, 4),
    "Exponential": (1, 2, 3),
    "Gamma": (2, 3, 4),
    "Binomial": (2,),
}


def codes(declare):
    with pytest.raises(ModelError) as error:
        declare()
    return [diagnostic.code for diagnostic in error.value.diagnostics]


@pytest.mark.proves("5-arity", "5-truncation")
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_each_takes_its_own_number_of_arguments(name):
    for count in range(6):
        call = f"{name}({', '.join(['1.0'] * count)})"
        if count in COUNTS[name]:
            Neuron(equations=f"r = {call}")
        else:
            assert codes(lambda call=call: Neuron(equations=f"r = {call}")) == ["ANN124"], call


@pytest.mark.proves("5-arguments")
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_arguments_are_numbers_or_global_parameters(name):
    def neuron(argument):
        arguments = ", ".join([argument] * COUNTS[name][-1])
        parameters = "own = 1.0\nall = 2.0 : population"
        text = f"x = 1.0 : population\nr = {name}({arguments})"
        return Neuron(parameters, text)

    for argument in ("1.0", "-2", "all", "pi", "dt"):
        neuron(argument)
    for argument in ("own", "x", "r", "2 * all", "all + 1", "-all", "all > 1", "exp(all)"):
        n_arguments = COUNTS[name][-1]
        assert codes(lambda argument=argument: neuron(argument)) == ["ANN133"] * n_arguments


@pytest.mark.proves("5-arguments")
@pytest.mark.parametrize("section", ["psp", "pre_spike", "post_spike"])
def test_arguments_are_checked_in_every_section(section):
    text = "Normal(0.0, s)" if section == "psp" else "x = Normal(0.0, s)"
    Synapse("s = 1.0 : projection", **{section: text})
    assert codes(lambda: Synapse("s = 1.0", **{section: text})) == ["ANN133"]


def test_a_semiglobal_parameter_is_no_argument():
    text = "x = Normal(0.0, s) : postsynaptic"
    assert codes(lambda: Synapse("s = 1.0 : postsynaptic", text)) == ["ANN133"]


@pytest.mark.parametrize("name", ["Poisson", "gamma", "Norma"])
def test_unknown_distributions_are_unknown_functions(name):
    assert codes(lambda: Neuron(equations=f"r = {name}(1.0, 2.0)")) == ["ANN125"]
