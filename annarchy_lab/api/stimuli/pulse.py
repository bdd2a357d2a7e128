"""A stimulus that was given, to be ended before its time.

In: what `Network.pulse` did.
Out: `Pulse`.
Not here: giving it (`stimulating`).
"""

from dataclasses import field
from typing import TYPE_CHECKING

from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Pulse"]


@dataclass(frozen=True, slots=True)
class Pulse:
    """A stimulus of some neurons.

    Attributes
    ----------
    population
        Name of the population.
    attribute
        What it is added to; empty for spikes.
    n_neurons
        How many neurons it reaches.
    step
        The step before which it was given.
    number
        Its number in the network.
    """

    population: str
    attribute: str
    n_neurons: int
    step: int
    number: int
    network: "Network" = field(repr=False, compare=False)

    @property
    def is_over(self) -> bool:
        """Whether it does nothing any more."""
        return self.number not in self.network.simulator.stimuli(self.population)

    def end(self) -> None:
        """End it now; what it has done stays done.  One that is over stays so."""
        self.network.end_pulse(self)
