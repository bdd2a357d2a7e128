"""What a loop does not change is named before it, and only that."""

import pytest
from lowered import lowered

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.hoist_invariants import hoist_invariants
from annarchy_lab.ir.printer import show_expr
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable

NEURON = Neuron(
    parameters={"slow": 10.0, "tau_local": Parameter(5.0, locality="local")},
    equations=[
        Variable("level = 0.9 * level + slow / 2.0", locality="global"),
        Variable("tau = level", locality="global"),
        Variable("tau * dv/dt = -v", method="exponential"),
        Variable("tau * du/dt = -u", method="exponential"),
        Variable("tau_local * dx/dt = -x", method="exponential"),
        Variable("y = x * (1.0 / 7.0) + level * 2.0 / 3.0"),
    ],
    spike="v > exp(tau)",
    reset="v = exp(tau)",
)
SYNAPSE = Synapse(
    equations=[
        Variable("tau = tau + 1.0", locality="global", init=10.0),
        Variable("A = 1.0 + t", locality="global"),
        Variable("R = post.v", locality="semiglobal"),
        Variable("tau * dz/dt = R / A - z + pre.v", method="exponential"),
        Variable("w += z * (t_post - t_pre)"),
    ],
    pre_spike="g_target += w\nz += exp(A)",
    post_spike="post.u += z * exp(A)",
)


@pytest.fixture(scope="module")
def modules():
    return {f.name: f.body for module in lowered(NEURON, SYNAPSE) for f in module.functions}


def named(body):
    """What is named at this depth: value by name."""
    return {s.name: show_expr(s.value) for s in body if isinstance(s, k.Name)}


def inside(body):
    """The text of all expressions in loops."""
    texts = []
    for statement in body:
        if isinstance(statement, k.Name | k.Assign | k.SetFlag):
            texts.append(show_expr(statement.value))
        texts.append(inside(getattr(statement, "body", ())))
    return "\n".join(texts)


def test_a_function_of_globals_is_evaluated_once_and_under_one_name(modules):
    names = named(modules["update"])
    assert names == {
        "fixed 1": "expm1((- (real(dt) / tau[0])))",
        "fixed 2": "((level[0] * 2.0) / 3.0)",
    }
    text = inside(modules["update"][len(names) :])
    assert text.count("<fixed 1>") == 2
    assert "tau[0]" not in text


def test_what_differs_between_neurons_stays(modules):
    assert "expm1((- (real(dt) / tau_local[i])))" in inside(modules["update"])


def test_what_has_no_loop_around_it_stays(modules):
    assert named(modules["update_global"]) == {}


def test_numbers_alone_are_left_to_the_compiler(modules):
    assert "(1.0 / 7.0)" in inside(modules["update"])


def test_a_condition_of_spikes_is_no_exception_but_resets_are(modules):
    name, tests = modules["detect"]
    assert show_expr(name.value) == "exp(tau[0])"
    assert "<fixed 1>" in inside((tests,))
    assert "exp(tau[0])" in inside(modules["reset"])


def test_what_belongs_to_a_dendrite_is_named_in_it(modules):
    *outer, loop = modules["synapse"]
    assert list(named(outer).values()) == ["expm1((- (real(dt) / tau[0])))", "is_plastic"]
    values = list(named(loop.body).values())
    assert "(R[post] / A[0])" in values
    assert any("post.last_spike" in value for value in values)
    inner = inside(loop.body[-1:])
    assert "[post]" not in inner
    assert "pre.v[pre]" in inner


def test_arriving_spikes_are_left_alone(modules):
    assert named(modules["on_pre"]) == {}
    assert "exp(A[0])" in inside(modules["on_pre"])


def test_an_emitted_spike_reads_anew_what_may_have_another_name(modules):
    assert named(modules["on_post"]) == {"row 1": "exp(A[0])"}
    assert "post.u[post]" in inside(modules["on_post"])


def module_of(*body):
    buffers = (
        k.Buffer("a", k.BufferType.REAL, k.Extent.SCALAR, is_written=True),
        k.Buffer("post.x", k.BufferType.REAL, k.Extent.POST),
        k.Buffer("pre.x", k.BufferType.REAL, k.Extent.PRE, is_written=True),
        k.Buffer("row", k.BufferType.I64, k.Extent.INDEX),
    )
    return k.Module("by hand", "float64", buffers, (k.Function("synapse", body),))


def test_what_a_loop_writes_is_read_in_it():
    a = e.Load("a", None, e.DType.REAL)
    root = e.Call("sqrt", (a,), e.DType.REAL)
    loop = k.RangeLoop("e", "lo", "hi", (k.Assign("a", None, root),))
    module = module_of(loop)
    assert hoist_invariants(module) == module


def test_both_ends_may_be_one_population():
    # pre.x and post.x are one array where a population is connected to itself
    value = e.Load("post.x", "post", e.DType.REAL)
    inner = k.RangeLoop("e", "begin", "end", (k.Assign("pre.x", "pre", value),), "ranks")
    module = module_of(k.DendriteLoop("row", (inner,)))
    assert hoist_invariants(module) == module


def test_zeros_of_different_sign_are_different_values():
    a = e.Load("post.x", "post", e.DType.REAL)
    roots = [
        e.Call("sqrt", (e.Binary("+", a, e.Const(zero, e.DType.REAL), e.DType.REAL),), e.DType.REAL)
        for zero in (0.0, -0.0, 0.0)
    ]
    loop = k.RangeLoop("e", "begin", "end", tuple(k.Assign("a", None, root) for root in roots))
    (dendrites,) = hoist_invariants(module_of(k.DendriteLoop("row", (loop,)))).functions[0].body
    *names, loop = dendrites.body
    assert [name.value for name in names] == roots[:2]
    assert [statement.value.name for statement in loop.body] == ["row 1", "row 2", "row 1"]
