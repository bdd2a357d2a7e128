"""Decoding projections: spikes of the last milliseconds become a rate.

In: a spiking and a rate-coded population, the length of a window.
Out: `DecodingProjection`, a projection with the usual connector methods.
Not here: the sum itself (the backends), rates of single neurons (``compute_firing_rate``).
"""

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.pairing import End, EndOrName, default_synapse, require_kinds
from annarchy_lab.api.periods import period_steps
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.storage import Storage
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["DecodingProjection"]


class DecodingProjection(Projection):
    """A projection through which spikes become a rate.

    In every step ``sum(target)`` of a post neuron is the sum of the weights of all spikes that
    arrived in the last `window` ms, divided by the window in seconds and by the number of its
    synapses: with weights of 1 the mean firing rate of its pre neurons in Hz.  Projections of one
    population may have different windows.  Synapses have one delay for all, do not learn, do not
    come and go, and are not saved.

    Parameters
    ----------
    pre
        Spiking population or view.
    post
        Rate-coded population or view.
    target
        Which sum it feeds.
    window
        Length of the window in ms.  Default: one step.
    name
        Unique name.  Default: ``proj0``, ``proj1``, ...
    network
        Needed only if both ends are names.  Default: the network of the ends.

    Raises
    ------
    ANNarchyException
        If `pre` is rate-coded or `post` is spiking, or the window is shorter than a step.
    """

    IS_SAVED: ClassVar = False

    def __init__(
        self,
        pre: EndOrName,
        post: EndOrName,
        target: str,
        window: float | None = None,
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        self._window = _length(window)
        super().__init__(pre, post, target, None, name, network=network)

    @property
    def window(self) -> float:
        """Length of the window in ms."""
        return self._network.dt if self._window is None else self._window

    @property
    def _window_steps(self) -> int:
        return period_steps(self._window, self._network.dt, f"the window of {self._name}")

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse: what has been decoded cannot be saved."""
        self._refuse_files()

    def load(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse, as `save` does."""
        self._refuse_files()

    def save_connectivity(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse, as `save` does."""
        self._refuse_files()

    def _refuse_files(self) -> NoReturn:
        raise ANNarchyException(
            f"{self._name} is a DecodingProjection, which cannot be saved: connect it anew."
        )

    @property
    def _is_rewirable(self) -> bool:
        return False

    def _fitted(self, synapse: Synapse | type[Synapse] | None, pre: End, post: End) -> Synapse:
        require_kinds("DecodingProjection", pre, post, is_pre_spiking=True)
        return default_synapse(is_spiking=True)

    def _connect(self, pattern: str, storage: Storage, arguments: dict[str, Any]) -> Self:
        super()._connect(pattern, storage, arguments)
        if isinstance(self._first_edges.delays_ms, np.ndarray):
            self._edges = None
            self._refuse_delays()
        return self

    def _delays_ms(self, value: object) -> float | NDArray[np.float64]:
        delays = super()._delays_ms(value)
        if isinstance(delays, np.ndarray):
            self._refuse_delays()
        return delays

    def _refuse_delays(self) -> NoReturn:
        raise ANNarchyException(
            f"{self._name} is a DecodingProjection: its synapses have one delay for all."
        )


def _length(window: object) -> float | None:
    if window is None:
        return None
    if not isinstance(window, int | float | np.number) or not 0.0 <= window < np.inf:
        raise ANNarchyException(f"a window is a length in ms, not {window!r}.")
    return float(window) or None  # ANNarchy's 0 means one step
