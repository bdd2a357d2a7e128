"""Targets that lead nowhere: what is fed and never read, and what is read and never fed.

In: the populations and projections of a network.
Out: one sentence per slip, for a warning.
Not here: errors; a missing input is 0, and the network runs.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.language.declaration import SynapseDeclaration
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import GlobalOperation, Member, WeightedSum, walk

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population

__all__ = ["lost_targets"]


def lost_targets(network: "Network") -> Iterator[str]:
    """Yield what to warn of before `network` is compiled.

    A spiking neuron without an input has a conductance of 0, which standard models expect; a
    rate-coded one whose sum is never fed is rather misspelt.  Neurons that read no input at all,
    such as a `SpikeSourceArray`, may still be given synapses that learn.
    """
    for population in network.get_populations():
        read = _targets_read(network, population)
        only_taught = _learned(network, population) if not population.declaration.targets else set()
        fed = population.targets
        for target in fed:
            if target in read | only_taught or population.declaration.sums_all_targets:
                continue
            yield (
                f"{population.name} never reads its input {_called(population, target)}: it is "
                f"in no equation.{did_you_mean(target, read - set(fed))}"
            )
        takes_rates = population._rate_targets
        for target in takes_rates if population.is_spiking else population.declaration.targets:
            if target not in fed:
                yield (
                    f"sum({target}) of {population.name} is 0: no projection feeds that target."
                    f"{did_you_mean(target, set(fed) - read)}"
                )


def _learned(network: "Network", population: "Population") -> set[str]:
    """Return the targets whose synapses all learn."""
    ending = [p for p in network._projections.values() if p.post.population is population]
    fixed = {t for p in ending for t in p._targets if not p._learns}
    return {t for p in ending for t in p._targets} - fixed


def _called(population: "Population", target: str) -> str:
    return f"g_{target}" if population.is_spiking else f"sum({target})"


def _targets_read(network: "Network", population: "Population") -> set[str]:
    """Return the targets that equations or monitors name."""
    read = set(population.declaration.targets)
    for projection in network._projections.values():
        ends = {"pre": projection.pre.population, "post": projection.post.population}
        owners = {owner for owner, end in ends.items() if end is population}
        read |= set(_targets_named(projection.declaration, owners))
    for monitor in network.get_monitors():
        if monitor.object is population:
            read |= {_target_of(name) for name in monitor.variables}
    return read


def _targets_named(synapse: SynapseDeclaration, owners: set[str]) -> Iterator[str]:
    for site in Model(synapse).sites():
        for node in walk(site.expr):
            match node:
                case WeightedSum(target=target, owner=owner) if owner in owners:
                    yield target or ""
                case Member(owner=owner, id=name) | GlobalOperation(owner=owner, id=name) if (
                    owner in owners
                ):
                    yield _target_of(name)
                case _:
                    pass


def _target_of(name: str) -> str:
    """Return the target in ``g_exc`` and ``sum(exc)``."""
    return name.removeprefix("g_").removeprefix("sum(").removesuffix(")")
