"""The window of spike-timing dependent plasticity, 4.8 style."""

import numpy as np

import annarchy_lab as ann

STDP = ann.Synapse(
    parameters="""
        tau_plus = 20.0 : projection
        tau_minus = 20.0 : projection
        A_plus = 0.01 : projection
        A_minus = 0.01 : projection
        w_min = 0.0 : projection
        w_max = 2.0 : projection
    """,
    equations="""
        tau_plus  * dx/dt = -x : event-driven # pre-synaptic trace
        tau_minus * dy/dt = -y : event-driven # post-synaptic trace
    """,
    pre_spike="""
        g_target += w
        x += A_plus * w_max
        w = clip(w + y, w_min , w_max) # Comment
    """,
    post_spike="""
        y -= A_minus * w_max
        w = clip(w + x, w_min , w_max)
    """,
)
ann.clear()
pre = ann.SpikeSourceArray([[0.0]])
post = ann.SpikeSourceArray([[50.0]])
proj = ann.Projection(pre, post, "exc", STDP)
proj.connect_all_to_all(1.0)
ann.compile()
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
    ann.simulate(105.0)
    w_after = proj[0].w[0]
    ds.append(w_after - w_before)
ds = np.array(ds)
