"""Synapses come between neurons that are active together, 4.8 style."""

# ruff: noqa: NPY002 - as scripts draw

import numpy as np

import annarchy_lab as ann

ann.clear()
ann.setup(structural_plasticity=True)
LeakyIntegratorNeuron = ann.Neuron(
    parameters="""
        tau = 10.0 : population
        baseline = -0.2
    """,
    equations="""
        tau * dr/dt + r = baseline + sum(exc) : min=0.0
    """,
)
StructuralPlasticSynapse = ann.Synapse(
    parameters=" T = 10000 : int, projection ",
    equations="""
        age = if pre.r * post.r > 1.0 :
                0
              else :
                age + 1 : init = 0, int""",
    pruning="age > T : proba = 0.2",
    creating="pre.r * post.r > 1.0 : proba = 0.1, w = 0.01",
)
pop = ann.Population(100, LeakyIntegratorNeuron)
proj = ann.Projection(pop, pop, "exc", StructuralPlasticSynapse)
proj.connect_fixed_probability(weights=0.01, probability=0.1)
ann.compile()
initial_weights = proj.connectivity_matrix()
proj.start_creating(period=100.0)
proj.start_pruning(period=100.0)
for _ in range(60):
    if np.random.rand() < 0.5:
        pop[:50].r = 1.2
        pop[50:].r = 0.0
    else:
        pop[:50].r = 0.0
        pop[50:].r = 1.2
    ann.simulate(1.0)
    ann.simulate(99.0)
inter_weights = proj.connectivity_matrix()
