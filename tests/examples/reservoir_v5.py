"""A chaotic reservoir, 5.0 style."""

import numpy as np

import annarchy_lab as ann

ESN_Neuron = ann.Neuron(
    parameters=dict(tau=30.0, g=1.0, noise=0.01),
    equations=[
        ann.Variable("tau * dx/dt + x = sum(in) + g * sum(exc) + noise * Uniform(-1, 1)", init=0.0),
        "r = tanh(x)",
    ],
    name="ESN Neuron",
    description="reservoir",
)


class RC(ann.Network):
    def __init__(self, N, g):
        self.inp = self.create(1, ann.Neuron(parameters="r=0.0"))
        self.pop = self.create(N, ESN_Neuron)
        self.pop.g = g
        self.Wi = self.connect(self.inp, self.pop, "in")
        self.Wi.all_to_all(weights=ann.Uniform(-1.0, 1.0))
        self.Wrec = self.connect(self.pop, self.pop, "exc")
        self.Wrec.all_to_all(weights=ann.Normal(0.0, 1 / np.sqrt(N)))
        self.m = self.monitor(self.pop, "r")

    def trial(self):
        self.inp.r = 0.0
        self.pop.x = 0.0
        self.pop.r = 0.0
        self.simulate(200)
        self.inp.r = 1.0
        self.simulate(100)
        self.inp.r = 0.0
        self.simulate(2700)
        return self.m.get("r")


net = RC(400, 1.5)
net.compile()
print(net.pop.g, net.pop.tau)
data1 = net.trial()
data2 = net.trial()
net.pop.g = 1.4
data3 = net.trial()
