"""Pace and measure: how many steps are due at a given speed, and how fast a run is.

In: wall times in seconds, executed steps.
Out: steps that are due; over about the last half second the real-time factor, and where the time
goes.
Not here: waiting.
"""

from math import exp

from annarchy_lab.lightweight import dataclass

__all__ = ["CHUNK_S", "Meter", "Pacer"]

CHUNK_S = 0.012
"""About how long a chunk lasts."""
FORGIVEN_S = 0.1
"""A network that cannot keep up does not sprint afterwards: more lateness than this is forgiven."""
WINDOW_S = 0.5
SHORTEST_S = 0.02


@dataclass(slots=True)
class Pacer:
    """Counts the steps that should have been executed by now.

    Attributes
    ----------
    speed
        Simulated over wall time; 0 for no limit.
    """

    dt_ms: float
    speed: float = 1.0
    start_s: float = 0.0
    n_done: int = 0

    def restart(self, now_s: float, speed: float) -> None:
        """Begin to count anew."""
        self.start_s, self.speed, self.n_done = now_s, speed, 0

    def n_due(self, now_s: float) -> int:
        """Return how many steps to execute now."""
        rate = self._steps_per_second
        n_late = (now_s - self.start_s - FORGIVEN_S) * rate - self.n_done
        if n_late > 1:
            self.start_s += n_late / rate
        return int((now_s - self.start_s) * rate) - self.n_done

    def wait_s(self, now_s: float) -> float:
        """Return how long nothing is to be done: until the next step, a chunk at least."""
        next_s = self.start_s + (self.n_done + 1) / self._steps_per_second
        return max(next_s - now_s, CHUNK_S)

    @property
    def _steps_per_second(self) -> float:
        return self.speed * 1000.0 / self.dt_ms


@dataclass(slots=True)
class Meter:
    """Running means of speed, of the time in steps (load) and of that spent on others (serving)."""

    real_time_factor: float = 0.0
    load: float = 0.0
    serving: float = 0.0
    _last_s: float = 0.0
    _weight: float = 0.0
    _simulated_s: float = 0.0
    _busy_s: float = 0.0
    _lent_s: float = 0.0

    def restart(self, now_s: float) -> None:
        """Forget the past: the run stands still."""
        self.real_time_factor = self.load = self.serving = 0.0
        self._weight = self._simulated_s = self._busy_s = self._lent_s = 0.0
        self._last_s = now_s

    def add(
        self, now_s: float, simulated_s: float = 0.0, busy_s: float = 0.0, lent_s: float = 0.0
    ) -> None:
        """Note what was simulated since the last call, and the time of steps and of others."""
        self._simulated_s += simulated_s
        self._busy_s += busy_s
        self._lent_s += lent_s
        passed = now_s - self._last_s
        if passed < SHORTEST_S:
            return
        fresh = 1.0 - exp(-passed / WINDOW_S)
        # Starts as a plain mean, or the first figures would be too small.
        self._weight += fresh * (1.0 - self._weight)
        share = fresh / self._weight
        self.real_time_factor += share * (self._simulated_s / passed - self.real_time_factor)
        self.load += share * (self._busy_s / passed - self.load)
        self.serving += share * (self._lent_s / passed - self.serving)
        self._last_s, self._simulated_s, self._busy_s, self._lent_s = now_s, 0.0, 0.0, 0.0
