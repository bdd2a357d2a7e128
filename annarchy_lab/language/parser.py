"""Parser: tokens become the tree of an expression or a statement.

In: tokens of one definition (flags cut off), or a whole region for a field that is one expression.
Out: nodes of `syntax` with spans.
Not here: flags and definitions (see `definitions`), what a name stands for (see `scope`).

A Pratt parser: a prefix reads one operand; then each infix sign that binds at least as strongly as
the caller asks takes what stands left of it.  Binding, weakest first::

    or                       10   left
    and                      20   left
    not                      30   prefix
    == != < <= > >= is       40   does not chain
    + -                      50   left
    * /                      60   left
    - + (sign)               70   prefix
    ^ **                     80   right; its exponent may start with a sign

``if c: a else: b`` binds weaker than all of them: it is a whole right side, a branch of another
one, or stands in parentheses.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.language.atoms import parse_atom
from annarchy_lab.language.cursor import Cursor, check_tokens
from annarchy_lab.language.definitions import ASSIGNMENTS, Definition
from annarchy_lab.language.faults import (
    CHAINED_COMPARISON,
    INVALID_TARGET,
    MALFORMED_CONDITIONAL,
    MISSING_ASSIGNMENT,
    SEVERAL_ASSIGNMENTS,
    TOO_DEEP,
)
from annarchy_lab.language.syntax import (
    Assign,
    AssignOperator,
    Binary,
    BinaryOperator,
    Compare,
    CompareOperator,
    Conditional,
    Expr,
    Gradient,
    Logical,
    LogicalOperator,
    Member,
    Name,
    Ode,
    Statement,
    Unary,
    depth,
    walk,
)
from annarchy_lab.language.tokens import Token, TokenKind, scan

__all__ = ["parse_expression", "parse_statement", "parse_tokens", "parse_value"]

_OR: Final = 10
_AND: Final = 20
_NOT: Final = 30
_COMPARISON: Final = 40
_SUM: Final = 50
_PRODUCT: Final = 60
_SIGN: Final = 70
_POWER: Final = 80

_BINDING: Final = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "is"), _COMPARISON),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
    **dict.fromkeys(("^", "**"), _POWER),
}
_DEEPEST_TEXT: Final = 60  # open parentheses and branches: keeps the parser off Python's own limit
_DEEPEST_TREE: Final = 150


def parse_expression(text: Source | str, start: int = 0, stop: int | None = None) -> Expr:
    """Parse a region that is one expression; line ends in it are blanks.

    Parameters
    ----------
    text
        The text, or a source that spans shall point into.
    start, stop
        The region in code points, the whole text by default.

    Raises
    ------
    Mistake
        At the first fault of the wording.
    """
    source = Source(text, "expression") if isinstance(text, str) else text
    stop = len(source.text) if stop is None else stop
    return parse_tokens(scan(source, start, stop), Span(source, start, stop))


def parse_tokens(tokens: Sequence[Token], place: Span) -> Expr:
    """Parse tokens that are one expression; `place` is where they should be."""
    check_tokens(tokens)
    cursor = Cursor(tokens, place)
    value = parse_value(cursor)
    if cursor.token is not None:
        raise _left_over(cursor)
    if depth(value) > _DEEPEST_TREE:
        raise _too_deep(value.span)
    return value


def parse_statement(definition: Definition, tokens: Sequence[Token]) -> Statement:
    """Parse the statement of a definition.

    Parameters
    ----------
    definition
        As split from the text.
    tokens
        Those of the statement, without the flags.

    Raises
    ------
    Mistake
        At the first fault of the wording.
    """
    check_tokens(tokens)
    signs = _assignments(tokens)
    if not signs:
        raise MISSING_ASSIGNMENT.at(
            definition.span, "this definition assigns nothing", "write name = expression"
        )
    if len(signs) > 1:
        raise SEVERAL_ASSIGNMENTS.at(
            tokens[signs[1]].span,
            "a second assignment in one definition",
            "one definition per line; '==' compares two values",
        )
    sign = tokens[signs[0]]
    left = _left_side(tokens[: signs[0]], sign)
    right = parse_tokens(tokens[signs[0] + 1 :], sign.span)
    span = definition.tokens[0].span.to(right.span)
    if isinstance(left, Name | Member):
        return Assign(left, cast("AssignOperator", sign.text), right, span)
    return Ode(left, right, span)


def _assignments(tokens: Sequence[Token]) -> list[int]:
    """Return where assignments stand; inside parentheses they are told as what they are there."""
    found, n_open = [], 0
    for i, token in enumerate(tokens):
        n_open += (token.text == "(") - (token.text == ")")
        if token.text in ASSIGNMENTS and n_open == 0:
            found.append(i)
    return found


def _left_side(tokens: Sequence[Token], sign: Token) -> Expr:
    remedy = "left of '=' stands a name, or an expression with one gradient such as tau*dv/dt"
    if not tokens:
        raise INVALID_TARGET.at(sign.span, "nothing stands left of the assignment", remedy)
    left = parse_tokens(tokens, sign.span)
    if left == Binary("/", Name("dt"), Name("dt")):
        hint = "t advances by dt in each step; rename the variable if it is another t"
        raise INVALID_TARGET.at(left.span, "time has no equation of its own", hint)
    gradients = [node for node in walk(left) if isinstance(node, Gradient)]
    if len(gradients) > 1:
        raise INVALID_TARGET.at(
            gradients[1].span, "a second gradient in one equation", "one equation per gradient"
        )
    if not gradients and not isinstance(left, Name | Member):
        raise INVALID_TARGET.at(left.span, "nothing can be assigned to this", remedy)
    if gradients and sign.text != "=":
        raise INVALID_TARGET.at(sign.span, "an equation of a gradient takes '='", "write '='")
    return left


def parse_value(cursor: Cursor, nesting: int = 0) -> Expr:
    """Read an expression, or a conditional that is the whole of it."""
    if nesting > _DEEPEST_TEXT:
        raise _too_deep(cursor.place)
    if cursor.text == "if":
        return _conditional(cursor, nesting)
    return _expression(cursor, _OR, nesting)


def _conditional(cursor: Cursor, nesting: int) -> Expr:
    start = cursor.take().span
    condition = _expression(cursor, _OR, nesting + 1)
    _expect_colon(cursor, "behind the condition of 'if'")
    then = parse_value(cursor, nesting + 1)
    if cursor.text == "elif":
        hint = "write if condition: a else: if other: b else: c"
        raise MALFORMED_CONDITIONAL.at(cursor.place, "'elif' is not known", hint)
    if not cursor.take_if("else"):
        raise MALFORMED_CONDITIONAL.at(
            cursor.place, "'else:' is missing", "write if condition: a else: b"
        )
    _expect_colon(cursor, "behind 'else'")
    otherwise = parse_value(cursor, nesting + 1)
    return Conditional(condition, then, otherwise, start.to(cursor.last))


def _expect_colon(cursor: Cursor, where: str) -> None:
    if cursor.text == "=":
        raise cursor.unexpected()
    if not cursor.take_if(":"):
        hint = "write if condition: a else: b"
        if cursor.token is None:
            hint += "; a word such as init behind ':' is a flag unless it stands in parentheses"
        raise MALFORMED_CONDITIONAL.at(cursor.place, f"':' is missing {where}", hint)


def _expression(cursor: Cursor, weakest: int, nesting: int) -> Expr:
    left = _prefix(cursor, weakest, nesting)
    while (binding := _BINDING.get(cursor.text, 0)) >= weakest:
        left = _infix(cursor, left, binding, nesting)
        if binding == _COMPARISON and _BINDING.get(cursor.text) == _COMPARISON:
            raise CHAINED_COMPARISON.at(
                cursor.place, "a comparison of a comparison", "write a < b and b < c"
            )
    return left


def _prefix(cursor: Cursor, weakest: int, nesting: int) -> Expr:
    if nesting > _DEEPEST_TEXT:
        raise _too_deep(cursor.place)
    match cursor.text:
        case "not":
            if weakest > _NOT:
                raise cursor.unexpected(hint="put parentheses around 'not ...'")
            start = cursor.take().span
            operand = _expression(cursor, _NOT, nesting + 1)
            return Unary("not", operand, start.to(cursor.last))
        case "-":
            start = cursor.take().span
            operand = _expression(cursor, _SIGN, nesting + 1)
            return Unary("-", operand, start.to(cursor.last))
        case "+":
            cursor.take()
            return _expression(cursor, _SIGN, nesting + 1)
        case "(":
            return _group(cursor, nesting)
        case _:
            return parse_atom(cursor, lambda: parse_value(cursor, nesting + 1))


def _group(cursor: Cursor, nesting: int) -> Expr:
    start = cursor.take().span
    inner = parse_value(cursor, nesting + 1)
    cursor.expect(")", "here")
    # The place of a group includes its parentheses, so that a caret marks all of it.
    return replace(inner, span=start.to(cursor.last))


def _infix(cursor: Cursor, left: Expr, binding: int, nesting: int) -> Expr:
    sign = cursor.take().text
    if sign == "is":
        sign = "!=" if cursor.take_if("not") else "=="
    # A power takes signs and powers on its right, all others only what binds more strongly.
    right = _expression(cursor, _SIGN if binding == _POWER else binding + 1, nesting + 1)
    span = left.span.to(cursor.last)
    match binding:
        case 10 | 20:
            return Logical(cast("LogicalOperator", sign), left, right, span)
        case 40:
            return Compare(cast("CompareOperator", sign), left, right, span)
        case _:
            sign = "^" if sign == "**" else sign
            return Binary(cast("BinaryOperator", sign), left, right, span)


def _left_over(cursor: Cursor) -> Exception:
    token = cursor.token
    if token is not None and token.text in ("else", "if"):
        return MALFORMED_CONDITIONAL.at(
            token.span,
            f"'{token.text}' inside a larger expression",
            "put the conditional in parentheses, or write ite(condition, a, b)",
        )
    if token is not None and (token.kind is not TokenKind.OPERATOR or token.text == "("):
        return cursor.unexpected(
            f"an operator is missing before '{token.text}'", "write '*' to multiply"
        )
    if cursor.text == ":":
        return cursor.unexpected(
            hint="flags follow one ':' in a line of parameters or equations, separated by commas; "
            "in a dict, write Parameter(value, locality=...) instead"
        )
    return cursor.unexpected()


def _too_deep(span: Span) -> Exception:
    return TOO_DEEP.at(
        span, "this expression is nested too deeply", "give a part of it a variable of its own"
    )
