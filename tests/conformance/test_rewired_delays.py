"""Synapses that come and go with a delay each: equal bits, whatever runs them and changes them."""

import numpy as np
import pytest
from networks import LIF
from rewired_networks import FLICKERING
from suite import assert_equal_bits
from test_random_networks import rewire

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

DT_MS = 0.5
RATE = Neuron(equations="noise = Uniform(0.0, 1.0)\nr = 0.5 * noise + 0.1 * sum(exc)", name="Rate")
GROWING = Synapse(
    equations="x = 0.9 * x + pre.r * post.r",
    creating="pre.r > 0.4 and post.r > 0.3 : proba=0.1, w=0.1, d=Uniform(0.2, 6.0)",
    pruning="x > 2.0 or pre.noise < 0.1 : proba=0.2",
    name="Growing",
)
SUMMING = Synapse(
    psp="w * pre.sum(exc)", creating="pre.r > 0.5 : proba=0.1, w=0.01, d=4.0", name="Summing"
)
PLAIN = Synapse(creating="pre.v > post.v : proba=0.05, w=0.3, d=3.0", pruning="w > 0.6 : proba=0.1")
QUIET = Synapse(creating="pre.r > 0.5 : proba=0.05, w=0.2", pruning="w > 0.1 : proba=0.1")
MODELS = {
    "cells": (FLICKERING, PLAIN),
    "rates": (GROWING, SUMMING, QUIET),
}


def network(kind: str, **options) -> NetworkSpec:
    """Every synapse model on one population; delays at load of 1 to 5 steps, or one for all."""
    neuron = {"cells": LIF, "rates": RATE}[kind].declaration
    rng = np.random.default_rng(1)
    projections = []
    for number, synapse in enumerate(MODELS[kind]):
        edges = build_edges(
            "fixed_probability", Ends.whole(30, 30), rng, probability=0.3, weights=0.5
        )
        late = rng.integers(1, 6, edges.n_edges).astype(np.int32)
        late = 2 if synapse in (PLAIN, SUMMING) else late
        projections.append(
            ProjectionSpec(
                *(f"proj{number}", "pop", "pop", ("exc",), synapse.declaration, edges),
                delay_steps=late,
            )
        )
    population = PopulationSpec("pop", 30, neuron)
    return NetworkSpec(DT_MS, 3, (population,), tuple(projections), **options)


def changed(simulator, names: list[str], seed: int) -> None:
    """Do one of the things that concern delays."""
    rng = np.random.default_rng(seed)
    name = names[rng.integers(len(names))]
    match seed % 5:
        case 0:
            rewire(simulator, name, seed)
        case 1:
            n_edges = simulator.edges(name).n_edges
            late = rng.integers(1, rng.choice([2, 6, 70]), n_edges)
            simulator.set_delay(name, late.astype(np.int32))
        case 2:
            simulator.set_delay(name, int(rng.integers(1, 9)))
        case 3:
            simulator.clear("pop")
        case 4 if seed % 25 == 4:
            simulator.reset(["pop", *names], reseed=bool(seed % 2))


@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("kind", MODELS)
def test_whatever_changes_delays_the_bits_are_those_of_the_reference(kind, real):
    def built(**options):
        return build_network(network(kind, dtype=np.dtype(real), **options))

    spec = built().spec
    reference = ReferenceSimulator(built())
    tested = [
        CpuSimulator(built()),
        CpuSimulator(built(n_threads=2, n_parts=5, thread_plan=(2, 1))),
        CpuSimulator(built(n_threads=3)),
    ]
    names = [p.name for p in spec.projections]
    for simulator in (reference, *tested):
        for number, name in enumerate(names):
            simulator.set_rewiring(name, "creating", 3 + number, 0)
            if spec.projections[number].synapse.pruning:
                simulator.set_rewiring(name, "pruning", 2, 1)
    for seed in range(60):
        chunks = np.random.default_rng(seed).integers(1, 6, 2)
        reference.run(int(chunks.sum()))
        for simulator in tested:
            for n_steps in chunks.tolist():
                simulator.run(n_steps)
            assert_equal_bits(simulator, reference, spec)
        for simulator in (reference, *tested):
            changed(simulator, names, seed)
    assert min(reference.n_rewirings(name) for name in names) > 30
