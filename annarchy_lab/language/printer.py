"""Writes an expression or statement in the language again, with as few parentheses as possible.

In: nodes of `syntax`.  Out: text that parses to the same tree.
Not here: flags, comments, the user's own spacing (an `Equation` keeps its text).
"""

from typing import Final, assert_never

from annarchy_lab.language.syntax import (
    Assign,
    Binary,
    Boolean,
    Call,
    Compare,
    Conditional,
    Draw,
    Expr,
    GlobalOperation,
    Gradient,
    Leaf,
    Logical,
    Member,
    Name,
    Number,
    Ode,
    Statement,
    Unary,
    WeightedSum,
)

__all__ = ["print_expression", "print_number", "print_statement"]

_ATOM: Final = 100
_SIGN: Final = 70
_NOT: Final = 30
_COMPARISON: Final = 40
_BINDING: Final = {"or": 10, "and": 20, "+": 50, "-": 50, "*": 60, "/": 60, "^": 80}
"""How strongly each sign binds, as in `parser`."""


def print_statement(statement: Statement) -> str:
    """Return a statement as text, such as ``tau * dv/dt + v = sum(exc)``."""
    match statement:
        case Assign(target=target, op=op, value=value):
            return f"{print_expression(target)} {op} {print_expression(value)}"
        case Ode(left=left, right=right):
            return f"{print_expression(left)} = {print_expression(right)}"


def print_expression(expr: Expr) -> str:
    """Return an expression as text that parses to the same tree."""
    return _print(expr, 0)


def print_number(number: Number) -> str:
    """Return a literal as text; an integer literal stays one."""
    return str(int(number.value)) if number.is_integer else repr(float(number.value))


def _print(expr: Expr, weakest: int) -> str:
    """Print `expr`, in parentheses if it binds more weakly than its place asks."""
    binding, text = _with_binding(expr)
    return f"({text})" if binding < weakest else text


def _with_binding(expr: Expr) -> tuple[int, str]:
    match expr:
        case Unary(op=op, operand=operand):
            if op == "not":
                return _NOT, f"not {_print(operand, _NOT)}"
            return _SIGN, f"-{_print(operand, _SIGN)}"
        case Binary(op="^", left=left, right=right):
            # The exponent may start with a sign or hold a power; the base may not.
            return 80, f"{_print(left, 81)}^{_print(right, _SIGN)}"
        case Binary(op=op, left=left, right=right) | Logical(op=op, left=left, right=right):
            binding = _BINDING[op]
            return binding, f"{_print(left, binding)} {op} {_print(right, binding + 1)}"
        case Compare(op=op, left=left, right=right):
            return _COMPARISON, f"{_print(left, 41)} {op} {_print(right, 41)}"
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return _ATOM, f"ite({_list((condition, then, otherwise))})"
        case Call(function=name, arguments=parts) | Draw(distribution=name, arguments=parts):
            return _ATOM, f"{name}({_list(parts)})"
        case _:
            return _ATOM, _leaf(expr)


def _leaf(expr: Leaf) -> str:
    match expr:
        case Number():
            return print_number(expr)
        case Boolean(value=value):
            return str(value)
        case Name(id=name):
            return name
        case Member(owner=owner, id=name):
            return f"{owner}.{name}"
        case Gradient(id=name):
            return f"d{name}/dt"
        case WeightedSum(target=target, owner=owner):
            return f"{_owner(owner)}sum({target or ''})"
        case GlobalOperation(op=op, owner=owner, id=name):
            return f"{op}({_owner(owner)}{name})"
        case _:
            assert_never(expr)


def _list(arguments: tuple[Expr, ...]) -> str:
    return ", ".join(_print(argument, 0) for argument in arguments)


def _owner(owner: str | None) -> str:
    return f"{owner}." if owner else ""
