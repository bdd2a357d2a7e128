"""The pulse-coupled network of Izhikevich (2003), as the benchmarks run it."""

import numpy as np

import annarchy_lab as ann


def build(seed: int = 3, name: str = "Izhikevich") -> ann.Network:
    """Return the network of 800 excitatory and 200 inhibitory neurons, not yet compiled."""
    neuron = ann.Neuron(
        parameters="noise = 5.0\na = 0.02\nb = 0.2\nc = -65.0\nd = 2.0\nv_thresh = 30.0",
        equations="""
            I = g_exc - g_inh + noise * Normal(0.0, 1.0)
            dv/dt = 0.04 * v^2 + 5.0 * v + 140.0 - u + I
            du/dt = a * (b*v - u)
        """,
        spike="v >= v_thresh",
        reset="v = c\nu += d",
        name=name,
    )
    net = ann.Network(dt=1.0, seed=seed)
    pop = net.create(1000, neuron)
    exc, inh = pop[:800], pop[800:]
    rng = np.random.default_rng(seed)
    re, ri = rng.random(800), rng.random(200)
    exc.noise, inh.noise = 5.0, 2.0
    exc.a, inh.a = 0.02, 0.02 + 0.08 * ri
    exc.b, inh.b = 0.2, 0.25 - 0.05 * ri
    exc.c, inh.c = -65.0 + 15.0 * re**2, -65.0
    exc.d, inh.d = 8.0 - 6.0 * re**2, 2.0
    pop.v = -65.0
    pop.u = pop.v * pop.b
    net.connect(exc, pop, "exc").all_to_all(weights=ann.Uniform(0.0, 0.5))
    net.connect(inh, pop, "inh").all_to_all(weights=ann.Uniform(0.0, 1.0))
    return net
