"""One ODE as its numerical method wants it: solved for the gradient, over plain names.

In: an `Equation` that is an ODE, and the `Typer` that knows what its names are.
Out: `OdeState`.
Not here: methods.

Random calls become names that are already numbered, because a method may use a term twice and both
uses mean one draw.  For methods that rearrange equations, functions of the states are written out,
and integer parts become real, so that no product of two of them wraps around.
"""

from collections.abc import Callable, Collection

from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.typing import Typer
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import Equation, UserFunction, ValueType
from annarchy_lab.numerics.faults import UNSOLVABLE_LEFT
from annarchy_lab.numerics.linear import NotLinearError, solve_for_gradient
from annarchy_lab.numerics.linear_form import place
from annarchy_lab.numerics.method import OdeState

__all__ = ["ode_state"]

_REAL_ONE = s.Number(1.0)


def ode_state(
    equation: Equation, typer: Typer, states: Collection[str] = (), *, by_default: bool = False
) -> OdeState:
    """Return the ODE of `equation`.

    Parameters
    ----------
    states
        What the method will move to one side of the equation; nothing if it rearranges none.
    by_default
        Whether the method is the network's default.
    """
    statement = equation.statement
    assert isinstance(statement, s.Ode)
    typer.scope.attribute = statement.state

    def prepared(expr: s.Expr) -> s.Expr:
        expr = _name_draws(expr, typer)
        return _rearrangeable(expr, frozenset(states), typer) if states else expr

    ode = s.Ode(prepared(statement.left), prepared(statement.right))
    state = OdeState(statement.state, _REAL_ONE, ode.right, equation.span, by_default)
    try:
        factor, right = solve_for_gradient(ode)
    except NotLinearError as error:
        UNSOLVABLE_LEFT.add_to(
            typer.scope.report,
            place(error.node, state),
            f"the left side cannot be solved for d{statement.state}/dt",
            f"write d{statement.state}/dt = ..., or a factor of it and further terms",
        )
        return state
    if isinstance(factor, s.Number):
        factor = s.Number(factor.value)
    return OdeState(statement.state, factor, right, equation.span, by_default)


def _name_draws(expr: s.Expr, typer: Typer) -> s.Expr:
    def change(node: s.Expr) -> s.Expr:
        if not isinstance(node, s.Draw):
            return node
        name = f"draw {len(typer.scope.names)}"
        typer.scope.names = {**typer.scope.names, name: typer.expr(node)}
        return s.Name(name, node.span)

    return s.rewrite(expr, change)


def _rearrangeable(expr: s.Expr, states: frozenset[str], typer: Typer) -> s.Expr:
    def moves(node: s.Expr) -> bool:
        return any(
            isinstance(part, s.Gradient) or (isinstance(part, s.Name) and part.id in states)
            for part in s.walk(node)
        )

    def change(node: s.Expr) -> s.Expr:
        written_out = _written_out(node, typer) if isinstance(node, s.Call) else None
        return node if written_out is None or not moves(node) else written_out

    return _with_real_parts(s.rewrite(expr, change), moves, typer)


def _written_out(call: s.Call, typer: Typer) -> s.Expr | None:
    """Return the body of a function with the arguments put in, None where types would change."""
    function = typer.scope.functions.get(call.function)
    if function is None or not _is_plain(function, typer.scope.constants):
        return None
    arguments = dict(zip(function.arguments, call.arguments, strict=True))

    def put_in(node: s.Expr) -> s.Expr:
        return arguments.get(node.id, node) if isinstance(node, s.Name) else node

    body = s.rewrite(function.body, put_in)
    is_real = all(typer.expr(part).dtype is DType.REAL for part in (*call.arguments, body))
    return body if is_real else None


def _is_plain(function: UserFunction, constants: Collection[str]) -> bool:
    """Tell whether the body means the same where it is called."""
    visible = {*function.arguments, *constants, "t", "dt", "pi"}
    types = {function.return_type, *function.argument_types}
    return types == {ValueType.FLOAT} and visible.issuperset(s.names(function.body))


def _with_real_parts(expr: s.Expr, moves: Callable[[s.Expr], bool], typer: Typer) -> s.Expr:
    def part(node: s.Expr) -> s.Expr:
        return _with_real_parts(node, moves, typer)

    if not moves(expr):
        return _as_real(expr, typer)
    match expr:
        case s.Binary("^", base, exponent):
            return s.Binary("^", part(base), exponent, expr.span)
        case s.Binary(op, left, right):
            return s.Binary(op, part(left), part(right), expr.span)
        case s.Unary("-", operand):
            return s.Unary("-", part(operand), expr.span)
        case s.Conditional(condition, then, otherwise):
            return s.Conditional(condition, part(then), part(otherwise), expr.span)
        case _:
            return expr


def _as_real(expr: s.Expr, typer: Typer) -> s.Expr:
    if isinstance(expr, s.Number):
        return s.Number(expr.value, span=expr.span)
    if typer.expr(expr).dtype in (DType.BOOL, DType.INT):
        return s.Binary("*", _REAL_ONE, expr, expr.span)
    return expr
