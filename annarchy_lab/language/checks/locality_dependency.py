"""An attribute that is shared by many, computed from what each of them has for itself."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.declaration import AttributeDeclaration, Kind, Locality
from annarchy_lab.language.model import Model, Site
from annarchy_lab.language.syntax import Expr, Member, Name, WeightedSum, walk

CODE: Final = "ANN131"
_RANK: Final = {Locality.GLOBAL: 0, Locality.SEMIGLOBAL: 1, Locality.LOCAL: 2}
_WORDS: Final = ("global", "semiglobal", "local")


def locality_dependency(model: Model) -> Iterator[Diagnostic]:
    """Report a global attribute that depends on local ones, or a semiglobal one that does.

    There is one value to compute and many to compute it from.  A global attribute sees global
    attributes, constants, time and global operations; a semiglobal one also semiglobal attributes
    and ``post.x``.  A bare ``Parameter`` that such an equation names is global.

    Example: ``mean_v = v : population`` where ``v`` is local.
    """
    attributes, doubtful = model.attributes, model.doubtful
    for site in model.sites():
        subject = attributes.get(site.subject or "")
        is_decided = subject is not None and subject.name not in doubtful
        if subject is not None and is_decided and site.section in ("equations", "bounds"):
            yield from _site(model, site, subject, doubtful)
    for attribute in model.declaration.attributes:
        initial = attributes.get(attribute.initial) if isinstance(attribute.initial, str) else None
        if initial is None or {initial.name, attribute.name} & doubtful:
            continue
        if _RANK[initial.locality] > _RANK[attribute.locality]:
            what, rank = f"init of '{attribute.name}'", _RANK[initial.locality]
            yield _diagnostic(model, attribute, what, rank, attribute.span, initial.name)


def _site(
    model: Model, site: Site, subject: AttributeDeclaration, doubtful: frozenset[str]
) -> Iterator[Diagnostic]:
    for node in walk(site.expr):
        is_doubtful = isinstance(node, Name) and node.id in doubtful
        rank = 0 if is_doubtful else _rank(model, node)
        if rank > _RANK[subject.locality]:
            yield _diagnostic(model, subject, site.what, rank, node.span, node.span.text)


def _rank(model: Model, node: Expr) -> int:
    """Return how local a value is: 0 one of all, 1 per post-synaptic neuron, 2 per element."""
    match node:
        case Name(id=name) if name in model.attributes:
            return _RANK[model.attributes[name].locality]
        case Name(id="t_last" | "t_pre" | "g_target"):
            return 2
        case Name(id="r") if model.is_neuron:
            return 2
        case Name(id="t_post"):
            return 1
        case Member(owner=owner) | WeightedSum(owner=owner):
            return 1 if owner == "post" else 2
        case _:
            return 0


def _diagnostic(
    model: Model, subject: AttributeDeclaration, what: str, rank: int, place: Span, name: str
) -> Diagnostic:
    word = subject.locality.value
    remedy = f"make '{subject.name}' local"
    if name in model.attributes:
        remedy = f"declare '{name}' as {word} too, or {remedy}"
        if model.is_neuron and model.attributes[name].kind is Kind.VARIABLE:
            remedy += f"; over all neurons: mean({name})"
    message = f"'{subject.name}' is {word}, but {what} needs {_WORDS[rank]} '{name}'"
    return Diagnostic(CODE, message, place, remedy)
