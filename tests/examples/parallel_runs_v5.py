"""Runs of one network side by side, 5.0 style."""

import numpy as np

import annarchy_lab as ann


class PulseNetwork(ann.Network):
    def __init__(self, size=1000):
        rng = np.random.default_rng(self.seed)
        self.rng = rng
        pop = self.create(geometry=size, neuron=ann.Izhikevich)
        n_exc = int(0.8 * size)
        Exc = pop[:n_exc]
        Inh = pop[n_exc:]
        re = rng.random(n_exc)
        ri = rng.random(size - n_exc)
        Exc.noise = 5.0
        Inh.noise = 2.0
        Exc.a = 0.02
        Inh.a = 0.02 + 0.08 * ri
        Exc.b = 0.2
        Inh.b = 0.25 - 0.05 * ri
        Exc.c = -65.0 + 15.0 * re**2
        Inh.c = -65.0
        Exc.d = 8.0 - 6.0 * re**2
        Inh.d = 2.0
        Exc.v = -65.0
        Inh.v = -65.0
        Exc.u = Exc.v * Exc.b
        Inh.u = Inh.v * Inh.b
        exc_proj = self.connect(Exc, pop, "exc")
        exc_proj.all_to_all(weights=ann.Uniform(0.0, 0.5, self.rng))
        inh_proj = self.connect(Inh, pop, "inh")
        inh_proj.all_to_all(weights=ann.Uniform(0.0, 1.0, self.rng))
        self.m = self.monitor(pop, "spike")


def run_network(net, duration=1000.0):
    net.simulate(duration)
    t, n = net.m.raster_plot()
    return t, n


net = PulseNetwork(size=1000, seed=42)
net.config(dt=1.0)
net.compile()
t, n = run_network(net)
results = net.parallel_run(
    method=run_network,
    number=3,
    max_processes=2,
    seeds="sequential",
    duration=[200.0 * i for i in range(1, 4)],
    measure_time=True,
)

# Only classes can be made anew elsewhere
plain = ann.Network()
plain.create(10, ann.Izhikevich)
try:
    plain.parallel_run(method=run_network, number=2)
except ann.ANNarchyException as error:
    print(error)
