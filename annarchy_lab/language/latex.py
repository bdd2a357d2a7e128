r"""Writes expressions and statements as LaTeX, for model cards and reports.

In: nodes of `syntax`.
Out: LaTeX for math mode; every name is escaped, so that a user's text can never become a command.
Not here: what surrounds a formula (``$``, align), plain text (see `latex_text`), distributions as
Python objects (they write themselves).

Fractions are ``\frac``, gradients ``\frac{dv}{dt}``, ``tau_m`` is ``\tau_{m}``, ``pre.r`` is
``r^{\mathrm{pre}}``; names of more than one letter stand upright.
"""

import re
from typing import Final, assert_never

from annarchy_lab.language.declaration import Equation, UserFunction
from annarchy_lab.language.latex_text import escape
from annarchy_lab.language.printer import print_number
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

__all__ = ["latex_expression", "latex_function", "latex_name", "latex_statement"]

_GREEK: Final = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
)
_FUNCTIONS: Final = frozenset(("cos", "sin", "tan", "cosh", "sinh", "tanh", "exp", "log"))
"""Those that LaTeX has under the same name."""
_DISTRIBUTIONS: Final = {
    "Uniform": r"\mathcal{U}",
    "DiscreteUniform": r"\mathcal{U}_{\mathbb{Z}}",
    "Normal": r"\mathcal{N}",
    "LogNormal": r"\ln\mathcal{N}",
    "Exponential": r"\mathrm{Exp}",
    "Gamma": r"\Gamma",
    "Binomial": r"\mathcal{B}",
}
_SIGNS: Final = {"==": "=", "!=": r"\neq", "<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">"}
_LOGIC: Final = {"and": r"\wedge", "or": r"\vee"}
_ARROWS: Final = {"+=": "+", "-=": "-", "*=": "*", "/=": "/"}
_SUM: Final = 50
_PRODUCT: Final = 60
_SIGN: Final = 70
_POWER: Final = 80
_ATOM: Final = 100


def latex_name(name: str) -> str:
    r"""Return a name as LaTeX: ``tau_m`` as ``\tau_{m}``, ``v`` as ``v``."""
    head, _, tail = name.strip("_").partition("_")
    if not head:
        return _word(name)
    return f"{_word(head)}_{{{_word(tail)}}}" if tail else _word(head)


def latex_statement(statement: Statement | Equation) -> str:
    """Return a statement as LaTeX; assignments at events have an arrow.

    Parameters
    ----------
    statement
        A statement, or an equation, of which the statement is written.
    """
    if isinstance(statement, Equation):
        statement = statement.statement
    match statement:
        case Ode(left=left, right=right):
            return f"{latex_expression(left)} = {latex_expression(right)}"
        case Assign(target=target, op="=", value=value):
            return f"{latex_expression(target)} = {latex_expression(value)}"
        case Assign(target=target, op=op, value=value):
            # Parentheses of the new value are those of the written-out operation.
            whole = Binary(_ARROWS[op], target, value)  # type: ignore[arg-type] # keys are fixed
            return rf"{latex_expression(target)} \leftarrow {latex_expression(whole)}"


def latex_function(function: UserFunction) -> str:
    """Return a user's function as LaTeX, ``f(x) = ...``."""
    arguments = ", ".join(latex_name(name) for name in function.arguments)
    head = rf"\mathrm{{{escape(function.name)}}}\left({arguments}\right)"
    return f"{head} = {latex_expression(function.body)}"


def latex_expression(expr: Expr) -> str:
    """Return an expression as LaTeX."""
    return _write(expr, 0)


def _write(expr: Expr, weakest: int) -> str:
    binding, text = _with_binding(expr)
    return rf"\left({text}\right)" if binding < weakest else text


def _with_binding(expr: Expr) -> tuple[int, str]:
    match expr:
        case Unary(op="-", operand=operand):
            return _SIGN, f"-{_write(operand, _SIGN)}"
        case Unary(operand=operand):
            return 30, rf"\neg {_write(operand, _ATOM)}"
        case Binary():
            return _binary(expr)
        case Compare(op=op, left=left, right=right):
            return 40, f"{_write(left, 41)} {_SIGNS[op]} {_write(right, 41)}"
        case Logical(op=op, left=left, right=right):
            binding = 10 if op == "or" else 20
            return binding, f"{_write(left, binding)} {_LOGIC[op]} {_write(right, binding + 1)}"
        case Conditional():
            return _ATOM, _cases(expr)
        case Call():
            return _ATOM, _call(expr)
        case Draw(distribution=name, arguments=arguments):
            return _ATOM, f"{_DISTRIBUTIONS[name]}{_list(arguments)}"
        case _:
            return _leaf(expr)


def _binary(expr: Binary) -> tuple[int, str]:
    left, right = expr.left, expr.right
    match expr.op:
        case "/":
            return _ATOM - 1, rf"\frac{{{_write(left, 0)}}}{{{_write(right, 0)}}}"
        case "^":
            return _POWER, f"{{{_write(left, _ATOM)}}}^{{{_write(right, 0)}}}"
        case "*":
            factor = _right(right, _PRODUCT + 1)
            # A dot between numbers keeps 2 3 from reading as 23.
            joint = r" \cdot " if factor[0].isdigit() else r" \, "
            return _PRODUCT, f"{_write(left, _PRODUCT)}{joint}{factor}"
        case _:
            return _SUM, f"{_write(left, _SUM)} {expr.op} {_right(right, _SUM + 1)}"


def _right(expr: Expr, weakest: int) -> str:
    """Write what follows a sign: it does not begin with another one."""
    text = _write(expr, weakest)
    return rf"\left({text}\right)" if text.startswith("-") else text


def _cases(expr: Conditional) -> str:
    rows = []
    rest: Expr = expr
    while isinstance(rest, Conditional):
        rows.append(rf"{_write(rest.then, 0)} & \text{{if }} {_write(rest.condition, 0)}")
        rest = rest.otherwise
    rows.append(rf"{_write(rest, 0)} & \text{{otherwise}}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _call(expr: Call) -> str:
    match expr.function, expr.arguments:
        case "sqrt", (x,):
            return rf"\sqrt{{{_write(x, 0)}}}"
        case "abs", (x,):
            # not |, which ends the cell of a table in Markdown
            return rf"\left\lvert {_write(x, 0)} \right\rvert"
        case (("pow" | "power"), (x, n)):
            return f"{{{_write(x, _ATOM)}}}^{{{_write(n, 0)}}}"
        case "pos", (x,):
            return rf"\left({_write(x, 0)}\right)^{{+}}"
        case "neg", (x,):
            return rf"\left({_write(x, 0)}\right)^{{-}}"
        case "modulo", (x, n):
            return rf"{_write(x, _ATOM)} \bmod {_write(n, _ATOM)}"
        case "log10", arguments:
            return rf"\log_{{10}}{_list(arguments)}"
        case name, arguments:
            word = f"\\{name}" if name in _FUNCTIONS else rf"\mathrm{{{escape(name)}}}"
            return f"{word}{_list(arguments)}"


def _list(arguments: tuple[Expr, ...]) -> str:
    return rf"\left({', '.join(_write(argument, 0) for argument in arguments)}\right)"


def _leaf(expr: Leaf) -> tuple[int, str]:
    match expr:
        case Number():
            return _number(expr)
        case Boolean(value=value):
            return _ATOM, rf"\mathrm{{{'true' if value else 'false'}}}"
        case Name(id=name):
            return _ATOM, latex_name(name)
        case Member(owner=owner, id=name):
            return _ATOM, rf"{{{latex_name(name)}}}^{{\mathrm{{{owner}}}}}"
        case Gradient(id=name):
            return _ATOM, rf"\frac{{d{latex_name(name)}}}{{dt}}"
        case WeightedSum(target=target, owner=owner):
            word = _word(target) if target else r"\mathrm{all}"
            return _ATOM, rf"{{I_{{{word}}}}}{_owner(owner)}"
        case GlobalOperation(op=op, owner=owner, id=name):
            inner = f"{{{latex_name(name)}}}{_owner(owner)}"
            return _ATOM, rf"\mathrm{{{op}}}\left({inner}\right)"
        case _:
            assert_never(expr)


def _number(number: Number) -> tuple[int, str]:
    mantissa, _, exponent = print_number(number).partition("e")
    if not exponent:
        return _ATOM, mantissa
    return _PRODUCT, rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def _owner(owner: str | None) -> str:
    return rf"^{{\mathrm{{{owner}}}}}" if owner else ""


def _word(word: str) -> str:
    if _GREEK.fullmatch(word):
        return f"\\{word}"
    return word if len(word) == 1 and word != "_" else rf"\mathrm{{{escape(word)}}}"
