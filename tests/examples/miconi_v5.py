"""Reward-modulated Hebbian learning (Miconi, 2017), 5.0 style."""

import numpy as np
from tqdm import tqdm

import annarchy_lab as ann

neuron = ann.Neuron(
    parameters=dict(
        tau=30.0,  # Time constant
        constant=ann.Parameter(0.0),  # The four first neurons have constant rates
        alpha=0.05,  # To compute the sliding mean
        f=3.0,  # Frequency of the perturbation
        A=16.0,  # Perturbation amplitude. dt*A/tau should be 0.5...
    ),
    equations=[
        # Perturbation
        "perturbation = if Uniform(0.0, 1.0) < f/1000.: 1.0 else: 0.0",
        "noise = if perturbation > 0.5: A*Uniform(-1.0, 1.0) else: 0.0",
        # ODE for x
        "x += dt*(sum(in) + sum(exc) - x + noise)/tau",
        # Output r
        """
        rprev = r # store r at previous time step
        r = if constant == 0.0: tanh(x) else: tanh(constant)
        """,
        # Sliding mean
        """
        delta_x = x - x_mean
        x_mean = alpha * x_mean + (1 - alpha) * x
        """,
    ],
)
synapse = ann.Synapse(
    parameters=dict(
        eta=0.5,
        learning_phase=False,
        error=0.0,
        mean_error=0.0,
        mean_mean_error=0.0,
        max_weight_change=0.0005,
    ),
    equations=[
        # Trace
        ann.Variable("""
            trace += if learning_phase:
                        power(pre.rprev * (post.delta_x), 3)
                     else:
                        0.0
        """),
        ann.Variable(
            """
            delta_w = if learning_phase:
                0.0
            else:
                eta * trace * fabs(mean_error) * (error - mean_error)
        """,
            min="-max_weight_change",
            max="max_weight_change",
        ),
        "w += if (not(learning_phase)): delta_w else: 0.0",
    ],
)


class RCNetwork(ann.Network):
    def __init__(self, N, g):
        self.inp = self.create(2, ann.Neuron("r=0.0"))
        self.pop = self.create(N, neuron)
        self.pop[0].constant = 1.0
        self.pop[1].constant = 1.0
        self.pop[2].constant = -1.0
        self.pop.x = ann.Uniform(-0.1, 0.1)
        self.Wi = self.connect(self.inp, self.pop, "in")
        self.Wi.all_to_all(weights=ann.Uniform(-1.0, 1.0))
        self.Wrec = self.connect(self.pop, self.pop, "exc", synapse)
        self.Wrec.all_to_all(weights=ann.Normal(0.0, g / np.sqrt(N)), allow_self_connections=True)
        self.m = self.monitor(self.pop, ["r"], start=False)


net = RCNetwork(N=200, g=1.5, dt=1.0)
net.compile()


def dnms_trial(trial, input, perturbation):
    # Reinitialize network
    net.pop.x = ann.Uniform(-0.1, 0.1).get_values(net.pop.size)
    net.pop.r = np.tanh(net.pop.x)
    net.pop[0].r = np.tanh(1.0)
    net.pop[1].r = np.tanh(1.0)
    net.pop[2].r = np.tanh(-1.0)
    net.Wrec.learning_phase = True
    if not perturbation:
        net.pop.A = 0.0
    net.m.resume()
    for k in range(2):
        net.inp[input[k]].r = 1.0
        net.simulate(200)
        net.inp.r = 0.0
        net.simulate(200)
    net.simulate(200)
    net.m.pause()
    net.pop.A = 16.0
    recordings = net.m.get("r")
    output = recordings[-200:, 100]
    target = 0.98 if input[0] != input[1] else -0.98
    error = np.mean(np.abs(target - output))
    if trial > 2:
        net.Wrec.learning_phase = False
        net.Wrec.error = error
        net.Wrec.mean_error = R[input[0], input[1]]
        net.step()
    R[input[0], input[1]] = 0.66 * R[input[0], input[1]] + 0.34 * error
    net.Wrec.trace = 0.0
    return recordings, R[input[0], input[1]]


R = np.zeros((2, 2))
for trial in tqdm(range(4), disable=True):
    for inp in ((0, 0), (0, 1), (1, 0), (1, 1)):
        recordings, e = dnms_trial(trial, inp, True)
w = np.array(net.Wrec.w)
delta_w = np.array(net.Wrec.delta_w)
