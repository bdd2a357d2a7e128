"""Reports as LaTeX.

In: a `Document`.
Out: LaTeX that any engine sets with packages that every distribution has.
Not here: what is said.
"""

from typing import Final

from annarchy_lab.api.reports.document import Block, Cell, Document, Math, Section, Table
from annarchy_lab.language.latex_text import escape

__all__ = ["as_tex"]

PREAMBLE: Final = r"""\documentclass[a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=2cm]{geometry}
\usepackage{amsmath}
\usepackage{amssymb}
\usepackage{longtable}
"""
NEEDED: Final = "% needs the packages amsmath, amssymb and longtable\n"
HEADINGS: Final = {1: "section", 2: "subsection"}


def as_tex(document: Document, *, standalone: bool) -> str:
    r"""Return a report as LaTeX.

    Parameters
    ----------
    standalone
        Whether it is a document of its own; otherwise it can be read into one with ``\input``.
    """
    body = "\n".join(_section(section) for section in document.sections)
    if not standalone:
        return NEEDED + body
    heads = {"title": document.title, "author": document.author, "date": document.date}
    lines = "".join(f"\\{word}{{{escape(given)}}}\n" for word, given in heads.items())
    start = "\\begin{document}\n\\maketitle\n\\sloppy\n\n"
    return f"{PREAMBLE}{lines}{start}{body}\n\\end{{document}}\n"


def _section(section: Section) -> str:
    blocks = "\n".join(_block(block) for block in section.blocks)
    return f"\\{HEADINGS[section.level]}*{{{escape(section.title)}}}\n\n{blocks}"


def _block(block: Block) -> str:
    return _table(block) if isinstance(block, Table) else f"\\noindent {_cell(block)}\n"


def _cell(cell: Cell) -> str:
    return "".join(
        f"${piece.latex}$" if isinstance(piece, Math) else escape(piece.words) for piece in cell
    )


def _table(table: Table) -> str:
    columns = "".join(
        rf"p{{\dimexpr {width:.3f}\linewidth - 2\tabcolsep\relax}}" for width in table.widths
    )
    head = " & ".join(rf"\textbf{{{escape(title)}}}" for title in table.titles)
    # A cell of its own in braces, so that none can begin with the bracket of an option.
    rows = [" & ".join(f"{{{_cell(cell)}}}" for cell in row) for row in table.rows]
    lines = [rf"\hline {head} \\ \hline \endhead", *(rf"{row} \\" for row in rows), r"\hline"]
    return "\n".join([rf"\begin{{longtable}}{{{columns}}}", *lines, r"\end{longtable}", ""])
