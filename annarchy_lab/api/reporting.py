"""The method that writes a report of a network.

In: the name of a file.  Out: `Reporting`, the part of a network that has the method.
Not here: what a report says and how (`reports`), which is loaded when it is needed.
"""

from os import PathLike
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["AUTHOR", "TITLE", "Reporting"]

TITLE = "Network description"
AUTHOR = "annarchy_lab"


class Reporting:
    """The report of a network."""

    def report(
        self,
        filename: str | PathLike[str] = "./report.tex",
        standalone: bool = True,
        gather_subprojections: bool = False,
        title: str = TITLE,
        author: str = AUTHOR,
        date: str | None = None,
    ) -> None:
        """Write what the network is into a file: its structure, models, parameters, measurements.

        The tables are those of Nordlie, Gewaltig and Plesser (2009), PLOS Computational Biology
        5:e1000456, and say what holds now; before or after compiling.

        Parameters
        ----------
        filename
            Ends in ``.tex`` (LaTeX), ``.md`` (Markdown) or ``.qmd`` (Quarto); folders are made.
        standalone
            Whether it is a document of its own, with a preamble; otherwise a part of one.
        gather_subprojections
            Whether projections with the same targets and synapse model, whose names are the same
            but for their last word or number, are told as one.  Projections without a name of
            their own are, between the same populations.
        title, author
            Plain text.
        date
            Plain text.  Default: today.

        Raises
        ------
        ANNarchyException
            If the file ends in something else, or cannot be written.
        """
        from annarchy_lab.api.reports.report import write_report

        write_report(
            cast("Network", self),
            filename,
            standalone=standalone,
            gather_subprojections=gather_subprojections,
            title=title,
            author=author,
            date=date,
        )
