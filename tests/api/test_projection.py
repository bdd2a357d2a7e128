import numpy as np
import pytest
from scipy.sparse import csr_array

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


LEARNING = dict(
    parameters={
        "eta": 0.1,
        "gain": ann.Parameter(2.0),
        "alpha": ann.Parameter(1.0, locality="local"),
    },
    equations=[
        ann.Variable("mean = 0.0 * post.r", locality="semiglobal", init=0.25),
        ann.Variable("trace = pre.r", init=0.0),
    ],
)


@pytest.fixture
def pops(net, rate):
    return net.create(4, rate, name="A"), net.create(3, rate, name="B")


@pytest.fixture(params=[False, True], ids=["before", "compiled"])
def proj(request, net, pops, fake):
    made = net.connect(*pops, "exc", ann.Synapse(**LEARNING), name="AB")
    matrix = [[1.0, None, 3.0, None], [None] * 4, [5.0, 6.0, None, 8.0]]
    made.from_matrix(matrix)
    if request.param:
        net.compile(silent=True)
    return made


@pytest.mark.proves("api-5-size", "api-5-ranks", "api-5-attributes")
def test_who_is_connected(proj):
    assert (proj.size, len(proj), proj.nb_synapses) == (2, 2, 5)
    assert proj.nb_synapses_per_dendrite == [2, 3]
    assert proj.post_ranks == [0, 2]
    assert proj.pre_ranks == [[0, 2], [0, 1, 3]]
    assert (proj.pre.name, proj.post.name, proj.target, proj.name) == ("A", "B", "exc", "AB")


@pytest.mark.proves("api-5-reading", "api-5-listed")
def test_shapes_by_locality(proj):
    assert proj.w == [[1.0, 3.0], [5.0, 6.0, 8.0]]
    assert proj.trace == [[0.0, 0.0], [0.0, 0.0, 0.0]]
    assert proj.alpha == [[1.0, 1.0], [1.0, 1.0, 1.0]]
    assert proj.mean == [0.25, 0.25]
    assert (proj.eta, proj.gain) == (0.1, 2.0)


@pytest.mark.proves("api-5-writing")
def test_writing(proj):
    proj.w = 2.0
    assert proj.w == [[2.0, 2.0], [2.0, 2.0, 2.0]]
    proj.w = [[1, 2], [3, 4, 5]]
    assert proj.w == [[1.0, 2.0], [3.0, 4.0, 5.0]]
    proj.w = np.arange(5.0)
    assert proj.w == [[0.0, 1.0], [2.0, 3.0, 4.0]]
    proj.alpha = ann.Uniform(0.0, 1.0)
    assert len(np.unique(np.concatenate(proj.alpha))) == 5
    proj.eta = 0.2
    proj.gain = 3.0
    assert (proj.eta, proj.gain) == (0.2, 3.0)
    proj.gain = [[1.0, 1.0], [1.0, 1.0, 2.0]]
    assert proj.gain == [[1.0, 1.0], [1.0, 1.0, 2.0]]


@pytest.mark.proves("api-5-writing", "api-5-reading")
def test_semiglobal_values_are_one_per_dendrite(proj):
    proj.mean = [1.0, 2.0]
    assert proj.mean == [1.0, 2.0]
    assert proj.dendrite(2).mean == 2.0
    with error("expected 1 or 2 values, got 3"):
        proj.mean = [1.0, 2.0, 3.0]


@pytest.mark.proves("api-5-wrong-sizes")
def test_wrong_sizes(proj):
    with error("w of AB: expected 2 lists, one per dendrite, got 3"):
        proj.w = [[1.0], [2.0], [3.0]]
    with error("dendrite of post neuron 2 has 3 synapses, not 2"):
        proj.w = [[1.0, 2.0], [3.0, 4.0]]
    with error("eta of AB is one value for all.* Each synapse has its own if"):
        proj.eta = [1.0, 2.0]
    with error("Did you mean 'eta'"):
        proj.set({"etta": 1.0})


