"""The tree of an equation: expressions and statements, each with its place in the user's text.

In: nothing; the parser and the passes above build these nodes.
Out: frozen values that compare and hash by meaning: two trees are equal whatever their spans.
Not here: text (see `parser` and `printer`), what a name stands for (see `scope`), arithmetic.

Canonical names: ``ln`` is ``log``, ``fabs`` is ``abs``, ``positive`` is ``pos``, ``negative`` is
``neg``, ``**`` is ``^``.  ``if c: a else: b`` and ``ite(c, a, b)`` are one node.  The set of nodes
is closed: match on `Expr` and end with ``assert_never``.
"""

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import Final, Literal, TypeAlias

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.lightweight import dataclass

__all__ = [
    "NOWHERE",
    "Assign",
    "AssignOperator",
    "Binary",
    "BinaryOperator",
    "Boolean",
    "Call",
    "Compare",
    "CompareOperator",
    "Conditional",
    "Draw",
    "Expr",
    "GlobalOperation",
    "GlobalOperator",
    "Gradient",
    "Leaf",
    "Logical",
    "LogicalOperator",
    "Member",
    "Name",
    "Number",
    "Ode",
    "Owner",
    "Statement",
    "Unary",
    "UnaryOperator",
    "WeightedSum",
    "children",
    "depth",
    "names",
    "rewrite",
    "walk",
    "with_children",
]

NOWHERE: Final = Span(Source("", "made by annarchy_lab"), 0, 0)
"""The place of a node that no user wrote."""

Owner: TypeAlias = Literal["pre", "post"]
UnaryOperator: TypeAlias = Literal["-", "not"]
BinaryOperator: TypeAlias = Literal["+", "-", "*", "/", "^"]
CompareOperator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
LogicalOperator: TypeAlias = Literal["and", "or"]
GlobalOperator: TypeAlias = Literal["min", "max", "mean", "norm1", "norm2"]
AssignOperator: TypeAlias = Literal["=", "+=", "-=", "*=", "/="]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number; never negative when it comes from text."""

    value: float
    is_integer: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Boolean:
    """``True`` or ``False``."""

    value: bool
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An attribute, a constant, a function's argument, ``t``, ``dt``, ``g_exc``, ``pi``, ..."""

    id: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """``pre.x`` or ``post.x``: an attribute of a neuron at one end of the synapse."""

    owner: Owner
    id: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x`` or ``not x``."""

    op: UnaryOperator
    operand: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic of two numbers; ``/`` is real division, ``^`` the real power."""

    op: BinaryOperator
    left: "Expr"
    right: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values; ``is`` is ``==``, ``is not`` is ``!=``."""

    op: CompareOperator
    left: "Expr"
    right: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Logical:
    """``a and b`` or ``a or b``."""

    op: LogicalOperator
    left: "Expr"
    right: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """``if condition: then else: otherwise``, or ``ite(condition, then, otherwise)``."""

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function (canonical name) or a function that the user declared."""

    function: str
    arguments: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Draw:
    """One random number a step and element, such as ``Uniform(0.0, 1.0)``."""

    distribution: str
    arguments: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """``sum(exc)``, or ``pre.sum(exc)`` in a synapse; no target means the sum over all of them."""

    target: str | None
    owner: Owner | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GlobalOperation:
    """``mean(v)`` over the own population, or ``mean(pre.v)`` in a synapse."""

    op: GlobalOperator
    owner: Owner | None
    id: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Gradient:
    """``dv/dt``; stands only in the left side of an `Ode`."""

    id: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Leaf: TypeAlias = Number | Boolean | Name | Member | WeightedSum | GlobalOperation | Gradient
"""A node without parts."""

Expr: TypeAlias = Leaf | Unary | Binary | Compare | Logical | Conditional | Call | Draw


@dataclass(frozen=True, slots=True)
class Assign:
    """``target op value``."""

    target: Name | Member
    op: AssignOperator
    value: Expr
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ode:
    """``left = right``, where `left` holds exactly one `Gradient`."""

    left: Expr
    right: Expr
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def state(self) -> str:
        """Name of the variable whose gradient stands in the left side."""
        return next(node.id for node in walk(self.left) if isinstance(node, Gradient))


Statement: TypeAlias = Assign | Ode


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the direct parts of `expr`, in the order of the text."""
    match expr:
        case Unary():
            return (expr.operand,)
        case Binary() | Compare() | Logical():
            return (expr.left, expr.right)
        case Conditional():
            return (expr.condition, expr.then, expr.otherwise)
        case Call() | Draw():
            return expr.arguments
        case _:
            return ()


def with_children(expr: Expr, parts: tuple[Expr, ...]) -> Expr:
    """Return `expr` with its direct parts replaced, in the order that `children` gives them."""
    match expr:
        case Unary():
            return replace(expr, operand=parts[0])
        case Binary() | Compare() | Logical():
            return replace(expr, left=parts[0], right=parts[1])
        case Conditional():
            return replace(expr, condition=parts[0], then=parts[1], otherwise=parts[2])
        case Call() | Draw():
            return replace(expr, arguments=parts)
        case _:
            return expr


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield `expr` and all its parts, each before its own parts, in the order of the text."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def rewrite(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return `expr` with `change` applied to every node, from the leaves upwards.

    Parameters
    ----------
    expr
        The tree; it stays as it is.
    change
        Gets a node whose parts are already changed; returns it or what stands in its place.
    """
    parts = children(expr)
    changed = tuple(rewrite(part, change) for part in parts)
    # An untouched tree is returned itself, so that a pass that changes nothing costs no copies.
    is_same = all(new is old for new, old in zip(changed, parts, strict=True))
    return change(expr if is_same else with_children(expr, changed))


def names(expr: Expr) -> tuple[str, ...]:
    """Return the identifiers of all `Name` nodes, each once, in the order of the text."""
    return tuple(dict.fromkeys(node.id for node in walk(expr) if isinstance(node, Name)))


def depth(expr: Expr) -> int:
    """Return the number of nodes on the longest way from `expr` down to a leaf."""
    level, deepest = [expr], 0
    while level:
        level = [part for node in level for part in children(node)]
        deepest += 1
    return deepest
