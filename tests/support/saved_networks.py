"""Networks to save: every kind of attribute, ragged delays, one weight for all."""

import numpy as np

import annarchy_lab as ann

NEURON = dict(
    parameters={"tau": ann.Parameter(10.0, "local"), "b": ann.Parameter(0.3)},
    equations=[
        ann.Variable("tau * dv/dt = 30.0 - v + g_exc + Normal(0.0, 1.0)", init=ann.Uniform(0, 10)),
        ann.Variable("n = n + 1", type=int, locality="global"),
        ann.Variable("up = v > 10.0", type=bool),
    ],
    spike="v > 20.0",
    reset="v = 0.0",
    refractory=2.0,
)
SYNAPSE = dict(
    parameters={"eta": 0.1, "k": ann.Parameter(ann.Uniform(0.0, 1.0))},
    equations=[
        ann.Variable("x = x + k"),
        ann.Variable("m = m + 1.0", locality="semiglobal"),
    ],
    pre_spike="g_target += w\nw += 0.01",
)


def build(seed=1, *, is_connected=True, **options):
    """Two populations, a plastic projection with ragged delays, and one with a single weight."""
    net = ann.Network(dt=0.5, seed=seed)
    net.config(**options)
    neuron = ann.Neuron(**NEURON)
    a, b = net.create((6, 5), neuron, name="A"), net.create(20, neuron, name="B")
    forth = net.connect(a, b, "exc", ann.Synapse(**SYNAPSE), name="AB")
    back = net.connect(b, a, "exc", name="BA")
    if is_connected:
        forth.fixed_probability(0.4, ann.Uniform(0.0, 1.0), delays=ann.Uniform(0.5, 5.0))
        back.all_to_all(0.1, delays=2.0)
    return net


def assert_same(net, other):
    for own, others in (
        *zip(net.get_populations(), other.get_populations(), strict=True),
        *zip(net.get_projections(), other.get_projections(), strict=True),
    ):
        for name in own.attributes:
            values, expected = own._flat(name), others._flat(name)
            assert np.array_equal(values, expected), (own.name, name)
            assert values.dtype == expected.dtype
    for own, others in zip(net.get_projections(), other.get_projections(), strict=True):
        assert own.pre_ranks == others.pre_ranks
        assert own.post_ranks == others.post_ranks
        assert own.delay == others.delay
    assert net.time == other.time
