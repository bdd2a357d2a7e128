"""Functions that users write: ``f(x, y) = expression : return type, argument types``.

In: a text with one or more of them.
Out: `UserFunction`.
Not here: the registry of global functions (api), whether a body's names are known (see `checks`).
"""

from collections.abc import Sequence
from typing import Final

from annarchy_lab.diagnostics import ModelError, Source, Span
from annarchy_lab.language.cursor import check_tokens
from annarchy_lab.language.declaration import UserFunction, ValueType
from annarchy_lab.language.definitions import Definition, cut_flags, split_definitions
from annarchy_lab.language.faults import INVALID_FUNCTION, Mistake
from annarchy_lab.language.parser import parse_tokens
from annarchy_lab.language.tokens import Token, TokenKind
from annarchy_lab.language.vocabulary import TYPE_WORDS

__all__ = ["parse_function", "read_function"]

_FORM: Final = "write name(argument, ...) = expression"


def parse_function(text: str | Source) -> UserFunction:
    """Parse the text of one function, as given to ``add_function``.

    Parameters
    ----------
    text
        Such as ``"gauss(x, s) = exp(-x^2 / (2*s^2))"``.

    Raises
    ------
    ModelError
        If it is not one function.
    """
    source = Source(text, "function") if isinstance(text, str) else text
    definitions = split_definitions(source)
    try:
        if len(definitions) != 1:
            place = Span(source, 0, max(1, len(source.text)))
            message = f"one function expected, not {len(definitions)}"
            raise INVALID_FUNCTION.at(place, message, _FORM)
        return read_function(definitions[0])
    except Mistake as mistake:
        raise ModelError([mistake.diagnostic]) from None


def read_function(definition: Definition) -> UserFunction:
    """Read one definition of a function.

    Raises
    ------
    Mistake
        At the first fault of the wording.
    """
    tokens, flags = cut_flags(definition.tokens, TYPE_WORDS)
    check_tokens(tokens)
    sign = next((i for i, token in enumerate(tokens) if token.text == "="), 0)
    if sign < 3:
        raise INVALID_FUNCTION.at(definition.span, "this is no function", _FORM)
    name, arguments = _head(tokens[:sign])
    body = parse_tokens(tokens[sign + 1 :], tokens[sign].span)
    types = _types([(flag.key, flag.span) for flag in flags], len(arguments))
    span = tokens[0].span.to(tokens[sign - 1].span)
    return UserFunction(name, arguments, body, types[0], types[1:], span)


def _head(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    name, opening, *inner, closing = tokens
    place = name.span.to(closing.span)
    names, commas = inner[::2], inner[1::2]
    has_form = (
        opening.text == "("
        and closing.text == ")"
        and all(token.kind is TokenKind.NAME for token in (name, *names))
        and all(token.text == "," for token in commas)
        and len(names) == len(commas) + bool(inner)  # no comma behind the last argument
    )
    if not has_form:
        raise INVALID_FUNCTION.at(place, "this is no head of a function", _FORM)
    arguments = tuple(token.text for token in names)
    for token in names:
        if arguments.count(token.text) > 1:
            raise INVALID_FUNCTION.at(
                token.span, f"the argument '{token.text}' comes twice", "rename one of them"
            )
    return name.text, arguments


def _types(flags: Sequence[tuple[str, Span]], n_arguments: int) -> tuple[ValueType, ...]:
    if not flags:
        return (ValueType.FLOAT,) * (1 + n_arguments)
    for word, span in flags:
        if word not in TYPE_WORDS:
            raise INVALID_FUNCTION.at(span, f"'{word}' is no type", "types are int, bool, float")
    if len(flags) not in (1, 1 + n_arguments):
        raise INVALID_FUNCTION.at(
            flags[0][1].to(flags[-1][1]),
            f"{len(flags)} types for one result and {n_arguments} arguments",
            "name the type of the result, then that of each argument",
        )
    types = tuple(ValueType(word) for word, _ in flags)
    return types if len(types) > 1 else types + (ValueType.FLOAT,) * n_arguments
