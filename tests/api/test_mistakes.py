"""What users do wrong is told at once, with what and where, and changes nothing."""

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.api import messages


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def pop(net, rate):
    return net.create(3, rate, name="P")


@pytest.fixture
def proj(net, pop):
    return net.connect(pop, pop, "exc").all_to_all(ann.Uniform(0.0, 1.0))


@pytest.mark.proves("api-13-exception")
def test_mistakes_are_plain_exceptions():
    assert ann.ANNarchyException.__mro__[1:] == Exception.__mro__
    for kind in (ann.ModelError, ann.StateError, ann.BackendError):
        assert issubclass(kind, ann.ANNarchyException)


@pytest.mark.proves("api-13-after-compile")
def test_building_after_compiling(net, pop, rate, fake):
    net.compile(silent=True)
    with error(r"a population cannot be created after compile\(\): make a new network"):
        net.create(3, rate)
    with error(r"a projection cannot be created after compile\(\)"):
        net.connect(pop, pop, "exc")
    assert (len(net.get_populations()), net.get_projections(suppress_error=True)) == (1, [])


@pytest.mark.proves("api-13-before-compile")
@pytest.mark.parametrize("run", ["simulate(1.0)", "step()", "simulate_until(1.0, pop)"])
def test_running_before_compiling(net, pop, run):
    method, argument = run[:-1].split("(")
    arguments = [pop if each == "pop" else float(each) for each in argument.split(", ") if each]
    with error(r"not compiled yet: call compile\(\) first"):
        getattr(net, method)(*arguments)


@pytest.mark.proves("api-13-unknown-name")
def test_unknown_names(net, pop):
    with error("there is no population 'Q'"):
        net.get_population("Q")
    with error("there is no projection 'Q'"):
        net.get_projection("Q")
    with error("there is no population 'Q'"):
        net.connect("Q", pop, "exc")


@pytest.mark.proves("api-13-other-network")
def test_objects_of_two_networks(net, pop, rate):
    stranger = ann.Network().create(3, rate)
    with error("pop0 belongs to another network: a projection connects populations of its own"):
        net.connect(stranger, pop, "exc")
    with error("pop0 belongs to another network: a monitor records objects of its own"):
        net.monitor(stranger, "r")


@pytest.mark.proves("api-13-no-connector")
def test_a_projection_without_a_connector(net, pop, fake):
    proj = net.connect(pop, pop, "exc")
    with error("proj0 has no synapses yet: call a connector method"):
        proj.connectivity_matrix()
    with error("proj0 has no synapses yet"):
        net.compile(silent=True)


@pytest.mark.proves("api-13-arguments")
@pytest.mark.parametrize(
    ("connector", "arguments", "match"),
    [
        ("fixed_probability", dict(probability=1.5, weights=1.0), "probability"),
        ("fixed_probability", dict(probability=-0.1, weights=1.0), "probability"),
        ("fixed_probability", dict(probability=np.nan, weights=1.0), "probability"),
        ("fixed_number_pre", dict(number=4, weights=1.0), "number"),
        ("fixed_number_post", dict(number=-1, weights=1.0), "number"),
        ("all_to_all", dict(weights=1.0, delays=-1.0), "delay"),
        ("all_to_all", dict(weights=1.0, delays=ann.Exponential(2.0)), "max"),
        ("from_matrix", dict(weights=np.ones((2, 3))), "shape"),
    ],
)
def test_connectors_out_of_range(net, pop, connector, arguments, match):
    proj = net.connect(pop, pop, "exc")
    with error(match):
        getattr(proj, connector)(**arguments)


@pytest.mark.proves("api-13-view", "api-13-size", "api-13-zero-size")
def test_indices_and_sizes(net, pop, rate):
    with error("index 3 is outside a population of geometry"):
        pop[3]
    with error("v of P: expected 1 or 3 values, got 2"):
        pop.v = [1.0, 2.0]
    assert pop.v.tolist() == [1.0, 1.0, 1.0]
    for geometry in (0, (2, 0)):
        with error("every dimension must be at least 1"):
            net.create(geometry, rate)


@pytest.mark.proves("api-13-monitor")
def test_recording_what_is_not_there(net, pop):
    with error("P has no variable 'taus' to record. Did you mean 'tau'?"):
        net.monitor(pop, "taus")
    with error("P has no variable 'weights' to record. There are: tau, b, k, v, m, n, r"):
        net.monitor(pop, "weights")
    with error("P has no spikes to record: it is rate-coded"):
        net.monitor(pop, "spike")
    assert net.get_monitors() == []


