"""Drawings that follow the theme: an SVG of ours is put into the page itself.

In: ``![words](pictures/name.svg)``.
Out: its text, inside the page, where ``var(--color-...)`` of the theme reaches it.
Not here: photographs and screenshots, which stay files.
"""

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

__all__ = ["setup"]


class InlineDrawings(SphinxPostTransform):
    """Replaces images by the text of their files."""

    default_priority = 5  # before images are collected
    formats = ("html",)

    def run(self, **_: object) -> None:
        """Replace all of a page."""
        for node in list(self.document.findall(nodes.image)):
            path = self.env.srcdir / node["uri"]
            if path.suffix == ".svg" and path.is_file():
                node.replace_self(nodes.raw("", _inline(path.read_text(), node), format="html"))


def _inline(text: str, node: nodes.image) -> str:
    drawing = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL).strip()
    words = escape(node.get("alt", ""))
    return f'<figure class="drawing" role="img" aria-label="{words}">{drawing}</figure>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_post_transform(InlineDrawings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
