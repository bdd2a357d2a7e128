"""Inputs of every kind are handed over to networks, and copied with them."""

import numpy as np

import annarchy_lab as ann

RATES = ann.Neuron(equations="r = 10.0 + t")
SPIKING = ann.Neuron(equations="v = g_exc", spike="v > 1e9")
SUMMING = ann.Neuron(equations="r = sum(exc)")


def built() -> ann.Network:
    """Every input, described outside of the network."""
    net = ann.Network(dt=1.0, seed=3)
    rates = net.create(ann.Population(3, RATES, name="rates"))
    cells = net.create(ann.Population(3, SPIKING, name="cells"))
    decoded = net.create(ann.Population(1, SUMMING, name="decoded"))
    poisson = net.create(ann.PoissonPopulation(50, rates=100.0, name="poisson"))
    net.create(ann.TimedArray(rates=np.arange(6.0).reshape(3, 2), name="timed"))
    net.create(ann.SpikeSourceArray([[1.0, 19.0], [3.0]], name="source"))
    net.connect(ann.CurrentInjection(rates, cells, "exc")).connect_current()
    net.connect(ann.DecodingProjection(poisson, decoded, "exc", window=10.0)).all_to_all(1.0)
    net.compile(silent=True)
    return net


def seen(net: ann.Network) -> list[object]:
    net.simulate(20.0)
    names = ("cells", "decoded", "timed", "source")
    cells, decoded, timed, source = (net.get_population(name) for name in names)
    return [cells.v.tolist(), decoded.r.tolist(), timed.r.tolist(), source.spike.tolist()]


def test_what_was_handed_over_is_copied_with_the_network():
    net = built()
    copied = net.copy(seed=3)
    assert ann.populations() == ann.projections() == []
    expected = seen(net)
    assert expected[0] == [28.0] * 3
    assert expected[1][0] > 0.0
    assert expected[2:] == [[4.0, 5.0], [0]]
    assert seen(copied) == expected


def test_a_name_may_be_used_again_once_it_was_handed_over():
    assert seen(built()) == seen(built())
