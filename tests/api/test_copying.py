"""Objects of one network in another, and networks made once more."""

import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def declared(rate):
    """Two populations, a projection and a monitor of the 4.8 style."""
    a, b = ann.Population(4, rate, name="A"), ann.Population((2, 3), rate)
    a.k = [1.0, 2.0, 3.0, 4.0]
    proj = ann.Projection(a, b[0, :], "exc")
    proj.connect_fixed_probability(0.7, ann.Uniform(0.0, 1.0))
    return a, b, proj, ann.Monitor(b, ["v", "r"], period=2.0, start=False)


# 4.8: add and get


@pytest.mark.proves("api-2-add", "api-2-get")
def test_copies_of_everything_that_was_added(declared):
    a, b, proj, monitor = declared
    net = ann.Network(seed=3)
    net.add([monitor, proj, b, a])
    copies = net.get([a, b, proj, monitor])
    assert [each.name for each in copies] == [each.name for each in declared]
    assert all(mine is not theirs for mine, theirs in zip(copies, declared, strict=True))
    a2, b2, proj2, monitor2 = copies
    assert (a2.k.tolist(), b2.geometry) == ([1.0, 2.0, 3.0, 4.0], (2, 3))
    assert (proj2.pre, proj2.post.population, proj2.post.geometry) == (a2, b2, (1, 3))
    assert (monitor2.object, monitor2.period, monitor2.variables) == (b2, 2.0, ["v", "r"])
    assert net.get(a[1:3]).population is a2
    assert net.get(a[1:3]).ranks.tolist() == [1, 2]
    assert net.get(a.neuron(2)).rank == 2
    assert net.get(a2) is a2
    assert net.get(proj[proj.post_ranks[0]]).projection is proj2
    a2.k = 0.0
    assert a.k[0] == 1.0
    assert ann.populations() == [a, b]


@pytest.mark.proves("api-2-add", "api-2-add-needs-ends")
def test_what_cannot_be_added(declared):
    a, _, proj, monitor = declared
    net = ann.Network()
    net.add(a)
    with error("pop1 belongs to another network: a projection connects"):
        net.add(proj)
    with error("pop1 was not added to this network"):
        net.add(monitor)
    with error("takes populations, projections and monitors, not 3"):
        net.add([3])
    with error("was not added"):
        net.get(proj)
    with error("cannot be part of a network"):
        net.get("A")
    with error("'A' is taken"):
        net.add(a)
    net.compile(silent=True, backend="reference")
    with pytest.raises(ann.StateError, match="after compile"):
        net.add(ann.Population(1, a.neuron_type))


@pytest.mark.proves("api-2-weights-apart", "api-2-everything", "api-2-old-methods")
def test_each_network_draws_its_own_weights(declared):
    _, _, proj, monitor = declared
    nets = [ann.Network(True), ann.Network(everything=True), ann.Network(seed=5, everything=True)]
    weights = [net.get(proj).csr().toarray() for net in nets]
    for i, j in [(0, 1), (0, 2), (1, 2)]:
        assert not np.array_equal(weights[i], weights[j])
    again = ann.Network(seed=5, everything=True)
    np.testing.assert_array_equal(again.get(proj).csr().toarray(), weights[2])
    again.compile(silent=True, backend="reference")
    again.get(monitor).start()
    again.simulate(4.0)
    assert again.get(monitor).get("v").shape == (2, 6)  # flat, as in 4.8
    assert (again.get_time(), again.get_current_step()) == (4.0, 4)
    again.set_time(6.0)
    again.set_current_step(again.get_current_step() + 1)
    again.set_seed(8)
    assert (again.time, again.seed, ann.get_time()) == (7.0, 8, 0.0)


