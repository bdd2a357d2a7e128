"""Live changes are taken back and made again, one after the other."""

import pytest
from saved_networks import build

import annarchy_lab as ann
from annarchy_lab import ANNarchyException


@pytest.fixture
def net():
    net = build(structural_plasticity=True)
    net.start(5.0, speed=None).wait()
    return net


@pytest.fixture
def told(net):
    heard = []
    net._on_write.append(lambda *told: heard.append(told[1:]))
    return heard


def test_changes_are_taken_back_and_made_again(net, told):
    a, ab = net.get_population("A"), net.get_projection("AB")
    a.b = 0.5
    a[[2, 3]].tau = 4.0
    ab.plasticity = False
    before = ab.w
    ab.w = ann.Scale(0.5)
    after = ab.w
    told.clear()
    assert net.undo()
    assert ab.w == before
    assert net.undo()
    assert ab.plasticity
    assert net.undo()
    assert a[2].tau == a[3].tau == 10.0
    assert net.undo()
    assert a.b == 0.3
    assert not net.undo()
    assert {each[-1] for each in told} == {"undo"}
    while net.redo():
        pass
    assert (a.b, a[3].tau, a[4].tau, ab.plasticity) == (0.5, 4.0, 10.0, False)
    assert ab.w == after
    assert told[-1][-1] == "redo"


def test_a_new_change_forgets_what_was_undone(net):
    a = net.get_population("A")
    a.b = 0.5
    net.undo()
    a.b = 0.6
    assert not net.redo()
    assert net.undo()
    assert a.b == 0.3


def test_what_a_slider_does_in_one_go_is_one_change(net):
    for value in (0.4, 0.5, 0.6):
        net.write([("A", "b", value)], "control")
    net.write([("A", "tau", 3.0)], "control")
    net.undo()
    assert net.get_population("A").b == 0.6
    net.undo()
    assert net.get_population("A").b == 0.3
    net.redo()
    assert net.get_population("A").b == 0.6


def test_plain_scripts_pay_nothing_for_it():
    net = build()
    net.compile(silent=True)
    net.get_population("A").b = 0.5
    assert not net.undo()


def test_other_synapses_cannot_get_the_old_values(net):
    ab = net.get_projection("AB")
    ab.w = ann.Scale(0.5)
    ab.dendrite(0).prune_synapse(ab.dendrite(0).pre_ranks[0])
    with pytest.raises(ANNarchyException, match="the synapses are others"):
        net.undo()


@pytest.mark.parametrize("how", ["reset", "restore", "connect"])
def test_a_new_time_forgets_them(net, how):
    a = net.get_population("A")
    before = net.checkpoint()
    a.b = 0.5
    match how:
        case "reset":
            net.reset(populations=False)
        case "restore":
            net.restore(before)
        case "connect":
            net.get_projection("AB").reset(synapses=True)
    assert not net.redo()
    while net.undo():  # what the reset of the synapses has set
        pass
    assert a.b == (0.3 if how == "restore" else 0.5)


@pytest.fixture
def lived(net):
    """A network with a change at 5, 10 and 15 ms, the second of which was undone at 12."""
    a = net.get_population("A")
    a.b = 0.5
    net.simulate(5.0)
    net.get_projection("AB").w = ann.Scale(0.5)
    net.simulate(2.0)
    net.undo()
    net.simulate(3.0)
    a.b = 0.9
    net.simulate(5.0)
    return net


def test_after_going_back_there_is_to_undo_what_there_was_then(lived):
    a = lived.get_population("A")
    lived.rewind(11.0)
    assert (a.b, lived.to_undo) == (0.5, "w of AB: × 0.5 → 248 values")  # its undoing is undone
    assert lived.to_redo == "b of A: 0.5 → 0.9"
    assert lived.undo()
    assert lived.undo()
    assert (a.b, lived.to_undo) == (0.3, "")
    lived.redo()
    lived.redo()
    lived.redo()
    assert (a.b, lived.to_redo) == (0.9, "")
    lived.simulate(2.0)
    lived.rewind(12.0)
    assert (a.b, lived.to_redo) == (0.9, "")


