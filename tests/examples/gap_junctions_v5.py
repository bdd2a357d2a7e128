"""Ten neurons with gap junctions, 5.0 style."""

import numpy as np

import annarchy_lab as ann

neuron = ann.Neuron(
    parameters=dict(v0=1.05, tau=10.0),
    equations="tau*dv/dt = v0 - v + g_gap",
    spike="v > 1.",
    reset="v = 0.",
)
gap_junction = ann.Synapse(psp="w * (pre.v - post.v)")
net = ann.Network(dt=0.1)
pop = net.create(10, neuron)
pop.v = np.linspace(0.0, 1.0, 10)
proj = net.connect(pop, pop, "gap", gap_junction)
proj.all_to_all(0.02)
trace = net.monitor(pop[0] + pop[5], "v")
net.compile()
net.simulate(500.0)
data = trace.get("v")
