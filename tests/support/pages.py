"""The code in the pages of the documentation, ready to be executed.

In: a page of Markdown with fenced blocks.
Out: its blocks; `run_python` and `run_cells` execute them.

``python`` blocks of a page share their variables, from top to bottom; a ``text`` block that follows
one directly is what it prints.  ``ipython`` and ``annarchy`` blocks are cells of one notebook.
"""

import contextlib
import io
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from source_tree import ROOT

DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CELLS = ("ipython", "annarchy")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block.

    Attributes
    ----------
    language
        The word behind the fence.
    code
        Its text.
    line
        Number of its first line in the page.
    prints
        What it prints, None if the page does not say.
    """

    language: str
    code: str
    line: int
    prints: str | None


def pages() -> list[Path]:
    """All pages that hold code which can be executed."""
    return [path for path in sorted(DOCS.rglob("*.md")) if blocks(path)]


def blocks(page: Path) -> list[Block]:
    """The blocks of a page that can be executed, in their order."""
    text = page.read_text(encoding="utf-8")
    matches = list(FENCE.finditer(text))
    found = []
    for match, after in zip_longest(matches, matches[1:]):
        follows = after is not None and not text[match.end() : after.start()].strip()
        prints = after[2] if follows and after[1] == "text" else None
        line = text.count("\n", 0, match.start(2)) + 1
        if match[1] in ("python", *CELLS):
            found.append(Block(match[1], match[2], line, prints))
    return found


def run_python(page: Path) -> None:
    """Execute the Python blocks of a page; what they print is what the page says."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.language != "python":
            continue
        # line numbers in a traceback are those of the page
        code = compile("\n" * (block.line - 1) + block.code, str(page), "exec")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)
        if block.prints is not None:
            found = printed.getvalue()
            assert found == block.prints, f"{page.name}:{block.line} prints\n{found}"


def run_cells(page: Path, shell: InteractiveShell) -> None:
    """Execute the cells of a page in a notebook's shell."""
    for block in blocks(page):
        if block.language in CELLS:
            result = shell.run_cell(block.code)
            assert result.success, f"{page.name}:{block.line}: {result}"
