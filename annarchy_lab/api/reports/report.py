"""`report`: writes what a network is into a file, for a paper or a notebook.

In: a network and the name of a file, whose ending chooses the format.
Out: the file.
Not here: what it says (`content`), how (`tex`, `markdown`, `quarto`).
"""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.reports.content import described_network
from annarchy_lab.api.reports.markdown import as_markdown
from annarchy_lab.api.reports.quarto import as_quarto
from annarchy_lab.api.reports.tex import as_tex
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["write_report"]

FORMATS: Final[dict[str, Callable[..., str]]] = {
    ".tex": as_tex,
    ".md": as_markdown,
    ".qmd": as_quarto,
}


def write_report(
    network: "Network",
    filename: str | PathLike[str],
    *,
    standalone: bool,
    gather_subprojections: bool,
    title: str,
    author: str,
    date: str | None,
) -> None:
    """Write a report of a network; the arguments are those of `Network.report`."""
    path = Path(filename)
    printed = FORMATS.get(path.suffix.lower())
    if printed is None:
        known = ", ".join(FORMATS)
        raise ANNarchyException(f"a report ends in one of {known}, which {path.name!r} does not.")
    document = described_network(
        network, str(title), str(author), date, gather=gather_subprojections
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed(document, standalone=standalone), encoding="utf-8")
    except OSError as error:
        raise ANNarchyException(f"the report cannot be written: {error}.") from error
