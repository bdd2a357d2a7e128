"""``pre.x`` or ``post.x`` where there is no such neuron, or where it cannot be assigned."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Locality
from annarchy_lab.language.model import Model, Site
from annarchy_lab.language.syntax import (
    Assign,
    Expr,
    GlobalOperation,
    Member,
    Name,
    WeightedSum,
    walk,
)

CODE: Final = "ANN140"


def misplaced_member(model: Model) -> Iterator[Diagnostic]:
    """Report ``pre.x`` and ``post.x`` in neurons, and their assignment in equations of a synapse.

    A neuron has no other end; an attribute of a neuron has its equation there.  The rule of
    ``creating`` in turn cannot name local attributes: its synapse does not exist yet.

    Example: ``r = pre.r`` in a neuron.
    """
    for section, equation in model.statements():
        statement = equation.statement
        if isinstance(statement, Assign) and isinstance(statement.target, Member):
            yield from _assignment(model, section, statement.target)
    for site in model.sites():
        for node in walk(site.expr):
            if model.is_neuron and _is_of_other(node):
                message = f"'{node.span.text}' in {site.what}: a neuron has no other end"
                yield Diagnostic(CODE, message, node.span, "move it to the psp of a synapse")
        if site.section == "creating":
            yield from _creating(model, site)


def _is_of_other(node: Expr) -> bool:
    owner = node.owner if isinstance(node, Member | WeightedSum | GlobalOperation) else None
    return owner is not None


def _assignment(model: Model, section: str, target: Member) -> Iterator[Diagnostic]:
    if model.is_neuron:
        message = f"'{target.span.text}' is assigned in {section}: a neuron has no other end"
        yield Diagnostic(CODE, message, target.span, "assign an attribute of this neuron")
    elif section == "equations":
        message = f"'{target.span.text}' belongs to a neuron and cannot have an equation here"
        yield Diagnostic(CODE, message, target.span, "assign it in pre_spike or post_spike")


def _creating(model: Model, site: Site) -> Iterator[Diagnostic]:
    for node in walk(site.expr):
        attribute = model.attributes.get(node.id) if isinstance(node, Name) else None
        if attribute is not None and attribute.locality is not Locality.GLOBAL:
            message = f"'{attribute.name}' belongs to a synapse that does not exist yet"
            hint = "creating sees pre.x, post.x and global attributes"
            yield Diagnostic(CODE, message, node.span, hint)
