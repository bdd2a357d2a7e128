"""Programs do what the statements say, to the bit, and compute nothing twice."""

from dataclasses import dataclass, field

import numpy as np

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.model import Let, Store
from annarchy_lab.lab.explorer.program import Program
from annarchy_lab.runtime.reference.arithmetic import Arithmetic
from annarchy_lab.runtime.reference.evaluate import Evaluator

REAL, BOOL = e.DType.REAL, e.DType.BOOL
V, U = (e.Ref(name, e.Owner.SELF, REAL) for name in "vu")


@dataclass
class Point:
    """Where statements work; it counts what is looked up."""

    known: dict
    loads: list = field(default_factory=list)

    def load(self, ref):
        self.loads.append(ref.name)
        return self.known[ref.name]

    def store(self, ref, values):
        self.known[ref.name] = values

    def symbol(self, symbol):
        return np.asarray({"t": 3.0, "dt": 0.1}[symbol.name])


def binary(op, left, right):
    return e.Binary(op, left, right, REAL)


def const(value):
    return e.Const(value, REAL)


GROWTH = e.Call("exp", (binary("/", V, const(7.0)),), REAL)
STATEMENTS = (
    Let("growth", GROWTH),
    Store(U, binary("+", GROWTH, e.Local("growth", REAL))),
    Store(V, binary("*", U, e.Unary("-", V, REAL)), e.Compare(">", V, const(-0.0))),
    Let("after", e.Select(e.Compare("<", V, const(0.0)), V, e.Symbol("t", REAL), REAL)),
    Let("again", binary("-", GROWTH, e.Local("growth", REAL))),  # v is another one by now
)


def point():
    return Point({"v": np.array([-2.0, 0.5, 3.0]), "u": np.array([1.0, 1.0, 1.0])})


def test_it_gives_what_the_evaluator_gives():
    arithmetic = Arithmetic(np.dtype(np.float64))
    plain, quick = point(), point()
    expected = Evaluator(arithmetic).run(STATEMENTS, plain)
    names = Program(STATEMENTS, arithmetic).run(quick)
    assert set(names) == set(expected)
    for name, value in expected.items():
        assert names[name].tobytes() == value.tobytes()
    for name, value in plain.known.items():
        assert quick.known[name].tobytes() == value.tobytes()
    assert names["again"].any()


def test_it_looks_up_and_computes_once():
    quick, plain = point(), point()
    arithmetic = Arithmetic(np.dtype(np.float64))
    Program(STATEMENTS, arithmetic).run(quick)
    Evaluator(arithmetic).run(STATEMENTS, plain)
    assert sorted(quick.loads) == ["u", "v", "v"]  # v before and after it was stored
    assert len(plain.loads) > len(quick.loads)
