"""The schedule of one step as text.

In: a `Network`.
Out: numbered lines, one for each thing that happens, in order.
Not here: models as text (`ir.printer`).
"""

from collections.abc import Iterator

from annarchy_lab.ir.stimulus import SPIKES
from annarchy_lab.ir.timetable import Playback, SpikeTrain
from annarchy_lab.runtime.reference.network import Network
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection

__all__ = ["schedule_text"]


def schedule_text(network: Network) -> str:
    """Return what happens in a step of `network` as it is now."""
    lines = tuple(_lines(network))
    width = len(str(len(lines)))
    return "\n".join(f"{n:>{width}}  {line}" for n, line in enumerate(lines, 1))


def _lines(network: Network) -> Iterator[str]:
    populations = network.populations.values()
    enabled = [p for p in populations if p.is_enabled]
    active = [p for p in network.projections.values() if p.is_active]
    for population in enabled:
        if population.model.targets and not population.model.is_spiking:
            yield f"{population.name}: weighted sums = 0"
    for projection in active:
        yield from _transmission(projection)
    yield "record inputs"
    for population in enabled:
        yield from _update(population)
    for population in populations:
        yield from _memory(population)
    for population in populations:
        yield from (f"{population.name}: {name}" for name in population.operations)
    for projection in active:
        yield from _learning(projection)
    for projection in active:
        if projection.model.on_post is not None:
            yield f"{projection.name}: spikes of {projection.post.name} run post_spike"
    for projection in network.projections.values():
        yield from _rewiring(projection)
    yield "record"


def _memory(population: Population) -> Iterator[str]:
    for name in population.histories:
        yield f"remember {population.name}.{name} for delays"


def _transmission(projection: Projection) -> Iterator[str]:
    model, decoder = projection.model, projection.decoder
    if decoder is not None:
        spikes = f"the spikes of {projection.pre.name} in {decoder.n_steps} steps"
        yield f"{projection.name}: rate of {spikes}"
        return
    if model.on_pre is not None:
        what = "add w" if model.is_default_transmission else "run pre_spike"
        yield f"{projection.name}: arriving spikes of {projection.pre.name} {what}"
    if model.on_axon is not None and projection.flags["axon_transmission"]:
        what = "add w" if model.on_axon.adds_weight_only else "run pre_axon_spike"
        yield f"{projection.name}: arriving axonal spikes of {projection.pre.name} {what}"
    if model.psp is not None:
        targets = ", ".join(f"{projection.post.name}.{target}" for target in projection.targets)
        yield f"{projection.name}: {model.operation} of psp over dendrites, added to {targets}"


def _update(population: Population) -> Iterator[str]:
    model, timetable = population.model, population.timetable
    if isinstance(timetable, Playback):
        yield from (f"{population.name}: {name} from its timetable" for name in timetable.rows)
    if model.global_updates:
        yield f"{population.name}: global variables"
    if model.updates:
        yield f"{population.name}: equations"
    if isinstance(timetable, SpikeTrain):
        yield f"{population.name}: spikes from its timetable"
    elif model.gap_rates is not None:
        yield f"{population.name}: spikes at random"
    elif model.is_spiking:
        yield f"{population.name}: spikes and resets"
    yield from (
        f"{population.name}: stimulus {each.number}: spikes"
        for each in population.stimuli.all
        if each.attribute == SPIKES
    )
    if population.rates is not None:
        yield f"{population.name}: mean firing rate of {population.rates.n_steps} steps"


def _learning(projection: Projection) -> Iterator[str]:
    if not projection.flags["update"]:
        return
    model = projection.model
    phases = {
        "global variables": model.global_updates,
        "equations of dendrites": model.semiglobal_updates,
        "equations": model.updates,
    }
    yield from (f"{projection.name}: {name}" for name, body in phases.items() if body)


def _rewiring(projection: Projection) -> Iterator[str]:
    if projection.rewirer is None or not projection.post.is_enabled:
        return
    for rule, (period, _) in projection.rewirer.every.items():
        if period:
            yield f"{projection.name}: {rule}, every {period} steps"
