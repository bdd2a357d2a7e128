"""What depends on numbers alone is computed before the first step, and only that."""

import pytest
from lowered import lowered

from annarchy_lab.ir.printer import show_expr, show_module
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable

NEURON = Neuron(
    parameters={
        "tau": 10.0,
        "high": 0.5,
        "counted": Parameter(1.0, locality="global"),
        "own": Parameter(5.0, locality="local"),
    },
    equations=[
        Variable("level = 0.9 * level + counted / 2.0", locality="global"),
        Variable("tau * dv/dt = mean(v) / tau - v", method="exponential"),
        Variable("tau * du/dt = -u", method="exponential"),
        Variable("own * dx/dt = sqrt(level) - x", method="exponential"),
        Variable("y = 2.0 * tau + exp(1.0) * v + dt * (1.0 / 7.0)"),
    ],
    spike="v > 1.0",
    reset="v = exp(high)",
)
SYNAPSE = Synapse(
    parameters={"tau": 10.0, "A": Parameter(1.0, locality="local")},
    equations=[Variable("tau * dz/dt = exp(A) - z", method="exponential")],
    pre_spike="g_target += w * exp(A) * post.tau",
    post_spike="post.counted += exp(post.tau)",
    creating="pre.v > exp(tau)",
)


@pytest.fixture(scope="module")
def modules():
    return lowered(NEURON, SYNAPSE, uniform=frozenset({"A"}))


def prepared(module):
    return {
        s.buffer: show_expr(s.value)
        for f in module.functions
        if f.name == "prepare"
        for s in f.body
    }


def text_of(module, name):
    functions = tuple(f for f in module.functions if f.name == name)
    return show_module(type(module)(module.title, module.real, module.buffers, functions))


def test_functions_and_divisions_of_parameters_and_dt(modules):
    neuron, synapse = modules
    assert prepared(neuron) == {
        "prepared:1": "expm1((- (real(dt) / tau[0])))",
        "prepared:2": "exp(high[0])",
    }
    assert prepared(synapse) == {
        "prepared:1": "exp(A[0])",
        "prepared:2": "expm1((- (real(dt) / tau[0])))",
    }


def test_one_text_has_one_place(modules):
    assert text_of(modules[0], "update").count("prepared:1[0]") == 2
    assert "exp(high[0])" not in text_of(modules[0], "reset")


@pytest.mark.parametrize(
    "text",
    [
        "(mean(v)[0] / tau[0])",  # others compute it
        "sqrt(level[0])",
        "(real(dt) / own[i])",
        "(1.0 / 7.0)",
        "exp(1.0)",  # compilers compute it
        "(2.0 * tau[0])",
    ],
)
def test_what_changes_or_costs_nothing_stays(modules, text):
    assert text in text_of(modules[0], "update")


def test_what_synapses_assign_is_no_constant(modules):
    assert "(counted[0] / 2.0)" in text_of(modules[0], "update_global")
    assert "exp(post.tau[0])" in text_of(modules[1], "on_post")


def test_a_step_of_another_length_computes_it_anew(modules):
    text = text_of(modules[1], "synapse")
    assert "dt == step_ms" in text
    assert "expm1((- (real(dt) / tau[0])))" in text
    assert "step_ms" not in text_of(modules[0], "update")


def test_rules_of_rewiring_are_left_alone(modules):
    assert "exp(tau[0])" in text_of(modules[1], "creating")
