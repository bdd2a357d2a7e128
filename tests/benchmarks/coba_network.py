"""The benchmark networks of Vogels and Abbott (2005), by conductances and by currents."""

import annarchy_lab as ann

N_NEURONS, N_EXC, PROBABILITY = 4000, 3200, 0.02
W_EXC, W_INH = 0.6, 6.7

COBA = ann.Neuron(
    parameters={
        "El": -60.0,
        "Vr": -60.0,
        "Erev_exc": 0.0,
        "Erev_inh": -80.0,
        "Vt": -50.0,
        "tau": 20.0,
        "tau_exc": 5.0,
        "tau_inh": 10.0,
        "I": 20.0,
    },
    equations=[
        "tau * dv/dt = (El - v) + g_exc * (Erev_exc - v) + g_inh * (Erev_inh - v) + I",
        "tau_exc * dg_exc/dt = - g_exc",
        "tau_inh * dg_inh/dt = - g_inh",
    ],
    spike="v > Vt",
    reset="v = Vr",
    refractory=5.0,
    name="COBA",
)
CUBA = ann.Neuron(
    parameters={
        "El": -49.0,
        "Vr": -60.0,
        "Vt": -50.0,
        "tau_m": 20.0,
        "tau_exc": 5.0,
        "tau_inh": 10.0,
    },
    equations=[
        "tau_m * dv/dt = (El - v) + g_exc - g_inh",
        "tau_exc * dg_exc/dt = - g_exc",
        "tau_inh * dg_inh/dt = - g_inh",
    ],
    spike="v > Vt",
    reset="v = Vr",
    refractory=5.0,
    name="CUBA",
)


class _Balanced(ann.Network):
    """Four fifths excitatory; each neuron to each other with one probability."""

    def __init__(self, neuron: ann.Neuron, w_exc: float, w_inh: float) -> None:
        self.pop = self.create(N_NEURONS, neuron)
        exc = self.connect(self.pop[:N_EXC], self.pop, "exc")
        exc.fixed_probability(weights=w_exc, probability=PROBABILITY)
        inh = self.connect(self.pop[N_EXC:], self.pop, "inh")
        inh.fixed_probability(weights=w_inh, probability=PROBABILITY)


class Coba(_Balanced):
    """Conductances, at steps of 0.1 ms."""

    def __init__(self) -> None:
        self.config(dt=0.1)
        super().__init__(COBA, W_EXC, W_INH)
        self.pop.v = ann.Normal(-55.0, 5.0)
        self.pop.g_exc = ann.Normal(4.0, 1.5)
        self.pop.g_inh = ann.Normal(20.0, 12.0)


class Cuba(_Balanced):
    """Currents, at steps of 0.1 ms."""

    def __init__(self) -> None:
        self.config(dt=0.1)
        super().__init__(CUBA, 1.62, 9.0)
        self.pop.v = ann.Uniform(-60.0, -50.0)