def test_values_that_were_set_before_are_copied(net, rate):
    pop = ann.Population(3, rate)
    proj = ann.Projection(pop, pop, "exc", ann.Synapse("tau = 5.0\nx = 1.0 : projection"))
    proj.connect_all_to_all(ann.Uniform(0.0, 1.0))
    proj.w, proj.tau, proj.x = 0.25, [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], 7.0
    net.add([pop, proj])
    copied = net.get(proj)
    assert (copied.w, copied.tau, copied.x) == (proj.w, proj.tau, 7.0)


def test_delays_that_were_set_before_are_copied(net, rate):
    pop = ann.Population(3, rate)
    proj = ann.Projection(pop, pop, "exc").connect_all_to_all(1.0, delays=2.0)
    proj.delay = 5.0
    net.add([pop, proj])
    assert net.get(proj).delay == 5.0
    net.get(proj).all_to_all(1.0, delays=2.0)
    assert net.get(proj).delay == 2.0


def test_matrices_are_neither_kept_nor_read_again(net, rate):
    pop = ann.Population(3, rate)
    matrix = np.full((3, 3), 0.5)
    proj = ann.Projection(pop, pop, "exc").connect_from_matrix(matrix)
    matrix[:] = 7.0
    net.add([pop, proj])
    assert net.get(proj).connectivity_matrix().max() == 0.5
    assert net.get(proj).edges is proj.edges


def test_values_of_other_synapses_cannot_be_copied(net, rate, capsys):
    pop = ann.Population(30, rate)
    proj = ann.Projection(pop, pop, "exc", ann.Synapse("tau = 5.0"))
    proj.connect_fixed_probability(0.2, 1.0)
    proj.tau = ann.Uniform(0.0, 1.0)
    net.add([pop, proj])
    assert "tau of proj0 was set for other synapses" in capsys.readouterr().out
    assert net.get(proj)[net.get(proj).post_ranks[0]].tau[0] == 5.0


@pytest.mark.proves("api-2-connect-copies")
def test_functions_connect_the_copies(net, rate):
    pop = ann.Population(3, rate)
    seen = []

    def method(pre, post):
        seen.append((pre, post))
        lil = ann.LILConnectivity()
        lil.add(0, [1, 2], [0.5], [0.0])
        return lil

    proj = ann.Projection(pop, pop, "exc").connect_with_func(method)
    net.create(pop)
    copied = net.connect(proj)
    assert (copied.network, copied.pre_ranks) == (net, [[1, 2]])
    assert seen[1] == (net.get(pop), net.get(pop))


# 5.0: create and connect


@pytest.mark.proves("api-2-create-copies", "api-2-originals-forgotten")
def test_a_population_made_as_an_object_joins_one_network_only(net, rate):
    original = ann.Population(3, rate)
    original.k = 4.0
    copied = net.create(original)
    assert (copied.network, copied.name, copied.k.tolist()) == (net, "pop0", [4.0] * 3)
    assert ann.populations() == []
    assert net.create(population=ann.Population(2, rate, name="Input")).name == "Input"
    assert net.create(ann.Population(2, rate, name="Input"), name="Other").name == "Other"
    assert net.create(copied).name == "pop3"  # a copy within the network
    assert net.get(original) is copied
    proj = net.connect(original, copied[:2], "exc")  # the original stands for its copy
    assert proj.pre is copied
    assert net.monitor(original[:2], "v").object.population is copied
    with error("pop0 was handed over to another network: use what its create"):
        ann.Projection(original, original, "exc")
    with error("belongs to another network"):
        net.monitor(ann.Population(1, rate), "v")


@pytest.mark.proves("api-2-originals-forgotten")
def test_what_the_old_style_uses_itself_it_keeps(net, rate):
    used, seen, free = (ann.Population(2, rate) for _ in range(3))
    ann.Projection(used, used, "exc").connect_all_to_all(1.0)
    ann.Monitor(seen, "v")
    for each in (used, seen, free):
        net.create(each)
    assert ann.populations() == [used, seen]
    other = ann.Network()
    theirs = net.get(free)
    other.create(theirs)
    assert theirs in net.get_populations()  # only network 0 forgets
    ann.compile(silent=True, backend="reference")
    net.create(seen)
    assert ann.populations() == [used, seen]


