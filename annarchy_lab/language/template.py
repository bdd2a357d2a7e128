"""Equations of ours with gaps for the words of a user, as the standard models have.

In: a `Template`: the text of one equation with gaps such as ``{noise}``, and what stands in each.
Out: the equation read, gaps filled; a mistake in a filling is shown there, at the user's words.
Not here: which models have gaps.

A filling is one expression, read by itself, so it can never become a flag or a second equation.
A gap is a term of a sum; one that stays empty takes its plus sign with it, a sum of none is 0.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from functools import partial
from typing import Final, TypeAlias

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.language.arguments import keyword
from annarchy_lab.language.faults import INVALID_ARGUMENT
from annarchy_lab.language.model import EquationLine
from annarchy_lab.language.parser import parse_expression
from annarchy_lab.language.printer import print_statement
from annarchy_lab.language.read import Piece, Reader
from annarchy_lab.language.syntax import (
    NOWHERE,
    Assign,
    Binary,
    Expr,
    Name,
    Number,
    Statement,
    children,
    with_children,
)
from annarchy_lab.lightweight import dataclass

__all__ = ["Template", "filled"]

_GAP: Final = "gap_of_"

Fillings: TypeAlias = Mapping[str, Expr | None]


@dataclass(frozen=True, slots=True)
class Template:
    """One equation with gaps.

    Parameters
    ----------
    text
        The equation, such as ``"tau * dv/dt + v = {sum} + B"``.
    fillings
        An expression as text for each gap; None or a blank text leaves it out.
    """

    text: str
    fillings: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def with_names(self) -> str:
        """The text with a name in the place of each gap."""
        return self.text.format_map({key: f"{_GAP}{key}" for key in self.fillings})


def filled(
    template: Template, lines: tuple[EquationLine, ...], reader: Reader, label: str
) -> tuple[EquationLine, ...]:
    """Fill the gaps of the lines that were read from a template.

    Parameters
    ----------
    lines
        As read from `Template.with_names`.
    reader
        Gets the mistakes in fillings.
    label
        How messages name the model.
    """
    fillings = {
        f"{_GAP}{key}": _read(reader, key, text, label) for key, text in template.fillings.items()
    }
    return tuple(_with(line, fillings) for line in lines)


def _read(reader: Reader, key: str, given: object, label: str) -> Expr | None:
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if not isinstance(given, str):
        place = keyword(key, given, label)
        reader.add(INVALID_ARGUMENT.at(place, f"{key} must be a text", "give an expression"))
        return None
    piece = Piece.whole(given, f"{label}, {key}")
    return reader.attempt(partial(parse_expression, piece.source, piece.start, piece.stop))


def _with(line: EquationLine, fillings: Fillings) -> EquationLine:
    text = print_statement(_filled_statement(line.statement, fillings, NOWHERE))
    # The words between the gaps are not the user's: all of them stand for the whole equation.
    place = Span(Source(text, line.span.source.origin), 0, len(text))
    statement = _filled_statement(line.statement, fillings, place)
    return replace(line, statement=statement, text=text, span=place)


def _filled_statement(statement: Statement, fillings: Fillings, place: Span) -> Statement:
    if isinstance(statement, Assign):
        return replace(statement, value=_filled(statement.value, fillings, place), span=place)
    left = _filled(statement.left, fillings, place)
    right = _filled(statement.right, fillings, place)
    return replace(statement, left=left, right=right, span=place)


def _filled(expr: Expr, fillings: Fillings, place: Span) -> Expr:
    if isinstance(expr, Name) and expr.id in fillings:
        return fillings[expr.id] or Number(0.0, span=place)
    if isinstance(expr, Binary) and expr.op == "+":
        for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
            if isinstance(side, Name) and fillings.get(side.id, side) is None:
                return _filled(other, fillings, place)
    parts = tuple(_filled(part, fillings, place) for part in children(expr))
    return replace(with_children(expr, parts), span=place)