@pytest.mark.proves("api-5-connectivity-matrix", "api-5-csr")
def test_matrices(proj):
    expected = np.array([[1, 0, 3, 0], [0, 0, 0, 0], [5, 6, 0, 8]], float)
    matrix = proj.csr("w")
    assert isinstance(matrix, csr_array)
    assert np.array_equal(matrix.toarray(), expected)
    assert np.array_equal(proj.connectivity_matrix(), expected)
    assert proj.connectivity_matrix(fill=-1.0)[1, 1] == -1.0
    assert proj.csr("alpha").nnz == 5


@pytest.mark.proves(
    "api-5-parts",
    "api-5.2-dendrite",
    "api-5.2-reading",
    "api-5.2-writing",
    "api-5.2-synapse",
    "api-5.2-iteration",
    "api-5.2-get-set",
    "api-5.2-receptive-field",
)
def test_dendrites_and_synapses(proj):
    dendrite = proj[2]
    assert (dendrite.post_rank, dendrite.pre_ranks, len(dendrite)) == (2, [0, 1, 3], 3)
    assert dendrite.w == [5.0, 6.0, 8.0]
    assert (dendrite.eta, dendrite.target) == (0.1, "exc")
    dendrite.w = [1.0, 1.0, 2.0]
    assert proj.w == [[1.0, 3.0], [1.0, 1.0, 2.0]]
    dendrite.set({"w": 4.0})
    assert dendrite.get("w") == [4.0] * 3
    synapse = dendrite[3]
    assert (synapse.pre_rank, synapse.post_rank, synapse.w) == (3, 2, 4.0)
    proj.synapse(3, 2).w = 9.0
    assert proj.w[1] == [4.0, 4.0, 9.0]
    assert [d.post_rank for d in proj] == [d.post_rank for d in proj.dendrites] == [0, 2]
    assert [s.w for s in dendrite] == [4.0, 4.0, 9.0]
    assert dendrite.receptive_field(fill=-1.0).tolist() == [4.0, 4.0, -1.0, 9.0]


@pytest.mark.proves("api-5-no-dendrite", "api-5.2-synapse", "api-5.2-writing")
def test_bad_dendrites(proj):
    with error("post neuron 1 has no synapses of AB"):
        proj.dendrite(1)
    with error("outside"):
        proj.dendrite(3)
    with error("no synapse from 2 to 2"):
        proj.synapse(2, 2)
    with error("one value for all"):
        proj.dendrite(0).eta = 1.0
    with error("expected 1 or 2 values"):
        proj.dendrite(0).w = [1.0, 2.0, 3.0]
    with pytest.raises(AttributeError, match="Did you mean 'trace'"):
        proj.dendrite(0).trase  # noqa: B018


@pytest.mark.proves("api-5-single-weight")
def test_one_weight_for_all(net, pops, fake):
    proj = net.connect(*pops, "exc").all_to_all(0.5)
    assert proj.w == 0.5
    proj.w = 0.75
    with error("force_multiple_weights=True"):
        proj.w = [[1.0] * 4] * 3
    net.compile(silent=True)
    assert proj.w == 0.75
    assert proj.connectivity_matrix().tolist() == [[0.75] * 4] * 3
    proj.w = 0.25
    assert proj.w == 0.25
    with error("force_multiple_weights=True"):
        proj.dendrite(0).w = 1.0


@pytest.mark.proves("api-5-single-weight")
def test_weights_that_may_differ(net, pops):
    forced = net.connect(*pops, "exc").all_to_all(0.5, force_multiple_weights=True)
    assert forced.w == [[0.5] * 4] * 3
    plastic = net.connect(*pops, "exc", ann.Synapse(equations="w += 0.1")).all_to_all(0.5)
    assert plastic.w == [[0.5] * 4] * 3


@pytest.mark.proves("api-5-ranks", "api-5-connectivity-matrix")
def test_views_keep_the_ranks_of_the_population(net, pops):
    a, b = pops
    proj = net.connect(a[2:], b[[0, 2]], "exc").all_to_all(ann.Uniform(0.0, 1.0))
    assert proj.post_ranks == [0, 2]
    assert proj.pre_ranks == [[2, 3], [2, 3]]
    assert proj.connectivity_matrix().shape == (3, 4)


