"""Current injection: rates into conductances, one by one."""

import pytest

import annarchy_lab as ann

SOURCE = ann.Neuron(equations="r = t", name="Ramp")
LISTENER = ann.Neuron(equations="v = g_exc", spike="False", name="Heard")
LEAKY = ann.Neuron(
    equations="v = g_exc\n10.0 * dg_exc/dt = -g_exc", spike="False", name="HeardLate"
)


@pytest.mark.proves("api-11-current")
def test_each_step_adds_the_rate_of_the_step_before(net, record):
    pre, post = net.create(2, SOURCE), net.create(2, LISTENER)
    proj = ann.CurrentInjection(pre, post, "exc")
    assert proj.connect_current() is proj
    assert proj.pre_ranks == [[0], [1]]
    assert record(post, "v", 4).tolist() == [[0, 0], [0, 0], [1, 1], [2, 2]]


@pytest.mark.proves("api-11-current")
def test_a_conductance_with_an_equation_gathers_what_it_gets(net, record):
    pre, post = net.create(1, ann.Neuron("r = 5.0")), net.create(1, LEAKY)
    ann.CurrentInjection(pre, post, "exc").connect_current()
    assert record(post, "g_exc", 3).tolist() == [[5.0], [9.5], [13.55]]


@pytest.mark.proves("api-11-current-styles")
def test_views_and_the_network_style(net):
    pre, post = net.create(5, SOURCE), net.create((2, 2), LISTENER)
    proj = net.connect(ann.CurrentInjection(pre[1:4], post[1:4], "exc"))
    assert proj.current() is proj
    assert net.get_projections() == [proj]
    assert (proj.post_ranks, proj.pre_ranks) == ([1, 2, 3], [[1], [2], [3]])
    net.compile(silent=True)
    net.simulate(3.0)
    assert post.v.tolist() == [[0.0, 1.0], [1.0, 1.0]]


@pytest.mark.proves("api-11-kinds", "api-11-current-sizes")
def test_it_leads_from_rates_to_as_many_spiking_neurons(net):
    rates, spikes = net.create(2, SOURCE), net.create(2, LISTENER)
    for pre, post, words in (
        (spikes, rates, "leads from rate-coded to spiking"),
        (rates, rates, "pop0 is rate-coded and pop0 is rate-coded"),
        (spikes, spikes, "pop1 is spiking and pop1 is spiking"),
        (rates, spikes[0], "pop0 has 2, pop1.0. has 1"),
    ):
        with pytest.raises(ann.ANNarchyException, match=words):
            ann.CurrentInjection(pre, post, "exc")
    assert net.get_projections() == []


@pytest.mark.refuses("api-11-current-connector")
def test_it_has_one_connector_method(net):
    proj = ann.CurrentInjection(net.create(2, SOURCE), net.create(2, LISTENER), "exc")
    for connect in (proj.connect_all_to_all, proj.connect_one_to_one):
        with pytest.raises(ann.ANNarchyException, match="connect_current"):
            connect(weights=2.0)
    with pytest.raises(ann.ANNarchyException, match="no synapses yet"):
        net.compile(silent=True)
