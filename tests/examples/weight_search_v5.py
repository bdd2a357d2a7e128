"""Weights of COBA (Vogels and Abbott, 2005) tried one after another, 5.0 style."""

import annarchy_lab as ann

COBA = ann.Neuron(
    parameters=dict(
        El=-60.0,
        Vr=-60.0,
        Erev_exc=0.0,
        Erev_inh=-80.0,
        Vt=-50.0,
        tau=20.0,
        tau_exc=5.0,
        tau_inh=10.0,
        I=20.0,
    ),
    equations=[
        "tau * dv/dt = (El - v) + g_exc * (Erev_exc - v) + g_inh * (Erev_inh - v ) + I",
        "tau_exc * dg_exc/dt = - g_exc",
        "tau_inh * dg_inh/dt = - g_inh",
    ],
    spike="v > Vt",
    reset="v = Vr",
    refractory=5.0,
)


class COBANetwork(ann.Network):
    def __init__(self, w_exc: float = 0.6, w_inh: float = 6.7):
        self.P = self.create(geometry=4000, neuron=COBA)
        self.P.v = ann.Normal(-55.0, 5.0)
        self.P.g_exc = ann.Normal(4.0, 1.5)
        self.P.g_inh = ann.Normal(20.0, 12.0)
        self.Ce = self.connect(pre=self.P[:3200], post=self.P, target="exc")
        self.Ce.fixed_probability(weights=w_exc, probability=0.02)
        self.Ci = self.connect(pre=self.P[3200:], post=self.P, target="inh")
        self.Ci.fixed_probability(weights=w_inh, probability=0.02)
        self.m = self.monitor(self.P, ["spike"])


net = COBANetwork(dt=0.1)
net.compile()
net.simulate(1000.0)
data = net.m.get("spike")
fr = net.m.mean_fr(data)
default = fr
print(fr)


def trial(args):
    w_exc, w_inh = args
    new = net.copy(w_exc, w_inh)
    new.simulate(1000.0)
    spikes = new.m.get("spike")
    fr = new.m.mean_fr(spikes)
    new.clear()
    return {"loss": 0.001 * (fr - 30.0) ** 2, "fr": fr, "params": args}


trials = [trial(args) for args in ((0.6, 6.7), (0.875, 6.99), (0.3, 9.0))]
best = min(trials, key=lambda found: found["loss"])
print(best)
