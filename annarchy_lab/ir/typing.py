"""Syntax trees to typed expressions: names resolved, conversions explicit, draws numbered.

In: a tree of `language.syntax` and a `Scope` that says what each name stands for.
Out: an `ir.expression` tree.
Not here: the order of statements (`build_neuron`, `build_synapse`), anything about storage.

Types are bool < int < real; an int that meets a real becomes real; time stays double until it
meets a real; ``/`` is always real division.  What is stored in float32 (`DType.SINGLE`) is widened
where it is read, so that no operation has that type.  Powers with small integer literals become
products from left to right, and ``pos``, ``neg``, ``clip`` become comparisons, so that NaN behaves
alike everywhere.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Literal, assert_never

from annarchy_lab.diagnostics import Report, Span
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.distributions import SOURCE_TYPES, argument_types, draw_expression
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.faults import MISSING_NAME, OVERSIZED
from annarchy_lab.ir.functions import BUILT_IN
from annarchy_lab.ir.limits import Limits
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import UserFunction, ValueType
from annarchy_lab.lightweight import dataclass

__all__ = ["Scope", "Typer", "cast", "dtype_of_value_type", "promote", "widened"]

MAX_LITERAL_POWER = 16
INT_LIMIT = 2**31

_STEPS = {
    "t_pre": e.Symbol("step_pre", DType.STEP),
    "t_post": e.Symbol("step_post", DType.STEP),
}
_ORDER = {DType.BOOL: 0, DType.INT: 1, DType.TIME: 2, DType.REAL: 3}


@dataclass(slots=True)
class Scope:
    """What names mean where an expression stands.

    Attributes
    ----------
    names
        Attribute, constant, symbol or bound argument by name.
    member
        Meaning of ``pre.x`` and ``post.x``; None if the model has no such thing.
    functions
        User functions by name.
    constants
        Names that stand for constants of the network, which functions see, too.
    place
        Part of the model, as named in docs/exactness.md, section 2.
    owner
        Whose model it is, for messages.
    hints
        What to say about names that the language knows and this network does not.
    """

    names: Mapping[str, e.Expr]
    functions: Mapping[str, UserFunction]
    report: Report
    member: Callable[[s.Member], e.Expr | None] | None = None
    weighted_sum: Callable[[s.WeightedSum], e.Expr | None] | None = None
    operation: Callable[[s.GlobalOperation], e.Expr | None] | None = None
    place: str = "equations"
    attribute: str = ""
    constants: frozenset[str] = frozenset()
    owner: str = "this network"
    hints: Mapping[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def next_ordinal(self) -> int:
        """Number the random calls of one equation in the order of the text."""
        key = (self.place, self.attribute)
        self.counts[key] = self.counts.get(key, -1) + 1
        return self.counts[key]


def dtype_of_value_type(value_type: ValueType) -> DType:
    """Return the dtype of a declared type."""
    return {ValueType.BOOL: DType.BOOL, ValueType.INT: DType.INT, ValueType.FLOAT: DType.REAL}[
        value_type
    ]


def promote(*dtypes: DType) -> DType:
    """Return the smallest type that holds all of `dtypes`."""
    return max(dtypes, key=_ORDER.__getitem__)


def cast(expr: e.Expr, dtype: DType) -> e.Expr:
    """Convert `expr`; literals are converted here."""
    if expr.dtype is dtype:
        return expr
    if isinstance(expr, e.Const) and dtype in (DType.SINGLE, DType.REAL, DType.TIME):
        return e.Const(float(expr.value), dtype)
    return e.Cast(expr, dtype)


def widened(expr: e.Expr) -> e.Expr:
    """Return the value of something that is stored, as equations compute with it."""
    return cast(expr, DType.REAL) if expr.dtype is DType.SINGLE else expr


class Typer:
    """Translates the expressions of one model.

    Parameters
    ----------
    scope
        What names mean; `place` and `attribute` change from statement to statement.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._limits = Limits()
        self._open_functions: list[str] = []

    def expr(self, node: s.Expr) -> e.Expr:
        """Translate `node`; a mistake is reported and gives a zero."""
        typed = widened(self._translated(node))
        return typed if self._limits.admit(typed) else self._oversized(node)

    def target(self, node: s.Expr) -> e.Expr:
        """Translate what is assigned to: the place itself, not the value that it holds."""
        return self._translated(node)

    def _oversized(self, node: s.Expr) -> e.Expr:
        # What a numerical method has added has no place of its own.
        place = next((n.span for n in s.walk(node) if n.span is not s.NOWHERE), None)
        message = "this expression is huge once powers and functions are written out"
        hint = "give a part of it a variable of its own"
        OVERSIZED.add_to(self.scope.report, place, message, hint)
        return e.Const(0.0, DType.REAL)

    def _translated(self, node: s.Expr) -> e.Expr:
        match node:
            case s.Number():
                return _number(node)
            case s.Boolean():
                return e.Const(node.value, DType.BOOL)
            case s.Name():
                return self._found(self.scope.names.get(node.id), node.id, node.span)
            case s.Member():
                found = self.scope.member(node) if self.scope.member else None
                return self._found(found, f"{node.owner}.{node.id}", node.span)
            case s.WeightedSum():
                found = self.scope.weighted_sum(node) if self.scope.weighted_sum else None
                return self._found(found, f"sum({node.target or ''})", node.span)
            case s.GlobalOperation():
                found = self.scope.operation(node) if self.scope.operation else None
                return self._found(found, f"{node.op}({node.id})", node.span)
            case s.Draw():
                return self._draw(node)
            case s.Call():
                return self._call(node)
            case s.Gradient():
                return self._found(None, f"d{node.id}/dt", node.span)
            case _:
                return self._operator(node)

    def real(self, node: s.Expr) -> e.Expr:
        """Translate `node` and convert it to real."""
        return cast(self.expr(node), DType.REAL)

    def boolean(self, node: s.Expr) -> e.Expr:
        """Translate `node` and convert it to bool."""
        return cast(self.expr(node), DType.BOOL)

    def drawn(self, distribution: str, arguments: Sequence[e.Expr]) -> e.Expr:
        """Return a fresh draw, numbered in the place and attribute that the scope names."""
        types = argument_types(distribution, len(arguments))
        scope = self.scope

        def draw(source: e.Source, *inner: e.Expr) -> e.Expr:
            _, dtype = SOURCE_TYPES[source]
            ordinal = scope.next_ordinal()
            return e.Draw(source, scope.place, scope.attribute, ordinal, dtype, inner)

        cast_arguments = tuple(cast(a, t) for a, t in zip(arguments, types, strict=True))
        return draw_expression(distribution, cast_arguments, draw)

    def _found(self, found: e.Expr | None, text: str, span: Span) -> e.Expr:
        if found is not None:
            return found
        message = f"'{text}' is not known in {self.scope.owner}"
        hint = "constants and functions of another network, or forgotten by clear(), are not known"
        MISSING_NAME.add_to(self.scope.report, span, message, self.scope.hints.get(text, hint))
        return e.Const(0.0, DType.REAL)

    def _operator(self, node: s.Unary | s.Binary | s.Compare | s.Logical | s.Conditional) -> e.Expr:
        match node:
            case s.Unary(op, operand):
                if op == "not":
                    return e.Unary("not", self.boolean(operand), DType.BOOL)
                return _negative(self.expr(operand))
            case s.Binary(op, left, right):
                if op == "^":
                    return self._power(left, right)
                return _arithmetic(op, self.expr(left), self.expr(right))
            case s.Compare(op, left, right):
                return _compared(op, self.expr(left), self.expr(right))
            case s.Logical(op, left, right):
                return e.Logical(op, self.boolean(left), self.boolean(right))
            case s.Conditional(condition, then, otherwise):
                is_met = self.boolean(condition)  # first: draws are numbered as they are written
                a, b = _together(self.expr(then), self.expr(otherwise))
                return e.Select(is_met, a, b, a.dtype)
            case _:
                assert_never(node)

    def _power(self, base: s.Expr, exponent: s.Expr) -> e.Expr:
        x = self.expr(base)
        if isinstance(exponent, s.Number) and _is_small_integer(exponent):
            return _product(x, int(exponent.value))
        return e.Call("pow", (cast(x, DType.REAL), self.real(exponent)), DType.REAL)

    def _draw(self, node: s.Draw) -> e.Expr:
        return self.drawn(node.distribution, [self.expr(a) for a in node.arguments])

    def _call(self, node: s.Call) -> e.Expr:
        if node.function in self.scope.functions:
            return self._inline(self.scope.functions[node.function], node)
        if node.function == "power":
            return self._power(node.arguments[0], node.arguments[1])
        arguments = tuple(self.expr(argument) for argument in node.arguments)
        if node.function in _REWRITTEN:
            return _REWRITTEN[node.function](*arguments)
        signature = BUILT_IN.get(node.function)
        if signature is None:
            return self._found(None, f"{node.function}()", node.span)
        pairs = zip(arguments, signature.arguments, strict=True)
        if node.function == "abs" and arguments[0].dtype is not DType.REAL:
            return _magnitude(arguments[0])
        return e.Call(node.function, tuple(cast(a, d) for a, d in pairs), signature.result)

    def _inline(self, function: UserFunction, node: s.Call) -> e.Expr:
        # Functions can be declared anew after the model that calls them was checked.
        n_arguments = len(function.arguments)
        if len(node.arguments) != n_arguments:
            form = f"{function.name}({', '.join(function.arguments)})"
            message = f"'{function.name}' is another function now: {form}"
            MISSING_NAME.add_to(self.scope.report, node.span, message, f"write {form}")
            return e.Const(0.0, DType.REAL)
        if function.name in self._open_functions:
            hint = "declare one of the functions between the two calls anew"
            message = f"the function '{function.name}' calls itself"
            OVERSIZED.add_to(self.scope.report, node.span, message, hint)
            return e.Const(0.0, DType.REAL)
        types = function.argument_types or (ValueType.FLOAT,) * n_arguments
        bound = {
            name: cast(self.expr(argument), dtype_of_value_type(value_type))
            for name, argument, value_type in zip(
                function.arguments, node.arguments, types, strict=True
            )
        }
        self._open_functions.append(function.name)
        body = self._body(function, bound)
        self._open_functions.pop()
        return cast(body, dtype_of_value_type(function.return_type))

    def _body(self, function: UserFunction, bound: Mapping[str, e.Expr]) -> e.Expr:
        """Translate what a function returns; it sees its arguments and the network's constants."""
        outer = self.scope.names
        visible = {
            name: value
            for name, value in outer.items()
            if isinstance(value, e.Const | e.Symbol) or name in self.scope.constants
        }
        self.scope.names = {**visible, **bound}
        body = self.expr(function.body)
        self.scope.names = outer
        return body