@pytest.mark.proves("api-5.3-self")
def test_self_connections(net, rate):
    pop = net.create(4, rate)
    assert net.connect(pop[:2], pop, "exc").all_to_all(1.0).nb_synapses == 6
    own = net.connect(pop, pop, "exc").all_to_all(1.0, allow_self_connections=True)
    assert own.nb_synapses == 16
    assert net.connect(pop, pop, "exc").fixed_probability(1.0, 1.0).nb_synapses == 12
    assert net.connect(pop[:], pop, "exc").fixed_probability(1.0, 1.0).nb_synapses == 16
    assert net.connect(pop, pop, "exc").one_to_one(1.0).nb_synapses == 4


@pytest.mark.proves("api-5-returns-itself")
@pytest.mark.parametrize(
    ("method", "old", "arguments", "count"),
    [
        ("all_to_all", "connect_all_to_all", {"weights": 1.0}, 12),
        ("fixed_probability", "connect_fixed_probability", {"probability": 0, "weights": 1}, 0),
        ("fixed_number_pre", "connect_fixed_number_pre", {"number": 2, "weights": 1.0}, 6),
        ("fixed_number_post", "connect_fixed_number_post", {"number": 2}, 8),
        ("gaussian", "connect_gaussian", {"amp": 1.0, "sigma": 9.0}, 12),
        (
            "dog",
            "connect_dog",
            {"amp_pos": 1.0, "sigma_pos": 1.0, "amp_neg": 0.1, "sigma_neg": 0.1},
            12,
        ),
        ("from_matrix", "connect_from_matrix", {"weights": np.ones((3, 4))}, 12),
        ("from_sparse", "connect_from_sparse", {"weights": csr_array(np.eye(4, 3))}, 3),
    ],
)
def test_connectors_in_both_styles(net, pops, method, old, arguments, count):
    for name in (method, old):
        proj = net.connect(*pops, "exc")
        assert getattr(proj, name)(**arguments) is proj
        assert proj.nb_synapses == count


@pytest.mark.proves("api-5.3-one-to-one")
def test_one_to_one(net, pops, capsys):
    proj = net.connect(*pops, "exc").connect_one_to_one()
    assert "WARNING: proj0: one_to_one connects 4 pre to 3 post" in capsys.readouterr().out
    assert proj.pre_ranks == [[0], [1], [2]]


def test_functions_make_connections(net, pops):
    def old(pre, post, weight):
        lil = ann.LILConnectivity()
        for rank in post.ranks:
            lil.add(rank, [pre.size - 1, 0], [weight], [0])
        return lil

    def new(pre, post, dt, weight):
        assert dt == 0.5
        return old(pre, post, weight)

    for function in (old, new):
        proj = net.connect(*pops, "exc").from_function(function, weight=0.5)
        assert proj.pre_ranks == [[0, 3]] * 3
    assert net.connect(*pops, "exc").connect_with_func(method=old, weight=2.0).w[0] == [2.0, 2.0]


@pytest.mark.proves("api-5.3-seeded")
def test_random_connections_follow_the_seed(rate):
    def weights(seed):
        net = ann.Network(seed=seed)
        a, b = net.create(20, rate), net.create(20, rate)
        return (
            net.connect(a, b, "exc").fixed_probability(0.3, ann.Normal(0, 1)).connectivity_matrix()
        )

    assert np.array_equal(weights(4), weights(4))
    assert not np.array_equal(weights(4), weights(5))


def test_random_starts_of_synapses_are_drawn_when_they_exist(net, pops):
    synapse = ann.Synapse(parameters={"k": ann.Parameter(ann.Uniform(1, 2))}, psp="k * w * pre.r")
    proj = net.connect(*pops, "exc", synapse)
    assert proj.all_to_all(1.0).w == 1.0
    assert len(np.unique(np.concatenate(proj.k))) == 12


