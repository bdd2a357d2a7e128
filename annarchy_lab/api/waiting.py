"""Simulations that wait for the stop conditions of populations.

In: populations, how long to wait at most.  Out: `Waiting`, the part of a network that does so.
Not here: what the conditions say (`Population`), other simulations (`driving`).
"""

import time
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.driving import Driving
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annarchy_lab.api.population import Population

__all__ = ["Waiting"]


class Waiting(Driving):
    """Running a network until something has happened."""

    def simulate_until(
        self,
        max_duration: float,
        population: "Population | Sequence[Population] | None" = None,
        operator: str = "and",
        measure_time: bool = False,
        *,
        populations: "Population | Sequence[Population] | None" = None,
    ) -> float:
        """Simulate until stop conditions hold, without callbacks; `start` does so live.

        They are tested after each step, when everything in it is done; ``t`` in them is the time of
        that step.

        Parameters
        ----------
        max_duration
            In ms, rounded up to whole steps: how long to wait at most.
        population
            One population or several.  One without a `stop_condition` never asks for an end.
        operator
            ``'and'``: all populations must ask for the end; ``'or'``: any of them.
        measure_time
            Whether to print how long it took.
        populations
            The same as `population`.

        Returns
        -------
        float
            Simulated time in ms.

        Raises
        ------
        ANNarchyException
            If no population is given, or one is of another network, or the operator is unknown.
        StateError
            If the network is not compiled, or a live run is going on.
        """
        names = self._names_of_populations(population, populations)
        _check_operator(operator)
        self._require_free()
        start = time.perf_counter()
        n_steps = self._require_simulator().run_until(
            self._n_steps(max_duration), names, needs_all=operator == "and"
        )
        duration = n_steps * self._config.dt
        if measure_time:
            self._tell(duration, time.perf_counter() - start)
        return duration

    def _awaited(self, populations: Any, operator: str) -> list[str]:  # noqa: ANN401 - as in `start`
        names = self._names_of_populations(populations)
        _check_operator(operator)
        return names

    def _names_of_populations(self, *given: Any) -> list[str]:  # noqa: ANN401 - one, several, none
        """Return the names of the populations in that of the arguments that is no None."""
        chosen = [argument for argument in given if argument is not None]
        if len(chosen) != 1:
            raise ANNarchyException("name the populations whose stop conditions count, once.")
        several = isinstance(chosen[0], list | tuple)
        listed = list(chosen[0]) if several else chosen
        for each in listed:
            if not any(each is own for own in self._populations.values()):
                raise ANNarchyException(f"{each!r} is no population of this network.")
        if not listed:
            raise ANNarchyException("name one population at least.")
        return [each.name for each in listed]


def _check_operator(operator: str) -> None:
    if operator not in ("and", "or"):
        raise ANNarchyException(f"operator is 'and' or 'or', not {operator!r}.")
