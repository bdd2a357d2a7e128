"""From rates to spikes and back, 5.0 style."""

import annarchy_lab as ann

simple_neuron = ann.Neuron(equations="r = sum(exc)")
net = ann.Network(dt=0.1)
# Rate-coded population for input
pop1 = net.create(ann.InputArray(geometry=1))
# Poisson Population to encode
pop2 = net.create(ann.PoissonPopulation(geometry=1000, target="exc"))
proj = net.connect(pop1, pop2, "exc")
proj.all_to_all(weights=1.0)
# Rate-coded population to decode
pop3 = net.create(geometry=1000, neuron=simple_neuron)
proj = net.connect(ann.DecodingProjection(pop2, pop3, "exc", window=10.0))


def diagonal(pre, post, dt, weights):
    "Connect each post-synaptic neuron to one pre-synaptic neuron more than the last."
    lil = ann.LILConnectivity(dt=dt)
    for rk_post in range(post.size):
        lil.add(rk_post, range(rk_post + 1), [weights], [0])
    return lil


proj.from_function(method=diagonal, weights=1.0)
net.compile()
m1 = net.monitor(pop1, "r")
m2 = net.monitor(pop2, "spike")
m3 = net.monitor(pop3, "r")
duration = 250.0
for f in (0.0, 10.0, 50.0, 100.0):
    pop1.r = f
    net.simulate(duration)
data1 = m1.get()
data2 = m2.get()
data3 = m3.get()
t, n = m2.raster_plot(data2["spike"])
