"""Synapses come between neurons that are active together, 5.0 style."""

# ruff: noqa: NPY002 - as scripts draw

import numpy as np

import annarchy_lab as ann

LeakyIntegratorNeuron = ann.Neuron(
    parameters=dict(tau=10.0, baseline=ann.Parameter(-0.2)),
    equations=ann.Variable("tau * dr/dt + r = baseline + sum(exc)", min=0.0),
)
StructuralPlasticSynapse = ann.Synapse(
    parameters=dict(T=10000),
    equations=ann.Variable("age = if pre.r * post.r > 1.0: 0 else: age + 1", init=0, type=int),
    pruning=ann.Pruning("age > T", proba=0.2),
    creating=ann.Creating("pre.r * post.r > 1.0", proba=0.1, w=0.01),
)
net = ann.Network()
pop = net.create(50, LeakyIntegratorNeuron)
proj = net.connect(pop, pop, "exc", StructuralPlasticSynapse)
proj.fixed_probability(weights=0.01, probability=0.1)
net.compile()
initial_weights = proj.connectivity_matrix()
proj.start_creating(period=100)
proj.start_pruning(period=100)
for _ in range(100):
    if np.random.rand() < 0.5:
        pop[:25].r = 1.2
        pop[25:].r = 0.0
    else:
        pop[:25].r = 0.0
        pop[25:].r = 1.2
    pop.baseline = pop.r
    net.simulate(100.0)
inter_weights = proj.connectivity_matrix()
pop.baseline = -0.2
net.simulate(20 * 100.0)
final_weights = proj.connectivity_matrix()
proj.stop_creating()
proj.stop_pruning()

# Create one synapse by hand, and prune it again
proj.dendrite(3).create_synapse(40, 2.0)
inserted = proj.connectivity_matrix()
proj.dendrite(3).prune_synapse(40)
removed = proj.connectivity_matrix()
