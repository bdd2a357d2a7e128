"""Synchronous bursts by short-term plasticity (Tsodyks et al., 2000), 4.8 style."""

# ruff: noqa: SIM118 - as scripts read spikes

import numpy as np

import annarchy_lab as ann

dt = 0.25
ann.clear()
ann.setup(dt=dt)
LIF = ann.Neuron(
    parameters="""
        tau = 30.0 : population
        I = 15.0
        tau_I = 3.0 : population
        tau_refrac = 3.0
    """,
    equations="""
        tau * dv/dt = -v + g_exc - g_inh + I
        tau_I * dg_exc/dt = -g_exc
        tau_I * dg_inh/dt = -g_inh
    """,
    spike="v > 15.0",
    reset="v = 13.5",
    refractory="tau_refrac",
)
STP = ann.Synapse(
    parameters="""
        tau_rec = 1.0
        tau_facil = 1.0
        U = 0.1
    """,
    equations="""
        dx/dt = (1 - x)/tau_rec : init = 1.0, event-driven
        du/dt = (U - u)/tau_facil : init = 0.1, event-driven
    """,
    pre_spike="""
        g_target += w * u * x
        x *= (1 - u)
        u += U * (1 - u)
    """,
)
P = ann.Population(geometry=500, neuron=LIF)
P.I = np.sort(ann.Uniform(14.625, 15.375).get_values(500))
P.v = ann.Uniform(0.0, 15.0)
Exc = P[:400]
Exc.tau_refrac = 3.0
Inh = P[400:]
Inh.tau_refrac = 2.0
Aee, Aei, Aie, Aii = 1.8, 5.4, 7.2, 7.2
proj_ee = ann.Projection(pre=Exc, post=Exc, target="exc", synapse=STP)
proj_ee.connect_fixed_probability(
    probability=0.1, weights=ann.Normal(Aee, (Aee / 2.0), min=0.2 * Aee, max=2.0 * Aee)
)
proj_ee.tau_rec = ann.Normal(800.0, 400.0, min=5.0)
proj_ee.tau_facil = dt  # Cannot be 0!
proj_ee.U = ann.Normal(0.5, 0.25, min=0.1, max=0.9)
proj_ei = ann.Projection(pre=Inh, post=Exc, target="inh", synapse=STP)
proj_ei.connect_fixed_probability(
    probability=0.1, weights=ann.Normal(Aei, (Aei / 2.0), min=0.2 * Aei, max=2.0 * Aei)
)
proj_ei.tau_rec = ann.Normal(800.0, 400.0, min=5.0)
proj_ei.tau_facil = dt
proj_ei.U = ann.Normal(0.5, 0.25, min=0.1, max=0.9)
proj_ie = ann.Projection(pre=Exc, post=Inh, target="exc", synapse=STP)
proj_ie.connect_fixed_probability(
    probability=0.1, weights=ann.Normal(Aie, (Aie / 2.0), min=0.2 * Aie, max=2.0 * Aie)
)
proj_ie.tau_rec = ann.Normal(100.0, 50.0, min=5.0)
proj_ie.tau_facil = ann.Normal(1000.0, 500.0, min=5.0)
proj_ie.U = ann.Normal(0.04, 0.02, min=0.01, max=0.07)
proj_ii = ann.Projection(pre=Inh, post=Inh, target="inh", synapse=STP)
proj_ii.connect_fixed_probability(
    probability=0.1, weights=ann.Normal(Aii, (Aii / 2.0), min=0.2 * Aii, max=2.0 * Aii)
)
proj_ii.tau_rec = ann.Normal(100.0, 50.0, min=5.0)
proj_ii.tau_facil = ann.Normal(1000.0, 500.0, min=5.0)
proj_ii.U = ann.Normal(0.04, 0.02, min=0.01, max=0.07)
ann.compile()
Me = ann.Monitor(Exc, "spike")
Mi = ann.Monitor(Inh, "spike")
duration = 10000.0
ann.simulate(duration, measure_time=True)
data_exc = Me.get()
data_inh = Mi.get()
te, ne = Me.raster_plot(data_exc["spike"])
ti, ni = Mi.raster_plot(data_inh["spike"])
rates = Me.histogram(data_exc["spike"], bins=1.0)
fr_exc = Me.population_rate(data_exc["spike"], smooth=10.0)
fr = [len(data_exc["spike"][n]) / duration * 1000.0 for n in data_exc["spike"].keys()]
