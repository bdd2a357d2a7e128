"""One spike by three kinds of synapses, 4.8 style."""

import annarchy_lab as ann

ann.clear()
ann.setup(dt=0.1)
LIF = ann.Neuron(
    parameters="""
        tau = 20.
        E_L = -70.
        v_T = 0.
        v_r = -58.
        tau_b = 10.0
        tau_c = 10.0
    """,
    equations="""
        # Membrane potential
        tau*dv/dt = (E_L - v) + g_a + g_b + alpha_c : init=-70.

        # Exponentially decreasing
        tau_b * dg_b/dt = -g_b

        # Alpha-shaped
        tau_c * dg_c/dt = -g_c
        tau_c * dalpha_c/dt = exp((tau_c - dt/2.0)/tau_c) * g_c - alpha_c
    """,
    spike=" v >= v_T ",
    reset=" v = v_r ",
    refractory=2.0,
)
inp = ann.SpikeSourceArray([10.0])
pop = ann.Population(1, LIF)
proj = ann.Projection(inp, pop, "a").connect_all_to_all(weights=1.0)
proj = ann.Projection(inp, pop, "b").connect_all_to_all(weights=1.0)
proj = ann.Projection(inp, pop, "c").connect_all_to_all(weights=1.0)
m = ann.Monitor(pop, ["v", "g_a", "g_b", "alpha_c"])
ann.compile()
inp.clear()
ann.simulate(100.0)
data = m.get()
