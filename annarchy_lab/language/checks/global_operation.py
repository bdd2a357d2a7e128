"""A mean, norm or extreme of something that a population does not have per neuron."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Locality
from annarchy_lab.language.model import Model, Site
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.syntax import GlobalOperation, walk

CODE: Final = "ANN143"


def global_operation(model: Model) -> Iterator[Diagnostic]:
    """Report ``mean(x)`` and the like of unknown, global or synaptic attributes.

    They run over all neurons of one population; a synapse says of which: ``mean(pre.r)``.

    Example: ``r = mean(u)`` in a neuron without ``u``.
    """
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, GlobalOperation):
                yield from _operation(model, site, node)


def _operation(model: Model, site: Site, node: GlobalOperation) -> Iterator[Diagnostic]:
    what = f"{node.op}({node.id}) in {site.what}"
    attribute = model.attributes.get(node.id)
    if not model.is_neuron:
        if node.owner is None:
            hint = f"write {node.op}(pre.{node.id}) or {node.op}(post.{node.id})"
            message = f"{what}: operations run over neurons, not over synapses"
            yield Diagnostic(CODE, message, node.span, hint)
        return
    if node.owner is not None or node.id in model.broken_names:
        return  # told by misplaced_member, or by whoever could not read the definition
    if attribute is None and not (node.id == "r" and model.declaration.is_spiking):
        known = {a.name for a in model.declaration.attributes}
        hint = did_you_mean(node.id, known, "name an attribute of this neuron")
        yield Diagnostic(CODE, f"unknown attribute '{node.id}' in {site.what}", node.span, hint)
    is_shared = attribute is not None and attribute.locality is Locality.GLOBAL
    if attribute is not None and is_shared and attribute.is_locality_explicit:
        message = f"{what}: '{node.id}' has only one value"
        yield Diagnostic(CODE, message, node.span, f"write {node.id} alone")
