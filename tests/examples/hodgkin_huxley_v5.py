"""The neuron of Hodgkin and Huxley (1952) with one pulse of current, 5.0 style."""

import annarchy_lab as ann

HH = ann.Neuron(
    parameters=dict(
        C=1.0,
        VL=-59.387,
        VK=-82.0,
        VNa=45.0,
        gK=36.0,
        gNa=120.0,
        gL=0.3,
        vt=30.0,
        I=ann.Parameter(0.0),
    ),
    equations=[
        # Previous membrane potential
        "prev_V = V",
        """
        # Voltage-dependency parameters
        an = 0.01 * (V + 60.0) / (1.0 - exp(-0.1* (V + 60.0) ) )
        am = 0.1 * (V + 45.0) / (1.0 - exp (- 0.1 * ( V + 45.0 )))
        ah = 0.07 * exp(- 0.05 * ( V + 70.0 ))

        bn = 0.125 * exp (- 0.0125 * (V + 70.0))
        bm = 4.0 *  exp (- (V + 70.0) / 80.0)
        bh = 1.0/(1.0 + exp (- 0.1 * ( V + 40.0 )) )
        """,
        # Alpha/Beta functions
        ann.Variable("dn/dt = an * (1.0 - n) - bn * n", init=0.3, method="midpoint"),
        ann.Variable("dm/dt = am * (1.0 - m) - bm * m", init=0.0, method="midpoint"),
        ann.Variable("dh/dt = ah * (1.0 - h) - bh * h", init=0.6, method="midpoint"),
        # Membrane equation
        ann.Variable(
            "C * dV/dt = gL * (VL - V ) + gK * n**4 * (VK - V) + gNa * m**3 * h * (VNa - V) + I",
            method="midpoint",
        ),
    ],
    # Spikes are emitted when the membrane potential crosses the threshold from below
    spike="(V > vt) and (prev_V <= vt)",
    # The reset is empty: the dynamics handle it
    reset="",
)
net = ann.Network(dt=0.01)
pop = net.create(neuron=HH, geometry=1)
pop.V = -50.0
net.compile()
m = net.monitor(pop, ["spike", "V", "n", "m", "h"])
# Preparation
net.simulate(100.0)
# Current impulse for 1 ms
pop.I = 200.0
net.simulate(1.0)
# Reset
pop.I = 0.0
net.simulate(100.0)
data = m.get()
tstart = int(90.0 / net.dt)
tstop = int(120.0 / net.dt)
