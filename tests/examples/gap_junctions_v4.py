"""Ten neurons with gap junctions, 4.8 style."""

import numpy as np

import annarchy_lab as ann

ann.clear()
ann.setup(dt=0.1)
neuron = ann.Neuron(
    parameters="v0 = 1.05: population; tau = 10.0: population",
    equations="tau*dv/dt = v0 - v + g_gap",
    spike="v >  1.",
    reset="v = 0.",
)
gap_junction = ann.Synapse(psp="w * (pre.v - post.v)")
pop = ann.Population(10, neuron)
pop.v = np.linspace(0.0, 1.0, 10)
proj = ann.Projection(pop, pop, "gap", gap_junction)
proj.connect_all_to_all(0.02)
trace = ann.Monitor(pop[0] + pop[5], "v")
ann.compile()
ann.simulate(500.0)
data = trace.get("v")
