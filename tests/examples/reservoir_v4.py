"""A chaotic reservoir, 4.8 style."""

import numpy as np

import annarchy_lab as ann

ann.clear()
ESN_Neuron = ann.Neuron(
    parameters="""
        tau = 30.0 : population
        g = 1.0 : population
        noise = 0.01 : population
    """,
    equations="""
        tau * dx/dt + x = sum(in) + g * sum(exc) + noise * Uniform(-1, 1)  : init=0.0

        r = tanh(x)
    """,
)
Input_Neuron = ann.Neuron(parameters="r=0.0")
N = 400
inp = ann.Population(1, Input_Neuron)
pop = ann.Population(N, ESN_Neuron)
Wi = ann.Projection(inp, pop, "in")
Wi.connect_all_to_all(weights=ann.Uniform(-1.0, 1.0))
Wrec = ann.Projection(pop, pop, "exc")
Wrec.connect_all_to_all(weights=ann.Normal(0.0, 1 / np.sqrt(N)))
ann.compile()
m = ann.Monitor(pop, "r")


def trial(g):
    inp.r = 0.0
    pop.x = 0.0
    pop.r = 0.0
    pop.g = g
    ann.simulate(200)
    inp.r = 1.0
    ann.simulate(100)
    inp.r = 0.0
    ann.simulate(2700)
    return m.get("r")


data1 = trial(1.5)
data2 = trial(1.5)
data3 = trial(1.4)
