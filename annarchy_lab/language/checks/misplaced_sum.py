"""``sum(target)`` in a synapse without saying of which neuron."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import WeightedSum, walk

CODE: Final = "ANN142"


def misplaced_sum(model: Model) -> Iterator[Diagnostic]:
    """Report a weighted sum in a synapse that belongs to neither neuron.

    A synapse contributes to sums; only its two neurons receive them.

    Example: ``psp = "w * sum(exc)"``.
    """
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, WeightedSum) and node.owner is None and not model.is_neuron:
                inner = node.target or ""
                hint = f"write pre.sum({inner}) or post.sum({inner})"
                message = f"'{node.span.text}' in {site.what}: a synapse receives no sum"
                yield Diagnostic(CODE, message, node.span, hint)
