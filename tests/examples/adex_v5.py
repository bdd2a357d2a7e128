"""Eight firing patterns of the adaptive exponential neuron (Naud et al., 2008), 5.0 style."""

import annarchy_lab as ann

AdEx = ann.Neuron(
    parameters=dict(
        C=ann.Parameter(200.0),
        gL=ann.Parameter(10.0),  # not g_L! g_ is reserved for spike transmission
        E_L=ann.Parameter(-70.0),
        v_T=ann.Parameter(-50.0),
        delta_T=ann.Parameter(2.0),
        a=ann.Parameter(2.0),
        tau_w=ann.Parameter(30.0),
        b=ann.Parameter(0.0),
        v_r=ann.Parameter(-58.0),
        I=ann.Parameter(500.0),
        v_spike=ann.Parameter(0.0),
    ),
    equations=[
        ann.Variable(
            "C * dv/dt = - gL * (v - E_L) +  gL * delta_T * exp((v-v_T)/delta_T) - w + I",
            init=-70.0,
        ),
        ann.Variable("tau_w * dw/dt = a * (v - E_L) - w", init=0.0),
    ],
    spike="v >= v_spike",
    reset="""
        v = v_r
        w += b
    """,
    refractory=2.0,
)

net = ann.Network(dt=0.1)
pop = net.create(8, AdEx)
net.compile()

pop.C = [200, 200, 130, 200, 200, 200, 100, 100]
pop.gL = [10, 12, 18, 10, 12, 12, 10, 12]
pop.E_L = [-70, -70, -58, -58, -70, -70, -65, -60]
pop.v_T = [-50, -50, -50, -50, -50, -50, -50, -50]
pop.delta_T = [2, 2, 2, 2, 2, 2, 2, 2]
pop.a = [2, 2, 4, 2, -10, -6, -10, -11]
pop.tau_w = [30, 300, 150, 120, 300, 300, 90, 130]
pop.b = [0, 60, 120, 100, 0, 0, 30, 30]
pop.v_r = [-58, -58, -50, -46, -58, -58, -47, -48]
pop.I = [500, 500, 400, 210, 300, 110, 350, 160]

# Reset neuron
pop.v = pop.E_L
pop.w = 0.0

m = net.monitor(pop, ["v", "spike"])
net.simulate(500.0)
pop.I = 0.0
net.simulate(50.0)

v = m.get("v")
spikes = m.get("spike")
start = m.times()["v"]["start"][0]
for n, t in spikes.items():
    for s in t:
        v[s - start, n] = 0.0
titles = [
    "a. tonic spiking",
    "b. adaptation",
    "c. initial burst",
    "d. regular bursting",
    "e. delayed accelerating",
    "f. delayed regular bursting",
    "g. transient spiking",
    "h. irregular spiking",
]
for i, title in enumerate(titles):
    print(title, len(spikes[i]))
