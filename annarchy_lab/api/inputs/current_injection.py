"""Current injection: rates flow straight into the conductances of spiking neurons.

In: a rate-coded and a spiking population, neuron by neuron.
Out: `CurrentInjection`, a projection whose every synapse adds ``pre.r`` in every step.
Not here: rates that become random spikes (`poisson_population`).
"""

from typing import TYPE_CHECKING, Any, Final, Self

from annarchy_lab.api.pairing import End, EndOrName, default_synapse, require_kinds
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.storage import Storage
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["CurrentInjection"]

PATTERN: Final = "one_to_one"
ARGUMENTS: Final[dict[str, Any]] = {"weights": 1.0, "delays": 0.0}


class CurrentInjection(Projection):
    """A projection that adds the rate of each pre neuron to one spiking neuron.

    In every step ``g_target += pre.r``, with ``r`` of the step before.  `connect_current` is its
    only connector method.

    Parameters
    ----------
    pre
        Rate-coded population or view.
    post
        Spiking population or view of the same size.
    target
        Which conductance it feeds.
    name
        Unique name.  Default: ``proj0``, ``proj1``, ...
    network
        Needed only if both ends are names.  Default: the network of the ends.

    Raises
    ------
    ANNarchyException
        If `pre` is spiking, `post` is rate-coded, or their sizes differ.
    """

    def __init__(
        self,
        pre: EndOrName,
        post: EndOrName,
        target: str,
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        super().__init__(pre, post, target, None, name, network=network)

    def connect_current(self) -> Self:
        """Connect each pre neuron to the post neuron of the same position."""
        return self._connect(PATTERN, Storage(), dict(ARGUMENTS))

    current = connect_current

    def _fitted(self, synapse: Synapse | type[Synapse] | None, pre: End, post: End) -> Synapse:
        require_kinds("CurrentInjection", pre, post, is_pre_spiking=False)
        if pre.size != post.size:
            raise ANNarchyException(
                f"CurrentInjection needs as many neurons on both sides: {pre.name} has {pre.size}, "
                f"{post.name} has {post.size}."
            )
        return default_synapse(is_spiking=False)

    def _connect(self, pattern: str, storage: Storage, arguments: dict[str, Any]) -> Self:
        if (pattern, arguments) != (PATTERN, ARGUMENTS):
            raise ANNarchyException(
                f"{self._name} injects currents neuron by neuron: connect it with "
                "connect_current()."
            )
        return super()._connect(pattern, storage, arguments)
