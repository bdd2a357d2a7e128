"""Where annarchy_lab differs from ANNarchy, and what proves that it does.

In: ``tests/compatibility/differences.toml``.
Out: ``{differences} language``: a table of one part of it.
Not here: whether the proofs exist; ``tests/docs/test_differences.py`` sees to that.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from machinery import ROOT

__all__ = ["SOURCE", "Difference", "differences", "setup"]

SOURCE: Final = ROOT / "tests" / "compatibility" / "differences.toml"

HEAD: Final = """\
:::{list-table}
:header-rows: 1
:class: differences
:widths: 18 38 44

* - About
  - ANNarchy
  - annarchy_lab, and why
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row.

    Attributes
    ----------
    id
        Unique, for links.
    part
        Table that it stands in.
    about
        What it concerns, in a few words.
    theirs
        What ANNarchy does.
    ours
        What annarchy_lab does.
    reason
        Why.
    proofs
        Items of the catalogues, or tests.
    """

    id: str
    part: str
    about: str
    theirs: str
    ours: str
    reason: str
    proofs: tuple[str, ...]


def differences(source: Path = SOURCE) -> tuple[Difference, ...]:
    """All rows, in the order of the file."""
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(
        Difference(id, part, proofs=tuple(row.pop("proofs")), **row)
        for part, rows in tables.items()
        for id, row in rows.items()
    )


class DifferencesDirective(SphinxDirective):
    """``{differences} part``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(SOURCE))
        part = self.arguments[0]
        rows = [row for row in differences() if row.part == part]
        if not rows:
            raise self.error(f"{SOURCE.name} has no part {part!r}")
        return self.parse_text_to_nodes("".join((HEAD, *map(_row, rows), ":::\n")))


def _row(row: Difference) -> str:
    proofs = " ".join(map(_proof, row.proofs))
    return f"""\
* - {row.about}
  - {row.theirs}
  - {row.ours}

    {row.reason}

    {{.proofs}}
    {proofs}
"""


def _proof(proof: str) -> str:
    """An item leads to its row in the table of promises, a test stands for itself."""
    if "::" in proof:
        return f"`{proof.rpartition('/')[2]}`"
    return f'<a href="compatibility.html#{proof}"><code class="literal">{proof}</code></a>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_directive("differences", DifferencesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
