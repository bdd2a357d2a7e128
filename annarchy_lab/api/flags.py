"""What of a projection is switched on: transmission, update, plasticity.

In: booleans.  Out: `LearningFlags`, the part of a projection that keeps them.
Not here: learning in a whole network (`Network.enable_learning`).
"""

from typing import TYPE_CHECKING

from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["FLAGS", "LearningFlags"]

FLAGS = ("transmission", "update", "plasticity")


class LearningFlags:
    """The flags of a projection, all on at first."""

    if TYPE_CHECKING:
        _name: str
        _network: Network

        @property
        def is_spiking(self) -> bool:  # noqa: D102 - a declaration
            ...

    @property
    def transmission(self) -> bool:
        """Whether anything is transmitted; if not, no equation or event of the synapses runs."""
        return self._flag("transmission")

    @transmission.setter
    def transmission(self, value: bool) -> None:
        self._set_flag("transmission", value)

    @property
    def update(self) -> bool:
        """Whether the equations of the synapses run at each step; events always do."""
        return self._flag("update")

    @update.setter
    def update(self, value: bool) -> None:
        self._set_flag("update", value)

    @property
    def plasticity(self) -> bool:
        """Whether ``w`` changes; other variables always do."""
        return self._flag("plasticity")

    @plasticity.setter
    def plasticity(self, value: bool) -> None:
        self._set_flag("plasticity", value)

    def enable_learning(self, period: float | None = None, offset: float | None = None) -> None:
        """Switch learning on.

        Parameters
        ----------
        period, offset
            In ms; only a period of one step is available yet.

        Raises
        ------
        ANNarchyException
            If the equations should run less often than at each step.
        """
        if period not in (None, self._network.dt) or offset:
            raise ANNarchyException("learning at every step is the only period available yet.")
        self.update = True
        self.plasticity = True

    def disable_learning(self) -> None:
        """Switch learning off: `plasticity` of a spiking projection, `update` of a rate-coded."""
        self._set_flag("plasticity" if self.is_spiking else "update", False)

    def _flag(self, name: str) -> bool:
        return self._network._flags.get((self._name, name), True)

    def _set_flag(self, name: str, value: bool) -> None:
        self._network.set_flag(self._name, name, bool(value))