class TestDelay:
    @pytest.mark.proves("api-5-delay")
    def test_one_for_all(self, net, pops, fake):
        proj = net.connect(*pops, "exc").all_to_all(1.0, delays=3.0)
        assert proj.delay == 3.0
        proj.delay = 4.2  # dt is 0.5
        assert proj.delay == 4.0
        net.compile(silent=True)
        assert net.spec.projections[0].delay_steps == 8
        changes = []
        net._on_write.append(lambda *told: changes.append(told))
        proj.delay = 2.0
        assert (proj.delay, net.simulator.delays) == (2.0, {proj.name: 4})
        assert changes == [(0, proj.name, "delay", "control", [4], "cell")]
        net.apply(proj.name, "delay", "control", [6])
        assert proj.delay == 3.0

    @pytest.mark.parametrize("is_compiled", [False, True])
    def test_without_delays_there_is_nothing_to_set(self, net, pops, fake, is_compiled):
        proj = net.connect(*pops, "exc").all_to_all(1.0)
        if is_compiled:
            net.compile(silent=True)
        assert proj.delay == 0.5
        with error("connected without delays"):
            proj.delay = 2.0

    @pytest.mark.proves("api-5-delay")
    def test_one_for_each_synapse(self, net, pops, fake):
        proj = net.connect(*pops, "exc").all_to_all(1.0, delays=ann.Uniform(1.0, 5.0))
        assert [len(row) for row in proj.delay] == [4, 4, 4]
        assert {2 * delay for row in proj.delay for delay in row} <= set(range(2, 11))
        proj.delay = [[1.0, 2.0, 3.0, 0.1]] * 3
        assert proj.delay == [[1.0, 2.0, 3.0, 0.5]] * 3
        net.compile(silent=True)
        expected = [2, 4, 6, 1] * 3
        assert net.spec.projections[0].delay_steps.tolist() == expected
        proj.delay = np.full((3, 4), 2.5)
        assert net.simulator.delays[proj.name].tolist() == [5] * 12
        proj.delay = 1.0
        assert net.simulator.delays[proj.name].tolist() == [2] * 12
        assert proj.delay == [[1.0] * 4] * 3
        proj.delay = ann.Uniform(1.0, 5.0)
        assert len(set(net.simulator.delays[proj.name].tolist())) > 3
        assert pops[0].max_delay == max(net.simulator.delays[proj.name])

    def test_one_for_all_becomes_one_for_each(self, net, pops, fake):
        proj = net.connect(*pops, "exc").all_to_all(1.0, delays=2.0)
        assert pops[0].max_delay == 4
        net.compile(silent=True)
        proj.delay = [[1.0, 2.0, 3.0, 4.0]] * 3
        assert proj.delay == [[1.0, 2.0, 3.0, 4.0]] * 3
        assert (pops[0].max_delay, pops[1].max_delay) == (8, 1)

    def test_a_change_of_each_synapse_is_announced(self, net, pops, fake):
        proj = net.connect(*pops, "exc").all_to_all(1.0, delays=ann.Uniform(1.0, 5.0))
        net.compile(silent=True)
        changes = []
        net._on_write.append(lambda *told: changes.append(told))
        proj.delay = [[1.0, 2.0, 3.0, 4.0]] * 3
        ((*what, value, _),) = changes
        assert what == [0, proj.name, "delay", "control"]
        assert value.tolist() == [2, 4, 6, 8] * 3
        proj.delay = 1.0
        net.apply(proj.name, "delay", "control", value)
        assert proj.delay == [[1.0, 2.0, 3.0, 4.0]] * 3

    @pytest.mark.parametrize("is_compiled", [False, True])
    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (-1.0, "at least 0 ms"),
            ("long", "number"),
            ([[1.0]], "3 lists"),
            (np.ones((2, 4)), "expected 3 lists, one per dendrite, got 2"),
            (np.ones(8), "12 synapses, not 8"),
            (ann.Normal(5.0, 1.0), "finite maximum"),
        ],
    )
    def test_refusals(self, net, pops, fake, value, message, is_compiled):
        proj = net.connect(*pops, "exc").all_to_all(1.0, delays=2.0)
        if is_compiled:
            net.compile(silent=True)
        with error(message):
            proj.delay = value
        assert proj.delay == 2.0

    def test_random_delays_need_a_maximum(self, net, pops):
        with error("need a finite maximum"):
            net.connect(*pops, "exc").all_to_all(1.0, delays=ann.Normal(5.0, 1.0))


