"""Reads the body of a ``%%neuron Name`` or ``%%synapse Name`` cell.

In: the text of the cell and where the body starts.
Out: a `Neuron` or `Synapse`; every span points into the cell.
Not here: the magics themselves, anything shown.

The form::

    '''Leaky integrator, after Amari (1977).'''
    parameters:
        tau = 10.0 in 1..100     # membrane time constant (ms)
    equations:
        tau*dv/dt + v = sum(exc)
        r = pos(v)
    refractory: 2.0

A section word at the beginning of a line opens a section: its text is the rest of that line and all
lines below it that are indented.  Parameters are undecided between local and global, as with a bare
``Parameter``.
"""

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final, Literal

from annarchy_lab.diagnostics import Source, Span
from annarchy_lab.language.build import Reading, build_neuron, build_synapse, notices
from annarchy_lab.language.declaration import RewiringRule
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.definitions import text_of
from annarchy_lab.language.faults import INVALID_SECTION
from annarchy_lab.language.gather import read_functions, refractory_period
from annarchy_lab.language.model import NEURON_EVENTS, SYNAPSE_EVENTS, EquationLine
from annarchy_lab.language.read import Piece, Reader
from annarchy_lab.language.rewiring import read_rule
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.syntax import Expr

__all__ = ["NEURON_SECTIONS", "SYNAPSE_SECTIONS", "parse_model_cell", "read_model_cell"]

_COMMON: Final = ("description", "reference", "parameters", "equations", "functions")
NEURON_SECTIONS: Final = (*_COMMON, "spike", "axon_spike", *NEURON_EVENTS, "refractory")
SYNAPSE_SECTIONS: Final = (*_COMMON, "psp", "operation", *SYNAPSE_EVENTS, "pruning", "creating")

_DOCSTRING: Final = re.compile(r'\s*("""|\'\'\')(.*?)\1[^\S\n]*(?:\n|$)', re.DOTALL)
_HEADER: Final = re.compile(r"([A-Za-z_]\w*)[^\S\n]*:")
_PAPER: Final = re.compile(
    r"[A-Z][\w-]+(?:(?:, [A-Z][\w-]+)*,? (?:and|&) [A-Z][\w-]+| et al\.?)?,? \(\d{4}[a-z]?\)"
)


def parse_model_cell(
    kind: Literal["neuron", "synapse"], name: str, source: Source, start: int = 0
) -> Neuron | Synapse:
    """Return the model that a cell declares.

    Parameters
    ----------
    kind
        Which magic the cell begins with.
    name
        Name of the model.
    source
        The text of the whole cell.
    start
        Where the body begins, behind the line of the magic.

    Raises
    ------
    ModelError
        With every mistake in the cell.
    """
    reading = read_model_cell(kind, name, source, start)
    if kind == "neuron":
        return Neuron.from_declaration(build_neuron(reading), notices(reading.lines))
    return Synapse.from_declaration(build_synapse(reading), notices(reading.lines))


def read_model_cell(
    kind: Literal["neuron", "synapse"], name: str, source: Source, start: int = 0
) -> Reading:
    """Return what can be read of a cell, also of an unfinished one; arguments as above.

    Mistakes of the wording are in the report of the reading's reader; nothing else is checked.
    """
    reading = Reading(name)
    start = _read_docstring(reading, source, start)
    words = NEURON_SECTIONS if kind == "neuron" else SYNAPSE_SECTIONS
    sections = _sections(reading.reader, source, start, words)
    _read_common(reading, sections)
    (_read_neuron if kind == "neuron" else _read_synapse)(reading, sections)
    return reading


def _read_docstring(reading: Reading, source: Source, start: int) -> int:
    """Read description and reference; return where the sections begin."""
    match = _DOCSTRING.match(source.text, start)
    if match is None:
        return start
    reading.description = cleandoc(match[2])
    paper = _PAPER.search(reading.description)
    reading.reference = paper[0] if paper else ""
    return match.end()


def _sections(
    reader: Reader, source: Source, start: int, words: tuple[str, ...]
) -> dict[str, Piece]:
    """Cut the body at its section words; unknown and empty sections are left out."""
    found: dict[str, Piece] = {}
    current = ""
    for line in _lines(source, start):
        header = _HEADER.match(line.text)
        if header is not None:
            current = header[1]
            place = Span(source, line.start, line.start + len(current))
            _check_header(reader, place, words, found)
            found[current] = Piece(source, line.start + header.end(), line.stop)
            continue
        if not current or not line.text[0].isspace():
            hint = f"indent it, or begin a section: {', '.join(words)}"
            _refuse(reader, line, "this line belongs to no section", hint)
        if current:
            found[current] = Piece(source, found[current].start, line.stop)
    return {word: piece for word, piece in found.items() if _has_body(reader, word, piece, words)}