@pytest.mark.proves("api-2-connect-copies", "api-2-originals-forgotten")
def test_a_projection_made_as_an_object(net, rate):
    a, b = net.create(3, rate), net.create(3, rate)
    own = ann.Projection(a, b, "exc")
    assert net.connect(own) is own
    assert net.connect(projection=own) is own
    old = ann.Population(2, rate)
    proj = ann.Projection(old, old, "exc", name="Loop").connect_all_to_all(0.5)
    with error("pop0 belongs to another network"):
        net.connect(proj)
    net.create(old)
    copied = net.connect(proj)
    assert (copied.name, copied.network, copied.pre, copied.nb_synapses) == (
        *("Loop", net, net.get(old), 2),
    )
    assert ann.projections(suppress_error=True) == []
    with error("connect needs two populations"):
        net.connect(a)


@pytest.mark.proves("api-2-connect", "api-2-create")
def test_forms_of_create_and_connect(net, rate):
    net.create((2, 3), rate, name="A")
    net.create(6, type("Own", (ann.Neuron,), {"__init__": lambda s: ann.Neuron.__init__(s, "r=0")}))
    proj = net.connect("A", "pop1", "exc").one_to_one(1.0)
    single = net.connect(net.get_population("A")[0], "pop1", "inh").all_to_all(1.0)
    assert (proj.size, single.nb_synapses) == (6, 6)


def test_subclasses_are_copied_as_what_they_are(net, rate):
    class Own(ann.Population):
        def __init__(self, size):
            super().__init__(size, rate)
            self._own = [1]

        def own(self):
            return self._own

    original = Own(2)
    copied = net.create(original)
    assert type(copied) is Own
    assert copied.own() == [1]
    assert copied.own() is not original.own()


def test_a_copy_has_the_targets_of_its_own_network_only(net, spiking):
    pop = ann.Population(2, spiking)
    ann.Projection(pop, pop, "inh").connect_all_to_all(1.0)
    copied = net.create(pop)
    assert (copied.targets, "g_inh" in copied.attributes) == ([], False)
    net.connect(copied, copied, "exc").all_to_all(1.0)
    assert copied.targets == ["exc"]
    assert pop.targets == ["inh"]


def test_flags_and_periods_are_copied(net, rate):
    pop = ann.Population(2, rate)
    pop.disable()
    net.create(pop)
    assert not net.get(pop).enabled


# copy


class Sized(ann.Network):
    """Builds itself."""

    def __init__(self, size, *more, k=1.0, **rest):
        neuron = ann.Neuron("k = 0.0 : population", "r = k + Uniform(0.0, 1.0)")
        self.pop = self.create(size, neuron)
        self.pop.k = k
        self.more, self.rest = more, rest


@pytest.mark.proves("api-2-copy")
def test_a_copy_of_a_network_that_builds_itself():
    net = Sized(3, 1, 2, k=5.0, a=6, dt=0.5, seed=4)
    net.config(dtype="float32")
    net.compile(backend="reference", silent=True)
    net.simulate(2.0)
    same = net.copy()
    assert (same.pop.size, same.pop.k, same.more, same.rest) == (3, 5.0, (1, 2), {"a": 6})
    assert (same.dt, same.seed, same.settings.dtype, same.time) == (0.5, 4, np.float32, 0.0)
    assert (same.compiled, same.instance.backend, type(same)) == (True, "reference", Sized)
    same.simulate(2.0)
    np.testing.assert_array_equal(same.pop.r, net.pop.r)
    other = net.copy(4, k=6.0, b=7, seed=5)
    assert (other.pop.size, other.pop.k, other.seed, other.dt) == (4, 6.0, 5, 0.5)
    assert other.rest == {"a": 6, "b": 7}
    assert not Sized(2).copy().compiled
    with error("Narrow is not made so"):
        Narrow(2).copy(1, 2, 3)