def _number(node: s.Number) -> e.Const:
    if node.is_integer and abs(node.value) < INT_LIMIT:
        return e.Const(int(node.value), DType.INT)
    return e.Const(node.value, DType.REAL)


def _is_small_integer(node: s.Number) -> bool:
    value = node.value
    return math.isfinite(value) and value == int(value) and 0 <= value <= MAX_LITERAL_POWER


def _compared(op: s.CompareOperator, left: e.Expr, right: e.Expr) -> e.Compare:
    """Return a comparison; two spikes are compared by their steps rather than their times."""
    match left, right:
        case e.Symbol("t_pre" | "t_post"), e.Symbol("t_pre" | "t_post"):
            return e.Compare(op, _STEPS[left.name], _STEPS[right.name])
        case _:
            return e.Compare(op, *_together(left, right))


def _together(left: e.Expr, right: e.Expr) -> tuple[e.Expr, e.Expr]:
    dtype = promote(left.dtype, right.dtype)
    return cast(left, dtype), cast(right, dtype)


def _negative(x: e.Expr) -> e.Expr:
    dtype = promote(x.dtype, DType.INT)
    if isinstance(x, e.Const):
        return e.Const(-x.value, dtype)
    return e.Unary("-", cast(x, dtype), dtype)


def _arithmetic(op: Literal["+", "-", "*", "/"], left: e.Expr, right: e.Expr) -> e.Expr:
    dtype = promote(left.dtype, right.dtype, DType.INT)
    if op == "/" and dtype is DType.INT:
        dtype = DType.REAL
    return e.Binary(op, cast(left, dtype), cast(right, dtype), dtype)


