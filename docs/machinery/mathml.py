"""Formulas as MathML, which every browser sets by itself: no script, no font, no service.

In: formulas in LaTeX.  Out: MathML in the page.
Not here: the translation, which is that of docutils.
"""

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

__all__ = ["setup"]


def _visit_inline(self: Any, node: nodes.math) -> None:  # noqa: ANN401 - a writer of Sphinx
    self.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _visit_display(self: Any, node: nodes.math_block) -> None:  # noqa: ANN401
    for formula in node.astext().split("\n\n"):  # a blank line begins another one
        self.body.append(f'<div class="formula">{tex2mathml(formula, as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
