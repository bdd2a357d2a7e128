"""Synapses of one dendrite that are created and pruned by hand.

In: ranks of pre neurons, weights, delays in ms.
Out: `Sprouting`, the part of a dendrite that changes its synapses.
Not here: rules (`rewiring`); what the backend does (`runtime`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Change
from annarchy_lab.api.values import to_array
from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.connectivity.values import draw_delays
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution

if TYPE_CHECKING:
    from annarchy_lab.api.projection import Projection

__all__ = ["Sprouting"]

Rank: TypeAlias = int | tuple[int, ...]


class Sprouting:
    """Creating and pruning of one dendrite's synapses."""

    if TYPE_CHECKING:
        _projection: Projection
        _post_rank: int

    def create_synapse(self, rank: Rank, w: float = 0.0, delay: float = 0.0) -> None:
        """Create a synapse; its other variables start at their initial values.

        Parameters
        ----------
        rank
            Rank of the pre neuron in its whole population, or its coordinates.
        w
            Weight.
        delay
            In ms.  Default: that of the projection, or where delays differ, the one that all
            synapses had last, else one step.  It may be longer than any so far: only spikes
            that are emitted from now on are then kept for so long.

        Raises
        ------
        ANNarchyException
            If the synapse exists, the rank is not one of the projection's pre neurons, the network
            was built without structural plasticity, or all synapses share another delay.
        """
        self.create_synapses([rank], [w], [delay])

    def create_synapses(
        self,
        ranks: Sequence[Rank],
        weights: object = None,
        delays: object = None,
    ) -> None:
        """Create several synapses at one step edge, all or none.

        Parameters
        ----------
        ranks
            Ranks of the pre neurons in their whole population, or their coordinates.
        weights
            One number, one each, or a distribution.  Default: 0.
        delays
            In ms, as `weights`.  Default: as in `create_synapse`.

        Raises
        ------
        ANNarchyException
            As `create_synapse`.
        """
        projection = self._projection
        projection._require_rewirable()
        pre = np.array([self._pre_rank_of(rank) for rank in ranks], np.int64)
        given = {"w": 0.0 if weights is None else weights, **projection._drawn()}
        order = np.arange(len(pre))
        values = {
            name: to_array(value, projection._slot(name, order)) for name, value in given.items()
        }
        network = projection.network
        with network._steady():
            pairs = np.concatenate((self._pairs(pre), self._delay_rows(delays, len(pre))))
            network.rewire(projection.name, "create", pairs)
            edges = projection.edges
            part = edges.dendrite(self._post_rank)
            places = part.start + np.searchsorted(edges.pre_ranks[part], pre)
            network.write([Change(projection.name, n, v, places) for n, v in values.items()])

    def prune_synapse(self, rank: Rank) -> None:
        """Prune a synapse.

        Parameters
        ----------
        rank
            Rank of the pre neuron in its whole population, or its coordinates.

        Raises
        ------
        ANNarchyException
            If there is no such synapse, or the network was built without structural plasticity.
        """
        self.prune_synapses([rank])

    def prune_synapses(self, ranks: Sequence[Rank]) -> None:
        """Prune several synapses at one step edge, all or none.

        Parameters
        ----------
        ranks
            As in `create_synapses`.

        Raises
        ------
        ANNarchyException
            As `prune_synapse`.
        """
        projection = self._projection
        projection._require_rewirable()
        pre = np.array([self._pre_rank_of(rank) for rank in ranks], np.int64)
        projection.network.rewire(projection.name, "prune", self._pairs(pre))

    def _pairs(self, pre: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.stack([pre, np.full_like(pre, self._post_rank)])

    def _pre_rank_of(self, pre: Rank) -> int:
        population = self._projection.pre.population
        return population.rank_from_coordinates(pre) if isinstance(pre, tuple) else int(pre)

    def _delay_rows(self, delays: object, n_new: int) -> NDArray[np.int64]:
        """Return delays in steps, 0 where none is named: no row where all synapses share one."""
        projection = self._projection
        steps, own = self._given_steps(delays, n_new), projection._delay_steps()
        if isinstance(own, np.ndarray):
            return steps[np.newaxis]
        if ((steps != 0) & (steps != own)).any():
            raise ANNarchyException(
                f"all synapses of {projection.name} have a delay of {projection.delay} ms, and so "
                "have new ones; set delay to a list per dendrite first."
            )
        return np.empty((0, n_new), np.int64)

    def _given_steps(self, delays: object, n_new: int) -> NDArray[np.int64]:
        network = self._projection.network
        drawn = draw_delays(delays, n_new, network.default_rng) if _is_one(delays) else delays
        given = np.asarray(0.0 if drawn is None else drawn, np.float64)
        if given.shape not in ((), (n_new,)):
            raise ANNarchyException(
                f"delays of {self._projection.name}: there are {n_new} new synapses, not "
                f"{given.size}."
            )
        steps = delay_steps(np.broadcast_to(given, n_new), network.dt)
        return np.where(given == 0.0, 0, steps).astype(np.int64)


def _is_one(delays: object) -> bool:
    return isinstance(delays, str | float | int | RandomDistribution)
