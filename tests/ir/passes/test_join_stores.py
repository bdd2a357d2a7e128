"""Stores under one condition that follow each other become one."""

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.passes.join_stores import join_stores
from annarchy_lab.ir.verify import verify_module

W, X = (e.Load(name, "e", DType.REAL) for name in "wx")
PLASTIC = e.Flag("is_plastic")
ONE, TWO = (e.Const(value, DType.REAL) for value in (1.0, 2.0))


def plus(left, right):
    return e.Binary("+", left, right, DType.REAL)


def joined(*body):
    """The statements of a loop over edges."""
    buffers = (
        k.Buffer("w", k.BufferType.REAL, k.Extent.EDGE, is_written=True),
        k.Buffer("x", k.BufferType.REAL, k.Extent.EDGE, is_written=True),
    )
    loop = k.RangeLoop("e", "begin", "end", body)
    function = k.Function("synapse", (k.DendriteLoop("index:row_ptr", (loop,)),))
    module = join_stores(k.Module("test", "float64", buffers, (function,)))
    verify_module(module)
    return module.functions[0].body[0].body[0].body


def store(name, value, guard=PLASTIC):
    return k.Assign(name, "e", value, guard)


def test_each_store_reads_the_one_before():
    once, twice, last = joined(
        store("w", plus(W, ONE)), store("w", plus(W, X)), store("w", plus(W, TWO))
    )
    assert once == k.Name("w then 0", plus(W, ONE))
    assert twice == k.Name("w then 1", plus(e.Local("w then 0", DType.REAL), X))
    assert last == store("w", plus(e.Local("w then 1", DType.REAL), TWO))


def test_stores_that_differ_stay_apart():
    x_is_one = e.Compare("==", X, ONE)
    w_is_one = e.Compare("==", W, ONE)
    for body in (
        (store("w", ONE), store("x", ONE), store("w", plus(W, TWO))),
        (store("w", ONE), store("w", plus(W, TWO), x_is_one)),
        (store("w", ONE, w_is_one), store("w", plus(W, TWO), w_is_one)),
        (store("w", ONE, None), store("w", plus(W, TWO), None)),
    ):
        assert joined(*body) == body


def in_event(*body):
    """The statements of an event."""
    buffers = (
        *(k.Buffer(name, k.BufferType.REAL, k.Extent.EDGE, is_written=True) for name in "wx"),
        k.Buffer("g", k.BufferType.REAL, k.Extent.POST, is_written=True),
    )
    loop = k.EventLoop("post", None, False, True, body)
    module = join_stores(k.Module("test", "float64", buffers, (k.Function("on_pre", (loop,)),)))
    verify_module(module)
    return module.functions[0].body[0].body


def test_in_events_the_last_store_is_enough():
    deliver = k.Assign("g", "post", plus(e.Load("g", "post", DType.REAL), X))
    once, unchanged, last, after = in_event(
        store("x", plus(X, ONE), None), deliver, store("x", plus(X, TWO), None), store("w", X)
    )
    named = e.Local("x at 0", DType.REAL)
    assert once == k.Name("x at 0", plus(X, ONE))
    assert unchanged == k.Assign("g", "post", plus(e.Load("g", "post", DType.REAL), named))
    assert last == store("x", plus(named, TWO), None)
    assert after == store("w", X)


def test_in_events_a_condition_keeps_what_was_stored():
    body = (store("x", plus(X, ONE), None), store("x", plus(X, TWO)))
    assert in_event(*body) == body
