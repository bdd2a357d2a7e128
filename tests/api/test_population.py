import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.mark.proves("api-4-geometry", "api-4-sizes", "api-4-coordinates", "api-4-names")
def test_geometry_and_names(net, rate):
    pop = net.create((2, 3, 4), rate)
    assert (pop.name, pop.id, pop.size, len(pop), pop.dimension) == ("pop0", 0, 24, 24, 3)
    assert (pop.width, pop.height, pop.depth) == (2, 3, 4)
    assert net.create(5, rate).geometry == (5,)
    assert pop.ranks.tolist() == list(range(24))
    assert pop.rank_from_coordinates((1, 2, 3)) == 23
    assert pop.coordinates_from_rank(23) == (1, 2, 3)
    assert pop.normalized_coordinates_from_rank(23, norm=2.0) == (2.0, 2.0, 2.0)
    assert pop.attributes == ["tau", "b", "k", "v", "m", "n", "r"]
    assert pop.parameters == ["tau", "b", "k"]
    assert pop.variables == ["v", "m", "n", "r"]


@pytest.mark.proves("api-4-coordinates", "api-4-normalized")
def test_coordinates_at_the_edges(net, rate):
    pop = net.create((1, 3), rate)
    assert pop.normalized_coordinates_from_rank(1) == (0.0, 0.5)
    with error("no neuron|outside|no rank"):
        pop.rank_from_coordinates((0, 3))
    with error("no neuron|outside|no rank"):
        pop.coordinates_from_rank(3)
    with error("no neuron|outside|no rank"):
        pop.normalized_coordinates_from_rank(-4)


@pytest.mark.proves("api-4-max-delay", "api-4-names")
def test_what_leaves_a_population_says_its_longest_delay(net, spiking):
    pop = net.create(2, spiking)
    assert (pop.max_delay, pop.targets, pop.functions) == (1, [], [])
    assert pop.neuron_type is spiking
    net.connect(pop, pop, "exc").all_to_all(1.0, delays=3.0)
    net.connect(pop, pop, "inh").one_to_one(1.0, delays=1.0)
    assert (pop.max_delay, pop.targets) == (6, ["exc", "inh"])


@pytest.mark.proves("api-4-init", "api-4-write-start")
def test_what_is_set_before_compiling_is_the_start(net, rate, fake):
    pop = net.create((1, 2), rate)
    pop.v = [[3.0, 4.0]]
    net.compile(silent=True)
    assert pop.init["v"].tolist() == [[3.0, 4.0]]
    assert (pop.init["tau"], pop.init["k"]) == (10.0, 2.0)
    pop.v, pop.k = 9.0, 1.0
    assert pop.init["v"].tolist() == [[3.0, 4.0]]
    pop.reset()
    assert (pop.v.tolist(), pop.k.tolist()) == ([[3.0, 4.0]], [[2.0, 2.0]])
    net.simulate(1.0)
    net.reset()
    assert pop.v.tolist() == [[3.0, 4.0]]


@pytest.fixture(params=[False, True], ids=["before", "compiled"])
def pop(request, net, rate, fake):
    made = net.create((2, 3), rate, name="P")
    if request.param:
        net.compile(silent=True)
    return made


@pytest.mark.proves("api-4-read-local", "api-4-read-before")
def test_local_attributes_read_as_arrays_of_the_geometry(pop):
    assert pop.v.shape == pop.k.shape == (2, 3)
    assert pop.v.dtype == np.float64
    assert pop.n.dtype == np.int32
    assert np.array_equal(pop.v * pop.k, np.full((2, 3), 2.0))


@pytest.mark.proves("api-4-read-global")
def test_global_attributes_read_as_numbers(pop):
    assert (pop.tau, pop.m) == (10.0, 0.0)
    assert type(pop.tau) is float


