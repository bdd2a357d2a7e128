import math

import pytest

from annarchy_lab.lab.changes import ChangeQueue, Request
from annarchy_lab.lab.control_list import control_list
from annarchy_lab.lab.scales import ScaleBook
from annarchy_lab.lab.views.shown import shown


@pytest.fixture
def specs(pulse):
    groups = shown(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh}, lambda _: None)
    return {spec.id: spec for spec in control_list(pulse.net, groups)}


@pytest.fixture
def announced(pulse):
    told = []
    pulse.net._on_write.append(lambda *note: told.append(note))
    return told


class Desk:
    """Puts requests in and reads the answers."""

    def __init__(self, net, specs):
        self.net, self.specs = net, specs
        self.queue, self.answers, self.seq = ChangeQueue(), [], 0

    def ask(self, name, value):
        self.seq += 1
        self.queue.put(Request(self.specs[name], value, self.seq, self.answers.append))

    def apply(self):
        self.queue.apply(self.net, ScaleBook())
        answers, self.answers[:] = list(self.answers), []
        return answers


@pytest.fixture
def desk(pulse, specs):
    return Desk(pulse.net, specs)


def test_a_change_is_made_and_answered(pulse, desk):
    pulse.net.simulate(12.0)
    desk.ask("Exc.noise", 9.0)
    assert desk.apply() == [
        {"kind": "effective", "id": "Exc.noise", "value": 9.0, "step": 12, "seq": 1}
    ]
    assert (pulse.exc.noise == 9.0).all()
    assert (pulse.inh.noise == 2.0).all()


def test_of_many_positions_the_last_counts(pulse, desk, announced):
    for value in (6.0, 7.0, 8.0):
        desk.ask("Exc.noise", value)
    assert [answer["seq"] for answer in desk.apply()] == [3]
    assert [note[4][1] for note in announced] == [8.0]
    assert announced[0][5] == "control"


def test_all_changes_of_a_turn_happen_at_one_edge(pulse, desk):
    pulse.net.start(speed=None)
    desk.ask("Exc.noise", 9.0)
    desk.ask("exc.w", 0.5)
    steps = {answer["step"] for answer in desk.apply()}
    pulse.net.live_run.stop()
    assert len(steps) == 1


def test_a_scale_multiplies_what_was_there(pulse, desk):
    before = pulse.inh.a.copy()
    for factor in (1.5, 0.5, 1.0):
        desk.ask("Inh.a", factor)
        desk.apply()
        assert pulse.inh.a == pytest.approx(before * factor)
    assert (pulse.inh.a == before).all()


def test_weights_are_scaled_one_by_one(pulse, desk):
    before = pulse.exc_proj.connectivity_matrix()
    desk.ask("exc.w", 2.0)
    desk.apply()
    assert pulse.exc_proj.connectivity_matrix() == pytest.approx(2.0 * before)


def test_a_wrong_one_is_refused_and_the_others_are_made(pulse, desk):
    desk.ask("Exc.noise", math.nan)
    desk.ask("Inh.noise", 3.0)
    kinds = {answer["id"]: answer for answer in desk.apply()}
    assert kinds["Exc.noise"]["kind"] == "refused"
    assert kinds["Exc.noise"]["value"] == 5.0
    assert kinds["Exc.noise"]["reason"]
    assert kinds["Inh.noise"]["kind"] == "effective"
    assert (pulse.exc.noise == 5.0).all()
    assert (pulse.inh.noise == 3.0).all()


def test_before_compiling_it_sets_the_start(laboratory):
    from lab_networks import build_pulse

    parts = build_pulse(compiled=False)
    groups = shown(parts.net, {"Exc": parts.exc}, lambda _: None)
    desk = Desk(parts.net, {s.id: s for s in control_list(parts.net, groups)})
    desk.ask("Exc.noise", 9.0)
    assert desk.apply()[0]["step"] == 0
    parts.net.compile(silent=True)
    assert (parts.exc.noise == 9.0).all()
