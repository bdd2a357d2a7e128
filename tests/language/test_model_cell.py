"""Bodies of ``%%neuron`` and ``%%synapse`` cells."""

from typing import Any

import pytest

from annarchy_lab.diagnostics import ModelError, Source
from annarchy_lab.language.declaration import Locality
from annarchy_lab.language.declare import Neuron, Parameter, Synapse
from annarchy_lab.language.model_cell import parse_model_cell
from annarchy_lab.language.syntax import Name

IZHIKEVICH = '''%%neuron Izhikevich
"""Simple spiking neuron, Izhikevich (2003)."""
parameters:
    noise = 5.0 in 0..20     # amplitude of the input noise
    a = 0.02 in 0.01..0.1    # rate of recovery (1/ms)
    c = -65.0 in -70..-50    # reset potential (mV)
    d = 8.0                  # jump of u at a spike
equations:
    I = g_exc - g_inh + noise * Normal(0.0, 1.0)
    dv/dt = 0.04*v^2 + 5*v + 140 - u + I : init=-65
    du/dt = a*(0.2*v - u)                : init=-13
spike: v >= 30
reset:
    v = c
    u += d

# the end
'''


def parse(text: str, kind: Any = "neuron", name: str = "N") -> Neuron | Synapse:
    return parse_model_cell(kind, name, Source(text, f"Neuron '{name}'"))


def test_the_cell_of_the_guide():
    source = Source(IZHIKEVICH, "Neuron 'Izhikevich' (notebook cell 4)")
    start = IZHIKEVICH.index("\n") + 1
    neuron = parse_model_cell("neuron", "Izhikevich", source, start)
    declaration = neuron.declaration
    assert isinstance(neuron, Neuron)
    assert declaration.name == "Izhikevich"
    assert declaration.description == "Simple spiking neuron, Izhikevich (2003)."
    assert declaration.reference == "Izhikevich (2003)"
    assert declaration.targets == ("exc", "inh")
    assert [equation.assigned for equation in declaration.reset] == ["v", "u"]
    c = declaration.attribute("c")
    assert (c.control_range, c.unit, c.description) == ((-70.0, -50.0), "mV", "reset potential")
    assert declaration.equations[1].span.line == 10


def test_parameters_are_as_bare_ones():
    cell = parse("parameters:\n  a = 5.0 in 0..20\nequations: r = a").declaration
    python = Neuron({"a": Parameter(5.0, range=(0, 20))}, "r = a", name="N").declaration
    assert cell == python
    assert not cell.attribute("a").is_locality_explicit


def test_flags_and_ranges_together():
    cell = parse("parameters:\n  a = 1/2 in 0..1 : population  # gain\nequations: r = a")
    a = cell.declaration.attribute("a")
    assert (a.locality, a.is_locality_explicit, a.initial) == (Locality.GLOBAL, True, 0.5)
    assert a.description == "gain"


def test_a_synapse():
    cell = parse(
        "parameters: tau = 10.0\n"
        "equations:\n  tau*dx/dt = -x : event-driven\n  age += 1\n"
        "pre_spike:\n  g_target += w\n  x += 1\n"
        "post_spike: w += x\n"
        "pruning: age > 10 : proba=0.5\n"
        "creating:\n  pre.r > 1\n  : proba=0.1, w=0.5\n"
        "reference: Song and Abbott (2001)\n"
        "description: Nearest spikes only.\n"
        "functions: f(x) = x\n",
        "synapse",
    ).declaration
    assert cell.is_spiking
    assert cell.pruning.probability == 0.5
    assert (cell.creating.probability, cell.creating.weight) == (0.1, 0.5)
    assert cell.reference == "Song and Abbott (2001)"
    assert cell.description == "Nearest spikes only."
    assert cell.functions[0].name == "f"


def test_operation_psp_and_refractory():
    synapse = parse("psp: w * pre.r\noperation: max", "synapse").declaration
    assert synapse.operation == "max"
    neuron = parse("parameters: tau = 1.0\nequations: v = 1\nspike: v > 1\nrefractory: tau")
    assert neuron.declaration.refractory == Name("tau")
    neuron = parse("equations: v = 1\nspike: v > 1\nrefractory: 2.0 # ms")
    assert neuron.declaration.refractory == 2.0


def test_a_conditional_over_several_lines():
    cell = parse("equations:\n  r = if t > 1:\n        1.0\n      else:\n        0.0\n")
    assert cell.declaration.equations[0].text == "r = if t > 1: 1.0 else: 0.0"


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("paramters:\n  a = 1\nequations: r = 1", "ANN116", "paramters"),
        ("equations: r = 1\nequations: v = 1", "ANN116", "equations"),
        ("r = 1", "ANN116", "r = 1"),
        ("equations:\nr = 1", "ANN116", "r = 1"),
        ("psp: w\nequations: r = 1", "ANN116", "psp"),
        ("spike:\nequations: r = 1", "ANN116", ":"),
        ("equations: r = 1\nparameters:\n  a = 1 in 5..0", "ANN118", "in 5..0"),
        ("equations: r = 1\nparameters:\n  a = 1 in 5", "ANN118", "in 5"),
        ("equations:\n  r = x", "ANN102", "x"),
    ],
)
def test_mistakes_point_into_the_cell(text, code, marked):
    with pytest.raises(ModelError) as error:
        parse(text)
    first = error.value.diagnostics[0]
    assert (first.code, first.span.text) == (code, marked)
    assert len(error.value.diagnostics) == 1


def test_an_empty_cell_asks_for_a_rate():
    with pytest.raises(ModelError) as error:
        parse("")
    assert error.value.diagnostics[0].code == "ANN120"