def test_a_bare_parameter_is_a_number_until_it_is_set_for_each(pop):
    assert pop.b == 0.5
    pop.b = 0.7
    assert pop.b == 0.7
    pop.b = np.full((2, 3), 0.7)
    assert np.array_equal(pop.b, np.full((2, 3), 0.7))


def test_a_view_also_makes_a_bare_parameter_local(pop):
    pop[:2].b = 0.1
    assert pop.b.tolist() == [[0.1, 0.1, 0.5], [0.5, 0.5, 0.5]]


@pytest.mark.proves("api-4-read-local")
def test_what_is_read_is_a_copy(pop):
    pop.v[0, 0] = 9.0
    assert pop.v[0, 0] == 1.0


@pytest.mark.parametrize(
    "value", [range(6), list(range(6)), np.arange(6), np.arange(6).reshape(3, 2)]
)
@pytest.mark.proves("api-4-write-forms")
def test_arrays_of_the_size_are_written_in_rank_order(pop, value):
    pop.v = value
    assert pop.v.ravel().tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.proves("api-4-write-forms", "api-4-write-type")
def test_scalars_constants_and_distributions_are_written(pop):
    ann.Constant("gain", 4.0)
    pop.v = "gain"
    assert pop.v.min() == pop.v.max() == 4.0
    pop.v = ann.Uniform(0.0, 1.0)
    assert len(np.unique(pop.v)) == 6
    pop.n = 2.9
    assert pop.n.max() == 2
    pop.n = [np.nan, np.inf, -np.inf, -1.5, 1e12, 0]
    assert pop.n.ravel().tolist() == [0, 2**31 - 1, -(2**31), -1, 2**31 - 1, 0]


@pytest.mark.proves("api-4-write-wrong", "api-4-write-global")
def test_wrong_sizes_are_refused_and_nothing_changes(pop):
    with error(r"v of P: expected 1 or 6 values of shape \(2, 3\), got 5"):
        pop.v = range(5)
    with error(r"Each neuron has its own if the model says tau=Parameter\(..., 'local'\)"):
        pop.tau = [1.0] * 6
    with error("tau of P is one value for all"):
        pop[:2].tau = 3.0
    with error("expected numbers"):
        pop.v = ["a"] * 6
    with error("expected numbers"):
        pop.v = [[1.0], [2.0, 3.0]]
    with error("'gian' is not the name of a constant"):
        pop.v = "gian"
    assert (pop.tau, pop.v.max()) == (10.0, 1.0)


@pytest.mark.proves("api-4-write-python")
def test_a_name_that_is_no_attribute_becomes_one_of_python(pop):
    pop.label = "input"
    assert pop.label == "input"


@pytest.mark.proves("api-4-unknown")
def test_unknown_names(pop):
    with pytest.raises(AttributeError, match="Did you mean 'tau'"):
        pop.tua  # noqa: B018
    with error("P has no attribute 'tua'. Did you mean 'tau'?"):
        pop.set({"tua": 1.0})
    with error("P has no attribute 'x'"):
        pop.get("x")


@pytest.mark.proves("api-4-get-set")
def test_set_is_all_or_nothing(pop):
    with error("expected 1 or 6"):
        pop.set({"k": 3.0, "v": [1, 2]})
    assert pop.k.max() == 2.0
    pop.set({"k": 3.0, "tau": 4.0})
    assert (pop.get("k").min(), pop.get("tau")) == (3.0, 4.0)


@pytest.mark.proves("api-4-reset", "api-4-write-start")
def test_reset_of_attributes(pop):
    start = pop.v
    pop.v = 7.0
    if pop.network.compiled:
        pop.reset(["v"])
        assert np.array_equal(pop.v, start)


