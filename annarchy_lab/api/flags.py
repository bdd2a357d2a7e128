"""What of a projection is switched on: transmission, update, plasticity.

In: booleans; how often it learns.  Out: `LearningFlags`, the part of a projection that keeps them.
Not here: learning in a whole network (`Network.enable_learning`).
"""

from typing import TYPE_CHECKING, ClassVar

from annarchy_lab.api.periods import period_steps
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.runtime.backend import PROJECTION_FLAGS

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["LearningFlags"]


class LearningFlags:
    """The flags of a projection, all on at first."""

    FLAGS: ClassVar = PROJECTION_FLAGS

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
    def axon_transmission(self) -> bool:
        """Whether axonal spikes are transmitted (``pre_axon_spike``), if anything is."""
        return self._flag("axon_transmission")

    @axon_transmission.setter
    def axon_transmission(self, value: bool) -> None:
        self._set_flag("axon_transmission", value)

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
        period
            In ms, how often the equations of the synapses run.  Default: at every step.  In these
            equations ``dt`` is then the period, so that a gradient advances by the same time.
        offset
            In ms from now on to the first time, less than `period`.  Default: 0.

        Raises
        ------
        ANNarchyException
            If the period is shorter than a step, or the offset no shorter than the period.
        """
        dt = self._network.dt
        n_steps = period_steps(period, dt, "learning")
        offset_steps = 0 if offset is None else round(offset / dt)
        if not 0 <= offset_steps < n_steps:
            raise ANNarchyException("the offset of learning is shorter than its period.")
        first = (self._network.current_step + offset_steps) % n_steps
        self._network.set_control(self._name, "learning", (n_steps, first))
        self.update = True
        self.plasticity = True

    def disable_learning(self) -> None:
        """Switch learning off: `plasticity` of a spiking projection, `update` of a rate-coded."""
        self._set_flag("plasticity" if self.is_spiking else "update", False)

    def _flag(self, name: str) -> bool:
        return self._network._flags.get((self._name, name), True)

    def _set_flag(self, name: str, value: bool) -> None:
        self._network.set_flag(self._name, name, bool(value))
