"""The BCM rule with two inputs (Intrator and Cooper, 1992), 5.0 style."""

import numpy as np

import annarchy_lab as ann

neuron = ann.Neuron(
    equations="""
        r = sum(exc)
    """
)
BCM = ann.Synapse(
    parameters=dict(eta=0.01, tau=100.0),
    equations=[
        ann.Variable(
            "tau * dtheta/dt + theta = (post.r)^2", locality="semiglobal", method="exponential"
        ),
        ann.Variable("dw/dt = eta * post.r * (post.r - theta) * pre.r", min=0.0, method="explicit"),
    ],
)
net = ann.Network()
pre = net.create(ann.InputArray(2))
post = net.create(1, neuron)
proj = net.connect(pre, post, "exc", BCM)
proj.all_to_all(1.0)
m = net.monitor(post, "r")
n = net.monitor(proj, ["w", "theta"])
net.compile()

pre.r = np.array([1.0, 0.1])
net.simulate(1000.0)
r = m.get("r")
w = n.get("w")
theta = n.get("theta")
print(r.shape, w.shape, theta.shape)
w0 = w[:, 0, 0]
