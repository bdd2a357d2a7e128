import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api.reconnecting import NewSynapses

BACKENDS = ("reference", "cpu")
SYNAPSE = dict(
    parameters={"k": ann.Parameter(ann.Uniform(0.0, 1.0)), "c": ann.Parameter(1.0, "local")},
    equations="x = x + 1.0",
    psp="k * w * pre.r",
)


@pytest.fixture(params=BACKENDS)
def proj(request):
    net = ann.Network(seed=1)
    neuron = ann.Neuron(equations="r = 1.0\ns = sum(exc)")
    a, b = net.create(20, neuron), net.create(10, neuron)
    made = net.connect(a, b, "exc", ann.Synapse(**SYNAPSE), name="AB")
    made.fixed_probability(0.3, ann.Uniform(0.0, 1.0), delays=ann.Uniform(1.0, 5.0))
    net.compile(silent=True, backend=request.param)
    return made


@pytest.mark.proves("api-5-reset-synapses")
def test_a_projection_is_connected_anew(proj):
    net, before = proj.network, (proj.pre_ranks, proj.w, proj.delay, proj.k)
    proj.c = 3.0
    net.simulate(5.0)
    proj.reset(synapses=True)
    after = (proj.pre_ranks, proj.w, proj.delay, proj.k)
    assert all(a != b for a, b in zip(after, before, strict=True))
    assert proj.x[0][0] == 0.0
    assert proj.c[0][0] == 1.0
    net.simulate(8.0)
    assert proj.x[0][0] == 8.0
    expected = [np.dot(k, w) for k, w in zip(proj.k, proj.w, strict=True)]
    assert np.allclose(proj.post.s[proj.post_ranks], expected)


@pytest.mark.proves("api-5-reset-synapses")
def test_before_compile_too(net, rate):
    pop = net.create(20, rate)
    proj = net.connect(pop, pop, "exc").fixed_probability(0.3, ann.Uniform(0.0, 1.0))
    before = proj.w
    proj.reset(synapses=True)
    assert proj.w != before


def test_a_reset_of_the_network_connects_all_anew_by_the_seed(proj, capsys):
    net = proj.network
    found = []
    for _ in range(2):
        net.simulate(3.0)
        net.reset(synapses=True)
        found.append((proj.pre_ranks, proj.w, proj.delay, proj.k))
    assert "draws all synapses anew" in capsys.readouterr().out
    assert found[0] == found[1]
    assert net.time == 0.0


def test_what_was_announced_does_it_once_more(proj):
    net, told = proj.network, []
    net._on_write.append(lambda *what: told.append(what))
    proj.reset(synapses=True)
    after = (proj.pre_ranks, proj.w, proj.delay, proj.k)
    proj.reset(synapses=True)
    (kind,) = {what[3] for what in told[:1]}
    assert kind == "connect"
    net.apply("AB", "", "connect", told[0][4])
    assert (proj.pre_ranks, proj.w, proj.delay, proj.k) == after


def test_monitors_of_synapses_keep_what_they_recorded(proj):
    net = proj.network
    monitor = net.monitor(proj, "x", period=2.0)
    dendrite = net.monitor(proj.dendrite(proj.post_ranks[0]), "w")
    net.simulate(4.0)
    early = dendrite.get("w")
    proj.reset(synapses=True)
    net.simulate(2.0)
    assert (len(early), dendrite.get("w").shape) == (4, (2, len(proj.w[0])))
    with pytest.raises(ann.ANNarchyException, match="the synapses were replaced since"):
        monitor.get("x")
    monitor.reset()
    net.simulate(2.0)
    assert monitor.get("x").shape[0] == 1


def test_bad_synapses_change_nothing(proj):
    before = (proj.pre_ranks, proj.w, proj.k)
    with pytest.raises(ann.ANNarchyException, match="outside the population"):
        proj.network.reconnect("AB", NewSynapses(np.array([20]), np.array([0]), 1.0))
    with pytest.raises(ann.ANNarchyException, match="connected twice"):
        proj.network.reconnect("AB", NewSynapses(np.array([1, 1]), np.array([0, 0]), 1.0))
    assert (proj.pre_ranks, proj.w, proj.k) == before
