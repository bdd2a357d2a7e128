"""Short texts that are huge once written out."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(seed=1)
    functions = "twice(x) = x * x\nmany(x) = " + "twice(" * 20 + "x" + ")" * 20
    equations = f"""
        v = (((r^16)^16)^16)^16
        u = {"pos(" * 20}v{")" * 20}
        dr/dt = v - many(u) : rk4
    """
    net.create(1, ann.Neuron("", equations, functions=functions, name="Tower"))
    net.compile(silent=True)
