"""What a report is made of, whatever its format.

In: texts and formulas.
Out: a `Document` of sections with paragraphs and tables.
Not here: networks (see `content`), escaping and markup, which each format does in its own way.
"""

from typing import TypeAlias

from annarchy_lab.lightweight import dataclass

__all__ = ["Block", "Cell", "Document", "Inline", "Math", "Section", "Table", "Text", "text"]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, shown as it is; may come from a user."""

    words: str


@dataclass(frozen=True, slots=True)
class Math:
    """LaTeX for math mode, made by us."""

    latex: str


Inline: TypeAlias = Text | Math
Cell: TypeAlias = tuple[Inline, ...]
"""Pieces that stand beside each other, without blanks between them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    titles
        Of the columns.
    widths
        Share of the page that each column takes; they sum to 1.
    rows
        Cells, one per column.
    """

    titles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Table | Cell
"""A table or a paragraph."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `level` 1 is the highest."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    author: str
    date: str
    sections: tuple[Section, ...]


def text(words: object) -> Cell:
    """Return a cell of plain text."""
    return (Text(str(words)),)
