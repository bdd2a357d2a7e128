"""The BCM rule with two inputs (Intrator and Cooper, 1992), 4.8 style."""

import annarchy_lab as ann

ann.clear()
Input = ann.Neuron(parameters="r = 0.0")
neuron = ann.Neuron(equations="r = sum(exc)")
BCM = ann.Synapse(
    parameters="""
        eta = 0.01 : projection
        tau = 100. : projection
    """,
    equations="""
        tau * dtheta/dt + theta = (post.r)^2 : postsynaptic, exponential
        dw/dt = eta * post.r * (post.r - theta) * pre.r : min=0.0, explicit
    """,
)
pre = ann.Population(2, Input)
post = ann.Population(1, neuron)
proj = ann.Projection(pre, post, "exc", BCM)
proj.connect_all_to_all(1.0)
ann.compile()
m = ann.Monitor(post, "r")
n = ann.Monitor(proj, ["w", "theta"])
pre.r = [1.0, 0.1]
ann.simulate(1000.0)
r = m.get("r")
data = n.get()
w = data["w"]
theta = data["theta"]
print(r.shape, w.shape, theta.shape)
