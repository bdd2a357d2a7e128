"""The rows of parameters and variables.

In: a population, a view or a projection.
Out: one item for each attribute.
"""

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.inspector.items import Item, path, written
from annarchy_lab.lab.inspector.present import Present, Thing
from annarchy_lab.lab.messages import TabName
from annarchy_lab.language.declaration import AttributeDeclaration, Kind, Locality, ValueType

__all__ = ["attributes"]


def attributes(above: Item, thing: Thing) -> list[Item]:
    """Return the attributes of a thing, in the order of its model."""
    known = set(thing.attributes)
    declared = thing.declaration.attributes
    return [_attribute(above, thing, each) for each in declared if each.name in known]


def _attribute(above: Item, thing: Thing, attribute: AttributeDeclaration) -> Item:
    def value(present: Present) -> str:
        told = written(present, thing, attribute.name)
        return f"{told} {attribute.unit}" if told and attribute.unit else told

    return Item(
        id=path(above.id, attribute.name),
        kind="attribute",
        name=attribute.name,
        session=above.session,
        detail=attribute.description,
        hint=_meaning(thing, attribute),
        thing=thing,
        attribute=attribute.name,
        views=_views(thing, attribute) if above.is_compiled else (),
        value=value,
    )


def _meaning(thing: Thing, attribute: AttributeDeclaration) -> str:
    kind = "parameter" if attribute.kind is Kind.PARAMETER else "variable"
    if attribute.locality is not Locality.LOCAL:
        return kind
    one = "synapse" if isinstance(thing, Projection) else "neuron"
    return f"{kind}, one for each {one}: the smallest and the largest where they differ"


def _views(thing: Thing, attribute: AttributeDeclaration) -> tuple[TabName, ...]:
    if isinstance(thing, Projection):
        return ("weights", "histogram") if attribute.locality is Locality.LOCAL else ()
    if attribute.kind is Kind.PARAMETER:
        return ("controls",) if attribute.type is not ValueType.BOOL else ()
    is_flat = isinstance(thing, Population) and thing.dimension <= 2
    return ("trace", "map", "histogram") if is_flat else ("trace", "histogram")
