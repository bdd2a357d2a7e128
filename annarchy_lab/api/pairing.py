"""What fits together: populations, targets and synapse models of one projection.

In: the arguments of `Projection`.  Out: the same, resolved and checked.
Not here: connections.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.view import PopulationView

__all__ = [
    "End",
    "EndOrName",
    "default_synapse",
    "fitting_synapse",
    "require_kinds",
    "resolved",
    "targets_of",
]

End: TypeAlias = "Population | PopulationView"
EndOrName: TypeAlias = "Population | PopulationView | str"


def resolved(pre: EndOrName, post: EndOrName, network: "Network | None") -> "tuple[End, End]":
    """Return both ends, names replaced by the populations that bear them.

    Raises
    ------
    ANNarchyException
        If they, or `network`, are not all of one network.
    """
    given = [end.network for end in (pre, post) if not isinstance(end, str)]
    networks = [network, *given] if network is not None else given
    if not networks:
        from annarchy_lab.api.magic import magic_network  # it needs the projections itself

        networks = [magic_network()]
    if any(other is not networks[0] for other in networks):
        raise ANNarchyException("a projection cannot connect populations of different networks.")
    return _found(pre, networks[0]), _found(post, networks[0])


def _found(end: EndOrName, network: "Network") -> End:
    if isinstance(end, str):
        return network.get_population(end)
    population = end.population
    if network._populations.get(population.name) is not population:
        raise ANNarchyException(
            f"{population.name} was handed over to another network: use what its create() returned."
        )
    return end


def targets_of(target: object, pre: End, post: End) -> tuple[str, ...]:
    """Return the targets as a tuple.

    Raises
    ------
    ANNarchyException
        If there is none, one is no name, or there are several between rate-coded populations.
    """
    given = [target] if isinstance(target, str) else target
    listed = list(given) if isinstance(given, Sequence) else []
    targets = tuple(t for t in listed if isinstance(t, str) and t.isidentifier())
    if not targets or len(targets) != len(listed):
        raise ANNarchyException(f"a target is a name such as 'exc', not {target!r}.")
    if len(set(targets)) != len(targets):
        raise ANNarchyException(f"a target is named twice: {', '.join(targets)}.")
    if len(targets) > 1 and not (pre.is_spiking and post.is_spiking):
        raise ANNarchyException("only spiking projections can have several targets.")
    return targets


def require_kinds(called: str, pre: End, post: End, *, is_pre_spiking: bool) -> None:
    """Refuse the ends of a projection from one kind of neurons to the other.

    Raises
    ------
    ANNarchyException
        If they are of other kinds; `called` is how the projection is called.
    """
    if pre.is_spiking is not is_pre_spiking or post.is_spiking is is_pre_spiking:
        raise ANNarchyException(
            f"{called} leads from {_kind(is_pre_spiking)} to {_kind(not is_pre_spiking)} neurons, "
            f"but {pre.name} is {_kind(pre.is_spiking)} and {post.name} is "
            f"{_kind(post.is_spiking)}."
        )


def fitting_synapse(
    synapse: Synapse | type[Synapse] | None, targets: tuple[str, ...], pre: End, post: End
) -> Synapse:
    """Return the synapse model to use.

    Raises
    ------
    ANNarchyException
        If one end is spiking and the other is not, or the model is not of their kind.
    """
    _check_ends(targets, pre, post)
    if synapse is None:
        return default_synapse(is_spiking=pre.is_spiking)
    made = synapse() if isinstance(synapse, type) else synapse
    if not isinstance(made, Synapse):
        raise ANNarchyException(f"a projection is made of a Synapse, not of {made!r}.")
    _check_kind(made, pre, post)
    return made


def _check_ends(targets: tuple[str, ...], pre: End, post: End) -> None:
    takes_rates = set(targets) & set(post.population._rate_targets)
    if takes_rates and not pre.is_spiking:
        return
    if takes_rates:
        raise ANNarchyException(
            f"{pre.name} is spiking, but the target {targets[0]!r} of {post.name} takes rates."
        )
    if pre.is_spiking != post.is_spiking:
        way = "DecodingProjection" if pre.is_spiking else "CurrentInjection"
        raise ANNarchyException(
            f"{pre.name} is {_kind(pre.is_spiking)} and {post.name} is {_kind(post.is_spiking)}: "
            f"a projection needs two populations of the same kind; between these, use {way}"
            f"{'' if pre.is_spiking else ', or let post be a PoissonPopulation with that target'}."
        )


def _check_kind(synapse: Synapse, pre: End, post: End) -> None:
    model = synapse.declaration
    ends = f"{pre.name} and {post.name} are {_kind(pre.is_spiking)}"
    if model.is_spiking and not pre.is_spiking:
        raise ANNarchyException(f"{ends}, but the synapse {model.name!r} waits for spikes.")
    if not pre.is_spiking or model.is_spiking:
        return
    if model.psp is None:
        raise ANNarchyException(
            f"{ends}, but the synapse {model.name!r} has neither pre_spike nor psp."
        )
    if model.operation != "sum":
        raise ANNarchyException(
            f"{ends}, but the synapse {model.name!r} has the operation {model.operation!r}: "
            "conductances only sum."
        )


def default_synapse(*, is_spiking: bool) -> Synapse:
    """Return the synapse of projections for which none is named."""
    if is_spiking:
        return Synapse(pre_spike="g_target += w", name="DefaultSpikingSynapse")
    return Synapse(psp="w * pre.r", name="DefaultRateSynapse")


def _kind(is_spiking: bool) -> str:
    return "spiking" if is_spiking else "rate-coded"
