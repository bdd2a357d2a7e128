"""Random networks of such models: several populations, projections, delays, storages, types."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from random_models import rate_neurons, rate_synapses, spiking_neurons, spiking_synapses

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import Uniform
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import PROJECTION_FLAGS

__all__ = ["Interlude", "interludes", "networks"]

PLAIN = Synapse()


@dataclass(frozen=True)
class Interlude:
    """What is done to a network between two stretches of a run."""

    n_steps: int
    flag: tuple[str, str, bool] | None = None
    learning: tuple[str, int, int] | None = None
    rule: tuple[str, str, int, int] | None = None
    by_hand: tuple[str, int] | None = None
    delayed: tuple[str, int] | None = None
    window: tuple[str, int] | None = None
    cleared: str | None = None
    waits_for: tuple[str, ...] | None = None


@st.composite
def networks(draw: st.DrawFn) -> NetworkSpec:
    """One or two populations of one kind, all connected with one another or some."""
    is_spiking = draw(st.booleans())
    neurons = spiking_neurons() if is_spiking else rate_neurons()
    synapses = spiking_synapses() if is_spiking else rate_synapses()
    stops = st.sampled_from((*STOPS, "spiked" if is_spiking else None))
    rng = np.random.default_rng(draw(st.integers(0, 100)))
    sizes = draw(st.lists(st.integers(1, 40), min_size=1, max_size=2))
    populations = tuple(
        _population(f"pop{i}", size, draw(neurons), draw(stops), rng)
        for i, size in enumerate(sizes)
    )
    names = st.sampled_from([p.name for p in populations])
    projections = []
    for i in range(draw(st.integers(1, 3))):
        pre, post = draw(names), draw(names)
        synapse = draw(st.one_of(st.just(PLAIN), synapses, synapses))
        ends = Ends.whole(sizes[int(pre[3:])], sizes[int(post[3:])])
        targets = draw(st.sampled_from([("exc",), ("inh",), ("exc", "inh")]))
        if post not in {p.post for p in projections}:
            targets = ("exc",)  # synapses may read post.sum(exc)
        edges = _edges(ends, draw(st.sampled_from(PATTERNS)), rng)
        projections.append(
            ProjectionSpec(
                name=f"proj{i}",
                pre=pre,
                post=post,
                targets=targets if is_spiking else targets[:1],
                synapse=synapse.declaration,
                edges=edges,
                delay_steps=draw(delays(edges.n_edges)),
                storage=draw(st.sampled_from(["auto", "csr"])),
                may_rewire=draw(st.booleans()),
            )
        )
    return NetworkSpec(
        dt_ms=draw(st.sampled_from([0.5, 1.0])),
        seed=draw(st.integers(0, 2**40)),
        populations=populations,
        projections=tuple(projections),
        dtype=np.dtype(draw(st.sampled_from([np.float64, np.float32]))),
        weight_dtype=draw(st.sampled_from([None, np.dtype(np.float32)])),
        method=draw(st.sampled_from(["explicit", "exponential"])),
    )


@st.composite
def delays(draw: st.DrawFn, n_edges: int) -> int | np.ndarray:
    """One delay, or one per edge."""
    longest = draw(st.sampled_from([1, 1, 2, 5, 70]))  # 70: more than one word of bits
    if draw(st.booleans()):
        return longest
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    return rng.integers(1, longest + 1, n_edges).astype(np.int32)


@st.composite
def interludes(draw: st.DrawFn, spec: NetworkSpec) -> list[Interlude]:
    """Stretches of a run, with flags, learning periods and so on changed between them."""
    names = st.sampled_from([p.name for p in spec.projections])
    pops = st.sampled_from([p.name for p in spec.populations])
    flags = st.tuples(names, st.sampled_from(PROJECTION_FLAGS), st.booleans())
    enabled = st.tuples(pops, st.just("enabled"), st.booleans())
    change = st.one_of(st.none(), flags, enabled)
    learning = st.one_of(st.none(), st.tuples(names, st.integers(1, 4), st.integers(0, 3)))
    plastic = [p for p in spec.projections if p.is_rewirable]
    known = [(p.name, r) for p in plastic for r in ("creating", "pruning") if getattr(p.synapse, r)]
    rule, by_hand = st.none(), st.none()
    if known:
        when = st.tuples(st.integers(0, 4), st.integers(0, 3))
        rule = st.builds(lambda which, at: (*which, *at), st.sampled_from(known), when)
    if plastic:
        place = st.tuples(st.sampled_from([p.name for p in plastic]), st.integers(0, 99))
        by_hand = st.one_of(st.none(), place)
    window = st.none()
    if spec.populations[0].neuron.is_spiking:
        window = st.one_of(st.none(), st.tuples(pops, st.sampled_from([0, 1, 4, 30])))
    waits_for = st.one_of(st.none(), st.sets(pops, min_size=1).map(lambda s: tuple(sorted(s))))
    delayed = st.one_of(st.none(), st.tuples(names, st.integers(0, 99)))
    more = (rule, by_hand, delayed, window, st.one_of(st.none(), st.none(), pops), waits_for)
    stretch = st.builds(Interlude, st.integers(1, 25), change, learning, *more)
    return draw(st.lists(stretch, min_size=2, max_size=4))


PATTERNS = ("sparse", "dense", "single", "empty")


STOPS = (None, "x > 3.0", "y < 4.0 : all", "Uniform(0.0, 1.0) < 0.02", "mean(x) > G and on")


def _population(
    name: str, size: int, neuron: Neuron, stop: str | None, rng: np.random.Generator
) -> PopulationSpec:
    values = {"a": rng.random(size), "x": rng.normal(size=size), "m": rng.integers(-3, 4, size)}
    declared = neuron.declaration
    condition = None if stop is None else parse_stop_condition(stop, declared, name)
    return PopulationSpec(name, size, declared, values, condition)


def _edges(ends: Ends, pattern: str, rng: np.random.Generator) -> EdgeList:
    match pattern:
        case "dense":
            return build_edges("all_to_all", ends, rng, weights=Uniform(-1.0, 1.0))
        case "single":
            return build_edges("fixed_probability", ends, rng, probability=0.4, weights=0.5)
        case _:
            probability = 0.0 if pattern == "empty" else 0.4
            weights = Uniform(-1.0, 1.0)
            return build_edges(
                "fixed_probability", ends, rng, probability=probability, weights=weights
            )
