"""Reads the pieces of text of one model into lines; every mistake of the wording is collected.

In: `Piece`s, regions of user text with the keyword options that belong to them.
Out: `ParameterLine`, `EquationLine`, `Expr`; mistakes in `Reader.report`.
Not here: Python values (see `declare`), attributes (see `build`), rules that need the whole model.
"""

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import partial
from typing import TypeVar

from annarchy_lab.diagnostics import Diagnostic, Report, Source, Span
from annarchy_lab.language.comments import trailing_comment
from annarchy_lab.language.cursor import check_tokens
from annarchy_lab.language.declaration import Locality
from annarchy_lab.language.definitions import (
    ASSIGNMENTS,
    Definition,
    RawFlag,
    cut_flags,
    split_definitions,
)
from annarchy_lab.language.faults import (
    INVALID_ARGUMENT,
    INVALID_FLAG,
    INVALID_RANGE,
    INVALID_TARGET,
    MISSING_ASSIGNMENT,
    Mistake,
)
from annarchy_lab.language.model import EquationLine, Option, ParameterLine
from annarchy_lab.language.parser import parse_expression, parse_statement, parse_tokens
from annarchy_lab.language.syntax import Boolean, Expr
from annarchy_lab.language.tokens import Token, TokenKind
from annarchy_lab.language.values import constant_value, initial_value
from annarchy_lab.language.vocabulary import FLAG_KEYS, LOCALITY_WORDS, METHODS, TYPE_WORDS
from annarchy_lab.lightweight import dataclass

