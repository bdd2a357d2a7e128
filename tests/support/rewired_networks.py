"""Networks whose synapses come and go: the published one, and one that learns meanwhile."""

from typing import Any

import numpy as np
from networks import LIF, STDP

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.parts import Creating, Pruning

BLOCKS = Neuron(
    parameters="tau = 10.0 : population\nbaseline = 0.0",
    equations="tau * dr/dt + r = baseline + sum(exc) : min=0.0, max=3.0, exponential",
    name="Block",
)
GROWING = Synapse(
    parameters="T = 100 : int, projection",
    equations="age = if pre.r * post.r > 1.0 : 0 else : age + 1 : int, init=0",
    pruning=Pruning("age > T", proba=0.1),
    creating=Creating("pre.r * post.r > 1.0", proba=0.5, w=0.001),
    name="Growing",
)
FLICKERING = Synapse(
    equations="""
        dx/dt = -x / 20.0 : event-driven
        dy/dt = -y / 25.0 : event-driven
        u = 0.9 * u + 0.1 * post.v
        own = own + 0.1 * post.v : postsynaptic
    """,
    pre_spike="g_target += w\nx += 0.1\nw = clip(w + y, 0.0, 1.5)",
    post_spike="y -= 0.05\nw = clip(w + x, 0.0, 1.5)",
    creating="pre.v > 10 and post.v > 10 : proba=0.05, w=Uniform(0.1, 0.6)",
    pruning="w < 0.2 or x > 0.25 : proba=0.3",
    name="Flickering",
)


def blocks(**options: Any) -> NetworkSpec:
    """The published network: two groups that are active in turn, each grows within itself."""
    pop = PopulationSpec("pop", 50, BLOCKS.declaration)
    edges = few_edges(50, 0.1, 0.01)
    proj = ProjectionSpec("proj", "pop", "pop", ("exc",), GROWING.declaration, edges)
    return NetworkSpec(1.0, 11, (pop,), (proj,), **options)


def flickering(delay_steps: int = 3, **options: Any) -> NetworkSpec:
    """Plastic spiking synapses with traces and events; spikes are under way while edges change."""
    pop = PopulationSpec("pop", 40, LIF.declaration)
    edges = few_edges(40, 0.2, 0.5)
    proj = ProjectionSpec(
        "proj", "pop", "pop", ("exc",), FLICKERING.declaration, edges, delay_steps=delay_steps
    )
    other = ProjectionSpec(
        "other", "pop", "pop", ("exc",), STDP.declaration, few_edges(40, 0.1, 0.3)
    )
    return NetworkSpec(0.5, 12, (pop,), (proj, other), **options)


def few_edges(n: int, probability: float, weights: float) -> EdgeList:
    """The edges that a network begins with."""
    rng = np.random.default_rng(1)
    return build_edges(
        "fixed_probability", Ends.whole(n, n), rng, probability=probability, weights=weights
    )
