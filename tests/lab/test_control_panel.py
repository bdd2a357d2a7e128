"""The controls of a running network: many values, switches, start values, models that change."""

import numpy as np
import pytest

from annarchy_lab import Network, Neuron, Synapse
from annarchy_lab.lab import controls, trace
from annarchy_lab.lab.inspector.contents import contents
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.inspector.rates import Rates
from annarchy_lab.lab.inspector.rows import Wish, rows

RATE = Neuron("k = 1.0 in 0..2 \n gain = 1.0 in 0..4", "r = r + k * gain : init=0.5", name="Rate")
OTHER = Neuron("k = 1.0 in 0..2 \n b = 0.5 in 0..1", "r = r + k * b", name="Other")


class Heard:
    """A panel whose messages are kept, and which is told what a browser would say."""

    def __init__(self, panel, eventually):
        self.panel, self._eventually, self.told = panel, eventually, []
        panel.send = lambda message, buffers=(): self.told.append(message)

    def say(self, kind, **message):
        self.told.clear()
        self.panel._on_message(None, {"kind": kind, "seq": 1, **message}, ())
        answers = lambda: [m for m in self.told if m["id"] == message["id"]]  # noqa: E731
        self._eventually(answers)  # others may tell of earlier changes
        return answers()[-1]

    def control(self, key):
        return next(c for c in self.panel.controls if c["id"] == key)


@pytest.fixture
def net(laboratory):
    net = Network(dt=1.0, seed=1)
    net.pop = net.create(4, RATE, name="pop")
    synapse = Synapse("eta = 0.5 in 0..1 : projection", "dw/dt = eta * pre.r * 0.0")
    net.proj = net.connect(net.pop, net.pop, "exc", synapse, name="proj").all_to_all(0.1)
    net.compile(silent=True)
    return net


@pytest.fixture
def heard(net, eventually):
    panel = controls(net, {"cells": net.pop})
    yield Heard(panel, eventually)
    panel.close()


