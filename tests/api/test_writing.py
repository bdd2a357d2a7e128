import numpy as np
import pytest

import annarchy_lab as ann


@pytest.fixture
def live(net, rate, fake):
    """A compiled network and the list of its announcements."""
    pop = net.create(4, rate, name="P")
    net.connect(pop, pop, "exc", name="W").all_to_all(ann.Uniform(0.0, 1.0))
    pop.v = 7.0  # before compiling nothing is announced
    records = []
    net._on_write.append(lambda *record: records.append(record))
    net.compile(silent=True)
    net.simulate(1.0)
    return net, pop, records


def test_each_write_is_announced_once(live):
    net, pop, records = live
    pop.tau = 3.0
    pop[1:3].k = [5.0, 6.0]
    pop.k = np.arange(4.0)
    assert [(r[0], r[1], r[2], r[3], r[5]) for r in records] == [
        (2, "P", "tau", "set", "cell"),
        (2, "P", "k", "set_at", "cell"),
        (2, "P", "k", "set", "cell"),
    ]
    assert records[0][4] == 3.0
    indices, values = records[1][4]
    assert (indices.tolist(), values.tolist()) == ([1, 2], [5.0, 6.0])
    assert records[2][4].tolist() == [0.0, 1.0, 2.0, 3.0]
    assert net.current_step == 2


def test_several_changes_at_one_edge_and_an_origin(live):
    net, pop, records = live
    step = net.write([(pop[:2], "k", 1.0), ("P", "tau", 2.0), ("W", "w", 0.5)], origin="control")
    assert step == 2
    assert {r[5] for r in records} == {"control"}
    assert [r[1] for r in records] == ["P", "P", "W"]


def test_everything_with_attributes_can_be_written_to(live):
    net, pop, records = live
    proj = net.get_projection("W")
    net.write(
        [
            (pop.neuron(2), "k", 7.0),
            (proj.dendrite(1), "w", 3.0),
            (proj.synapse(0, 2), "w", 4.0),
        ]
    )
    assert pop.k.tolist() == [2.0, 2.0, 7.0, 2.0]
    assert (proj.w[1], proj.w[2][0]) == ([3.0, 3.0, 3.0], 4.0)
    assert [r[3] for r in records] == ["set_at"] * 3
    with pytest.raises(ann.ANNarchyException, match="another network"):
        ann.Network().write([(pop, "k", 1.0)])


def test_a_refused_write_is_not_announced(live):
    net, pop, records = live
    with pytest.raises(ann.ANNarchyException, match="no attribute 'x'"):
        net.write([(pop, "k", 1.0), (pop, "x", 1.0)])
    with pytest.raises(ann.ANNarchyException, match="no population or projection 'Q'"):
        net.write([("Q", "k", 1.0)])
    assert records == []
    assert net.simulator.writes == []


def test_scaling_keeps_differences(live):
    net, _, records = live
    proj = net.get_projection("W")
    start = np.concatenate(proj.w)
    net.write([(proj, "w", ann.Scale(2.0))])
    net.write([(proj, "w", ann.Scale(0.5))])
    assert np.array_equal(np.concatenate(proj.w), 0.5 * start)
    assert [r[3:5] for r in records] == [("scale", 2.0), ("scale", 0.5)]
    net.write([(proj, "w", ann.Scale(1.0))])
    assert np.array_equal(np.concatenate(proj.w), start)


def test_a_set_begins_a_new_scale(live):
    net, pop, _ = live
    net.write([(pop[:2], "k", ann.Scale(3.0))])
    assert pop.k.tolist() == [6.0, 6.0, 2.0, 2.0]
    pop.k = 1.0
    net.write([(pop[:2], "k", ann.Scale(3.0))])
    assert pop.k.tolist() == [3.0, 3.0, 1.0, 1.0]


def test_what_cannot_be_scaled(live):
    net, pop, _ = live
    with pytest.raises(ann.ANNarchyException, match="no real number"):
        net.write([(pop, "n", ann.Scale(2.0))])
    net.simulator.state = "running"
    with pytest.raises(ann.ANNarchyException, match="changes by itself"):
        net.write([(pop, "v", ann.Scale(2.0))])
    net.simulator.state = "idle"


def test_announcements_can_be_applied_again(live, rate):
    net, pop, records = live
    pop.tau = 3.0
    pop[1:3].k = 5.0
    proj = net.get_projection("W")
    net.write([(proj, "w", ann.Scale(2.0))])
    proj.transmission = False
    again = ann.Network(dt=0.5, seed=3)
    other = again.create(4, rate, name="P")
    again.connect(other, other, "exc", name="W").all_to_all(ann.Uniform(0.0, 1.0))
    again.compile(silent=True)
    for _, name, attribute, kind, value, _ in records:
        again.apply(name, attribute, kind, value)
    assert (other.tau, other.k.tolist()) == (3.0, [2.0, 5.0, 5.0, 2.0])
    assert again.get_projection("W").w == proj.w
    assert again.get_projection("W").transmission is False
    with pytest.raises(ann.ANNarchyException, match="'step' cannot be applied"):
        again.apply("", "", "step", 3)


def test_flags_time_and_reset_are_announced(live):
    net, _, records = live
    net.get_projection("W").update = False
    net.current_step = 10
    net.reset()
    assert [(r[0], r[1], r[2], r[3]) for r in records] == [
        (2, "W", "update", "flag"),
        (2, "", "", "step"),
        (10, "", "", "reset"),
    ]
    assert records[2][4]["reseed_rng"] is True
