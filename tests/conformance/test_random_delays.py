"""Random delays, changed at random while a network runs, have equal bits on both backends."""

import numpy as np
from fuzzing import compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from suite import assert_equal_bits

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import Uniform
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

CELL = Neuron(
    equations="""
        I = g_exc + 14.0 + 4.0 * Normal(0.0, 1.0)
        8.0 * dv/dt = I - v : exponential, init=3.0
        8.0 * dg_exc/dt = -g_exc
        trace = 0.9 * trace
        clock = t : population
    """,
    spike="v > 8.0",
    reset="v = 0.0\ntrace += 1.0",
    refractory=1.0,
)
RATE = Neuron(
    equations="""
        10.0 * dr/dt + r = 0.5 + sum(exc) + Uniform(-0.1, 0.1) : min=0.0, max=9.0
        on = r > 0.45 : bool
        level = 10.0 * r : int
        clock = t : population
    """
)
STDP = Synapse(
    equations="9.0 * dx/dt = -x : event-driven\n9.0 * dy/dt = -y : event-driven",
    pre_spike="g_target += w\nx += 0.1\nw = clip(w + y, 0.0, 1.0) : unless_post",
    post_spike="y -= 0.1\nw = clip(w + x, 0.0, 1.0)",
)
EVENTS = Synapse(
    equations="u = 0.5 * u + 0.1 * pre.v + 0.01 * pre.clock",
    pre_spike="g_target += w + 0.01 * pre.v\nn += 1.0 : unless_post\npre.trace += 0.1 * w",
    post_spike="w = clip(w + 0.001 * pre.v - 0.001 * pre.trace, 0.0, 1.0)",
)
SEEN = Synapse(
    equations="z = if pre.on: pre.level + 0.01 * pre.clock else: 0.5 * z",
    psp="w * pre.r + 0.001 * pre.clock + 0.001 * pre.sum(exc)",
    operation="max",
)
PLASTIC = Synapse(equations="dw/dt = 0.05 * (pre.r * post.r - post.r^2 * w) : min=0.0, max=1.0")
SIZES = {"cells": 19, "others": 11, "rates": 17}
PROJECTIONS = (
    ("plain", "cells", "others", Synapse(), 0.3),
    ("stdp", "cells", "cells", STDP, 0.2),
    ("gap", "others", "cells", Synapse(psp="0.1 * w * (pre.v - post.v)"), 0.2),
    ("events", "cells", "others", EVENTS, 0.2),
    ("sums", "rates", "rates", Synapse(), 0.05),
    ("plastic", "rates", "rates", PLASTIC, 0.05),
    ("seen", "rates", "rates", SEEN, 0.1),
)
LONGEST = 90  # more than one word of bits for the delays of a row


@st.composite
def delays(draw: st.DrawFn, n_edges: int) -> int | np.ndarray:
    """One delay, or one per edge; few or many different ones."""
    longest = draw(st.sampled_from([1, 2, 5, 20, LONGEST]))
    if draw(st.booleans()):
        return draw(st.integers(1, longest))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.integers(1, longest + 1, n_edges).astype(np.int32)


def edges_of(name: str, n_pre: int, n_post: int, weight: float):
    rng = np.random.default_rng(sum(name.encode()))
    ends, weights = Ends.whole(n_pre, n_post), Uniform(0.0, weight)
    return build_edges("fixed_probability", ends, rng, probability=0.4, weights=weights)


@compiled_examples(8)
@given(st.data(), st.sampled_from(["float64", "float32"]))
def test_random_delays_have_equal_bits(data, real):
    populations = tuple(
        PopulationSpec(name, size, (RATE if name == "rates" else CELL).declaration)
        for name, size in SIZES.items()
    )
    projections = []
    for name, pre, post, synapse, weight in PROJECTIONS:
        edges = edges_of(name, SIZES[pre], SIZES[post], weight)
        late = data.draw(delays(edges.n_edges))
        projections.append(
            ProjectionSpec(name, pre, post, ("exc",), synapse.declaration, edges, delay_steps=late)
        )

    def built(**options):
        spec = NetworkSpec(0.5, 5, populations, tuple(projections), dtype=np.dtype(real), **options)
        return build_network(spec)

    reference = ReferenceSimulator(built())
    tested = [
        CpuSimulator(built()),
        CpuSimulator(built(n_threads=2, n_parts=5, thread_plan=(2, 1))),
    ]
    for _ in range(12):
        n_steps = data.draw(st.integers(1, 9))
        for simulator in (reference, *tested):
            simulator.run(n_steps)
        for simulator in tested:
            assert_equal_bits(simulator, reference, built().spec)
        for k in data.draw(st.lists(st.integers(0, len(projections) - 1), max_size=3)):
            late = data.draw(delays(projections[k].edges.n_edges))
            for simulator in (reference, *tested):
                simulator.set_delay(projections[k].name, late)
    assert reference.read("cells", "trace").sum() > 0