def _lines(source: Source, start: int) -> Iterator[Span]:
    """Yield each line that is neither blank nor only a comment."""
    for text in source.text[start:].splitlines(keepends=True):
        stop = start + len(text.rstrip())
        if text.strip() and not text.lstrip().startswith("#"):
            yield Span(source, start, stop)
        start += len(text)


def _check_header(
    reader: Reader, place: Span, words: tuple[str, ...], found: dict[str, Piece]
) -> None:
    if place.text in found:
        hint = "write all of it in one section"
        _refuse(reader, place, f"a second section '{place.text}'", hint)
    elif place.text not in words:
        hint = did_you_mean(place.text, words, f"write one of {', '.join(words)}")
        _refuse(reader, place, f"unknown section '{place.text}'", hint)


def _refuse(reader: Reader, place: Span, message: str, hint: str) -> None:
    reader.add(INVALID_SECTION.at(place, message, hint))
    reader.is_incomplete = True


def _has_body(reader: Reader, word: str, piece: Piece, words: tuple[str, ...]) -> bool:
    if word not in words:
        return False
    if not piece.span.text.partition("#")[0].strip() and not piece.definitions():
        place = Span(piece.source, piece.start - 1, piece.start)
        hint = "write its text behind the colon or below, indented"
        _refuse(reader, place, f"the section '{word}' is empty", hint)
        return False
    return True


def _read_common(reading: Reading, sections: dict[str, Piece]) -> None:
    reader = reading.reader
    if "description" in sections:
        reading.description = _prose(sections["description"])
    if "reference" in sections:
        reading.reference = _prose(sections["reference"])
    if "parameters" in sections:
        reading.parameters = reader.parameters(sections["parameters"], None)
    reading.equations = _statements(reader, sections, "equations")
    if "functions" in sections:
        reading.functions = read_functions(reader, sections["functions"])


def _read_neuron(reading: Reading, sections: dict[str, Piece]) -> None:
    reading.spike = _expression(reading.reader, sections, "spike")
    reading.axon_spike = _expression(reading.reader, sections, "axon_spike")
    reading.events = _events(reading.reader, sections, NEURON_EVENTS)
    refractory = _expression(reading.reader, sections, "refractory")
    if refractory is not None:
        reading.places["refractory"] = _body(sections["refractory"])
        reading.refractory = refractory_period(reading.reader, refractory)


def _read_synapse(reading: Reading, sections: dict[str, Piece]) -> None:
    reading.psp = _expression(reading.reader, sections, "psp")
    reading.events = _events(reading.reader, sections, SYNAPSE_EVENTS)
    if "operation" in sections:
        reading.operation = _prose(sections["operation"])
        reading.places["operation"] = _body(sections["operation"])
    reading.pruning = _rule(reading.reader, sections, "pruning")
    reading.creating = _rule(reading.reader, sections, "creating")


def _prose(piece: Piece) -> str:
    return text_of(piece.span)


def _body(piece: Piece) -> Span:
    """Return the place of a section's text, without the blanks around it."""
    text = piece.span.text
    start = piece.start + len(text) - len(text.lstrip())
    return Span(piece.source, start, start + len(text.strip()))


def _statements(reader: Reader, sections: dict[str, Piece], word: str) -> tuple[EquationLine, ...]:
    return reader.equations(word, sections[word]) if word in sections else ()


def _events(
    reader: Reader, sections: dict[str, Piece], words: tuple[str, ...]
) -> dict[str, tuple[EquationLine, ...]]:
    return {word: _statements(reader, sections, word) for word in words if word in sections}


def _expression(reader: Reader, sections: dict[str, Piece], word: str) -> Expr | None:
    return reader.expression(sections[word]) if word in sections else None


def _rule(reader: Reader, sections: dict[str, Piece], word: str) -> RewiringRule | None:
    if word not in sections:
        return None
    piece = sections[word]
    return reader.attempt(lambda: read_rule(word, piece, piece.source.origin))
