"""A condition of stores that was named before a loop is asked before it."""

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.passes.settle_guards import settle_guards

X = e.Load("x", "e", DType.REAL)
MAY = e.Local("fixed 1", DType.BOOL)
THEN = k.Name("then", e.Binary("+", X, X, DType.REAL))
VALUE = e.Local("then", DType.REAL)


def loop(*body):
    return k.RangeLoop("e", "begin", "end", body)


def test_where_it_holds_stores_have_no_condition_else_they_are_gone():
    always = k.Assign("y", "e", X)
    settled = settle_guards(loop(THEN, always, k.Assign("x", "e", VALUE, MAY)))
    assert settled.condition == MAY
    assert settled.then == loop(THEN, always, k.Assign("x", "e", VALUE))
    assert settled.otherwise == loop(always)  # nothing needs the name


def test_what_others_use_keeps_its_name():
    always = k.Assign("y", "e", VALUE)
    settled = settle_guards(loop(THEN, k.Assign("x", "e", X, MAY), always))
    assert settled.otherwise == loop(THEN, always)


def test_nothing_may_be_left():
    assert settle_guards(loop(THEN, k.Assign("x", "e", VALUE, MAY))).otherwise is None


def test_other_conditions_stay():
    other = k.Assign("y", "e", X, e.Compare("<", X, X))
    settled = settle_guards(loop(k.Assign("x", "e", X, MAY), other))
    assert settled.then.body[1] == settled.otherwise.body[0] == other
    assert settle_guards(loop(other)) is None
    own = k.Name("fixed 1", e.Compare("<", X, X))
    assert settle_guards(loop(own, k.Assign("x", "e", X, MAY))) is None
