"""What a network that is about to run is warned of: it runs, but hardly as it was meant.

In: a network.
Out: one sentence per slip, for a warning.
Not here: targets that lead nowhere (`targets`), periods of monitors (`monitor`), errors.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annarchy_lab.api.periods import rounded
from annarchy_lab.api.targets import lost_targets
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.connectivity.delays import delay_steps

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["elsewhere", "slips"]


def slips(network: "Network") -> Iterator[str]:
    """Yield what to warn of before `network` is compiled."""
    hint = elsewhere(network)
    if hint:
        yield f"this network is empty{hint}"
    yield from lost_targets(network)
    for projection in network._projections.values():
        delays = projection._first_edges.delays_ms
        if isinstance(delays, int | float) and delays:
            hint = rounded(delays, delay_steps(float(delays), network.dt), network.dt)
            if hint:
                yield f"the delay of {projection.name}, {delays} ms, {hint}"


def elsewhere(network: "Network") -> str:
    """Return, for an empty network, how to reach the one that was rather meant, or nothing.

    Scripts that are half in the 4.8 style and half in the 5.0 style build one network and run
    another.
    """
    others = [each for each in WORKSPACE.networks if each is not network and each._populations]
    if network._populations or not others:
        return ""
    if network.id:
        is_meant = any(each.id == 0 for each in others)
        return (
            ": Population(...) belongs to the network of compile() and simulate(); here, "
            "populations are made by create(...)."
            if is_meant
            else ""
        )
    return (
        ": compile() and simulate() are about objects made by Population(...); what "
        "Network().create(...) makes runs by methods of its network, such as net.simulate(...)."
    )
