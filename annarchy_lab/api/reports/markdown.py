r"""Reports as Markdown, as notebooks, GitHub and Pandoc read it.

In: a `Document`.
Out: Markdown with pipe tables and formulas in dollars.
Not here: what is said; the head of a Quarto document (see `quarto`).

A formula holds no vertical bar, which would end its cell.
"""

import re
from typing import Final

from annarchy_lab.api.reports.document import Block, Cell, Document, Math, Section, Table

__all__ = ["as_markdown", "body", "escape"]

_SPECIAL: Final = re.compile(r"([`*_{}\[\]<>#|$&~^@])")
# escaped by itself, it begins a formula where a bracket follows
_BACKSLASH: Final = "&#92;"
_AT_START: Final = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
_N_DASHES: Final = 60


def as_markdown(document: Document, *, standalone: bool) -> str:
    """Return a report as Markdown.

    Parameters
    ----------
    standalone
        Whether it begins with title, author and date.
    """
    if not standalone:
        return body(document)
    head = f"# {escape(document.title)}\n\n{escape(document.author)}, {escape(document.date)}\n\n"
    return head + body(document)


def body(document: Document) -> str:
    """Return the sections; their headings are of the second level and below."""
    return "\n".join(_section(section) for section in document.sections)


def escape(words: str) -> str:
    """Return plain text so that Markdown shows it as it is; line ends become blanks."""
    line = "".join(" " if c.isspace() else c for c in words if c.isprintable() or c.isspace())
    escaped = _BACKSLASH.join(_SPECIAL.sub(r"\\\1", part) for part in line.split("\\"))
    return _AT_START.sub(_harmless, escaped)


def _harmless(start: re.Match[str]) -> str:
    blanks, sign = start.groups()
    # of a numbered item the sign behind the number is what makes it one
    return f"{blanks}{sign}\\" if sign.isdigit() else f"{blanks}\\{sign}"


def _section(section: Section) -> str:
    blocks = "\n".join(_block(block) for block in section.blocks)
    return f"{'#' * (section.level + 1)} {escape(section.title)}\n\n{blocks}"


def _block(block: Block) -> str:
    return _table(block) if isinstance(block, Table) else f"{_cell(block)}\n"


def _cell(cell: Cell) -> str:
    return "".join(
        f"${piece.latex}$" if isinstance(piece, Math) else escape(piece.words) for piece in cell
    )


def _table(table: Table) -> str:
    rules = ("-" * max(3, round(width * _N_DASHES)) for width in table.widths)
    lines = [[escape(title) for title in table.titles], list(rules)]
    lines += [[_cell(cell) for cell in row] for row in table.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
