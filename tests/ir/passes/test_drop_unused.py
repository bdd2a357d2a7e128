"""What nothing uses is left out, and only that."""

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.drop_unused import drop_unused, trimmed

REAL = e.DType.REAL
V, PRE = e.Load("v", "i", REAL), e.Load("pre.v", "pre", REAL)
RANKS = k.Ranks("index:pre_rank", is_gapless=False)


def named(name, value=V):
    return k.Name(name, value)


def stored(value=V, target="v"):
    return k.Assign(target, "i", value)


def kept(*body):
    module = k.Module("by hand", "float64", (), (k.Function("update", body),))
    return drop_unused(module).functions[0].body


def loop(*body, ranks=None):
    return k.RangeLoop("i", "lo", "hi", body, ranks)


def test_a_name_that_only_an_unused_one_uses_goes_with_it():
    first, second = named("first"), named("second", e.Local("first", REAL))
    assert kept(loop(first, second, stored())) == (loop(stored()),)
    used = loop(first, second, stored(e.Local("second", REAL)))
    assert kept(used) == (used,)


def test_names_before_a_loop_stay_for_what_stands_in_it():
    body = (named("row"), loop(stored(e.Local("row", REAL))))
    assert kept(*body) == body
    assert kept(named("row"), loop(stored())) == (loop(stored()),)


def test_a_name_that_is_bound_after_its_last_use_goes():
    body = loop(stored(e.Local("x", REAL)), named("x"))
    assert kept(named("x"), body) == (named("x"), loop(stored(e.Local("x", REAL))))


def test_loops_of_nothing_go_and_so_do_ranks():
    assert kept(loop(named("x"))) == ()
    assert trimmed(loop(named("x"))) is None
    assert trimmed(loop(stored(), ranks=RANKS)) == loop(stored())
    assert trimmed(loop(stored(PRE), ranks=RANKS)) == loop(stored(PRE), ranks=RANKS)
    row = k.EventLoop("post", RANKS, False, True, (stored(),))
    assert trimmed(row) == k.EventLoop("post", None, False, True, (stored(),))
    seen = k.EventLoop("post", RANKS, False, True, (k.Assign("g", "post", V),))
    assert trimmed(seen) == seen


def test_what_ages_are_asked_for_keeps_the_ranks():
    since = e.Since("clock:x", "post", 0)
    row = k.EventLoop("post", RANKS, False, True, (stored(),), (since,))
    assert trimmed(row) == row
