"""Runs of one network side by side, 4.8 style."""

# ruff: noqa: NPY002 - as scripts draw

import numpy as np

import annarchy_lab as ann

ann.clear()
pop = ann.Population(geometry=1000, neuron=ann.Izhikevich)
Exc = pop[:800]
Inh = pop[800:]
re = np.random.random(800)
ri = np.random.random(200)
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
exc_proj = ann.Projection(Exc, pop, "exc")
exc_proj.connect_all_to_all(weights=ann.Uniform(0.0, 0.5))
inh_proj = ann.Projection(Inh, pop, "inh")
inh_proj.connect_all_to_all(weights=ann.Uniform(0.0, 1.0))
m = ann.Monitor(pop, "spike")
ann.compile()


def run_network(idx, net):
    P = net.get(pop)
    P.noise = 5.0 * idx
    net.get(m)
    net.get(pop)[:800].a = 0.02
    net.simulate(1000.0)
    t, n = net.get(m).raster_plot()
    return t, n


alone = ann.parallel_run(method=run_network, number=3, measure_time=True, sequential=True)
results = ann.parallel_run(method=run_network, number=3, max_processes=2, measure_time=True)