def _product(x: e.Expr, power: int) -> e.Expr:
    dtype = promote(x.dtype, DType.INT)
    factor = cast(x, dtype)
    if power == 0:
        return e.Const(1, DType.INT) if dtype is DType.INT else e.Const(1.0, dtype)
    result = factor
    for _ in range(power - 1):
        result = e.Binary("*", result, factor, dtype)
    return result


def _zero(dtype: DType) -> e.Const:
    return e.Const(0, dtype) if dtype is DType.INT else e.Const(0.0, dtype)


def _above(x: e.Expr) -> e.Expr:
    x = cast(x, promote(x.dtype, DType.INT))
    zero = _zero(x.dtype)
    return e.Select(e.Compare(">", x, zero), x, zero, x.dtype)


def _below(x: e.Expr) -> e.Expr:
    x = cast(x, promote(x.dtype, DType.INT))
    zero = _zero(x.dtype)
    return e.Select(e.Compare("<", x, zero), x, zero, x.dtype)


def _clip(x: e.Expr, lower: e.Expr, upper: e.Expr) -> e.Expr:
    dtype = promote(x.dtype, lower.dtype, upper.dtype)
    x, lower, upper = cast(x, dtype), cast(lower, dtype), cast(upper, dtype)
    inner = e.Select(e.Compare(">", x, upper), upper, x, dtype)
    return e.Select(e.Compare("<", x, lower), lower, inner, dtype)


def _magnitude(x: e.Expr) -> e.Expr:
    x = cast(x, promote(x.dtype, DType.INT))
    return e.Select(e.Compare("<", x, _zero(x.dtype)), _negative(x), x, x.dtype)


_REWRITTEN: dict[str, Callable[..., e.Expr]] = {"pos": _above, "neg": _below, "clip": _clip}
"""Functions that level 1 writes as comparisons."""
