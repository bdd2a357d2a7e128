"""Formulas as MathML, which every browser sets by itself: no script, no font, no service.

In: formulas in LaTeX.  Out: MathML in the page.
Not here: the translation, which is that of docutils.
"""

import re
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

__all__ = ["formula", "setup"]

UNDER_AND_OVER = re.compile(
    r"<munderover>\s*(<mi>.*?</mi>)\s*(<(\w+)>.*?</\3>)\s*(<mo[^>]*>[^<]</mo>)\s*</munderover>",
    re.DOTALL,
)
"""A letter with an accent and an index, which docutils puts straight below the letter."""


def formula(text: str, as_block: bool = False) -> str:
    """Return a formula in LaTeX as MathML."""
    found = tex2mathml(text, as_block=as_block)
    return UNDER_AND_OVER.sub(r"<msub><mover>\1\4</mover>\2</msub>", found)


def _visit_inline(self: Any, node: nodes.math) -> None:  # noqa: ANN401 - a writer of Sphinx
    self.body.append(formula(node.astext()))
    raise nodes.SkipNode


def _visit_display(self: Any, node: nodes.math_block) -> None:  # noqa: ANN401
    for text in node.astext().split("\n\n"):  # a blank line begins another one
        self.body.append(f'<div class="formula">{formula(text, as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