@pytest.mark.proves("api-5-unconnected")
def test_unconnected(net, pops, fake):
    proj = net.connect(*pops, "exc", ann.Synapse(**LEARNING), name="C")
    proj.eta = 0.3
    assert (proj.eta, proj.alpha) == (0.3, 1.0)
    with pytest.raises(ann.StateError, match=r"C has no synapses yet.*C.all_to_all"):
        proj.w = 1.0
    with pytest.raises(ann.StateError, match="no synapses yet"):
        proj.alpha = [[1.0]]
    with pytest.raises(ann.StateError, match="no synapses yet"):
        net.compile()


@pytest.mark.proves("api-5-fit", "api-5-target", "api-5-names-of-ends")
def test_pairs_that_do_not_fit(net, rate, spiking):
    a, cells = net.create(2, rate, name="A"), net.create(2, spiking, name="S")
    with error("A is rate-coded and S is spiking"):
        net.connect(a, cells, "exc")
    with error("waits for spikes"):
        net.connect(a, a, "exc", ann.Synapse(pre_spike="g_target += w"))
    with error("neither pre_spike nor psp"):
        net.connect(cells, cells, "exc", ann.Synapse(equations="w += 0.1"))
    with error("made of a Synapse"):
        net.connect(a, a, "exc", rate)
    with error("belongs to another network"):
        net.connect(a, ann.Network().create(2, rate), "exc")
    with error("a target is a name"):
        net.connect(a, a, "")
    with error("named twice"):
        net.connect(cells, cells, ["a", "a"])
    with error("only spiking projections"):
        net.connect(a, a, ["a", "b"])
    with error("no population 'X'"):
        net.connect("X", a, "exc")
    assert net.connect("A", "A", "exc").pre is a
    assert net.connect(cells, cells, ["ampa", "nmda"]).target == ["ampa", "nmda"]


@pytest.mark.proves("api-5-flags")
def test_flags(net, spiking, rate, fake):
    cells = net.create(2, spiking)
    proj = net.connect(cells, cells, "exc").all_to_all(1.0)
    rated = net.create(2, rate)
    other = net.connect(rated, rated, "exc").all_to_all(1.0)
    proj.transmission = False
    net.compile(silent=True)
    assert net.simulator.flags == {("proj0", "transmission"): False}
    net.disable_learning()
    assert (proj.plasticity, proj.update) == (False, True)
    assert (other.plasticity, other.update) == (True, False)
    assert net.simulator.flags["proj1", "update"] is False
    net.enable_learning([other])
    assert other.update
    assert not proj.plasticity
    with error("no flag"):
        net.set_flag("proj0", "speed", True)


@pytest.mark.proves("api-5-learning")
def test_learning_by_periods(net, rate, fake):
    cells = net.create(2, rate)
    first = net.connect(cells, cells, "exc").all_to_all(1.0)
    second = net.connect(cells, cells, "exc").all_to_all(1.0)
    first.enable_learning(period=10.0, offset=3.0)
    net.compile(silent=True)
    assert net.simulator.learning == {"proj0": (20, 6)}  # what was said before is kept
    net.simulate(4.0)
    announced = []
    net._on_write.append(lambda *change: announced.append(change))
    net.enable_learning([second], period=10.0, offset=3.0)
    assert net.simulator.learning["proj1"] == (20, 14)  # from now on
    assert (8, "proj1", "learning", "control", [20, 14], "cell") in announced
    net.apply("proj1", "learning", "control", [5, 1])
    assert net.simulator.learning["proj1"] == (5, 1)
    first.enable_learning()
    assert net.simulator.learning["proj0"] == (1, 0)
    with error("lasts one step"):
        first.enable_learning(period=0.1)
    with error("shorter than its period"):
        first.enable_learning(period=2.0, offset=2.0)
    with error("no control 'speed'"):
        net.set_control("proj0", "speed", (1,))


@pytest.mark.proves("api-5-reset")
def test_reset_keeps_the_weights(proj):
    proj.w = 9.0
    proj.trace = 4.0
    if proj.network.compiled:
        proj.reset()
        assert proj.trace == [[0.0, 0.0], [0.0, 0.0, 0.0]]
        assert proj.w[0] == [9.0, 9.0]