@pytest.mark.proves("api-13-no-rule", "api-13-delay")
def test_what_the_synapses_lack(net, proj, fake):
    net.compile(silent=True)
    with error(r"no rule pruning: describe it in Synapse\(pruning=...\)"):
        proj.start_pruning()
    with error("no rule creating"):
        proj.stop_creating()
    with error("was connected without delays; give delays= to the connector method"):
        proj.delay = 3.0
    assert proj.delay == net.dt


@pytest.mark.proves("api-13-distributions")
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (ann.DiscreteUniform, (3, 1)),
        (ann.Uniform, (1.0, 1.0)),
        (ann.Normal, (0.0, -1.0)),
        (ann.LogNormal, (0.0, -1.0)),
        (ann.Exponential, (-1.0,)),
        (ann.Gamma, (-1.0,)),
        (ann.Binomial, (-1, 0.5)),
        (ann.Binomial, (3, 1.5)),
    ],
)
def test_impossible_distributions(kind, arguments):
    with error(f"{kind.__name__}: .* must"):
        kind(*arguments)


@pytest.mark.proves("api-13-duration")
@pytest.mark.parametrize("duration", [-1.0, "10", None, float("nan")])
def test_a_duration_that_is_none(net, pop, fake, duration):
    net.compile(silent=True)
    with error("a duration is a number of ms, at least 0, not"):
        net.simulate(duration)
    assert net.time == 0.0


def told(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("WARNING")]


def test_building_one_network_and_running_another(rate, fake, capsys):
    own = ann.Network()
    own.create(3, rate)
    with error(r"not compiled yet: compile\(\) and simulate\(\) are about objects made by Pop"):
        ann.simulate(1.0)
    with error(r"not compiled yet: call compile\(\) first"):
        own.simulate(1.0)
    ann.compile(silent=True)
    assert told(capsys) == [
        "WARNING: this network is empty: compile() and simulate() are about objects made by "
        "Population(...); what Network().create(...) makes runs by methods of its network, such as "
        "net.simulate(...)."
    ]
    ann.clear()
    ann.Population(3, rate)
    ann.Network().compile(silent=True)
    assert told(capsys) == [
        "WARNING: this network is empty: Population(...) belongs to the network of compile() and "
        "simulate(); here, populations are made by create(...)."
    ]
    ann.compile(silent=True)
    ann.clear()
    ann.Network().compile(silent=True)
    assert told(capsys) == []


def test_times_that_are_no_whole_steps(net, pop, proj, fake, capsys):
    net.connect(pop, pop, "exc").all_to_all(1.0, delays=1.7)
    net.connect(pop, pop, "exc").all_to_all(1.0, delays=0.1 + 0.2 + 0.2)
    net.monitor(pop, "v", period=1.2)
    net.compile(silent=True)
    assert told(capsys) == [
        "WARNING: the delay of proj1, 1.7 ms, is no whole number of steps: it acts as 1.5 ms.",
        "WARNING: the period of monitor0, 1.2 ms, is no whole number of steps: it acts as 1 ms.",
    ]
    net.monitor(pop, "v", period=2.2)
    assert told(capsys)[0].startswith("WARNING: the period of monitor1, 2.2 ms, is no whole")


def test_hints(net, pop, proj, rate, fake, capsys):
    with error("a population is made of a Neuron, not of 3: the geometry comes first"):
        net.create(rate, 3)
    with pytest.raises(AttributeError, match="Did you mean 'all_to_all'"):
        proj.all_2_all(1.0)
    with error("w of proj1: expected 3 lists, one per dendrite, got 2. Is it transposed?"):
        net.connect(pop[:2], net.create(3, rate), "exc").all_to_all(ann.Uniform(0, 1)).w = [
            [1.0] * 3
        ] * 2
    with error("monitor0 does not record 'spike'. It records: v"):
        net.monitor(pop, "v").raster_plot()
    net.config(dT=0.1)
    assert told(capsys) == ["WARNING: unknown setting 'dT' has no effect. Did you mean 'dt'?"]
    assert (
        repr(net.create((2, 4), rate)) == "<Population pop2: 2 x 4 neurons of 'Rate-coded neuron'>"
    )


def test_attributes_that_are_asked_for_in_vain_cost_nothing(net, rate, monkeypatch):
    looked = []
    pop = net.create(3, rate)
    objects = (pop, pop[:2], pop.neuron(0), net.connect(pop, pop, "exc").all_to_all(1.0))
    monkeypatch.setattr(messages, "did_you_mean", lambda name, known: looked.append(name) or "?")
    for each in objects:
        assert not hasattr(each, "no_such_thing")
        assert getattr(each, "no_such_thing", 5) == 5
    pop.v = 3.0
    assert looked == []
    with pytest.raises(AttributeError, match="Population has no attribute 'no_such_thing'"):
        pop.no_such_thing  # noqa: B018
