"""How many events steps had is known, whatever transmits spikes: threads are compared by it."""

import numpy as np
import pytest

import annarchy_lab as ann

N_PRE, N_POST, N_SPIKES = 40, 60, 7
PLASTIC = ann.Synapse(parameters="eta = 0.1", pre_spike="g_target += w\nw += eta")
WITH_POST = ann.Synapse(
    parameters="eta = 0.1", pre_spike="g_target += w", post_spike="w += eta * pre.one"
)
SOURCE = ann.Neuron(parameters="one = 1.0\nrate = 0.0", equations="v = rate", spike="v > 0.5")


def run(connect, synapse=None, n_post=N_POST, n_threads=1):
    """Return the events of some steps in which seven neurons spike once."""
    net = ann.Network(dt=1.0, seed=3)
    net.config(num_threads=n_threads, fixed_threads=True)
    pre = net.create(N_PRE, SOURCE)
    post = net.create(n_post, ann.Neuron(equations="v = g_exc", spike="v > 1e9"))
    connect(net.connect(pre, post, "exc", synapse=synapse))
    net.compile()
    pre.rate = np.arange(N_PRE) < N_SPIKES
    net.step()
    pre.rate = 0.0
    net.simulate(10.0)
    return net._require_simulator()._engine.n_events()


@pytest.mark.parametrize("n_threads", [1, 2, 3])
@pytest.mark.parametrize("synapse", [None, PLASTIC], ids=["default", "plastic"])
@pytest.mark.parametrize(
    ("connect", "n_each"),
    [
        (lambda proj: proj.all_to_all(weights=1.0), N_POST),
        (lambda proj: proj.all_to_all(weights=ann.Uniform(0.0, 1.0)), N_POST),
        (lambda proj: proj.fixed_number_post(12, weights=ann.Uniform(0.0, 1.0)), 12),
        (lambda proj: proj.fixed_number_post(12, weights=0.5, delays=4.0), 12),
    ],
    ids=["single", "dense", "sparse", "late"],
)
def test_spikes_times_the_synapses_that_they_reach(connect, n_each, synapse, n_threads):
    assert run(connect, synapse, n_threads=n_threads) == N_SPIKES * n_each


@pytest.mark.parametrize("synapse", [None, PLASTIC], ids=["default", "plastic"])
def test_delays_of_their_own_spread_them(synapse):
    def connect(proj):
        proj.fixed_number_post(12, weights=0.5, delays=ann.DiscreteUniform(1, 5))

    found = run(connect, synapse)
    assert found == pytest.approx(N_SPIKES * 12, rel=0.35)  # plastic: by the mean of all pieces


def test_one_post_neuron():
    assert run(lambda proj: proj.all_to_all(weights=1.0), PLASTIC, n_post=1) == N_SPIKES


@pytest.mark.parametrize("n_threads", [1, 2])
def test_spikes_of_the_post_neurons_pass_the_synapses_that_reach_them(n_threads):
    net = ann.Network(dt=1.0, seed=3)
    net.config(num_threads=n_threads, fixed_threads=True)
    pre = net.create(N_PRE, SOURCE)
    post = net.create(N_POST, SOURCE)
    net.connect(pre, post, "exc", synapse=WITH_POST).fixed_number_pre(9, weights=0.5)
    net.compile()
    post.rate = 1.0
    net.step()
    assert net._require_simulator()._engine.n_events() == 9 * N_POST
