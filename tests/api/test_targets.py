"""Targets that lead nowhere are pointed out, once; what fits together and what does not."""

import pytest

import annarchy_lab as ann

READS_NOTHING = ann.Neuron("", "r = 1.0", name="Silent")
READS_EXC = ann.Neuron("", "r = sum(exc)", name="Reader")
SPIKING = ann.Neuron("", "dv/dt = g_exc", spike="v > 1.0", reset="v = 0.0", name="Spiking")


@pytest.fixture
def net():
    return ann.Network(seed=1)


def warnings_of(net, capsys):
    net.compile(silent=True, backend="reference")
    return capsys.readouterr().out.splitlines()


def test_a_misspelt_target_is_pointed_out_once(net, capsys):
    pop = net.create(2, READS_EXC, name="P")
    net.connect(pop, pop, "ecx").all_to_all(1.0)
    expected = [
        "WARNING: P never reads its input sum(ecx): it is in no equation. Did you mean 'exc'?",
        "WARNING: sum(exc) of P is 0: no projection feeds that target. Did you mean 'ecx'?",
    ]
    assert warnings_of(net, capsys) == expected
    net.clear()
    pop = net.create(2, READS_EXC, name="P")
    net.connect(pop, pop, "ecx").all_to_all(1.0)
    assert warnings_of(net, capsys) == []


def test_a_spiking_neuron_without_an_input_is_silent_but_an_unread_one_is_not(net, capsys):
    net.create(2, SPIKING, name="Lonely")
    pop = net.create(2, SPIKING, name="P")
    net.connect(pop, pop, ["exc", "ampa"]).all_to_all(1.0)
    assert warnings_of(net, capsys) == [
        "WARNING: P never reads its input g_ampa: it is in no equation."
    ]


def test_what_synapses_monitors_or_sums_of_everything_read_is_read(net, capsys):
    for name in ("A", "B", "C"):
        net.create(2, READS_NOTHING, name=name)
    net.create(2, ann.Neuron("", "r = sum()"), name="D")
    net.create(2, SPIKING, name="S")
    reading = ann.Synapse("", "x = post.sum(teacher) + mean(pre.r)", name="Taught")
    net.connect("A", "B", "teacher").all_to_all(1.0)
    net.connect("A", "B", "exc", reading).all_to_all(1.0)
    net.connect("A", "C", "exc").all_to_all(1.0)
    net.connect("A", "D", "whatever").all_to_all(1.0)
    net.connect("S", "S", "nmda").all_to_all(1.0)
    net.connect("S", "S", "exc", ann.Synapse(psp="w * post.g_nmda")).all_to_all(1.0)
    net.monitor(net.get_population("C"), "sum(exc)")
    assert warnings_of(net, capsys) == [
        "WARNING: B never reads its input sum(exc): it is in no equation."
    ]


@pytest.mark.parametrize(("synapse", "is_told"), [(ann.STDP(), False), (None, True)])
def test_synapses_that_learn_may_end_where_nothing_is_read(net, capsys, synapse, is_told):
    ends = [net.create(ann.SpikeSourceArray([[0.0]])) for _ in range(2)]
    net.connect(*ends, "exc", synapse).all_to_all(1.0)
    told = ["WARNING: pop1 never reads its input g_exc: it is in no equation."]
    assert warnings_of(net, capsys) == (told if is_told else [])


# What does not fit


def refused(call, *arguments):
    with pytest.raises(ann.ANNarchyException) as error:
        call(*arguments)
    return str(error.value)


def test_kinds_that_do_not_fit(net):
    rate, spiking = net.create(2, READS_EXC, name="R"), net.create(2, SPIKING, name="S")
    assert refused(net.connect, rate, spiking, "exc") == (
        "R is rate-coded and S is spiking: a projection needs two populations of the same kind; "
        "between these, use CurrentInjection, or let post be a PoissonPopulation with that target."
    )
    event = ann.Synapse(pre_spike="g_target += w", name="Event")
    assert refused(net.connect, rate, rate, "exc", event) == (
        "R and R are rate-coded, but the synapse 'Event' waits for spikes."
    )
    hebb = ann.Synapse("", "dw/dt = pre.r * post.r", name="Hebb")
    assert refused(net.connect, spiking, spiking, "exc", hebb) == (
        "S and S are spiking, but the synapse 'Hebb' has neither pre_spike nor psp."
    )
    largest = ann.Synapse(psp="w * pre.v", operation="max", name="Largest")
    assert refused(net.connect, spiking, spiking, "exc", largest) == (
        "S and S are spiking, but the synapse 'Largest' has the operation 'max': conductances only "
        "sum."
    )
    assert refused(net.connect, rate, rate, ["exc", "inh"]) == (
        "only spiking projections can have several targets."
    )
    assert net.get_projections() == []


def test_a_parameter_is_no_target(net, capsys):
    leaky = ann.Neuron(
        "g_L = 10.0", "dv/dt = -g_L * v + g_exc", spike="v > 1.0", reset="v = 0.0", name="Leaky"
    )
    pop = net.create(2, leaky, name="P")
    assert refused(net.connect, pop, pop, "L") == (
        "P: g_L is a parameter of the neuron and cannot be the conductance of the target 'L': "
        "rename one of them."
    )
    assert pop.targets == []
    net.connect(pop, pop, "exc").all_to_all(1.0)
    assert warnings_of(net, capsys) == []
    net.simulate(3.0)
    assert pop.g_L.tolist() == [10.0, 10.0]


def test_a_rate_coded_parameter_may_look_like_a_conductance(net, capsys):
    pop = net.create(2, ann.Neuron("g_exc = 2.0", "r = g_exc * sum(exc) + 1.0"), name="P")
    net.connect(pop, pop, "exc").all_to_all(1.0)
    assert warnings_of(net, capsys) == []
    net.simulate(2.0)
    assert pop.r.tolist() == [3.0, 3.0]


@pytest.mark.parametrize("name", ["", 3])
def test_names_are_texts(net, name):
    assert refused(net.create, 1, READS_NOTHING, None, name) == (
        f"a name is a text that is not empty, not {name!r}."
    )
