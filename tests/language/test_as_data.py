"""A model as data says all of it, and is read like any other text."""

import json

import pytest

from annarchy_lab import (
    ANNarchyException,
    Creating,
    ModelError,
    Neuron,
    Parameter,
    Pruning,
    Synapse,
    Uniform,
    Variable,
    list_standard_neurons,
    list_standard_synapses,
)
from annarchy_lab.diagnostics import Source
from annarchy_lab.ir.fingerprint import hash_of
from annarchy_lab.language.as_data import model_data, model_of
from annarchy_lab.language.model_cell import parse_model_cell

MODELS = [
    Neuron(
        {"tau": Parameter(10.0, "global", range=(1, 20), unit="ms"), "k": 3.0, "on": True},
        [
            Variable("tau*dv/dt = k - v", init=Uniform(-1.0, 1.0, seed=3), min="-k", method="rk4"),
            Variable("n = n + 1 : unless_refractory", type=int),
        ],
        spike="v > f(k)",
        reset="v = 0 : unless_refractory",
        refractory=2.5,
        functions="f(x) = 2.0*x^2",
        name="All",
        description="words",
    ),
    Synapse(
        "a = 1.0 : postsynaptic\nb = 1e300 : global",
        "dx/dt = -x : event-driven",
        pre_spike="g_target += w : unless_post\nc += 1.0",
        post_spike="",
        creating=Creating("pre.v > 0.0", proba=0.5, w=Uniform(0.0, 1.0), d=2.0),
        pruning=Pruning("w < 0.1", proba=0.25),
    ),
    Synapse(operation="max", psp="w * pre.r"),
]
STANDARD = [cls() for cls in (*list_standard_neurons(), *list_standard_synapses())]


@pytest.mark.parametrize("model", [*MODELS, *STANDARD], ids=lambda model: model.name)
def test_an_equal_model_comes_back(model):
    again = model_of(json.loads(json.dumps(model_data(model.declaration))))
    assert again.declaration == model.declaration
    assert hash_of(again.declaration) == hash_of(model.declaration)


def test_what_a_cell_says_besides_comes_back():
    cell = "reference: Lapicque (1907)\nparameters:\n    tau = 10.0\nequations:\n    r = tau"
    model = parse_model_cell("neuron", "Leaky", Source(cell, "cell"))
    assert model.declaration.reference == "Lapicque (1907)"
    again = model_of(model_data(model.declaration))
    assert again.declaration == model.declaration


def test_what_is_no_model_is_refused():
    data = model_data(MODELS[0].declaration)
    with pytest.raises(ModelError):
        model_of(data | {"spike": "__import__('os')"})
    with pytest.raises(ModelError):
        model_of(data | {"parameters": {"x; y": {"value": 1.0}}})
    with pytest.raises(ANNarchyException, match="no distribution 'system'"):
        model_of(data | {"parameters": {"x": {"value": {"distribution": "system"}}}})
