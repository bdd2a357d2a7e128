"""Which models can take the place of another: everything that would break something is refused.

In: a population or projection, the model that it shall have.
Out: nothing, or an exception that says what is in the way, and why.
Not here: values that do not fit (`runtime.replacing`), mistakes in the model itself (`language`).
"""

from collections.abc import Iterator

from annarchy_lab.api.pairing import fitting_synapse
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import owner_of
from annarchy_lab.api.redeclaring import Model, Owner, Redeclared
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import NeuronDeclaration, SynapseDeclaration
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.model import Model as Judged
from annarchy_lab.language.syntax import GlobalOperation, Member, walk

__all__ = ["check_kind", "check_monitors", "check_readers"]


def check_kind(owner: Owner, model: Model) -> None:
    """Refuse a model of another kind than the object.

    Raises
    ------
    ANNarchyException
        Saying what would have to be built anew.
    """
    if type(owner) not in (Population, Projection):
        kind = type(owner).__name__
        raise ANNarchyException(
            f"{owner.name} is of the class {kind}, whose model is its own and cannot be replaced."
        )
    if isinstance(owner, Population):
        if not isinstance(model, Neuron):
            raise ANNarchyException(f"{owner.name} is made of neurons: {model!r} is no Neuron.")
        _check_neuron(owner, model.declaration)
    else:
        if not isinstance(model, Synapse):
            raise ANNarchyException(f"{owner.name} is made of synapses: {model!r} is no Synapse.")
        _check_synapse(owner, model)


def check_readers(new: Redeclared) -> None:
    """Refuse a model without something that others read.

    Raises
    ------
    ANNarchyException
        Saying who reads it.
    """
    owner = new.owner
    check_monitors(new)
    gone = _gone(new)
    if not isinstance(owner, Population):
        return
    for projection in owner.network._projections.values():
        for end, name in _read(projection.declaration):
            population = getattr(projection, end).population
            if population is owner and name in gone:
                raise _missing(owner, name, f"{projection.name} reads {end}.{name}")


def check_monitors(new: Redeclared) -> None:
    """Refuse a model without something that is recorded.

    Raises
    ------
    ANNarchyException
        Saying who records it.
    """
    owner, gone = new.owner, _gone(new)
    for monitor in owner.network.get_monitors():
        for variable in monitor.tracks if owner_of(monitor.object) is owner else ():
            if variable in gone:
                raise _missing(owner, variable, f"{monitor.name} records it: stop that first")


def _gone(new: Redeclared) -> set[str]:
    return new.owner._attributes.keys() - new.draft._attributes.keys()


def _missing(owner: Owner, name: str, why: str) -> ANNarchyException:
    return ANNarchyException(f"{name} of {owner.name} is not in the new model, but {why}.")


def _check_neuron(owner: Population, new: NeuronDeclaration) -> None:
    old = owner.declaration
    if old.is_spiking != new.is_spiking:
        raise ANNarchyException(
            f"{owner.name} is {_coding(old)}, the new model is {_coding(new)}: what connects to it "
            "would have to be built anew. Make another population."
        )
    if (old.axon_spike is None) != (new.axon_spike is None):
        word = "appear" if old.axon_spike is None else "disappear"
        raise ANNarchyException(
            f"axonal spikes of {owner.name} would {word}: that needs a network built anew."
        )
    for target in owner.targets:
        was_read = target in old.targets or old.sums_all_targets
        if was_read and not (target in new.targets or new.sums_all_targets):
            feeding = [
                p.name for p in owner.network._projections.values() if _feeds(p, owner, target)
            ]
            raise ANNarchyException(
                f"the new model of {owner.name} no longer reads the target {target!r}, but "
                f"{', '.join(feeding)} would go on feeding it."
            )


def _feeds(projection: Projection, population: Population, target: str) -> bool:
    return projection.post.population is population and target in projection._targets


def _check_synapse(owner: Projection, model: Synapse) -> None:
    fitting_synapse(model, owner._targets, owner.pre, owner.post)
    old, new = owner.declaration, model.declaration
    for rule, word in (("creating", "create"), ("pruning", "prune")):
        had, has = getattr(old, rule) is not None, getattr(new, rule) is not None
        if has and not had:
            raise ANNarchyException(
                f"the new model of {owner.name} would {word} synapses, but they were stored for "
                f"good: declare {rule} before the network is compiled."
            )
        if had and not has:
            raise ANNarchyException(
                f"the new model of {owner.name} has no rule {rule}: to stop it, call "
                f"{owner.name}.stop_{rule}()."
            )


def _read(declaration: SynapseDeclaration) -> Iterator[tuple[str, str]]:
    """Yield the attributes of both ends that a synapse names."""
    model = Judged(declaration)
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, Member | GlobalOperation) and node.owner is not None:
                yield node.owner, node.id
    for _, equation in model.statements():
        end, dot, name = equation.assigned.partition(".")
        if dot:
            yield end, name


def _coding(declaration: NeuronDeclaration) -> str:
    return "spiking" if declaration.is_spiking else "rate-coded"
