"""Sums that every turn of a loop adds to are held, unless something else may be what they are."""

import pytest

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.hold_sums import hold_sums

REAL = e.DType.REAL
TARGET, OTHER = e.Load("target:0", "post", REAL), e.Load("target:1", "post", REAL)
W = e.Load("w", "pre", REAL)
BUFFERS = (
    k.Buffer("target:0", k.BufferType.REAL, k.Extent.POST, is_written=True),
    k.Buffer("target:1", k.BufferType.REAL, k.Extent.POST, is_written=True),
    k.Buffer("pre.g_exc", k.BufferType.REAL, k.Extent.PRE),
    k.Buffer("post.v", k.BufferType.REAL, k.Extent.POST, is_written=True),
    k.Buffer("w", k.BufferType.REAL, k.Extent.EDGE, is_written=True),
)


def added(target, value):
    return k.Assign(target.buffer, target.index, e.Binary("+", target, value, REAL))


def held(*body, index="pre"):
    loop = k.ListedLoop(index, body)
    module = k.Module("by hand", "float64", BUFFERS, (k.Function("on_pre_to_one", (loop,)),))
    return hold_sums(module).functions[0].body[0].held


def test_targets_are_held():
    body = (added(TARGET, W), k.Assign("w", "pre", e.Const(0.0, REAL)), added(OTHER, W))
    assert held(*body) == (("target:0", "post"), ("target:1", "post"))


@pytest.mark.parametrize(
    "statement",
    [
        k.Assign("w", "pre", e.Load("pre.g_exc", "pre", REAL)),
        k.Name("seen", e.Load("post.v", "post", REAL)),
        k.Assign("post.v", "post", e.Const(1.0, REAL)),
    ],
)
def test_what_may_be_a_target_under_another_name_lets_none_be_held(statement):
    assert held(added(TARGET, W), statement) == ()


def test_each_turn_keeps_an_element_of_its_own():
    assert held(added(TARGET, W), index="post") == ()
