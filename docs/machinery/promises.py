"""The table of promises is long: this lets its style know which tables are its.

In: the page ``compatibility``, which is written by ``make compatibility``.
Out: its tables of items, marked for ``static/house.css``.
Not here: what stands in them.
"""

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["setup"]

COLUMNS = 4
"""Of a table of items: id, what, state, tests."""


def _mark(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname == "compatibility":
        for table in doctree.findall(nodes.table):
            if len(list(table.findall(nodes.colspec))) == COLUMNS:
                table["classes"].append("promises")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("doctree-read", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
