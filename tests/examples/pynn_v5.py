"""Examples of PyNN and Brian, 5.0 style."""

import annarchy_lab as ann

# 1. IF_curr_alpha with regular spikes
net = ann.Network(dt=0.1)
cell = net.create(1, ann.IF_curr_alpha)
cell.set({"tau_refrac": 2.0, "v_thresh": -50.0, "tau_syn_E": 2.0, "tau_syn_I": 2.0})
source = net.create(ann.SpikeSourceArray([float(i) for i in range(5, 105, 10)]))
net.connect(source, cell, "exc").all_to_all(weights=1.5, delays=0.1)
m = net.monitor(cell, ["spike", "v"])
net.compile()
net.simulate(100.0)
data = m.get()
v = data["v"]
v[data["spike"][0], 0] = 0.0
accumulated = data["spike"][0]

# 2. IF_cond_exp with two sources and delays
net = ann.Network(dt=0.1)
cells = net.create(
    2,
    ann.IF_cond_exp(
        i_offset=0.1, tau_refrac=3.0, v_thresh=-51.0, tau_syn_E=2.0, tau_syn_I=5.0, v_reset=-70.0
    ),
)
exc = net.create(ann.SpikeSourceArray([float(i) for i in range(5, 105, 10)]))
inh = net.create(ann.SpikeSourceArray([float(i) for i in range(155, 255, 10)]))
net.connect(exc, cells, "exc").all_to_all(weights=0.1, delays=2.0)
net.connect(inh, cells, "inh").all_to_all(weights=0.02, delays=4.0)
m = net.monitor(cells, ["spike", "v"])
net.compile()
net.simulate(200.0)
data = m.get()
for i in range(cells.size):
    spikes = data["spike"][i]
    data["v"][:, i][spikes] = 20
cond_v = data["v"]

# 3. Poisson input for 200 ms
EIF = ann.Neuron(
    parameters=dict(
        v_rest=-70.0, v_T=-55.0, delta_T=3.0, v_reset=-70.0, tau_m=10.0, tau_e=5.0, E_exc=0.0
    ),
    equations=[
        """
        # membrane potential and conductance
        tau_m * dv/dt = v_rest - v + delta_T * exp((v - v_T)/delta_T)
            + g_exc * (E_exc - v) : init=-70.0
        tau_e * dg_exc/dt = - g_exc : exponential
        """
    ],
    spike="v >= -20.0",
    reset="v = v_reset",
    refractory=2.0,
)
net = ann.Network(dt=0.1)
P = net.create(400, EIF)
poisson = net.create(ann.PoissonPopulation(200, rates="if t < 200.0 : 2000.0 else : 0.0"))
net.connect(poisson, P[:200], "exc").one_to_one(weights=0.05)
net.connect(P[:200], P, "exc").fixed_probability(0.05, weights=0.05)
m = net.monitor(P, "spike")
net.compile()
net.simulate(300.0)
driven = m.get("spike")
rate = m.population_rate(driven, 5.0)

# 4. Adaptive exponential neurons
net = ann.Network(dt=0.1)
pop = net.create(3, ann.EIF_cond_exp_isfa_ista)
pop.i_offset = 0.8
pop.tau_w = [144.0, 20.0, 144.0]
pop.b = [0.0805, 0.25, 0.5]
pop.v_reset = [-70.6, pop.v_thresh[1] + 5.0, -70.6]
m = net.monitor(pop, ["spike", "v"])
net.compile()
net.simulate(500.0)
patterns = m.get("spike")

# 5. Non-linear synapses
Linear = ann.Neuron(equations="dv/dt = 0.1", spike="v > 1.0", reset="v = 0.0")
Leaky = ann.Neuron(
    parameters=dict(tau=10.0),
    equations="tau * dv/dt + v = g_exc",
    spike="v > 10.0",
    reset="v = 0.0",
)
NMDA = ann.Synapse(
    parameters=dict(tau=10.0),
    equations=["tau * dx/dt = -x", "tau * dg/dt = -g + x * (1 - g)"],
    pre_spike="x += w",
    psp="g",
)
net = ann.Network(dt=0.1)
pre = net.create(2, Linear)
post = net.create(1, Leaky)
proj = net.connect(pre, post, "exc", NMDA)
proj.from_matrix([[1, 10]])
m = net.monitor(post, "v")
n = net.monitor(proj, "g")
net.compile()
net.simulate(100.0)
g = n.get("g")[:, 0, :]

# 6. CUBA with short-term plasticity
CUBA = ann.Neuron(
    parameters=dict(tau_m=20.0, tau_e=5.0, tau_i=10.0, E_L=-49.0, v_T=-50.0, v_r=-60.0),
    equations=[
        "tau_m * dv/dt = E_L - v + g_exc - g_inh",
        "tau_e * dg_exc/dt = -g_exc",
        "tau_i * dg_inh/dt = -g_inh",
    ],
    spike="v > v_T",
    reset="v = v_r",
)
net = ann.Network(dt=0.1)
P = net.create(geometry=4000, neuron=CUBA)
P.v = ann.Uniform(-60.0, -50.0)
con_e = net.connect(P[:3200], P, "exc", ann.STP(U=0.2, tau_rec=200.0, tau_facil=20.0))
con_e.fixed_probability(weights=1.62, probability=0.02)
con_i = net.connect(P[3200:], P, "inh").fixed_probability(weights=9.0, probability=0.02)
m = net.monitor(P, ["spike"])
net.compile()
net.simulate(1000.0, measure_time=True)
data = m.get()
t, n = m.raster_plot(data["spike"])
rates = m.population_rate(data["spike"], 5.0)
print("Total number of spikes: " + str(len(t)))
