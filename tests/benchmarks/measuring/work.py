"""What a run of spiking neurons did, from what was counted."""

from dataclasses import dataclass

from measuring.case import Case, Work

__all__ = ["Group", "spiking"]


@dataclass(frozen=True, slots=True)
class Group:
    """Neurons of one kind: how many, how many spikes they fired, synapses that each passes."""

    n_neurons: int
    n_spikes: int
    n_out: float


def spiking(case: Case, version: str, **groups: Group) -> Work:
    """Return rates by group, spikes, synapses and synaptic events."""
    seconds = case.duration_ms / 1000.0
    return Work(
        rates={name: each.n_spikes / each.n_neurons / seconds for name, each in groups.items()},
        n_synapses=round(sum(each.n_neurons * each.n_out for each in groups.values())),
        n_events=float(sum(each.n_spikes * each.n_out for each in groups.values())),
        n_spikes=sum(each.n_spikes for each in groups.values()),
        version=version,
    )
