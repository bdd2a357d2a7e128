"""§11, and its order in §8: synapses that come and go."""

import math

import pytest
from fact_tools import LISTENER, SUMMER, refusal, spiker

import annarchy_lab as ann

RATES = ann.Neuron("k = 0.0", "r = k", name="Rates")


def rates(net, *values):
    pop = net.create(len(values), RATES)
    pop.k = list(values)
    return pop


def connected(net, synapse, pre, post, matrix):
    proj = net.connect(pre, post, "exc", synapse).from_matrix(matrix)
    net.compile(silent=True)
    return proj


@pytest.mark.proves("11-pruning", "11-enabled-by-rule", "11-existing-untouched")
def test_pruning_removes_what_fulfils_its_condition(net):
    synapse = ann.Synapse("limit = 2.5 : projection", "age += 1.0", pruning="age * w > limit")
    proj = connected(net, synapse, rates(net, 1.0, 1.0, 1.0), rates(net, 1.0, 1.0),
                     [[1.0, 0.25, 0.5], [None, 2.0, 0.125]])  # fmt: skip
    proj.start_pruning()
    found = []
    for _ in range(3):
        net.step()
        found.append(proj.pre_ranks)
    assert found == [[[0, 1, 2], [1, 2]], [[0, 1, 2], [2]], [[1, 2], [2]]]
    assert (proj.w, proj.age) == ([[0.25, 0.5], [0.125]], [[3.0, 3.0], [3.0]])
    proj.stop_pruning()
    net.simulate(10.0)
    assert proj.pre_ranks == [[1, 2], [2]]


@pytest.mark.proves("11-pruning", "11-creating")
@pytest.mark.parametrize("rule", ["pruning", "creating"])
def test_a_rule_acts_with_its_probability(net, rule):
    pre, post = net.create(60, RATES), net.create(50, RATES)
    synapse = ann.Synapse(**{rule: "pre.r == 0.0 : proba=0.25"})
    proj = net.connect(pre, post, "exc", synapse)
    proj.all_to_all(1.0) if rule == "pruning" else proj.from_matrix([[1.0] + [None] * 59] * 50)
    net.compile(silent=True)
    proj.start_pruning() if rule == "pruning" else proj.start_creating()
    before = proj.nb_synapses
    net.step()
    n_candidates = 3000 if rule == "pruning" else 3000 - 50
    n_changed = abs(proj.nb_synapses - before)
    assert n_changed == pytest.approx(n_candidates / 4, abs=5 * math.sqrt(n_candidates * 3 / 16))


@pytest.mark.proves("11-creating", "11-existing-untouched", "11-enabled-by-rule")
def test_creating_adds_pairs_that_fulfil_its_condition(net):
    synapse = ann.Synapse(creating="pre.r * post.r > 1.0 : proba=1.0, w=0.5")
    pre, post = rates(net, 0.5, 1.0, 2.0), rates(net, 1.0, 3.0)
    proj = connected(net, synapse, pre, post, [[9.0, None, None], [None, 8.0, None]])
    proj.start_creating()
    net.step()
    assert proj.pre_ranks == [[0, 2], [0, 1, 2]]
    assert proj.w == [[9.0, 0.5], [0.5, 8.0, 0.5]]


@pytest.mark.proves("11-w-distribution")
def test_the_weight_of_a_created_synapse_may_be_drawn(make):
    found = []
    for seed in (1, 1, 2):
        net = make(seed=seed)
        synapse = ann.Synapse(creating="pre.r == 0.0 : w=Uniform(1.0, 2.0)")
        pre, post = net.create(20, RATES), net.create(1, RATES)
        proj = connected(net, synapse, pre, post, [[7.0] + [None] * 19])
        proj.start_creating()
        net.step()
        (weights,) = proj.w
        assert (weights[0], len(set(weights))) == (7.0, 20)
        assert all(1.0 <= w <= 2.0 for w in weights[1:])
        found.append(weights)
    assert found[0] == found[1] != found[2]


@pytest.mark.proves("11-period")
def test_a_rule_acts_in_the_next_step_and_then_by_periods(net):
    """Whenever it acts, it connects the neurons whose number is no larger than the time."""
    pre, post = rates(net, *range(10)), net.create(1, ann.Neuron(equations="r = t"))
    synapse = ann.Synapse(creating="pre.r <= post.r")
    proj = connected(net, synapse, pre, post, [[None] * 9 + [1.0]])
    net.simulate(2.0)
    proj.start_creating(period=3.0)
    counts = []
    for _ in range(8):
        net.step()
        counts.append(proj.nb_synapses)
    assert counts == [4, 4, 4, 7, 7, 7, 10, 10]


@pytest.mark.proves("11-candidates")
def test_all_pairs_with_a_dendrite_are_candidates(net):
    """Also a neuron and itself; a neuron without a dendrite gets none."""
    pop = rates(net, 1.0, 1.0, 1.0)
    synapse = ann.Synapse(creating="pre.r > 0.0")
    matrix = [[None, 1.0, None], [None] * 3, [1.0, None, None]]
    proj = connected(net, synapse, pop, pop, matrix)
    proj.start_creating()
    net.step()
    assert proj.post_ranks == [0, 2]
    assert proj.pre_ranks == [[0, 1, 2], [0, 1, 2]]


