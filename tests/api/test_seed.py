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


def drawn(seed, rng=None):
    """Everything that a network draws in Python."""
    net = ann.Network(seed=seed)
    spiking = ann.Neuron("tau = 10.0", "tau * dv/dt = -v + g_exc", spike="v > 1.0", reset="v = 0.0")
    pop = net.create(6, spiking)
    pop.v = ann.Uniform(0.0, 1.0, rng)
    pop[:3].tau = ann.Normal(10.0, 1.0, min=5.0)
    proj = net.connect(pop, pop, "exc").fixed_probability(
        0.5, weights=ann.Exponential(2.0), delays=ann.Uniform(1.0, 9.0)
    )
    other = net.connect(pop, pop, "exc").all_to_all(1.0, force_multiple_weights=True)
    other.w = ann.LogNormal(0.0, 1.0)
    return pop.v.tolist(), pop.tau.tolist(), proj.pre_ranks, proj.w, proj.delay, other.w


@pytest.mark.proves("api-6-network-seed")
def test_one_seed_fixes_all_draws_of_python():
    assert drawn(1) == drawn(1)
    assert all(one != two for one, two in zip(drawn(1), drawn(2), strict=True))


@pytest.mark.proves("api-6-rng", "api-6-network-seed")
def test_a_generator_of_the_own_is_used_instead():
    v = drawn(1, np.random.default_rng(5))[0]
    assert v == drawn(2, np.random.default_rng(5))[0]
    assert v == np.random.default_rng(5).uniform(0.0, 1.0, 6).tolist()


def test_draws_of_no_network_follow_the_seed_of_setup():
    def drawn():
        return ann.Uniform(0.0, 1.0).get_values(3).tolist(), ann.Normal(0.0, 1.0).get_value()

    ann.setup(seed=5)
    first = drawn()
    assert drawn() != first
    ann.setup(dt=0.5)
    assert drawn() != first
    ann.setup(seed=5)
    assert drawn() == first
    ann.clear()
    assert drawn() != drawn()
