"""The operands of an expression: numbers, names, members, calls, gradients.

In: a `Cursor` at the first token of an operand, and a way to read an argument.
Out: one node of `syntax`.
Not here: signs and their binding (see `parser`), how many arguments a call takes (see `checks`).
"""

import math
from collections.abc import Callable
from typing import Final, cast

from annarchy_lab.diagnostics import Span
from annarchy_lab.language.cursor import Cursor
from annarchy_lab.language.faults import (
    GLOBAL_OPERATION_ARGUMENT,
    INVALID_VALUE,
    MALFORMED_CONDITIONAL,
    TARGET_NAME,
    UNEXPECTED_TEXT,
)
from annarchy_lab.language.syntax import (
    Boolean,
    Call,
    Conditional,
    Draw,
    Expr,
    GlobalOperation,
    GlobalOperator,
    Gradient,
    Member,
    Name,
    Number,
    Owner,
    WeightedSum,
)
from annarchy_lab.language.tokens import Token, TokenKind
from annarchy_lab.language.vocabulary import (
    ALIASES,
    DISTRIBUTIONS,
    GLOBAL_OPERATIONS,
    LARGEST,
    SYNTAX_WORDS,
)

__all__ = ["parse_atom"]

_ALL_TARGETS: Final = "__all__"


def parse_atom(cursor: Cursor, parse_argument: Callable[[], Expr]) -> Expr:
    """Read one operand.

    Parameters
    ----------
    cursor
        Stands at its first token.
    parse_argument
        Reads one argument of a call at the cursor.

    Raises
    ------
    Mistake
        If no operand starts here.
    """
    token = cursor.token
    if token is None or token.kind not in (TokenKind.NUMBER, TokenKind.NAME):
        raise cursor.unexpected()
    if token.text in SYNTAX_WORDS:
        return _word(cursor, token)
    cursor.take()
    if token.kind is TokenKind.NUMBER:
        value = float(token.text)
        if math.isinf(value):
            raise INVALID_VALUE.at(token.span, "this number is too large", LARGEST)
        return Number(value, token.text.isdigit(), token.span)
    if cursor.text == "(":
        return _call(cursor, token, parse_argument)
    if cursor.text == ".":
        return _member(cursor, token)
    if _is_gradient(cursor, token):
        cursor.take()
        return Gradient(token.text[1:], token.span.to(cursor.take().span))
    return Name(token.text, token.span)


def _word(cursor: Cursor, token: Token) -> Expr:
    if token.text in ("True", "False"):
        cursor.take()
        return Boolean(token.text == "True", token.span)
    if token.text in ("if", "else"):
        raise MALFORMED_CONDITIONAL.at(
            token.span,
            f"'{token.text}' has no place here",
            "a conditional is the whole right side, or write ite(condition, a, b)",
        )
    raise cursor.unexpected(f"a value is missing before '{token.text}'")


def _is_gradient(cursor: Cursor, token: Token) -> bool:
    is_name = token.text.startswith("d") and token.text not in ("d", "dt")
    return is_name and cursor.text == "/" and cursor.peek(1) == "dt"


def _member(cursor: Cursor, owner: Token) -> Expr:
    if owner.text not in ("pre", "post"):
        hint = "functions are called by their name alone; only pre. and post. name another neuron"
        raise UNEXPECTED_TEXT.at(owner.span, f"'{owner.text}.' is unknown", hint)
    cursor.take()
    if cursor.token is None or cursor.token.kind is not TokenKind.NAME:
        raise cursor.unexpected(f"an attribute is missing behind '{owner.text}.'")
    attribute = cursor.take()
    side = cast("Owner", owner.text)
    span = owner.span.to(attribute.span)
    if cursor.text != "(":
        return Member(side, attribute.text, span)
    if attribute.text != "sum":
        raise cursor.unexpected(hint=f"only {side}.sum(target) takes parentheses")
    return _weighted_sum(cursor, side, span)


def _call(cursor: Cursor, name: Token, parse_argument: Callable[[], Expr]) -> Expr:
    if name.text == "sum":
        return _weighted_sum(cursor, None, name.span)
    if name.text in GLOBAL_OPERATIONS:
        return _global_operation(cursor, name)
    arguments = _arguments(cursor, parse_argument)
    span = name.span.to(cursor.last)
    if name.text == "ite" and len(arguments) == 3:
        return Conditional(*arguments, span=span)
    if name.text in DISTRIBUTIONS:
        return Draw(name.text, arguments, span)
    return Call(ALIASES.get(name.text, name.text), arguments, span)


def _arguments(cursor: Cursor, parse_argument: Callable[[], Expr]) -> tuple[Expr, ...]:
    cursor.take()
    if cursor.take_if(")"):
        return ()
    arguments = [parse_argument()]
    while cursor.take_if(","):
        arguments.append(parse_argument())
    if cursor.text == "=":
        raise cursor.unexpected(
            hint="arguments have an order and no names, as in Normal(0.0, 1.0); "
            "write '==' to compare two values"
        )
    cursor.expect(")", "behind the arguments")
    return tuple(arguments)


def _weighted_sum(cursor: Cursor, owner: Owner | None, start: Span) -> Expr:
    cursor.take()
    target = None
    # Any word names a target, words of the grammar included: sum(in).
    if cursor.token is not None and cursor.token.kind is TokenKind.NAME:
        target = cursor.take().text
    if not cursor.take_if(")"):
        raise TARGET_NAME.at(
            cursor.place,
            "sum takes the name of one target",
            "write sum(exc), or sum() for all targets together",
        )
    return WeightedSum(None if target == _ALL_TARGETS else target, owner, start.to(cursor.last))


def _global_operation(cursor: Cursor, name: Token) -> Expr:
    opening = cursor.take()
    owner: Owner | None = None
    if cursor.text in ("pre", "post") and cursor.peek(1) == ".":
        owner = cast("Owner", cursor.take().text)
        cursor.take()
    is_name = cursor.token is not None and cursor.token.kind is TokenKind.NAME
    if not is_name or cursor.peek(1) != ")":
        raise _no_attribute(cursor, name, opening)
    attribute = cursor.take().text
    span = name.span.to(cursor.take().span)
    return GlobalOperation(cast("GlobalOperator", name.text), owner, attribute, span)


def _no_attribute(cursor: Cursor, name: Token, opening: Token) -> Exception:
    while cursor.text not in (")", ""):
        cursor.take()
    hint = f"give the expression a variable of its own and write {name.text}(variable)"
    if name.text in ("min", "max"):
        sign = "<" if name.text == "min" else ">"
        hint += f"; the {name.text} of two values is ite(a {sign} b, a, b)"
    return GLOBAL_OPERATION_ARGUMENT.at(
        opening.span.to(cursor.last), f"{name.text} takes the name of one attribute", hint
    )
