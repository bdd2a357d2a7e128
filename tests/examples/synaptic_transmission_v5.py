"""One spike by three kinds of synapses, 5.0 style."""

import annarchy_lab as ann

LIF = ann.Neuron(
    parameters=dict(tau=20.0, E_L=-70.0, v_T=0.0, v_r=-58.0, tau_b=10.0, tau_c=10.0),
    equations=[
        # Membrane potential
        ann.Variable("tau*dv/dt = (E_L - v) + g_a + g_b + alpha_c", init=-70.0),
        # Exponentially decreasing
        "tau_b * dg_b/dt = -g_b",
        # Alpha-shaped
        """
        tau_c * dg_c/dt = -g_c
        tau_c * dalpha_c/dt = exp((tau_c - dt/2.0)/tau_c) * g_c - alpha_c
        """,
    ],
    spike="v >= v_T",
    reset="v = v_r",
    refractory=2.0,
)
net = ann.Network(dt=0.1)
inp = net.create(ann.SpikeSourceArray([10.0]))
pop = net.create(1, LIF)
proj = net.connect(inp, pop, "a").all_to_all(weights=1.0)
proj = net.connect(inp, pop, "b").all_to_all(weights=1.0)
proj = net.connect(inp, pop, "c").all_to_all(weights=1.0)
m = net.monitor(pop, ["v", "g_a", "g_b", "alpha_c"])
net.compile()
inp.clear()
net.simulate(100.0)
data = m.get()