def test_many_values_are_told_set_and_drawn(net, heard, eventually):
    net.pop.k = [1.0, 2.0, 3.0, 4.0]
    eventually(lambda: heard.control("cells.k")["kind"] == "scale")
    told = heard.say("elements?", id="cells.k")
    assert told["values"] == [1, 2, 3, 4]
    assert (told["n"], told["minimum"], told["mean"], told["maximum"]) == (4, 1, 2.5, 4)
    assert heard.say("edit", id="cells.k", values=[4, 3, 2, 1])["kind"] == "effective"
    assert net.pop.k.tolist() == [4, 3, 2, 1]
    draw = {"distribution": "Normal", "arguments": [5.0, 0.1], "seed": 7}
    assert heard.say("edit", id="cells.k", **draw)["kind"] == "effective"
    assert np.array_equal(net.pop.k, np.random.default_rng(7).normal(5.0, 0.1, 4))
    assert heard.say("change", id="cells.k", value=2.0)["kind"] == "effective"  # scales
    assert np.unique(net.pop.k).size == 4
    net.pop.k = 1.0
    eventually(lambda: heard.control("cells.k")["kind"] == "set")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ({"values": [1, 2]}, "takes 4 values"),
        ({"values": [1, 2, 3, float("inf")]}, "finite"),
        ({"values": ["x"]}, "could not convert"),
        ({"distribution": "eval", "arguments": []}, "no distribution 'eval'"),
        ({"distribution": "Normal", "arguments": [1, -1]}, "sigma"),
        ({"distribution": "Uniform", "arguments": []}, "missing"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(net, heard, edit, reason):
    told = heard.say("edit", id="cells.k", **edit)
    assert (told["kind"], told["value"]) == ("refused", 1.0)
    assert reason in told["reason"]
    assert net.pop.k.tolist() == [1.0] * 4


def test_switches_are_flags_and_journaled(net, heard):
    noted = []
    net._on_write.append(lambda *what: noted.append(what[1:]))
    assert heard.say("change", id="proj.update", value=0)["kind"] == "effective"
    assert not net.proj.update
    assert noted == [("proj", "update", "flag", False, "control")]
    net.proj.update = True
    assert heard.say("change", id="proj.eta", value=0.75)["value"] == 0.75
    assert net.proj.eta == 0.75


def test_a_start_value_waits_for_the_reset(net, eventually):
    heard = Heard(controls(net, {"cells": net.pop}, ["start"]), eventually)
    assert heard.control("cells.r start")["safety"] == "reset"
    net.simulate(2.0)
    assert heard.say("change", id="cells.r start", value=3.0)["kind"] == "effective"
    assert net.pop.r.tolist() == [2.5] * 4
    heard.panel._on_message(None, {"kind": "reset!"}, ())
    eventually(lambda: net.current_step == 0)
    assert net.pop.r.tolist() == [3.0] * 4
    heard.panel.close()


def test_controls_of_what_a_new_model_lacks_go_with_a_word(net, heard, eventually):
    net.pop.k = 1.5
    net.replace(net.pop, OTHER)
    ids = lambda: [c["id"] for c in heard.panel.controls]  # noqa: E731
    eventually(lambda: "cells.b" in ids())
    assert "cells.gain" not in ids()
    assert heard.panel.notice == "gone with its model: cells gain"
    assert heard.control("cells.k")["value"] == 1.5
    told = heard.say("change", id="cells.b", value=0.25)
    assert told["value"] == 0.25


def test_synapses_get_values_of_their_own_without_a_recompilation_by_the_user(
    laboratory, eventually
):
    net = Network(dt=1.0, seed=1)
    pop = net.create(2, RATE, name="pop")
    proj = net.connect(
        pop, pop, "exc", Synapse("k = 0.5 in 0..1", "dw/dt = k * pre.r"), name="proj"
    )
    proj.all_to_all(0.1)
    net.compile(silent=True)
    heard = Heard(controls(net, attributes=["everything"]), eventually)
    run = net.start(speed=None)
    assert heard.control("proj.k")["safety"] == "live"
    assert heard.say("edit", id="proj.k", values=[0.1, 0.2])["kind"] == "effective"
    assert np.ravel(proj.k).tolist() == [0.1, 0.2]
    assert run.state == "running"
    run.stop()
    heard.panel.close()


def test_a_factor_goes_back_with_the_time(net, heard, eventually):
    net.pop.k = [1.0, 2.0, 3.0, 4.0]
    net.keyframes()
    net.simulate(2.0)
    eventually(lambda: heard.control("cells.k")["kind"] == "scale")
    assert heard.say("change", id="cells.k", value=1.5)["kind"] == "effective"
    net.simulate(2.0)
    net.rewind(1.0)
    eventually(lambda: heard.control("cells.k")["value"] == 1.0)
    assert net.pop.k.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_controls_of_the_old_model_come_back_with_it(net, heard, laboratory, eventually):
    view = trace(net, "r")
    net.keyframes()
    net.simulate(4.0)
    net.pop.gain = 3.0
    net.replace(net.pop, OTHER)
    ids = lambda: {c["id"] for c in heard.panel.controls}  # noqa: E731
    eventually(lambda: "cells.b" in ids())
    net.simulate(4.0)
    net.rewind(2.0)
    eventually(lambda: "cells.gain" in ids() and "cells.b" not in ids())
    assert heard.panel.notice == "gone with its model: cells b"
    assert heard.say("change", id="cells.gain", value=2.0)["value"] == 2.0
    assert net.pop.gain.tolist() == [2.0] * 4
    found, _ = rows(contents(laboratory), Wish(), lambda item: Present(item.session, Rates()))
    assert any("4 neurons · Rate" in row["detail"] for row in found)
    assert [mark.text for mark in laboratory.session(net).marks.all()] == ["gain of pop: 2"]
    net.simulate(2.0)
    view.close()