def test_a_change_after_going_back_forgets_those_that_were_left(lived):
    lived.rewind(8.0)
    assert lived.to_redo
    lived.get_population("A").tau = 5.0  # before anything runs again
    assert lived.to_undo == "tau of A: 5 → 10"
    assert lived.to_redo == ""
    lived.undo()
    assert lived.to_undo == "b of A: 0.5 → 0.3"


def test_a_branch_has_a_history_of_its_own(lived):
    a, told = lived.get_population("A"), lived.to_undo
    lived.rewind(11.0, keep="other")
    a.b = 0.1
    lived.simulate(2.0)
    lived.switch("main")
    assert (lived.to_undo, lived.to_redo) == (told, "")
    lived.undo()
    assert a.b == 0.5
    lived.switch("other")
    assert lived.to_undo == "b of A: 0.1 → 0.5"
    lived.switch("main")
    assert (a.b, lived.to_redo) == (0.5, "b of A: 0.5 → 0.9")


def test_a_factor_is_taken_back_as_a_factor(net, told):
    ba = net.get_projection("BA")
    before = ba.w
    ba.w = ann.Scale(1.5)
    ba.w = ann.Scale(2.0)
    told.clear()
    assert net.to_undo == "w of BA: × 2 → × 1.5"
    net.undo()
    net.undo()
    assert [each[2:4] for each in told] == [("scale", 1.5), ("scale", 1.0)]
    assert ba.w == before
    net.redo()
    assert ba.w[0][0] == 0.1 * 1.5
    part = net.get_population("A")[[2, 3]]
    part.tau = ann.Scale(3.0)
    assert net.to_undo == "tau of A [2:4]: × 3 → × 1"
    net.undo()
    assert part.tau.tolist() == [10.0, 10.0]


def test_controls_timetables_and_seeds_are_taken_back():
    net = build()
    spikes = net.create(ann.SpikeSourceArray([1.0, 2.0]), name="S")
    played = net.create(ann.TimedArray([[1.0], [2.0]], schedule=5.0), name="T")
    net.compile(silent=True)
    net.start(2.0, speed=None).wait()
    ab, ba, a = net.get_projection("AB"), net.get_projection("BA"), net.get_population("A")
    delays, seed = ab.delay, net.seed
    ab.enable_learning(period=2.0)
    ba.delay = 4.0
    ab.delay = ann.Uniform(1.0, 3.0)
    a.compute_firing_rate(20.0)
    spikes.spike_times = [7.0]
    played.rates = [[3.0], [4.0]]
    net.seed = 99
    assert net.to_undo == f"the seed: 99 → {seed}"
    while net.undo():
        pass
    assert (ab.delay, ba.delay, net.seed) == (delays, 2.0, seed)
    assert net.simulator.delay_steps("BA") == 4
    assert net._controls["AB", "learning"] == (1, 0)
    assert net._controls["A", "rate_window"] == (0,)
    assert spikes.spike_times == [[1.0, 2.0]]
    assert played._timetable().rows["r"].ravel().tolist() == [1.0, 2.0]
    while net.redo():
        pass
    assert (ba.delay, net.seed, spikes.spike_times) == (4.0, 99, [[7.0]])


def test_what_cannot_be_undone_is_named_and_stays(net):
    a, ab = net.get_population("A"), net.get_projection("AB")
    n = ab.nb_synapses
    assert net.to_undo == ""
    a.b = 0.5
    ab.dendrite(0).prune_synapse(ab.dendrite(0).pre_ranks[0])
    assert "but not what came after it: synapses of AB: 1 pruned" in net.to_undo
    assert net.undo()
    assert (a.b, ab.nb_synapses) == (0.3, n - 1)
    assert not net.can_undo
    ab.dendrite(0).prune_synapse(ab.dendrite(0).pre_ranks[0])
    assert "cannot be undone, rewind instead" in net.to_undo
    assert not net.undo()