@pytest.mark.proves("api-4-init-name-resolves")
def test_the_start_may_be_named_by_a_parameter_or_constant(net):
    ann.Constant("c0", 3.0)
    neuron = ann.Neuron(
        parameters={"E": ann.Parameter(-60.0)},
        equations=[ann.Variable("v += 1.0", init="E"), ann.Variable("u += 1.0", init="c0"), "r=v"],
    )
    pop = net.create(2, neuron)
    assert pop.v.tolist() == [-60.0, -60.0]
    pop.E = [-60.0, -50.0]
    assert pop.v.tolist() == [-60.0, -50.0]
    assert pop.u.tolist() == [3.0, 3.0]


def test_random_starts_follow_the_seed(rate):
    def start(seed):
        net = ann.Network(seed=seed)
        neuron = ann.Neuron(
            parameters={"k": ann.Parameter(ann.Uniform(0, 1))},
            equations=[ann.Variable("r = k", init=ann.Normal(0.0, 1.0))],
        )
        pop = net.create(4, neuron)
        other = net.create(4, rate)
        other.v = ann.Uniform(0.0, 1.0)
        return np.concatenate([pop.k, pop.r, other.v])

    assert np.array_equal(start(1), start(1))
    assert len(np.unique(start(1))) == 12
    assert not np.array_equal(start(1), start(2))


def test_a_parameter_that_must_be_global_says_why(net):
    neuron = ann.Neuron(parameters={"s": ann.Parameter(1.0)}, equations="r = Uniform(0.0, s)")
    pop = net.create(3, neuron)
    with error(r"s of pop0 is one value for all.*because of: r = Uniform\(0.0, s\)"):
        pop[:2].s = 4.0
    pop.s = 4.0
    assert pop.s == 4.0


@pytest.mark.proves("api-4-class", "api-4-copy")
def test_classes_and_copies_of_populations(net):
    class Mine(ann.Neuron):
        def __init__(self):
            super().__init__(parameters="k = 1.0", equations="r = k")

    original = ann.Population(3, Mine)
    original.k = [1.0, 2.0, 3.0]
    copied = net.create(original)
    assert copied.network is net
    assert copied.k.tolist() == [1.0, 2.0, 3.0]


def test_bad_populations(net, rate):
    with error("at least 1"):
        net.create(0, rate)
    with error("made of a Neuron"):
        net.create(3, "rate")
    with error("needs a geometry and a neuron"):
        net.create(3)
    with error("unknown name 'u' in the stop condition"):
        net.create(3, rate, stop_condition="u > 1")
    net.create(3, rate, name="A")
    with error("the name 'A' is taken"):
        net.create(3, rate, name="A")


def test_conductances_of_connected_targets(net, spiking):
    pop = net.create(2, spiking)
    assert "g_ampa" not in pop.attributes
    net.connect(pop, pop, "ampa")
    assert pop.g_ampa.tolist() == [0.0, 0.0]
    assert pop.targets == ["ampa"]


def test_a_parameter_cannot_be_a_conductance(net):
    neuron = ann.Neuron("g_L = 10.0", "v += g_L", spike="v > 1")
    pop = net.create(2, neuron)
    with error("g_L is a parameter"):
        net.connect(pop, pop, "L")


@pytest.mark.proves("api-4-sum", "api-4-spike")
def test_sums_and_spikes_need_a_compiled_spiking_network(net, rate, spiking, fake):
    pop, cells = net.create(2, rate), net.create(2, spiking)
    assert cells.spike.tolist() == []
    with error("no spikes"):
        pop.spike  # noqa: B018
    with pytest.raises(ann.StateError, match="not compiled"):
        cells.sum("exc")
    net.compile(silent=True)
    assert cells.sum("exc").tolist() == [0.0, 0.0]
    assert cells.spike.tolist() == [0]


def test_a_model_name_that_python_hides_is_announced(net, capsys):
    neuron = ann.Neuron(parameters="width = 2.0", equations="r = width")
    pop = net.create(3, neuron)
    assert "use get and set" in capsys.readouterr().out
    assert pop.width == 3
    assert pop.get("width").tolist() == [2.0, 2.0, 2.0]
