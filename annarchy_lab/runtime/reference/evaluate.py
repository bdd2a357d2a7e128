"""Level-1 statements, executed for many elements at once.

In: expressions and statements of `ir`, and a `Place`: the elements on which they work.
Out: arrays; stores go to the place.
Not here: which statements run when and on which elements.

A statement is finished for all elements before the next one begins.  That is the meaning of the
text as long as no element reads what another one writes; whoever chooses the elements sees to that.
"""

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.functions import FLUSH
from annarchy_lab.ir.model import Let, Statement, Store, Touch
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array

__all__ = ["BINARY", "COMPARE", "LOGICAL", "Evaluator", "Place"]

BINARY = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
COMPARE = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
LOGICAL = {"and": np.logical_and, "or": np.logical_or}

Names = dict[str, Array]


class Place(Protocol):
    """Elements of a model: what their references stand for."""

    def load(self, ref: e.Ref) -> Array:
        """Return the values of an attribute, one for all elements or one each."""

    def store(self, ref: e.Ref, values: Array) -> None:
        """Set the values of an attribute."""

    def symbol(self, symbol: e.Symbol) -> Array:
        """Return a time in ms, or a flag."""

    def settles(self) -> bool:
        """Return whether what decays ends in this step."""

    def draw(self, draw: e.Draw, arguments: tuple[float, ...]) -> Array:
        """Return this step's random numbers of a call."""

    def elapsed(self, elapsed: e.Elapsed) -> Array:
        """Return the time in ms since an event-driven variable was brought up to date."""

    def touch(self, name: str) -> None:
        """Note that an event-driven variable is up to date."""


class Evaluator:
    """Executes statements in a network's arithmetic."""

    def __init__(self, arithmetic: Arithmetic) -> None:
        self._arithmetic = arithmetic

    def run(self, statements: Iterable[Statement], place: Place) -> Names:
        """Execute `statements` one after the other; return what they have named."""
        names: Names = {}
        for statement in statements:
            match statement:
                case Let(name, value):
                    # A copy: the attribute behind it may change before the name is used.
                    names[name] = np.array(self.value(value, place, names))
                case Store(target, value, guard):
                    values = self.value(value, place, names)
                    if guard is not None:
                        allowed = self.value(guard, place, names)
                        values = np.where(allowed, values, place.load(target))
                    place.store(target, values)
                case Touch(name):
                    place.touch(name)
        return names

    def value(self, expr: e.Expr, place: Place, names: Names | None = None) -> Array:
        """Return the value of `expr`, of the dtype that the node says."""
        part = self.value
        match expr:
            case e.Ref():
                return place.load(expr)
            case e.Const(value, dtype):
                return self._arithmetic.constant(value, dtype)
            case e.Binary(op, left, right):
                return self._both(BINARY[op], left, right, place, names)
            case e.Local(name):
                return (names or {})[name]
            case e.Cast(operand, dtype):
                return self._arithmetic.cast(part(operand, place, names), dtype)
            case e.Compare(op, left, right):
                return self._both(COMPARE[op], left, right, place, names)
            case e.Select(condition, then, otherwise):
                parts = (part(each, place, names) for each in (condition, then, otherwise))
                return np.where(*parts)
            case e.Call(name, (argument,)) if name == FLUSH and not place.settles():
                return part(argument, place, names)
            case e.Call(function, arguments):
                return self._arithmetic.call(function, [part(a, place, names) for a in arguments])
            case _:
                return self._rarer(expr, place, names)

    def _both(
        self, operation: np.ufunc, left: e.Expr, right: e.Expr, place: Place, names: Names | None
    ) -> Array:
        result: Array = operation(self.value(left, place, names), self.value(right, place, names))
        return result

    def _rarer(self, expr: e.Expr, place: Place, names: Names | None) -> Array:
        match expr:
            case e.Unary("-", operand):
                return np.negative(self.value(operand, place, names))
            case e.Unary(_, operand):
                return np.logical_not(self.value(operand, place, names))
            case e.Logical(op, left, right):
                return self._both(LOGICAL[op], left, right, place, names)
            case e.Symbol():
                return place.symbol(expr)
            case e.Draw():
                arguments = (self.value(a, place, names).item() for a in expr.arguments)
                return place.draw(expr, tuple(arguments))
            case e.Elapsed():
                return place.elapsed(expr)
            case _:
                raise AssertionError(f"{type(expr).__name__} does not belong to level 1")
