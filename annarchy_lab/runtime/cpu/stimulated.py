"""Stimuli of a network on the core: the part of the simulator that gives and ends them.

In: `Stimulus` values, by population.
Out: other schedules, at an edge.
Not here: the phases (`phases.stimuli`), what is refused (`runtime.stimulating`).
"""

from typing import TYPE_CHECKING

from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.runtime.stimulating import check_stimulus

if TYPE_CHECKING:
    from collections.abc import Collection

    from annarchy_lab.runtime._bridge import Engine
    from annarchy_lab.runtime.cpu.network_state import NetworkState

__all__ = ["Stimulated"]


class Stimulated:
    """Giving and ending stimuli."""

    if TYPE_CHECKING:
        _state: NetworkState
        _engine: Engine

        def _install(self) -> None: ...
        def _localise(self, population: str, attributes: Collection[str]) -> None: ...

    def stimulate(self, population: str, stimulus: Stimulus) -> int:
        """Lay a stimulus on top of a population, and return the step of this edge.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot receive the stimulus.
        """
        store = self._state.population(population)
        self._localise(population, {stimulus.attribute})
        with self._engine.hold():
            is_spiking = store.model.is_spiking
            check_stimulus(store.spec, store.attributes, stimulus, is_spiking=is_spiking)
            elapsed = self._engine.elapsed
            store.lay([*store.needed_stimuli(elapsed), stimulus.from_step(elapsed)])
            self._install()
            return self._engine.step

    def end_stimulus(self, population: str, number: int) -> int:
        """End the stimulus of that number, if it is not over, and return the step of this edge."""
        store = self._state.population(population)
        with self._engine.hold():
            needed = store.needed_stimuli(self._engine.elapsed)
            store.lay([each for each in needed if each.number != number])
            self._install()
            return self._engine.step

    def stimuli(self, population: str) -> tuple[int, ...]:
        """Return the numbers of the stimuli of a population that are not over."""
        store = self._state.population(population)
        with self._engine.hold():
            return tuple(each.number for each in store.needed_stimuli(self._engine.elapsed))
