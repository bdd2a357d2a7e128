"""What is wrong in a model cell so far, and what would mend it.

In: the text.
Out: problems with their places, in code points.
Not here: the checks themselves (`language.checks`), drawing lines under words.
"""

import re
from typing import Final, Literal

from annarchy_lab.diagnostics import ANNarchyException, Diagnostic, ModelError
from annarchy_lab.lab.assist.cell import Cell, cell_of
from annarchy_lab.lab.magics.words import checked_name
from annarchy_lab.language.model_cell import parse_model_cell
from annarchy_lab.language.scope import suggested
from annarchy_lab.lightweight import dataclass

__all__ = ["Problem", "problems"]

_WORD: Final = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Parameters
    ----------
    start, stop
        Its place; at least one character where the text has one.
    fix
        What to write there instead; ``''`` if that is not known.
    """

    start: int
    stop: int
    severity: Literal["error", "warning"]
    code: str
    message: str
    hint: str = ""
    fix: str = ""


def problems(text: str) -> tuple[Problem, ...]:
    """Return every problem of a cell; none for one that is a magic's help or its template."""
    cell = cell_of(text)
    if cell is None or not text[cell.start :].strip() or cell.name in ("--help", "-h", "?"):
        return ()
    try:
        checked_name(text[: cell.start], cell.name, f"a {cell.kind} model")
        model = parse_model_cell(cell.kind, cell.name, cell.source, cell.start)
    except ModelError as error:
        return tuple(_problem(cell, each, "error") for each in error.diagnostics)
    except ANNarchyException as error:
        return (Problem(0, max(1, cell.start - 1), "error", "", error.message),)
    return tuple(_problem(cell, each, "warning") for each in model.notices)


def _problem(cell: Cell, found: Diagnostic, severity: Literal["error", "warning"]) -> Problem:
    span = found.span
    if span is None or not cell.text.startswith(span.source.text):
        start, stop = 0, max(1, cell.start - 1)
    else:
        start, stop = span.start, max(span.stop, span.start + 1)
    stop = min(stop, len(cell.text))
    start = min(start, max(0, stop - 1))
    is_word = _WORD.fullmatch(cell.text[start:stop]) is not None
    fix = suggested(found.hint) if is_word else ""
    return Problem(start, stop, severity, found.code, found.message, found.hint, fix)
