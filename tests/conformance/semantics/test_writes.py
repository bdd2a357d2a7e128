"""Writes that change how something is stored change nothing else."""

import numpy as np

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.backend import Write

CLOCK = Neuron(equations="v = v + 1.0\nlast = g_exc", spike="v > 2.0", reset="v = 0.0")


def test_a_weight_of_its_own_makes_no_synapse_where_there_was_none(sketch):
    net = sketch()
    net.population("pop", 4, CLOCK)
    ends = Ends.whole(4, 4, recurrent=True)
    edges = build_edges("all_to_all", ends, np.random.default_rng(0), weights=1.0)
    net.projection("pop", "pop", edges=edges)
    simulator = net.load()
    simulator.run(1)
    simulator.write([Write("proj", "w", np.array([5.0]), np.array([0], np.int64))])
    simulator.run(3)
    assert simulator.read("proj", "w").tolist() == [5.0, *[1.0] * 11]
    assert simulator.read("pop", "last").tolist() == [7.0, 3.0, 3.0, 3.0]
