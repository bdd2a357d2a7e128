"""Synapses that come and go, as users see them, on every backend."""

from contextlib import suppress

import numpy as np
import pytest

import annarchy_lab as ann


def error(match):
    return pytest.raises(ann.ANNarchyException, match=match)


@pytest.fixture
def net(backend):
    made = ann.Network(dt=1.0, seed=3)
    made.config(backend=backend)
    return made


LEAKY = ann.Neuron(
    parameters=dict(tau=10.0, baseline=ann.Parameter(0.0)),
    equations=ann.Variable("tau * dr/dt + r = baseline + sum(exc)", min=0.0),
)
GROWING = ann.Synapse(
    parameters=dict(T=200),
    equations=[ann.Variable("age = if pre.r * post.r > 1.0 : 0 else : age + 1", init=0, type=int)],
    pruning=ann.Pruning("age > T", proba=0.1),
    creating=ann.Creating("pre.r * post.r > 1.0", proba=0.5, w=0.01),
)
PLAIN = ann.Neuron(equations="r = t")
COUNTING = ann.Synapse(equations="x = x + 1 : init=4\ns = s + 1 : postsynaptic")


@pytest.fixture
def plastic(net):
    """Three neurons, synapses (1, 0), (0, 2) and (2, 2), to be changed by hand."""
    net.config(structural_plasticity=True)
    pop = net.create(3, PLAIN)
    proj = net.connect(pop, pop, "exc", COUNTING)
    matrix = [[None, 5.0, None], [None] * 3, [6.0, None, 7.0]]
    proj.from_matrix(matrix)
    net.compile(silent=True)
    return proj


# ---- by rule


@pytest.mark.proves("2.2-creating-object", "2.2-pruning-object", "11-enabled-by-rule")
def test_the_published_network_grows_two_groups(net):
    pop = net.create(50, LEAKY)
    proj = net.connect(pop, pop, "exc", GROWING)
    proj.fixed_probability(0.1, weights=0.01)
    net.compile(silent=True)
    before = proj.connectivity_matrix()
    proj.start_creating(period=10.0)
    proj.start_pruning(period=10.0)
    for turn in range(20):
        (pop[:25] if turn % 2 else pop[25:]).baseline = 1.5
        net.simulate(50.0)
        pop.baseline = 0.0
        net.simulate(40.0)
    after = proj.connectivity_matrix()
    within = np.zeros((50, 50), bool)
    within[:25, :25] = within[25:, 25:] = True
    assert np.count_nonzero(before[~within]) > 50
    owners = np.isin(np.arange(50), proj.post_ranks)
    assert ((after != 0)[owners] == within[owners]).all()
    assert proj.nb_synapses == np.count_nonzero(after)


@pytest.mark.proves("api-5-rewiring")
def test_periods_begin_in_the_next_step(net):
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc", ann.Synapse(pruning="True", creating="True : w=0.5"))
    proj.one_to_one(weights=1.0)
    net.compile(silent=True)
    net.simulate(4.0)
    proj.start_creating(period=3.0)
    net.step()
    assert proj.w == [[1.0, 0.5], [0.5, 1.0]]
    proj.start_pruning()
    net.step()
    assert proj.w == [[], []]
    proj.stop_pruning()
    counts = []
    for _ in range(3):
        net.step()
        counts.append(proj.nb_synapses)
    assert counts == [0, 4, 4]
    proj.stop_creating()
    proj.start_pruning(2.0)
    net.simulate(6.0)
    assert proj.nb_synapses == 0


def test_rules_started_before_compile_act_from_the_first_step(net):
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc", ann.Synapse(creating="True : w=0.5"))
    proj.one_to_one(weights=1.0)
    proj.start_creating()
    net.compile(silent=True)
    assert proj.nb_synapses == 2
    net.step()
    assert proj.nb_synapses == 4


def test_views_get_synapses_from_their_own_neurons_only(net):
    pop = net.create(4, PLAIN)
    proj = net.connect(pop[1:3], pop[2:], "exc", ann.Synapse(creating="True : w=0.5"))
    proj.one_to_one(weights=1.0)
    net.compile(silent=True)
    proj.start_creating()
    net.step()
    assert (proj.post_ranks, proj.pre_ranks) == ([2, 3], [[1, 2], [1, 2]])


