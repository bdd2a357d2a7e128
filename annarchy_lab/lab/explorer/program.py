"""Level-1 statements as a list of array operations in which nothing is computed twice.

In: statements of a neuron that is alone.
Out: `Program`, which does what `Evaluator.run` does, to the bit, many times.
Not here: what operations mean (`runtime.reference`).

Derivatives share most of their parts with what they are derived from; walking their trees for a few
hundred points costs more than the arithmetic.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias

import numpy as np

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.model import Let, Statement, Store
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.evaluate import BINARY, COMPARE, LOGICAL, Place

__all__ = ["Program"]

Operation: TypeAlias = Callable[..., Any]


class Program:
    """Statements that are executed again and again.

    Parameters
    ----------
    statements
        Without random numbers and event-driven variables.
    arithmetic
        Of the numbers.
    """

    def __init__(self, statements: Iterable[Statement], arithmetic: Arithmetic) -> None:
        self._arithmetic = arithmetic
        self._steps: list[tuple[Operation, tuple[int, ...], bool]] = []
        self._numbers: dict[Hashable, int] = {}
        self._versions: dict[str, int] = {}
        self._names: dict[str, int] = {}
        for statement in statements:
            self._take(statement)

    def run(self, place: Place) -> dict[str, Array]:
        """Execute everything; return what the statements have named."""
        values: list[Any] = []
        for operation, arguments, is_of_place in self._steps:
            given = [values[k] for k in arguments]
            values.append(operation(place, *given) if is_of_place else operation(*given))
        return {name: values[number] for name, number in self._names.items()}

    def _take(self, statement: Statement) -> None:
        match statement:
            case Let(name, value):
                self._names[name] = self._value(value)
            case Store(target, value, guard):
                number = self._value(value)
                if guard is not None:
                    number = self._step(
                        "select", np.where, self._value(guard), number, self._value(target)
                    )
                self._versions[target.name] = self._versions.get(target.name, 0) + 1
                self._add(_storing(target), (number,), is_of_place=True)
            case _:
                raise AssertionError("neurons have no event-driven variables")

    def _value(self, expr: e.Expr) -> int:
        """Return the number of the step that computes an expression."""
        part = self._value
        match expr:
            case e.Ref():
                key = ("load", expr, self._versions.get(expr.name, 0))
                return self._known(key, lambda place: place.load(expr), is_of_place=True)
            case e.Symbol():
                return self._known(expr, lambda place: place.symbol(expr), is_of_place=True)
            case e.Const(value, dtype):
                constant = self._arithmetic.constant(value, dtype)
                return self._known(("constant", repr(value), dtype), lambda: constant)
            case e.Local(name):
                return self._names[name]
            case e.Binary(op, left, right):
                return self._step(op, BINARY[op], part(left), part(right))
            case e.Compare(op, left, right):
                return self._step(op, COMPARE[op], part(left), part(right))
            case e.Logical(op, left, right):
                return self._step(op, LOGICAL[op], part(left), part(right))
            case e.Unary(op, operand):
                what = np.negative if op == "-" else np.logical_not
                return self._step(("unary", op), what, part(operand))
            case e.Select(condition, then, otherwise):
                parts = (part(condition), part(then), part(otherwise))
                return self._step("select", np.where, *parts)
            case e.Cast(operand, dtype):
                cast = self._arithmetic.cast
                return self._step(("cast", dtype), lambda x: cast(x, dtype), part(operand))
            case e.Call(function, arguments):
                call = self._arithmetic.call
                numbers = [part(argument) for argument in arguments]
                return self._step(("call", function), lambda *x: call(function, list(x)), *numbers)
            case _:
                raise AssertionError(f"{type(expr).__name__} is not of a neuron that is alone")

    def _step(self, kind: Hashable, operation: Operation, *arguments: int) -> int:
        key = (kind, arguments)
        if key not in self._numbers:
            self._numbers[key] = self._add(operation, arguments, is_of_place=False)
        return self._numbers[key]

    def _known(self, key: Hashable, operation: Operation, *, is_of_place: bool = False) -> int:
        if key not in self._numbers:
            self._numbers[key] = self._add(operation, (), is_of_place=is_of_place)
        return self._numbers[key]

    def _add(self, operation: Operation, arguments: tuple[int, ...], *, is_of_place: bool) -> int:
        self._steps.append((operation, arguments, is_of_place))
        return len(self._steps) - 1


def _storing(target: e.Ref) -> Operation:
    return lambda place, values: place.store(target, values)
