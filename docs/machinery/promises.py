"""The table of promises: each item a place that links lead to, its tables marked for their style.

In: the page ``compatibility``, which is written by ``make compatibility``.
Out: the rows of its tables with the ids of their items, the tables with the class ``promises``.
Not here: what stands in them.
"""

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["setup"]

COLUMNS = 4
"""Of a table of items: id, what, state, tests."""


def _mark(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname != "compatibility":
        return
    for table in doctree.findall(nodes.table):
        if len(list(table.findall(nodes.colspec))) == COLUMNS:
            table["classes"].append("promises")
            for body in table.findall(nodes.tbody):
                for row in body.children:
                    row["ids"].append(row.children[0].astext())


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("doctree-read", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