class Narrow(ann.Network):
    """Takes one argument."""

    def __init__(self, size):
        self.size = size


def test_a_seed_that_was_drawn_is_drawn_anew():
    net = Narrow(2)
    assert net.copy().seed != net.seed


@pytest.mark.proves("api-2-copy")
def test_a_copy_of_a_plain_network(net, rate):
    pop = net.create(3, rate, name="P")
    proj = net.connect(pop, pop, "exc").all_to_all(ann.Uniform(0.0, 1.0))
    net.monitor(pop, "v", name="M")
    net.constant("c", 3.0)
    copied = net.copy(seed=9)
    assert (copied.dt, copied.seed, copied.get_constant("c")) == (0.5, 9, 3.0)
    assert copied.get(proj).w != proj.w
    assert copied.get_monitor("M").object is copied.get_population("P")


@pytest.mark.proves("api-1-compile-cache", "api-2-copy")
def test_a_copy_compiles_nothing():
    net = Sized(3)
    net.compile(silent=True)
    assert net.copy(5).timings().n_compiled == 0


# inputs


def inputs(net):
    """One of each kind, made as objects, as scripts of version 5 do."""
    spiking = ann.Neuron("tau = 10.0", "tau * dv/dt = -v + g_exc", spike="v > 1", reset="v = 0")
    timed = net.create(ann.TimedArray(rates=[[1.0, 2.0], [3.0, 4.0]], schedule=2.0))
    poisson = net.create(ann.PoissonPopulation(50, rates=100.0))
    several = [
        timed,
        poisson,
        net.create(ann.InputArray(2)),
        net.create(ann.PoissonPopulation(2, target="exc")),
        net.create(ann.TimedPoissonPopulation(3, rates=[10.0, 500.0], schedule=[0.0, 5.0])),
        net.create(ann.SpikeSourceArray([[1.0, 3.0], [2.0]])),
        net.create(ann.HomogeneousCorrelatedSpikeTrains(4, rates=50.0, corr=0.3, tau=10.0)),
        net.create(1, ann.Neuron(equations="r = sum(exc)")),
        net.create(2, spiking),
    ]
    several[2].r = 5.0
    net.connect(timed, several[3], "exc").one_to_one(100.0)
    decoding = ann.DecodingProjection(poisson, several[7], "exc", window=5.0)
    net.connect(decoding).all_to_all(1.0)
    net.connect(ann.CurrentInjection(timed, several[8], "exc")).connect_current()
    names = ("r", "spike", "r", "spike", "spike", "spike", "spike", "r", "v")
    return several, [net.monitor(*each) for each in zip(several, names, strict=True)]


def recorded(net, monitors):
    net.simulate(20.0)
    return [
        np.asarray(
            net.get(m).raster_plot()
            if "spike" in m.variables
            else net.get(m).get("r" if "r" in m.variables else "v")
        ).tolist()
        for m in monitors
    ]


@pytest.mark.proves("api-2-create-copies", "api-2-connect-copies", "api-2-copy")
def test_copies_of_inputs_do_what_their_originals_do():
    net = ann.Network(seed=3)
    net.config(backend="reference")
    several, monitors = inputs(net)
    assert ann.populations() == []
    net.compile(silent=True)
    copied = net.copy()
    for original in several:
        assert type(copied.get(original)) is type(original)
    assert recorded(copied, monitors) == recorded(net, monitors)
    net.reset(synapses=True)
    assert recorded(net, monitors) == recorded(net.copy(), monitors)
    copied.get(several[0]).update([[7.0, 8.0]])
    net.reset()
    net.simulate(1.0)
    assert several[0].r.tolist() == [1.0, 2.0]
