"""Edges that come and go: by rule, in a step, and by hand, at an edge of two steps.

In: a projection, the rules of its model.
Out: a projection with other edges; those that stay keep their values.
Not here: what cannot be done by hand (`runtime.rewiring_refusals`).

New edges are put where dendrite order wants them.  They start with the values that the rule or the
hand gives, everything else as in every new edge; their clocks say now.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.model import Attribute, Rewiring
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import NewEdges, Rule
from annarchy_lab.runtime.initial import new_edge_value
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.evaluate import Evaluator
from annarchy_lab.runtime.reference.synapses import Synapses
from annarchy_lab.runtime.rewiring_refusals import check_new_edges, find_pairs

if TYPE_CHECKING:
    from annarchy_lab.runtime.reference.projection import Projection

__all__ = ["Rewirer"]

Ranks = NDArray[np.int64]
Steps = NDArray[np.int32]
OFF = (0, 0)


class Rewirer:
    """Changes the edges of one projection.

    Parameters
    ----------
    projection
        The projection.
    spec
        Its specification.
    constants
        Values of the network's constants.

    Attributes
    ----------
    every
        Period and first step of each rule; a period of 0 is off.
    n_changes
        How often the edges have changed.
    fresh
        What the local attributes of a new edge start with.
    """

    def __init__(
        self,
        projection: "Projection",
        spec: ProjectionSpec,
        constants: Mapping[str, float],
        arithmetic: Arithmetic,
    ) -> None:
        self._projection = projection
        self._spec, self._constants = spec, constants
        self._arithmetic = arithmetic
        self._evaluator = Evaluator(arithmetic)
        self.every: dict[Rule, tuple[int, int]] = {"creating": OFF, "pruning": OFF}
        self.n_changes = 0
        self._new_delays = spec.new_delays
        self.fresh: dict[str, Array] = {}
        self.reset()

    def reset(self) -> None:
        """Let new edges start with the values at load again."""
        for attribute in self._projection.model.attributes:
            if attribute.locality is Locality.LOCAL:
                value = new_edge_value(self._spec, attribute, self._constants)
                self.fresh[attribute.name] = self._value(attribute, value)

    def become(
        self, spec: ProjectionSpec, constants: Mapping[str, float], anew: frozenset[str]
    ) -> None:
        """Go by another model; attributes in `anew` start as it declares in later edges."""
        self._spec, self._constants = spec, constants
        for attribute in self._projection.model.attributes:
            if attribute.locality is Locality.LOCAL and attribute.name in anew:
                value = new_edge_value(spec, attribute, constants)
                self.fresh[attribute.name] = self._value(attribute, value)

    def act(self) -> None:
        """Let the rules that are due in this step create, then prune."""
        model = self._projection.model
        if model.creating is not None and self._is_due("creating"):
            self._create(model.creating)
        if model.pruning is not None and self._is_due("pruning"):
            self._prune(model.pruning)

    def by_hand(self, created: NewEdges | None, pruned: tuple[Ranks, Ranks] | None) -> None:
        """Remove pairs, then add edges; nothing happens if either cannot be.

        Raises
        ------
        ANNarchyException
            Naming the first pair that does not fit.
        """
        projection = self._projection
        edges, is_pruned = projection.edges, np.zeros(projection.n_edges, np.bool_)
        if pruned is not None:
            is_pruned[find_pairs(self._spec, edges, *pruned)] = True
        if created is not None:
            own = projection.delay_steps
            check_new_edges(self._spec, projection.model, edges, created, own)
        if is_pruned.any():
            self.remove(is_pruned)
        if created is not None and created.pre_ranks.size:
            self._insert_by_hand(created)

    def _insert_by_hand(self, created: NewEdges) -> None:
        projection, elapsed = self._projection, self._projection.clock.elapsed - 1
        steps = created.delays(self._new_delays.default)
        if projection.delays.is_per_edge:
            self._reach(steps)
        places = self.insert(created.pre_ranks, created.post_ranks, elapsed, steps)
        for name, values in created.values.items():
            projection.values.write(name, np.asarray(values), places)

    def _reach(self, steps: Steps) -> None:
        """Let delays be as long as these; what was emitted so far is not kept for longer."""
        projection, self._new_delays = self._projection, self._new_delays.reaching(steps)
        if self._new_delays.longest > projection.delays.longest:
            projection.lag(projection.delay_steps, self._new_delays.longest)

    def given_delays(self, steps: "int | Steps") -> "tuple[int | Steps, int]":
        """Return what delays the edges have when these are set, and the longest that may come."""
        projection, self._new_delays = self._projection, self._new_delays.after(steps)
        spread = self._new_delays.spread(steps, projection.n_edges)
        if projection.delays.is_per_edge:
            spread = np.broadcast_to(np.asarray(spread, np.int32), projection.n_edges)
        return spread, self._new_delays.longest

    def insert(self, pres: Ranks, posts: Ranks, clock: int, steps: Steps) -> Ranks:
        """Add edges and return where they stand, in the order in which they are given.

        Parameters
        ----------
        clock
            Step up to which their event-driven variables are integrated.
        steps
            Delay of each, where edges have delays of their own.
        """
        projection = self._projection
        n_old, n_new = projection.n_edges, len(pres)
        all_pres = np.concatenate((projection.pre_ranks, pres))
        all_posts = np.concatenate((projection.post_ranks, posts))
        order = np.lexsort((all_pres, all_posts))

        def grown(old: Array, fresh: Any) -> Any:  # noqa: ANN401 - as they are
            return np.concatenate((old, np.full(n_new, fresh, old.dtype)))[order]

        local = {name: grown(projection.values[name], fresh) for name, fresh in self.fresh.items()}
        clocks = {name: grown(old, clock) for name, old in projection.clocks.items()}
        for delays in projection.delays_in_use():
            delays.rearrange(lambda old: grown(old, steps))
        self._replace(all_pres[order], all_posts[order], local, clocks)
        places = np.empty(n_old + n_new, np.int64)
        places[order] = np.arange(n_old + n_new)
        return places[n_old:]

    def remove(self, is_pruned: NDArray[np.bool_]) -> None:
        """Remove the edges that are marked."""
        projection, stays = self._projection, ~is_pruned
        local = {name: projection.values[name][stays] for name in self.fresh}
        clocks = {name: clock[stays] for name, clock in projection.clocks.items()}
        for delays in projection.delays_in_use():
            delays.rearrange(lambda old: old[stays])
        self._replace(projection.pre_ranks[stays], projection.post_ranks[stays], local, clocks)

    def note_write(self, attribute: Attribute, values: NDArray[Any]) -> None:
        """Note that a parameter was set as a whole: new edges get that value, too."""
        self.fresh[attribute.name] = self._value(attribute, values)

    def _is_due(self, rule: Rule) -> bool:
        period, first = self.every[rule]
        return period > 0 and (self._projection.clock.step - first) % period == 0

    def _create(self, rule: Rewiring) -> None:
        projection = self._projection
        pres, posts = self._free_pairs()
        place = Synapses.pairs(projection, pres, posts)
        is_created = self._holds(rule, place, pres.shape)
        if not is_created.any():
            return
        pres, posts = pres[is_created], posts[is_created]
        steps = self._delays_by_rule(rule, Synapses.pairs(projection, pres, posts), len(pres))
        edges = self.insert(pres, posts, projection.clock.elapsed, steps)
        self._evaluator.run(rule.values, Synapses.pairs(projection, pres, posts, edges))

    def _delays_by_rule(self, rule: Rewiring, place: Synapses, n_edges: int) -> Steps:
        if rule.delay is None:
            return np.full(n_edges, self._new_delays.fresh, np.int32)
        extra = self._evaluator.value(rule.delay, place, {})
        return np.broadcast_to(1 + np.clip(extra, 0, self._new_delays.longest - 1), n_edges)

    def _free_pairs(self) -> tuple[Ranks, Ranks]:
        """Return the pairs without an edge that may get one."""
        projection, initial = self._projection, self._spec.edges
        given = self._spec.pre_candidates
        candidates = np.arange(initial.n_pre) if given is None else given
        is_free = np.zeros((initial.n_post, initial.n_pre), np.bool_)
        is_free[np.ix_(initial.dendrite_ranks, candidates)] = True
        is_free[projection.post_ranks, projection.pre_ranks] = False
        posts, pres = np.nonzero(is_free)
        return pres, posts

    def _prune(self, rule: Rewiring) -> None:
        projection = self._projection
        is_pruned = self._holds(rule, Synapses.all_edges(projection), (projection.n_edges,))
        if is_pruned.any():
            self.remove(is_pruned)

    def _holds(self, rule: Rewiring, place: Synapses, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        names = self._evaluator.run(rule.lets, place)
        holds = self._evaluator.value(rule.condition, place, names)
        if rule.chance is not None:
            holds = holds & self._evaluator.value(rule.chance, place, names)
        return np.broadcast_to(holds, shape)

    def _replace(
        self, pres: Ranks, posts: Ranks, local: dict[str, Array], clocks: dict[str, Array]
    ) -> None:
        projection = self._projection
        projection.values.rearrange(len(pres), local)
        projection.clocks = clocks
        projection.index(self._edge_list(pres, posts))
        self.n_changes += 1

    def _edge_list(self, pres: Ranks, posts: Ranks) -> EdgeList:
        initial = self._spec.edges
        ends = (pres.astype(np.int32), posts.astype(np.int32))
        return EdgeList(initial.n_pre, initial.n_post, *ends, 0.0)

    def _value(self, attribute: Attribute, value: object) -> Array:
        return self._arithmetic.given(value, attribute.dtype).reshape(())
