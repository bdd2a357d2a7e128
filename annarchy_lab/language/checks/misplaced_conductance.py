"""``g_target`` where no event delivers anything."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Assign, Name, walk

CODE: Final = "ANN141"
_EVENTS: Final = ("pre_spike", "pre_axon_spike")


def misplaced_conductance(model: Model) -> Iterator[Diagnostic]:
    """Report ``g_target`` outside pre_spike and pre_axon_spike of a synapse.

    Only an arriving spike changes the conductance of the post-synaptic neuron; post_spike runs
    after it was used.

    Example: ``post_spike="g_target += w"``.
    """
    if model.is_neuron or "g_target" in model.attributes:
        return
    hint = "change g_target in pre_spike; read a conductance as post.g_exc"
    for section, equation in model.statements():
        target = equation.statement.target if isinstance(equation.statement, Assign) else None
        if target is not None and target == Name("g_target") and section not in _EVENTS:
            yield Diagnostic(CODE, f"'g_target' is assigned in {section}", target.span, hint)
    for site in model.sites():
        if site.section in _EVENTS:
            continue
        for node in walk(site.expr):
            if node == Name("g_target"):
                yield Diagnostic(CODE, f"'g_target' in {site.what}", node.span, hint)
