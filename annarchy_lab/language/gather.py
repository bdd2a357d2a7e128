"""Gathers the Python arguments of a model into a `Reading`.

In: texts, lists, dicts and the objects of `parts`, as users give them.
Out: `Reading`, with every mistake of the wording collected in its reader.
Not here: the declaration (see `build`).
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.language.arguments import keyword
from annarchy_lab.language.build import Reading
from annarchy_lab.language.declaration import Locality, UserFunction
from annarchy_lab.language.faults import INVALID_ARGUMENT, INVALID_VALUE
from annarchy_lab.language.functions import read_function
from annarchy_lab.language.model import EquationLine, ParameterLine
from annarchy_lab.language.parts import (
    Variable,
    entry_text,
    parameter_line,
    variable_keywords,
    variable_option,
)
from annarchy_lab.language.read import Piece, Reader
from annarchy_lab.language.syntax import Expr, Number
from annarchy_lab.language.template import Template, filled
from annarchy_lab.language.values import constant_value
from annarchy_lab.lightweight import dataclass

__all__ = ["Gatherer"]


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads arguments into `reading`, one section at a time.

    Parameters
    ----------
    reading
        Gets the mistakes.
    label
        How messages name the model, such as ``Neuron 'LIF'``.
    """

    reading: Reading
    label: str

    def parameters(self, given: object) -> tuple[ParameterLine, ...]:
        """Read a text (its entries are local) or a dict (its plain numbers are global)."""
        if isinstance(given, str):
            piece = Piece.whole(given, f"{self.label}, parameters")
            return self.reading.reader.parameters(piece, Locality.LOCAL)
        if isinstance(given, Mapping):
            return self._entries(given)
        self._refuse("parameters", given, "a text or a dict")
        return ()

    def equations(self, section: str, given: object) -> tuple[EquationLine, ...]:
        """Read a text, a `Variable`, or a list of both; statements keep their order."""
        parts = list(given) if isinstance(given, list | tuple) else [given]
        lines: list[EquationLine] = []
        for number, part in enumerate(parts, 1):
            where = f"{section}[{number}]" if len(parts) > 1 else section
            lines += self._statements(section, part, f"{self.label}, {where}")
        return tuple(lines)

    def events(self, given: Mapping[str, object]) -> dict[str, tuple[EquationLine, ...]]:
        """Read the statements of all events that are given."""
        return {
            section: self.equations(section, text)
            for section, text in given.items()
            if text is not None
        }

    def expression(self, section: str, given: object) -> Expr | None:
        """Read a text that is one expression; ``None`` and empty texts are none."""
        if given is None:
            return None
        if not isinstance(given, str):
            self._refuse(section, given, "a text")
            return None
        if not given:
            return None
        return self.reading.reader.expression(Piece.whole(given, f"{self.label}, {section}"))

    def functions(self, given: object) -> tuple[UserFunction, ...]:
        """Read a text with one function per line."""
        if given is None:
            return ()
        if not isinstance(given, str):
            self._refuse("functions", given, "a text")
            return ()
        return read_functions(self.reading.reader, Piece.whole(given, f"{self.label}, functions"))

    def refractory(self, given: object) -> Expr | float | None:
        """Read a number of ms, or a text that is evaluated at each spike."""
        name = getattr(given, "name", None)
        text = name if isinstance(given, float) and isinstance(name, str) else given  # a Constant
        self.reading.places["refractory"] = keyword("refractory", given, self.label)
        if text is None or isinstance(text, str):
            expr = self.expression("refractory", text)
            return None if expr is None else refractory_period(self.reading.reader, expr)
        try:
            period = Number(float(text))  # type: ignore[arg-type] # anything else is refused
        except (TypeError, ValueError):
            self._refuse("refractory", given, "a number of ms or a text")
            return None
        place = Source(repr(text), f"{self.label}, refractory")
        period = replace(period, span=Span(place, 0, len(place.text)))
        return refractory_period(self.reading.reader, period)

    def _entries(self, given: Mapping[object, object]) -> tuple[ParameterLine, ...]:
        texts = [entry_text(str(name), value) for name, value in given.items()]
        source = Source("\n".join(text for text, _ in texts), f"{self.label}, parameters")
        lines, begin = [], 0
        for (name, value), (text, words) in zip(given.items(), texts, strict=True):
            places = {key: Span(source, begin + a, begin + b) for key, (a, b) in words.items()}
            begin += len(text) + 1
            line = self.reading.reader.attempt(partial(parameter_line, str(name), value, places))
            if line is None:
                self.reading.reader.broken_names.add(str(name))
            else:
                lines.append(line)
        return tuple(lines)

    def _statements(self, section: str, part: object, origin: str) -> tuple[EquationLine, ...]:
        reader = self.reading.reader
        if isinstance(part, str):
            return reader.equations(section, Piece.whole(part, origin))
        if isinstance(part, Variable) and section == "equations":
            return self._variable(part, origin)
        wanted = "texts and Variables" if section == "equations" else "texts"
        self._refuse(section, part, wanted)
        return ()

    def _variable(self, variable: Variable, origin: str) -> tuple[EquationLine, ...]:
        reader, equation = self.reading.reader, cast("object", variable.equation)
        template = equation if isinstance(equation, Template) else None
        if template is not None:
            equation = template.with_names
        if not isinstance(equation, str):
            self._refuse("equation", equation, "a text")
            return ()
        options = [
            reader.attempt(partial(variable_option, key, value, keyword(key, value, origin)))
            for key, value in variable_keywords(variable).items()
        ]
        piece = Piece(
            Source(equation, origin),
            0,
            len(equation),
            tuple(option for option in options if option is not None),
            str(variable.unit),
            str(variable.description),
            is_variable=True,
        )
        lines = reader.equations("equations", piece)
        return lines if template is None else filled(template, lines, reader, self.label)

    def _refuse(self, section: str, given: object, wanted: str) -> None:
        message = f"{section} must be {wanted}"
        place = keyword(section, given, self.label)
        self.reading.reader.add(INVALID_ARGUMENT.at(place, message, f"give {wanted}"))
        self.reading.reader.is_incomplete = True


def read_functions(reader: Reader, piece: Piece) -> tuple[UserFunction, ...]:
    """Read one function per line."""
    functions: list[UserFunction] = []
    for definition in piece.definitions():
        function = reader.attempt(partial(read_function, definition))
        if function is None:
            reader.broken_functions.add(definition.tokens[0].text)
        else:
            functions.append(function)
    return tuple(functions)


def refractory_period(reader: Reader, expr: Expr) -> Expr | float:
    """Return a constant period as a number of ms; a negative one is a mistake."""
    value = constant_value(expr)
    if value is not None and not value >= 0:
        reader.add(
            INVALID_VALUE.at(expr.span, "a refractory period cannot be negative", "write ms >= 0")
        )
    return expr if value is None else float(value)