def test_new_synapses_draw_and_take_over_what_was_set(net):
    pop = net.create(30, PLAIN)
    synapse = ann.Synapse(
        parameters=dict(
            k=ann.Parameter(ann.Uniform(1.0, 2.0), locality="local"),
            m=ann.Parameter(3.0, locality="local"),
        ),
        equations=ann.Variable("x = x", init=ann.Uniform(5.0, 6.0)),
        creating=ann.Creating("True", w=ann.Uniform(0.5, 1.0)),
    )
    proj = net.connect(pop, pop, "exc", synapse)
    proj.one_to_one(weights=0.0)
    net.compile(silent=True)
    proj.m = 4.0
    proj.start_creating()
    net.step()
    w, k, x = (np.array(proj.get(name)) for name in "wkx")
    off = ~np.eye(30, dtype=bool)
    for values, low, high in ((w, 0.5, 1.0), (k, 1.0, 2.0), (x, 5.0, 6.0)):
        assert len(set(values[off])) == 870
        assert ((values[off] >= low) & (values[off] <= high)).all()
    assert w.diagonal().tolist() == [0.0] * 30
    assert set(np.array(proj.m).ravel()) == {4.0}
    net.reset(projections=True)
    assert proj.nb_synapses == 900
    assert len(set(np.array(proj.x).ravel())) == 900
    assert set(np.array(proj.m).ravel()) == {3.0}
    assert proj.connectivity_matrix().tolist() == w.tolist()


def test_an_initial_value_that_was_set_is_that_of_new_synapses(net):
    pop = net.create(2, PLAIN)
    synapse = ann.Synapse(
        parameters=dict(k=ann.Parameter(2.0, locality="local")),
        equations=["x = x : init=k", ann.Variable("y = y", init=ann.Uniform(5.0, 6.0))],
        creating="True",
    )
    proj = net.connect(pop, pop, "exc", synapse)
    proj.one_to_one(weights=0.0)
    proj.y = 1.5
    proj.k = [[7.0], [8.0]]
    net.compile(silent=True)
    proj.start_creating()
    net.step()
    assert (proj.y, proj.k) == ([[1.5] * 2] * 2, [[7.0, 2.0], [2.0, 8.0]])
    assert proj.x == [[7.0, 2.0], [2.0, 8.0]]
    proj.k = 9.0
    proj.reset()
    assert (proj.k, proj.x, proj.y) == ([[2.0] * 2] * 2, [[2.0] * 2] * 2, [[1.5] * 2] * 2)


@pytest.mark.proves("api-5-rewiring")
def test_what_rules_need(net, plastic):
    with error("no rule creating: describe it in Synapse"):
        plastic.start_creating()
    with error("no rule pruning"):
        plastic.stop_pruning()


def test_a_period_shorter_than_a_step(net):
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc", ann.Synapse(pruning="True"))
    with error(r"lasts one step \(1.0 ms\) at least"):
        proj.start_pruning(0.2)


# ---- by hand


@pytest.mark.proves("api-5.2-create", "api-5.2-prune")
@pytest.mark.proves("11-empty-dendrite-stays")
def test_synapses_by_hand(net, plastic):
    dendrite = plastic[2]
    net.step()
    dendrite.create_synapse(1, w=0.25)
    assert (plastic.pre_ranks, plastic.w) == ([[1], [0, 1, 2]], [[5.0], [6.0, 0.25, 7.0]])
    assert (dendrite.pre_ranks, dendrite.size, dendrite.x) == ([0, 1, 2], 3, [5.0, 4.0, 5.0])
    dendrite.prune_synapse(0)
    assert (dendrite.pre_ranks, dendrite.w) == ([1, 2], [0.25, 7.0])
    dendrite.prune_synapses([2, 1])
    assert (dendrite.w, plastic.w, plastic.post_ranks, plastic.size) == ([], [[5.0], []], [0, 2], 2)
    assert (plastic.nb_synapses, plastic.nb_synapses_per_dendrite) == (1, [1, 0])
    plastic.dendrite(2).create_synapses([2, 0], weights=[1.0, 2.0])
    assert (dendrite.pre_ranks, dendrite.w) == ([0, 2], [2.0, 1.0])
    plastic[0].create_synapses([0, 2], weights=ann.Uniform(3.0, 4.0))
    assert all(3.0 <= w <= 4.0 for w in plastic.w[0][::2])
    expected = [[plastic.w[0][0], 5.0, plastic.w[0][2]], [9.0] * 3, [2.0, 9.0, 1.0]]
    assert plastic.connectivity_matrix(fill=9.0).tolist() == expected
    assert plastic.csr().toarray()[2].tolist() == [2.0, 0.0, 1.0]
    net.step()
    assert plastic.x == [[5.0, 6.0, 5.0], [5.0, 5.0]]
    assert plastic.s == [2.0, 2.0]