__all__ = ["Piece", "Reader", "read_flags"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Piece:
    """A region of user text.

    Parameters
    ----------
    options
        Keywords given beside the text, such as ``Variable(..., init=1.0)``.
    unit, description
        Of the variable; they go before what a comment says.
    is_variable
        Whether this is the text of a `Variable`, which holds one equation.
    """

    source: Source
    start: int
    stop: int
    options: tuple[Option, ...] = ()
    unit: str = ""
    description: str = ""
    is_variable: bool = False

    @classmethod
    def whole(cls, text: str, origin: str) -> "Piece":
        """Return the piece that is all of `text`."""
        return cls(Source(text, origin), 0, len(text))

    @property
    def span(self) -> Span:
        """All of it."""
        return Span(self.source, self.start, self.stop)

    def definitions(self) -> tuple[Definition, ...]:
        """Return the definitions in it."""
        return split_definitions(self.source, self.start, self.stop)


@dataclass(slots=True)
class Reader:
    """Reads pieces and collects what is wrong with them.

    Parameters
    ----------
    report
        Every mistake so far.
    broken_names, broken_functions
        What the unreadable definitions seem to declare.
    is_incomplete
        Whether whole sections could not be read.
    """

    report: Report = field(default_factory=Report)
    broken_names: set[str] = field(default_factory=set)
    broken_functions: set[str] = field(default_factory=set)
    is_incomplete: bool = False

    def parameters(self, piece: Piece, default: Locality | None) -> tuple[ParameterLine, ...]:
        """Read definitions of parameters; `default` is the locality of those without a flag."""
        return self._each(piece.definitions(), lambda d: _parameter(d, default))

    def equations(self, section: str, piece: Piece) -> tuple[EquationLine, ...]:
        """Read statements; the piece's options go to its only one."""
        definitions = piece.definitions()
        if piece.is_variable and len(definitions) != 1:
            self.add(
                INVALID_ARGUMENT.at(
                    Span(piece.source, piece.start, max(piece.stop, piece.start + 1)),
                    f"a Variable holds one equation, not {len(definitions)}",
                    "write one Variable per equation",
                )
            )
        return self._each(definitions, lambda d: _equation(section, d, piece))

    def expression(self, piece: Piece) -> Expr:
        """Read a piece that is one expression; ``False`` stands for one that cannot be read."""
        read = partial(parse_expression, piece.source, piece.start, piece.stop)
        # A spiking neuron with a broken condition is still a spiking neuron.
        return self.attempt(read) or Boolean(False, piece.span)

    def attempt(self, read: Callable[[], _T]) -> _T | None:
        """Return what `read` returns, or collect its mistake and return ``None``."""
        try:
            return read()
        except Mistake as mistake:
            self.add(mistake)
            return None

    def add(self, mistake: Mistake | Diagnostic) -> None:
        """Collect one mistake."""
        diagnostic = mistake.diagnostic if isinstance(mistake, Mistake) else mistake
        self.report.diagnostics.append(diagnostic)

    def _each(
        self, definitions: Sequence[Definition], read: Callable[[Definition], _T]
    ) -> tuple[_T, ...]:
        lines: list[_T] = []
        for definition in definitions:
            try:
                lines.append(read(definition))
            except Mistake as mistake:
                self.add(mistake)
                self.broken_names.update(_names_on_the_left(definition))
        return tuple(lines)


def _names_on_the_left(definition: Definition) -> set[str]:
    """Return every name that an unreadable definition may have meant to assign."""
    words: set[str] = set()
    for token in definition.tokens:
        if token.text in ASSIGNMENTS:
            break
        if token.kind is TokenKind.NAME:
            words |= {token.text, token.text.removeprefix("d")}
    return words


def _equation(section: str, definition: Definition, piece: Piece) -> EquationLine:
    tokens, flags = cut_flags(definition.tokens)
    statement = parse_statement(definition, tokens)
    description, unit = trailing_comment(definition.span)
    return EquationLine(
        section,
        statement,
        (*read_flags(flags), *piece.options),
        definition.text,
        definition.span,
        unit=piece.unit or unit,
        description=piece.description or description,
    )


def read_flags(flags: Sequence[RawFlag]) -> tuple[Option, ...]:
    """Read the flags of one definition: a word alone becomes ``method=``, ``locality=``, ...

    Raises
    ------
    Mistake
        If a value is missing or cannot be read.
    """
    return tuple(_flag(flag) for flag in flags)


def _flag(flag: RawFlag) -> Option:
    if flag.value is None:
        return _bare_flag(flag)
    if not flag.value:
        raise INVALID_FLAG.at(
            flag.span, f"the value of '{flag.key}' is missing", f"write {flag.key}=0.0"
        )
    if flag.key in ("method", "locality", "type"):
        return Option(flag.key, "".join(token.text for token in flag.value), flag.span)
    value = parse_tokens(flag.value, flag.span)
    return Option(flag.key, initial_value(value) if flag.key == "init" else value, flag.span)


def _bare_flag(flag: RawFlag) -> Option:
    for key, words in (("method", METHODS), ("locality", LOCALITY_WORDS), ("type", TYPE_WORDS)):
        if flag.key in words:
            return Option(key, flag.key, flag.span)
    if flag.key in FLAG_KEYS:
        raise INVALID_FLAG.at(flag.span, f"'{flag.key}' needs a value", f"write {flag.key}=0.0")
    return Option(flag.key, None, flag.span)


def _parameter(definition: Definition, default: Locality | None) -> ParameterLine:
    tokens, flags = cut_flags(definition.tokens)
    check_tokens(tokens)
    if len(tokens) < 2 or tokens[1].text not in ASSIGNMENTS:
        raise MISSING_ASSIGNMENT.at(
            definition.span, "this parameter has no value", "write name = number"
        )
    name, sign, *right = tokens
    if name.kind is not TokenKind.NAME or sign.text != "=":
        raise INVALID_TARGET.at(
            name.span.to(sign.span), "nothing can be assigned to this", "write name = value"
        )
    right, control_range = _cut_range(right)
    description, unit = trailing_comment(definition.span)
    value = parse_tokens(right, sign.span)
    return ParameterLine(
        name.text,
        initial_value(value),
        read_flags(flags),
        default,
        name.span,
        unit=unit,
        description=description,
        control_range=control_range,
        value_span=value.span,
    )


def _cut_range(tokens: list[Token]) -> tuple[list[Token], tuple[float, float] | None]:
    """Cut ``in lo..hi`` off the value of a parameter."""
    words = [token.text for token in tokens]
    if "in" not in words:
        return tokens, None
    cut = words.index("in")
    place = tokens[cut].span.to(tokens[-1].span)
    fault = INVALID_RANGE.at(place, "this is no range", "write in lowest..highest, such as in 0..1")
    if ".." not in words:
        raise fault
    middle = words.index("..")
    ends = [
        constant_value(parse_tokens(part, place))
        for part in (tokens[cut + 1 : middle], tokens[middle + 1 :])
    ]
    low, high = ends
    if low is None or high is None or not low < high:
        raise fault
    return tokens[:cut], (float(low), float(high))
