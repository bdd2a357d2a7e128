"""What of a population is set besides its attributes: on and off, mean firing rates.

In: booleans, numbers in ms.  Out: `NeuronControls`, the part of a population that keeps them.
Not here: attributes (`attributes`), what projections switch on and off (`flags`).
"""

from typing import TYPE_CHECKING, ClassVar

from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["NeuronControls"]


class NeuronControls:
    """Controls of a population."""

    FLAGS: ClassVar = ("enabled",)

    if TYPE_CHECKING:
        _name: str
        _network: Network

        @property
        def is_spiking(self) -> bool:  # noqa: D102 - a declaration
            ...

    @property
    def enabled(self) -> bool:
        """Whether the neurons are updated; see `disable`."""
        return self._network._flags.get((self._name, "enabled"), True)

    def enable(self) -> None:
        """Go on after `disable`, with the values that the neurons have."""
        self._network.set_flag(self._name, "enabled", True)

    def disable(self) -> None:
        """Let the neurons rest while time goes on.

        No equation of theirs runs, they emit no spikes, and projections to them neither transmit
        nor learn.  Their attributes stay as they are, may be set, and are what others read: a rate
        is still a rate.  What they have under way is emptied, as by `clear`.
        """
        self._network.set_flag(self._name, "enabled", False)

    def clear(self) -> None:
        """Empty the recent spikes, and all that is under way from these neurons.

        No spike arrives that was emitted so far, nor counts for a mean firing rate; projections
        with a delay see the attributes as if they had always been as they are now.
        """
        self._network.set_control(self._name, "clear", ())

    def compute_firing_rate(self, window: float) -> None:
        """Let ``r`` be the mean firing rate of each neuron in Hz, from the next step on.

        It counts the spikes that were emitted in the last `window` ms, that of the step included,
        and since it was asked for: ``r`` rises from 0 while the window fills.  A longer window does
        not bring back the spikes that have left a shorter one.  Before, and after `window` = 0,
        ``r`` is 0.

        Parameters
        ----------
        window
            In ms, rounded to whole steps.

        Raises
        ------
        ANNarchyException
            If the neurons do not spike, or the window is shorter than a step.
        """
        if not self.is_spiking:
            raise ANNarchyException(f"{self._name} is rate-coded: it has no spikes to count.")
        dt = self._network.dt
        n_steps = round(window / dt)
        if n_steps < 1 and window != 0:
            raise ANNarchyException(f"a window lasts one step ({dt} ms) at least, not {window} ms.")
        self._network.set_control(self._name, "rate_window", (n_steps,))