def test_parts_that_a_user_holds_stay_what_they_are(plastic):
    dendrite, synapse = plastic[2], plastic.synapse(2, 2)
    plastic[0].create_synapse(0, 1.5)
    dendrite.create_synapse(1, 2.5)
    assert (synapse.pre_rank, synapse.w) == (2, 7.0)
    synapse.w = 8.0
    dendrite.w = [1.0, 2.0, 3.0]
    assert plastic.w == [[1.5, 5.0], [1.0, 2.0, 3.0]]
    assert [s.w for s in dendrite] == [1.0, 2.0, 3.0]
    assert dendrite.receptive_field().tolist() == [1.0, 2.0, 3.0]
    dendrite.prune_synapse(2)
    with error("no synapse from 2 to 2"):
        _ = synapse.w
    with error("no synapse from 2 to 2"):
        synapse.w = 1.0
    plastic.w = [[0.0, 0.0], [1.0, 2.0]]
    with error("has 2 synapses, not 3"):
        plastic.w = [[0.0, 0.0], [1.0, 2.0, 3.0]]
    dendrite.prune_synapses([0, 1])
    plastic.w = [[3.0, 4.0], []]
    assert plastic.w == [[3.0, 4.0], []]


@pytest.mark.proves("api-5.2-by-hand-needs")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.create_synapse(0), "from 0 to 2 .*it exists"),
        (lambda d: d.create_synapse(3), "from 3 to 2 .*not one of"),
        (lambda d: d.create_synapses([1, 1]), "given twice"),
        (lambda d: d.create_synapses([1], [1.0, 2.0]), "expected"),
        (lambda d: d.prune_synapse(1), "no synapse from 1 to 2"),
        (lambda d: d.create_synapse(1, delay=2.0), "have a delay of 1.0 ms"),
        (lambda d: d.projection[1], "post neuron 1 has no synapses"),
    ],
)
def test_what_cannot_be_done_by_hand(plastic, change, message):
    with error(message):
        change(plastic[2])
    assert plastic.pre_ranks == [[1], [0, 2]]


@pytest.mark.proves("api-5.2-one-delay")
def test_the_delay_of_all(net):
    net.config(structural_plasticity=True)
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc")
    proj.one_to_one(weights=1.0, delays=3.0)
    net.compile(silent=True)
    proj[0].create_synapse(1, 1.0, delay=3.0)
    proj[1].create_synapse(0, 1.0)
    with error("have a delay of 3.0 ms"):
        proj[0].create_synapses([0], delays=[1.0])
    assert (proj.nb_synapses, proj.delay) == (4, 3.0)


@pytest.mark.proves("api-5.2-by-hand-needs")
@pytest.mark.proves("11-needs-setup", "12-rewiring-without-setup")
def test_structural_plasticity_must_be_asked_for(net):
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc")
    proj.one_to_one(weights=1.0)
    net.compile(silent=True)
    with error("structural_plasticity=True"):
        proj[0].create_synapse(1)
    with error("structural_plasticity=True"):
        proj[0].prune_synapse(0)


def test_a_rule_allows_changes_by_hand_but_not_before_compile(net):
    pop = net.create(2, PLAIN)
    proj = net.connect(pop, pop, "exc", ann.Synapse(pruning="w < 0"))
    proj.one_to_one(weights=1.0)
    with pytest.raises(ann.StateError, match="not compiled yet"):
        proj[0].create_synapse(1)
    net.compile(silent=True)
    proj[0].create_synapse(1, 2.0)
    assert proj.w == [[1.0, 2.0], [1.0]]


def test_the_global_style(backend):
    ann.clear()
    ann.setup(structural_plasticity=True, dt=1.0, backend=backend)
    pop = ann.Population(3, PLAIN)
    proj = ann.Projection(pop, pop, "exc")
    proj.connect_one_to_one(weights=1.0)
    ann.compile(silent=True)
    proj.dendrite(0).create_synapse(2, 0.5)
    proj.dendrite(0).prune_synapse(0)
    assert proj.pre_ranks == [[2], [1], [2]]
    ann.clear()
    ann.setup(structural_plasticity=False, backend=None)


@pytest.mark.proves("11-any-storage")
def test_rows_are_what_is_rewired_whatever_was_asked_for(net):
    net.config(sparse_matrix_format="dense")
    pop = net.create(3, PLAIN)
    proj = net.connect(pop, pop, "exc", ann.Synapse(creating="t == 1 : w=2.0"))
    proj.all_to_all(weights=1.0)
    net.compile(silent=True)
    proj.start_creating()
    net.simulate(3.0)
    assert proj.w == [[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]]
    assert "(dense)" not in net.explain()


