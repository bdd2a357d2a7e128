"""Small networks for tests of the lab: the pulse-coupled network, and a rate-coded one.

``build_pulse`` makes the same network in every process: weights come from its seed.
"""

from typing import NamedTuple

import numpy as np

from annarchy_lab import Network, Neuron, Population, PopulationView, Projection, Uniform
from annarchy_lab.diagnostics import Source
from annarchy_lab.language.model_cell import parse_model_cell

IZHIKEVICH = '''"""Simple spiking neuron, Izhikevich (2003)."""
parameters:
    noise = 5.0 in 0..20     # amplitude of the input noise
    a = 0.02 in 0.001..0.1   # rate of recovery (1/ms)
    b = 0.2                  # coupling of u to v
    c = -65.0 in -70..-50    # reset potential (mV)
    d = 8.0                  # jump of u at a spike
equations:
    I = g_exc - g_inh + noise * Normal(0.0, 1.0)
    dv/dt = 0.04*v^2 + 5*v + 140 - u + I : init=-65, min=-100   # membrane potential (mV)
    du/dt = a*(b*v - u)                  : init=-13
spike: v >= 30
reset:
    v = c
    u += d
'''


class Pulse(NamedTuple):
    """The network and its parts."""

    net: Network
    pop: Population
    exc: PopulationView
    inh: PopulationView
    exc_proj: Projection
    inh_proj: Projection


def izhikevich() -> Neuron:
    """The neuron of the tour."""
    model = parse_model_cell("neuron", "Izhikevich", Source(IZHIKEVICH, "Neuron 'Izhikevich'"))
    assert isinstance(model, Neuron)
    return model


def build_pulse(*, n: int = 100, dt: float = 1.0, seed: int = 7, compiled: bool = True) -> Pulse:
    """The pulse-coupled network with `n` neurons, a fifth of them inhibitory."""
    net = Network(dt=dt, seed=seed)
    pop = net.create(n, izhikevich(), name="pop")
    n_exc = n * 4 // 5
    exc, inh = pop[:n_exc], pop[n_exc:]
    spread = np.linspace(0.0, 1.0, n - n_exc)
    exc.noise, inh.noise = 5.0, 2.0
    inh.a = 0.02 + 0.08 * spread
    exc_proj = net.connect(exc, pop, "exc", name="exc")
    exc_proj.all_to_all(weights=Uniform(0.0, 400.0 / n))
    inh_proj = net.connect(inh, pop, "inh", name="inh")
    inh_proj.all_to_all(weights=Uniform(0.0, 800.0 / n))
    if compiled:
        net.compile(silent=True)
    return Pulse(net, pop, exc, inh, exc_proj, inh_proj)


def build_rates(*, compiled: bool = True) -> tuple[Network, Population]:
    """Five leaky rate-coded neurons that rise towards their baselines."""
    net = Network(dt=1.0, seed=3)
    leaky = Neuron("tau = 10.0\nbaseline = 0.5", "tau * dr/dt + r = baseline", name="Leaky")
    pop = net.create(5, leaky, name="rates")
    pop.baseline = [0.1, 0.2, 0.3, 0.4, 0.5]
    if compiled:
        net.compile(silent=True)
    return net, pop
