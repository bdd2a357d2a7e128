"""Examples of PyNN and Brian, 4.8 style."""

import annarchy_lab as ann

# 1. IF_curr_alpha with regular spikes
ann.clear()
ann.setup(dt=0.1)
cell = ann.Population(1, ann.IF_curr_alpha)
cell.set({"tau_refrac": 2.0, "v_thresh": -50.0, "tau_syn_E": 2.0, "tau_syn_I": 2.0})
source = ann.SpikeSourceArray([float(i) for i in range(5, 105, 10)])
ann.Projection(source, cell, "exc").connect_all_to_all(weights=1.5, delays=0.1)
ann.compile()
m = ann.Monitor(cell, ["spike", "v"])
ann.simulate(100.0)
data = m.get()
accumulated = data["spike"][0]

# 2. IF_cond_exp with two sources and delays
ann.clear()
ann.setup(dt=0.1)
cells = ann.Population(
    2,
    ann.IF_cond_exp(
        i_offset=0.1, tau_refrac=3.0, v_thresh=-51.0, tau_syn_E=2.0, tau_syn_I=5.0, v_reset=-70.0
    ),
)
exc = ann.SpikeSourceArray(spike_times=[float(i) for i in range(5, 105, 10)])
inh = ann.SpikeSourceArray(spike_times=[float(i) for i in range(155, 255, 10)])
ann.Projection(exc, cells, "exc").connect_all_to_all(weights=0.1, delays=2.0)
ann.Projection(inh, cells, "inh").connect_all_to_all(weights=0.02, delays=4.0)
ann.compile()
m = ann.Monitor(cells, ["spike", "v"])
ann.simulate(200.0)
data = m.get()
for i in range(cells.size):
    spikes = data["spike"][i]
    data["v"][:, i][spikes] = 20
cond_v = data["v"]

# 3. Poisson input for 200 ms
ann.clear()
ann.setup(dt=0.1)
EIF = ann.Neuron(
    parameters="""
        v_rest = -70.0 : population ; v_T = -55.0 : population   # mV
        delta_T = 3.0 : population ; v_reset = -70.0 : population
        tau_m = 10.0 : population ; tau_e = 5.0 : population     # ms
        E_exc = 0.0 : population
    """,
    equations="""
        tau_m * dv/dt = v_rest - v + delta_T * exp((v - v_T)/delta_T)
                        + g_exc * (E_exc - v) : init=-70.0
        tau_e * dg_exc/dt = - g_exc : exponential
    """,
    spike="v >= -20.0",
    reset="v = v_reset",
    refractory=2.0,
)
P = ann.Population(400, EIF)
poisson = ann.PoissonPopulation(200, rates="if t < 200.0 : 2000.0 else : 0.0")
ann.Projection(poisson, P[:200], "exc").connect_one_to_one(weights=0.05)
ann.Projection(P[:200], P, "exc").connect_fixed_probability(0.05, weights=0.05)
ann.compile()
m = ann.Monitor(P, "spike")
ann.simulate(300.0)
driven = m.get("spike")
rate = m.population_rate(driven, 5.0)

# 4. Adaptive exponential neurons
ann.clear()
ann.setup(dt=0.1)
pop = ann.Population(geometry=3, neuron=ann.EIF_cond_exp_isfa_ista)
pop.i_offset = 0.8
pop.tau_w = [144.0, 20.0, 144.0]
pop.b = [0.0805, 0.25, 0.5]
ann.compile()
pop.v_reset = [-70.6, pop.v_thresh[1] + 5.0, -70.6]
pop.v = pop.v_reset[0]
m = ann.Monitor(pop, ["spike", "v"])
ann.simulate(500.0)
patterns = m.get("spike")

# 5. Non-linear synapses
ann.clear()
ann.setup(dt=0.1)
Linear = ann.Neuron(equations="dv/dt = 0.1", spike="v > 1.0", reset="v = 0.0")
Leaky = ann.Neuron(
    parameters="tau = 10.0", equations="tau * dv/dt + v = g_exc", spike="v > 10.0", reset="v = 0.0"
)
NMDA = ann.Synapse(
    parameters="tau = 10.0 : projection",
    equations="""
        tau * dx/dt = -x
        tau * dg/dt = -g + x * (1 - g)
    """,
    pre_spike="x += w",
    psp="g",
)
pre = ann.Population(2, Linear)
post = ann.Population(1, Leaky)
proj = ann.Projection(pre, post, "exc", NMDA)
proj.connect_from_matrix([[1, 10]])
ann.compile()
m = ann.Monitor(post, "v")
n = ann.Monitor(proj, "g")
ann.simulate(100.0)
g = n.get("g")[:, 0, :]

# 6. CUBA with short-term plasticity
ann.clear()
ann.setup(dt=0.1)
CUBA = ann.Neuron(
    parameters="""
        tau_m = 20.0  : population
        tau_e = 5.0   : population
        tau_i = 10.0  : population
        E_L = -49.0   : population
        v_T = -50.0   : population
        v_r = -60.0   : population
    """,
    equations="""
        tau_m * dv/dt = E_L - v + g_exc - g_inh
        tau_e * dg_exc/dt = -g_exc
        tau_i * dg_inh/dt = -g_inh
    """,
    spike="v > v_T",
    reset="v = v_r",
)
P = ann.Population(geometry=4000, neuron=CUBA)
P.v = ann.Uniform(-60.0, -50.0)
con_e = ann.Projection(P[:3200], P, "exc", ann.STP(U=0.2, tau_rec=200.0, tau_facil=20.0))
con_e.connect_fixed_probability(weights=1.62, probability=0.02)
con_i = ann.Projection(P[3200:], P, "inh")
con_i.connect_fixed_probability(weights=9.0, probability=0.02)
ann.compile()
m = ann.Monitor(P, ["spike"])
ann.simulate(1000.0, measure_time=True)
data = m.get()
t, n = m.raster_plot(data["spike"])
rates = m.population_rate(data["spike"], 5.0)
print("Total number of spikes: " + str(len(t)))