# ---- recording


def test_recordings_are_lists_where_lengths_change(net, plastic):
    whole, one = net.monitor(plastic, ["w", "s"]), net.monitor(plastic[2], "w")
    net.simulate(2.0)
    plastic[2].prune_synapse(0)
    net.step()
    data = whole.get(keep=True)
    assert data["w"].shape == (3, 2)
    assert data["w"].tolist() == [[[5.0], [6.0, 7.0]]] * 2 + [[[5.0], [7.0]]]
    assert data["s"].tolist() == [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]
    assert one.get("w", keep=True).tolist() == [[6.0, 7.0], [6.0, 7.0], [7.0]]
    whole.get()
    plastic[2].create_synapse(0, 1.0)
    plastic[0].create_synapse(2, 1.0)
    one.get()
    net.simulate(2.0)
    assert whole.get("w").tolist() == [[[5.0, 1.0], [1.0, 7.0]]] * 2
    assert whole.get("w").shape == (0, 2)
    found = one.get("w")
    assert (found.tolist(), found.dtype) == ([[1.0, 7.0]] * 2, np.float64)
    whole.period = 2.0
    net.simulate(3.0)
    assert whole.get("w").shape == (2, 2, 2)


# ---- live


def test_a_live_run_is_read_and_written_while_its_synapses_change(net):
    pop = net.create(20, PLAIN)
    synapse = ann.Synapse(
        equations="x = x + 1", creating="True : proba=0.1, w=1.0", pruning="x > 5 : proba=0.3"
    )
    proj = net.connect(pop, pop, "exc", synapse)
    proj.one_to_one(weights=1.0)
    net.compile(silent=True)
    run = net.start(duration=400.0, speed=None)
    proj.start_creating()
    proj.start_pruning(2.0)
    while run.is_active:
        dendrite = proj[7]
        assert sum(map(len, proj.w)) > 0
        assert proj.connectivity_matrix().shape == (20, 20)
        dendrite.w = 2.0
        assert len(dendrite.x) <= 20
        missing = set(range(20)) - set(dendrite.pre_ranks)
        with suppress(ann.ANNarchyException):  # a rule may be faster
            dendrite.create_synapses(list(missing)[:2], 3.0)
    run.wait()
    proj.w = 4.0
    assert {w for row in proj.w for w in row} == {4.0}


# ---- delays


@pytest.fixture
def delayed(net):
    """Synapses (0, 0) and (1, 1) with delays of 2 and 3 steps, to be changed by hand."""
    net.config(structural_plasticity=True)
    pop = net.create(3, ann.Neuron(equations="r = t"), name="Pre")
    post = net.create(2, ann.Neuron(equations="r = sum(exc)"), name="Post")
    proj = net.connect(pop, post, "exc")
    proj.from_matrix([[1.0, None, None], [None, 1.0, None]], delays=1.0)
    proj.delay = [[2.0], [3.0]]
    net.compile(silent=True)
    return proj


@pytest.mark.proves("11-delays")
def test_synapses_by_hand_have_their_delays(net, delayed):
    net.simulate(10.0)
    delayed[0].create_synapses([2, 1], weights=1.0, delays=[4.0, 5.0])
    assert delayed.delay == [[2.0, 5.0, 4.0], [3.0]]
    net.step()  # step 10; nothing before step 7 was remembered
    assert delayed.post.r.tolist() == [8.0 + 7.0 + 7.0, 7.0]
    for _ in range(5):
        net.step()
    assert delayed.post.r.tolist() == [13.0 + 10.0 + 11.0, 12.0]
    delayed[0].prune_synapse(0)
    delayed[1].create_synapse(0, w=2.0)
    assert delayed.delay == [[5.0, 4.0], [1.0, 3.0]]
    net.step()
    assert delayed.post.r.tolist() == [11.0 + 12.0, 2 * 15.0 + 13.0]


@pytest.mark.proves("11-delays-changed")
def test_delays_of_rewired_synapses_may_be_set(net, delayed):
    delayed[0].create_synapse(2, 1.0, delay=1.0)
    with error("has 2 synapses, not 1"):
        delayed.delay = [[1.0], [2.0]]
    delayed.delay = [[1.0, 2.0], [6.0]]
    delayed[0].prune_synapse(0)
    assert delayed.delay == [[2.0], [6.0]]
    delayed.delay = 4.0
    delayed[1].create_synapse(0)
    assert delayed.delay == [[4.0], [4.0, 4.0]]
    delayed.delay = ann.Uniform(1.0, 9.0)
    assert [len(row) for row in delayed.delay] == [1, 2]
    before = delayed.delay
    net.reset(projections=True)
    assert delayed.delay == before
    assert delayed.pre.max_delay == max(max(row) for row in before)


