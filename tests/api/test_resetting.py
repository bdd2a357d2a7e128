"""Going back to the start."""

import numpy as np
import pytest

import annarchy_lab as ann

NOISY = ann.Neuron("tau = 10.0", "tau * dr/dt = -r + sum(exc) + Uniform(0.0, 1.0)", name="Noisy")
LEARNING = ann.Synapse(equations="x += 1.0 : init = 1.0\nw += 0.1 * pre.r", name="Learning")


@pytest.fixture(params=["reference", "cpu"])
def net(request):
    made = ann.Network(seed=3)
    pop = made.create(5, NOISY, name="P")
    pop.r = ann.Uniform(0.0, 1.0)
    made.connect(pop, pop, "exc", LEARNING, name="S").fixed_probability(
        0.6, ann.Uniform(0.0, 0.1), delays=ann.Uniform(1.0, 3.0)
    )
    made.monitor(pop, "r", name="M")
    made.compile(silent=True, backend=request.param)
    return made


def ends(proj):
    return list(zip(proj.post_ranks, proj.pre_ranks, strict=True))


@pytest.mark.proves("api-8-reset-default", "api-8-reset-rng")
def test_the_same_again(net):
    pop, monitor = net.get_population("P"), net.get_monitor("M")
    start = pop.r
    proj = net.get_projection("S")
    weights = proj.w
    net.simulate(6.0)
    first = monitor.get("r")
    net.reset()
    assert net.time == 0.0
    np.testing.assert_array_equal(pop.r, start)
    assert proj.w != weights  # they stay
    proj.w = weights
    net.simulate(6.0)
    np.testing.assert_array_equal(monitor.get("r"), first)
    assert net.default_rng.random() == np.random.default_rng(3).random()


@pytest.mark.proves("api-8-reset-rng", "api-8-reset-monitors")
def test_noise_may_go_on_and_recordings_may_stay(net):
    monitor, proj = net.get_monitor("M"), net.get_projection("S")
    weights = proj.w
    net.simulate(4.0)
    net.default_rng.random()
    net.reset(monitors=False, reseed_rng=False)
    proj.w = weights
    net.simulate(4.0)
    data = monitor.get("r")
    assert data.shape == (8, 5)
    assert not np.array_equal(data[:4], data[4:])
    assert net.default_rng.random() != np.random.default_rng(3).random()


@pytest.mark.proves("api-8-reset-synapses")
def test_new_synapses(net, capsys):
    pop, proj, monitor = net.get_population("P"), net.get_projection("S"), net.get_monitor("M")
    pop.disable()
    pop.enable()
    before, start = ends(proj), pop.r
    net.simulate(5.0)
    net.reset(synapses=True)
    assert capsys.readouterr().out == "WARNING: reset(synapses=True) draws all synapses anew.\n"
    after, weights = ends(proj), proj.w
    assert after != before
    assert {x for row in proj.x for x in row} == {1.0}
    np.testing.assert_array_equal(pop.r, start)
    assert (net.time, monitor.get("r").shape) == (0.0, (0, 5))
    net.simulate(5.0)
    first = monitor.get("r")
    net.reset(synapses=True)  # from the same seed
    assert (ends(proj), proj.w) == (after, weights)
    net.simulate(5.0)
    np.testing.assert_array_equal(monitor.get("r"), first)
    net.reset(synapses=True, reseed_rng=False)
    assert ends(proj) != after


@pytest.mark.proves("api-8-reset-synapses", "api-8-reset-monitors")
def test_new_synapses_under_old_neurons(net):
    pop, proj, monitor = net.get_population("P"), net.get_projection("S"), net.get_monitor("M")
    net.simulate(5.0)
    now, before, rng_step = pop.r, ends(proj), net.simulator.rng_step
    net.reset(populations=False, synapses=True, monitors=False, reseed_rng=False)
    np.testing.assert_array_equal(pop.r, now)
    assert ends(proj) != before
    assert net.simulator.rng_step == rng_step == 5
    net.simulate(2.0)
    assert monitor.get("r").shape == (7, 5)
    assert monitor.times("r")["r"] == {"start": [0, 0], "stop": [5, 2]}


def test_both_backends_draw_alike():
    found = []
    for backend in ("reference", "cpu"):
        net = ann.Network(seed=4)
        pop = net.create(8, NOISY, name="P")
        net.connect(pop, pop, "exc", LEARNING).fixed_number_pre(3, ann.Normal(0.0, 1.0))
        net.compile(silent=True, backend=backend)
        net.simulate(3.0)
        net.reset(synapses=True, reseed_rng=False)
        net.simulate(3.0)
        found.append(pop.r.tolist())
    assert found[0] == found[1]


def test_new_synapses_that_cannot_be_drawn_change_nothing():
    net = ann.Network(seed=1)
    pop = net.create(2, NOISY)
    calls = []

    def method(pre, post):
        calls.append(1)
        if len(calls) > 1:
            raise ZeroDivisionError("mine")
        lil = ann.LILConnectivity()
        lil.add(0, [1], [0.5], [0.0])
        return lil

    proj = net.connect(pop, pop, "exc").from_function(method)
    other = net.connect(pop, pop, "exc").fixed_probability(0.5, ann.Uniform(0.0, 1.0))
    monitor = net.monitor(pop, "r")
    net.compile(silent=True, backend="reference")
    net.simulate(3.0)
    weights = other.w
    with pytest.raises(ZeroDivisionError, match="mine"):
        net.reset(synapses=True)
    assert (net.compiled, net.time, proj.w, other.w) == (True, 3.0, [[0.5]], weights)
    net.simulate(1.0)
    assert monitor.get("r").shape == (4, 2)


def test_a_reset_with_new_synapses_is_announced(net):
    told = []
    net._on_write.append(lambda *change: told.append(change))
    net.simulate(2.0)
    net.reset(synapses=True)
    assert [(step, name, kind) for step, name, _, kind, *_ in told] == [
        (2, "", "reset"),
        (0, "S", "connect"),
    ]
    everything = dict.fromkeys(("populations", "projections", "monitors", "reseed_rng"), True)
    assert told[0][4] == everything