@pytest.mark.proves("11-new-variables")
def test_a_new_synapse_starts_at_init_and_is_updated_one_step_later(net):
    synapse = ann.Synapse(
        "p = 4.0", "x += 1.0 : init=2.5\ny += 1.0", creating="pre.r > 0.0 : w=0.5"
    )
    proj = connected(net, synapse, rates(net, 1.0, 1.0), rates(net, 1.0), [[None, 9.0]])
    net.step()
    proj.start_creating()
    net.step()
    assert (proj.x, proj.y, proj.p) == ([[2.5, 4.5]], [[0.0, 2.0]], [[4.0, 4.0]])
    net.step()
    assert (proj.x, proj.y) == ([[3.5, 5.5]], [[1.0, 3.0]])


@pytest.mark.proves("8-creating-then-pruning")
def test_creating_comes_before_pruning(net):
    """What is created is pruned in the same step where both rules are due, else later."""
    synapse = ann.Synapse(creating="pre.r > 0.0 : w=0.5", pruning="w < 1.0")
    proj = connected(net, synapse, rates(net, 1.0, 1.0), rates(net, 1.0), [[None, 9.0]])
    proj.start_creating()
    proj.start_pruning(period=2.0)
    counts = []
    for _ in range(5):
        net.step()
        counts.append(proj.nb_synapses)
    assert counts == [1, 2, 1, 2, 1]


@pytest.mark.proves("11-empty-dendrite-stays")
def test_a_dendrite_that_lost_everything_stays(net):
    synapse = ann.Synapse(pruning="w < 1.0", creating="pre.r > 0.0 : w=2.0")
    pre, post = rates(net, 1.0, 1.0), rates(net, 1.0, 1.0)
    proj = connected(net, synapse, pre, post, [[0.5, 0.5], [0.5, 2.0]])
    proj.start_pruning()
    net.step()
    assert (proj.post_ranks, proj.pre_ranks) == ([0, 1], [[], [1]])
    proj.start_creating()
    net.step()
    assert proj.pre_ranks == [[0, 1], [0, 1]]


@pytest.mark.proves("11-spiking")
def test_rules_work_between_spiking_neurons(net):
    synapse = ann.Synapse(
        pre_spike="g_target += w\ncount += 1.0",
        creating="pre.v > 1.0 : w=10.0",
        pruning="count > 1.0",
    )
    pre, post = spiker(net, 0.0, 3.0, 4.0, size=2), net.create(1, LISTENER)
    proj = connected(net, synapse, pre, post, [[1.0, None]])
    proj.start_creating()
    proj.start_pruning()
    found = []
    for _ in range(7):
        net.step()
        found.append((post.v[0], proj.pre_ranks[0]))
    assert found == [
        (0.0, [0]),
        (1.0, [0]),
        (0.0, [0, 1]),
        (0.0, [0, 1]),
        (11.0, [1]),
        (10.0, [0]),
        (0.0, [0, 1]),
    ]


@pytest.mark.proves("2.2-creating-object", "2.2-pruning-object")
def test_rules_as_text_and_as_objects(make):
    as_text = dict(
        creating="pre.r > 0.0 : proba=0.5, w=Uniform(0.0, 1.0)", pruning="w > 0.8 : proba=0.5"
    )
    as_objects = dict(
        creating=ann.Creating("pre.r > 0.0", proba=0.5, w=ann.Uniform(0.0, 1.0)),
        pruning=ann.Pruning("w > 0.8", proba=0.5),
    )
    found = []
    for rules in (as_text, as_objects):
        net = make()
        pre, post = rates(net, *[1.0] * 10), rates(net, 1.0, 1.0)
        proj = connected(net, ann.Synapse(**rules), pre, post, [[1.0] + [None] * 9] * 2)
        proj.start_creating()
        proj.start_pruning()
        net.simulate(5.0)
        found.append((proj.pre_ranks, proj.w))
    assert found[0] == found[1]
    assert 2 < sum(map(len, found[0][0])) < 20


@pytest.mark.proves("11-needs-setup", "12-rewiring-without-setup")
def test_rewiring_by_hand_needs_the_setting(make):
    for is_set in (False, True):
        net = make(structural_plasticity=is_set)
        proj = connected(net, None, rates(net, 1.0, 1.0), net.create(1, SUMMER), [[1.0, None]])
        if not is_set:
            refusal(lambda p=proj: p.dendrite(0).create_synapse(1, w=2.0), "structural_plasticity")
            refusal(lambda p=proj: p.dendrite(0).prune_synapse(0), "structural_plasticity")
            refusal(lambda p=proj: p.start_pruning(), "pruning")
            continue
        proj.dendrite(0).create_synapse(1, w=2.0)
        assert (proj.pre_ranks, proj.w) == ([[0, 1]], [[1.0, 2.0]])
        net.simulate(2.0)
        assert proj.post.r[0] == 3.0
        proj.dendrite(0).prune_synapse(0)
        net.simulate(2.0)
        assert (proj.pre_ranks, proj.post.r[0]) == ([[1]], 2.0)


@pytest.mark.proves("11-any-storage")
@pytest.mark.parametrize("storage", ["lil", "csr", "dense", "ell"])
def test_the_storage_asked_for_does_not_matter(make, storage):
    net = make(sparse_matrix_format=storage)
    synapse = ann.Synapse(creating="pre.r > 1.0 : w=2.0", pruning="w == 1.0")
    pre, post = rates(net, 1.0, 2.0, 3.0), net.create(2, SUMMER)
    proj = connected(net, synapse, pre, post, [[1.0] * 3, [1.0] * 3])
    proj.start_pruning(period=2.0)
    net.step()
    proj.start_creating()
    net.simulate(2.0)
    assert proj.pre_ranks == [[1, 2], [1, 2]]
    assert post.r.tolist() == [10.0, 10.0]
