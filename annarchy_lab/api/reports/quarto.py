"""Reports as Quarto documents.

In: a `Document`.
Out: Markdown with a head that Quarto reads.
Not here: the Markdown itself.
"""

import json

from annarchy_lab.api.reports.document import Document
from annarchy_lab.api.reports.markdown import body, escape

__all__ = ["as_quarto"]


def as_quarto(document: Document, *, standalone: bool) -> str:
    """Return a report as a Quarto document.

    Parameters
    ----------
    standalone
        Whether it begins with a head; otherwise it can be included in another document.
    """
    if not standalone:
        return body(document)
    heads = {"title": document.title, "author": document.author, "date": document.date}
    # Quarto reads the values as Markdown, and a text of JSON is one of YAML
    lines = "".join(
        f"{word}: {json.dumps(escape(given), ensure_ascii=False)}\n"
        for word, given in heads.items()
    )
    return f"---\n{lines}---\n\n{body(document)}"
