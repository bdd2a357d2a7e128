"""Sections about models: their equations as formulas.

In: declarations.  Out: sections.
Not here: values of parameters, which each population and projection has of its own.
"""

from collections.abc import Iterable
from typing import TypeAlias

from annarchy_lab.api.reports.document import Block, Cell, Math, Section, Table, Text, text
from annarchy_lab.api.reports.values import of_argument
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    NeuronDeclaration,
    SynapseDeclaration,
)
from annarchy_lab.language.formulas import Formula, Note, formulas
from annarchy_lab.language.latex import latex_name

__all__ = ["different", "model_sections", "parameter_table"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration


def different(declarations: Iterable[Declaration]) -> list[Declaration]:
    """Return each model once, in the order of first use."""
    found: list[Declaration] = []
    for declaration in declarations:
        if declaration not in found:
            found.append(declaration)
    return found


def model_sections(declarations: Iterable[Declaration]) -> tuple[Section, ...]:
    """Return one subsection per model: what it is and its formulas."""
    return tuple(_section(declaration) for declaration in declarations)


def _section(declaration: Declaration) -> Section:
    kind = "spiking" if declaration.is_spiking else "rate-coded"
    words = [f"Type: {kind}."]
    words += [f"{declaration.description.rstrip('.')}."] if declaration.description else []
    words += [f"Reference: {declaration.reference}."] if declaration.reference else []
    blocks: list[Block] = [text(" ".join(words))]
    rows = _rows(list(formulas(declaration)))
    if rows:
        blocks.append(Table(("", "Formula", "Notes"), (0.2, 0.5, 0.3), rows))
    return Section(declaration.name, tuple(blocks), level=2)


def _rows(found: list[Formula]) -> tuple[tuple[Cell, ...], ...]:
    before = ""
    rows = []
    for each in found:
        heading = "" if each.heading == before else each.heading
        before = each.heading
        notes = [piece for note in each.notes for piece in (Text("; "), *_note(note))][1:]
        rows.append((text(heading), (Math(rf"\displaystyle {each.latex}"),), tuple(notes)))
    return tuple(rows)


def _note(note: Note) -> Cell:
    value: Cell = ()
    if isinstance(note.value, str):
        value = (Text(" "), Math(latex_name(note.value)))
    elif note.value is not None:
        value = (Text(" "), *of_argument(note.value))
    latex = (Text(" "), Math(note.latex)) if note.latex else ()
    return (Text(note.words), *value, *latex)


def parameter_table(entries: Iterable[tuple[AttributeDeclaration, Cell]]) -> Table:
    """Return a table of parameters with their values of now."""
    rows = tuple(
        ((Math(latex_name(a.name)),), value, text(a.unit), text(a.description))
        for a, value in entries
    )
    return Table(("Parameter", "Value", "Unit", "Description"), (0.18, 0.4, 0.12, 0.3), rows)
