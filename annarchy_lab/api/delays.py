"""The delay of a projection, one for all synapses or one for each, as users read and write it.

In: numbers in ms, lists of them, distributions.  Out: `Delayed`, the part of a projection that has
the property.
Not here: rounding (`connectivity.delays`), what a delay does (the backends).
"""

from contextlib import nullcontext

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.edge_values import EdgeValues
from annarchy_lab.api.ragged import Rows, flattened, is_listed
from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.connectivity.values import draw_delays
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Delayed"]

DECIMALS = 9
"""Of a delay in ms: 3 steps of 0.1 read as 0.3."""


class Delayed(EdgeValues):
    """A projection's delay."""

    _given_delay: object = None
    """What it was set to before compiling; None for what the connector method says."""

    @property
    def delay(self) -> float | Rows:
        """Delay in ms, as it acts: a whole number of steps, one at least.

        One number for all synapses, or a list per dendrite where each synapse has its own.  It may
        be set at any time, to one number, to lists of numbers, or from a distribution, unless the
        projection was connected without delays.  While the network runs, spikes that are under way
        arrive when they would have, and later ones by the new delay; for rates the new delay holds
        at once, so that values are skipped or seen again.  Where a longer delay looks back further
        than anything was remembered, it sees the oldest values that were.

        Where synapses come and go, each takes its delay along.  One number is then also the delay
        of later synapses for which none is named; where delays differ from the start, these have a
        delay of one step.

        Raises
        ------
        ANNarchyException
            If the projection was connected without delays, or the delays do not fit.
        """
        with self._held():
            delays = self._in_ms()
            return self._rows(delays) if delays.ndim else delays.item()

    @delay.setter
    def delay(self, value: object) -> None:
        if self._first_edges.delays_ms is None and not self._has_delay_per_synapse:
            raise ANNarchyException(
                f"{self._name} was connected without delays; give delays= to the connector method."
            )
        if self._network._simulator is None:
            self._edges = self._first_edges.given(delays_ms=self._delays_ms(value))
            self._given_delay = value
            return
        with self._network._steady() if self._is_rewirable else nullcontext():
            steps = delay_steps(self._delays_ms(value), self._network.dt)
            self._network.set_control(
                self._name, "delay", (steps,) if isinstance(steps, int) else steps
            )

    def _delays_ms(self, value: object) -> float | NDArray[np.float64]:
        """Return new delays in ms: one for all only where there was, or synapses come and go."""
        n_edges = self.edges.n_edges
        if is_listed(value):
            ranks = self._first_edges.dendrite_ranks
            flat = flattened(value, self.edges, ranks, f"delay of {self._name}")
            delays = flat.astype(np.float64)
            if delays.shape != (n_edges,):
                raise ANNarchyException(
                    f"delay of {self._name}: there are {n_edges} synapses, not {delays.size}."
                )
            return delays
        drawn = draw_delays(value, n_edges, self._network.default_rng)
        drawn = 0.0 if drawn is None else drawn
        is_spread = self._has_delay_per_synapse and not self._is_rewirable
        return np.full(n_edges, drawn) if is_spread and isinstance(drawn, float) else drawn

    @property
    def _has_delay_per_synapse(self) -> bool:
        return isinstance(self._delay_steps(), np.ndarray)

    def _in_ms(self) -> NDArray[np.float64]:
        """Return one delay for all, shape ``()``, or one per synapse."""
        return np.round(np.asarray(self._delay_steps()) * self._network.dt, DECIMALS)

    def _acting_delays(self) -> NDArray[np.float64] | None:
        """Return the delays, or None where it was connected without."""
        return None if self._first_edges.delays_ms is None else self._in_ms()

    def _delay_steps(self) -> int | NDArray[np.int32]:
        simulator = self._rewiring_simulator
        if simulator is not None:
            return simulator.delay_steps(self._name)
        control = self._network._controls.get((self._name, "delay"))
        if control is None:
            return delay_steps(self._first_edges.delays_ms, self._network.dt)
        return control if isinstance(control, np.ndarray) else control[0]
