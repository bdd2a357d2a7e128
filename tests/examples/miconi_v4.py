"""Reward-modulated Hebbian learning (Miconi, 2017), 4.8 style."""

import numpy as np

import annarchy_lab as ann

ann.clear()
neuron = ann.Neuron(
    parameters="""
        tau = 30.0 : population # Time constant
        constant = 0.0 # The four first neurons have constant rates
        alpha = 0.05 : population # To compute the sliding mean
        f = 3.0 : population # Frequency of the perturbation
        A = 16. : population # Perturbation amplitude. dt*A/tau should be 0.5...
    """,
    equations="""
        # Perturbation
        perturbation = if Uniform(0.0, 1.0) < f/1000.: 1.0 else: 0.0
        noise = if perturbation > 0.5: A*Uniform(-1.0, 1.0) else: 0.0

        # ODE for x
        x += dt*(sum(in) + sum(exc) - x + noise)/tau

        # Output r
        rprev = r
        r = if constant == 0.0: tanh(x) else: tanh(constant)

        # Sliding mean
        delta_x = x - x_mean
        x_mean = alpha * x_mean + (1 - alpha) * x
    """,
)
synapse = ann.Synapse(
    parameters="""
        eta = 0.5 : projection # Learning rate
        learning_phase = 0.0 : projection # Flag to allow learning only at the end of a trial
        error = 0.0 : projection # Reward received
        mean_error = 0.0 : projection # Mean Reward received
        max_weight_change = 0.0005 : projection # Clip the weight changes
    """,
    equations="""
        # Trace
        trace += if learning_phase < 0.5:
                    power(pre.rprev * (post.delta_x), 3)
                 else:
                    0.0

        # Weight update only at the end of the trial
        delta_w = if learning_phase > 0.5:
                eta * trace * (mean_error) * (error - mean_error)
             else:
                 0.0 : min = -max_weight_change, max = max_weight_change
        w += if learning_phase > 0.5:
                delta_w
             else:
                 0.0
    """,
)
Input = ann.Neuron("r=0.0")
inp = ann.Population(2, Input)
N = 200
g = 1.5
pop = ann.Population(N, neuron)
pop[0].constant = 1.0
pop[1].constant = 1.0
pop[2].constant = -1.0
pop.x = ann.Uniform(-0.1, 0.1)
Wi = ann.Projection(inp, pop, "in")
Wi.connect_all_to_all(weights=ann.Uniform(-1.0, 1.0))
Wrec = ann.Projection(pop, pop, "exc", synapse)
Wrec.connect_all_to_all(weights=ann.Normal(0.0, g / np.sqrt(N)), allow_self_connections=True)
ann.compile()
output_neuron = 100
m = ann.Monitor(pop, ["r"], start=False)
R = np.zeros((2, 2))


def dnms_trial(trial, input):
    pop.x = ann.Uniform(-0.1, 0.1).get_values(N)
    pop.r = np.tanh(pop.x)
    pop[0].r = np.tanh(1.0)
    pop[1].r = np.tanh(1.0)
    pop[2].r = np.tanh(-1.0)
    m.resume()
    for k in range(2):
        inp[input[k]].r = 1.0
        ann.simulate(200)
        inp.r = 0.0
        ann.simulate(200)
    ann.simulate(200)
    m.pause()
    rec = m.get()
    output = rec["r"][-200:, output_neuron]
    target = 0.98 if input[0] != input[1] else -0.98
    error = np.mean(np.abs(target - output))
    if trial > 2:
        Wrec.learning_phase = 1.0
        Wrec.error = error
        Wrec.mean_error = R[input[0], input[1]]
        ann.step()
        Wrec.learning_phase = 0.0
    R[input[0], input[1]] = 0.66 * R[input[0], input[1]] + 0.34 * error
    Wrec.trace = 0.0
    return rec["r"]


for trial in range(4):
    for i in ((0, 0), (0, 1), (1, 0), (1, 1)):
        rec = dnms_trial(trial, i)
w = np.array(Wrec.w)
delta_w = np.array(Wrec.delta_w)