@pytest.mark.proves("11-delays-changed")
def test_one_delay_of_rewired_synapses_may_be_set(net):
    pop = net.create(2, ann.Neuron(equations="r = t"))
    post = net.create(2, ann.Neuron(equations="r = sum(exc)"))
    proj = net.connect(pop, post, "exc", ann.Synapse(creating="True : w=1.0"))
    proj.one_to_one(weights=1.0, delays=2.0)
    net.compile(silent=True)
    proj.start_creating()
    net.simulate(10.0)
    proj.delay = 5.0
    assert (proj.delay, proj.nb_synapses) == (5.0, 4)
    net.step()
    assert post.r.tolist() == [2 * 8.0, 2 * 8.0]  # nothing before was remembered
    proj[0].prune_synapse(0)
    proj.stop_creating()
    proj.delay = [[1.0], [2.0, 3.0]]
    net.step()
    assert (proj.delay, post.r.tolist()) == ([[1.0], [2.0, 3.0]], [10.0, 9.0 + 8.0])
    proj.start_creating()
    net.step()
    assert proj.delay == [[5.0, 1.0], [2.0, 3.0]]


@pytest.mark.proves("11-creating-delay", "2.2-creating-object")
def test_the_rule_gives_delays(net):
    pop = net.create(3, PLAIN)
    even = ann.Synapse(creating=ann.Creating("True", w=0.5, d=4.2))
    drawn = ann.Synapse(creating=ann.Creating("True", d=ann.DiscreteUniform(2, 5)))
    same = ann.Synapse(creating=ann.Creating("True", d=2.0))
    projs = [net.connect(pop, pop, "exc", model) for model in (even, drawn, same)]
    for proj in projs:
        proj.one_to_one(weights=0.1, delays=2.0)
        proj.start_creating()
    net.compile(silent=True)
    assert projs[1].delay == [[2.0]] * 3
    net.step()
    assert projs[0].delay == [[2.0, 4.0, 4.0], [4.0, 2.0, 4.0], [4.0, 4.0, 2.0]]
    found = np.array(projs[1].delay)
    assert found.diagonal().tolist() == [2.0] * 3
    assert set(found[~np.eye(3, dtype=bool)]) <= {2.0, 3.0, 4.0, 5.0}
    assert projs[2].delay == 2.0
    projs[0][1].prune_synapse(0)
    projs[0][1].create_synapse(0)
    assert projs[0].delay[1] == [2.0, 2.0, 4.0]
    projs[2].delay = 3.0  # the rule still says 2
    projs[2][0].prune_synapse(1)
    net.step()
    assert projs[2].delay == [[3.0, 2.0, 3.0], [3.0] * 3, [3.0] * 3]


@pytest.mark.proves("11-delays")
@pytest.mark.parametrize(
    ("delays", "message"),
    [(-1.0, "at least 0 ms"), ([1.0, 2.0], "1 new synapses, not 2"), ("long", "number")],
)
def test_delays_that_do_not_fit(delayed, delays, message):
    with error(message):
        delayed[0].create_synapses([1], delays=delays)
    assert delayed.nb_synapses == 2


@pytest.mark.proves("11-spikes-in-flight")
def test_spikes_meet_the_synapses_that_there_are(net):
    net.config(structural_plasticity=True)
    once = net.create(2, ann.Neuron(equations="v = t", spike="v == 3.0", reset=""))
    post = net.create(2, ann.Neuron(equations="v = v + g_exc", spike="v > 99.0"))
    proj = net.connect(once, post, "exc")
    proj.one_to_one(weights=1.0, delays=1.0)
    proj.delay = [[5.0], [5.0]]
    net.compile(silent=True)
    net.simulate(5.0)  # both have spiked in step 3
    proj[0].create_synapses([1], weights=[0.5], delays=[4.0])
    proj[1].prune_synapse(1)
    proj[1].create_synapse(0, 2.0, delay=10.0)  # longer than spikes have been kept so far
    net.simulate(2.0)
    assert post.v.tolist() == [0.0, 0.0]
    net.step()  # step 7
    assert post.v.tolist() == [0.5, 0.0]
    net.simulate(9.0)
    assert post.v.tolist() == [1.5, 0.0]
