"""Methods by which networks of version 4.8 are asked for what is now a property.

In: numbers.  Out: `OldNames`, the part of a network that has them.
Not here: any meaning.
"""

from annarchy_lab.api.copying import Copying

__all__ = ["OldNames"]


class OldNames(Copying):
    """``get_time()`` for ``time``, and so on."""

    seed: int

    def get_time(self) -> float:
        """Return the simulated time in ms."""
        return self.time

    def set_time(self, t: float) -> None:
        """Set the simulated time in ms."""
        self.time = t

    def get_current_step(self) -> int:
        """Return the number of the next step."""
        return self.current_step

    def set_current_step(self, n: int) -> None:
        """Set the number of the next step."""
        self.current_step = n

    def set_seed(self, seed: int) -> None:
        """Set the seed of all random numbers."""
        self.seed = seed
