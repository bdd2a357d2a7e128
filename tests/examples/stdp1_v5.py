"""The window of spike-timing dependent plasticity, 5.0 style."""

import numpy as np

import annarchy_lab as ann

STDP = ann.Synapse(
    parameters=dict(tau_plus=20.0, tau_minus=20.0, A_plus=0.01, A_minus=0.01, w_min=0.0, w_max=2.0),
    equations=[
        ann.Variable("tau_plus * dx/dt = -x", method="event-driven"),  # pre-synaptic trace
        ann.Variable("tau_minus * dy/dt = -y", method="event-driven"),  # post-synaptic trace
    ],
    pre_spike="""
        g_target += w
        x += A_plus * w_max
        w = clip(w + y, w_min , w_max)
    """,
    post_spike=[
        "y -= A_minus * w_max",
        "w = clip(w + x, w_min , w_max)",
    ],
)
net = ann.Network()
pre = net.create(ann.SpikeSourceArray([[0.0]]))
post = net.create(ann.SpikeSourceArray([[50.0]]))
proj = net.connect(pre, post, "exc", STDP)
proj.all_to_all(1.0)
net.compile()
ds = []
for t_pre in range(101):
    # Reset the populations
    pre.clear()
    post.clear()
    pre.spike_times = [[t_pre]]
    post.spike_times = [[50.0]]
    proj.x = 0.0
    proj.y = 0.0
    w_before = proj[0].w[0]
    net.simulate(105.0)
    w_after = proj[0].w[0]
    ds.append(w_after - w_before)
ds = np.array(ds)
