"""A new seed on a compiled network."""

import numpy as np
import pytest

import annarchy_lab as ann


@pytest.mark.parametrize("backend", ["cpu", "reference"])
def test_a_new_seed_begins_all_noise_anew(backend):
    def made(seed):
        net = ann.Network(seed=seed)
        pop = net.create(5, ann.Neuron(equations="r = Normal(0.0, 1.0)"), name="pop")
        net.compile(backend=backend, silent=True)
        return net, pop

    net, pop = made(1)
    net.simulate(10.0)
    announced = []
    net._on_write.append(lambda *change: announced.append(change))
    net.seed = 2
    net.simulate(3.0)
    other, expected = made(2)
    other.simulate(3.0)
    assert np.array_equal(pop.r, expected.r)
    assert announced == [(10, "", "", "seed", 2, "cell")]
